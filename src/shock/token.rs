//! Token response: two betas and a residual, each at the VIX of the shock.
//!
//! R² is only 0.17 to 0.25: the band matters more than the line. Fitted on ETH and BTC 2017–2026; model book 8.

use crate::plan::Token;
use crate::units::{Points, TRADING_DAYS, Vol};

/// Elasticity of the token's volatility to VIX (0.56 ± 0.12).
pub const VOL_ELASTICITY: f64 = 0.56;
/// Annual SPX deviation per VIX point.
pub const SPX_PER_VIX: f64 = 0.0085;
/// Annual VIX deviation (points) per VIX point.
const VIX_PER_VIX: f64 = 1.0;
/// Correlation of the two.
pub const SPX_VIX_CORRELATION: f64 = -0.75;

/// VIX at which a residual is as it was fitted.
const RESTING: f64 = 17.0;
/// The rise of VIX from which on betas and residual rise no further.
const MOST_RISEN: f64 = 1.5;
/// Powers of VIX over its resting level and of its rise that a residual swells by.
const SWELL: [f64; 2] = [0.35, 0.8];

/// How the token answers at one VIX.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Response {
    /// Log return per SPX log return.
    pub beta_spx: f64,
    /// Log return per VIX point.
    pub beta_vix: f64,
    /// Residual deviation a year.
    pub residual: f64,
    /// Correlation of token and systematic part that these imply.
    pub correlation: f64,
    /// What the correlation stress multiplied both betas by.
    pub stress_factor: f64,
}

/// Residual deviation a year of a token with VIX resting at 17, as it was fitted.
fn fitted_residual(token: Token) -> Vol {
    match token {
        Token::Eth | Token::Own => Vol(0.62),
        Token::Btc => Vol(0.50),
    }
}

impl Response {
    /// The fitted response with VIX from `before` to `vix`: the SPX beta and the residual rise in a spike.
    pub fn fitted(token: Token, before: Points, vix: Points) -> Response {
        let ratio = vix.0 / before.0;
        let [by_level, by_rise] = SWELL;
        Response::risen(
            token,
            ratio.ln(),
            (vix.0 / RESTING).powf(by_level) * ratio.clamp(1.0, MOST_RISEN).powf(by_rise),
        )
    }

    /// How many times its resting self a residual is with VIX at `log_vix` after rising by `rise`, both in logs: the same
    /// as [`Response::fitted`] has, without the standard library's powers.
    pub fn swell(log_vix: f64, rise: f64) -> f64 {
        let [by_level, by_rise] = SWELL;
        libm::exp(by_level * (log_vix - libm::log(RESTING)) + by_rise * rise.clamp(0.0, libm::log(MOST_RISEN)))
    }

    /// The fitted response after VIX rose by `rise` in logs, where its residual is `swell` times the resting one.
    pub fn risen(token: Token, rise: f64, swell: f64) -> Response {
        let share = (rise.max(0.0) / libm::log(MOST_RISEN)).min(1.0);
        let (base, extra, beta_vix) = match token {
            // A token without a fit of its own answers as Ether until betas are typed: house choice.
            Token::Eth | Token::Own => (1.5, 0.5, -0.004),
            Token::Btc => (1.0, 0.33, -0.0036),
        };
        Response {
            beta_spx: base + extra * share,
            beta_vix,
            residual: fitted_residual(token).0 * swell,
            correlation: 0.0,
            stress_factor: 1.0,
        }
    }

    /// The same for a token of this volatility now: the residual is as many times the fitted one as the volatility is
    /// what it was fitted to. House choice.
    pub fn scaled_to(self, token: Token, vol: Option<Vol>) -> Response {
        let times = vol.map_or(1.0, |vol| vol.0 / fitted_residual(token).0);
        Response { residual: self.residual * times, ..self }
    }

    /// The same with a residual deviation a year that was typed.
    pub fn with_residual(self, residual: Option<Vol>) -> Response {
        Response { residual: residual.map_or(self.residual, |vol| vol.0), ..self }
    }

    /// The same with betas as typed.
    pub fn with_betas(self, beta_spx: Option<f64>, beta_vix: Option<f64>) -> Response {
        Response { beta_spx: beta_spx.unwrap_or(self.beta_spx), beta_vix: beta_vix.unwrap_or(self.beta_vix), ..self }
    }

    /// Moves the correlation by `stress` (0 to 1) of the way to one, the total deviation kept.
    ///
    /// Where both betas are zero, with a residual or without, there is no correlation to stress and nothing changes.
    pub fn stressed(self, vix: Points, stress: f64) -> Response {
        let (s, v) = (self.beta_spx * SPX_PER_VIX * vix.0, self.beta_vix * VIX_PER_VIX * vix.0);
        let systematic = (s * s + v * v + 2.0 * SPX_VIX_CORRELATION * s * v).max(0.0);
        let total = (systematic + self.residual * self.residual).sqrt();
        let correlation = if total > 0.0 { systematic.sqrt() / total } else { 0.0 };
        if correlation <= 0.0 {
            return Response { correlation: 0.0, ..self };
        }
        let stressed = correlation + stress * (1.0 - correlation);
        let factor = stressed / correlation;
        Response {
            beta_spx: self.beta_spx * factor,
            beta_vix: self.beta_vix * factor,
            residual: if stress == 0.0 { self.residual } else { total * (1.0 - stressed * stressed).max(0.0).sqrt() },
            correlation: stressed,
            stress_factor: factor,
        }
    }

    /// One residual deviation over `days` trading days; below a day counts as one.
    pub fn deviation(&self, days: f64) -> f64 {
        self.residual * (days.max(1.0) / TRADING_DAYS).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_implied_correlation_is_the_books() {
        // Model book 8: ETH's ρ is 0.33, 0.40, 0.61, 0.77 with VIX resting at 12, 17, 40, 80.
        for (vix, rho) in [(12.0, 0.33), (17.0, 0.40), (40.0, 0.61), (80.0, 0.77)] {
            let got = Response::fitted(Token::Eth, Points(vix), Points(vix)).stressed(Points(vix), 0.0).correlation;
            assert!((got - rho).abs() < 0.006, "{vix}: {got}");
        }
    }

    #[test]
    fn a_token_of_twice_the_volatility_has_twice_the_residual_and_a_typed_one_is_taken_as_it_is() {
        let fitted = Response::fitted(Token::Eth, Points(17.0), Points(45.0));
        assert_eq!(fitted.scaled_to(Token::Eth, Some(Vol(0.62))), fitted);
        assert!((fitted.scaled_to(Token::Eth, Some(Vol(1.24))).residual / fitted.residual - 2.0).abs() < 1e-15);
        assert_eq!(fitted.scaled_to(Token::Eth, None).with_residual(Some(Vol(0.3))).residual, 0.3);
        let calm = fitted.scaled_to(Token::Eth, Some(Vol(0.1))).stressed(Points(45.0), 0.0);
        assert!(calm.correlation > fitted.stressed(Points(45.0), 0.0).correlation);
    }

    #[test]
    fn full_stress_leaves_no_residual() {
        let stressed = Response::fitted(Token::Btc, Points(17.0), Points(45.0)).stressed(Points(45.0), 1.0);
        assert!((stressed.correlation - 1.0).abs() < 1e-15 && stressed.residual < 1e-7);
    }

    #[test]
    fn without_betas_there_is_nothing_to_stress() {
        let loose = Response::fitted(Token::Eth, Points(17.0), Points(45.0)).with_betas(Some(0.0), Some(0.0));
        assert_eq!(loose.stressed(Points(45.0), 1.0), loose);
    }
}
