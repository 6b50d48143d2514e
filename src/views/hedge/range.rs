//! Range: every leg across the whole VIX axis, for the next one, two and three points, per VIX point, and how it bends.

use serde::Serialize;

use crate::book::convexity::{self, Convexity};
use crate::book::{Book, vega};
use crate::holdings::Entry;
use crate::holdings::world::World;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::{Points, Usd};
use crate::views::hedge::convexity::sentence;

/// Places of the curves.
const PLACES: usize = 61;
/// Points that VIX rises in the small table.
pub const STEPS: [f64; 3] = [1.0, 2.0, 3.0];

/// What of one leg does not move with the VIX slider.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LegRange {
    /// How it bends, with its id and name.
    #[serde(flatten)]
    pub meter: Convexity,
    /// The same in one sentence.
    pub sentence: String,
    /// Dollars paid; negative where a premium is received.
    pub outlay: Usd,
    /// Whether anything is held of it.
    pub is_held: bool,
    /// P&L at each VIX level at the shock's date, the rest on the link, dollars.
    pub pnl: Vec<f64>,
    /// P&L with VIX at once 1, 2 and 3 points higher, the rest on the link.
    pub steps: [Usd; 3],
    /// Dollars per VIX point along the curve, SPX and tokens held.
    pub vega: Usd,
}

/// VIX levels of the curves, rising in equal steps of the log.
pub(super) fn levels() -> Vec<f64> {
    let [low, high] = VIX_RANGE;
    let place = |i: usize| (low * (high / low).powf(i as f64 / (PLACES - 1) as f64)).clamp(low, high);
    (0..PLACES).map(place).collect()
}

/// Every leg over these levels, in the order of the book.
pub(super) fn of(book: &Book, levels: &[f64]) -> Vec<LegRange> {
    let over: Vec<World> = levels.iter().map(|&vix| book.shock.on_link(Points(vix), 0.0)).collect();
    let (instant, from) = (book.shock.calm(0.0), book.market.calibration.vix.0);
    let steps = STEPS.map(|step| instant.on_link(Points(from + step), 0.0));
    let one = |((leg, meter), vega): ((&Entry, Convexity), Usd)| {
        let at = |world: &World| leg.held.pnl(world);
        LegRange {
            sentence: sentence(&meter),
            meter,
            outlay: leg.held.outlay(),
            is_held: leg.held.quantity() != 0.0,
            pnl: over.iter().map(at).collect(),
            steps: steps.each_ref().map(|world| Usd(at(world))),
            vega,
        }
    };
    book.legs().zip(convexity::of(book)).zip(vega::by_leg(book)).map(one).collect()
}
