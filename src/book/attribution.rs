//! Attribution: the condor's P&L taken apart by moving one thing at a time; the rest is named cross.

use crate::book::Book;
use crate::shock::Scenario;
use crate::units::Years;

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

/// Attribution of the condor's P&L in a scenario.
pub fn of(book: &Book, scenario: &Scenario) -> CondorParts {
    let condor = &book.condor;
    if condor.contracts == 0.0 {
        return CondorParts::default();
    }
    let today = &book.market;
    let now = Years::left(condor.days, 0.0);
    let gain = |value: f64| condor.dollars(condor.credit - value);
    let start = gain(condor.value(today, now));
    let moved_spx = crate::market::Market { spx: scenario.market.spx, ..today.clone() };
    let moved_curve = crate::market::Market { curve: scenario.market.curve.clone(), ..today.clone() };
    let elapsed = scenario.days * crate::units::CALENDAR_DAYS / crate::units::TRADING_DAYS;
    let aged = crate::market::Market { curve: today.curve.aged(elapsed), ..today.clone() };
    let smile = today.spx_smile(now).shifted(condor.offset);
    let rates = [today.rate.0, today.dividend_yield.0];
    let step = scenario.market.spx.0 - today.spx.0;
    let delta = condor.greeks(&smile, rates).delta * step;
    let gamma = gain(condor.value(&moved_spx, now)) - start - delta;
    let vega = gain(condor.value(&moved_curve, now)) - start;
    let theta = gain(condor.value(&aged, Years::left(condor.days, scenario.days))) - start;
    let fees = -condor.fees().0;
    let total = book.condor_pnl(scenario);
    CondorParts { delta, gamma, vega, theta, cross: total - delta - gamma - vega - theta - fees, fees }
}
