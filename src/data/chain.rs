//! Chain: quotes of the options on one index at one moment, by expiry, root and strike.

use crate::data::account::Account;
use crate::data::occ::Index;
use crate::units::day::Day;

/// A call or a put as it is quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Bid in points; 0 where nobody bids.
    pub bid: f64,
    /// Ask in points; 0 where nobody offers.
    pub ask: f64,
    /// Implied volatility that the file gives, a fraction a year; none where it gives 0.
    pub iv: Option<f64>,
    /// Contracts held.
    pub open_interest: f64,
}

impl Side {
    /// The middle of bid and ask, where both are there and in order.
    pub fn mid(&self) -> Option<f64> {
        (self.bid > 0.0 && self.ask >= self.bid).then_some(0.5 * (self.bid + self.ask))
    }
}

/// One strike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// Strike in points.
    pub strike: f64,
    /// Its call.
    pub call: Side,
    /// Its put.
    pub put: Side,
}

/// Strikes of one expiry and root.
#[derive(Clone, Debug, PartialEq)]
pub struct Expiry {
    /// The last day.
    pub day: Day,
    /// `SPX` or `SPXW`: on one day both may expire, at the open and at the close.
    pub root: String,
    /// Whether it settles at the open.
    pub am: bool,
    /// Quotes by strike, rising.
    pub quotes: Vec<Quote>,
}

/// A chain.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionChain {
    /// What the options are on.
    pub index: Index,
    /// The day that the file was made; none where it does not say.
    pub made: Option<Day>,
    /// Level of the index, where the file says it.
    pub spot: Option<f64>,
    /// By day, then root.
    pub expiries: Vec<Expiry>,
    /// What was read.
    pub account: Account,
}

impl OptionChain {
    /// The trading day that the quotes are of: the day the file was made, on a weekend or holiday the last one before.
    pub fn session(&self) -> Option<Day> {
        let made = self.made?;
        (0..7).map(|days| Day(made.0.saturating_sub(days))).find(|day| day.is_trading_day())
    }

    /// Strikes of all expiries.
    pub fn strikes(&self) -> usize {
        self.expiries.iter().map(|expiry| expiry.quotes.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_a_weekend_are_of_friday_and_a_mid_needs_both_sides() {
        let chain = OptionChain {
            index: Index::Spx,
            made: Some(Day(20_471)),
            spot: None,
            expiries: Vec::new(),
            account: Account::new("Test"),
        };
        assert_eq!(chain.session(), Some(Day(20_469)));
        let side = |bid: f64, ask: f64| Side { bid, ask, ..Side::default() }.mid();
        assert_eq!([side(1.0, 2.0), side(0.0, 0.05), side(2.0, 1.0)], [Some(1.5), None, None]);
    }
}
