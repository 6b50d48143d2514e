//! What a report says about pools.

use serde::Serialize;

use crate::units::{Frac, Usd, Vol};

/// A pool today and in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PoolReport {
    /// `pool`, `pool2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's pools, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// `ETH / USDC`.
    pub pair: String,
    /// Name of the base token.
    pub base_name: String,
    /// Name of the quote token.
    pub quote_name: String,
    /// Whether the person reads its prices as base per quote.
    pub is_inverted: bool,
    /// Whether it holds the market's token against a stablecoin: then its bounds stand on the payoff's axis.
    pub is_on_market_token: bool,
    /// Dollars deposited.
    pub deposit: Usd,
    /// Quote per base today.
    pub price: f64,
    /// Quote per base in the scenario.
    pub price_after: f64,
    /// Bounds after snapping to ticks, quote per base; `None` where the pool has none.
    pub range: Option<[f64; 2]>,
    /// Whether the scenario's price is in range; true where there is no range.
    pub is_in_range: bool,
    /// Base tokens held today.
    pub base: f64,
    /// Quote tokens held today.
    pub quote: f64,
    /// Base tokens held in the scenario.
    pub base_after: f64,
    /// Quote tokens held in the scenario.
    pub quote_after: f64,
    /// Expected share of the time in range over the scenario's days, no shock.
    pub time_in_range: Frac,
    /// Fee rate of the position a year while in range, of its value.
    pub fee_apr: Frac,
    /// Token vol at which fees pay for LVR: √(8 × APR).
    pub break_even_vol: Vol,
    /// Whether its loan is liquidated in the scenario.
    pub is_liquidated: bool,
    /// Its money.
    #[serde(flatten)]
    pub money: PoolTotals,
}

/// The money of one pool, or of all of them together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PoolTotals {
    /// Value in the scenario, dollars.
    pub value_after: Usd,
    /// What holding the deposit's tokens would be worth then.
    pub hodl_after: Usd,
    /// Impermanent loss against holding, ≤ 0.
    pub impermanent_loss: Frac,
    /// Change of value.
    pub value_change: Usd,
    /// Fees earned on the way, given where the tokens end.
    pub fees: Usd,
    /// Gas to leave in the scenario; positive.
    pub gas: Usd,
    /// Value change + fees + claims − gas − interest − premium − liquidation penalty.
    pub pnl: Usd,
    /// Fees of a year at today's price, always in range, dollars.
    pub year_fees: Usd,
    /// Loss-versus-rebalancing a year at today's price and vol, dollars.
    pub lvr: Usd,
    /// Dollars per 1 % of the base tokens.
    pub delta: Usd,
}

impl PoolTotals {
    /// Both together.
    pub fn plus(&self, other: &PoolTotals) -> PoolTotals {
        let (value, hodl) = (self.value_after + other.value_after, self.hodl_after + other.hodl_after);
        PoolTotals {
            value_after: value,
            hodl_after: hodl,
            impermanent_loss: Frac(if hodl.0 > 0.0 { value.0 / hodl.0 - 1.0 } else { 0.0 }),
            value_change: self.value_change + other.value_change,
            fees: self.fees + other.fees,
            gas: self.gas + other.gas,
            pnl: self.pnl + other.pnl,
            year_fees: self.year_fees + other.year_fees,
            lvr: self.lvr + other.lvr,
            delta: self.delta + other.delta,
        }
    }

    /// Fees less LVR of a year at today's price.
    pub fn calm_year(&self) -> Usd {
        Usd(self.year_fees.0 - self.lvr.0)
    }
}
