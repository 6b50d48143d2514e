//! Attribution: the condor's P&L taken apart by moving one thing at a time; the rest is named cross.

use crate::book::Book;
use crate::holdings::condor::Condor;
use crate::holdings::world::World;
use crate::market::Market;
use crate::units::{CALENDAR_DAYS, TRADING_DAYS, Years};

/// Parts of the condor's P&L, dollars; they add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CondorParts {
    /// Today's delta times the SPX move.
    pub delta: f64,
    /// SPX moved and nothing else, less delta.
    pub gamma: f64,
    /// The variance curve moved and nothing else.
    pub vega: f64,
    /// Time passed and nothing else.
    pub theta: f64,
    /// What no single move explains, and the rate change.
    pub cross: f64,
    /// Opening fees, negative.
    pub fees: f64,
}

impl CondorParts {
    /// Both together.
    pub fn plus(&self, other: &CondorParts) -> CondorParts {
        CondorParts {
            delta: self.delta + other.delta,
            gamma: self.gamma + other.gamma,
            vega: self.vega + other.vega,
            theta: self.theta + other.theta,
            cross: self.cross + other.cross,
            fees: self.fees + other.fees,
        }
    }
}

/// Attribution of every condor's P&L in a world, added up.
pub fn of(book: &Book, world: &World) -> CondorParts {
    book.condors().fold(CondorParts::default(), |sum, condor| sum.plus(&of_one(book, condor, world)))
}

/// Attribution of one condor's P&L in a world.
pub fn of_one(book: &Book, condor: &Condor, world: &World) -> CondorParts {
    if condor.contracts == 0.0 {
        return CondorParts::default();
    }
    let today = &book.market;
    let now = Years::left(condor.days, 0.0);
    let gain = |value: f64| condor.dollars(condor.credit - value);
    let start = gain(condor.value(today, now));
    let moved_spx = Market { spx: world.market.spx, ..today.clone() };
    let moved_curve = Market { curve: world.market.curve.clone(), ..today.clone() };
    let elapsed = world.days * CALENDAR_DAYS / TRADING_DAYS;
    let aged = Market { curve: today.curve.aged(elapsed), ..today.clone() };
    let smile = condor.smile(today, now);
    let rates = [today.rate.0, today.dividend_yield.0];
    let step = world.market.spx.0 - today.spx.0;
    let delta = condor.greeks(&smile, rates).delta * step;
    let gamma = gain(condor.value(&moved_spx, now)) - start - delta;
    let vega = gain(condor.value(&moved_curve, now)) - start;
    let theta = gain(condor.value(&aged, Years::left(condor.days, world.days))) - start;
    let fees = -condor.fees().0;
    let total = condor.pnl(world);
    CondorParts { delta, gamma, vega, theta, cross: total - delta - gamma - vega - theta - fees, fees }
}
