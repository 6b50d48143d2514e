//! Stressed: what one shock does to the book on its way and at its end, the sized position apart and at any size.

use std::sync::Arc;

use crate::book::Book;
use crate::book::liquidity::{self, QuickRatio};
use crate::book::way::{Parts, Scan, Way};
use crate::holdings::margin::portfolio_margin_of;
use crate::holdings::pool::depth::quick_ratio;
use crate::holdings::pool::position::Position;
use crate::units::Usd;

/// The book in the plan's shock, with the liquidity, VIX and days that the waterfall reads.
#[derive(Clone, Debug, PartialEq)]
pub struct SizingShock {
    /// Every stop of the way, the shock itself last.
    pub way: Arc<Way>,
    /// The book in the shock itself.
    pub end: Parts,
    /// What a dollar deposited is worth then, cover paid and penalty off.
    pub recovered: f64,
    /// Ready over due with the sized pool as it is held.
    pub quick: QuickRatio,
    /// Held in the sized pool, and what it adds to ready and due a dollar.
    sized: [f64; 3],
    /// Gas to leave it, dollars; it does not grow with the deposit.
    gas: f64,
    /// VIX before and after.
    pub vix: [f64; 2],
    /// Trading days.
    pub days: f64,
}

impl SizingShock {
    /// The plan's own shock; `margin` is the condors' portfolio margin today, dollars. `position` has a deposit.
    pub fn new(book: &Book, scan: &Scan, position: &Position, margin: f64) -> SizingShock {
        let shock = &book.shock;
        let world = shock.as_set(0.0);
        let way = scan.way(book);
        let end = way.0.last().map_or_else(Parts::default, |stop| stop.parts);
        let call = portfolio_margin_of(book.condors(), &world.market, world.days).0 - margin - end.condor;
        let pnl = position.pnl(&world);
        let slippage = book.sized_plan().map_or(crate::units::Frac(0.0), |plan| plan.slippage);
        let [ready, due] = liquidity::of_position(position, slippage, &world).map(|usd| usd.0 / position.deposit.0);
        let held = book.sized_position().filter(|held| held.pool.is_some()).map_or(0.0, |held| held.deposit.0);
        SizingShock {
            end,
            recovered: 1.0 + (pnl.price_move + pnl.divergence + pnl.claims - pnl.penalty) / position.deposit.0,
            quick: liquidity::stressed(book, &world, call),
            sized: [held, ready, due],
            gas: position.gas.0 * world.gas_multiple,
            vix: [book.market.calibration.vix.0, shock.vix().0],
            days: world.days,
            way: Arc::new(way),
        }
    }

    /// Ready over due with this much in the sized pool, the hedge's rolls this many times as dear; none where nothing is
    /// due.
    pub fn quick_ratio(&self, usd: f64, hedge: f64) -> Option<f64> {
        let [ready, due] = self.ready_and_due(usd, hedge);
        quick_ratio(ready, due)
    }

    /// What is ready and what falls due with this much in the sized pool, the hedge's rolls this many times as dear.
    pub fn ready_and_due(&self, usd: f64, hedge: f64) -> [Usd; 2] {
        let [held, ready, due] = self.sized;
        let quick = &self.quick;
        let at_hand = quick.at_hand + quick.withdrawable + Usd(ready * (usd - held));
        // A pool that is not held, or no more, takes no gas to leave; gas counts beside what falls due, never alone.
        let left = |deposit: f64| if deposit > 0.0 && quick.due().0 > 0.0 { self.gas } else { 0.0 };
        let own = left(usd) - left(held);
        let falls_due = quick.due().0 + own + (hedge - 1.0) * quick.rolls.0 + due * (usd - held);
        [at_hand, Usd(falls_due)]
    }
}
