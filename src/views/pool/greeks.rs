//! Greeks: every condor and every pool in one table, and the time value of both engines side by side.

use serde::Serialize;

use crate::book::Book;
use crate::book::greeks::VEGA_DAYS;
use crate::holdings::condor::Greeks;
use crate::holdings::pool;
use crate::holdings::pool::carry::Carry;
use crate::plan::{MarketPlan, PoolPlan};
use crate::units::{Frac, Usd, Years};
use crate::views::pool::held::held;
use crate::views::report::Report;

/// Greeks of one holding today, dollars: delta per 1 point (a dollar of the base token), gamma per point squared, vega
/// per vol point, theta per calendar day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GreeksRow {
    /// `condor`, `pool2`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What moves it: `SPX`, a token, `peg`, or a pair of two tokens.
    pub driver: String,
    /// Level of the driver: points of SPX, dollars for one base token.
    pub level: f64,
    /// Delta, gamma, vega, theta.
    pub greeks: Greeks,
    /// Dollars per 1 % of the driver.
    pub delta_percent: Usd,
    /// Change of that per another 1 %.
    pub gamma_percent: Usd,
    /// Base tokens held, for a pool: its delta.
    pub tokens: Option<f64>,
}

impl GreeksRow {
    fn new([id, name, driver]: [String; 3], level: f64, greeks: Greeks) -> GreeksRow {
        GreeksRow {
            id,
            name,
            driver,
            level,
            greeks,
            delta_percent: Usd(0.01 * level * greeks.delta),
            gamma_percent: Usd(1e-4 * level * level * greeks.gamma),
            tokens: None,
        }
    }
}

/// What moves a pool's price: its base token, the pair where its quote is a token too, the peg of a stable pair.
pub(super) fn driver(plan: &PoolPlan, market: &MarketPlan) -> String {
    match (plan.base_in(market), plan.quote_in(market)) {
        (None, _) => "peg".into(),
        (Some(_), None) => plan.base_label(market),
        (Some(_), Some(_)) => plan.pair(market),
    }
}

/// Each condor that is sold, then each pool with a deposit.
pub(super) fn rows(book: &Book, report: &Report) -> Vec<GreeksRow> {
    let condors = report.condors.iter().filter(|condor| condor.contracts > 0.0).map(|condor| {
        GreeksRow::new([condor.id.clone(), condor.name.clone(), "SPX".into()], book.market.spx.0, condor.greeks)
    });
    let horizon = Years::from_calendar_days(VEGA_DAYS);
    let pools = held(book).map(|(entry, position, plan, pool)| {
        let greeks = pool::greeks::of(position, pool, horizon);
        let names = [entry.id(), entry.name.clone(), driver(plan, &book.plan.market)];
        GreeksRow { tokens: Some(greeks.delta), ..GreeksRow::new(names, position.entry, greeks) }
    });
    condors.chain(pools).collect()
}

/// What passing time alone is worth over one horizon to every condor and every pool, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeValue {
    /// Trading days.
    pub days: f64,
    /// Decay of every condor: time passes and nothing else.
    pub condor: Usd,
    /// Expected fees of every pool.
    pub pool_fees: Usd,
    /// Expected change of their value, ≤ 0.
    pub pool_value_change: Usd,
    /// Both.
    pub pool: Usd,
}

/// Time value over the event's days.
pub(super) fn time_value(book: &Book, report: &Report) -> TimeValue {
    let days = book.shock.event.days;
    let horizon = Years::from_trading_days(book.shock.passed());
    let (mut fees, mut change) = (0.0, 0.0);
    for (_, position, _, pool) in held(book) {
        let carry = Carry { pool: *pool, price: position.entry, vol: position.vol, horizon };
        fees += carry.expected_fees(Frac(position.fee_apr));
        change -= carry.expected_lvr();
    }
    let theta = report.parts.iter().find(|part| part.id == "condor.theta").map_or(Usd(0.0), |part| part.usd);
    TimeValue { days, condor: theta, pool_fees: Usd(fees), pool_value_change: Usd(change), pool: Usd(fees + change) }
}
