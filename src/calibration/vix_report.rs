//! Report of VIX options: what a chain of them says as futures and a smile, beside the plan's own.
//!
//! It crosses from a worker to the page as JSON: every number in it is finite.

use serde::{Deserialize, Serialize};

use crate::calibration::left_out::LeftOut;
use crate::calibration::own_vix::OwnVix;
use crate::calibration::report::Drawn;
use crate::units::day::Day;

/// How far a smile is from quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Off {
    /// Mean of it less the quotes, vol points.
    pub mean: f64,
    /// Root of the mean square of the same.
    pub rms: f64,
    /// Root of the mean square of the same over the quote's vol.
    pub relative: f64,
}

impl Off {
    /// Of pairs of a smile's vol and a quote's.
    pub fn of(pairs: &[[f64; 2]]) -> Off {
        let count = (pairs.len() as f64).max(1.0);
        let mean = |of: &dyn Fn(&[f64; 2]) -> f64| pairs.iter().map(of).sum::<f64>() / count;
        Off {
            mean: 100.0 * mean(&|[vol, mid]| vol - mid),
            rms: 100.0 * mean(&|[vol, mid]| (vol - mid).powi(2)).sqrt(),
            relative: mean(&|[vol, mid]| (vol / mid - 1.0).powi(2)).sqrt(),
        }
    }

    /// Of several, each counting the same.
    pub fn over(all: &[Off]) -> Off {
        let mean = |of: &dyn Fn(&Off) -> f64| all.iter().map(of).sum::<f64>() / (all.len() as f64).max(1.0);
        Off {
            mean: mean(&|one| one.mean),
            rms: mean(&|one| one.rms.powi(2)).sqrt(),
            relative: mean(&|one| one.relative.powi(2)).sqrt(),
        }
    }
}

/// One expiry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixExpiry {
    /// The last day.
    pub expiry: Day,
    /// Days until it settles, to the hour.
    pub days: f64,
    /// `VIX` or `VIXW`.
    pub root: String,
    /// Its future by put–call parity, points.
    pub forward: f64,
    /// What a point at expiry is worth today.
    pub discount: f64,
    /// The plan's future of that expiry, points.
    pub rule_future: f64,
    /// Pairs of call and put that the future is read from.
    pub pairs: usize,
    /// Quotes out of the money that give a vol.
    pub quotes: usize,
    /// Those that do not.
    pub left_out: LeftOut,
    /// Vol at the money.
    pub atm_vol: f64,
    /// The plan's.
    pub rule_atm_vol: f64,
    /// What is fitted to it; none where its quotes are too few.
    pub fitted: Option<VixFitted>,
    /// How far the plan's smile is from its quotes.
    pub rule: Off,
    /// Its quotes by rising strike.
    pub points: Vec<Drawn>,
}

/// What is fitted to one expiry.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixFitted {
    /// Whether the common shape is fitted to it too.
    pub is_common: bool,
    /// How far its own slice is from its quotes.
    pub own: Off,
    /// How far the common shape is.
    pub common: Off,
}

/// The shape that the expiries have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixJoint {
    /// Slope.
    pub rho: f64,
    /// Wing size.
    pub wing: f64,
    /// Whether the slope is the plan's, as no quote is far enough from the money to tell it.
    pub is_rho_held: bool,
    /// Expiries that it is fitted to.
    pub expiries: usize,
    /// Their first and last days.
    pub days: [f64; 2],
    /// How far it is from their quotes, each expiry counting the same.
    pub off: Off,
    /// The plan's smile over the same.
    pub rule: Off,
    /// The plan's smile once `changes` and `levels` are taken; none where it would refuse them.
    pub then: Option<Off>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixReport {
    /// The day of the quotes.
    pub day: Day,
    /// Expiries that give vols, by days.
    pub expiries: Vec<VixExpiry>,
    /// Those that give none, and why, a sentence each.
    pub without: Vec<String>,
    /// The common shape; none where no expiry has quotes enough.
    pub joint: Option<VixJoint>,
    /// VVIX as the chain itself replicates it; none where no strips lie on both sides of its days.
    pub own_vvix: Option<OwnVix>,
    /// Inputs of a plan that take over this smile: address and value.
    pub changes: Vec<(String, Option<f64>)>,
    /// Vols of each expiry beside the level by rule, `market.vix_option_levels` of the plan: days and ratio; empty where they
    /// are not taken over.
    pub levels: Vec<(f64, f64)>,
    /// What was found, a sentence each.
    pub said: Vec<String>,
}
