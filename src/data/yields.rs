//! Yields: what a pool's history says that its fees were, as a fee APR.

use crate::data::series::Series;
use crate::units::day::Day;
use crate::units::{Frac, Usd};
use crate::words::calendar_days;
use crate::words::dates::date;

/// Calendar days whose mean is the APR.
pub const WINDOW: usize = 30;

/// What the history says.
#[derive(Clone, Debug, PartialEq)]
pub struct Yields {
    /// Mean fee APR of the last [`WINDOW`] days, over the pool's value, rewards left out.
    pub fee_apr: Frac,
    /// Mean reward APR of the same days.
    pub reward_apr: Frac,
    /// Days in that mean.
    pub days: usize,
    /// Days of the same stretch that have no figures and are left out.
    pub without: usize,
    /// Dollars in the pool on the last day, where given.
    pub tvl: Option<Usd>,
    /// First and last day of the mean.
    pub dates: [Day; 2],
}

impl Yields {
    /// What the person must know about it.
    pub fn note(&self) -> String {
        let without = match self.without {
            0 => String::new(),
            1 => " 1 more calendar day has no fees or no value of the pool above 0 and is left out.".into(),
            more => {
                format!(" {more} more calendar days have no fees or no value of the pool above 0 and are left out.")
            }
        };
        format!(
            "Mean of {} from {} to {}, fees only, simple.{without} It is the yield of the pool's whole value: a full-range position earns less than that where others concentrate.",
            calendar_days(self.days as f64),
            date(self.dates[0]),
            date(self.dates[1])
        )
    }
}

/// Whether a day is one of the last [`WINDOW`] of a history.
pub fn is_recent(series: &Series, day: Day) -> bool {
    series.days.last().is_some_and(|last| last.since(day) < WINDOW as f64)
}
