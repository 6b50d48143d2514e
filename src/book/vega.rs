//! Net vega: condors and hedge in one unit, dollars per VIX point along the curve.
//!
//! VIX rises by one point at once by the shock rule, so every tenor moves by its own amount; SPX and tokens are held.
//! Pools are not in it: at once and at the same price VIX does not reach them. House choice of unit: a vol point of a
//! 220-day call and one of a 45-day condor are not the same thing.

use serde::Serialize;

use crate::book::{Book, pnl};
use crate::holdings::vix_layer::Layer;
use crate::holdings::world::World;
use crate::units::{Frac, Points, Usd};

/// Dollars per VIX point; positive gains when VIX rises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NetVega {
    /// Every condor.
    pub condor: Usd,
    /// Every leg of the hedge.
    pub hedge: Usd,
    /// Condors and hedge.
    pub net: Usd,
    /// Share of the condors' loss that the hedge pays back, ≥ 0; `None` where the condors lose nothing.
    pub pays_back: Option<Frac>,
}

/// Condors and hedge per VIX point today.
pub fn of(book: &Book) -> NetVega {
    with_legs(book, &by_leg(book))
}

/// The same from legs that are known already, as [`by_leg`] gives them.
pub fn with_legs(book: &Book, legs: &[Usd]) -> NetVega {
    let [before, after] = worlds(book);
    let condor = pnl::condors(book, &after) - pnl::condors(book, &before);
    let hedge: f64 = legs.iter().map(|usd| usd.0).sum();
    let pays_back = (condor < 0.0).then(|| Frac((hedge / -condor).max(0.0)));
    NetVega { condor: Usd(condor), hedge: Usd(hedge), net: Usd(condor + hedge), pays_back }
}

/// Every leg of the hedge per VIX point today, in the order of the book.
pub fn by_leg(book: &Book) -> Vec<Usd> {
    let [before, after] = worlds(book);
    book.legs().map(|leg| Usd(leg.held.pnl(&after) - leg.held.pnl(&before))).collect()
}

/// One contract of each layer per VIX point today, dollars, in the order of the book.
pub fn by_contract(book: &Book) -> Vec<f64> {
    let [before, after] = worlds(book);
    let one = |layer: &Layer, world: &World| Layer { contracts: 1.0, ..*layer }.pnl(&world.market, world.days);
    book.layers().map(|layer| one(layer, &after) - one(layer, &before)).collect()
}

/// Today, and at once with VIX a point higher.
fn worlds(book: &Book) -> [World; 2] {
    let (instant, from) = (book.shock.calm(0.0), book.market.calibration.vix.0);
    [from, from + 1.0].map(|vix| instant.still(Points(vix), 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::Kind;
    use crate::plan::{EventPlan, Plan};
    use crate::units::Frac;

    fn resolved(plan: &Plan) -> Book {
        let Ok(book) = Book::resolve(plan) else { unreachable!("{plan:?}") };
        book
    }

    #[test]
    fn vega_is_the_slope_of_the_book_over_vix_with_spx_held() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Condor);
        plan.add_fresh(Kind::Layer);
        if let Some(layer) = plan.layer_mut(3) {
            layer.contracts = Some(3.0);
        }
        let book = resolved(&plan);
        let at = |vix: f64| {
            let event = EventPlan { vix: Some(Points(vix)), spx: Some(Frac(0.0)), days: 0.0, ..EventPlan::default() };
            let there = resolved(&Plan { event, ..plan.clone() });
            let world = there.shock.as_set(0.0);
            pnl::condors(&there, &world) + pnl::hedge(&there, &world)
        };
        let (vega, each) = (of(&book), by_contract(&book));
        assert!((vega.net.0 - (at(18.0) - at(17.0))).abs() < 1e-6, "{vega:?}");
        // A condor is short vega, calls are long.
        assert!(vega.condor.0 < 0.0 && each.len() == 4 && each.iter().all(|one| *one > 0.0));
        let layers: f64 = each.iter().zip(book.layers()).map(|(one, layer)| one * layer.contracts).sum();
        assert!((layers - vega.hedge.0).abs() < 1e-9);
    }

    #[test]
    fn a_pool_has_no_part_in_it_at_once_and_at_the_same_price() {
        let book = resolved(&Plan::default());
        let [before, after] = worlds(&book).map(|world| book.positions().map(|one| one.pnl(&world).divergence).sum());
        let change: f64 = after;
        assert_eq!(change, before);
    }

    #[test]
    fn two_like_condors_have_twice_the_vega_of_one_and_a_book_of_nothing_has_none() {
        let one = of(&resolved(&Plan::default()));
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Condor);
        for layer in (0..3).filter_map(|nth| plan.place(Kind::Layer, nth)).collect::<Vec<_>>() {
            plan.holdings[layer].on = false;
        }
        let two = of(&resolved(&plan));
        assert!((two.condor.0 - 2.0 * one.condor.0).abs() < 1e-9 && two.hedge.0 == 0.0);
        plan.holdings.clear();
        assert_eq!(of(&resolved(&plan)), NetVega::default());
    }
}
