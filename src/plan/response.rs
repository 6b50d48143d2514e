//! Response: how the world answers an event. The same for every event, so it stays where another one is asked about.

use serde::{Deserialize, Serialize};

use crate::units::Vol;

/// Whose calendar the VIX of the shock, and of every curve and map over VIX, counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VixOf {
    /// Today's while VIX is untouched, that of the date once it is set.
    #[default]
    Auto,
    /// Today's: an event that is over by then has taken its variance with it, one that has come within 30 days adds its own.
    Today,
    /// That of the date: VIX is the level printed then, whatever has passed.
    Date,
}

/// The response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ResponsePlan {
    /// Severity λ of the spot–vol link.
    pub severity: f64,
    /// Correlation stress s: 1 is 'all correlations go to one'.
    pub correlation: f64,
    /// Standard normal quantile of the token band.
    pub band: f64,
    /// SPX beta of the market's token, where typed.
    pub beta_spx: Option<f64>,
    /// Log return of the market's token per VIX point, where typed.
    pub beta_vix: Option<f64>,
    /// Log return of every token per log change of the dollar's real effective rate.
    pub beta_dollar: f64,
    /// Log return of every token per unit of the rate differential's change a year; 0 until one is typed.
    pub beta_differential: f64,
    /// Change of a loan's rate per unit of the rate differential's change.
    pub loan_differential: f64,
    /// Residual deviation of the market's token a year in the shock, where typed.
    pub residual: Option<Vol>,
    /// Whose calendar VIX counts.
    pub vix_of: VixOf,
}

impl Default for ResponsePlan {
    fn default() -> Self {
        ResponsePlan {
            severity: 1.0,
            correlation: 0.0,
            band: 1.645,
            beta_spx: None,
            beta_vix: None,
            beta_dollar: -1.0,
            beta_differential: 0.0,
            loan_differential: 1.0,
            residual: None,
            vix_of: VixOf::Auto,
        }
    }
}

impl ResponsePlan {
    /// Whether SPX falls as deep for VIX as it does on average: a severity that is neither milder nor harder.
    pub fn is_central(&self) -> bool {
        self.severity == ResponsePlan::default().severity
    }
}
