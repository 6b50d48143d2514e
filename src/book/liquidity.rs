//! Liquidity: ready cash over what falls due, today, in a shock and on the way to it.
//!
//! Source: model book 10, 15, quick ratio. House choice: on the way it is asked at every VIX a twentieth further on, and
//! where something is held by hand in 16 equal steps: what is due and what is ready bend slowly, and each costs as much as a
//! margin does.

use serde::Serialize;

use crate::book::Book;
use crate::book::pnl;
use crate::book::sized::SizedPool;
use crate::holdings::Entry;
use crate::holdings::margin::portfolio_margin_of;
use crate::holdings::pool::depth::{quick_ratio, withdrawable};
use crate::holdings::pool::position::Position;
use crate::holdings::vix_layer::{Layer, State, rolled};
use crate::holdings::world::World;
use crate::numbers::is_lower;
use crate::plan::{LayerPlan, PoolPlan};
use crate::units::{Frac, Points, Usd, Years};

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

/// The book's liquidity at one place of the way, the sized pool at any size.
#[derive(Clone, Debug, PartialEq)]
pub struct LiquidityStop {
    /// VIX there, points.
    pub vix: f64,
    /// Simple return of SPX there where it is held by hand.
    pub spx: Option<f64>,
    /// Whether it is the shock itself.
    pub is_end: bool,
    /// Ready and due with the sized pool as it is held.
    pub held: QuickRatio,
    /// Held in the sized pool, and what a dollar of it adds to ready and due.
    sized: [f64; 3],
    /// Gas to leave it, dollars; it does not grow with the deposit.
    gas: f64,
    /// What a dollar deposited in it is worth there, cover paid and penalty off; 1 without one.
    pub recovered: f64,
}

impl LiquidityStop {
    /// The book in a world with VIX there, and SPX where it is held by hand; `margin` is [`margin`].
    pub fn new(
        book: &Book,
        sized: Option<&SizedPool>,
        (vix, spx): (f64, Option<f64>),
        world: &World,
        margin: Usd,
    ) -> LiquidityStop {
        let call = portfolio_margin_of(book.condors(), &world.market, world.days).0 - margin.0;
        let held = book.sized_position().filter(|held| held.pool.is_some()).map_or(0.0, |held| held.deposit.0);
        let slippage = book.sized_plan().map_or(Frac(0.0), |plan| plan.slippage);
        let of_sized = |sized: &SizedPool| {
            let position = &sized.position;
            let pnl = position.pnl(world);
            let lost = pnl.price_move + pnl.divergence + pnl.claims - pnl.penalty;
            let each = of_position(position, slippage, world).map(|usd| usd.0 / position.deposit.0);
            (each, position.gas.0 * world.gas_multiple, 1.0 + lost / position.deposit.0)
        };
        let ([ready, due], gas, recovered) = sized.map_or(([0.0; 2], 0.0, 1.0), of_sized);
        LiquidityStop {
            vix,
            spx,
            is_end: false,
            held: stressed(book, world, call - pnl::condors(book, world)),
            sized: [held, ready, due],
            gas,
            recovered,
        }
    }

    /// What is ready and what falls due with this much in the sized pool, the hedge's rolls this many times as dear and so
    /// much more cash.
    pub fn ready_and_due(&self, usd: f64, hedge: f64, cash: f64) -> [Usd; 2] {
        let [held, ready, due] = self.sized;
        let quick = &self.held;
        let at_hand = quick.at_hand + quick.withdrawable + Usd(cash + ready * (usd - held));
        // A pool that is not held, or no more, takes no gas to leave; gas counts beside what falls due, never alone.
        let left = |deposit: f64| if deposit > 0.0 && quick.due().0 > 0.0 { self.gas } else { 0.0 };
        let own = left(usd) - left(held);
        let falls_due = quick.due().0 + own + (hedge - 1.0) * quick.rolls.0 + due * (usd - held);
        [at_hand, Usd(falls_due)]
    }
}

/// The place where the ratio is least with so much in the sized pool and more cash, and the ratio; the last of two that are
/// as low. None where nothing falls due anywhere.
pub fn lowest(stops: &[LiquidityStop], usd: f64, hedge: f64, cash: f64) -> Option<(&LiquidityStop, f64)> {
    let mut least: Option<(&LiquidityStop, f64)> = None;
    for stop in stops.iter().rev() {
        let [ready, due] = stop.ready_and_due(usd, hedge, cash);
        let Some(ratio) = quick_ratio(ready, due) else { continue };
        if least.is_none_or(|(_, so_far)| is_lower(ratio, so_far)) {
            least = Some((stop, ratio));
        }
    }
    least
}

/// What of it moves with no slider: the book at every VIX a twentieth further on from today's, everything following VIX.
#[derive(Clone, Debug, PartialEq)]
pub struct OnLink {
    /// From today's VIX up and down as far as was asked, at the event's date.
    up: Vec<LiquidityStop>,
    down: Vec<LiquidityStop>,
}

/// How much further on the next place is.
const FURTHER: f64 = 1.05;

impl OnLink {
    /// From today's VIX to the ends.
    pub fn new(book: &Book, sized: Option<&SizedPool>, [low, high]: [f64; 2]) -> OnLink {
        let from = book.market.calibration.vix.0;
        let margin = margin(book);
        let to = |end: f64, times: f64| -> Vec<LiquidityStop> {
            let levels = std::iter::successors(Some(from), |vix| Some(vix * times));
            let within = levels.take_while(|vix| if times > 1.0 { *vix < end } else { *vix > end });
            let at =
                |vix: f64| LiquidityStop::new(book, sized, (vix, None), &book.shock.on_link(Points(vix), 0.0), margin);
            within.map(at).collect()
        };
        OnLink { up: to(high, FURTHER), down: to(low, 1.0 / FURTHER) }
    }

    /// Every place before this VIX.
    pub fn before(&self, from: f64, end: f64) -> impl Iterator<Item = &LiquidityStop> {
        let stops = if end >= from { &self.up } else { &self.down };
        stops.iter().take_while(move |stop| (stop.vix - from).abs() < (end - from).abs())
    }
}

/// The condors' portfolio margin today.
pub fn margin(book: &Book) -> Usd {
    portfolio_margin_of(book.condors(), &book.market, 0.0)
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
fn stressed(book: &Book, world: &World, call: f64) -> QuickRatio {
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

/// What rolling the layers that are due costs: a fresh call less what the old one still brings.
fn rolls_due(book: &Book, world: &World) -> Usd {
    let due = |layer: &Layer| layer.contracts > 0.0 && layer.state(world.days) != State::Hold;
    let cost =
        |(_, layer, plan): (&Entry, &Layer, &LayerPlan)| layer.roll_cost(&world.market, &rolled(plan), world.days).0;
    let layers = book.planned_layers().filter(|(_, layer, _)| due(layer));
    Usd(layers.map(cost).sum::<f64>().max(0.0))
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
