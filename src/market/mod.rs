//! Market: everything that prices an instrument on one date, as one immutable value.

pub mod curve;
pub mod futures;
pub mod ratios;
pub mod smile;
pub mod spx;
pub mod surface;

use std::sync::Arc;

use crate::market::curve::Curve;
use crate::market::ratios::Ratios;
use crate::market::smile::VixShape;
use crate::market::surface::{Skew, ThetaMap};
use crate::units::{Frac, Points, Vol};

/// What a shock never changes.
#[derive(Debug, PartialEq)]
pub struct Calibration {
    /// Curve of the valuation date.
    pub curve: Curve,
    /// Skew of the SPX smile.
    pub skew: Skew,
    /// θ from variance for that skew.
    pub levels: Arc<ThetaMap>,
    /// SPX vols of each expiry beside the level by rule.
    pub ratios: Ratios,
    /// Shift of every SPX vol by hand.
    pub vol_shift: Vol,
    /// Speed κ_v at which the vol of a VIX future falls with its expiry, a year.
    pub vol_speed: f64,
    /// Shape of the smile of VIX options.
    pub vix_shape: VixShape,
    /// Vols of VIX options of each expiry beside the level by rule.
    pub vix_ratios: Ratios,
    /// VIX futures quotes (calendar days, points), by rising days; empty uses the curve.
    pub quotes: Vec<(f64, f64)>,
    /// VIX at the valuation date.
    pub vix: Points,
    /// VVIX at the valuation date.
    pub vvix: Points,
    /// Discount of the future that expires so many whole days ahead, by those days.
    pub discounts: Vec<f64>,
}

/// Prices and levels on one date.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// What a shock never changes.
    pub calibration: Arc<Calibration>,
    /// SPX level.
    pub spx: Points,
    /// Risk-free rate, continuous.
    pub rate: Frac,
    /// SPX dividend yield, continuous.
    pub dividend_yield: Frac,
    /// Variance curve at this VIX and date.
    pub curve: Curve,
    /// VVIX.
    pub vvix: Points,
}
