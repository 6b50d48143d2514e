//! Explain: where the shock's P&L is explained from.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Points};

/// The place from which every dollar of the shock is explained; today while untouched.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExplainPlan {
    /// VIX there; empty is untouched.
    pub vix: Option<Points>,
    /// SPX simple return there, where free of VIX.
    pub spx: Option<Frac>,
    /// Token simple return there, where free.
    pub token: Option<Frac>,
    /// Trading days from today.
    pub days: f64,
}
