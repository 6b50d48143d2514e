//! MACD: the distance between a fast and a slow average, and its own average. Source: Appel; model book 13.

use crate::signals::series::{Column, join, stretches};
use crate::signals::standing::{Answer, Signal, Unknown, lacking};
use crate::units::day::Day;

/// Rows of the fast and the slow average and of the signal line.
pub const LENGTHS: [usize; 3] = [12, 26, 9];
/// Rows before which neither average has run its length. House choice: values stand from the first row, seeded with it, an
/// answer from here.
pub const NEEDS: usize = LENGTHS[1] + LENGTHS[2] - 1;

/// The lines of one series, a value a row, in its unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Macd {
    /// Fast average less slow one.
    pub line: Vec<f64>,
    /// Average of the line.
    pub signal: Vec<f64>,
    /// Line less signal.
    pub histogram: Vec<f64>,
}

/// Exponential average of weight 2/(n + 1), seeded with the first value.
pub fn average(values: &[f64], length: usize) -> Vec<f64> {
    let weight = 2.0 / (length as f64 + 1.0);
    let mut last = values.first().copied().unwrap_or_default();
    let next = |x: &f64| {
        last += weight * (x - last);
        last
    };
    values.iter().map(next).collect()
}

/// MACD(12, 26, 9) of each row; all of it 0 on the first.
pub fn of(values: &[f64]) -> Macd {
    let [fast, slow] = [LENGTHS[0], LENGTHS[1]].map(|length| average(values, length));
    let line: Vec<f64> = fast.iter().zip(slow).map(|(fast, slow)| fast - slow).collect();
    let signal = average(&line, LENGTHS[2]);
    let histogram = line.iter().zip(&signal).map(|(line, signal)| line - signal).collect();
    Macd { line, signal, histogram }
}

/// MACD of a dated series.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Its lines, seeded anew behind each gap.
    pub lines: Macd,
    /// On while the line is above its signal; its days are those of the lines.
    pub signal: Signal,
}

/// MACD of a series of levels.
///
/// # Errors
/// A row that is none, in words.
pub fn read(name: &'static str, rows: &[(Day, f64)]) -> Result<Read, String> {
    let joined = join([Column::level(name, rows)])?;
    let ([values], days) = (&joined.columns, &joined.days);
    let mut lines = Macd::default();
    let mut answers: Vec<Answer> = Vec::with_capacity(days.len());
    for stretch in stretches(days) {
        let one = of(&values[stretch.clone()]);
        for (row, histogram) in stretch.clone().zip(&one.histogram) {
            answers.push(lacking(days, &stretch, row, NEEDS).map_or(Ok(*histogram > 0.0), Err));
        }
        lines.line.extend(one.line);
        lines.signal.extend(one.signal);
        lines.histogram.extend(one.histogram);
    }
    let absent = Unknown::NoData(name);
    Ok(Read { lines, signal: Signal { name: "MACD above its signal", days: joined.days, answers, absent } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::series::tests::dated;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn a_series_that_stands_still_has_no_distance_and_crosses_nothing() {
        let still = of(&[0.1; 60]);
        assert!([&still.line, &still.signal, &still.histogram].iter().all(|line| line.iter().all(|x| *x == 0.0)));
        let read =
            read("SPX", &dated(&[0.1; 60])).map(|one| (one.signal.triggers(), one.signal.standing(None).is_on()));
        assert_eq!(read, Ok((vec![], Some(false))));
        assert_eq!((of(&[]), of(&[3.0]).line), (Macd::default(), vec![0.0]));
    }

    #[test]
    fn a_step_dies_out_by_the_weights() {
        let mut values = vec![0.0];
        values.resize(40, 1.0);
        let found = of(&values);
        for (row, line) in found.line.iter().enumerate() {
            let left = |n: f64| (1.0 - 2.0 / (n + 1.0)).powi(row as i32);
            assert!((line - (left(26.0) - left(12.0))).abs() < 1e-12, "{row}");
        }
    }

    #[test]
    fn an_answer_takes_34_rows_and_34_more_behind_a_gap() {
        let values: Vec<f64> = (1..=90).map(|i| f64::from(i * i)).collect();
        let rows = dated(&values);
        let first =
            |rows: &[(Day, f64)]| read("SPX", rows).map(|one| one.signal.answers.iter().position(Result::is_ok));
        assert_eq!((first(&rows), first(&rows[..33])), (Ok(Some(33)), Ok(None)));
        let broken: Vec<_> = rows[..20].iter().chain(&rows[25..]).copied().collect();
        assert_eq!(first(&broken), Ok(Some(20 + 33)));
        assert_eq!(read("SPX", &rows).map(|one| one.signal.triggers()), Ok(vec![rows[33].0]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1979), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_scales_with_its_series_knows_no_shift_and_reads_no_later_row(
            values in proptest::collection::vec(-1000.0..1000.0f64, 2..80), scale in -10.0..10.0f64, shift in -500.0..500.0f64,
        ) {
            let plain = of(&values);
            let moved = of(&values.iter().map(|x| scale * x + shift).collect::<Vec<_>>());
            for row in 0..values.len() {
                prop_assert!((moved.line[row] - scale * plain.line[row]).abs() < 1e-8);
                prop_assert!((moved.histogram[row] - scale * plain.histogram[row]).abs() < 1e-8);
            }
            let keep = values.len() / 2;
            prop_assert_eq!(&plain.histogram[..keep], &of(&values[..keep]).histogram[..]);
        }
    }
}
