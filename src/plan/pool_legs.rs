//! Legs that are written on a pool: the strip that replicates its impermanent loss, and the conversion.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Usd};

/// Puts and calls bought on a pool's token, one a bucket of the range, so that they pay what the pool loses against
/// holding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct StripPlan {
    /// Which pool, 1 the first.
    pub pool: f64,
    /// Options a side; 0 is none.
    pub per_side: f64,
    /// Calendar days to their expiry.
    pub days: f64,
}

impl StripPlan {
    /// Place of its pool among the plan's pools, from 0.
    pub fn pool_nth(&self) -> usize {
        place(self.pool)
    }

    /// Options of both sides.
    pub fn options(&self) -> f64 {
        2.0 * self.per_side
    }
}

/// Pools are counted from 1 by the person, from 0 here.
fn place(number: f64) -> usize {
    (number.max(1.0) as usize) - 1
}

impl Default for StripPlan {
    fn default() -> Self {
        StripPlan { pool: 1.0, per_side: 3.0, days: 30.0 }
    }
}

/// Conversion: a pool's tokens sold short by calls and puts of one strike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ConversionPlan {
    /// Which pool, 1 the first.
    pub pool: f64,
    /// Part of the pool's tokens that is sold short; below 0 is a reversal, which buys them.
    pub share: Frac,
    /// Strike over today's token price.
    pub strike: Frac,
    /// Calendar days to expiry.
    pub days: f64,
    /// Costs of both options over today's token price.
    pub costs: Frac,
    /// Dollars that a call on one token brings, where typed.
    pub call: Option<Usd>,
    /// Dollars that a put on one token costs, where typed.
    pub put: Option<Usd>,
    /// Dollars a day that searchers take, now.
    pub mev: f64,
    /// The same on an ordinary day.
    pub mev_norm: f64,
    /// Whether it waits for the gate: nothing is traded while MEV is at or below three times its norm.
    pub gated: bool,
}

impl ConversionPlan {
    /// Place of its pool among the plan's pools, from 0.
    pub fn pool_nth(&self) -> usize {
        place(self.pool)
    }
}

impl ConversionPlan {
    /// MEV over its norm.
    pub fn mev_over_norm(&self) -> f64 {
        self.mev / self.mev_norm
    }
}

impl Default for ConversionPlan {
    fn default() -> Self {
        ConversionPlan {
            pool: 1.0,
            share: Frac(1.0),
            strike: Frac(1.0),
            days: 30.0,
            costs: Frac(0.002),
            call: None,
            put: None,
            mev: 1.0,
            mev_norm: 1.0,
            gated: false,
        }
    }
}
