//! Series: dated values checked, joined on the days that they have in common, cut where days are missing.
//!
//! Source: model book 13. Gaps are reported, not filled. House choice: where more trading days are missing in a row than
//! New York was ever shut since 1990 (four, in September 2001), the rows behind them begin anew: no average, no window of a
//! signal and no return reaches across. Fewer missing days only make one return longer.

use std::ops::Range;

use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{capital, listed, number};

/// Most trading days in a row that New York was shut since 1990.
const LONGEST_SHUT: usize = 4;
/// Days that are read: 1800 to 2100.
const DAYS: [Day; 2] = [Day(-62_091), Day::RANGE[1]];
/// Largest size of a value, and the inverse of the smallest level: no market has either, and no sum of squares is too large.
const LARGEST: f64 = 1e15;

/// What the values of a series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Levels and prices, above 0.
    Level,
    /// Any numbers: a running sum.
    Any,
}

/// One dated series, days rising.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// What it is called in sentences.
    pub name: &'static str,
    /// What its values are.
    pub of: Of,
    /// Its rows, oldest first, one a day.
    pub rows: &'a [(Day, f64)],
}

impl<'a> Column<'a> {
    /// A series of levels or prices.
    pub fn level(name: &'static str, rows: &'a [(Day, f64)]) -> Column<'a> {
        Column { name, of: Of::Level, rows }
    }

    /// A series of any numbers.
    pub fn any(name: &'static str, rows: &'a [(Day, f64)]) -> Column<'a> {
        Column { name, of: Of::Any, rows }
    }

    /// # Errors
    /// A value that is no number, too large or, of a level, not above 0; days that do not rise or are of no calendar.
    fn check(&self) -> Result<(), String> {
        let name = self.name;
        for (i, &(day, value)) in self.rows.iter().enumerate() {
            if day < DAYS[0] || day > DAYS[1] {
                return Err(format!("A day of {name} is outside 1800 to 2100."));
            }
            if let Some(&(before, _)) = i.checked_sub(1).and_then(|before| self.rows.get(before))
                && before >= day
            {
                return Err(match before == day {
                    true => format!("{name} has {} twice.", date(day)),
                    false => format!("{name} goes back from {} to {}: its days must rise.", date(before), date(day)),
                });
            }
            if !value.is_finite() {
                return Err(format!("{name} of {} is no number.", date(day)));
            }
            if value.abs() > LARGEST {
                return Err(format!("{name} of {}, {}, is too large to be true.", date(day), number(value)));
            }
            if self.of == Of::Level && value < 1.0 / LARGEST {
                return Err(format!("{name} of {}, {}, is not above 0.", date(day), number(value)));
            }
        }
        Ok(())
    }
}

/// Trading days that are missing in a row: the rows before and after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Last row before it.
    pub from: Day,
    /// First row after it.
    pub to: Day,
}

/// Series on the days that all of them have.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined<const N: usize> {
    /// Days in common, rising.
    pub days: Vec<Day>,
    /// Values of each series on these days.
    pub columns: [Vec<f64>; N],
    /// What each is called.
    pub names: [&'static str; N],
    /// Trading days between the first and the last day in common on which each has no row.
    pub missing: [Vec<Day>; N],
    /// Where rows begin anew.
    pub holes: Vec<Hole>,
    /// The first series without any row.
    pub empty: Option<&'static str>,
}

/// Series on the days that all of them have; nothing is filled.
///
/// # Errors
/// The sentence that says what is wrong with a row: no number, a level not above 0, a day twice or out of order.
pub fn join<const N: usize>(columns: [Column; N]) -> Result<Joined<N>, String> {
    for column in &columns {
        column.check().map_err(|said| capital(&said))?;
    }
    let mut days = Vec::new();
    let mut values: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    // Days of all of them rise: each is gone through once.
    let mut rest = columns.map(|column| column.rows);
    for &(day, _) in columns.first().map_or(&[][..], |first| first.rows) {
        let mut found = [0.0; N];
        let mut is_common = true;
        for (rows, value) in rest.iter_mut().zip(&mut found) {
            while let [(before, _), later @ ..] = rows
                && *before < day
            {
                *rows = later;
            }
            match rows {
                [(same, here), ..] if *same == day => *value = *here,
                _ => is_common = false,
            }
        }
        if is_common {
            days.push(day);
            for (column, value) in values.iter_mut().zip(found) {
                column.push(value);
            }
        }
    }
    let ends = days.first().copied().zip(days.last().copied());
    let missing = columns.map(|column| ends.map_or_else(Vec::new, |ends| missing(column.rows, ends)));
    let starts = stretches(&days);
    let holes = starts.iter().skip(1).map(|stretch| Hole { from: days[stretch.start - 1], to: days[stretch.start] });
    Ok(Joined {
        holes: holes.collect(),
        columns: values,
        names: columns.map(|column| column.name),
        missing,
        empty: columns.iter().find(|column| column.rows.is_empty()).map(|column| column.name),
        days,
    })
}

/// Trading days between two rows, the first and the last, on which there is none.
fn missing(rows: &[(Day, f64)], (first, last): (Day, Day)) -> Vec<Day> {
    let from = rows.partition_point(|row| row.0 < first);
    let within = &rows[from..rows.partition_point(|row| row.0 <= last)];
    let between = within.windows(2).flat_map(|pair| pair[0].0.0 + 1..pair[1].0.0);
    between.map(Day).filter(|day| day.has_session()).collect()
}

/// The value of a day; `None` where it has no row.
pub fn on(rows: &[(Day, f64)], day: Day) -> Option<f64> {
    rows.binary_search_by_key(&day, |row| row.0).ok().map(|place| rows[place].1)
}

/// Rows up to a day, which rise; all where none is said.
pub fn until<T>(rows: &[T], today: Option<Day>, day: impl Fn(&T) -> Day) -> &[T] {
    today.map_or(rows, |today| &rows[..rows.partition_point(|row| day(row) <= today)])
}

/// Runs of rows in which no more trading days are missing in a row than New York was ever shut; rising days.
pub fn stretches(days: &[Day]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for row in 1..=days.len() {
        if row == days.len() || is_hole(days[row - 1], days[row]) {
            found.push(start..row);
            start = row;
        }
    }
    found
}

fn is_hole(from: Day, to: Day) -> bool {
    // Of four days between no more are trading days.
    if to.0.saturating_sub(from.0) <= LONGEST_SHUT as i32 + 1 {
        return false;
    }
    let between = (from.0.saturating_add(1)..to.0).map(Day);
    between.filter(|day| day.is_trading_day()).nth(LONGEST_SHUT).is_some()
}

/// Log returns from row to row, one fewer than levels; levels above 0.
pub fn log_returns(levels: &[f64]) -> Vec<f64> {
    levels.windows(2).map(|pair| (pair[1] / pair[0]).ln()).collect()
}

/// Differences from row to row, one fewer than values.
pub fn differences(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

impl<const N: usize> Joined<N> {
    /// What was joined, in words: how many days, from when to when, and what is missing.
    pub fn said(&self) -> String {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return capital(&match self.empty {
                Some(name) => format!("{name} has no row."),
                None => format!("{} have no day in common.", listed(&self.names.map(String::from))),
            });
        };
        let days = number(self.days.len() as f64);
        let mut said = match self.names.as_slice() {
            [only] => format!("{only}: {days} days, {} to {}.", date(*first), date(*last)),
            names => {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                format!("{}: {days} days in common, {} to {}.", listed(&names), date(*first), date(*last))
            }
        };
        let lacking = self.names.iter().zip(&self.missing).filter(|(_, missing)| !missing.is_empty());
        let lacking: Vec<String> = lacking
            .map(|(name, missing)| {
                let count = number(missing.len() as f64);
                let last = missing.last().copied().map(date).unwrap_or_default();
                format!("{name} on {count}, the last {last}")
            })
            .collect();
        if !lacking.is_empty() {
            said += &format!(" Trading days without a row: {}.", lacking.join("; "));
        }
        if let Some(hole) = self.holes.last() {
            let count = number(self.holes.len() as f64);
            let s = if self.holes.len() == 1 { "" } else { "s" };
            let [from, to] = [hole.from, hole.to].map(date);
            said += &format!(" {count} gap{s}: the reckoning begins anew, the last {from} to {to}.");
        }
        capital(&said)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// So many trading days from 2 January 2024 on.
    pub fn trading_days(count: usize) -> Vec<Day> {
        std::iter::successors(Some(Day(19_724)), |day| Some(day.next_trading_day())).take(count).collect()
    }

    /// These values on trading days from 2 January 2024 on.
    pub fn dated(values: &[f64]) -> Vec<(Day, f64)> {
        trading_days(values.len()).into_iter().zip(values.iter().copied()).collect()
    }

    #[test]
    fn days_in_common_are_joined_and_what_is_missing_is_said() {
        let spx = dated(&[100.0, 101.0, 102.0, 103.0]);
        let mut vix = dated(&[15.0, 16.0, 17.0, 18.0]);
        vix.remove(1);
        // A Saturday that only one of them has is no gap.
        vix.push((Day(vix[2].0.0 + 1), 99.0));
        let joined = join([Column::level("SPX", &spx), Column::level("VIX", &vix)]);
        let Ok(joined) = joined else { unreachable!("{joined:?}") };
        assert_eq!(joined.columns, [vec![100.0, 102.0, 103.0], vec![15.0, 17.0, 18.0]]);
        assert_eq!(joined.missing, [vec![], vec![spx[1].0]]);
        assert_eq!(
            joined.said(),
            "SPX and VIX: 3 days in common, 2 Jan 2024 to 5 Jan 2024. Trading days without a row: VIX on 1, the last 3 Jan 2024."
        );
        assert!(joined.holes.is_empty());
        let none = join([Column::level("SPX", &spx), Column::level("VIX", &[])]).map(|none| (none.said(), none.empty));
        assert_eq!(none, Ok(("VIX has no row.".into(), Some("VIX"))));
        let apart = join([Column::level("SPX", &spx[..1]), Column::level("VIX", &vix[1..])]).map(|none| none.said());
        assert_eq!(apart, Ok("SPX and VIX have no day in common.".into()));
    }

    #[test]
    fn rows_begin_anew_where_more_days_are_missing_than_new_york_was_ever_shut() {
        let all = dated(&(1..=30).map(f64::from).collect::<Vec<_>>());
        let without = |from: usize, count: usize| -> Vec<(Day, f64)> {
            all.iter().enumerate().filter(|(i, _)| !(from..from + count).contains(i)).map(|(_, row)| *row).collect()
        };
        let holes = |rows: &[(Day, f64)]| join([Column::level("SPX", rows)]).map(|one| one.holes);
        assert_eq!(holes(&without(10, 4)), Ok(vec![]));
        let rows = without(10, 5);
        assert_eq!(holes(&rows), Ok(vec![Hole { from: all[9].0, to: all[15].0 }]));
        let days: Vec<Day> = rows.iter().map(|row| row.0).collect();
        assert_eq!(stretches(&days), [0..10, 10..25]);
        assert!(stretches(&[]).is_empty() && stretches(&days[..1]).first() == Some(&(0..1)));
        let said = join([Column::level("SPX", &rows)]).map(|one| one.said()).unwrap_or_default();
        assert!(said.ends_with("1 gap: the reckoning begins anew, the last 16 Jan 2024 to 24 Jan 2024."), "{said}");
        // September 2001: shut from the 11th to the 14th.
        let days = [10, 17].map(|day| Day::of(2001, 9, day).unwrap_or(Day(0)));
        assert!(days[1].since(days[0]) == 7.0 && stretches(&days).first() == Some(&(0..2)));
    }

    #[test]
    fn what_is_no_series_is_refused_in_words() {
        let day = |n: i32| Day(19_724 + n);
        let refused = |rows: &[(Day, f64)]| join([Column::level("VIX", rows)]).err().unwrap_or_default();
        assert_eq!(refused(&[(day(0), f64::NAN)]), "VIX of 2 Jan 2024 is no number.");
        assert_eq!(refused(&[(day(0), 0.0)]), "VIX of 2 Jan 2024, 0, is not above 0.");
        assert_eq!(refused(&[(day(0), 1e300)]), "VIX of 2 Jan 2024, 1.000e300, is too large to be true.");
        assert_eq!(refused(&[(day(0), 1.0), (day(0), 1.0)]), "VIX has 2 Jan 2024 twice.");
        let back = "VIX goes back from 3 Jan 2024 to 2 Jan 2024: its days must rise.";
        assert_eq!(refused(&[(day(1), 1.0), (day(0), 1.0)]), back);
        for extreme in [i32::MIN, i32::MAX] {
            assert_eq!(refused(&[(Day(extreme), 1.0)]), "A day of VIX is outside 1800 to 2100.");
        }
        assert_eq!(DAYS[0].date(), (1800, 1, 1));
        // A running sum may be anything that is a number.
        let line =
            |last: f64| join([Column::any("the A/D line", &[(day(0), -3.0), (day(1), last)])]).map(|one| one.said());
        assert_eq!(line(0.0), Ok("The A/D line: 2 days, 2 Jan 2024 to 3 Jan 2024.".into()));
        assert_eq!(line(f64::NAN), Err("The A/D line of 3 Jan 2024 is no number.".into()));
    }

    #[test]
    fn returns_and_differences_are_one_fewer() {
        let returns = log_returns(&[100.0, 110.0, 99.0]);
        assert!((returns[0] - 1.1f64.ln()).abs() < 1e-15 && (returns[1] - 0.9f64.ln()).abs() < 1e-15);
        assert_eq!((returns.len(), differences(&[15.0, 18.0, 16.5])), (2, vec![3.0, -1.5]));
        assert!(log_returns(&[100.0]).is_empty() && differences(&[]).is_empty());
    }
}
