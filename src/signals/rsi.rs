//! RSI: how much of the last moves were gains, 0 to 100. Source: Wilder 1978; model book 13.

use crate::signals::series::{Column, join, stretches};
use crate::signals::standing::{Answer, Signal, Unknown, lacking};
use crate::units::day::Day;

/// Moves that the first average is of; later ones count 1 in so many.
pub const LENGTH: usize = 14;
/// From here on a market is overbought: the line of the Big Top.
pub const OVERBOUGHT: f64 = 70.0;

/// The index of each row: 100·G/(G + L), G and L Wilder's averages of gains and losses, the first ones simple. 100 without
/// losses, 50 where nothing moves; `None` before the fifteenth row.
pub fn of(values: &[f64]) -> Vec<Option<f64>> {
    let count = LENGTH as f64;
    let (mut gain, mut loss) = (0.0, 0.0);
    let mut found = vec![None; values.len().min(1)];
    for (moves, pair) in values.windows(2).enumerate() {
        let change = pair[1] - pair[0];
        let (up, down) = (change.max(0.0), (-change).max(0.0));
        if moves < LENGTH {
            (gain, loss) = (gain + up / count, loss + down / count);
        } else {
            (gain, loss) = ((gain * (count - 1.0) + up) / count, (loss * (count - 1.0) + down) / count);
        }
        found.push((moves + 1 >= LENGTH).then(|| index(gain, loss)));
    }
    found
}

fn index(gain: f64, loss: f64) -> f64 {
    if gain + loss > 0.0 { 100.0 * (gain / (gain + loss)) } else { 50.0 }
}

/// RSI of a dated series.
#[derive(Clone, Debug, PartialEq)]
pub struct Rsi {
    /// Index of each day, `None` where too few rows lead to it.
    pub values: Vec<Option<f64>>,
    /// On while overbought, 70 or more; its days are those of the values.
    pub signal: Signal,
}

/// What it is called when it is on.
const NAME: &str = "RSI of 70 or more";

impl Rsi {
    /// The same on these of its days, in their order; not known on one that is none of them.
    pub fn on(&self, days: &[Day], absent: Unknown) -> Rsi {
        let place = |day: &Day| self.signal.days.binary_search(day).ok();
        let value = |day| place(day).and_then(|row| self.values[row]);
        let answer = |day| place(day).map_or(Err(self.signal.absent), |row| self.signal.answers[row]);
        let answers = days.iter().map(answer).collect();
        let signal = Signal { name: self.signal.name, days: days.to_vec(), answers, absent };
        Rsi { values: days.iter().map(value).collect(), signal }
    }
}

/// The same of rows on these days, anew behind each gap.
fn on_days(days: &[Day], values: &[f64], absent: Unknown) -> Rsi {
    let mut found = Vec::with_capacity(days.len());
    let mut answers: Vec<Answer> = Vec::with_capacity(days.len());
    for stretch in stretches(days) {
        let index = of(&values[stretch.clone()]);
        for (row, value) in stretch.clone().zip(&index) {
            let few = lacking(days, &stretch, row, LENGTH + 1).unwrap_or(absent);
            answers.push(value.map(|value| value >= OVERBOUGHT).ok_or(few));
        }
        found.extend(index);
    }
    Rsi { values: found, signal: Signal { name: NAME, days: days.to_vec(), answers, absent } }
}

/// RSI of a series of levels.
///
/// # Errors
/// A row that is none, in words.
pub fn read(name: &'static str, rows: &[(Day, f64)]) -> Result<Rsi, String> {
    let joined = join([Column::level(name, rows)])?;
    let [values] = &joined.columns;
    Ok(on_days(&joined.days, values, Unknown::NoData(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::series::tests::dated;
    use crate::signals::standing::Standing;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn the_first_average_is_simple_and_later_ones_are_wilders() {
        // Ten gains of 1 and four losses of 2, then a loss of 4.
        let mut values = vec![100.0];
        let mut step = |by: f64| values.push(values[values.len() - 1] + by);
        (0..10).for_each(|_| step(1.0));
        (0..4).for_each(|_| step(-2.0));
        step(-4.0);
        let found = of(&values);
        assert_eq!(found[13], None);
        assert!(found[14].is_some_and(|x| (x - 1000.0 / 18.0).abs() < 1e-12), "{found:?}");
        let (gain, loss) = (10.0 / 14.0 * 13.0 / 14.0, (8.0 / 14.0 * 13.0 + 4.0) / 14.0);
        assert!(found[15].is_some_and(|x| (x - 100.0 * gain / (gain + loss)).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn what_never_falls_is_100_what_never_rises_0_and_what_stands_still_50() {
        let last = |values: &[f64]| of(values).last().copied().flatten();
        let up: Vec<f64> = (0..40).map(f64::from).collect();
        let down: Vec<f64> = up.iter().rev().copied().collect();
        assert_eq!([last(&up), last(&down), last(&[7.5; 40])], [Some(100.0), Some(0.0), Some(50.0)]);
        // Losses of ten thousand rows ago are next to nothing, and still a number.
        let mut still = vec![5.0, 4.0];
        still.resize(12_000, 4.0);
        assert!(last(&still).is_some_and(|x| (0.0..=50.0).contains(&x)));
        assert_eq!((of(&[]), of(&[1.0])), (vec![], vec![None]));
    }

    #[test]
    fn overbought_is_on_off_or_not_known_with_the_reason() {
        let rising: Vec<f64> = (1..=20).map(f64::from).collect();
        let rows = dated(&rising);
        let Ok(all) = read("SPX", &rows) else { unreachable!() };
        let to = rows[19].0;
        assert_eq!(all.signal.standing(None), Standing::On { since: rows[14].0, is_older: true, to });
        assert_eq!(all.signal.triggers(), [rows[14].0]);
        let few = read("SPX", &rows[..9]).map(|few| few.signal.standing(None));
        let why = Unknown::TooFew { has: 9, needs: 15 };
        assert_eq!(few, Ok(Standing::Unknown { why, to: Some(rows[8].0) }));
        // Five days are missing: it begins anew.
        let broken: Vec<_> = rows[..8].iter().chain(&rows[13..]).copied().collect();
        let said = read("SPX", &broken).map(|one| one.signal.standing(None).said("overbought", None));
        assert!(said.is_ok_and(|said| said.contains("7 days of the 15 that it takes since the gap from")));
        let none = read("SPX", &[]).map(|none| none.signal.standing(None));
        assert_eq!(none, Ok(Standing::Unknown { why: Unknown::NoData("SPX"), to: None }));
        assert!(read("SPX", &[(to, f64::INFINITY)]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1978), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_lies_in_0_to_100_and_knows_neither_scale_nor_shift(
            values in proptest::collection::vec(1.0..1000.0f64, 16..80), scale in 0.01..100.0f64, shift in -500.0..500.0f64,
        ) {
            let plain = of(&values);
            let moved = of(&values.iter().map(|x| scale * x + shift).collect::<Vec<_>>());
            let mirrored = of(&values.iter().map(|x| -x).collect::<Vec<_>>());
            prop_assert!(plain[14..].iter().all(Option::is_some) && plain[..14].iter().all(Option::is_none));
            for ((a, b), c) in plain.iter().zip(&moved).zip(&mirrored).skip(14) {
                let [a, b, c] = [a, b, c].map(|x| x.unwrap_or(f64::NAN));
                prop_assert!((0.0..=100.0).contains(&a) && (a - b).abs() < 1e-6 && (a + c - 100.0).abs() < 1e-9);
            }
        }

        #[test]
        fn no_later_row_changes_an_earlier_index(
            values in proptest::collection::vec(1.0..1000.0f64, 20..60), later in 1.0..1000.0f64, keep in 1..19usize,
        ) {
            let changed: Vec<f64> = values.iter().enumerate().map(|(i, x)| if i < keep { *x } else { later }).collect();
            prop_assert_eq!(&of(&values)[..keep], &of(&changed)[..keep]);
            prop_assert_eq!(&of(&values)[..keep], &of(&values[..keep])[..]);
        }
    }
}
