//! Odds: how many paths are drawn, how far they go, and how VIX moves on them.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Points};

/// What the paths are drawn by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct OddsPlan {
    /// Paths drawn; a whole number.
    pub paths: f64,
    /// Trading days that they go; to the last condor's expiry while empty.
    pub until: Option<f64>,
    /// Which draws: the same number, the same paths.
    pub seed: f64,
    /// Chance of losing more than the budget that a pool may bring with it.
    pub limit: Frac,
    /// Level that VIX comes back to.
    pub vix_mean: Points,
    /// Trading days in which half of its distance in logs is gone; the model's while empty.
    pub half_life: Option<f64>,
    /// Jumps of VIX a year.
    pub jumps: f64,
}

impl Default for OddsPlan {
    fn default() -> Self {
        OddsPlan {
            paths: 10_000.0,
            until: None,
            seed: 1.0,
            limit: Frac(0.05),
            vix_mean: Points(18.5),
            half_life: None,
            jumps: 2.5,
        }
    }
}
