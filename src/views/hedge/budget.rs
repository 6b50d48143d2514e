//! Budget: what the hedge may cost a year, split between VIX and the chain, and the whole contracts it affords.

use serde::Serialize;

use crate::book::resolve::Book;
use crate::holdings::leg::Leg;
use crate::units::Usd;

/// What the budget affords.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetReport {
    /// For VIX-linked legs, a year.
    pub vix: Usd,
    /// What one set of layers, as held, carries a year.
    pub set_carry: Usd,
    /// What the exchange-traded product carries a year.
    pub etp_carry: Usd,
    /// Whole sets, as held, that fit; 0 where not one does or nothing is held.
    pub sets: f64,
    /// The nearest whole contracts to the set held, short to long, whose carry fits: the set itself where it does.
    pub nearest: [f64; 3],
    /// What those carry a year.
    pub nearest_carry: Usd,
    /// What is left of the VIX budget after those and the exchange-traded product; negative where it alone is too much.
    pub vix_left: Usd,
    /// For the chain, a year.
    pub chain: Usd,
    /// What the leg on the chain carries a year; negative where it earns.
    pub chain_carry: Usd,
    /// What is left of the chain's budget; negative where the leg costs more.
    pub chain_left: Usd,
}

impl Book {
    pub(super) fn budget_report(&self) -> BudgetReport {
        let today = self.today();
        let [vix, chain] = self.plan.hedge.budgets(&self.plan.account);
        let [_, chain_carry] = self.carries();
        let etp_carry = self.etp.and_then(|etp| etp.carry(&self.market)).unwrap_or_default();
        let carry = |leg: Leg| leg.carry(&today).map_or(0.0, |usd| usd.0);
        let mut held = [0.0; 3];
        let mut each = [0.0; 3];
        for (i, layer) in self.layers.iter().enumerate().take(3) {
            held[i] = layer.contracts;
            each[i] = if layer.contracts > 0.0 { carry(Leg::Layer(layer)) / layer.contracts } else { 0.0 };
        }
        let room = vix.0 - etp_carry.0;
        let set_carry = sum(held, each);
        let nearest = nearest(held, each, room);
        let nearest_carry = sum(nearest, each);
        BudgetReport {
            vix,
            set_carry: Usd(set_carry),
            etp_carry,
            sets: if set_carry > 0.0 { (room / set_carry).floor().max(0.0) } else { 0.0 },
            nearest,
            nearest_carry: Usd(nearest_carry),
            vix_left: Usd(room - nearest_carry),
            chain,
            chain_carry,
            chain_left: Usd(chain.0 - chain_carry.0),
        }
    }
}

fn sum(contracts: [f64; 3], each: [f64; 3]) -> f64 {
    contracts.iter().zip(each).map(|(n, carry)| n * carry).sum()
}

/// Whole contracts nearest to the set `held`, in its proportions, whose carry is at most `room`: the same part of
/// every layer rounded down, then one more where it fits, always the layer that is furthest behind its part.
/// A layer that carries nothing or earns is kept whole. House choice.
fn nearest(held: [f64; 3], each: [f64; 3], room: f64) -> [f64; 3] {
    let free: f64 = held.iter().zip(each).filter(|(_, carry)| *carry <= 0.0).map(|(n, carry)| n * carry).sum();
    let full: f64 = held.iter().zip(each).filter(|(_, carry)| *carry > 0.0).map(|(n, carry)| n * carry).sum();
    let part = if full > 0.0 { ((room - free) / full).clamp(0.0, 1.0) } else { 1.0 };
    let mut bought: [f64; 3] = std::array::from_fn(|i| if each[i] > 0.0 { (part * held[i]).floor() } else { held[i] });
    // Rounding down leaves less than one contract of each: three more at most.
    for _ in 0..3 {
        let left = room - sum(bought, each);
        let behind = |i: &usize| part * held[*i] - bought[*i];
        let fits = (0..3).filter(|&i| each[i] > 0.0 && bought[i] < held[i] && each[i] <= left && behind(&i) > 0.0);
        let Some(i) = fits.reduce(|best, i| if behind(&i) > behind(&best) { i } else { best }) else { break };
        bought[i] += 1.0;
    }
    bought
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_set_is_whole_fits_and_is_the_set_itself_where_that_fits() {
        let each = [1600.0, 670.0, 400.0];
        assert_eq!(nearest([2.0, 2.0, 1.0], each, 5000.0), [2.0, 2.0, 1.0]);
        assert_eq!(nearest([2.0, 2.0, 1.0], each, 0.0), [0.0, 0.0, 0.0]);
        assert_eq!(nearest([2.0, 2.0, 1.0], each, 900.0), [0.0, 1.0, 0.0]);
        for room in [100.0, 900.0, 2250.0, 3000.0, 4900.0, 7000.0] {
            let bought = nearest([8.0, 8.0, 4.0], each, room);
            assert!(sum(bought, each) <= room && bought.iter().all(|n| n.fract() == 0.0), "{room}: {bought:?}");
        }
    }

    #[test]
    fn what_earns_is_kept_whole() {
        assert_eq!(nearest([2.0, 2.0, 1.0], [-50.0, 600.0, 400.0], 0.0)[0], 2.0);
    }

    #[test]
    fn a_budget_of_nothing_affords_nothing_and_is_said() {
        let mut plan = crate::plan::Plan::default();
        plan.hedge.budget_usd = Some(Usd(0.0));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let budget = book.budget_report();
        assert_eq!((budget.vix, budget.sets, budget.nearest), (Usd(0.0), 0.0, [0.0; 3]));
        assert!(book.report().notes.iter().any(|note| note.at.row == "hedge.budget" && note.text.contains("$0")));
    }
}
