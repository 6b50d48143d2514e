//! Range: every leg across the whole VIX axis, and for the next one, two and three points.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::leg::Leg;
use crate::shock::{Scenario, VIX_RANGE};
use crate::units::{Points, Usd};
use crate::views::hedge::legs::name;

/// Places of the curves.
const PLACES: usize = 61;
/// Points that VIX rises in the small table.
pub const STEPS: [f64; 3] = [1.0, 2.0, 3.0];

/// One leg across the VIX axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LegRange {
    /// Its line in the breakdown.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// Dollars paid; negative where a premium is received.
    pub outlay: Usd,
    /// P&L at each VIX level at the shock's date, the rest on the link, dollars.
    pub pnl: Vec<f64>,
    /// P&L with VIX at once 1, 2 and 3 points higher, the rest on the link.
    pub steps: [Usd; 3],
}

/// VIX levels, the whole hedge's P&L at each, and every leg's.
pub(super) fn of(book: &Book) -> (Vec<f64>, Vec<f64>, Vec<LegRange>) {
    let [low, high] = VIX_RANGE;
    let place = |i: usize| (low * (high / low).powf(i as f64 / (PLACES - 1) as f64)).clamp(low, high);
    let levels: Vec<f64> = (0..PLACES).map(place).collect();
    let over: Vec<Scenario> = levels.iter().map(|&vix| book.shock.on_link(Points(vix), 0.0)).collect();
    let (instant, from) = (book.instant(), book.market.calibration.vix.0);
    let steps = STEPS.map(|step| instant.on_link(Points(from + step), 0.0));
    let one = |leg: Leg| {
        let at = |scenario: &Scenario| leg.pnl(&book.then(scenario));
        LegRange {
            id: leg.id(),
            name: name(leg),
            outlay: leg.outlay(),
            pnl: over.iter().map(at).collect(),
            steps: [at(&steps[0]), at(&steps[1]), at(&steps[2])].map(Usd),
        }
    };
    let legs: Vec<LegRange> = book.legs().map(one).collect();
    let total = (0..levels.len()).map(|i| legs.iter().map(|leg| leg.pnl[i]).sum()).collect();
    (levels, total, legs)
}
