//! Pool plan: one liquidity position with everything that hangs on it.

use serde::{Deserialize, Serialize};

use crate::plan::{MarketPlan, Token};
use crate::units::{Frac, Usd, Vol};

/// Which pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(rename_all = "snake_case")]
pub enum FeeBy {
    /// As typed, an assumption.
    Apr,
    /// Volume, fee tier and the liquidity that shares it, one's own included.
    Volume,
}

/// The token of one position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolToken {
    /// The market's.
    Market,
    /// Ether.
    Eth,
    /// Bitcoin.
    Btc,
}

/// The liquidity position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PoolPlan {
    /// Which pool.
    pub kind: PoolKind,
    /// Deposit in dollars; 0 is none.
    pub deposit: Usd,
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
    /// Value share of the base token in a weighted pool.
    pub weight: Frac,
    /// Amplification of a StableSwap pool.
    pub amplification: f64,
    /// Gas for entering and leaving.
    pub gas: Usd,
    /// The position's own token; the market's by default.
    pub token: PoolToken,
    /// Dollars for one token of its own; the market's otherwise.
    pub token_price: Option<Usd>,
    /// Volatility of its own token a year; the market's otherwise.
    pub token_vol: Option<Vol>,
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
    /// Puts and calls bought a side to hedge impermanent loss; 0 is none.
    pub strip_per_side: f64,
    /// Price impact that a withdrawal may have.
    pub slippage: Frac,
    /// Dividend yield of the stock that compounding stands beside.
    pub stock_yield: Frac,
    /// Growth of that stock's price a year, simple.
    pub stock_growth: Frac,
    /// What is known of the token.
    pub vetting: Vetting,
    /// A REIT to set beside the pool.
    pub reit: Reit,
}

/// A REIT beside the pool: dividend discount model against the stretch of the pair. A side gauge, never in sizing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

impl Default for PoolPlan {
    fn default() -> Self {
        PoolPlan {
            kind: PoolKind::Concentrated,
            deposit: Usd(30_000.0),
            low: 2200.0,
            high: 4400.0,
            inverted: false,
            tier: Frac(0.0005),
            fee_apr: Frac(0.06),
            weight: Frac(0.8),
            amplification: 100.0,
            gas: Usd(14.0),
            token: PoolToken::Market,
            token_price: None,
            token_vol: None,
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
            strip_per_side: 0.0,
            slippage: Frac(0.01),
            stock_yield: Frac(0.013),
            stock_growth: Frac(0.06),
            vetting: Vetting::default(),
            reit: Reit::default(),
        }
    }
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

/// Volatility of a stable pair where none is typed; house choice.
const STABLE_VOL: Vol = Vol(0.02);

impl PoolPlan {
    /// The volatile token: its own or the market's.
    pub fn token_in(&self, market: &MarketPlan) -> Token {
        match self.token {
            PoolToken::Market => market.token,
            PoolToken::Eth => Token::Eth,
            PoolToken::Btc => Token::Btc,
        }
    }

    /// Dollars for one base token now: one in a StableSwap pool, else its own, the market's, or a round number where
    /// it is not the market's token and none is typed.
    pub fn price_in(&self, market: &MarketPlan) -> Usd {
        let linked = match self.token_in(market) {
            token if token == market.token => market.token_price,
            Token::Eth => Usd(3200.0),
            Token::Btc => Usd(100_000.0),
        };
        if self.kind == PoolKind::StableSwap { Usd(1.0) } else { self.token_price.unwrap_or(linked) }
    }

    /// Volatility of the base token now, a year: its own, the market's, 2 % for a stable pair, or a usual one where it
    /// is not the market's token and none is typed.
    pub fn vol_in(&self, market: &MarketPlan) -> Vol {
        let linked = match self.token_in(market) {
            _ if self.kind == PoolKind::StableSwap => STABLE_VOL,
            token if token == market.token => market.token_vol,
            Token::Eth => Vol(0.62),
            Token::Btc => Vol(0.45),
        };
        self.token_vol.unwrap_or(linked)
    }
}
