//! SPX options' market: forward, level d(v), and implied vol and density at a strike.
//!
//! Source: model book 3 and 5.

use crate::market::Market;
use crate::market::smile::Slice;
use crate::market::surface::{Shape, ThetaAt};
use crate::numbers::{normal_cdf, normal_pdf};
use crate::units::{Points, Vol, Years};

/// Least implied vol: a hand shift or fill offset cannot push a vol below it.
pub const LEAST_VOL: f64 = 1e-3;

/// d(v): the part of VIX that the surface prints. The rest sits in wings far below any strike that condors use, less of
/// it as VIX rises; all of it is printed from VIX 72 on.
pub fn level_share(vix: Points) -> f64 {
    (0.92 + 0.063 * (vix.0 / 20.0).ln()).min(1.0)
}

/// Real option chains that stand behind the smile at this VIX: dates whose chains are fitted (2020–2025), and dates that
/// stand behind the formula alone, whose chains are in no file here.
pub fn dates_behind(vix: Points) -> [u32; 2] {
    let fitted = match vix.0 {
        12.0..20.0 => 3,
        23.0..29.0 => 6,
        30.0..36.0 => 3,
        65.0..67.0 => 1,
        _ => 0,
    };
    [fitted, if (12.0..29.0).contains(&vix.0) { 15 } else { 0 }]
}

/// The smile of one expiry with its forward: solve it once, read it at every strike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpxSmile {
    /// Forward, points.
    pub forward: f64,
    /// Time to expiry.
    pub expiry: Years,
    /// Slice in total variance, before any shift.
    pub slice: Slice,
    /// Added to every vol: the hand shift and a fill's offset.
    pub shift: f64,
}

impl Market {
    /// SPX forward for an expiry.
    pub fn spx_forward(&self, expiry: Years) -> f64 {
        self.spx.0 * ((self.rate.0 - self.dividend_yield.0) * expiry.0.max(0.0)).exp()
    }

    /// The smile of an expiry: θ is solved so that the slice's own replication equals d(v)² m²(T) T, d times the ratio
    /// of that expiry where there is one.
    pub fn spx_smile(&self, expiry: Years) -> SpxSmile {
        self.spx_smiles().of(expiry)
    }

    /// The smiles of this market, with what is the same for every expiry worked out once.
    pub fn spx_smiles(&self) -> SpxSmiles<'_> {
        let share = level_share(self.curve.vix());
        let shape = self.calibration.skew.shape(self.curve.vix(), self.vvix);
        SpxSmiles { market: self, share, shape, levels: self.calibration.levels.at(shape.eta) }
    }
}

/// The smiles of one market.
#[derive(Clone, Debug)]
pub struct SpxSmiles<'a> {
    market: &'a Market,
    share: f64,
    shape: Shape,
    levels: ThetaAt<'a>,
}

impl SpxSmiles<'_> {
    /// Total variance that the slice of an expiry replicates: d(v)² m²(T) T, d times the ratio of that expiry.
    pub fn variance(&self, expiry: Years) -> f64 {
        let level = self.share * self.market.calibration.ratios.at(expiry);
        level * level * self.market.curve.total_variance(expiry) / 1e4
    }

    /// The smile of an expiry.
    pub fn of(&self, expiry: Years) -> SpxSmile {
        let SpxSmiles { market, shape, levels, .. } = self;
        let expiry = Years(expiry.0.max(0.0));
        let theta = levels.theta(self.variance(expiry));
        SpxSmile {
            forward: market.spx_forward(expiry),
            expiry,
            slice: shape.slice(theta),
            shift: market.calibration.vol_shift.0,
        }
    }
}

impl SpxSmile {
    /// Implied vol at a strike, at least [`LEAST_VOL`].
    pub fn vol(&self, strike: f64) -> Vol {
        let own = self.slice.vol((strike / self.forward).ln(), self.expiry).0;
        Vol(if self.shift == 0.0 { own } else { (own + self.shift).max(LEAST_VOL) })
    }

    /// At-the-money-forward vol.
    pub fn atm_vol(&self) -> Vol {
        self.vol(self.forward)
    }

    /// The same smile with every vol shifted by `offset`.
    pub fn shifted(&self, offset: Vol) -> SpxSmile {
        SpxSmile { shift: self.shift + offset.0, ..*self }
    }

    /// P(S_T < K) under the surface's own density: Φ(−d₂) + φ(d₂) w′(k)/(2√w).
    pub fn probability_below(&self, strike: f64) -> f64 {
        if strike <= 0.0 {
            return 0.0;
        }
        let k = (strike / self.forward).ln();
        if self.expiry.0 <= 0.0 {
            return f64::from(u8::from(k > 0.0));
        }
        let vol = self.vol(strike).0;
        let deviation = vol * self.expiry.0.sqrt();
        // dσ/dk of the unshifted slice; a shift moves the level, not the slope of σ.
        let own = self.slice.total_variance(k).sqrt();
        let slope_of_deviation = 0.5 * self.slice.slope(k) / own;
        let d2 = -k / deviation - 0.5 * deviation;
        (normal_cdf(-d2) + normal_pdf(d2) * slope_of_deviation).clamp(0.0, 1.0)
    }

    /// One expected move to expiry in points: S σ_ATM √T.
    pub fn expected_move(&self, spx: Points) -> Points {
        Points(spx.0 * self.atm_vol().0 * self.expiry.0.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_dates_stand_behind_the_smile_where_chains_were_fitted() {
        // 3 at 12–19, 6 at 23–28, 3 at 30–35, 1 at 66, and 15 more through the first fit (model book 5).
        let known = [
            (11.9, [0, 0]),
            (12.0, [3, 15]),
            (19.9, [3, 15]),
            (20.0, [0, 15]),
            (23.0, [6, 15]),
            (28.9, [6, 15]),
            (29.0, [0, 0]),
            (30.0, [3, 0]),
            (35.9, [3, 0]),
            (36.0, [0, 0]),
            (66.0, [1, 0]),
            (100.0, [0, 0]),
        ];
        for (vix, dates) in known {
            assert_eq!(dates_behind(Points(vix)), dates, "VIX {vix}");
        }
    }
}
