//! VIX layer: whole calls, or call spreads, of one expiry and strike.
//!
//! Source: model book 9.

use crate::holdings::world::{ROLL_DAYS, World, annualised};
use crate::market::Market;
use crate::market::futures::VixSmile;
use crate::options::black::{Side, extrinsic};
use crate::options::vix::listed_strike;
use crate::plan::{LayerPlan, StrikeBy};
use crate::units::{MULTIPLIER, Points, Usd, Years, days_left};

/// Calls held, each with a call sold above it in a spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    /// Calendar days to expiry at the valuation date.
    pub days: f64,
    /// Whole contracts, not negative.
    pub contracts: f64,
    /// Listed strike.
    pub strike: Points,
    /// Listed strike of the call sold in a spread; none for a plain call.
    pub wing: Option<Points>,
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
    /// What becomes of an option with this many calendar days to expiry after so many trading days.
    pub fn after(expiry: f64, days: f64) -> State {
        match days_left(expiry, days) {
            left if left <= 0.0 => State::Expired,
            left if left < ROLL_DAYS => State::Roll,
            _ => State::Hold,
        }
    }

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
    listed_strike(at_delta(&market.vix_smile(expiry), delta))
}

fn at_delta(smile: &VixSmile, delta: f64) -> Points {
    smile.strike_at_delta(delta).unwrap_or(Points(smile.future))
}

/// Listed strike that a layer's terms choose on this market: as typed, at its delta, or so far above its future.
pub fn strike_of(market: &Market, plan: &LayerPlan) -> Points {
    let by_rule = || listed_strike(unlisted_on(&market.vix_smile(Years::from_calendar_days(plan.days)), plan));
    plan.strike.unwrap_or_else(by_rule)
}

/// Strike that a layer's rule chooses on the smile of its expiry, before it is listed.
pub fn unlisted_on(smile: &VixSmile, plan: &LayerPlan) -> Points {
    match plan.by {
        StrikeBy::Delta => at_delta(smile, plan.delta),
        StrikeBy::Otm => Points(smile.future * (1.0 + plan.otm.0)),
    }
}

/// Listed strike of the call sold `width` above `strike`, the next one at least; `None` for a width of 0.
pub fn wing_of(strike: Points, width: Points) -> Option<Points> {
    let step = if strike.0 < 15.0 { 0.5 } else { 1.0 };
    let next = Points(listed_strike(Points(strike.0 + width.0)).0.max(strike.0 + step));
    (width.0 > 0.0).then_some(next)
}

impl Layer {
    /// The layer of these terms bought at the model's price.
    pub fn bought(market: &Market, plan: &LayerPlan, contracts: f64) -> Layer {
        let strike = strike_of(market, plan);
        let wing = wing_of(strike, plan.spread);
        let layer = Layer { days: plan.days, contracts, strike, wing, premium: 0.0 };
        Layer { premium: layer.price(market, 0.0), ..layer }
    }

    /// Calendar days left after `days` trading days, not negative.
    pub fn days_left(&self, days: f64) -> f64 {
        days_left(self.days, days)
    }

    /// Price of one on a smile of VIX options: the call less the call sold, points.
    pub fn price_on(&self, smile: &VixSmile, rate: f64) -> f64 {
        let call = |strike: Points| smile.price(Side::Call, strike.0, rate);
        call(self.strike) - self.wing.map_or(0.0, call)
    }

    /// Price of one on `market`, `days` trading days from now, points.
    pub fn price(&self, market: &Market, days: f64) -> f64 {
        self.price_with_left(market, self.days_left(days))
    }

    /// Price of one with so many calendar days left on `market`, points.
    fn price_with_left(&self, market: &Market, days: f64) -> f64 {
        self.price_on(&market.vix_smile(Years::from_calendar_days(days)), market.rate.0)
    }

    /// Dollars gained on `market`, `days` trading days from now.
    pub fn pnl(&self, market: &Market, days: f64) -> f64 {
        if self.contracts == 0.0 {
            return 0.0;
        }
        MULTIPLIER * self.contracts * (self.price(market, days) - self.premium)
    }

    /// Dollars gained between today and a world; settled on the way at the close of its own day where that is known, else
    /// at the world's VIX.
    pub fn pnl_in(&self, world: &World) -> f64 {
        let Some(close) = world.settled_at(self.days).filter(|_| self.contracts != 0.0) else {
            return self.pnl(&world.market, world.days);
        };
        let pays = |strike: Points| Side::Call.intrinsic(close.vix, strike.0);
        MULTIPLIER * self.contracts * (pays(self.strike) - self.wing.map_or(0.0, pays) - self.premium)
    }

    /// Extrinsic value left, dollars, not negative but in a spread whose sold call has more of it; 0 once expired.
    pub fn extrinsic(&self, market: &Market, days: f64) -> f64 {
        let left = self.days_left(days);
        if self.contracts == 0.0 || left <= 0.0 {
            return 0.0;
        }
        let smile = market.vix_smile(Years::from_calendar_days(left));
        let of = |strike: Points| {
            let vol = smile.vol(strike.0).0;
            extrinsic(Side::Call, smile.future, strike.0, vol, smile.expiry.0, market.rate.0)
        };
        MULTIPLIER * self.contracts * (of(self.strike) - self.wing.map_or(0.0, of))
    }

    /// Dollars paid.
    pub fn outlay(&self) -> Usd {
        Usd(MULTIPLIER * self.contracts * self.premium)
    }

    /// Dollars that rolling it costs `days` trading days from now on `market`: a fresh one of `plan`, the terms that
    /// [`rolled`] gives, less what the old one still brings; negative where that brings money.
    pub fn roll_cost(&self, market: &Market, plan: &LayerPlan, days: f64) -> Usd {
        let fresh = Layer::bought(market, plan, self.contracts);
        Usd(MULTIPLIER * self.contracts * (fresh.premium - self.price(market, days)))
    }

    /// What becomes of it after `days` trading days.
    pub fn state(&self, days: f64) -> State {
        State::after(self.days, days)
    }

    /// Dollars a year it costs while VIX does not move and it is rolled at 21 days; `None` for 21 days or fewer.
    pub fn carry(&self, market: &Market) -> Option<Usd> {
        let lost = || MULTIPLIER * self.contracts * (self.premium - self.price_with_left(market, ROLL_DAYS));
        if self.days > ROLL_DAYS { annualised(lost(), self.days) } else { None }
    }
}

/// What a layer is rolled into: its own terms, with as many days as the shortest layer of ALVH has where its own would be
/// due at once.
pub fn rolled(plan: &LayerPlan) -> LayerPlan {
    let is_due = State::after(plan.days, 0.0) != State::Hold;
    LayerPlan { days: if is_due { LayerPlan::nth(0).days } else { plan.days }, ..plan.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_sold_is_the_next_listed_at_least() {
        assert_eq!(wing_of(Points(20.0), Points(0.0)), None);
        assert_eq!(wing_of(Points(20.0), Points(0.2)), Some(Points(21.0)));
        assert_eq!(wing_of(Points(14.0), Points(0.5)), Some(Points(14.5)));
        assert_eq!(wing_of(Points(14.5), Points(10.0)), Some(Points(25.0)));
    }
}
