//! Sizing plan: what the rules of the pool's size need to know, and which of them are on.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Usd, Vol};

/// Row of the cap by the chance of ruin.
pub const RUIN_CAP: &str = "sizing.ruin_cap";

/// Inputs of the hurdle, the IRR and the rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SizingPlan {
    /// Which pool is sized, 1 the first, the others held; the first that is on while empty.
    pub pool: Option<f64>,
    /// Risk-free rate of the cost of equity; the market's while empty.
    pub risk_free: Option<Frac>,
    /// Equity risk premium a year.
    pub equity_premium: Frac,
    /// Price of volatility risk λ_V a year, per unit of volatility beta; negative.
    pub vol_premium: Frac,
    /// Cost of equity, where typed; the modified CAPM's otherwise.
    pub equity_cost: Option<Frac>,
    /// Dollars borrowed; every pool's loan while empty.
    pub borrowed: Option<Usd>,
    /// Cost of debt a year; the pool loan's rate while empty.
    pub debt_cost: Option<Frac>,
    /// Tax rate that interest saves.
    pub tax: Frac,
    /// Months over which the IRR is counted.
    pub months: f64,
    /// Chance a year of leaving in a shock like this one.
    pub stress_chance: Frac,
    /// Whether breadth diverges: the A/D line falls behind SPX; empty is not known.
    pub ad_divergence: Option<bool>,
    /// Whether a big top is near; empty is not known.
    pub big_top: Option<bool>,
    /// Whether the correlation alarm is on; empty is not known.
    pub correlation_alarm: Option<bool>,
    /// ρ₂₀: correlation of token returns with minus ΔVIX over 20 days.
    pub rho: f64,
    /// SPX volatility of the last 20 days, for the expected daily range as printed.
    pub hv20: Vol,
    /// Factor m of that range.
    pub range_factor: f64,
    /// Most in the pool by the chance of ruin, as it was taken from years of paths or typed; no cap while empty.
    pub ruin_cap: Option<Usd>,
    /// Which rules are on.
    pub rules: RuleSwitches,
    /// Which shocks the worst-of-set cap looks at.
    pub set: ShockSet,
}

/// A switch a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RuleSwitches {
    /// Baseline is 0 where the IRR does not beat the hurdle, and grows with the distance.
    pub hurdle: bool,
    /// A/D divergence × 0.60.
    pub ad_divergence: bool,
    /// Big Top × 0.50.
    pub big_top: bool,
    /// Correlation shift × (1 − max(0, ρ₂₀)).
    pub correlation: bool,
    /// Quick ratio below 1 × itself.
    pub quick_ratio: bool,
    /// A hard item of the vetting that fails × 0.
    pub vetting: bool,
    /// Loss in the chosen shock within the budget.
    pub stress: bool,
    /// Loss in the worst of a set within the budget.
    pub set: bool,
    /// CVaR within the budget.
    pub cvar: bool,
    /// No more than the plan's own cap by the chance of ruin.
    pub ruin: bool,
    /// Half-Kelly.
    pub kelly: bool,
    /// Loss at the lower trigger of the cap on impermanent loss within the budget.
    pub il: bool,
}

/// A switch a shock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ShockSet {
    /// VIX two standard deviations up over the shock's days.
    pub two_sigma: bool,
    /// VIX doubles over the shock's days.
    pub doubling: bool,
    /// August 2024.
    pub aug_2024: bool,
    /// April 2025.
    pub apr_2025: bool,
    /// February 2018.
    pub feb_2018: bool,
    /// March 2020.
    pub mar_2020: bool,
    /// October 2008.
    pub oct_2008: bool,
    /// October 1987.
    pub oct_1987: bool,
    /// November 2022.
    pub ftx_2022: bool,
}

impl ShockSet {
    /// Whether each of its explosions is in it, the newest last.
    pub fn explosions(&self) -> [bool; 7] {
        [self.oct_1987, self.oct_2008, self.feb_2018, self.mar_2020, self.ftx_2022, self.aug_2024, self.apr_2025]
    }
}

impl RuleSwitches {
    /// Every rule on.
    pub const STEWARD: RuleSwitches = RuleSwitches::all(true);
    /// Every rule off.
    pub const PROMOTER: RuleSwitches = RuleSwitches::all(false);

    const fn all(on: bool) -> RuleSwitches {
        RuleSwitches {
            hurdle: on,
            ad_divergence: on,
            big_top: on,
            correlation: on,
            quick_ratio: on,
            vetting: on,
            stress: on,
            set: on,
            cvar: on,
            ruin: on,
            kelly: on,
            il: on,
        }
    }
}

/// What a link leaves out: a steward's but for the set.
impl Default for RuleSwitches {
    fn default() -> Self {
        RuleSwitches { set: false, ..RuleSwitches::STEWARD }
    }
}

impl Default for ShockSet {
    fn default() -> Self {
        ShockSet {
            two_sigma: true,
            doubling: false,
            aug_2024: true,
            apr_2025: false,
            feb_2018: true,
            mar_2020: true,
            oct_2008: true,
            oct_1987: false,
            ftx_2022: false,
        }
    }
}

impl Default for SizingPlan {
    fn default() -> Self {
        SizingPlan {
            pool: None,
            risk_free: None,
            equity_premium: Frac(0.05),
            vol_premium: Frac(-0.01),
            equity_cost: None,
            borrowed: None,
            debt_cost: None,
            tax: Frac(0.0),
            months: 12.0,
            stress_chance: Frac(0.1),
            ad_divergence: Some(false),
            big_top: Some(false),
            correlation_alarm: Some(false),
            rho: 0.3,
            hv20: Vol(0.12),
            range_factor: 1.0,
            ruin_cap: None,
            rules: RuleSwitches::default(),
            set: ShockSet::default(),
        }
    }
}
