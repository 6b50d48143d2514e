//! Layout: where amounts are counted, by what a few paths have shown.

use crate::numbers::by_rising;
use crate::odds::bins::Bins;
use crate::odds::cut::Cut;

/// Bins of a fall: thousandths of the highest equity before it; what is deeper counts in the last.
pub(super) const FALL: Bins = Bins { low: 0, width: 10, count: 1001 };

/// Where amounts are counted, way by way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    /// What a year comes to.
    pub ends: Vec<Bins>,
    /// What it has come to by the end of each month.
    pub months: Vec<Vec<Cut>>,
}

impl Layout {
    /// For cents seen by each way at the end of each month, the last of them the year's.
    pub fn of(seen: &[Vec<Vec<i64>>]) -> Layout {
        let end = |months: &Vec<Vec<i64>>| {
            let cents = months.last().cloned().unwrap_or_default();
            Bins::in_bars(&by_rising(cents, |cents| *cents as f64))
        };
        let months = |months: &Vec<Vec<i64>>| months.iter().map(|cents| Cut::around(cents)).collect();
        Layout { ends: seen.iter().map(end).collect(), months: seen.iter().map(months).collect() }
    }
}
