//! Sums: what a stretch of days is counted by, so that stretches can be put together in any way.

use crate::odds::moments::moment::{BANDS, LAGS, Moment, REALISED, TOKEN_BANDS, UPS, WIDE, WIDE_BANDS, YEAR};
use crate::simulation::dynamics::HELD;
use crate::units::TRADING_DAYS;

/// Bins of ln VIX between its ends, each a quarter of a per cent wide.
const BINS: usize = 1173;
/// Fewest days that a moment is said of.
const FEWEST: f64 = 30.0;

/// Some trading days in turn; what is not known is empty.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    /// ln VIX at each close, that before the first day first.
    pub vix: &'a [f64],
    /// SPX's log return of each day.
    pub spx: &'a [f64],
    /// Ether's log return of each day.
    pub token: &'a [f64],
}

/// How many, and the sums of their first four powers.
type Powers = [f64; 5];
/// How many pairs, Σx, Σy, Σx², Σy², Σxy.
type Pairs = [f64; 6];

/// What has been counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// Days by bin of ln VIX.
    levels: Vec<f64>,
    /// Changes of ln VIX over each of [`UPS`].
    moves: [Powers; 3],
    /// ln VIX and itself each of [`LAGS`] later.
    lags: [Pairs; 2],
    /// A day's SPX and ln VIX.
    beside: Pairs,
    spx: Powers,
    /// Realised vol over VIX for each of [`REALISED`].
    realised: [Powers; 2],
    falls: Powers,
    /// A day's SPX, a year, over VIX the night before, by band.
    bands: [Powers; 5],
    /// SPX's moves over each of [`WIDE`], about their mean as that of a day.
    wide: [Powers; 2],
    /// The longest of them, a year, over VIX before, by band.
    wide_bands: [Powers; 3],
    /// A day's ether and SPX by ether's bands.
    tokens: [Pairs; 4],
}

impl Default for Sums {
    fn default() -> Self {
        Sums {
            levels: vec![0.0; BINS],
            moves: Default::default(),
            lags: Default::default(),
            beside: Default::default(),
            spx: Default::default(),
            realised: Default::default(),
            falls: Default::default(),
            bands: Default::default(),
            wide: Default::default(),
            wide_bands: Default::default(),
            tokens: Default::default(),
        }
    }
}

fn one(powers: &mut Powers, x: f64) {
    let square = x * x;
    for (sum, power) in powers.iter_mut().zip([1.0, x, square, square * x, square * square]) {
        *sum += power;
    }
}

fn both(pairs: &mut Pairs, x: f64, y: f64) {
    for (sum, product) in pairs.iter_mut().zip([1.0, x, y, x * x, y * y, x * y]) {
        *sum += product;
    }
}

/// Which band a level of VIX is in.
fn band(bands: &[f64], vix: f64) -> usize {
    bands.iter().skip(1).position(|top| vix < *top).unwrap_or(bands.len() - 2)
}

/// The deepest fall from the highest close before it, as a share of that.
fn deepest_fall(returns: &[f64]) -> f64 {
    let (mut now, mut top, mut deepest) = (0.0, 0.0, 0.0);
    for one in returns {
        now += one;
        top = f64::max(top, now);
        deepest = f64::max(deepest, -libm::expm1(now - top));
    }
    deepest
}

impl Sums {
    /// What one stretch adds.
    pub fn of(stretch: &Stretch) -> Sums {
        let mut sums = Sums::default();
        sums.vix(stretch.vix);
        sums.spx(stretch);
        for (day, (x, y)) in stretch.token.iter().zip(stretch.spx).enumerate() {
            both(&mut sums.tokens[band(&TOKEN_BANDS, libm::exp(stretch.vix[day]))], *x, *y);
        }
        sums
    }

    fn vix(&mut self, logs: &[f64]) {
        let [low, high] = HELD.map(libm::log);
        for log in logs {
            let bin = (log - low) / (high - low) * BINS as f64;
            self.levels[(bin.max(0.0) as usize).min(BINS - 1)] += 1.0;
        }
        for (moves, days) in self.moves.iter_mut().zip(UPS) {
            logs.windows(days + 1).for_each(|few| one(moves, few[days] - few[0]));
        }
        for (lags, days) in self.lags.iter_mut().zip(LAGS) {
            logs.windows(days + 1).for_each(|few| both(lags, few[0], few[days]));
        }
    }

    fn spx(&mut self, stretch: &Stretch) {
        let Stretch { vix, spx, .. } = stretch;
        let to_percent_a_year = 100.0 * TRADING_DAYS.sqrt();
        for (day, x) in spx.iter().enumerate() {
            one(&mut self.spx, *x);
            both(&mut self.beside, *x, vix[day + 1] - vix[day]);
            let before = libm::exp(vix[day]);
            one(&mut self.bands[band(&BANDS, before)], x * to_percent_a_year / before);
        }
        for (realised, days) in self.realised.iter_mut().zip(REALISED) {
            for (first, few) in spx.windows(days).enumerate() {
                let mean = few.iter().map(|x| x * x).sum::<f64>() / days as f64;
                one(realised, mean.sqrt() * to_percent_a_year / libm::exp(vix[first]));
            }
        }
        for (wide, days) in self.wide.iter_mut().zip(WIDE) {
            spx.windows(days).for_each(|few| one(wide, few.iter().sum()));
        }
        let days = WIDE[WIDE.len() - 1];
        let to_percent_a_year = to_percent_a_year / (days as f64).sqrt();
        for (first, few) in spx.windows(days).enumerate() {
            let (moved, before) = (few.iter().sum::<f64>(), libm::exp(vix[first]));
            one(&mut self.wide_bands[band(&WIDE_BANDS, before)], moved * to_percent_a_year / before);
        }
        spx.chunks_exact(YEAR).for_each(|year| one(&mut self.falls, deepest_fall(year)));
    }

    /// Takes in another's.
    pub fn add(&mut self, more: &Sums) {
        fn plus(all: &mut [f64], more: &[f64]) {
            all.iter_mut().zip(more).for_each(|(one, more)| *one += more);
        }
        plus(&mut self.levels, &more.levels);
        plus(self.moves.as_flattened_mut(), more.moves.as_flattened());
        plus(self.lags.as_flattened_mut(), more.lags.as_flattened());
        plus(&mut self.beside, &more.beside);
        plus(&mut self.spx, &more.spx);
        plus(self.realised.as_flattened_mut(), more.realised.as_flattened());
        plus(&mut self.falls, &more.falls);
        plus(self.bands.as_flattened_mut(), more.bands.as_flattened());
        plus(self.wide.as_flattened_mut(), more.wide.as_flattened());
        plus(self.wide_bands.as_flattened_mut(), more.wide_bands.as_flattened());
        plus(self.tokens.as_flattened_mut(), more.tokens.as_flattened());
    }

    /// A moment; none of fewer than `FEWEST` days, or five years of falls, and none that is no number.
    pub fn value(&self, moment: Moment) -> Option<f64> {
        let value = match moment {
            Moment::Level(share) => self.level(share),
            Moment::Deviation => deviation(&self.moves[0]),
            Moment::Kurtosis => kurtosis(&self.moves[0]),
            Moment::Up(nth) => rms(&self.moves[nth]).map(|rms| libm::expm1(2.0 * rms)),
            Moment::Lag(nth) => correlation(&self.lags[nth]),
            Moment::Beside => correlation(&self.beside),
            Moment::SpxDeviation => deviation(&self.spx).map(|daily| daily * TRADING_DAYS.sqrt()),
            Moment::Wide(nth) => deviation(&self.wide[nth]).map(|wide| wide * (TRADING_DAYS / WIDE[nth] as f64).sqrt()),
            Moment::SpxKurtosis => kurtosis(&self.spx),
            Moment::Realised(nth) => mean(&self.realised[nth]),
            Moment::RealisedRms(nth) => rms(&self.realised[nth]),
            Moment::Fall => (self.falls[0] >= 5.0).then(|| self.falls[1] / self.falls[0]),
            Moment::Band(nth) => rms(&self.bands[nth]),
            Moment::WideBand(nth) => rms(&self.wide_bands[nth]),
            Moment::Token(nth) => correlation(&self.tokens[nth]),
        };
        value.filter(|value| value.is_finite())
    }

    /// VIX that a share of days close below; days are spread evenly over their bin.
    fn level(&self, share: f64) -> Option<f64> {
        let days: f64 = self.levels.iter().sum();
        let [low, high] = HELD.map(libm::log);
        let mut below = 0.0;
        for (bin, count) in self.levels.iter().enumerate() {
            if days >= FEWEST && *count > 0.0 && below + count >= share * days {
                let at = bin as f64 + (share * days - below) / count;
                return Some(libm::exp(low + (high - low) * at / BINS as f64));
            }
            below += count;
        }
        None
    }
}

/// Means of the first four powers.
fn means(powers: &Powers) -> Option<[f64; 4]> {
    let [n, sums @ ..] = powers;
    (*n >= FEWEST).then(|| sums.map(|sum| sum / n))
}

fn mean(powers: &Powers) -> Option<f64> {
    Some(means(powers)?[0])
}

fn rms(powers: &Powers) -> Option<f64> {
    Some(means(powers)?[1].max(0.0).sqrt())
}

fn deviation(powers: &Powers) -> Option<f64> {
    let [one, two, ..] = means(powers)?;
    Some((two - one * one).max(0.0).sqrt())
}

/// Variance by the means of values and squares; none where only rounding moves.
fn spread(mean: f64, square: f64) -> Option<f64> {
    Some(square - mean * mean).filter(|variance| *variance > 1e-12 * square)
}

fn kurtosis(powers: &Powers) -> Option<f64> {
    let [one, two, three, four] = means(powers)?;
    let variance = spread(one, two)?;
    let fourth = four - 4.0 * one * three + 6.0 * one * one * two - 3.0 * one.powi(4);
    Some(fourth / (variance * variance))
}

fn correlation(pairs: &Pairs) -> Option<f64> {
    let [n, sums @ ..] = pairs;
    let [x, y, xx, yy, xy] = sums.map(|sum| sum / n);
    let product = spread(x, xx)? * spread(y, yy)?;
    (*n >= FEWEST).then(|| ((xy - x * y) / product.sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odds::moments::figures;
    use crate::odds::moments::moment::MOMENTS;

    fn close(got: Option<f64>, want: f64, within: f64) {
        assert!(got.is_some_and(|got| (got - want).abs() < within), "{got:?} for {want}");
    }

    #[test]
    fn moments_of_days_that_are_known_are_theirs() {
        // VIX in turn at 16 and 21, and SPX and ether with it: 1 % up as VIX falls, twice and half of that.
        let vix: Vec<f64> = (0..=504).map(|day| f64::ln(if day % 2 == 0 { 16.0 } else { 21.0 })).collect();
        let spx: Vec<f64> = (0..504).map(|day| if day % 2 == 0 { -0.02 } else { 0.01 }).collect();
        let token: Vec<f64> = spx.iter().map(|x| 2.0 * x + 0.1).collect();
        let sums = Sums::of(&Stretch { vix: &vix, spx: &spx, token: &token });
        let of = |moment| sums.value(moment);
        close(of(Moment::Level(0.25)), 16.0, 0.04);
        close(of(Moment::Level(0.95)), 21.0, 0.06);
        close(of(Moment::Deviation), 1.3125f64.ln(), 1e-9);
        close(of(Moment::Kurtosis), 1.0, 1e-9);
        close(of(Moment::Up(0)), 1.3125f64.powi(2) - 1.0, 1e-9);
        close(of(Moment::Lag(0)), -1.0, 1e-9);
        close(of(Moment::Beside), -1.0, 1e-9);
        close(of(Moment::SpxDeviation), 0.015 * 252f64.sqrt(), 1e-9);
        // Between 15 and 20 and between 20 and 25: half of the days begin at 16, half at 21.
        assert_eq!((of(Moment::Band(0)), of(Moment::Band(4))), (None, None));
        close(of(Moment::Band(1)), 2.0 * 252f64.sqrt() / 16.0, 1e-9);
        close(of(Moment::Band(2)), 252f64.sqrt() / 21.0, 1e-9);
        assert_eq!((of(Moment::Fall), of(Moment::Token(3))), (None, None));
        // Within a band nothing moves.
        assert_eq!(of(Moment::Token(1)), None);
    }

    #[test]
    fn the_deepest_fall_is_from_the_highest_close_before_it() {
        let fall = deepest_fall(&[0.1, -0.2, 0.05, -0.1, 0.4, -0.2].map(f64::from));
        assert!((fall - (1.0 - f64::exp(-0.25))).abs() < 1e-12, "{fall}");
        assert_eq!(deepest_fall(&[0.1, 0.2]), 0.0);
    }

    #[test]
    fn too_few_days_and_days_that_never_move_have_no_moment_that_is_no_number() {
        for (days, spx) in [(0, 0.0), (1, 0.01), (20, 0.01), (300, 0.0)] {
            let (vix, spx) = (vec![3.0; days + 1], vec![spx; days]);
            let all = vec![Sums::of(&Stretch { vix: &vix, spx: &spx, token: &spx }); 3];
            for figure in figures(&all).into_iter().flatten() {
                assert!(figure.value.is_finite() && figure.error.is_none_or(f64::is_finite), "{days}: {figure:?}");
            }
        }
        assert_eq!(figures(&[]), vec![None; MOMENTS.len()]);
    }
}
