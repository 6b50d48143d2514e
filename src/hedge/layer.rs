//! VIX layer: whole calls of one expiry and strike.
//!
//! Source: model book 9.

use crate::market::Market;
use crate::options::black::Side;
use crate::options::vix::listed_strike;
use crate::units::{CALENDAR_DAYS, MULTIPLIER, Points, TRADING_DAYS, Usd, Years};

/// Fewer calendar days left than this and the layer is rolled.
pub const ROLL_DAYS: f64 = 21.0;

/// Calls held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    /// `short`, `medium` or `long`.
    pub name: &'static str,
    /// Calendar days to expiry at the valuation date.
    pub days: f64,
    /// Whole contracts, not negative.
    pub contracts: f64,
    /// Listed strike.
    pub strike: Points,
    /// Paid, points.
    pub premium: f64,
}

/// What becomes of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 21 days left or more.
    Hold,
    /// Fewer than 21 days left.
    Roll,
    /// Settled at VIX.
    Expired,
}

impl State {
    /// The word in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            State::Hold => "hold",
            State::Roll => "roll",
            State::Expired => "expired",
        }
    }
}

/// Listed strike of the call that has this forward delta; the future itself, listed, where no strike has it.
pub fn strike_at_delta(market: &Market, delta: f64, expiry: Years) -> Points {
    listed_strike(market.vix_strike_at_delta(delta, expiry).unwrap_or_else(|| market.vix_future(expiry)))
}

impl Layer {
    /// The layer bought at the model's price.
    pub fn bought(market: &Market, name: &'static str, days: f64, contracts: f64, strike: Points) -> Layer {
        let premium = market.vix_option(Side::Call, strike, Years::from_calendar_days(days)).0;
        Layer { name, days, contracts, strike, premium }
    }

    /// Calendar days left after `days` trading days, not negative.
    pub fn days_left(&self, days: f64) -> f64 {
        (self.days - days * CALENDAR_DAYS / TRADING_DAYS).max(0.0)
    }

    /// Price of one call on `market`, `days` trading days from now, points.
    pub fn price(&self, market: &Market, days: f64) -> f64 {
        market.vix_option(Side::Call, self.strike, Years::from_calendar_days(self.days_left(days))).0
    }

    /// Dollars gained on `market`, `days` trading days from now.
    pub fn pnl(&self, market: &Market, days: f64) -> f64 {
        if self.contracts == 0.0 {
            return 0.0;
        }
        MULTIPLIER * self.contracts * (self.price(market, days) - self.premium)
    }

    /// Dollars paid.
    pub fn outlay(&self) -> Usd {
        Usd(MULTIPLIER * self.contracts * self.premium)
    }

    /// What becomes of it after `days` trading days.
    pub fn state(&self, days: f64) -> State {
        match self.days_left(days) {
            left if left <= 0.0 => State::Expired,
            left if left < ROLL_DAYS => State::Roll,
            _ => State::Hold,
        }
    }

    /// Dollars a year it costs while VIX does not move and it is rolled at 21 days; `None` for 21 days or fewer.
    pub fn carry(&self, market: &Market) -> Option<Usd> {
        if self.days <= ROLL_DAYS {
            return None;
        }
        let later = market.vix_option(Side::Call, self.strike, Years::from_calendar_days(ROLL_DAYS)).0;
        let lost = MULTIPLIER * self.contracts * (self.premium - later);
        Some(Usd(lost * CALENDAR_DAYS / (self.days - ROLL_DAYS)))
    }
}
