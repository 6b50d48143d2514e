//! Stressed: what one shock does to the book on its way and at its end, the sized position apart and at any size.

use std::sync::Arc;

use crate::book::Book;
use crate::book::liquidity::{self, LiquidityStop};
use crate::book::way::{Parts, Scan, Way};
use crate::units::Usd;

/// The book in the plan's shock, with the liquidity, VIX and days that the waterfall reads.
#[derive(Clone, Debug, PartialEq)]
pub struct SizingShock {
    /// Every stop of the way, the shock itself last.
    pub way: Arc<Way>,
    /// The book in the shock itself.
    pub end: Parts,
    /// What a dollar deposited is worth on the way where it is worth least, cover paid and penalty off.
    pub recovered: f64,
    /// Ready and due on the way, the shock itself last.
    liquidity: Arc<Vec<LiquidityStop>>,
    /// Cash that has come to what is at hand.
    cash: f64,
    /// VIX before and after.
    pub vix: [f64; 2],
    /// Trading days.
    pub days: f64,
}

/// Where the least is ready of what falls due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tightest {
    /// Ready over due there.
    pub ratio: f64,
    /// VIX there, and the simple return of SPX where it is held by hand; none at the shock itself.
    pub on_way: Option<(f64, Option<f64>)>,
}

impl SizingShock {
    /// The plan's own shock.
    pub fn new(book: &Book, scan: &Scan) -> SizingShock {
        let shock = &book.shock;
        let (way, liquidity) = (scan.way(book), scan.liquidity(book));
        SizingShock {
            end: way.0.last().map_or_else(Parts::default, |stop| stop.parts),
            recovered: liquidity.iter().map(|stop| stop.recovered).fold(f64::INFINITY, f64::min),
            liquidity: Arc::new(liquidity),
            cash: 0.0,
            vix: [book.market.calibration.vix.0, shock.vix().0],
            days: shock.event.days,
            way: Arc::new(way),
        }
    }

    /// The same with so much more cash at hand, dollars.
    pub fn with_cash(&self, usd: f64) -> SizingShock {
        SizingShock { cash: self.cash + usd, ..self.clone() }
    }

    /// Where on the way the least is ready of what falls due with this much in the sized pool, the hedge's rolls this many
    /// times as dear; none where nothing falls due.
    pub fn tightest(&self, usd: f64, hedge: f64) -> Option<Tightest> {
        let (stop, ratio) = liquidity::lowest(&self.liquidity, usd, hedge, self.cash)?;
        Some(Tightest { ratio, on_way: (!stop.is_end).then_some((stop.vix, stop.spx)) })
    }

    /// Where on the way the most is missing of what falls due: there, what falls due and what is ready; none where nothing
    /// is missing.
    pub fn gap(&self, usd: f64) -> Option<(&LiquidityStop, [Usd; 2])> {
        let missing = |[ready, due]: [Usd; 2]| due.0 - ready.0;
        let at = |stop: &LiquidityStop| stop.ready_and_due(usd, 1.0, self.cash);
        let stops = self.liquidity.iter().rev().map(|stop| (stop, at(stop)));
        stops.filter(|(_, there)| missing(*there) > 0.0).reduce(|a, b| if missing(b.1) > missing(a.1) { b } else { a })
    }
}
