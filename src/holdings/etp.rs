//! Exchange-traded product on VIX futures: the first two months, a part of the first sold for the second every day.
//!
//! Source: S&P 500 VIX Short-Term Futures Index methodology; model book 2. A shock is applied on day 0, the roll then
//! runs at the new VIX.

use crate::holdings::world::ROLL_DAYS;
use crate::holdings::world::{Valuation, annualised};
use crate::market::Market;
use crate::market::curve::{ROLLED_DAYS, VIX_HORIZON};
use crate::options::black::{Side, extrinsic, price};
use crate::units::{CALENDAR_DAYS, MULTIPLIER, Usd, Vol, Years};

/// What the product keeps a year; 0.89 %, as VXX.
pub const FEE: f64 = 0.0089;
/// Calendar days of three months in turn between expiries: 13 weeks a quarter. House choice.
const MONTHS: [f64; 3] = [28.0, 35.0, 28.0];

/// Calls on the product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EtpCalls {
    /// Calendar days to expiry at the valuation date.
    pub days: f64,
    /// Strike, dollars a share.
    pub strike: f64,
    /// Paid, dollars a share.
    pub premium: f64,
}

/// Shares, or calls on 100 of them each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Etp {
    /// Daily leverage, 1 or 1.5.
    pub leverage: f64,
    /// Dollars a share at the valuation date.
    pub price: f64,
    /// Whole shares or calls, not negative.
    pub quantity: f64,
    /// Whole calendar days to the first future's expiry, 1 to 35.
    pub first_days: f64,
    /// The calls; shares without.
    pub calls: Option<EtpCalls>,
    /// The basket on day 0 of the valuation date, points.
    pub basket: f64,
}

/// A formula of Black's: side, forward, strike, vol, years, rate.
type Black = fn(Side, f64, f64, f64, f64, f64) -> f64;

/// One day of the roll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RollDay {
    /// Calendar days to the two expiries.
    pub days: [f64; 2],
    /// Part of the contracts that is in the first.
    pub first: f64,
}

/// The futures of one market by whole days ahead, each computed when it is first asked for.
struct Futures<'a> {
    market: &'a Market,
    known: [Option<f64>; ROLLED_DAYS + 1],
}

impl<'a> Futures<'a> {
    fn of(market: &'a Market) -> Futures<'a> {
        Futures { market, known: [None; ROLLED_DAYS + 1] }
    }

    fn at(&mut self, days: f64) -> f64 {
        let market = self.market;
        let fresh = || market.vix_future(Years::from_calendar_days(days)).0;
        match self.known.get_mut(days as usize).filter(|_| days as usize as f64 == days) {
            Some(cell) => *cell.get_or_insert_with(fresh),
            None => fresh(),
        }
    }

    /// F(Tᵢ − `passed`) of both, points.
    fn pair(&mut self, day: &RollDay, passed: f64) -> [f64; 2] {
        day.days.map(|days| self.at((days - passed).max(0.0)))
    }

    /// Σ wᵢ·F(Tᵢ), points.
    fn basket(&mut self, day: &RollDay) -> f64 {
        day.weighed(self.pair(day, 0.0))
    }
}

impl RollDay {
    fn weighed(&self, [near, far]: [f64; 2]) -> f64 {
        self.first * near + (1.0 - self.first) * far
    }
}

/// One basket over another; nodes typed by hand can leave a future worth next to nothing.
fn ratio(then: f64, before: f64) -> f64 {
    if before > 0.0 { then / before } else { 1.0 }
}

/// The month of the roll that is running, walked day by day.
#[derive(Clone, Copy, Debug)]
struct Roll {
    month: usize,
    /// Calendar days from the start to the first future's expiry.
    expiry: f64,
}

impl Roll {
    fn of(first_days: f64) -> Roll {
        // The month that is running is the shortest that holds the days that are left.
        Roll { month: usize::from(first_days > MONTHS[0]), expiry: first_days }
    }

    /// The roll `day` whole calendar days after the start; days only rise.
    fn at(&mut self, day: f64) -> RollDay {
        let length = |month: usize| MONTHS[month % MONTHS.len()];
        while self.expiry <= day {
            self.month += 1;
            self.expiry += length(self.month);
        }
        let left = self.expiry - day;
        RollDay { days: [left, left + length(self.month + 1)], first: left / length(self.month) }
    }
}

/// The roll `day` whole calendar days after a date on which the first future has `first_days` left.
pub fn roll_day(first_days: f64, day: f64) -> RollDay {
    Roll::of(first_days).at(day)
}

/// What one dollar in the product becomes over `days` calendar days on a market whose VIX does not move.
pub fn growth(market: &Market, leverage: f64, first_days: f64, days: f64) -> f64 {
    growth_on(&mut Futures::of(market), leverage, first_days, days)
}

fn growth_on(futures: &mut Futures, leverage: f64, first_days: f64, days: f64) -> f64 {
    let mut roll = Roll::of(first_days);
    let (mut value, mut day) = (1.0, 0.0);
    // The evening's futures are the next morning's, but on the day of an expiry.
    let mut evening = ([f64::NAN; 2], [0.0; 2]);
    while day < days {
        let step = (days - day).min(1.0);
        let held = roll.at(day);
        let before = if evening.0 == held.days { evening.1 } else { futures.pair(&held, 0.0) };
        let after = futures.pair(&held, step);
        let moved = ratio(held.weighed(after), held.weighed(before)) - 1.0;
        value *= (1.0 + leverage * moved - FEE * step / CALENDAR_DAYS).max(0.0);
        evening = (held.days.map(|left| left - 1.0), after);
        day += 1.0;
    }
    value
}

/// Volatility a year of a product of this leverage: leverage × s(30 days). Source: model book 2.
pub fn vol(leverage: f64, market: &Market) -> Vol {
    Vol(leverage * market.vol_of_future(VIX_HORIZON).0)
}

/// One dollar in the product from close to close, VIX as it goes.
///
/// A day of the roll begins and ends with its futures; those that end between two closes end with the futures of the
/// first of them. On a VIX that stays it is [`growth`].
#[derive(Clone, Copy, Debug)]
pub struct Walked {
    leverage: f64,
    roll: Roll,
    /// Whole calendar days since the start when the running day began, its part of both futures and their basket then.
    day: f64,
    held: RollDay,
    basket: f64,
    /// Dollars when the running day began, and at the last close.
    began: f64,
    now: f64,
}

/// Parts of a day that are none.
const NO_TIME: f64 = 1e-9;

impl Walked {
    /// A dollar at a first close; `futures` are its futures by calendar days to expiry, points.
    pub fn start(leverage: f64, first_days: f64, futures: impl Fn(f64) -> f64) -> Walked {
        let mut roll = Roll::of(first_days);
        let held = roll.at(0.0);
        let basket = held.weighed(held.days.map(futures));
        Walked { leverage, roll, day: 0.0, held, basket, began: 1.0, now: 1.0 }
    }

    /// What a dollar of the last close is at the next one, `to` calendar days after the start; both closes' futures.
    pub fn step(&mut self, to: f64, before: impl Fn(f64) -> f64, futures: impl Fn(f64) -> f64) -> f64 {
        let last = self.now;
        while self.day + 1.0 < to - NO_TIME {
            self.turn(&before);
        }
        let part = to - self.day;
        self.now = if part > 1.0 - NO_TIME {
            self.turn(&futures);
            self.began
        } else {
            let pair = self.held.days.map(|days| futures((days - part).max(0.0)));
            self.worth(pair, part)
        };
        if last > 0.0 { self.now / last } else { 0.0 }
    }

    fn worth(&self, pair: [f64; 2], part: f64) -> f64 {
        let moved = ratio(self.held.weighed(pair), self.basket) - 1.0;
        self.began * (1.0 + self.leverage * moved - FEE * part / CALENDAR_DAYS).max(0.0)
    }

    /// The running day ends and the next one begins.
    fn turn(&mut self, futures: impl Fn(f64) -> f64) {
        let days = self.held.days.map(|days| (days - 1.0).max(0.0));
        let pair = days.map(&futures);
        self.began = self.worth(pair, 1.0);
        self.day += 1.0;
        self.held = self.roll.at(self.day);
        let fresh = if self.held.days == days { pair } else { self.held.days.map(futures) };
        self.basket = self.held.weighed(fresh);
    }
}

impl Etp {
    /// Shares at today's price.
    pub fn shares(market: &Market, leverage: f64, price: f64, quantity: f64, first_days: f64) -> Etp {
        let basket = Futures::of(market).basket(&roll_day(first_days, 0.0));
        Etp { leverage, price, quantity, first_days, calls: None, basket }
    }

    /// The same quantity as calls of 100 shares each, bought at the model's price with a strike `otm` above today's.
    pub fn as_calls(self, market: &Market, days: f64, otm: f64) -> Etp {
        let mut calls = EtpCalls { days, strike: self.price * (1.0 + otm), premium: 0.0 };
        calls.premium = self.call_price(&calls, market, self.price, 0.0);
        Etp { calls: Some(calls), ..self }
    }

    /// What it is, in a few words.
    pub fn label(&self) -> &'static str {
        match (self.calls.is_some(), self.leverage > 1.0) {
            (false, false) => "VXX-like shares",
            (false, true) => "UVXY-like shares",
            (true, false) => "VXX-like calls",
            (true, true) => "UVXY-like calls",
        }
    }

    /// Volatility of the product.
    pub fn vol(&self, market: &Market) -> Vol {
        vol(self.leverage, market)
    }

    /// Dollars a share then: the shock's jump on day 0, then the roll at the new VIX. Never below 0.
    pub fn share_price(&self, market: &Market, calendar_days: f64) -> f64 {
        let mut futures = Futures::of(market);
        let shocked = futures.basket(&roll_day(self.first_days, 0.0));
        let jump = (1.0 + self.leverage * (ratio(shocked, self.basket) - 1.0)).max(0.0);
        self.price * jump * growth_on(&mut futures, self.leverage, self.first_days, calendar_days)
    }

    /// Black–Scholes on the share: dollars a share, intrinsic once expired.
    fn call_price(&self, calls: &EtpCalls, market: &Market, share: f64, passed: f64) -> f64 {
        self.call_by(price, calls, market, [share, passed])
    }

    /// What `of` makes of a call with the share at a price and so many calendar days passed; 0 of a share worth nothing.
    fn call_by(&self, of: Black, calls: &EtpCalls, market: &Market, [share, passed]: [f64; 2]) -> f64 {
        let years = Years::from_calendar_days((calls.days - passed).max(0.0)).0;
        let forward = share * (market.rate.0 * years).exp();
        if forward <= 0.0 {
            return 0.0;
        }
        of(Side::Call, forward, calls.strike, self.vol(market).0, years, market.rate.0)
    }

    /// Extrinsic value left of the calls, dollars; 0 of shares and once expired.
    pub fn extrinsic(&self, then: &Valuation) -> f64 {
        let Some(calls) = self.calls.filter(|_| self.quantity != 0.0) else { return 0.0 };
        let (market, passed) = (then.market, then.calendar_days());
        let at = [self.share_price(market, passed), passed];
        MULTIPLIER * self.quantity * self.call_by(extrinsic, &calls, market, at)
    }

    /// Dollars that one share, or one call of 100 shares, is worth `calendar_days` from now on `market`.
    pub fn value_of_one(&self, market: &Market, calendar_days: f64) -> f64 {
        self.value_at_share(market, self.share_price(market, calendar_days), calendar_days)
    }

    /// The same with the share at a price.
    pub fn value_at_share(&self, market: &Market, share: f64, calendar_days: f64) -> f64 {
        match &self.calls {
            None => share,
            Some(calls) => MULTIPLIER * self.call_price(calls, market, share, calendar_days),
        }
    }

    /// Dollars paid for one.
    pub fn paid_for_one(&self) -> f64 {
        self.calls.map_or(self.price, |calls| MULTIPLIER * calls.premium)
    }

    /// Dollars paid.
    pub fn outlay(&self) -> Usd {
        Usd(self.quantity * self.paid_for_one())
    }

    /// Dollars gained between now and then.
    pub fn pnl(&self, then: &Valuation) -> f64 {
        if self.quantity == 0.0 {
            return 0.0;
        }
        self.quantity * (self.value_of_one(then.market, then.calendar_days()) - self.paid_for_one())
    }

    /// Dollars a year it costs while VIX does not move: shares by their loss over the next 91 calendar days (three
    /// whole months of the roll), calls rolled at 21 days; `None` for calls of 21 days or fewer.
    pub fn carry(&self, today: &Market) -> Option<Usd> {
        let lost = |days: f64| self.quantity * (self.paid_for_one() - self.value_of_one(today, days));
        match &self.calls {
            None => {
                let quarter: f64 = MONTHS.iter().sum();
                Some(Usd(lost(quarter) * CALENDAR_DAYS / quarter))
            }
            Some(calls) => annualised(lost((calls.days - ROLL_DAYS).max(0.0)), calls.days),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_on_which_vix_jumps_is_one_day_of_the_products_own_rule() {
        // Nearest future 10 days off: 10 parts of 28 in it.
        let futures = |vix: f64| move |days: f64| vix * (1.0 + 0.01 * days);
        let mut walked = Walked::start(1.5, 10.0, futures(17.0));
        let basket = |vix: f64, passed: f64| {
            let at = |days: f64| vix * (1.0 + 0.01 * (days - passed));
            10.0 / 28.0 * at(10.0) + 18.0 / 28.0 * at(45.0)
        };
        let wanted = 1.0 + 1.5 * (basket(40.0, 1.0) / basket(17.0, 0.0) - 1.0) - FEE / CALENDAR_DAYS;
        assert!((walked.step(1.0, futures(17.0), futures(40.0)) - wanted).abs() < 1e-12);
        // Worth nothing it stays so, and nothing is divided by it.
        assert_eq!(walked.step(2.0, futures(40.0), |_| 1e-6), 0.0);
        assert_eq!(walked.step(3.0, |_| 1e-6, futures(40.0)), 0.0);
    }

    #[test]
    fn the_first_future_is_sold_day_by_day_and_months_follow_each_other() {
        assert_eq!(roll_day(28.0, 0.0), RollDay { days: [28.0, 63.0], first: 1.0 });
        assert_eq!(roll_day(28.0, 28.0), RollDay { days: [35.0, 63.0], first: 1.0 });
        assert_eq!(roll_day(35.0, 35.0), RollDay { days: [28.0, 56.0], first: 1.0 });
        assert_eq!(roll_day(10.0, 3.0).first, 0.25);
        for first in 1..=35 {
            for day in 0..400 {
                let roll = roll_day(f64::from(first), f64::from(day));
                assert!(roll.first > 0.0 && roll.first <= 1.0 && roll.days[1] <= ROLLED_DAYS as f64, "{roll:?}");
            }
        }
    }
}
