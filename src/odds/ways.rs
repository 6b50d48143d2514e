//! Ways: the same holdings with another size of the sized pool; all are counted on every path.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::sizing::rules::baseline;
use crate::units::Usd;

/// Who has sized the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Everything as it is held.
    Held,
    /// As large as the rules allow today, all else as it is held.
    Rules,
    /// A quarter of risk capital, [`baseline::MOST`], whatever the rules say, and no hedge of any kind.
    Promoter,
}

/// Most ways but that of the plan itself.
pub const OTHERS: usize = 2;

/// A way but that of the plan itself. What is borrowed against the pool and what is written on it go with its size, as in
/// [`crate::book::limits::BySize`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OtherWay {
    /// Which.
    pub way: Way,
    /// In the sized pool.
    pub size: Usd,
}

impl OtherWay {
    /// Those of a book whose pool can be sized; the rules' only where it is known what they allow.
    pub fn all(book: &Book, rules: Option<Usd>) -> Vec<OtherWay> {
        let most = baseline::MOST * book.plan.account.risk_capital().0;
        let promoter = OtherWay { way: Way::Promoter, size: Usd(most.max(0.0)) };
        rules.map(|size| OtherWay { way: Way::Rules, size }).into_iter().chain([promoter]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odds::ask::Ask;
    use crate::odds::draws::BATCH;
    use crate::odds::figures::{EndOdds, Figure, Odds, Part, WayOdds};
    use crate::odds::run;
    use crate::plan::holding::Kind;
    use crate::plan::{FeeBy, Plan};
    use crate::units::Frac;

    /// What paths of nine days say of a plan.
    fn walked(plan: &Plan, rules: Option<f64>) -> Odds {
        let Ok(book) = Book::resolve(plan) else { unreachable!("{:?}", Book::resolve(plan).err()) };
        let ask = Ask { days: 9, paths: 8 * BATCH, rules_size: rules.map(Usd), ..Ask::of(&book) };
        let Ok(odds) = run(&book, &ask) else { unreachable!() };
        odds
    }

    fn of(odds: &Odds, way: Way) -> &WayOdds {
        let Some(found) = odds.ways.iter().find(|one| one.way == way) else { unreachable!("{way:?}") };
        found
    }

    /// The plan with so much in the pool that is sized, its loan grown with it.
    fn typed(plan: &Plan, size: Usd) -> Plan {
        let mut plan = plan.clone();
        let Some(pool) = plan.sized_pool().and_then(|nth| plan.pool_mut(nth)) else { unreachable!() };
        pool.loan = Usd(if pool.deposit.0 > 0.0 { pool.loan.0 * size.0 / pool.deposit.0 } else { 0.0 });
        pool.deposit = size;
        plan
    }

    fn chances(one: &EndOdds) -> [Figure; 3] {
        [one.loss, one.past_budget, one.past_budget_till_then]
    }

    fn dollars(one: &EndOdds) -> Vec<Figure> {
        [one.mean, one.cvar_95, one.cvar_99].into_iter().chain(one.quantiles).chain(one.drawdowns).collect()
    }

    /// Every figure of a way is that of a plan typed so, with its error: chances path by path; dollars to two cents, since a
    /// product may round a path's cent to the other side, and with it an edge of the bins that falls are counted in.
    fn agrees(way: &WayOdds, typed: &WayOdds) {
        assert_eq!(chances(&way.end), chances(&typed.end), "{way:?} {typed:?}");
        for (a, b) in dollars(&way.end).into_iter().zip(dollars(&typed.end)) {
            let errors = [a, b].map(|one| one.error.unwrap_or(f64::NAN));
            assert!((a.value - b.value).abs() < 0.02 && (errors[0] - errors[1]).abs() < 0.02, "{a:?} {b:?}");
        }
    }

    /// Both other ways of a plan beside plans typed so.
    fn are_as_typed(plan: &Plan, rules: f64) {
        let odds = walked(plan, Some(rules));
        let held: Vec<(Way, Usd)> = odds.ways.iter().map(|one| (one.way, one.size)).collect();
        let most = Usd(baseline::MOST * plan.account.risk_capital().0);
        assert_eq!(held, [(Way::Held, odds.held), (Way::Rules, Usd(rules)), (Way::Promoter, most)]);
        agrees(of(&odds, Way::Rules), of(&walked(&typed(plan, Usd(rules)), None), Way::Held));
        let mut bare = typed(plan, most);
        bare.holdings.retain(|holding| !holding.kind().is_hedge());
        agrees(of(&odds, Way::Promoter), of(&walked(&bare, None), Way::Held));
        // What is held is the whole book's own, and at its own size the rules' way is it.
        let Some(whole) = odds.part(Part::Combined) else { unreachable!() };
        let own = of(&odds, Way::Held);
        assert_eq!(own.end, whole.end);
        agrees(of(&walked(plan, Some(odds.held.0)), Way::Rules), own);
        // The ways are different books: nothing above is said of nothing.
        assert!(odds.ways.windows(2).all(|two| two[0].end.cvar_95 != two[1].end.cvar_95), "{:?}", odds.ways);
    }

    #[test]
    fn the_opening_plans_ways_are_those_of_plans_typed_so() {
        are_as_typed(&Plan::default(), 17_321.0);
    }

    #[test]
    fn so_are_ways_with_diluted_fees_a_loan_that_is_called_and_a_cover_that_pays_so_much_and_no_more() {
        let mut plan = Plan::default();
        let now = plan.market.token_price.0;
        let pool = plan.a_pool();
        (pool.low, pool.high) = (0.9 * now, 1.1 * now);
        (pool.fee_by, pool.active_liquidity, pool.volume) = (FeeBy::Volume, 2000.0, Usd(74_000.0));
        pool.loan = Usd(0.74 * pool.deposit.0);
        (pool.cover, pool.deductible, pool.cover_limit) = (Frac(1.0), Frac(0.0), Some(Usd(300.0)));
        let odds = walked(&plan, None);
        assert!(odds.pools[0].liquidated.value > 0.01, "{:?}", odds.pools);
        are_as_typed(&plan, 9_000.0);
    }

    #[test]
    fn so_are_ways_of_a_book_with_something_of_every_kind_and_legs_on_its_pools() {
        are_as_typed(&Plan::one_more_of_each(), 11_300.0);
    }

    #[test]
    fn a_pool_that_holds_nothing_yet_has_ways_and_one_that_the_rules_leave_empty_too() {
        let mut plan = Plan::default();
        plan.a_pool().deposit = Usd(0.0);
        are_as_typed(&plan, 20_000.0);
        let odds = walked(&Plan::default(), Some(0.0));
        assert_eq!((of(&odds, Way::Rules).size, odds.ways.len()), (Usd(0.0), 3));
        agrees(of(&odds, Way::Rules), of(&walked(&plan, None), Way::Held));
    }

    #[test]
    fn without_a_sized_pool_there_is_no_other_way_and_without_the_rules_size_none_of_theirs() {
        let mut plan = Plan::default();
        let ways = |odds: &Odds| odds.ways.iter().map(|one| one.way).collect::<Vec<Way>>();
        assert_eq!(ways(&walked(&plan, None)), [Way::Held, Way::Promoter]);
        plan.holdings.retain(|holding| holding.kind() != Kind::Pool);
        assert_eq!(ways(&walked(&plan, Some(1_000.0))), []);
    }
}
