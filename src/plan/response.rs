//! Response: how the world answers an event. The same for every event, so it stays where another one is asked about.

use serde::{Deserialize, Serialize};

use crate::units::Vol;

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
    /// Residual deviation of the market's token a year in the shock, where typed.
    pub residual: Option<Vol>,
}

impl Default for ResponsePlan {
    fn default() -> Self {
        ResponsePlan { severity: 1.0, correlation: 0.0, band: 1.645, beta_spx: None, beta_vix: None, residual: None }
    }
}
