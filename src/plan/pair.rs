//! Pair: a pool's two tokens, what they are called, and the pair's price, bounds and volatility now.

use crate::plan::{MarketPlan, PoolPlan, PoolToken, QuoteToken, RangeBy, Token, Vetting};
use crate::units::{Usd, Vol};

/// Volatility of a stable pair where none is typed; house choice.
const STABLE_VOL: Vol = Vol(0.02);
/// Correlation of two tokens of one pair where no volatility of the pair is typed; house choice.
const PAIR_CORRELATION: f64 = 0.8;

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

    /// A range in quote per base as it is shown, or one as it is shown in quote per base: the other way round where inverted.
    pub fn shown_range(&self, [low, high]: [f64; 2]) -> [f64; 2] {
        if self.inverted { [1.0 / high, 1.0 / low] } else { [low, high] }
    }

    /// The bounds, quote per base; none where they are not two rising prices above 0.
    pub fn bounds_in(&self, market: &MarketPlan) -> Option<[f64; 2]> {
        let price = self.price_in(market);
        let [low, high] = match self.range_by {
            RangeBy::Level => self.shown_range([self.low, self.high]),
            RangeBy::Factor => [price / self.factor, price * self.factor],
            RangeBy::Width => [price * (1.0 - self.width.0), price * (1.0 + self.width.0)],
        };
        (low > 0.0 && low < high && high.is_finite()).then_some([low, high])
    }

    fn tokens_in(&self, market: &MarketPlan) -> [Option<Token>; 2] {
        [self.base_in(market), self.quote_in(market)]
    }

    /// What was known of the tokens of `before` is not known of others, but where it changed with them.
    pub fn forget_vetting(&mut self, before: &PoolPlan, market: &MarketPlan) {
        if self.tokens_in(market) != before.tokens_in(market) && self.vetting == before.vetting {
            self.vetting = Vetting::UNKNOWN;
        }
    }

    /// Puts a range that is typed as two prices round the new pair's price, as wide as it was round that of `before`: the old
    /// bounds were the old pair's prices. A base price and a volatility that were typed for another pair go with it. Bounds
    /// that changed with the pair are left alone.
    pub fn follow_pair(&mut self, before: &PoolPlan, market: &MarketPlan) {
        let own = |pool: &PoolPlan| (pool.base_name.clone(), pool.quote_name.clone());
        if self.tokens_in(market) == before.tokens_in(market) || own(self) != own(before) {
            return;
        }
        if self.base_in(market) != before.base_in(market) && self.token_price == before.token_price {
            self.token_price = None;
        }
        if self.token_vol == before.token_vol {
            self.token_vol = None;
        }
        if [self.low, self.high] == [before.low, before.high] && self.inverted == before.inverted {
            let times = self.price_shown(market) / before.price_shown(market);
            // To six digits: nobody reads the seventh, and a link is shorter.
            let digits = |x: f64| {
                let unit = 10f64.powi(x.log10().floor() as i32 - 5);
                (x / unit).round() * unit
            };
            let moved = [self.low, self.high].map(|bound| digits(bound * times));
            if moved.iter().all(|bound| (1e-12..=1e12).contains(bound)) {
                [self.low, self.high] = moved;
            }
        }
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

/// The input of a pool's bound at this price in quote per base, and what stands in it: one over the price in the other
/// bound's where prices are shown inverted.
pub fn shown_bound(row: &'static str, price: f64, is_inverted: bool) -> (&'static str, f64) {
    match row {
        "pool.low" if is_inverted => ("pool.high", 1.0 / price),
        "pool.high" if is_inverted => ("pool.low", 1.0 / price),
        row => (row, price),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PoolKind;

    #[test]
    fn a_range_follows_its_pair_to_the_new_price_and_stays_as_wide() {
        let market = MarketPlan::default();
        let before = PoolPlan { token_price: Some(Usd(3000.0)), low: 1500.0, high: 4500.0, ..PoolPlan::default() };
        let turned = |change: &dyn Fn(&mut PoolPlan)| {
            let mut pool = before.clone();
            change(&mut pool);
            pool.follow_pair(&before, &market);
            pool
        };
        let btc = turned(&|pool| pool.token = PoolToken::Btc);
        assert_eq!((btc.token_price, [btc.low, btc.high]), (None, [50_000.0, 150_000.0]));
        let in_btc = turned(&|pool| pool.quote = QuoteToken::Btc);
        assert_eq!((in_btc.token_price, [in_btc.low, in_btc.high]), (Some(Usd(3000.0)), [0.015, 0.045]));
        // Bounds that came with the pair, and a pool whose pair is the same, are left alone.
        let both = turned(&|pool| (pool.token, pool.low, pool.high) = (PoolToken::Btc, 9e4, 1.1e5));
        assert_eq!([both.low, both.high], [9e4, 1.1e5]);
        assert_eq!(turned(&|pool| pool.token = PoolToken::Eth), PoolPlan { token: PoolToken::Eth, ..before.clone() });
    }

    #[test]
    fn what_is_known_of_a_token_is_not_known_of_another() {
        let (market, before) = (MarketPlan::default(), PoolPlan::default());
        assert_ne!(before.vetting, Vetting::UNKNOWN);
        let turned = |change: &dyn Fn(&mut PoolPlan)| {
            let mut pool = before.clone();
            change(&mut pool);
            pool.forget_vetting(&before, &market);
            pool.vetting
        };
        for token in [PoolToken::Btc, PoolToken::Own, PoolToken::Stable] {
            assert_eq!(turned(&|pool| pool.token = token), Vetting::UNKNOWN, "{token:?}");
        }
        assert_eq!(turned(&|pool| pool.quote = QuoteToken::Btc), Vetting::UNKNOWN);
        // The same token by its name, another range, and what was said with the new token.
        assert_eq!(turned(&|pool| pool.token = PoolToken::Eth), before.vetting);
        assert_eq!(turned(&|pool| pool.low = 1.0), before.vetting);
        let said = Vetting { audited: Some(false), ..before.vetting.clone() };
        assert_eq!(turned(&|pool| (pool.token, pool.vetting) = (PoolToken::Btc, said.clone())), said);
    }

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
}
