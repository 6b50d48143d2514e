//! Correlation shift: whether the token's tie to VIX has left its habit: loyalty, over 120 trading days, against motion,
//! over 20. Source: model book 13.

use crate::signals::regression::correlation;
use crate::signals::series::{Column, differences, join, log_returns, stretches};
use crate::signals::standing::{Answer, Signal, Unknown, lacking};
use crate::units::day::Day;
use crate::words::{correlation as signed, fixed};

/// Returns of the short window and of the long one.
pub const WINDOWS: [usize; 2] = [20, 120];
/// What it is called.
pub const NAME: &str = "correlation alarm";

/// Correlations of token returns with minus ΔVIX: positive where the token falls when VIX jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlations {
    /// ρ₂₀.
    pub short: f64,
    /// ρ₁₂₀.
    pub long: f64,
}

impl Correlations {
    /// Of the last returns of a token and changes of VIX, as many of each.
    ///
    /// # Errors
    /// Fewer than 120, or one that does not move within a window.
    pub fn of(token: &[f64], vix: &[f64]) -> Result<Correlations, Unknown> {
        let has = token.len().min(vix.len());
        if has < WINDOWS[1] {
            return Err(Unknown::TooFew { has, needs: WINDOWS[1] });
        }
        let over = |rows: usize| {
            let [token, vix] = [token, vix].map(|series| &series[series.len() - rows..]);
            let flat = |_| if is_flat(token) { Unknown::Flat("the token") } else { Unknown::Flat("VIX") };
            correlation(token, vix).map(|rho| -rho).ok_or(()).map_err(flat)
        };
        Ok(Correlations { short: over(WINDOWS[0])?, long: over(WINDOWS[1])? })
    }

    /// Distance that is two standard errors of the short one: 2(1 − ρ₁₂₀²)/√20.
    pub fn threshold(&self) -> f64 {
        2.0 * (1.0 - self.long * self.long) / (WINDOWS[0] as f64).sqrt()
    }

    /// How far they are apart, ≥ 0.
    pub fn distance(&self) -> f64 {
        (self.short - self.long).abs()
    }

    /// Whether they are further apart than that.
    pub fn is_alarm(&self) -> bool {
        self.distance() > self.threshold()
    }

    /// Both correlations, their distance and the alarm's in one sentence.
    pub fn said(&self) -> String {
        let [motion, loyalty] = [self.short, self.long].map(signed);
        let (distance, threshold) = (fixed(self.distance(), 2), fixed(self.threshold(), 2));
        let than = if self.is_alarm() { "more than" } else { "no more than" };
        format!(
            "Token against −ΔVIX: motion {motion} over 20 trading days, loyalty {loyalty} over 120; {distance} apart, {than} {threshold}, two standard errors."
        )
    }
}

fn is_flat(series: &[f64]) -> bool {
    correlation(series, series).is_none()
}

/// The shift day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// Correlations up to each day; `None` where they are not known.
    pub values: Vec<Option<Correlations>>,
    /// On while the alarm is; its days are those of the correlations.
    pub signal: Signal,
}

impl Shift {
    /// The correlations on the last day up to `today`, or of all.
    pub fn last(&self, today: Option<Day>) -> Option<Correlations> {
        self.signal.until(today).checked_sub(1).and_then(|last| self.values[last])
    }
}

/// The shift of a token's price, log returns against changes of VIX in points.
///
/// # Errors
/// A row that is none, in words.
pub fn read(token: &[(Day, f64)], vix: &[(Day, f64)]) -> Result<Shift, String> {
    let joined = join([Column::level("the token", token), Column::level("VIX", vix)])?;
    let absent = Unknown::NoData(joined.empty.unwrap_or("the token and VIX on one day"));
    let ([token, vix], days) = (&joined.columns, &joined.days);
    let mut found: Vec<Result<Correlations, Unknown>> = Vec::with_capacity(days.len());
    for stretch in stretches(days) {
        let returns = log_returns(&token[stretch.clone()]);
        let changes = differences(&vix[stretch.clone()]);
        found.extend(stretch.clone().map(|row| {
            // A return takes two rows.
            if let Some(why) = lacking(days, &stretch, row, WINDOWS[1] + 1) {
                return Err(why);
            }
            let last = row - stretch.start;
            Correlations::of(&returns[last - WINDOWS[1]..last], &changes[last - WINDOWS[1]..last])
        }));
    }
    let answers: Vec<Answer> = found.iter().map(|one| one.map(|both| both.is_alarm())).collect();
    let values = found.into_iter().map(Result::ok).collect();
    Ok(Shift { values, signal: Signal { name: NAME, days: joined.days, answers, absent } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::regression::tests::noise;
    use crate::signals::series::tests::dated;
    use crate::signals::standing::Standing;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// VIX that wanders, and a token that follows minus its changes with this weight on each day.
    fn made(seed: u64, count: usize, weight: impl Fn(usize) -> f64) -> [Vec<f64>; 2] {
        let mut next = noise(seed);
        let (mut vix, mut token) = (vec![20.0], vec![3000.0f64]);
        for row in 1..count {
            let change = next();
            vix.push(20.0 + 0.9 * (vix[row - 1] - 20.0) + change);
            let moved = vix[row] - vix[row - 1];
            token.push(token[row - 1] * (-0.02 * weight(row) * moved + 0.01 * next()).exp());
        }
        [token, vix]
    }

    fn shift(token: &[f64], vix: &[f64]) -> Shift {
        let Ok(found) = read(&dated(token), &dated(vix)) else { unreachable!() };
        found
    }

    #[test]
    fn a_token_that_begins_to_follow_vix_raises_the_alarm_and_one_that_always_did_does_not() {
        let [token, vix] = made(1, 260, |row| if row < 230 { 0.0 } else { 3.0 });
        let changed = shift(&token, &vix);
        // Two standard errors are also left by chance, now and then: what counts is that it comes on behind the change.
        let behind = changed.signal.days[230];
        assert!(changed.signal.triggers().iter().any(|day| *day >= behind));
        assert!(
            matches!(changed.signal.standing(None), Standing::On { since, is_older: false, .. } if since >= behind)
        );
        assert!(changed.last(None).is_some_and(|both| both.short > 0.8 && both.short > both.long));
        let [token, vix] = made(2, 260, |_| 3.0);
        let habit = shift(&token, &vix);
        assert_eq!(habit.signal.standing(None), Standing::Off { to: habit.signal.days[259] });
        assert!(habit.last(None).is_some_and(|both| both.long > 0.8));
    }

    #[test]
    fn the_sentence_names_both_correlations_and_both_distances() {
        let alarm = Correlations { short: 0.886_082, long: 0.360_902 };
        assert_eq!(
            alarm.said(),
            "Token against −ΔVIX: motion +0.89 over 20 trading days, loyalty +0.36 over 120; 0.53 apart, more than 0.39, two standard errors."
        );
        assert!(
            Correlations { short: -0.1, long: 0.0 }.said().contains("motion −0.10 over 20 trading days, loyalty 0.00")
        );
        assert!(Correlations { short: -0.1, long: 0.0 }.said().contains("no more than 0.45"));
        // Where the long one is perfect every distance is too large, and none is no distance.
        let perfect = |short: f64| Correlations { short, long: 1.0 }.is_alarm();
        assert_eq!([perfect(1.0), perfect(0.99)], [false, true]);
    }

    #[test]
    fn it_is_not_known_before_120_returns_behind_a_gap_and_where_nothing_moves() {
        let [token, vix] = made(3, 300, |_| 1.0);
        let found = shift(&token, &vix);
        assert_eq!(found.values.iter().position(Option::is_some), Some(120));
        assert_eq!(found.signal.answers[119], Err(Unknown::TooFew { has: 120, needs: 121 }));
        assert!(found.last(Some(found.signal.days[100])).is_none() && found.last(None).is_some());
        let days = dated(&token);
        let broken: Vec<_> = days[..150].iter().chain(&days[155..]).copied().collect();
        let Ok(broken) = read(&broken, &dated(&vix)) else { unreachable!() };
        assert!(matches!(broken.signal.answers[150], Err(Unknown::SinceHole { has: 1, needs: 121, .. })));
        assert_eq!(broken.values[150..].iter().position(Option::is_some), Some(120));
        assert_eq!(shift(&token, &[20.0; 300]).signal.answers[299], Err(Unknown::Flat("VIX")));
        assert_eq!(shift(&[3.0; 300], &vix).signal.answers[299], Err(Unknown::Flat("the token")));
        let none = read(&days, &[]).map(|none| none.signal.standing(None));
        assert_eq!(none, Ok(Standing::Unknown { why: Unknown::NoData("VIX"), to: None }));
        assert!(read(&[(days[0].0, -1.0)], &[]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(120), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_knows_no_unit_and_no_later_row(
            seed in 0..1_000_000u64, weight in -3.0..3.0f64, scale in 0.01..100.0f64, later in 5.0..90.0f64, keep in 121..179usize,
        ) {
            let [token, vix] = made(seed, 180, |_| weight);
            let plain = shift(&token, &vix);
            let [other_token, other_vix] = [&token, &vix].map(|x| x.iter().map(|x| scale * x).collect::<Vec<_>>());
            let scaled = shift(&other_token, &other_vix);
            for (a, b) in plain.values.iter().zip(&scaled.values).skip(120) {
                let (Some(a), Some(b)) = (a, b) else { return Err(TestCaseError::fail("none")) };
                prop_assert!((a.short - b.short).abs() < 1e-9 && (a.long - b.long).abs() < 1e-9);
                prop_assert!(a.short.abs() <= 1.0 && a.long.abs() <= 1.0);
            }
            let changed: Vec<f64> = vix.iter().enumerate().map(|(i, x)| if i < keep { *x } else { later + i as f64 }).collect();
            let then = shift(&token, &changed);
            prop_assert_eq!(&plain.values[..keep], &then.values[..keep]);
            prop_assert_eq!(&plain.signal.answers[..keep], &then.signal.answers[..keep]);
        }
    }
}
