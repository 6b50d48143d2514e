//! Stressed: what one shock does to the book, the sized position apart and at any size.

use crate::book::Book;
use crate::book::limits::{BySize, LargestPool};
use crate::book::liquidity::{self, QuickRatio};
use crate::book::pnl;
use crate::holdings::margin::portfolio_margin_of;
use crate::holdings::pool::position::Position;
use crate::holdings::world::World;

/// The book in one shock, dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BookInShock {
    /// Condor.
    pub condor: f64,
    /// Hedge.
    pub hedge: f64,
    /// Pools beside the sized one.
    pub others: f64,
    /// The sized one.
    pub sized: BySize,
    /// What a dollar deposited is worth then, cover paid and penalty off.
    pub recovered: f64,
}

/// The book in the plan's shock, with the liquidity, VIX and days that the waterfall reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizingShock {
    /// The book.
    pub book: BookInShock,
    /// Ready over due.
    pub quick: QuickRatio,
    /// VIX before and after.
    pub vix: [f64; 2],
    /// Trading days.
    pub days: f64,
}

impl BookInShock {
    /// The book in a world, `position` (one with a deposit) in the sized pool's place.
    pub fn new(book: &Book, position: &Position, world: &World) -> BookInShock {
        let sized = position.pnl(world);
        let others = book.positions().enumerate().filter(|(i, _)| book.sized != Some(*i));
        BookInShock {
            condor: pnl::condors(book, world),
            hedge: pnl::hedge(book, world),
            others: others.map(|(_, other)| other.pnl(world).total()).sum(),
            sized: BySize::new(position, &sized),
            recovered: 1.0 + (sized.price_move + sized.divergence + sized.claims - sized.penalty) / position.deposit.0,
        }
    }

    /// Everything but the sized position, with the hedge this many times as large.
    pub fn other(&self, hedge: f64) -> f64 {
        self.condor + hedge * self.hedge + self.others
    }

    /// Combined P&L with this much in the sized pool.
    pub fn combined(&self, usd: f64) -> f64 {
        self.other(1.0) + self.sized.pnl(usd)
    }

    /// Largest pool within a budget, hedge and fees this many times as large.
    pub fn largest(&self, budget: f64, hedge: f64, fees: f64) -> LargestPool {
        self.sized.with_fees(fees).largest(self.other(hedge), budget)
    }
}

impl SizingShock {
    /// The plan's own shock; `margin` is the condors' portfolio margin today, dollars.
    pub fn new(book: &Book, position: &Position, margin: f64) -> SizingShock {
        let shock = &book.shock;
        let world = shock.as_set(0.0);
        let stressed = BookInShock::new(book, position, &world);
        let call = portfolio_margin_of(book.condors(), &world.market, world.days).0 - margin - stressed.condor;
        SizingShock {
            book: stressed,
            quick: liquidity::stressed(book, &world, call),
            vix: [book.market.calibration.vix.0, shock.vix().0],
            days: world.days,
        }
    }
}
