//! Greeks: both engines in one table, and their time value side by side.

use serde::Serialize;

use crate::book::position::Position;
use crate::holdings::condor::Greeks;
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::units::{CALENDAR_DAYS, Frac, Usd, Vol, Years};

/// One engine's Greeks today, dollars: delta per 1 point (a dollar of the token), gamma per point squared, vega per vol
/// point, theta per calendar day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GreeksRow {
    /// `Condor`, `Pool 1`, …
    pub name: String,
    /// What moves it: `SPX`, `ETH`, `BTC`, `peg`.
    pub driver: &'static str,
    /// Level of the driver.
    pub level: f64,
    /// Delta, gamma, vega, theta.
    pub greeks: Greeks,
    /// Dollars per 1 % of the driver.
    pub delta_percent: Usd,
    /// Change of that per another 1 %.
    pub gamma_percent: Usd,
    /// Tokens held, for a pool: its delta.
    pub tokens: Option<f64>,
}

impl GreeksRow {
    /// A row from the four.
    pub(super) fn new(name: String, driver: &'static str, level: f64, greeks: Greeks) -> GreeksRow {
        GreeksRow {
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

/// Greeks of a pool: delta x(P), gamma x′(P), vega −∂E[∫LVR]/∂σ over `horizon`, theta the fees of a day.
pub(super) fn of_pool(position: &Position, pool: &Pool, horizon: Years) -> Greeks {
    let lost = |vol: f64| Carry { pool: *pool, price: position.entry, vol: Vol(vol), horizon }.expected_lvr();
    let step = 0.001f64.min(0.5 * position.vol.0);
    let slope = (lost(position.vol.0 + step) - lost(position.vol.0 - step)) / (2.0 * step);
    Greeks {
        delta: pool.delta(position.entry),
        gamma: pool.gamma(position.entry),
        vega: if step > 0.0 { -0.01 * slope } else { 0.0 },
        theta: pool.fee_rate(position.entry, Frac(position.fee_apr)) / CALENDAR_DAYS,
    }
}

/// What passing time alone is worth over one horizon, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TimeValue {
    /// Trading days.
    pub days: f64,
    /// The condor's decay: time passes and nothing else.
    pub condor: Usd,
    /// Expected fees of every pool.
    pub pool_fees: Usd,
    /// Expected change of their value, ≤ 0.
    pub pool_value_change: Usd,
    /// Both.
    pub pool: Usd,
}
