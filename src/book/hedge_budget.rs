//! Budget of the hedge: what its carry may come to a year, split between VIX and the chain, and the whole contracts
//! that it affords. Source: model book 9.

use serde::Serialize;

use crate::book::Book;
use crate::book::carry::{self, is_vix_leg};
use crate::plan::holding::Kind;
use crate::units::Usd;

/// What the budget affords.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeBudget {
    /// For VIX-linked legs, a year.
    pub vix: Usd,
    /// Whole sets, as held, that fit after the other legs on VIX; 0 where not one does or nothing is held.
    pub sets: f64,
    /// What is left of the VIX budget after the nearest contracts and the other legs on VIX; negative where these
    /// alone are too much.
    pub vix_left: Usd,
    /// The rest of it.
    pub split: BudgetSplit,
}

/// How the budget is split and what the layers take of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BudgetSplit {
    /// What one set of layers, as held, carries a year.
    pub set_carry: Usd,
    /// What the other legs on VIX carry a year.
    pub others_carry: Usd,
    /// The nearest whole contracts to the set held whose carry fits, layer by layer: the set itself where it does.
    pub nearest: Vec<f64>,
    /// What those carry a year.
    pub nearest_carry: Usd,
    /// For the chain, a year.
    pub chain: Usd,
    /// What the legs there carry a year; negative where they earn.
    pub chain_carry: Usd,
    /// What is left of the chain's budget; negative where the legs cost more.
    pub chain_left: Usd,
}

/// What the plan's budget affords of the layers held.
pub fn of(book: &Book) -> HedgeBudget {
    let [vix, chain] = book.plan.hedge.budgets(&book.plan.account);
    let [_, chain_carry] = carry::of(book);
    let others_carry = others_carry(book);
    let held: Vec<f64> = book.layers().map(|layer| layer.contracts).collect();
    let each: Vec<f64> = book
        .layers()
        .map(|layer| match layer.carry(&book.market) {
            Some(carry) if layer.contracts > 0.0 => carry.0 / layer.contracts,
            _ => 0.0,
        })
        .collect();
    let room = vix.0 - others_carry.0;
    let set_carry = dot(&held, &each);
    let nearest = nearest(&held, &each, room);
    let nearest_carry = dot(&nearest, &each);
    HedgeBudget {
        vix,
        sets: if set_carry > 0.0 { (room / set_carry).floor().max(0.0) } else { 0.0 },
        vix_left: Usd(room - nearest_carry),
        split: BudgetSplit {
            set_carry: Usd(set_carry),
            others_carry,
            nearest,
            nearest_carry: Usd(nearest_carry),
            chain,
            chain_carry,
            chain_left: Usd(chain.0 - chain_carry.0),
        },
    }
}

/// What the legs on VIX that are no layers carry, dollars a year.
pub fn others_carry(book: &Book) -> Usd {
    let others = book.legs().filter(|leg| is_vix_leg(leg) && leg.kind != Kind::Layer);
    others.filter_map(|leg| leg.held.carry(&book.today)).sum()
}

/// Σ contracts × what each of them comes to.
pub fn dot(contracts: &[f64], each: &[f64]) -> f64 {
    contracts.iter().zip(each).map(|(n, x)| n * x).sum()
}

/// Whole contracts nearest to the set `held`, in its proportions, whose carry is at most `room`: the same part of
/// every layer rounded down, then one more where it fits, always the layer that is furthest behind its part, of
/// equals the cheapest.
/// A layer that carries nothing or earns is kept whole. House choice.
fn nearest(held: &[f64], each: &[f64], room: f64) -> Vec<f64> {
    let carried = |is_meant: fn(f64) -> bool| -> f64 {
        held.iter().zip(each).filter(|(_, carry)| is_meant(**carry)).map(|(n, carry)| n * carry).sum()
    };
    let (free, full) = (carried(|carry| carry <= 0.0), carried(|carry| carry > 0.0));
    let part = if full > 0.0 { ((room - free) / full).clamp(0.0, 1.0) } else { 1.0 };
    let mut bought: Vec<f64> =
        held.iter().zip(each).map(|(n, carry)| if *carry > 0.0 { (part * n).floor() } else { *n }).collect();
    // Rounding down leaves less than one contract of each: one more of each at most.
    for _ in 0..held.len() {
        let left = room - dot(&bought, each);
        let behind = |i: &usize| part * held[*i] - bought[*i];
        let fits =
            (0..held.len()).filter(|&i| each[i] > 0.0 && bought[i] < held[i] && each[i] <= left && behind(&i) > 0.0);
        // Of those as far behind the cheapest: the order in which they stand decides nothing.
        let is_next =
            |i: &usize, best: &usize| behind(i) > behind(best) || behind(i) == behind(best) && each[*i] < each[*best];
        let Some(i) = fits.reduce(|best, i| if is_next(&i, &best) { i } else { best }) else { break };
        bought[i] += 1.0;
    }
    bought
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{EtpPlan, LayerPlan, Plan};

    #[test]
    fn the_nearest_set_is_whole_fits_and_is_the_set_itself_where_that_fits() {
        let each = [1600.0, 670.0, 400.0];
        assert_eq!(nearest(&[2.0, 2.0, 1.0], &each, 5000.0), [2.0, 2.0, 1.0]);
        assert_eq!(nearest(&[2.0, 2.0, 1.0], &each, 0.0), [0.0, 0.0, 0.0]);
        assert_eq!(nearest(&[2.0, 2.0, 1.0], &each, 900.0), [0.0, 1.0, 0.0]);
        for room in [100.0, 900.0, 2250.0, 3000.0, 4900.0, 7000.0] {
            let bought = nearest(&[8.0, 8.0, 4.0], &each, room);
            assert!(dot(&bought, &each) <= room && bought.iter().all(|n| n.fract() == 0.0), "{room}: {bought:?}");
        }
        assert_eq!(nearest(&[3.0; 5], &[100.0; 5], 1000.0).iter().sum::<f64>(), 10.0);
        assert_eq!(nearest(&[2.0], &[100.0], 150.0), [1.0]);
        assert_eq!(
            [nearest(&[1.0, 1.0], &[900.0, 500.0], 950.0), nearest(&[1.0, 1.0], &[500.0, 900.0], 950.0)],
            [[0.0, 1.0], [1.0, 0.0]]
        );
        assert_eq!(nearest(&[], &[], 150.0), Vec::<f64>::new());
    }

    #[test]
    fn what_earns_is_kept_whole() {
        assert_eq!(nearest(&[2.0, 2.0, 1.0], &[-50.0, 600.0, 400.0], 0.0)[0], 2.0);
    }

    #[test]
    fn a_budget_of_nothing_affords_nothing() {
        let mut plan = Plan::default();
        plan.hedge.budget_usd = Some(Usd(0.0));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let budget = of(&book);
        assert_eq!((budget.vix, budget.sets, budget.split.nearest), (Usd(0.0), 0.0, vec![0.0; 3]));
    }

    #[test]
    fn every_other_leg_on_vix_is_paid_first_and_what_is_left_adds_up() {
        let mut plan = Plan::default();
        plan.account.equity = Usd(3e6);
        for leverage in [crate::plan::EtpLeverage::One, crate::plan::EtpLeverage::OneAndHalf] {
            plan.add(Holding::new(Terms::Etp(EtpPlan { leverage, ..EtpPlan::default() })));
        }
        plan.add(Holding::new(Terms::Layer(LayerPlan { contracts: Some(3.0), ..LayerPlan::nth(3) })));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let (budget, split) = (of(&book), of(&book).split);
        let each: f64 = book.of_kind(Kind::Etp).filter_map(|leg| leg.held.carry(&book.today)).map(|usd| usd.0).sum();
        assert!((split.others_carry.0 - each).abs() < 1e-9 && each > 0.0 && split.nearest.len() == 4);
        assert!(
            (budget.vix.0 - split.others_carry.0 - split.nearest_carry.0 - budget.vix_left.0).abs() < 1e-9,
            "{budget:?}"
        );
        plan.holdings.clear();
        let none = Book::resolve(&plan).map(|book| of(&book));
        assert!(none.is_ok_and(|none| none.sets == 0.0 && none.vix_left == none.vix && none.split.nearest.is_empty()));
    }
}
