//! What a report says about the hedge.

use serde::Serialize;

use crate::units::day::Day;
use crate::units::{Frac, Points, Usd, Vol};

/// One hedge layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LayerReport {
    /// `layer`, `layer2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's layers, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// Calendar days to expiry today.
    pub days: f64,
    /// The day of its expiry, where today's date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// Whole contracts held.
    pub contracts: f64,
    /// Listed strike.
    pub strike: Points,
    /// Listed strike of the call sold in a spread; `None` for a plain call.
    pub wing: Option<Points>,
    /// Same-expiry future today.
    pub future: Points,
    /// Vol at the strike today.
    pub vol: Vol,
    /// Undiscounted forward delta today.
    pub delta: f64,
    /// Premium today.
    pub premium: Points,
    /// Same-expiry future in the scenario.
    pub future_after: Points,
    /// Price in the scenario.
    pub price_after: Points,
    /// Calendar days left in the scenario.
    pub days_after: f64,
    /// `hold`, `roll` (fewer than 21 days left) or `expired`.
    pub state: &'static str,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Cost a year with VIX unchanged and rolls at 21 days; positive. `None` below 21 days.
    pub carry: Option<Usd>,
}

/// A leg of the hedge that is no layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LegOutline {
    /// `etp`, `chain2`, `strip`, `conversion`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Shares, contracts or tokens.
    pub quantity: f64,
    /// Paid today; negative where a premium is received.
    pub outlay: Usd,
    /// Cost a year while nothing happens; negative where it earns. `None` for options of 21 days or fewer.
    pub carry: Option<Usd>,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// `hold`, `roll` or `expired`.
    pub state: &'static str,
}

/// The hedge.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeReport {
    /// Shortest first.
    pub layers: Vec<LayerReport>,
    /// Every other leg, where held.
    pub others: Vec<LegOutline>,
    /// Paid today for every leg.
    pub outlay: Usd,
    /// Cost of every leg a year with VIX unchanged; negative where they earn.
    pub carry: Usd,
    /// VIX share of the budget, a year.
    pub budget: Usd,
    /// Whole 4/4/2-like sets (as held) that the budget's carry affords, after the exchange-traded product's.
    pub sets_affordable: f64,
    /// VIX share of the budget left after those sets, a year.
    pub budget_left: Usd,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Gain over the loss of condor and pool; `None` where they do not lose.
    pub coverage: Option<Frac>,
}

impl HedgeReport {
    /// Whether any leg is on.
    pub fn is_held(&self) -> bool {
        !self.layers.is_empty() || !self.others.is_empty()
    }
}
