//! Net vega: condor and hedge in one unit, dollars per VIX point along the curve.
//!
//! VIX rises by one point at once by the shock rule, so every tenor moves by its own amount; SPX and token are held.
//! House choice of unit: a vol point of a 220-day call and one of a 45-day condor are not the same thing.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::leg::Leg;
use crate::units::{Points, Usd};

/// Dollars per VIX point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetVega {
    /// Condor.
    pub condor: Usd,
    /// Every leg of the hedge, layers first, as (id, dollars).
    pub legs: Vec<(&'static str, Usd)>,
    /// All legs.
    pub hedge: Usd,
    /// Condor and hedge.
    pub net: Usd,
}

/// Condor and hedge per VIX point today.
pub fn of(book: &Book) -> NetVega {
    let instant = book.instant();
    let from = book.market.calibration.vix.0;
    let [before, after] = [from, from + 1.0].map(|vix| {
        let mut scenario = instant.scenario(Points(vix), 0.0, 0.0);
        scenario.returns = [0.0; 2];
        scenario
    });
    let condor = book.condor_pnl(&after) - book.condor_pnl(&before);
    let gain = |leg: Leg| Usd(leg.pnl(&book.then(&after)) - leg.pnl(&book.then(&before)));
    let legs: Vec<(&'static str, Usd)> = book.legs().map(|leg| (leg.id(), gain(leg))).collect();
    let hedge: f64 = legs.iter().map(|(_, usd)| usd.0).sum();
    NetVega { condor: Usd(condor), legs, hedge: Usd(hedge), net: Usd(condor + hedge) }
}

/// One contract of each layer per VIX point, dollars, shortest first; layers that are off included.
pub(super) fn by_layer(book: &Book) -> [f64; 3] {
    let mut ones = book.clone();
    for layer in &mut ones.layers {
        layer.contracts = 1.0;
    }
    let mut each = [0.0; 3];
    for (each, (_, usd)) in each.iter_mut().zip(ones.net_vega().legs) {
        *each = usd.0;
    }
    each
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Plan, ShockPlan};
    use crate::units::Frac;

    #[test]
    fn vega_is_the_slope_of_the_book_over_vix_with_spx_held() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let at = |vix: f64| {
            let shock = ShockPlan { vix: Some(Points(vix)), spx: Some(Frac(0.0)), days: 0.0, ..ShockPlan::default() };
            let Ok(there) = Book::resolve(&Plan { shock, ..Plan::default() }) else { unreachable!() };
            let scenario = there.shock.as_set(0.0);
            there.condor_pnl(&scenario) + there.hedge_pnl(&scenario)
        };
        let (vega, each) = (of(book), by_layer(book));
        assert!((vega.net.0 - (at(18.0) - at(17.0))).abs() < 1e-6, "{vega:?}");
        // A condor is short vega, calls are long.
        assert!(vega.condor.0 < 0.0 && each.iter().all(|one| *one > 0.0));
        let layers: f64 = each.iter().zip(&book.layers).map(|(one, layer)| one * layer.contracts).sum();
        assert!((layers - vega.hedge.0).abs() < 1e-9);
    }
}
