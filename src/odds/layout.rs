//! Layout: where amounts are counted, by what a few paths have shown.

use crate::numbers::by_rising;
use crate::odds::bins::Bins;
use crate::odds::cut::Cut;
use crate::odds::ways::OTHERS;

/// Parts of the book, in the order of [`crate::odds::figures::Part::ALL`].
pub(super) const PARTS: usize = 5;
/// The whole book among them.
pub(super) const COMBINED: usize = 3;
/// Amounts that are counted at the end: each part, then all of it by each other way.
pub(super) const AMOUNTS: usize = PARTS + OTHERS;

/// Bins a side of condors' losses against pools'.
pub(super) const JOINT: usize = 48;

/// Where amounts are counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// Of each part on each day.
    pub days: Vec<[Cut; PARTS]>,
    /// Of each amount at the end.
    pub ends: [Bins; AMOUNTS],
    /// Of each amount's deepest fall.
    pub drawdowns: [Cut; AMOUNTS],
    /// Bad ends of condors and of pools.
    pub joint: [Bins; 2],
    /// About the deviations of condors and pools, dollars.
    pub scales: [f64; 2],
}

impl Layout {
    /// Before anything is seen.
    pub fn empty() -> Layout {
        let bins = Bins { low: 0, width: 1, count: 1 };
        Layout {
            days: Vec::new(),
            ends: [bins; AMOUNTS],
            drawdowns: std::array::from_fn(|_| Cut::around(&[])),
            joint: [bins; 2],
            scales: [1.0; 2],
        }
    }

    /// For amounts seen on each day and the deepest falls; what moves by less than `least` dollars is scaled by that.
    pub fn of(seen: &[[Vec<i64>; AMOUNTS]], falls: &[Vec<i64>; AMOUNTS], least: f64) -> Layout {
        let Some(last) = seen.last() else { return Layout::empty() };
        let days = seen.iter().map(|amounts| std::array::from_fn(|i| Cut::around(&amounts[i]))).collect();
        let joint = |part: usize| {
            let all = rising(&last[part]);
            Bins::between(all[all.len() / 500], all[all.len() / 4], JOINT)
        };
        Layout {
            days,
            ends: std::array::from_fn(|i| Bins::in_bars(&rising(&last[i]))),
            drawdowns: std::array::from_fn(|i| Cut::around(&falls[i])),
            joint: [joint(0), joint(1)],
            scales: [0, 1].map(|part| deviation(&last[part]).max(least)),
        }
    }
}

fn rising(cents: &[i64]) -> Vec<i64> {
    by_rising(cents.to_vec(), |cents| *cents as f64)
}

fn deviation(cents: &[i64]) -> f64 {
    let n = cents.len().max(1) as f64;
    let mean = cents.iter().map(|cents| *cents as f64).sum::<f64>() / n;
    (cents.iter().map(|cents| (*cents as f64 - mean).powi(2)).sum::<f64>() / n).sqrt().max(1.0) / 100.0
}
