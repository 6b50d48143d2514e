//! Joined: several files of one thing as one history.

use crate::numbers::by_rising;
use crate::units::day::Day;

/// How far two files of one thing may be apart on most of the days that both have. House choice: closes of one day
/// at other hours, or of another exchange, are; another thing, or the same in another unit, is further.
pub const APART: f64 = 0.02;

/// Days of both that are asked whether one may stand in for the other: a trading month.
const MONTH: usize = 21;

type Rows = Vec<(Day, f64)>;

/// What became of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Days that were taken from it.
    pub days: usize,
    /// How far it is from the others in the middle of the days that both have, where that is too far to take any.
    pub apart: Option<f64>,
}

/// One history and what became of each file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// Its rows, days rising.
    pub rows: Rows,
    /// One a file.
    pub shares: Vec<Share>,
}

/// The file that reaches further whole (of those that reach as far the one of more days, of equals the first), and of each
/// other one, in that order, the days that are not there yet and on which it may stand in ([`filled`]). Rows of each rise by
/// day.
pub fn joined(files: &[&[(Day, f64)]]) -> Joined {
    let mut found = Joined { rows: Rows::new(), shares: vec![Share::default(); files.len()] };
    for nth in order(files) {
        let rows = filled(&found.rows, files[nth]);
        let days = rows.len() - found.rows.len();
        let apart = apart(&found.rows, files[nth]).filter(|apart| days == 0 && *apart > APART);
        (found.rows, found.shares[nth]) = (rows, Share { days, apart });
    }
    found
}

/// The first whole, and of the other the days that it has not, each by what was known then: it stands in where no more than
/// half of the last 21 days of both before it are more than [`APART`] apart. Days before the first day of both, and files
/// without one, have none behind them: the first 21 decide, which say whether both are one thing and nothing of what
/// became of it. Rows of each rise by day.
pub fn filled(first: &[(Day, f64)], other: &[(Day, f64)]) -> Rows {
    let is_far = |one: f64, other: f64| {
        let apart = (other / one - 1.0).abs();
        apart.is_nan() || apart > APART
    };
    let common: Vec<(Day, bool)> =
        other.iter().filter_map(|(day, level)| Some((*day, is_far(at(first, *day)?, *level)))).collect();
    let stands_in = |day: Day| {
        let before = common.partition_point(|one| one.0 < day);
        let asked = match before {
            0 => &common[..common.len().min(MONTH)],
            _ => &common[before.saturating_sub(MONTH)..before],
        };
        2 * asked.iter().filter(|one| one.1).count() <= asked.len()
    };
    let mut rows = first.to_vec();
    rows.extend(other.iter().filter(|row| at(first, row.0).is_none() && stands_in(row.0)));
    rows.sort_by_key(|row| row.0);
    rows
}

/// The one that reaches further alone, as it is: of what adds up from its first day nothing can be put in front.
pub fn longest(files: &[&[(Day, f64)]]) -> Joined {
    let mut found = Joined { rows: Rows::new(), shares: vec![Share::default(); files.len()] };
    if let Some(&best) = order(files).first() {
        found.rows = files[best].to_vec();
        found.shares[best].days = found.rows.len();
    }
    found
}

/// Files with rows, the one that reaches further first.
fn order(files: &[&[(Day, f64)]]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..files.len()).filter(|nth| !files[*nth].is_empty()).collect();
    order.sort_by_key(|nth| std::cmp::Reverse((files[*nth].last().map(|row| row.0), files[*nth].len())));
    order
}

fn at(rows: &[(Day, f64)], day: Day) -> Option<f64> {
    rows.binary_search_by_key(&day, |row| row.0).ok().map(|place| rows[place].1)
}

/// The middle difference on the days that both have, as a share of the first; `None` without such a day.
fn apart(rows: &[(Day, f64)], others: &[(Day, f64)]) -> Option<f64> {
    let each = others.iter().filter_map(|(day, other)| Some((other / at(rows, *day)? - 1.0).abs()));
    // What is no number is as far as can be.
    let differences = by_rising(each.map(|x| if x.is_nan() { f64::INFINITY } else { x }).collect(), |x| *x);
    differences.get(differences.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn rows(days: std::ops::Range<i32>, level: impl Fn(i32) -> f64) -> Rows {
        days.map(|day| (Day(day), level(day))).collect()
    }

    fn wave(day: i32) -> f64 {
        20.0 + f64::from(day % 7)
    }

    #[test]
    fn an_older_file_gives_the_days_that_the_newer_has_not() {
        let [old, new] = [rows(0..50, wave), rows(40..60, |day| 1.001 * wave(day))];
        let found = joined(&[&old, &new]);
        assert_eq!(found.shares, [Share { days: 40, apart: None }, Share { days: 20, apart: None }]);
        assert_eq!((found.rows.len(), found.rows[45].1, found.rows[10].1), (60, 1.001 * wave(45), wave(10)));
        // Neither a hole of the newer nor the order of the files matters.
        let holed: Rows = new.iter().filter(|row| row.0 != Day(55)).copied().collect();
        let whole = rows(0..58, wave);
        let [one, two] = [joined(&[&whole, &holed]), joined(&[&holed, &whole])];
        assert_eq!((&one.rows, one.rows.len()), (&two.rows, 60));
        assert_eq!(one.rows[55].1, wave(55));
    }

    #[test]
    fn a_file_of_other_levels_gives_none() {
        let [one, other] = [rows(0..50, wave), rows(0..60, |day| 10.0 * wave(day))];
        let found = joined(&[&one, &other]);
        assert_eq!((&found.rows, found.shares[0].days), (&other, 0));
        assert!(found.shares[0].apart.is_some_and(|apart| (apart - 0.9).abs() < 1e-12));
        let nothing = rows(0..50, |_| 0.0);
        assert_eq!(joined(&[&other, &nothing, &[]]).rows, other);
        assert_eq!(filled(&one, &other), one);
        assert_eq!((joined(&[]).rows, longest(&[&one, &other]).rows), (Rows::new(), other));
    }

    #[test]
    fn a_day_is_filled_by_the_month_before_it_and_those_in_front_by_the_first() {
        let other = rows(0..200, wave);
        // Of one level for 60 days, then ten times as high; a hole in each half.
        let is_there = |row: &(Day, f64)| !(70..75).contains(&row.0.0) && !(150..160).contains(&row.0.0);
        let first: Rows = rows(30..180, |day| if day < 90 { 1.001 * wave(day) } else { 10.0 * wave(day) })
            .into_iter()
            .filter(is_there)
            .collect();
        let found = filled(&first, &other);
        let has = |day: i32| at(&found, Day(day));
        assert_eq!([has(0), has(29), has(72)], [Some(wave(0)), Some(wave(29)), Some(wave(72))]);
        assert_eq!([has(155), has(190)], [None; 2]);
        assert_eq!((has(60), has(170)), (Some(1.001 * wave(60)), Some(10.0 * wave(170))));
        assert_eq!(found.len(), 30 + 150 - 10);
        // Half of a month apart is not more than half of it.
        let half: Rows = other[..20].iter().map(|(day, x)| (*day, if day.0 % 2 == 0 { 2.0 * x } else { *x })).collect();
        assert_eq!(filled(&half, &other).len(), 200);
        assert_eq!(filled(&half[1..], &other).len(), 200);
        assert_eq!(filled(&half[..19], &other).len(), 19);
        // What is no number is as far as can be; without a day of both it is taken as it is.
        assert_eq!(filled(&rows(5..9, |_| f64::NAN), &other).len(), 4);
        assert_eq!(filled(&rows(300..310, wave), &other).len(), 210);
        assert_eq!((filled(&[], &other), filled(&first, &[])), (other, first));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(13), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_day_of_agreeing_files_is_there_once(spans in prop::collection::vec((0..200i32, 1..80i32), 1..5)) {
            let files: Vec<Rows> = spans.iter().map(|(from, count)| rows(*from..from + count, wave)).collect();
            let found = joined(&files.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let mut days: Vec<Day> = files.iter().flatten().map(|row| row.0).collect();
            days.sort();
            days.dedup();
            prop_assert_eq!(found.rows.iter().map(|row| row.0).collect::<Vec<_>>(), days);
            prop_assert!(found.rows.iter().all(|(day, level)| *level == wave(day.0)));
            prop_assert_eq!(found.shares.iter().map(|share| share.days).sum::<usize>(), found.rows.len());
        }

        /// Two files that reach to one day; what stands on a day is of rows up to it, but for days before both begin.
        #[test]
        fn a_day_of_two_files_knows_no_later_row_of_either(
            starts in (0..60i32, 0..60i32), noise in -0.019..0.019f64, later in prop::array::uniform2(0.1..10.0f64), from in 110..180i32,
        ) {
            let old = rows(starts.0..200, wave);
            let is_there = |row: &(Day, f64)| row.0.0 % 5 != 0;
            let new: Rows = rows(starts.1..200, |day| (1.0 + noise) * wave(day)).into_iter().filter(is_there).collect();
            let then = |file: &Rows, by: f64| -> Rows {
                file.iter().map(|(day, x)| (*day, if day.0 < from { *x } else { by * x })).collect()
            };
            let to = |found: Joined| found.rows.into_iter().filter(|row| row.0.0 < from).collect::<Rows>();
            let found = to(joined(&[&old, &new]));
            prop_assert_eq!(found.len() as i32, from - starts.0.min(starts.1) - i32::from(starts.1 < starts.0) * ((starts.0 + 4) / 5 - (starts.1 + 4) / 5));
            prop_assert_eq!(found, to(joined(&[&then(&old, later[0]), &then(&new, later[1])])));
        }

        #[test]
        fn what_fills_a_day_knows_no_later_row(
            hole in 25..60i32, long in 1..90i32, noise in -0.019..0.019f64, later in 0.1..10.0f64, from in 60..180i32, cut in any::<bool>(),
        ) {
            let other = rows(0..200, wave);
            let is_there = |row: &(Day, f64)| !(hole..hole + long).contains(&row.0.0);
            let near: Rows = rows(0..200, |day| (1.0 + noise) * wave(day)).into_iter().filter(is_there).collect();
            let then: Rows = near.iter().filter(|row| !cut || row.0.0 < from)
                .map(|(day, x)| (*day, if day.0 < from { *x } else { later * x })).collect();
            let to = |rows: Rows| rows.into_iter().filter(|row| row.0.0 < from).collect::<Rows>();
            let found = to(filled(&near, &other));
            prop_assert_eq!(found.len() as i32, from);
            prop_assert_eq!(found, to(filled(&then, &other)));
        }
    }
}
