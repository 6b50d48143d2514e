//! World: the market, every token and the terms of trade so many days from now. What every holding is priced in.

use std::sync::Arc;

use crate::market::Market;
use crate::plan::{MarketPlan, Token};
use crate::units::{CALENDAR_DAYS, Usd, Vol, Years, calendar_days, days_left};

/// A close on the way to a world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Close {
    /// Time passed by then, in 252nds of a year.
    pub days: f64,
    /// SPX, points.
    pub spx: f64,
    /// VIX, points.
    pub vix: f64,
}

/// One world: today, or after a shock. Dollars, points, decimals as named.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Market then.
    pub market: Market,
    /// Time passed in 252nds of a year: what the shock's trading days come to by its [`crate::units::clock::Clock`].
    pub days: f64,
    /// Dollars for one of the market's token.
    pub token: f64,
    /// Volatility of the market's token, a year.
    pub token_vol: Vol,
    /// Log return of each of the book's tokens, in the order of [`Tokens`]; one residual moves all of them.
    pub returns: Vec<f64>,
    /// Dollars a stable quote token is worth.
    pub peg: f64,
    /// VIX then over VIX before: drives vols, fees, gas and depth; 1 while VIX is untouched.
    pub vix_ratio: f64,
    /// What the volatility of every token was multiplied by.
    pub vol_multiple: f64,
    /// Fee stream as a multiple of today's.
    pub fee_multiple: f64,
    /// Gas as a multiple of today's.
    pub gas_multiple: f64,
    /// Withdrawable depth as a multiple of today's.
    pub depth: f64,
    /// Change of what a loan costs, a year.
    pub loan_rate_change: f64,
    /// What dollars earn over what the token earns, a year, beyond the risk-free rate: a token's forward stands above its
    /// price by it.
    pub differential: f64,
    /// Closes of SPX and VIX on the way here, by rising day, where they are known. `None`: the path is unknown.
    pub closes: Option<Arc<[Close]>>,
}

/// One token of the book.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenTerms {
    /// Which token: it says how SPX and VIX move it.
    pub token: Token,
    /// Betas to SPX and VIX typed for it.
    pub betas: [Option<f64>; 2],
    /// Volatility a year that its residual is scaled to; the fitted residual while empty.
    pub vol: Option<Vol>,
}

impl TokenTerms {
    /// One that answers as it was fitted.
    pub fn fitted(token: Token) -> TokenTerms {
        TokenTerms { token, betas: [None; 2], vol: None }
    }
}

/// Every token that a book holds or is hedged with; the market's is the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokens(Vec<TokenTerms>);

impl Tokens {
    /// The market's token alone.
    pub fn of(market: &MarketPlan) -> Tokens {
        Tokens(vec![TokenTerms { token: market.token, betas: [None; 2], vol: Some(market.token_vol) }])
    }

    /// Where a token stands; it is added where it is new. Tokens of a pool's own are never shared.
    pub fn place(&mut self, terms: TokenTerms) -> usize {
        let known = self.0.iter().position(|one| one.token == terms.token && terms.token != Token::Own);
        known.unwrap_or_else(|| {
            self.0.push(terms);
            self.0.len() - 1
        })
    }

    /// Every token, the market's first.
    pub fn iter(&self) -> impl Iterator<Item = &TokenTerms> {
        self.0.iter()
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// A world as an option on the market's token, or one on VIX, sees it.
#[derive(Clone, Copy, Debug)]
pub struct Valuation<'a> {
    /// The market then.
    pub market: &'a Market,
    /// Time passed in 252nds of a year: what the shock's trading days come to by its [`crate::units::clock::Clock`].
    pub days: f64,
    /// Dollars for one token then.
    pub token: f64,
    /// The token's volatility then.
    pub token_vol: Vol,
    /// What dollars earn over what the token earns then, a year, beyond the risk-free rate.
    pub differential: f64,
}

impl World {
    /// Today: nothing has moved.
    pub fn today(market: &Market, plan: &MarketPlan, tokens: &Tokens) -> World {
        World {
            market: market.clone(),
            days: 0.0,
            token: plan.token_price.0,
            token_vol: plan.token_vol,
            returns: vec![0.0; tokens.count()],
            peg: 1.0,
            vix_ratio: 1.0,
            vol_multiple: 1.0,
            fee_multiple: 1.0,
            gas_multiple: 1.0,
            depth: 1.0,
            loan_rate_change: 0.0,
            differential: 0.0,
            closes: None,
        }
    }

    /// The close at which an expiry so many calendar days from today was settled before this world's day; `None` where that
    /// is not known, or the expiry is not before it.
    pub fn settled_at(&self, expiry: f64) -> Option<&Close> {
        let close = self.closes.as_ref()?.iter().find(|close| days_left(expiry, close.days) <= 0.0);
        close.filter(|close| close.days < self.days)
    }

    /// What options on the market's token, and everything on VIX, are priced on.
    pub fn valuation(&self) -> Valuation<'_> {
        let World { market, days, token, token_vol, differential, .. } = self;
        Valuation { market, days: *days, token: *token, token_vol: *token_vol, differential: *differential }
    }

    /// What a forward of a token is worth over its price where nothing but the differential carries it: covered interest
    /// parity, so many years ahead.
    pub fn carried(&self, left: Years) -> f64 {
        (self.differential * left.0).exp()
    }

    /// Log return of a token of the book; 0 for a stablecoin.
    pub fn log_return(&self, token: Option<usize>) -> f64 {
        token.and_then(|i| self.returns.get(i)).copied().unwrap_or(0.0)
    }
}

impl Valuation<'_> {
    /// Calendar days passed.
    pub fn calendar_days(&self) -> f64 {
        calendar_days(self.days)
    }
}

/// Calendar days left below which an option is rolled.
pub const ROLL_DAYS: f64 = 21.0;

/// Dollars a year that losing `lost` of `days` calendar days down to the roll at 21 days comes to; `None` for 21 or
/// fewer.
pub fn annualised(lost: f64, days: f64) -> Option<Usd> {
    (days > ROLL_DAYS).then(|| Usd(lost * CALENDAR_DAYS / (days - ROLL_DAYS)))
}
