//! Pool plan: one liquidity position with everything that hangs on it.

use serde::{Deserialize, Serialize};

use crate::plan::vetting::{Reit, Vetting};
use crate::units::{Frac, Usd, Vol};

/// Which pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PoolKind {
    /// Uniswap v2.
    ConstantProduct,
    /// Uniswap v3.
    Concentrated,
    /// Balancer.
    Weighted,
    /// Curve: two stablecoins, reached by a shock only through the peg.
    StableSwap,
}

/// Where the fee APR comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeBy {
    /// As typed, an assumption.
    Apr,
    /// Volume, fee tier and the liquidity that shares it, one's own included.
    Volume,
    /// What this position earns while in range, as typed: an assumption too.
    Position,
}

/// How the bounds of a range are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RangeBy {
    /// Two prices as typed.
    Level,
    /// The pair's price over and times a factor.
    Factor,
    /// The pair's price less and plus a part of it.
    Width,
}

/// A position's base token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PoolToken {
    /// The market's.
    Market,
    /// Ether.
    Eth,
    /// Bitcoin.
    Btc,
    /// Another one, with a price, a volatility and betas of its own.
    Own,
    /// A stablecoin; it follows the peg unless the quote token is one too, which then follows it alone.
    Stable,
}

/// A position's quote token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuoteToken {
    /// A stablecoin; it follows the peg.
    Stable,
    /// The market's token.
    Market,
    /// Ether.
    Eth,
    /// Bitcoin.
    Btc,
    /// Another one, with a price, a volatility and betas of its own.
    Own,
}

/// The liquidity position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PoolPlan {
    /// Which pool.
    pub kind: PoolKind,
    /// Deposit in dollars; 0 is none.
    pub deposit: Usd,
    /// How the bounds are set.
    pub range_by: RangeBy,
    /// The price over and times this are the bounds, where they are set by it; above 1.
    pub factor: f64,
    /// The price less and plus this part of it are the bounds, where they are set by it; between 0 and 1.
    pub width: Frac,
    /// Lower bound, quote per base as shown (base per quote where inverted).
    pub low: f64,
    /// Upper bound, likewise.
    pub high: f64,
    /// Show and type prices as base per quote.
    pub inverted: bool,
    /// Fee tier.
    pub tier: Frac,
    /// Full-range-equivalent fee APR.
    pub fee_apr: Frac,
    /// Fee APR of this position while in range; the full range's by its concentration while empty.
    pub position_apr: Option<Frac>,
    /// Value share of the base token in a weighted pool.
    pub weight: Frac,
    /// Amplification of a StableSwap pool.
    pub amplification: f64,
    /// Gas for entering and leaving.
    pub gas: Usd,
    /// Base token.
    pub token: PoolToken,
    /// Name of the base token, where it is of its own or a stablecoin.
    pub base_name: String,
    /// Dollars for one base token; the market's while empty.
    pub token_price: Option<Usd>,
    /// Volatility of the pair's price a year; from its tokens while empty.
    pub token_vol: Option<Vol>,
    /// SPX beta of a base token of its own; Ether's while empty.
    pub beta_spx: Option<f64>,
    /// Log return of such a token per VIX point; Ether's while empty.
    pub beta_vix: Option<f64>,
    /// Quote token.
    pub quote: QuoteToken,
    /// Name of the quote token, where it is of its own or a stablecoin.
    pub quote_name: String,
    /// Dollars for one quote token of its own.
    pub quote_price: Usd,
    /// Volatility of such a token a year; Ether's usual one while empty.
    pub quote_vol: Option<Vol>,
    /// SPX beta of such a token; Ether's while empty.
    pub quote_beta_spx: Option<f64>,
    /// Log return of such a token per VIX point; Ether's while empty.
    pub quote_beta_vix: Option<f64>,
    /// Where the fee APR comes from.
    pub fee_by: FeeBy,
    /// Dollars that the pool trades a calendar day.
    pub volume: Usd,
    /// Liquidity of the others at today's price, √(token · dollar) in human units.
    pub active_liquidity: f64,
    /// Share of the fees that the protocol and just-in-time liquidity take.
    pub diverted: Frac,
    /// Seconds between blocks.
    pub block_seconds: f64,
    /// Dollars borrowed against the position.
    pub loan: Usd,
    /// Interest on them a year, continuous.
    pub loan_rate: Frac,
    /// Share of the value that may be owed.
    pub loan_threshold: Frac,
    /// Insurance premium a year, of the deposit.
    pub cover_premium: Frac,
    /// Part of the HODL value that stays with the person.
    pub deductible: Frac,
    /// Part of the rest that the insurer covers.
    pub cover: Frac,
    /// The most it pays; the deposit while empty.
    pub cover_limit: Option<Usd>,
    /// Price impact that a withdrawal may have.
    pub slippage: Frac,
    /// Dividend yield of the stock that compounding stands beside.
    pub stock_yield: Frac,
    /// Growth of that stock's price a year, simple.
    pub stock_growth: Frac,
    /// Dollars paid in since the position was opened, less those taken out; opened today while empty.
    pub paid_in: Option<Usd>,
    /// Dollars of fees collected since then.
    pub collected: Usd,
    /// What is known of the token.
    pub vetting: Vetting,
    /// A REIT to set beside the pool.
    pub reit: Reit,
}

impl Default for PoolPlan {
    fn default() -> Self {
        PoolPlan {
            kind: PoolKind::Concentrated,
            deposit: Usd(30_000.0),
            range_by: RangeBy::Level,
            factor: 2.0,
            width: Frac(0.1),
            low: 2200.0,
            high: 4400.0,
            inverted: false,
            tier: Frac(0.0005),
            fee_apr: Frac(0.06),
            position_apr: None,
            weight: Frac(0.8),
            amplification: 100.0,
            gas: Usd(14.0),
            token: PoolToken::Market,
            base_name: String::new(),
            token_price: None,
            token_vol: None,
            beta_spx: None,
            beta_vix: None,
            quote: QuoteToken::Stable,
            quote_name: String::new(),
            quote_price: Usd(1.0),
            quote_vol: None,
            quote_beta_spx: None,
            quote_beta_vix: None,
            fee_by: FeeBy::Apr,
            volume: Usd(200_000_000.0),
            active_liquidity: 5_400_000.0,
            diverted: Frac(0.0),
            block_seconds: 12.0,
            loan: Usd(0.0),
            loan_rate: Frac(0.08),
            loan_threshold: Frac(0.8),
            cover_premium: Frac(0.0),
            deductible: Frac(0.08),
            cover: Frac(0.0),
            cover_limit: None,
            slippage: Frac(0.01),
            stock_yield: Frac(0.013),
            stock_growth: Frac(0.06),
            paid_in: None,
            collected: Usd(0.0),
            vetting: Vetting::default(),
            reit: Reit::default(),
        }
    }
}

impl PoolKind {
    /// Every kind, in the order of the page.
    pub const ALL: [PoolKind; 4] =
        [PoolKind::ConstantProduct, PoolKind::Concentrated, PoolKind::Weighted, PoolKind::StableSwap];

    /// The word that files have for each and its name on the page, in the same order.
    pub const OPTIONS: &[(&str, &str)] = &[
        ("constant_product", "Uniswap v2, full range"),
        ("concentrated", "Uniswap v3, range"),
        ("weighted", "Balancer, weighted"),
        ("stable_swap", "Curve, two dollars"),
    ];

    /// Whether its tokens are stablecoins whatever a plan calls them.
    pub fn is_stable_pair(self) -> bool {
        matches!(self, PoolKind::StableSwap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::knob;
    use crate::plan::{Plan, file, url};

    /// The kind after this one: a new kind does not compile before it has its place in the list.
    fn after(kind: PoolKind) -> Option<PoolKind> {
        match kind {
            PoolKind::ConstantProduct => Some(PoolKind::Concentrated),
            PoolKind::Concentrated => Some(PoolKind::Weighted),
            PoolKind::Weighted => Some(PoolKind::StableSwap),
            PoolKind::StableSwap => None,
        }
    }

    #[test]
    fn every_kind_is_an_option_of_its_knob_under_the_word_that_files_have_and_survives_link_and_file() {
        let all: Vec<PoolKind> = std::iter::successors(Some(PoolKind::ConstantProduct), |kind| after(*kind)).collect();
        assert_eq!(all, PoolKind::ALL);
        let Some(knob) = knob("pool.kind") else { unreachable!() };
        let words: Vec<&str> = knob.options().unwrap_or_default().iter().map(|(word, _)| *word).collect();
        let filed = all.iter().filter_map(|kind| serde_json::to_value(kind).ok());
        assert_eq!(filed.collect::<Vec<_>>(), words);
        for (i, kind) in all.into_iter().enumerate() {
            let mut plan = Plan::default();
            assert_eq!(knob.set(&mut plan, 0, Some(i as f64)), Ok(()));
            assert_eq!((plan.pool(0).map(|pool| pool.kind), knob.value(&plan, 0)), (Some(kind), Some(i as f64)));
            assert_eq!(url::parse(&url::fragment(&plan)).map(|opened| opened.plan).ok().as_ref(), Some(&plan));
            assert_eq!(file::open(&file::text(&plan)).map(|opened| opened.plan).ok().as_ref(), Some(&plan));
        }
    }
}
