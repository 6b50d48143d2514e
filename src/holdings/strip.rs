//! Strip: puts and calls that pay what a pool loses against holding its tokens.
//!
//! Black-76 with the pair's price as forward at the pair's own volatility, which a shock moves with VIX. Source: model
//! book 6.

use crate::holdings::pool::Pool;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::range::Range;
use crate::holdings::pool::strip::{StripOption, hedge};
use crate::holdings::world::{ROLL_DAYS, World, annualised};
use crate::options::black::{OptionGreeks, greeks, price};
use crate::units::{CALENDAR_DAYS, TRADING_DAYS, Usd, Vol, Years};

/// The options, bought at the model's price.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Which pool they are written on, counted among the plan's pools from 0.
    pub pool: usize,
    /// One a bucket, rising strikes.
    pub options: Vec<StripOption>,
    /// Calendar days to expiry at the valuation date.
    pub days: f64,
    /// Paid for all of them, dollars.
    pub premium: f64,
    position: Position,
}

/// The options that hedge a position with the range they cover; `None` for Balancer and Curve.
pub fn options(position: &Position, pool: &Pool, per_side: usize) -> Option<(Vec<StripOption>, Range)> {
    options_at(position, pool, position.entry, per_side)
}

/// The same where the pair's price has gone to `price` since the pool was entered.
pub fn options_at(position: &Position, pool: &Pool, price: f64, per_side: usize) -> Option<(Vec<StripOption>, Range)> {
    let entry = position.entry;
    let (low, high) = pool.bounds().unwrap_or((entry / FULL_RANGE, entry * FULL_RANGE));
    let range = Range { low, high };
    Some((hedge(pool.liquidity()?, range, price, per_side), range))
}

/// Stands for the ends of a full range, as a multiple of the price. House choice.
const FULL_RANGE: f64 = 10.0;

impl Strip {
    /// The strip of a position, bought today; empty where the position holds nothing.
    pub fn bought(pool: usize, position: &Position, per_side: f64, days: f64, today: &World) -> Strip {
        let found = position.pool.as_ref().and_then(|pool| options(position, pool, per_side.clamp(0.0, 10.0) as usize));
        let options = found.map_or_else(Vec::new, |(options, _)| options);
        let strip = Strip { pool, options, days, premium: 0.0, position: position.clone() };
        Strip { premium: strip.value(today), ..strip }
    }

    /// Dollars that the options are worth in a world; intrinsic once expired.
    pub fn value(&self, world: &World) -> f64 {
        let vol = Vol(self.position.vol.0 * world.vol_multiple);
        let forward = self.position.price_in(world) * world.carried(Years::left(self.days, world.days));
        self.value_at(forward, self.position.peg_in(world), vol, world.days, world.market.rate.0)
    }

    /// Extrinsic value left, dollars: what the options are worth beyond their intrinsic value; 0 once expired.
    pub fn extrinsic(&self, world: &World) -> f64 {
        // Without vol an option is worth its intrinsic value at the forward.
        if self.options.is_empty() {
            0.0
        } else {
            self.value(world) - self.value(&World { vol_multiple: 0.0, ..world.clone() })
        }
    }

    fn value_at(&self, at: f64, peg: f64, vol: Vol, days: f64, rate: f64) -> f64 {
        let left = Years::left(self.days, days);
        let one = |o: &StripOption| o.quantity * price(o.side, at, o.strike, vol.0, left.0, rate);
        peg * self.options.iter().map(one).sum::<f64>()
    }

    /// Dollars gained between now and then.
    pub fn pnl(&self, world: &World) -> f64 {
        if self.options.is_empty() { 0.0 } else { self.value(world) - self.premium }
    }

    /// Dollars gained where the pair's price goes to `factor` times today's at once, all else held.
    pub fn gain_if(&self, today: &World, factor: f64) -> f64 {
        self.value_at(self.position.entry * factor, 1.0, self.position.vol, 0.0, today.market.rate.0) - self.premium
    }

    /// Greeks today in the pair's price, with the pair's vol at every strike.
    pub fn greeks(&self, rate: f64) -> OptionGreeks {
        let years = Years::from_calendar_days(self.days).0;
        let position = &self.position;
        // The pair's price stands for its forward: it carries nothing, so the rate stands where a dividend would.
        let one = |o: &StripOption| {
            (o.quantity, greeks(o.side, position.entry, o.strike, position.vol.0, years, [rate, rate]))
        };
        self.options.iter().map(one).fold(OptionGreeks::default(), |sum, (times, one)| OptionGreeks {
            delta: sum.delta + times * one.delta,
            gamma: sum.gamma + times * one.gamma,
            vega: sum.vega + times * one.vega,
            theta: sum.theta + times * one.theta,
        })
    }

    /// Dollars a year it costs while nothing moves and it is rolled at 21 days; `None` for 21 days or fewer.
    pub fn carry(&self, today: &World) -> Option<Usd> {
        let days = (self.days - ROLL_DAYS).max(0.0) * TRADING_DAYS / CALENDAR_DAYS;
        let rate = today.market.rate.0;
        annualised(self.premium - self.value_at(self.position.entry, 1.0, self.position.vol, days, rate), self.days)
    }
}
