//! Hurdle: what the pool must earn a year before it is worth holding at all.
//!
//! Source: model book 11.1. Volatility beta and its price after Ang, Hodrick, Xing, Zhang 2006.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::position::Position;
use crate::plan::holding::Terms;
use crate::plan::{Plan, PoolPlan, Token};
use crate::shock::token::Response;
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

/// What the hurdle of a position is made from.
///
/// House choice: betas are those at today's VIX, since the hurdle is about every year and not about this shock.
pub fn hurdle_inputs(plan: &Plan, terms: &PoolPlan, position: &Position, pool: &Pool) -> HurdleInputs {
    let (sizing, vix) = (&plan.sizing, plan.market.vix);
    let betas = |token: Token| {
        // Betas of the response belong to the market's token, a pool's own to its.
        let typed = match token {
            token if token == plan.market.token => [plan.response.beta_spx, plan.response.beta_vix],
            Token::Own => [terms.beta_spx, terms.beta_vix],
            _ => [None; 2],
        };
        let response = Response::fitted(token, vix, vix).with_betas(typed[0], typed[1]);
        [response.beta_spx, response.beta_vix]
    };
    let base = terms.base_in(&plan.market).map_or([0.0; 2], betas);
    let quote = match terms.quote_in(&plan.market) {
        Some(Token::Own) => {
            let fitted = Response::fitted(Token::Own, vix, vix);
            let typed = fitted.with_betas(terms.quote_beta_spx, terms.quote_beta_vix);
            [typed.beta_spx, typed.beta_vix]
        }
        token => token.map_or([0.0; 2], betas),
    };
    let share = position.entry * pool.delta(position.entry) / pool.value(position.entry);
    // What is not in the base token is in the quote token, which has betas of its own where it is no stablecoin.
    let whole = |i: usize| if share == 0.0 { base[i] } else { base[i] + quote[i] * (1.0 - share) / share };
    HurdleInputs {
        equity: plan.account.equity.0,
        borrowed: sizing.borrowed.map_or_else(|| borrowed(plan), |usd| usd.0),
        debt_cost: sizing.debt_cost.unwrap_or(terms.loan_rate).0,
        tax: sizing.tax.0,
        risk_free: sizing.risk_free.unwrap_or(plan.market.rate).0,
        beta_spx: whole(0),
        beta_vix: whole(1),
        delta_share: share,
        equity_premium: sizing.equity_premium.0,
        vol_premium: sizing.vol_premium.0,
        equity_cost: sizing.equity_cost.map(|rate| rate.0),
    }
}

/// Dollars borrowed against every pool that is on.
pub fn borrowed(plan: &Plan) -> f64 {
    let on = plan.holdings.iter().filter(|holding| holding.on);
    on.map(|holding| if let Terms::Pool(pool) = &holding.terms { pool.loan.0 } else { 0.0 }).sum()
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
