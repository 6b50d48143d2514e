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

/// What is known of the token, IPO style. The first five are hard: one that fails sets the pool's weight to 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Vetting {
    /// Hard: somebody outside has audited it.
    pub audited: bool,
    /// Hard: not exploited in twelve months.
    pub unexploited: bool,
    /// Hard: liquidity is locked.
    pub locked: bool,
    /// Hard: m of n signers with m ≥ 2, behind a timelock.
    pub multisig: bool,
    /// Hard: prices from more than one source.
    pub oracles: bool,
    /// Years since it began to trade.
    pub age: f64,
    /// Dollars locked in the pool.
    pub tvl: Usd,
    /// Share that the ten largest holders have.
    pub top_holders: Frac,
    /// Share that the team has.
    pub team: Frac,
    /// Months over which the team's share vests.
    pub vesting: f64,
    /// Share of the supply that unlocks in 90 days.
    pub unlock: Frac,
}

impl Default for Vetting {
    /// Ether as it stands: every hard item holds.
    fn default() -> Self {
        Vetting {
            audited: true,
            unexploited: true,
            locked: true,
            multisig: true,
            oracles: true,
            age: 10.0,
            tvl: Usd(100_000_000.0),
            top_holders: Frac(0.2),
            team: Frac(0.1),
            vesting: 24.0,
            unlock: Frac(0.0),
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
