//! Layout: where amounts are counted, by what a few paths have shown.

use crate::numbers::by_rising;
use crate::odds::bins::{Bins, cents};
use crate::odds::cut::Cut;

/// A fall as it is counted: ten-thousandths of the highest equity before it, a hundred times all of it at most.
pub(super) fn fall_places(fall: f64) -> i64 {
    cents(100.0 * fall.min(100.0))
}

/// Where amounts are counted, way by way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    /// What a year comes to.
    pub ends: Vec<Bins>,
    /// What it has come to by the end of each month.
    pub months: Vec<Vec<Cut>>,
    /// Its deepest fall, in [`fall_places`].
    pub falls: Vec<Cut>,
}

impl Layout {
    /// For cents seen by each way at the end of each month, the last of them the year's, and its deepest falls.
    pub fn of(seen: &[Vec<Vec<i64>>], falls: &[Vec<i64>]) -> Layout {
        let end = |months: &Vec<Vec<i64>>| {
            let cents = months.last().cloned().unwrap_or_default();
            Bins::in_bars(&by_rising(cents, |cents| *cents as f64))
        };
        let months = |months: &Vec<Vec<i64>>| months.iter().map(|cents| Cut::around(cents)).collect();
        Layout {
            ends: seen.iter().map(end).collect(),
            months: seen.iter().map(months).collect(),
            falls: falls.iter().map(|seen| Cut::around(seen)).collect(),
        }
    }
}
