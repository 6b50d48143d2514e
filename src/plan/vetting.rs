//! Vetting plan: what is known of a pool's token, and a REIT to set beside the pool.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Usd};

/// A REIT beside the pool: dividend discount model against the stretch of the pair. A side gauge, never in sizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Reit {
    /// Price of a share; 0 is none.
    pub price: Usd,
    /// Dividend over the next year.
    pub dividend: Usd,
    /// Discount rate r a year.
    pub discount: Frac,
    /// Dividend growth g a year, below r.
    pub growth: Frac,
    /// Share of the token in the market value of the pair's two tokens.
    pub cap_share: Frac,
    /// Token return over one week.
    pub week: Frac,
    /// Token return over one month.
    pub month: Frac,
    /// Token return over three months.
    pub quarter: Frac,
}

/// What is known of the token, IPO style; what nobody has entered is empty, and never a pass. The first five are hard: one
/// that fails sets the pool's weight to 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Vetting {
    /// Hard: somebody outside has audited it.
    pub audited: Option<bool>,
    /// Hard: not exploited in twelve months.
    pub unexploited: Option<bool>,
    /// Hard: liquidity is locked.
    pub locked: Option<bool>,
    /// Hard: m of n signers with m ≥ 2, behind a timelock.
    pub multisig: Option<bool>,
    /// Hard: prices from more than one source.
    pub oracles: Option<bool>,
    /// Years since it began to trade.
    pub age: Option<f64>,
    /// Dollars locked in the pool.
    pub tvl: Option<Usd>,
    /// Share that the ten largest holders have.
    pub top_holders: Option<Frac>,
    /// Share that the team has.
    pub team: Option<Frac>,
    /// Months over which the team's share vests.
    pub vesting: Option<f64>,
    /// Share of the supply that unlocks in 90 days.
    pub unlock: Option<Frac>,
}

impl Vetting {
    /// Nobody has looked.
    pub const UNKNOWN: Vetting = Vetting {
        audited: None,
        unexploited: None,
        locked: None,
        multisig: None,
        oracles: None,
        age: None,
        tvl: None,
        top_holders: None,
        team: None,
        vesting: None,
        unlock: None,
    };
}

/// What a link and a file leave out, for ever: every item holds.
impl Default for Vetting {
    fn default() -> Self {
        Vetting {
            audited: Some(true),
            unexploited: Some(true),
            locked: Some(true),
            multisig: Some(true),
            oracles: Some(true),
            age: Some(10.0),
            tvl: Some(Usd(100_000_000.0)),
            top_holders: Some(Frac(0.2)),
            team: Some(Frac(0.1)),
            vesting: Some(24.0),
            unlock: Some(Frac(0.0)),
        }
    }
}

impl Default for Reit {
    fn default() -> Self {
        Reit {
            price: Usd(0.0),
            dividend: Usd(4.0),
            discount: Frac(0.08),
            growth: Frac(0.03),
            cap_share: Frac(0.8),
            week: Frac(0.0),
            month: Frac(0.0),
            quarter: Frac(0.0),
        }
    }
}
