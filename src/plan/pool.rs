//! Pool plan: one liquidity position with everything that hangs on it.

use serde::{Deserialize, Serialize};

use crate::plan::vetting::{Reit, Vetting};
use crate::plan::{MarketPlan, Token};
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
    /// Dollars paid in since the position was opened, less those taken out; not known while empty.
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

/// Volatility of a stable pair where none is typed; house choice.
const STABLE_VOL: Vol = Vol(0.02);
/// Correlation of two tokens of one pair where no volatility of the pair is typed; house choice.
const PAIR_CORRELATION: f64 = 0.8;

impl PoolKind {
    /// Every kind, in the order of the page.
    pub const ALL: [PoolKind; 4] =
        [PoolKind::ConstantProduct, PoolKind::Concentrated, PoolKind::Weighted, PoolKind::StableSwap];

    /// Whether its tokens are stablecoins whatever a plan calls them.
    pub fn is_stable_pair(self) -> bool {
        matches!(self, PoolKind::StableSwap)
    }
}

impl PoolPlan {
    /// The base token; `None` for a stablecoin.
    pub fn base_in(&self, market: &MarketPlan) -> Option<Token> {
        if self.kind.is_stable_pair() {
            return None;
        }
        Some(match self.token {
            PoolToken::Market => market.token,
            PoolToken::Eth => Token::Eth,
            PoolToken::Btc => Token::Btc,
            PoolToken::Own => Token::Own,
            PoolToken::Stable => return None,
        })
    }

    /// The quote token; `None` for a stablecoin.
    pub fn quote_in(&self, market: &MarketPlan) -> Option<Token> {
        if self.kind.is_stable_pair() {
            return None;
        }
        match self.quote {
            QuoteToken::Stable => None,
            QuoteToken::Market => Some(market.token),
            QuoteToken::Eth => Some(Token::Eth),
            QuoteToken::Btc => Some(Token::Btc),
            QuoteToken::Own => Some(Token::Own),
        }
    }

    /// Whether both tokens are stablecoins: a shock reaches the pair through the peg only.
    pub fn is_stable_pair(&self) -> bool {
        self.kind.is_stable_pair() || (self.token == PoolToken::Stable && self.quote == QuoteToken::Stable)
    }

    /// What the base token is called.
    pub fn base_label(&self, market: &MarketPlan) -> String {
        match self.base_in(market) {
            Some(Token::Own) if self.base_name.is_empty() => "Token".to_string(),
            // Beside a token it is the dollar that a pool is priced in elsewhere; beside another stablecoin the other one.
            None if self.base_name.is_empty() => if self.is_stable_pair() { "USDT" } else { "USDC" }.to_string(),
            Some(Token::Own) | None => self.base_name.clone(),
            Some(token) => token.name().to_string(),
        }
    }

    /// What the quote token is called.
    pub fn quote_label(&self, market: &MarketPlan) -> String {
        match self.quote_in(market) {
            Some(Token::Own) if self.quote_name.is_empty() => "Quote".to_string(),
            None if self.quote_name.is_empty() => "USDC".to_string(),
            Some(Token::Own) | None => self.quote_name.clone(),
            Some(token) => token.name().to_string(),
        }
    }

    /// The pair: `ETH / USDC`.
    pub fn pair(&self, market: &MarketPlan) -> String {
        format!("{} / {}", self.base_label(market), self.quote_label(market))
    }

    /// What its prices are counted in, as they are shown: `USDC per ETH`, or `ETH per USDC` where inverted.
    pub fn price_unit(&self, market: &MarketPlan) -> String {
        let (base, quote) = (self.base_label(market), self.quote_label(market));
        if self.inverted { format!("{base} per {quote}") } else { format!("{quote} per {base}") }
    }

    /// Dollars for one base token now: one for a stablecoin, else its own, the market's, or a round number where
    /// it is not the market's token and none is typed.
    pub fn base_usd(&self, market: &MarketPlan) -> Usd {
        match self.base_in(market) {
            None => Usd(1.0),
            Some(token) => self.token_price.unwrap_or_else(|| token.price_in(market)),
        }
    }

    /// Dollars for one quote token now.
    pub fn quote_usd(&self, market: &MarketPlan) -> Usd {
        match self.quote_in(market) {
            None => Usd(1.0),
            Some(Token::Own) => self.quote_price,
            Some(token) => token.price_in(market),
        }
    }

    /// Quote tokens for one base token now.
    pub fn price_in(&self, market: &MarketPlan) -> f64 {
        self.base_usd(market).0 / self.quote_usd(market).0
    }

    /// The same as it is shown: base per quote where inverted.
    pub fn price_shown(&self, market: &MarketPlan) -> f64 {
        let price = self.price_in(market);
        if self.inverted { 1.0 / price } else { price }
    }

    /// The bounds, quote per base; none where they are not two rising prices above 0.
    pub fn bounds_in(&self, market: &MarketPlan) -> Option<[f64; 2]> {
        let price = self.price_in(market);
        let [low, high] = match self.range_by {
            RangeBy::Level if self.inverted => [1.0 / self.high, 1.0 / self.low],
            RangeBy::Level => [self.low, self.high],
            RangeBy::Factor => [price / self.factor, price * self.factor],
            RangeBy::Width => [price * (1.0 - self.width.0), price * (1.0 + self.width.0)],
        };
        (low > 0.0 && low < high && high.is_finite()).then_some([low, high])
    }

    /// Volatility of the quote token now, a year; none for a stablecoin.
    pub fn quote_vol_in(&self, market: &MarketPlan) -> Option<Vol> {
        let token = self.quote_in(market)?;
        Some(self.quote_vol.filter(|_| token == Token::Own).unwrap_or_else(|| token.vol_in(market)))
    }

    /// Volatility of the pair's price now, a year: as typed, 2 % for a stable pair, one token's against a stablecoin,
    /// else from both tokens at a correlation of 0.8.
    pub fn vol_in(&self, market: &MarketPlan) -> Vol {
        let of_tokens = || match (self.base_in(market), self.quote_vol_in(market)) {
            (None, None) => STABLE_VOL,
            (None, Some(quote)) => quote,
            (Some(base), None) => base.vol_in(market),
            (Some(base), Some(quote)) => {
                let (a, b) = (base.vol_in(market).0, quote.0);
                Vol((a * a + b * b - 2.0 * PAIR_CORRELATION * a * b).max(0.0).sqrt().max(STABLE_VOL.0))
            }
        };
        self.token_vol.unwrap_or_else(of_tokens)
    }
}

impl Token {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Token::Eth => "ETH",
            Token::Btc => "BTC",
            Token::Own => "Token",
        }
    }

    /// Dollars for one now: the market's where it is the market's token, else a round number.
    pub fn price_in(self, market: &MarketPlan) -> Usd {
        match self {
            token if token == market.token => market.token_price,
            Token::Eth => Usd(3200.0),
            Token::Btc => Usd(100_000.0),
            Token::Own => Usd(1.0),
        }
    }

    /// Its volatility now, a year: the market's where it is the market's token, else a usual one.
    pub fn vol_in(self, market: &MarketPlan) -> Vol {
        match self {
            token if token == market.token => market.token_vol,
            Token::Eth | Token::Own => Vol(0.62),
            Token::Btc => Vol(0.45),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::knob;
    use crate::plan::{Plan, file, url};

    #[test]
    fn a_pair_has_its_tokens_names_price_and_vol() {
        let market = MarketPlan::default();
        let plan = PoolPlan { token: PoolToken::Btc, quote: QuoteToken::Eth, ..PoolPlan::default() };
        assert_eq!((plan.pair(&market).as_str(), plan.price_in(&market)), ("BTC / ETH", 31.25));
        let both: f64 = 0.62 * 0.62 + 0.45 * 0.45 - 2.0 * 0.8 * 0.62 * 0.45;
        assert!((plan.vol_in(&market).0 - both.sqrt()).abs() < 1e-12, "{:?}", plan.vol_in(&market));
        let own = PoolPlan {
            token: PoolToken::Own,
            base_name: "LINK".into(),
            token_price: Some(Usd(20.0)),
            quote_name: "DAI".into(),
            ..PoolPlan::default()
        };
        assert_eq!((own.pair(&market).as_str(), own.price_in(&market)), ("LINK / DAI", 20.0));
        let stable = PoolPlan { kind: PoolKind::StableSwap, ..PoolPlan::default() };
        assert_eq!((stable.pair(&market).as_str(), stable.price_in(&market)), ("USDT / USDC", 1.0));
    }

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
