//! Hurdle: what the pool must earn a year before it is worth holding at all.
//!
//! Source: model book 11.1. Volatility beta and its price after Ang, Hodrick, Xing, Zhang 2006.

use serde::Serialize;

use crate::units::Frac;

/// What the hurdle is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HurdleInputs {
    /// Equity, dollars.
    pub equity: f64,
    /// Borrowed, dollars.
    pub borrowed: f64,
    /// Cost of debt a year.
    pub debt_cost: f64,
    /// Tax rate that interest saves.
    pub tax: f64,
    /// Risk-free rate.
    pub risk_free: f64,
    /// Token log return per SPX log return.
    pub beta_spx: f64,
    /// Token log return per VIX point.
    pub beta_vix: f64,
    /// Part of the position's value that is the token, P·x/V.
    pub delta_share: f64,
    /// Equity risk premium a year.
    pub equity_premium: f64,
    /// Price of volatility risk a year, per unit of volatility beta.
    pub vol_premium: f64,
    /// Cost of equity, where typed; the modified CAPM's otherwise.
    pub equity_cost: Option<f64>,
}

/// The hurdle and its parts, a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Hurdle {
    /// The pool's SPX beta: the token's times its share.
    pub beta_spx: f64,
    /// The pool's log return per 1.00 of VIX as a decimal.
    pub beta_vol: f64,
    /// β_S·ERP + β_V·λ_V: expected return above the risk-free rate.
    pub premium: Frac,
    /// Modified CAPM: risk-free rate and premium.
    pub capm: Frac,
    /// Cost of equity in use.
    pub equity_cost: Frac,
    /// Weighted average cost of capital.
    pub wacc: Frac,
    /// The larger of WACC and modified CAPM.
    pub rate: Frac,
}

impl HurdleInputs {
    /// The hurdle. Equity above 0.
    pub fn hurdle(&self) -> Hurdle {
        let beta_spx = self.beta_spx * self.delta_share;
        let beta_vol = 100.0 * self.beta_vix * self.delta_share;
        let premium = beta_spx * self.equity_premium + beta_vol * self.vol_premium;
        let capm = self.risk_free + premium;
        let equity_cost = self.equity_cost.unwrap_or(capm);
        let share = self.equity / (self.equity + self.borrowed);
        let wacc = share * equity_cost + (1.0 - share) * self.debt_cost * (1.0 - self.tax);
        Hurdle {
            beta_spx,
            beta_vol,
            premium: Frac(premium),
            capm: Frac(capm),
            equity_cost: Frac(equity_cost),
            wacc: Frac(wacc),
            rate: Frac(wacc.max(capm)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: HurdleInputs = HurdleInputs {
        equity: 100.0,
        borrowed: 0.0,
        debt_cost: 0.08,
        tax: 0.0,
        risk_free: 0.04,
        beta_spx: 1.5,
        beta_vix: -0.004,
        delta_share: 0.5,
        equity_premium: 0.05,
        vol_premium: -0.01,
        equity_cost: None,
    };

    #[test]
    fn without_debt_the_cost_of_capital_is_the_cost_of_equity() {
        let hurdle = PLAIN.hurdle();
        // 4 % + 0.75 × 5 % + 0.2 × 1 %.
        assert!((hurdle.capm.0 - 0.0795).abs() < 1e-15 && hurdle.wacc == hurdle.capm && hurdle.rate == hurdle.capm);
    }

    #[test]
    fn cheap_debt_does_not_lower_the_hurdle_below_the_pools_own_risk() {
        let geared = HurdleInputs { borrowed: 100.0, debt_cost: 0.02, ..PLAIN }.hurdle();
        assert!(geared.wacc < geared.capm && geared.rate == geared.capm);
        let dear = HurdleInputs { equity_cost: Some(0.15), ..PLAIN }.hurdle();
        assert_eq!(dear.rate, Frac(0.15));
    }
}
