//! Within: the sizes of the sized pool that keep CVaR within a budget. Source: model book 11.5 and 14.

use serde::Serialize;

use crate::book::limits::{self, LargestPool};
use crate::numbers::{bracketed_root, lowest};
use crate::simulation::cvar::{Outcomes, tail};
use crate::units::Usd;

/// Sizes of the sized pool that keep a budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Within {
    /// Whether the book without the pool keeps it.
    pub without: bool,
    /// The smallest pool that does, from which on its gas is earned and the rest hedged; 0 where any small one does, or none.
    /// Above 0 a smaller one breaks the budget, whether no pool at all keeps it or not.
    pub least: Usd,
    /// The largest; none where no pool does.
    pub most: LargestPool,
}

impl Within {
    /// Whether a pool of so many dollars keeps it: CVaR is convex, so everything between the ends does.
    pub fn has(&self, usd: f64) -> bool {
        if usd <= 0.0 { self.without } else { usd >= self.least.0 && usd <= limits::room(self.most) }
    }
}

/// The largest size, as a cap: none where no size keeps the budget.
pub fn cap(within: Option<Within>) -> LargestPool {
    within.map_or(LargestPool::None, |within| within.most)
}

/// The smallest size; 0 where any small one keeps the budget, or none does.
pub fn least(within: Option<Within>) -> f64 {
    within.map_or(0.0, |within| within.least.0)
}

impl Outcomes {
    /// The sizes of the sized pool with which CVaR₉₅ stays within the budget; `None` where no size does.
    ///
    /// CVaR is convex in the size, gas apart, so pools that do are one stretch. It begins above 0 where the book without the
    /// pool breaks the budget and the pool, a hedge then, mends it, or where a pool has to earn its gas first; no limit where
    /// the pool gains in the worst twentieth however large it is.
    pub fn within(&self, budget: Usd) -> Option<Within> {
        let over = |deposit: f64| self.cvar_95(Usd(deposit)).0 - budget.0;
        let without = over(0.0) <= 0.0;
        if self.unit.0 <= 0.0 {
            return without.then_some(Within { without, least: Usd(0.0), most: LargestPool::Unlimited });
        }
        let speck = self.speck();
        let (least, inside) = if without && over(speck) < 0.0 {
            (0.0, speck)
        } else {
            let Some(inside) = self.mended(speck, &over) else {
                return without.then_some(Within { without, least: Usd(0.0), most: LargestPool::None });
            };
            (bracketed_root(speck, inside, over).unwrap_or(inside), inside)
        };
        let within = |most| Some(Within { without, least: Usd(least), most });
        let [_, steepest] = tail(&self.all, |outcome| -outcome.sized.slope_far());
        if steepest.0 <= 0.0 {
            return within(LargestPool::Unlimited);
        }
        let (mut low, mut high) = (inside, self.unit.0.max(4.0 * inside));
        // Convex, so beyond the end of the budget the loss only grows.
        for _ in 0..60 {
            if over(high) > 0.0 {
                break;
            }
            (low, high) = (high, 4.0 * high);
        }
        within(bracketed_root(low, high, over).map_or(LargestPool::Unlimited, |most| LargestPool::UpTo(Usd(most))))
    }

    /// A speck of a pool, dollars: its gas and nothing else.
    pub fn speck(&self) -> f64 {
        1e-9 * self.unit.0
    }

    /// A size above the speck at which a convex loss is within the budget, where the speck's is not; `None` without one.
    fn mended(&self, speck: f64, over: &dyn Fn(f64) -> f64) -> Option<f64> {
        // Fourfold steps until it rises again: the lowest place is between the last three.
        let (mut left, mut middle, mut at_middle) = (0.0, speck, over(speck));
        let mut right = 1e-4 * self.unit.0;
        for _ in 0..40 {
            let at_right = over(right);
            if at_right < 0.0 {
                return Some(right);
            }
            if at_right >= at_middle {
                break;
            }
            (left, middle, at_middle, right) = (middle, right, at_right, 4.0 * right);
        }
        // Nothing convex is below its tangent: most often that says already that there is none.
        let slope = self.cvar_slope(Usd(middle));
        let bound = at_middle + (slope * (left - middle)).min(slope * (right - middle));
        if bound > 1e-9 * at_middle.abs().max(1.0) {
            return None;
        }
        let at = lowest([left, right], 48, over);
        (over(at) < 0.0).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::simulation::cvar::{Nodes, outcomes_at};
    use crate::units::Points;

    #[test]
    fn a_pool_that_hedges_the_book_has_a_smallest_and_a_largest_size_as_a_fine_grid_says() {
        // A token of its own that rises when SPX falls, and condors that lose by their puts alone.
        let book = |deposit: f64, contracts: f64| {
            let mut plan = Plan::default();
            plan.holdings.retain(|holding| matches!(holding.kind(), Kind::Condor | Kind::Pool));
            let (now, spx) = (plan.market.token_price.0, plan.market.spx.0);
            let condor = plan.a_condor();
            (condor.contracts, condor.strikes_by) = (contracts, crate::plan::StrikeRule::Level);
            // Calls so far off that nobody loses by them.
            [condor.long_put, condor.short_put, condor.short_call, condor.long_call] =
                [0.94, 0.98, 1.3, 1.35].map(|part| Points((spx * part / 5.0).round() * 5.0));
            let pool = plan.a_pool();
            (pool.token, pool.beta_spx, pool.beta_vix) = (crate::plan::PoolToken::Own, Some(-3.0), Some(0.01));
            (pool.deposit, pool.token_vol, pool.gas) = (Usd(deposit), Some(crate::units::Vol(0.2)), Usd(20.0));
            (pool.low, pool.high) = (now * 0.5, now * 2.0);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            book
        };
        // Of those that begin above 0, how many there are and how many end within the grid.
        let mut mended = [0; 2];
        for deposit in [0.0, 400_000.0] {
            let outcomes = outcomes_at(&book(deposit, 3.0), Nodes { spx: 8, token: 4, ..Nodes::HOUSE });
            let bare = outcomes.cvar_95(Usd(0.0)).0;
            for share in [0.2, 0.5, 0.8, 0.97, 0.999, 1.001, 1.3] {
                let budget = share * bare;
                // The grid knows nothing of convexity.
                let grid = (0..=800).map(|i| 1.0 + 500.0 * f64::from(i));
                let kept: Vec<f64> = grid.filter(|usd| outcomes.cvar_95(Usd(*usd)).0 <= budget).collect();
                let found = outcomes.within(Usd(budget));
                let Some(within) = found else {
                    assert!(kept.is_empty(), "{share}: {kept:?}");
                    continue;
                };
                let (Some(first), Some(last)) = (kept.first(), kept.last()) else { continue };
                let most = limits::room(within.most);
                assert!(within.least.0 <= *first && first - within.least.0 <= 501.0, "{share}: {within:?} {first}");
                let is_beyond = *last > 399_900.0;
                assert!(
                    if is_beyond { most >= *last } else { most >= *last && most - last <= 500.0 },
                    "{within:?} {last}"
                );
                assert_eq!(cap(found), within.most);
                mended[0] += u32::from(share < 1.0);
                mended[1] += u32::from(share < 1.0 && !is_beyond);
                assert_eq!(within.without, share > 1.0, "{share}: {within:?}");
                assert!(kept.iter().all(|usd| within.has(*usd)) && within.has(0.0) == within.without);
                assert!(!within.has(0.99 * within.least.0) || within.least.0 == 0.0, "{within:?}");
            }
        }
        assert!(mended.iter().all(|n| *n >= 4), "{mended:?}");
    }
}
