//! Liquidity: ready cash over what falls due, today and in a shock.
//!
//! Source: model book 15, quick ratio.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::Entry;
use crate::holdings::pool::depth::{quick_ratio, withdrawable};
use crate::holdings::pool::position::Position;
use crate::holdings::vix_layer::{Layer, State};
use crate::holdings::world::World;
use crate::plan::PoolPlan;
use crate::units::{Frac, Usd, Years};

/// Ready cash over what falls due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuickRatio {
    /// Cash and stablecoins at hand.
    pub at_hand: Usd,
    /// Out of the pools within their slippage.
    pub withdrawable: Usd,
    /// Rise of the condor's margin and the loss on its mark.
    pub margin_call: Usd,
    /// Layers due to be rolled: the new call less the old one.
    pub rolls: Usd,
    /// Loans.
    pub loans: Usd,
    /// Gas to leave every pool.
    pub gas: Usd,
    /// Ready over due; none where nothing is due but the gas of leaving, which nobody can call.
    pub ratio: Option<f64>,
}

impl QuickRatio {
    /// The ratio from its parts, in this order.
    fn of(at_hand: Usd, withdrawable: Usd, [margin_call, rolls, loans, gas]: [Usd; 4]) -> QuickRatio {
        let without = QuickRatio { at_hand, withdrawable, margin_call, rolls, loans, gas, ratio: None };
        QuickRatio { ratio: quick_ratio(at_hand + withdrawable, without.due()), ..without }
    }

    /// Everything that falls due; positive dollars. Gas counts beside a call, a roll or a loan, for which a pool may have
    /// to be left; alone nothing falls due.
    pub fn due(&self) -> Usd {
        let called = self.margin_call + self.rolls + self.loans;
        if called.0 > 0.0 { called + self.gas } else { Usd(0.0) }
    }
}

/// A loan that a world liquidates.
#[derive(Clone, Debug, PartialEq)]
pub struct Liquidation {
    /// What its pool is called.
    pub name: String,
    /// Its pool's place among the plan's pools, from 0.
    pub nth: usize,
    /// Owed then.
    pub debt: Usd,
    /// What the position is worth then.
    pub value: Usd,
    /// What the lender takes on top; it is in the pool's P&L.
    pub penalty: Usd,
}

/// Every loan that a world liquidates, in the plan's order.
pub fn liquidated(book: &Book, world: &World) -> Vec<Liquidation> {
    let time = Years::from_trading_days(world.days);
    let of_pool = |(entry, position, _): (&Entry, &Position, &PoolPlan)| {
        position.pool?;
        let (loan, value) = (position.loan_in(world), position.dollars_in(world));
        loan.liquidated(value, time).then(|| Liquidation {
            name: entry.name.clone(),
            nth: entry.nth,
            debt: loan.debt(time),
            value,
            penalty: loan.penalty(value, time),
        })
    };
    book.pools().filter_map(of_pool).collect()
}

/// The quick ratio today: nothing called, nothing shocked.
pub fn calm(book: &Book) -> QuickRatio {
    of(book, &book.today, Usd(0.0))
}

/// The quick ratio in a world; `call` is the condors' margin call, nothing where it is negative.
pub fn stressed(book: &Book, world: &World, call: f64) -> QuickRatio {
    of(book, world, Usd(call.max(0.0)))
}

fn of(book: &Book, world: &World, call: Usd) -> QuickRatio {
    let [mut ready, mut loans, mut gas] = [Usd(0.0); 3];
    for (_, position, plan) in book.pools().filter(|(_, position, _)| position.pool.is_some()) {
        let [out, debt] = of_position(position, plan.slippage, world);
        (ready, loans) = (ready + out, loans + debt);
        gas = gas + Usd(position.gas.0 * world.gas_multiple);
    }
    let at_hand = book.plan.account.cash + book.plan.account.stablecoins;
    QuickRatio::of(at_hand, ready, [call, rolls_due(book, world), loans, gas])
}

/// What leaves a position within its slippage, and its loan with interest; both grow with its deposit.
pub fn of_position(position: &Position, slippage: Frac, world: &World) -> [Usd; 2] {
    let out = |pool| withdrawable(pool, position.price_in(world), slippage, world.depth);
    let debt = position.loan_in(world).debt(Years::from_trading_days(world.days));
    [Usd(position.peg_in(world) * position.pool.as_ref().map_or(0.0, out)), debt]
}

/// What rolling the layers that are due costs: the call of the layer's own age less what the old one still brings.
fn rolls_due(book: &Book, world: &World) -> Usd {
    let due = |layer: &Layer| layer.contracts > 0.0 && layer.state(world.days) != State::Hold;
    let layers = book.planned_layers().filter(|(_, layer, _)| due(layer));
    Usd(layers.map(|(_, layer, plan)| layer.roll_cost(&world.market, plan, world.days).0).sum::<f64>().max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::units::Frac;

    fn resolved(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        book
    }

    #[test]
    fn a_liquidated_loan_is_named_with_its_penalty_and_one_that_holds_is_not() {
        let shocked = |loan: f64| {
            let book = resolved(|plan| {
                plan.add_fresh(Kind::Pool);
                plan.event.token = Some(Frac(-0.4));
                if let Some(pool) = plan.pool_mut(1) {
                    pool.loan = Usd(loan);
                }
            });
            liquidated(&book, &book.shock.as_set(0.0))
        };
        let found = shocked(20_000.0);
        assert!(found.len() == 1 && found[0].nth == 1 && found[0].name == "Pool 2", "{found:?}");
        assert!((found[0].penalty.0 / found[0].debt.0 - 0.07).abs() < 1e-12 && found[0].value.0 < 25_000.0);
        assert_eq!(shocked(1_000.0), []);
    }

    #[test]
    fn gas_alone_is_nothing_that_falls_due() {
        let book = resolved(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Pool));
        let calm = calm(&book);
        assert!(calm.gas.0 > 0.0 && calm.due() == Usd(0.0) && calm.ratio.is_none(), "{calm:?}");
        let owing = resolved(|plan| {
            plan.holdings.retain(|holding| holding.kind() == Kind::Pool);
            if let Some(pool) = plan.pool_mut(0) {
                pool.loan = Usd(1_000.0);
            }
        });
        let calm = super::calm(&owing);
        assert!((calm.due().0 - 1_000.0 - calm.gas.0).abs() < 1e-9 && calm.ratio.is_some());
    }
}
