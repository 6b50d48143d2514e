//! Stressed: what one shock does to the book, the sized position apart and at any size.

use crate::book::Book;
use crate::book::limits::{BySize, LargestPool};
use crate::book::liquidity;
use crate::book::liquidity::QuickRatio;
use crate::book::pnl::FeeStream;
use crate::book::position::Position;
use crate::holdings::margin::portfolio_margin;
use crate::holdings::pool::Pool;
use crate::shock::{Scenario, Shock};
use crate::units::Years;

/// The book in one shock, dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stressed {
    /// Condor.
    pub condor: f64,
    /// Hedge.
    pub hedge: f64,
    /// Pools beside the sized one.
    pub others: f64,
    /// The sized one.
    pub first: BySize,
    /// What a dollar deposited is worth then, cover paid and penalty off.
    pub recovered: f64,
}

/// The same with what the waterfall needs besides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shocked {
    /// The book.
    pub book: Stressed,
    /// Ready over due.
    pub quick: QuickRatio,
    /// VIX before and after.
    pub vix: [f64; 2],
    /// Trading days.
    pub days: f64,
}

impl Stressed {
    /// The book in a shock, `position` (one with a deposit) in the first one's place.
    pub fn new(book: &Book, position: &Position, pool: &Pool, shock: &Shock, scenario: &Scenario) -> Stressed {
        let ratio = scenario.vix_ratio;
        let stream = FeeStream::new(position, pool, shock, ratio);
        let first = position.pnl(&stream, shock, scenario, scenario.token / scenario.peg);
        let beside = |other: &Position| {
            let Some(pool) = &other.pool else { return 0.0 };
            let stream = FeeStream::new(other, pool, shock, ratio);
            other.pnl(&stream, shock, scenario, other.price_in(scenario)).total()
        };
        Stressed {
            condor: book.condor_pnl(scenario),
            hedge: book.hedge_pnl(scenario),
            others: book.more.iter().map(beside).sum(),
            first: BySize::new(position, &first),
            recovered: 1.0 + (first.price_move + first.divergence + first.claims - first.penalty) / position.deposit.0,
        }
    }

    /// Everything but the sized position, with the hedge this many times as large.
    pub fn other(&self, hedge: f64) -> f64 {
        self.condor + hedge * self.hedge + self.others
    }

    /// Combined P&L with this much in the sized pool.
    pub fn combined(&self, usd: f64) -> f64 {
        self.other(1.0) + self.first.pnl(usd)
    }

    /// Largest pool within a budget, hedge and fees this many times as large.
    pub fn largest(&self, budget: f64, hedge: f64, fees: f64) -> LargestPool {
        self.first.with_fees(fees).largest(self.other(hedge), budget)
    }
}

impl Shocked {
    /// The plan's own shock; `margin` is the condor's portfolio margin today, dollars.
    pub fn new(book: &Book, position: &Position, pool: &Pool, margin: f64) -> Shocked {
        let (shock, condor) = (&book.shock, &book.condor);
        let scenario = shock.as_set(0.0);
        let stressed = Stressed::new(book, position, pool, shock, &scenario);
        let left = Years::left(condor.days, scenario.days);
        let call = portfolio_margin(condor, &scenario.market, left).0 - margin - stressed.condor;
        Shocked {
            book: stressed,
            quick: liquidity::stressed(book, shock, &scenario, call),
            vix: [book.market.calibration.vix.0, shock.vix().0],
            days: scenario.days,
        }
    }
}
