//! Token response: two betas and a residual, each at the VIX of the shock.
//!
//! R² is only 0.17 to 0.25: the band matters more than the line. Fitted on ETH and BTC 2017–2026; model book 8.

use crate::numbers::in_line::{between, exp};
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

/// SPX beta at rest and what a whole rise adds to it, and the VIX beta, as they were fitted.
fn fitted_betas(token: Token) -> ([f64; 2], f64) {
    match token {
        // A token without a fit of its own answers as Ether until betas are typed: house choice.
        Token::Eth | Token::Own => ([1.5, 0.5], -0.004),
        Token::Btc => ([1.0, 0.33], -0.0036),
    }
}

/// How one token answers on the days of a path: what is fitted and what is typed, put together once for all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    beta_spx: [f64; 2],
    beta_vix: f64,
    /// Fitted, and how many times that; or as typed.
    residual: [f64; 2],
    is_typed: bool,
}

/// A day's rise of VIX, as every token answers it.
#[derive(Clone, Copy, Debug)]
pub struct Rise {
    /// How much of the most that counts, 0 to 1.
    share: f64,
    /// How many times its resting self a residual is.
    swell: f64,
}

/// The logarithms of [`RESTING`] and [`MOST_RISEN`].
const LOG_RESTING: f64 = 2.833_213_344_056_216;
const LOG_MOST_RISEN: f64 = 0.405_465_108_108_164_4;

impl Rise {
    /// To `log_vix` by `rise`, both in logs: the same as [`Response::fitted`] has, without the standard library's powers.
    #[inline(always)]
    pub fn to(log_vix: f64, rise: f64) -> Rise {
        let [by_level, by_rise] = SWELL;
        let risen = between(rise, [0.0, LOG_MOST_RISEN]);
        Rise { share: risen / LOG_MOST_RISEN, swell: exp(by_level * (log_vix - LOG_RESTING) + by_rise * risen) }
    }
}

impl Answer {
    /// Of a token with betas, volatility and residual as typed, where they are.
    pub fn of(token: Token, betas: [Option<f64>; 2], vol: Option<Vol>, residual: Option<Vol>) -> Answer {
        let (beta_spx, beta_vix) = fitted_betas(token);
        let fitted = fitted_residual(token).0;
        Answer {
            beta_spx: betas[0].map_or(beta_spx, |beta| [beta, 0.0]),
            beta_vix: betas[1].unwrap_or(beta_vix),
            residual: [residual.map_or(fitted, |vol| vol.0), vol.map_or(1.0, |vol| vol.0 / fitted)],
            is_typed: residual.is_some(),
        }
    }

    /// Betas and residual on a day of this rise; no correlation is said or stressed.
    #[inline(always)]
    pub fn after(&self, rise: Rise) -> Response {
        let ([base, extra], [residual, times]) = (self.beta_spx, self.residual);
        Response {
            beta_spx: base + extra * rise.share,
            beta_vix: self.beta_vix,
            residual: if self.is_typed { residual } else { residual * rise.swell * times },
            correlation: 0.0,
            stress_factor: 1.0,
        }
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

    /// The fitted response after VIX rose by `rise` in logs, where its residual is `swell` times the resting one.
    fn risen(token: Token, rise: f64, swell: f64) -> Response {
        let share = (rise.max(0.0) / libm::log(MOST_RISEN)).min(1.0);
        let ([base, extra], beta_vix) = fitted_betas(token);
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
    fn on_a_path_a_token_answers_as_it_does_to_a_shock_with_whatever_is_typed() {
        assert_eq!([LOG_RESTING, LOG_MOST_RISEN], [RESTING, MOST_RISEN].map(libm::log));
        let typed = [None, Some(0.7)];
        for token in [Token::Eth, Token::Btc, Token::Own] {
            for [beta, residual] in [[0, 0], [0, 1], [1, 0], [1, 1]] {
                for (before, vix) in [(17.0, 17.0), (17.0, 14.0), (20.0, 23.0), (30.0, 80.0)] {
                    let (betas, vol) = ([typed[beta], typed[beta]], typed[1 - beta].map(Vol));
                    let residual = typed[residual].map(Vol);
                    let want = Response::fitted(token, Points(before), Points(vix));
                    let want = want.with_betas(betas[0], betas[1]).scaled_to(token, vol).with_residual(residual);
                    let rise = Rise::to(f64::ln(vix), f64::ln(vix / before));
                    let got = Answer::of(token, betas, vol, residual).after(rise);
                    // Two powers and a logarithm stand against one exponential: some last digits.
                    let off =
                        [got.beta_spx - want.beta_spx, got.beta_vix - want.beta_vix, got.residual - want.residual];
                    assert!(off.iter().all(|off| off.abs() < 1e-14), "{token:?} {before} {vix}: {off:?}");
                }
            }
        }
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
