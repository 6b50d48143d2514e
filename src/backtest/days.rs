//! Days: what is known on each day on which SPX and VIX closed, by rows of that day and before it.
//!
//! Model book 13. Rows of a later day are in no figure of an earlier one; a test changes them and looks.

use crate::numbers::by_rising;
use crate::plan::address::Changes;
use crate::shock::spot_vol::VIX_RANGE;
use crate::signals::correlation_shift::{self, Shift};
use crate::signals::flags::{self, Standings};
use crate::signals::histories::Histories;
use crate::signals::series::{Column, join, on, stretches};
use crate::signals::standing::Signal;
use crate::signals::{advance_decline, big_top};
use crate::units::day::Day;
use crate::units::{CALENDAR_DAYS, Vol};
use crate::words::dates::date;

/// Rows whose middle is the VIX that the curve has come from: a trading month.
pub const ANCHOR: usize = 21;
/// Calendar days over which the token's vol is realised, how early its first close must lie, and closes that it takes.
const VOL_DAYS: i32 = 60;
const VOL_FROM: i32 = 55;
const VOL_ROWS: usize = 40;
/// A token's vol as a plan takes it.
const VOL_RANGE: [f64; 2] = [0.01, 4.0];

/// One day.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub day: Day,
    /// VIX at its close, held in 9 to 150.
    pub vix: f64,
    /// Whether it had to be held.
    pub is_held: bool,
    /// Middle VIX of the month that ends with it.
    pub anchor: f64,
    /// SPX at its close.
    pub spx: f64,
    /// The token; `None` without a close of that day.
    pub token: Option<f64>,
    /// What it realised; `None` without two months of closes.
    pub token_vol: Option<Vol>,
    /// What the signals set in the plan.
    pub flags: Changes,
}

/// Every day, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Days {
    /// Rows, days rising.
    pub rows: Vec<Row>,
}

impl Days {
    /// Those from a day on, with what was known then.
    ///
    /// # Errors
    /// None are left.
    pub fn since(&self, from: Option<Day>) -> Result<Days, String> {
        let rows: Vec<Row> = self.rows.iter().filter(|row| from.is_none_or(|from| row.day >= from)).cloned().collect();
        match from.filter(|_| rows.is_empty()) {
            Some(from) => Err(format!("No day from {} on has closes of SPX and VIX.", date(from))),
            None => Ok(Days { rows }),
        }
    }

    /// Stretches of missing trading days that are longer than any closing of New York.
    pub fn holes(&self) -> usize {
        let days: Vec<Day> = self.rows.iter().map(|row| row.day).collect();
        stretches(&days).len().saturating_sub(1)
    }

    /// VIX closes that were held in 9 to 150.
    pub fn held(&self) -> usize {
        self.rows.iter().filter(|row| row.is_held).count()
    }
}

/// The signals of the flags, read once: each answers a day by rows up to it.
struct Signals {
    divergence: Signal,
    big_top: Signal,
    shift: Shift,
}

impl Signals {
    fn read(all: &Histories) -> Result<Signals, String> {
        let inputs = all.big_top_inputs();
        Ok(Signals {
            divergence: advance_decline::read(&all.line, &all.spx)?.signal,
            big_top: big_top::read(&inputs)?.signal,
            shift: correlation_shift::read(&all.token, &all.vix)?,
        })
    }

    fn on(&self, day: Day) -> Changes {
        let today = Some(day);
        flags::changes(&Standings {
            divergence: Some(self.divergence.standing(today)),
            big_top: Some(self.big_top.standing(today)),
            correlation: Some((self.shift.signal.standing(today), self.shift.last(today))),
        })
    }
}

/// Days that SPX and VIX have in common.
///
/// # Errors
/// A row that is none, or no day in common, in words.
pub fn of(all: &Histories) -> Result<Days, String> {
    let joined = join([Column::level("SPX", &all.spx), Column::level("VIX", &all.vix)])?;
    if joined.days.is_empty() {
        return Err(match joined.empty {
            Some(name) => format!("There is no history of {name}: the programme needs SPX and VIX."),
            None => "SPX and VIX have no day in common: the programme needs both.".into(),
        });
    }
    // Its rows are checked as the signals check them.
    join([Column::level("The token", &all.token)])?;
    let signals = Signals::read(all)?;
    let [spx, vix] = &joined.columns;
    let held: Vec<f64> = vix.iter().map(|vix| vix.clamp(VIX_RANGE[0], VIX_RANGE[1])).collect();
    let row = |(at, &day): (usize, &Day)| Row {
        day,
        vix: held[at],
        is_held: held[at] != vix[at],
        anchor: middle(&held[(at + 1).saturating_sub(ANCHOR)..=at]),
        spx: spx[at],
        token: on(&all.token, day),
        token_vol: realised(&all.token, day),
        flags: signals.on(day),
    };
    Ok(Days { rows: joined.days.iter().enumerate().map(row).collect() })
}

/// The middle one; of an even count the lower of the two.
fn middle(values: &[f64]) -> f64 {
    let sorted = by_rising(values.to_vec(), |x| *x);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(VIX_RANGE[0])
}

/// Volatility a year of the closes of the last 60 calendar days, over the time that they span; the mean move is taken as
/// zero.
fn realised(token: &[(Day, f64)], day: Day) -> Option<Vol> {
    let from = token.partition_point(|row| row.0.0 < day.0 - VOL_DAYS);
    let to = token.partition_point(|row| row.0 <= day);
    let rows = token.get(from..to)?;
    let (first, last) = (rows.first()?, rows.last()?);
    if rows.len() < VOL_ROWS || first.0.0 > day.0 - VOL_FROM || last.0 != day {
        return None;
    }
    let squares: f64 = rows.windows(2).map(|pair| (pair[1].1 / pair[0].1).ln().powi(2)).sum();
    let vol = (squares * CALENDAR_DAYS / last.0.since(first.0)).sqrt();
    Some(Vol(vol.clamp(VOL_RANGE[0], VOL_RANGE[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vol_is_that_of_two_months_and_of_no_day_behind() {
        // One per cent up and down, daily: √365 per cent a year.
        let at = |i: i32| (Day(20_000 + i), if i % 2 == 0 { 100.0 } else { 100.0 * 0.01f64.exp() });
        let rows: Vec<(Day, f64)> = (0..100).map(at).collect();
        let of = |day: i32| realised(&rows, Day(20_000 + day)).map(|vol| vol.0);
        assert_eq!(of(40), None);
        assert!(of(60).is_some_and(|vol| (vol - 0.01 * 365f64.sqrt()).abs() < 1e-12), "{:?}", of(60));
        assert_eq!(realised(&rows[..70], Day(20_069)), realised(&rows, Day(20_069)));
        assert_eq!(of(100), None);
        assert_eq!(realised(&[], Day(20_000)), None);
    }

    #[test]
    fn the_anchor_is_the_middle_of_what_there_is_up_to_the_day() {
        assert_eq!([middle(&[3.0, 1.0, 2.0]), middle(&[4.0, 1.0]), middle(&[7.0])], [2.0, 1.0, 7.0]);
    }
}
