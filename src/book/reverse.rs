//! The reverse stress: the first VIX at which the budget is gone, and the worst, everything following VIX.
//!
//! Source: model book 10, 11.5. Brent in the first bracket of quarter points, for the loss need not be monotone: calls catch up.

use crate::book::limits::ReverseStress;
use crate::book::{Book, pnl};
use crate::numbers::{bracketed_root, is_lower};
use crate::units::Points;

/// Steps of the scan, VIX points.
pub(super) const STEP: f64 = 0.25;
/// As many at once where nothing but the reverse stress is asked for and what lies between cannot matter.
const STRIDE: usize = 4;

/// How many steps there are between two levels, and where one of them stands.
pub(super) fn steps_of([from, to]: [f64; 2]) -> usize {
    ((to - from).abs() / STEP).ceil() as usize
}

pub(super) fn step_of([from, to]: [f64; 2], i: usize) -> f64 {
    if to >= from { (from + STEP * i as f64).min(to) } else { (from - STEP * i as f64).max(to) }
}

/// VIX and P&L at the steps from `known` on, rising: in strides, and each step where the P&L between could be the lowest of
/// all or the first past the budget, taking it to turn by no more than it moves beside.
pub(super) fn sparse(
    ends: [f64; 2],
    known: Vec<(f64, f64)>,
    budget: f64,
    at: &dyn Fn(f64) -> (f64, f64),
) -> Vec<(f64, f64)> {
    let (begins, last) = (known.len().saturating_sub(1), steps_of(ends));
    let places: Vec<usize> = (begins..last).step_by(STRIDE).chain([last]).collect();
    let value = |i: &usize| known.get(*i).copied().unwrap_or_else(|| at(step_of(ends, *i)));
    let strides: Vec<(f64, f64)> = places.iter().map(value).collect();
    let lowest = strides.iter().chain(&known).map(|stop| stop.1).fold(f64::INFINITY, f64::min);
    let moves: Vec<f64> = strides.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs()).collect();
    let mut is_gone = known.iter().any(|stop| stop.1 <= -budget);
    let mut stops = known;
    for (k, pair) in strides.windows(2).enumerate() {
        let beside = &moves[k.saturating_sub(1)..(k + 2).min(moves.len())];
        let least = pair[0].1.min(pair[1].1) - beside.iter().copied().fold(0.0, f64::max);
        if is_lower(least, lowest) || !is_gone && least <= -budget {
            stops.extend((places[k] + 1..places[k + 1]).map(|i| at(step_of(ends, i))));
        }
        stops.push(pair[1]);
        is_gone |= pair[1].1 <= -budget;
    }
    stops
}

/// Of a book whose P&L at these VIX, rising, is known.
pub(super) fn of(stops: &[(f64, f64)], book: &Book) -> ReverseStress {
    let at = |vix: f64| pnl::on_link(book, &book.shock, vix);
    let budget = book.budget;
    // A liquidation is a jump, which a root may stand on either side of: gone is the far one.
    let gone = |v: f64| if at(v) + budget > 1e-9 * budget { v * (1.0 + 8.0 * f64::EPSILON) } else { v };
    let mut found: Option<ReverseStress> = None;
    let mut last = (0.0, 0.0);
    for &(vix, pnl) in stops {
        let found = found.get_or_insert(ReverseStress {
            gone_at: (pnl <= -budget).then_some(Points(vix)),
            worst: Points(vix),
            worst_pnl: pnl,
        });
        if found.gone_at.is_none() && pnl <= -budget {
            found.gone_at = bracketed_root(last.0, vix, |v| at(v) + budget).map(|v| Points(gone(v)));
        }
        if is_lower(pnl, found.worst_pnl) {
            (found.worst, found.worst_pnl) = (Points(vix), pnl);
        }
        last = (vix, pnl);
    }
    found.unwrap_or(ReverseStress { gone_at: None, worst: Points(0.0), worst_pnl: 0.0 })
}
