//! Dynamics: how VIX, and SPX with it, move from one trading day to the next.
//!
//! u = ln v: u += κ(ū − u)Δ + σ√Δ·Z + J, Δ = 1/252, at most one jump J a day, v held in [`HELD`] on every day of a path.
//! SPX: r = (μ − ½s² + what jumps take on average)Δ + s√Δ·Z′ − 0.11·J, s in proportion to VIX. Source: model book 14.

use crate::plan::Plan;
use crate::shock::token::{SPX_PER_VIX, SPX_VIX_CORRELATION};
use crate::units::{Points, TRADING_DAYS};

/// Levels within which VIX is held.
pub const HELD: [f64; 2] = [8.0, 150.0];
/// Mean jump of ln VIX.
pub const MEAN_JUMP: f64 = 0.30;

/// What the moves of VIX and SPX are drawn by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dynamics {
    /// Level that VIX comes back to.
    pub mean: Points,
    /// κ: speed at which ln VIX does, per year.
    pub reversion: f64,
    /// σ: diffusion of ln VIX, per √year.
    pub diffusion: f64,
    /// Jumps a year.
    pub jumps: f64,
    /// Mean and deviation of a jump's logarithm (mean jump 0.30, deviation 0.20).
    pub jump: [f64; 2],
    /// μ: what SPX gains a year on average.
    pub drift: f64,
    /// Deviation of SPX a year per point of VIX.
    pub spx_per_vix: f64,
    /// Correlation of a day's SPX with its VIX.
    pub leverage: f64,
    /// What SPX loses, in logs, per jump of 1 in ln VIX.
    pub spx_jump: f64,
}

impl Default for Dynamics {
    fn default() -> Self {
        Dynamics {
            mean: Points(17.5),
            reversion: 4.0,
            diffusion: 1.0,
            jumps: 2.5,
            jump: [-1.388, 0.606],
            drift: 0.0,
            spx_per_vix: SPX_PER_VIX,
            leverage: SPX_VIX_CORRELATION,
            spx_jump: 0.11,
        }
    }
}

impl Dynamics {
    /// Those of a plan. SPX gains the risk-free rate and the equity premium less its dividends: house choice.
    pub fn of(plan: &Plan) -> Dynamics {
        let (odds, market) = (&plan.odds, &plan.market);
        let usual = Dynamics::default();
        Dynamics {
            mean: odds.vix_mean,
            reversion: odds.half_life.map_or(usual.reversion, |days| TRADING_DAYS * std::f64::consts::LN_2 / days),
            jumps: odds.jumps,
            drift: market.rate.0 - market.dividend_yield.0 + plan.sizing.equity_premium.0,
            ..usual
        }
    }

    /// Trading days in which half of VIX's distance from its mean, in logs, is gone.
    pub fn half_life(&self) -> f64 {
        TRADING_DAYS * std::f64::consts::LN_2 / self.reversion
    }

    /// ū: the mean's logarithm less what jumps add on average.
    pub fn resting_log(&self) -> f64 {
        let added = if self.reversion > 0.0 { self.jumps * MEAN_JUMP / self.reversion } else { 0.0 };
        libm::log(self.mean.0) - added
    }

    /// Chance of a jump on one day.
    pub fn jump_chance(&self) -> f64 {
        -libm::expm1(-self.jumps / TRADING_DAYS)
    }

    /// What is left of a distance from the mean after one day.
    pub fn decay(&self) -> f64 {
        1.0 - self.reversion / TRADING_DAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_of_the_opening_plan_are_the_models() {
        let (of, model) = (Dynamics::of(&Plan::default()), Dynamics::default());
        assert!((of.reversion - model.reversion).abs() < 1e-15, "{of:?}");
        assert_eq!((of.mean, of.jumps, of.diffusion, of.jump), (model.mean, model.jumps, model.diffusion, model.jump));
        assert!((of.drift - 0.077).abs() < 1e-12);
        assert!((model.resting_log() - (17.5f64.ln() - 0.75 / 4.0)).abs() < 1e-15);
    }
}
