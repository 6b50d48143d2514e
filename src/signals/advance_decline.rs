//! A/D divergence: fewer stocks carry the index. Source: model book 13.

use crate::signals::series::{Column, join, stretches};
use crate::signals::standing::{Answer, Signal, Unknown, lacking};
use crate::units::day::Day;
use crate::words::dates::date;

/// Trading days of the mean of the line and of the high of SPX, the day itself counted.
pub const WINDOW: usize = 21;
/// Part of its high from which SPX counts as near it.
pub const NEAR_HIGH: f64 = 0.992;
/// What it is called.
pub const NAME: &str = "A/D divergence";

/// The advance–decline line: advances less declines, summed from the first day. Only its moves within 21 days count.
///
/// # Errors
/// A count that is no number or below 0, in words.
pub fn line(rows: &[(Day, [f64; 2])]) -> Result<Vec<(Day, f64)>, String> {
    let mut sum = 0.0;
    let mut found = Vec::with_capacity(rows.len());
    for &(day, [advances, declines]) in rows {
        if !(advances.is_finite() && declines.is_finite() && advances >= 0.0 && declines >= 0.0) {
            return Err(format!("Advances and declines of {} are no counts.", date(day)));
        }
        sum += advances - declines;
        found.push((day, sum));
    }
    Ok(found)
}

/// The divergence day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The line.
    pub line: Vec<f64>,
    /// Its mean of 21 days.
    pub mean: Vec<Option<f64>>,
    /// SPX.
    pub spx: Vec<f64>,
    /// SPX over its high of 21 days, at most 1.
    pub of_high: Vec<Option<f64>>,
    /// On while the line is below its mean and SPX near its high; its days are those of all of these.
    pub signal: Signal,
}

/// The divergence of a line (see [`line()`]) from SPX.
///
/// # Errors
/// A row that is none, in words.
pub fn read(line: &[(Day, f64)], spx: &[(Day, f64)]) -> Result<Divergence, String> {
    let joined = join([Column::any("the A/D line", line), Column::level("SPX", spx)])?;
    let absent = Unknown::NoData(joined.empty.unwrap_or("the A/D line and SPX on one day"));
    let [line, spx] = joined.columns;
    Ok(on_days(joined.days, line, spx, absent))
}

/// The same of rows on these days.
pub fn on_days(days: Vec<Day>, line: Vec<f64>, spx: Vec<f64>, absent: Unknown) -> Divergence {
    let rows = days.len();
    let (mut mean, mut of_high) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut answers: Vec<Answer> = Vec::with_capacity(rows);
    for stretch in stretches(&days) {
        for row in stretch.clone() {
            if let Some(why) = lacking(&days, &stretch, row, WINDOW) {
                mean.push(None);
                of_high.push(None);
                answers.push(Err(why));
                continue;
            }
            let window = row + 1 - WINDOW..row + 1;
            // From the day's own value: a line that stands still is not below its mean by a rounding.
            let above = line[window.clone()].iter().map(|x| x - line[row]).sum::<f64>() / WINDOW as f64;
            let high = spx[window].iter().copied().fold(spx[row], f64::max);
            mean.push(Some(line[row] + above));
            of_high.push(Some(spx[row] / high));
            answers.push(Ok(above > 0.0 && spx[row] >= NEAR_HIGH * high));
        }
    }
    Divergence { line, mean, spx, of_high, signal: Signal { name: NAME, days, answers, absent } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::series::tests::{dated, trading_days};
    use crate::signals::standing::Standing;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn answers(line: &[f64], spx: &[f64]) -> Vec<Answer> {
        read(&dated(line), &dated(spx)).map(|one| one.signal.answers).unwrap_or_default()
    }

    #[test]
    fn it_takes_a_line_below_its_mean_and_an_index_near_its_high() {
        let falling: Vec<f64> = (0..30).map(|i| -f64::from(i)).collect();
        let rising: Vec<f64> = (0..30).map(f64::from).collect();
        let high = vec![5000.0; 30];
        let mut edge = high.clone();
        edge[29] = 0.992 * 5000.0;
        let mut below = high.clone();
        below[29] = 0.9919 * 5000.0;
        let last = |line: &[f64], spx: &[f64]| answers(line, spx)[29];
        assert_eq!([last(&falling, &high), last(&falling, &edge)], [Ok(true); 2]);
        assert_eq!([last(&falling, &below), last(&rising, &high)], [Ok(false); 2]);
        // A line that stands still is not below its mean, whatever its digits.
        assert_eq!(answers(&[0.1; 30], &high)[29], Ok(false));
    }

    #[test]
    fn it_stands_since_its_first_day_with_the_day_of_the_datas_end() {
        let mut line: Vec<f64> = (0..40).map(f64::from).collect();
        line[38] = 0.0;
        line[39] = 0.0;
        let (line, spx) = (dated(&line), dated(&[5000.0; 40]));
        let Ok(found) = read(&line, &spx) else { unreachable!() };
        let today = Some(spx[39].0);
        let standing = found.signal.standing(today);
        assert_eq!(standing, Standing::On { since: spx[38].0, is_older: false, to: spx[39].0 });
        assert_eq!(standing.said(NAME, today), "A/D divergence since 27 Feb (data to 28 Feb)");
        assert_eq!(found.signal.triggers(), [spx[38].0]);
        assert_eq!(found.mean[39], Some((19..38).map(f64::from).sum::<f64>() / 21.0));
    }

    #[test]
    fn nothing_is_known_without_21_days_of_both_on_end() {
        let (line, spx) = (dated(&[1.0; 40]), dated(&[5000.0; 40]));
        let standing = |line: &[(Day, f64)], spx: &[(Day, f64)]| read(line, spx).map(|one| one.signal.standing(None));
        let unknown = |why, to| Ok(Standing::Unknown { why, to });
        assert_eq!(standing(&line[..20], &spx), unknown(Unknown::TooFew { has: 20, needs: 21 }, Some(spx[19].0)));
        assert_eq!(standing(&[], &spx), unknown(Unknown::NoData("the A/D line"), None));
        assert_eq!(standing(&line[..5], &spx[5..]), unknown(Unknown::NoData("the A/D line and SPX on one day"), None));
        let broken: Vec<_> = line[..15].iter().chain(&line[20..]).copied().collect();
        let why = standing(&broken, &spx);
        assert!(matches!(why, Ok(Standing::Unknown { why: Unknown::SinceHole { has: 20, .. }, .. })), "{why:?}");
        assert!(read(&[(spx[0].0, f64::NAN)], &spx).is_err());
    }

    #[test]
    fn the_line_sums_what_rose_less_what_fell() {
        let days = trading_days(3);
        let rows = [[1200.0, 1500.0], [2000.0, 800.0], [0.0, 0.0]];
        let rows: Vec<_> = days.iter().copied().zip(rows).collect();
        assert_eq!(line(&rows).map(|line| line.iter().map(|row| row.1).collect()), Ok(vec![-300.0, 900.0, 900.0]));
        for bad in [[f64::NAN, 1.0], [-1.0, 1.0], [1.0, f64::INFINITY]] {
            assert_eq!(line(&[(days[0], bad)]), Err("Advances and declines of 2 Jan 2024 are no counts.".into()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1901), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_knows_no_shift_of_the_line_no_scale_and_no_later_row(
            line in proptest::collection::vec(-2000..2000i32, 60), spx in proptest::collection::vec(4950.0..5050.0f64, 60),
            shift in -100_000..100_000i32, later in 4000.0..6000.0f64, keep in 21..60usize,
        ) {
            let plain: Vec<f64> = line.iter().map(|x| f64::from(*x)).collect();
            let found = answers(&plain, &spx);
            let shifted: Vec<f64> = plain.iter().map(|x| x + f64::from(shift)).collect();
            let doubled: Vec<f64> = plain.iter().map(|x| 2.0 * x).collect();
            let halved: Vec<f64> = spx.iter().map(|x| 0.5 * x).collect();
            prop_assert_eq!(&found, &answers(&shifted, &spx));
            prop_assert_eq!(&found, &answers(&doubled, &halved));
            let changed: Vec<f64> = spx.iter().enumerate().map(|(i, x)| if i < keep { *x } else { later }).collect();
            prop_assert_eq!(&found[..keep], &answers(&plain, &changed)[..keep]);
        }
    }
}
