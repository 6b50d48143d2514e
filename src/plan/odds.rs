//! Odds: how many paths are drawn, how far they go, and how VIX moves on them.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Points};

/// When a pool's range is set round the price again in the year ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recentre {
    /// At the start of every month.
    #[default]
    Month,
    /// On the day that ends out of it.
    Leaves,
    /// Never.
    Never,
}

impl Recentre {
    /// Every one, each in the place that it is as a number.
    pub const ALL: [Recentre; 3] = [Recentre::Month, Recentre::Leaves, Recentre::Never];
}

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
    /// Fall of the equity, as a share of today's, that is ruin in the year ahead.
    pub ruin: Frac,
    /// Chance of ruin within a year that a pool may bring with it.
    pub ruin_limit: Frac,
    /// When the pool's range is set round the price again.
    pub recentre: Recentre,
    /// Whether new condors wait while VIX stands above the gate.
    pub gate: bool,
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
            ruin: Frac(0.2),
            ruin_limit: Frac(0.05),
            recentre: Recentre::Month,
            gate: true,
        }
    }
}
