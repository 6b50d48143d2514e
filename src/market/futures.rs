//! VIX futures: forward variance and a discount that every shock keeps; the vol of the future and its smile.
//!
//! Source: model book 2.

use crate::market::curve::{ROLLED_DAYS, VIX_HORIZON};
use crate::market::smile::{Slice, VixShape};
use crate::market::{Calibration, Market};
use crate::numbers::{mean_decay, straight};
use crate::units::{Points, Vol, Years};

/// Part of the future's vol that options on it have at the money. Fitted to one calm day's calls.
const SMILE_LEVEL: f64 = 0.956;
/// Elasticity of VVIX to VIX and the bounds it is held in.
const VVIX_ELASTICITY: f64 = 0.5;
const VVIX_BOUNDS: [f64; 2] = [60.0, 250.0];

/// VVIX after VIX went to `ratio` times its level; bounds widen to today's VVIX where that is outside.
pub fn shocked_vvix(vvix: Points, ratio: f64) -> Points {
    let [low, high] = VVIX_BOUNDS;
    Points((vvix.0 * ratio.powf(VVIX_ELASTICITY)).clamp(low.min(vvix.0), high.max(vvix.0)))
}

impl Calibration {
    /// The same with the discounts of whole days written down.
    pub fn with_discounts(self) -> Calibration {
        let discounts = (0..=ROLLED_DAYS).map(|day| self.discount(Years::from_calendar_days(day as f64))).collect();
        Calibration { discounts, ..self }
    }

    fn discount(&self, expiry: Years) -> f64 {
        if self.quotes.is_empty() || expiry.0 <= 0.0 {
            let s = self.vol_of_future(expiry).0;
            return (-0.5 * s * s * expiry.0.max(0.0)).exp();
        }
        straight(&self.quotes, self.vix.0, expiry.calendar_days()) / self.curve.forward_variance(expiry).sqrt()
    }

    fn vol_of_future(&self, expiry: Years) -> Vol {
        let twice = 2.0 * self.vol_speed;
        let ratio = mean_decay(twice * expiry.0) / mean_decay(twice * VIX_HORIZON.0);
        Vol(self.vvix.0 / 100.0 * ratio.sqrt())
    }
}

impl Market {
    /// VIX future that expires after `expiry`, points; VIX itself at 0.
    pub fn vix_future(&self, expiry: Years) -> Points {
        Points(self.future_discount(expiry) * self.curve.forward_variance(Years(expiry.0.max(0.0))).max(0.0).sqrt())
    }

    /// Future over the root of forward variance, as it was at the valuation date and is kept by every shock.
    pub fn future_discount(&self, expiry: Years) -> f64 {
        let calibration = &self.calibration;
        let day = (expiry.calendar_days() + 0.5) as usize;
        let known = calibration.discounts.get(day).filter(|_| Years::from_calendar_days(day as f64) == expiry);
        known.copied().unwrap_or_else(|| calibration.discount(expiry))
    }

    /// s₀(T): volatility of the future at the valuation date.
    pub fn base_vol_of_future(&self, expiry: Years) -> Vol {
        self.calibration.vol_of_future(expiry)
    }

    /// s(T): volatility of the future now; a move of VVIX dies out with the fast speed.
    pub fn vol_of_future(&self, expiry: Years) -> Vol {
        let base = self.base_vol_of_future(expiry).0;
        let (before, now) = (self.calibration.vvix.0, self.vvix.0);
        let twice = 2.0 * self.calibration.curve.fast_speed();
        let fade = mean_decay(twice * expiry.0) / mean_decay(twice * VIX_HORIZON.0);
        if now >= before {
            Vol((base * base + (now * now - before * before) / 1e4 * fade).sqrt())
        } else {
            Vol(base * (now / before).powf(fade))
        }
    }

    /// The smile of VIX options on the future that expires after `expiry`.
    pub fn vix_smile(&self, expiry: Years) -> VixSmile {
        let expiry = Years(expiry.0.max(0.0));
        let theta = self.vix_option_vol(expiry).0.powi(2) * expiry.0;
        VixSmile::new(self.vix_future(expiry).0, expiry, theta, self.calibration.vix_shape)
    }

    /// Vol at the money of options on the future that expires after `expiry`.
    pub fn vix_option_vol(&self, expiry: Years) -> Vol {
        Vol(SMILE_LEVEL * self.calibration.vix_ratios.at(expiry) * self.vol_of_future(expiry).0)
    }
}

/// The smile of one VIX expiry with its future: solve it once, read it at every strike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VixSmile {
    /// The future, points; VIX itself at expiry.
    pub future: f64,
    /// Time to expiry, not negative.
    pub expiry: Years,
    slice: Slice,
}

impl VixSmile {
    /// Of a future, the total variance at it and a shape.
    pub fn new(future: f64, expiry: Years, theta: f64, shape: VixShape) -> VixSmile {
        VixSmile { future, expiry, slice: shape.slice(theta) }
    }

    /// Total variance at the future.
    pub fn theta(&self) -> f64 {
        self.slice.theta
    }

    /// Implied vol at a strike; 0 at expiry.
    pub fn vol(&self, strike: f64) -> Vol {
        if self.expiry.0 <= 0.0 {
            return Vol(0.0);
        }
        self.slice.vol((strike / self.future).ln(), self.expiry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vvix_stays_in_its_bounds_unless_it_was_outside() {
        assert_eq!(shocked_vvix(Points(95.0), 16.0), Points(250.0));
        assert_eq!(shocked_vvix(Points(50.0), 1.0), Points(50.0));
    }
}
