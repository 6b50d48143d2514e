//! Event: what happens, over how long. Every field is of the one scenario that the person sets.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Points, Usd, Vol};

/// The event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct EventPlan {
    /// VIX after the shock; empty is untouched.
    pub vix: Option<Points>,
    /// Trading days until then.
    pub days: f64,
    /// SPX simple return, where free of VIX.
    pub spx: Option<Frac>,
    /// Token simple return, where free.
    pub token: Option<Frac>,
    /// Ether's own simple return where the market's token is another one; empty moves with that one.
    pub eth: Option<Frac>,
    /// Bitcoin's, the same.
    pub btc: Option<Frac>,
    /// A crypto-only fall, simple return, on top of the linked move.
    pub crypto: Frac,
    /// Dollars a stable quote token is worth then.
    pub peg: Usd,
    /// VVIX then, where typed.
    pub vvix: Option<Points>,
    /// Volatility of the market's token then, where typed.
    pub token_vol: Option<Vol>,
    /// Fee stream then as a multiple of now, where typed.
    pub fee_multiple: Option<f64>,
    /// Gas then as a multiple of now, where typed.
    pub gas_multiple: Option<f64>,
    /// Depth of the pools that can be withdrawn into after the shock as a multiple of today's, where typed.
    pub depth: Option<f64>,
    /// Change of the risk-free rate.
    pub rate: Frac,
    /// Change of what dollars earn over what the token earns, a year, beside the change of the risk-free rate.
    pub differential: Frac,
    /// Change of the dollar's real effective rate, log.
    pub dollar: Frac,
    /// Macro surprise in standard deviations: raises VIX before the linked moves.
    pub surprise: f64,
}

impl EventPlan {
    /// So many trading days in which nothing is set by hand.
    pub fn calm(days: f64) -> EventPlan {
        EventPlan { vix: None, days, ..EventPlan::default() }
    }

    /// The simple move that a token is to be held at for it to end at this one: what falls on crypto alone comes on top.
    pub fn held_for(&self, ends: Frac) -> Frac {
        Frac((1.0 + ends.0) / (1.0 + self.crypto.0) - 1.0)
    }
}

impl Default for EventPlan {
    fn default() -> Self {
        EventPlan {
            vix: Some(Points(45.0)),
            days: 5.0,
            spx: None,
            token: None,
            eth: None,
            btc: None,
            crypto: Frac(0.0),
            peg: Usd(1.0),
            vvix: None,
            token_vol: None,
            fee_multiple: None,
            gas_multiple: None,
            depth: None,
            rate: Frac(0.0),
            differential: Frac(0.0),
            dollar: Frac(0.0),
            surprise: 0.0,
        }
    }
}
