//! VIX options: Black on the future of the same expiry, never on spot.
//!
//! Source: model book 2.

use crate::market::Market;
use crate::market::futures::VixSmile;
use crate::numbers::{bracketed_root, normal_cdf};
use crate::options::black::{Side, price};
use crate::units::{Points, Years};

impl VixSmile {
    /// Discounted price in points; intrinsic on VIX at expiry.
    pub fn price(&self, side: Side, strike: f64, rate: f64) -> f64 {
        price(side, self.future, strike, self.vol(strike).0, self.expiry.0, rate)
    }

    /// Undiscounted forward delta N(d₁) of a call, smile vol at the strike.
    pub fn call_delta(&self, strike: f64) -> f64 {
        let deviation = self.vol(strike).0 * self.expiry.0.sqrt();
        let k = (strike / self.future).ln();
        if deviation > 0.0 { normal_cdf(-k / deviation + 0.5 * deviation) } else { f64::from(u8::from(k < 0.0)) }
    }

    /// Strike at which a call has this delta, unrounded; `None` where no strike has it.
    pub fn strike_at_delta(&self, delta: f64) -> Option<Points> {
        let gap = |log: f64| self.call_delta(self.future * log.exp()) - delta;
        bracketed_root(-3.0, 4.0, gap).map(|log| Points(self.future * log.exp()))
    }
}

impl Market {
    /// Strike at which a VIX call has this delta, unrounded; `None` where no strike has it.
    pub fn vix_strike_at_delta(&self, delta: f64, expiry: Years) -> Option<Points> {
        self.vix_smile(expiry).strike_at_delta(delta)
    }
}

/// The nearest listed strike, half up: steps of 0.5 below 15, else 1; never below the first step.
pub fn listed_strike(strike: Points) -> Points {
    let step = if strike.0 < 15.0 { 0.5 } else { 1.0 };
    Points(((strike.0 / step + 0.5).floor() * step).max(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strikes_are_listed_in_halves_below_fifteen() {
        assert_eq!(listed_strike(Points(14.26)), Points(14.5));
        assert_eq!(listed_strike(Points(14.76)), Points(15.0));
        assert_eq!(listed_strike(Points(21.5)), Points(22.0));
        assert_eq!(listed_strike(Points(0.1)), Points(0.5));
    }
}
