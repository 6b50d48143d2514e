//! Exits: when a condor is closed, what closing costs, and how far out it is rolled.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Points};

/// The rules of leaving a condor; one set for all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExitsPlan {
    /// Share of the credit that is gained when profit is taken.
    pub profit: Frac,
    /// Loss as a multiple of the credit at which it is stopped.
    pub stop: f64,
    /// Calendar days left at which it is left whatever it is worth; 0 holds to expiry.
    pub days: f64,
    /// Calendar days to the expiry that it is rolled to.
    pub roll_days: f64,
    /// What a leg costs beyond its mid price whenever it is traded.
    pub slippage: Points,
}

impl Default for ExitsPlan {
    fn default() -> Self {
        ExitsPlan { profit: Frac(0.5), stop: 2.0, days: 21.0, roll_days: 45.0, slippage: Points(0.05) }
    }
}
