//! What a report says about pools.

use serde::Serialize;

use crate::holdings::pool::since_entry::SinceEntry;
use crate::units::{Frac, Usd, Vol};

/// How the person reads the prices of a pool: in which direction, and in what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// Name of the base token.
    pub base: &'a str,
    /// Name of the quote token.
    pub quote: &'a str,
    /// Whether prices are read as base per quote.
    pub is_inverted: bool,
}

impl Quoted<'_> {
    /// `USDC per ETH`, or `ETH per USDC` where inverted.
    pub fn unit(&self) -> String {
        let Quoted { base, quote, is_inverted } = self;
        if *is_inverted { format!("{base} per {quote}") } else { format!("{quote} per {base}") }
    }

    /// The number of a price in quote per base.
    pub fn number(&self, price: f64) -> f64 {
        if self.is_inverted { 1.0 / price } else { price }
    }

    /// The number in words, for where the unit stands beside it.
    pub fn bare(&self, price: f64) -> String {
        crate::words::price(self.number(price))
    }

    /// The price in words with its unit.
    pub fn price(&self, price: f64) -> String {
        format!("{} {}", self.bare(price), self.unit())
    }

    /// Two prices with one unit, the first before the second.
    pub fn both(&self, [from, to]: [f64; 2], between: &str) -> String {
        format!("{}{between}{} {}", self.bare(from), self.bare(to), self.unit())
    }

    /// Two bounds in rising order as they are read, with their unit.
    pub fn range(&self, [low, high]: [f64; 2]) -> String {
        self.both(if self.is_inverted { [high, low] } else { [low, high] }, " to ")
    }

    /// A move of the price as it is read: −50 % of the base token is +100 % turned round.
    pub fn moved(&self, price_move: Frac) -> Frac {
        if self.is_inverted { Frac(1.0 / (1.0 + price_move.0) - 1.0) } else { price_move }
    }
}

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
    /// The same on the way to where the scenario ends.
    pub time_in_range_then: Frac,
    /// Fee rate of the position a year while in range, of its value.
    pub fee_apr: Frac,
    /// The same of a full range, in use: typed, or from what was.
    pub full_range_apr: Frac,
    /// Token vol at which fees pay for LVR: √(8 × APR).
    pub break_even_vol: Vol,
    /// From the day it was opened until today; none where it is not known what was paid in.
    pub since_entry: Option<SinceEntry>,
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
    /// Expected fees of a year without a shock, time out of range counted, dollars.
    pub year_fees: Usd,
    /// Expected loss to rebalancing of that year, dollars.
    pub lvr: Usd,
    /// Expected net of that year: fees − LVR − gas − interest − premium, dollars.
    pub year_net: Usd,
    /// Dollars per 1 % of the base tokens.
    pub delta: Usd,
}

impl PoolReport {
    /// How its prices are read.
    pub fn quoted(&self) -> Quoted<'_> {
        Quoted { base: &self.base_name, quote: &self.quote_name, is_inverted: self.is_inverted }
    }
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
            year_net: self.year_net + other.year_net,
            delta: self.delta + other.delta,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_that_is_turned_round_is_turned_with_its_unit_its_bounds_and_its_move() {
        let straight = Quoted { base: "ETH", quote: "USDC", is_inverted: false };
        assert_eq!(straight.price(3200.0), "3,200 USDC per ETH");
        assert_eq!(straight.range([2000.0, 4000.0]), "2,000 to 4,000 USDC per ETH");
        let turned = Quoted { is_inverted: true, ..straight };
        assert_eq!(turned.price(4000.0), "0.00025 ETH per USDC");
        assert_eq!(turned.range([2000.0, 4000.0]), "0.00025 to 0.0005 ETH per USDC");
        assert_eq!((turned.moved(Frac(-0.5)), straight.moved(Frac(-0.5))), (Frac(1.0), Frac(-0.5)));
    }
}
