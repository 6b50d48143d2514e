//! Conversions: what selling a pool's tokens short by options takes away and what it leaves. Source: model book 9.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::conversion::{Conversion, Parity};
use crate::holdings::pool::Pool;
use crate::holdings::pool::position::Position;
use crate::holdings::{Entry, Held};
use crate::plan::{ConversionPlan, Plan, PoolPlan};
use crate::units::{CALENDAR_DAYS, Usd};

/// Places of the curve.
const PLACES: i32 = 120;
/// The curve goes from the price over this to the price times this.
const WIDE: f64 = 2.0;

/// The pool alone and with the conversion, were the base token at another price at once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConversionPoint {
    /// Dollars for one base token.
    pub price: f64,
    /// Change of the pool's value, dollars.
    pub alone: f64,
    /// The same with the synthetic short, its edge and its costs.
    pub together: f64,
}

/// What a conversion leaves of its pool.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Converted {
    /// Edge of the whole, before costs, dollars.
    pub edge: Usd,
    /// Costs of the whole, dollars, positive.
    pub costs: Usd,
    /// Delta that is left of the pool's, base tokens; 0 where all of it is sold.
    pub delta_left: f64,
    /// Gamma that is left, base tokens per dollar: the pool's own, ≤ 0.
    pub gamma_left: f64,
    /// What a move of 10 % down and up makes of pool and short, dollars before edge and costs.
    pub left_at_ten: [Usd; 2],
    /// By rising price.
    pub curve: Vec<ConversionPoint>,
}

/// A conversion that is on, with all that it stands on.
pub struct Written<'a> {
    /// The conversion.
    pub entry: &'a Entry,
    /// Its terms, priced.
    pub conversion: &'a Conversion,
    /// Its terms in the plan.
    pub plan: &'a ConversionPlan,
    /// The pool that it is written on.
    pub pool: &'a Entry,
    /// What that pool holds.
    pub position: &'a Position,
    /// That pool in the plan.
    pub pool_plan: &'a PoolPlan,
}

/// Every conversion that is on, in the order of the book.
pub fn written(book: &Book) -> impl Iterator<Item = Written<'_>> {
    book.legs().filter_map(|entry| {
        let Held::Conversion(conversion) = &entry.held else { return None };
        let plan = book.plan.conversion(entry.nth)?;
        let (pool, position, pool_plan) = book.pools().find(|(pool, ..)| pool.nth == conversion.pool)?;
        Some(Written { entry, conversion, plan, pool, position, pool_plan })
    })
}

/// What a conversion leaves of a position; `None` without a deposit.
pub fn of(conversion: &Conversion, position: &Position) -> Option<Converted> {
    let (pool, now) = (position.pool.as_ref()?, position.entry);
    let (tokens, parity) = (conversion.tokens, &conversion.parity);
    let (edge, costs) = (tokens * parity.edge(), conversion.costs());
    let point = |i: i32| {
        let to = now * WIDE.powf(f64::from(2 * i - PLACES) / f64::from(PLACES));
        let together = bent(pool, now, tokens, to) + edge - costs;
        ConversionPoint { price: to, alone: pool.value(to) - pool.value(now), together }
    };
    Some(Converted {
        edge: Usd(edge),
        costs: Usd(costs),
        delta_left: pool.delta(now) - tokens,
        gamma_left: pool.gamma(now),
        left_at_ten: [0.9, 1.1].map(|by| Usd(bent(pool, now, tokens, by * now))),
        curve: (0..=PLACES).map(point).collect(),
    })
}

/// Dollars that pool and short make together when the base token goes from one price to another at once.
fn bent(pool: &Pool, now: f64, tokens: f64, to: f64) -> f64 {
    pool.value(to) - pool.value(now) + tokens * Parity::pnl(now, to)
}

/// The terms of the plan's conversion `nth` at the model's prices, without costs; `None` where it, or its pool, is not
/// there.
pub fn at_model(plan: &Plan, nth: usize) -> Option<Parity> {
    let terms = plan.conversion(nth)?;
    let pool = plan.pool(terms.pool_nth())?;
    let (now, vol) = (pool.base_usd(&plan.market).0, pool.vol_in(&plan.market));
    Some(Parity::at_model(now, terms.strike.0 * now, terms.days / CALENDAR_DAYS, plan.market.rate.0, vol))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::Kind;
    use crate::units::Frac;

    fn converted(change: impl Fn(&mut Plan)) -> (Book, Vec<Converted>) {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Conversion);
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        let all = written(&book).filter_map(|one| of(one.conversion, one.position)).collect();
        (book, all)
    }

    #[test]
    fn delta_is_gone_gamma_is_the_pools_and_the_curve_lies_below_its_top() {
        let (book, all) = converted(|_| ());
        let left = &all[0];
        assert!(all.len() == 1 && left.delta_left == 0.0 && left.gamma_left < 0.0);
        let top = -left.costs.0 + left.edge.0;
        for pair in left.curve.windows(3) {
            assert!(pair.iter().all(|point| point.together <= top + 1e-9));
        }
        // The slope at today's price by a difference, and the curvature: none and the pool's.
        let Some(one) = written(&book).next() else { unreachable!() };
        let (Some(pool), now, tokens) = (one.position.pool, one.position.entry, one.conversion.tokens) else {
            unreachable!()
        };
        let at = |to: f64| bent(&pool, now, tokens, to);
        let step = 1.0;
        assert!(((at(now + step) - at(now - step)) / (2.0 * step)).abs() < 1e-5);
        let bend = (at(now + step) - 2.0 * at(now) + at(now - step)) / (step * step);
        assert!((bend / left.gamma_left - 1.0).abs() < 1e-4, "{bend} {}", left.gamma_left);
    }

    #[test]
    fn a_reversal_buys_what_a_conversion_sells_and_pays_its_costs_too() {
        let at = |share: f64| {
            converted(|plan| {
                if let Some(terms) = plan.conversion_mut(0) {
                    (terms.share, terms.call) = (Frac(share), Some(Usd(200.0)));
                }
            })
        };
        let ((sold_book, sold), (bought_book, bought)) = (at(0.5), at(-0.5));
        assert!((sold[0].edge.0 + bought[0].edge.0).abs() < 1e-9 && (sold[0].costs.0 - bought[0].costs.0).abs() < 1e-9);
        assert!(bought[0].costs.0 > 0.0 && bought[0].delta_left > sold[0].delta_left);
        // It is a holding like any other: the book's P&L has it, with the other sign and the same costs.
        let pnl = |book: &Book| crate::book::pnl::hedge(book, &book.shock.as_set(0.0));
        let Ok(without) = Book::resolve(&Plan::default()) else { unreachable!() };
        let [sold_by, bought_by] = [&sold_book, &bought_book].map(|book| pnl(book) - pnl(&without));
        assert!(sold_by > 0.0 && (sold_by + bought_by + 2.0 * sold[0].costs.0).abs() < 1e-6, "{sold_by} {bought_by}");
    }

    #[test]
    fn one_that_waits_for_mev_trades_nothing_until_the_gate_opens() {
        let tokens = |mev: f64, gated: bool| {
            let (book, _) = converted(|plan| {
                if let Some(terms) = plan.conversion_mut(0) {
                    (terms.mev, terms.mev_norm, terms.gated) = (mev, 2.0, gated);
                }
            });
            written(&book).next().map(|one| one.conversion.tokens)
        };
        assert_eq!(tokens(6.0, true), Some(0.0));
        assert!(tokens(6.1, true) > Some(0.0) && tokens(6.0, false) > Some(0.0));
    }

    #[test]
    fn half_of_it_leaves_half_of_the_delta() {
        let (book, all) = converted(|plan| {
            if let Some(terms) = plan.conversion_mut(0) {
                terms.share = Frac(0.5);
            }
        });
        let tokens = written(&book).next().map_or(0.0, |one| one.conversion.tokens);
        assert!(tokens > 0.0 && (all[0].delta_left - tokens).abs() < 1e-12);
    }

    #[test]
    fn each_conversion_stands_on_its_own_pool_and_one_without_a_pool_is_not_held() {
        let (book, all) = converted(|plan| {
            plan.add_fresh(Kind::Pool);
            plan.add_fresh(Kind::Conversion);
            let second = plan.pool(1).cloned();
            if let (Some(pool), Some(terms)) = (second, plan.conversion_mut(1)) {
                terms.pool = 2.0;
                assert_eq!(pool.deposit, Usd(30_000.0));
            }
            if let Some(pool) = plan.pool_mut(1) {
                pool.deposit = Usd(3_000.0);
            }
        });
        let names: Vec<String> = written(&book).map(|one| one.pool.name.clone()).collect();
        assert_eq!(names, ["Pool 1", "Pool 2"]);
        assert!((all[0].gamma_left / all[1].gamma_left - 10.0).abs() < 1e-9);
        let (book, all) = converted(|plan| plan.holdings[1].on = false);
        assert!(all.is_empty() && written(&book).count() == 0);
        assert_eq!(at_model(&Plan::default(), 0), None);
    }
}
