//! Report: what a chain of SPX options says as forwards, vols and a surface, beside the plan's own surface.
//!
//! It crosses from a worker to the page as JSON: every number in it is finite.

use serde::{Deserialize, Serialize};

use crate::calibration::arbitrage::Arbitrage;
use crate::calibration::bands::Band;
use crate::calibration::left_out::LeftOut;
use crate::calibration::own_vix::OwnVix;
use crate::units::day::Day;

/// One quote as it is drawn, vols as fractions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Strike, points.
    pub strike: f64,
    /// ln(K/F).
    pub k: f64,
    /// Of the bid.
    pub bid: f64,
    /// Of the ask.
    pub ask: f64,
    /// Of the mid.
    pub mid: f64,
    /// By the slice of this expiry alone.
    pub fitted: f64,
    /// By the common shape.
    pub common: f64,
    /// By the plan's own surface.
    pub rule: f64,
}

/// One expiry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExpiryFit {
    /// The last day.
    pub expiry: Day,
    /// Days until it settles, to the hour.
    pub days: f64,
    /// `SPX` or `SPXW`.
    pub root: String,
    /// Forward by put–call parity, points.
    pub forward: f64,
    /// What a point at expiry is worth today.
    pub discount: f64,
    /// Pairs of call and put that the forward is read from.
    pub pairs: usize,
    /// Pairs near the money that it is not.
    pub pairs_left_out: LeftOut,
    /// Out-of-the-money quotes that give a vol.
    pub quotes: usize,
    /// Those that do not.
    pub left_out: LeftOut,
    /// Whether the common shape is fitted to it too.
    pub is_common: bool,
    /// Total variance at the money of its own slice.
    pub theta: f64,
    /// Vol at the money of its own slice.
    pub atm_vol: f64,
    /// Slope of its own slice.
    pub rho: f64,
    /// Whether that is the plan's, as no quote is far enough from the money to tell it.
    pub is_rho_held: bool,
    /// Curvature of its own slice.
    pub phi: f64,
    /// Error of its own slice, vol points rms within two standard deviations.
    pub rms: f64,
    /// Of the common shape.
    pub common_rms: f64,
    /// Of the plan's own surface.
    pub rule_rms: f64,
    /// Quotes that are drawn, by rising strike.
    pub points: Vec<Drawn>,
}

/// The common shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joint {
    /// Slope.
    pub rho: f64,
    /// Wing size.
    pub eta: f64,
    /// Decay.
    pub gamma: f64,
    /// Whether ρ is the plan's, as no quote is far enough from the money to tell it.
    pub is_rho_held: bool,
    /// Whether γ is the plan's, as all expiries are about as far.
    pub is_gamma_held: bool,
    /// Expiries that it is fitted to.
    pub expiries: usize,
    /// Their first and last days.
    pub days: [f64; 2],
    /// Error over them, vol points rms within two standard deviations, each expiry counting the same.
    pub rms: f64,
    /// Of the plan's own surface over the same.
    pub rule_rms: f64,
    /// The plan's surface once `changes` are made; none where the plan would refuse them.
    pub then: Option<Then>,
    /// Whether the surface allows arbitrage, and where.
    pub arbitrage: Arbitrage,
}

/// What the plan's surface is once the changes are made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Then {
    /// Its error over the same quotes, vol points rms.
    pub rms: f64,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChainReport {
    /// The day of the quotes.
    pub day: Day,
    /// Expiries that give a smile, by days.
    pub expiries: Vec<ExpiryFit>,
    /// Those that give none, and why, a sentence each.
    pub without: Vec<String>,
    /// The common shape; none where no expiry is of its days.
    pub joint: Option<Joint>,
    /// Errors of the common shape and of the plan's surface by days and distance.
    pub bands: Vec<Band>,
    /// VIX9D, VIX and VIX3M as the chain itself replicates them.
    pub own_vix: Vec<OwnVix>,
    /// Inputs of a plan that take over this surface: address and value.
    pub changes: Vec<(String, Option<f64>)>,
    /// Vols of each expiry beside the level by rule, `market.vol_levels` of the plan: days and ratio; empty where they are not
    /// taken over.
    pub levels: Vec<(f64, f64)>,
    /// What was found, a sentence each.
    pub said: Vec<String>,
}
