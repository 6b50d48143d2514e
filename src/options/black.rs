//! Black (1976): the price of a European option on a forward, discounted, and its Greeks.

use crate::numbers::{normal_cdf, normal_pdf};

/// Call or put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Right to buy.
    Call,
    /// Right to sell.
    Put,
}

impl Side {
    /// What the option pays at `level`, points.
    pub fn intrinsic(self, level: f64, strike: f64) -> f64 {
        match self {
            Side::Call => (level - strike).max(0.0),
            Side::Put => (strike - level).max(0.0),
        }
    }
}

/// Discounted price in points; intrinsic where σ√T is 0 or the time is over.
///
/// Puts by their own formula, not by parity: the far tail keeps its digits. Source: Black (1976).
pub fn price(side: Side, forward: f64, strike: f64, vol: f64, years: f64, rate: f64) -> f64 {
    let deviation = vol * years.max(0.0).sqrt();
    let discount = (-rate * years.max(0.0)).exp();
    if deviation <= 0.0 {
        return discount * side.intrinsic(forward, strike);
    }
    let d1 = (forward / strike).ln() / deviation + 0.5 * deviation;
    let d2 = d1 - deviation;
    discount
        * match side {
            Side::Call => forward * normal_cdf(d1) - strike * normal_cdf(d2),
            Side::Put => strike * normal_cdf(-d2) - forward * normal_cdf(-d1),
        }
        .max(0.0)
}

/// Extrinsic value in points, ≥ 0: the price less the intrinsic value at the forward, discounted; 0 where σ√T is 0 or the
/// time is over. A call's and a put's of one strike and vol are the same (put–call parity).
pub fn extrinsic(side: Side, forward: f64, strike: f64, vol: f64, years: f64, rate: f64) -> f64 {
    // Out of the money the price is all there is to it, and keeps its digits.
    let out = match side {
        Side::Call if forward > strike => Side::Put,
        Side::Put if strike > forward => Side::Call,
        out => out,
    };
    if vol * years.max(0.0).sqrt() <= 0.0 { 0.0 } else { price(out, forward, strike, vol, years, rate) }
}

/// Greeks of one option as traders quote them: per point, per point², per vol point, per calendar day.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OptionGreeks {
    /// Per 1 point of the spot.
    pub delta: f64,
    /// Per 1 point² of the spot.
    pub gamma: f64,
    /// Per vol point.
    pub vega: f64,
    /// Per calendar day, spot fixed.
    pub theta: f64,
}

/// Delta alone, as [`greeks`] has it.
pub fn delta(side: Side, forward: f64, strike: f64, vol: f64, years: f64, dividend_yield: f64) -> f64 {
    let deviation = vol * years.max(0.0).sqrt();
    if deviation <= 0.0 {
        let is_in = side.intrinsic(forward, strike) > 0.0;
        let slope = if side == Side::Call { 1.0 } else { -1.0 };
        return if is_in { slope } else { 0.0 };
    }
    let d1 = (forward / strike).ln() / deviation + 0.5 * deviation;
    (-dividend_yield * years).exp()
        * match side {
            Side::Call => normal_cdf(d1),
            Side::Put => -normal_cdf(-d1),
        }
}

/// Greeks in spot terms with carry `rate − dividend_yield`; at expiry the slope of the payoff and nothing else.
pub fn greeks(
    side: Side,
    forward: f64,
    strike: f64,
    vol: f64,
    years: f64,
    [rate, dividend_yield]: [f64; 2],
) -> OptionGreeks {
    let deviation = vol * years.max(0.0).sqrt();
    if deviation <= 0.0 {
        return OptionGreeks {
            delta: delta(side, forward, strike, vol, years, dividend_yield),
            ..OptionGreeks::default()
        };
    }
    let spot = forward * (-(rate - dividend_yield) * years).exp();
    let carry = (-dividend_yield * years).exp();
    let d1 = (forward / strike).ln() / deviation + 0.5 * deviation;
    let delta = delta(side, forward, strike, vol, years, dividend_yield);
    let gamma = carry * normal_pdf(d1) / (spot * deviation);
    let value = price(side, forward, strike, vol, years, rate);
    let theta = rate * value - (rate - dividend_yield) * spot * delta - 0.5 * spot * spot * vol * vol * gamma;
    OptionGreeks {
        delta,
        gamma,
        vega: 0.01 * carry * spot * normal_pdf(d1) * years.sqrt(),
        theta: theta / crate::units::CALENDAR_DAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parity_holds() {
        for strike in [50.0, 100.0, 180.0] {
            let call = price(Side::Call, 100.0, strike, 0.3, 0.5, 0.04);
            let put = price(Side::Put, 100.0, strike, 0.3, 0.5, 0.04);
            assert!((call - put - (-0.02f64).exp() * (100.0 - strike)).abs() < 1e-12);
        }
    }

    #[test]
    fn at_expiry_after_it_and_without_vol_it_is_worth_what_it_pays() {
        for (vol, years) in [(0.3, 0.0), (0.3, -1.0), (0.0, 0.5)] {
            assert_eq!(price(Side::Put, 90.0, 100.0, vol, years, 0.0), 10.0);
            assert_eq!(greeks(Side::Put, 90.0, 100.0, vol, years, [0.0, 0.0]).gamma, 0.0);
        }
    }

    #[test]
    fn greeks_are_the_slopes_of_the_price() {
        let (spot, years, vol, rate, dividend) = (6000.0, 0.12, 0.18, 0.0425, 0.013);
        let at = |s: f64, t: f64, v: f64| price(Side::Put, s * ((rate - dividend) * t).exp(), 5700.0, v, t, rate);
        let got = greeks(Side::Put, spot * ((rate - dividend) * years).exp(), 5700.0, vol, years, [rate, dividend]);
        let delta = (at(spot + 0.1, years, vol) - at(spot - 0.1, years, vol)) / 0.2;
        let gamma = (at(spot + 1.0, years, vol) - 2.0 * at(spot, years, vol) + at(spot - 1.0, years, vol)) / 1.0;
        let vega = (at(spot, years, vol + 1e-5) - at(spot, years, vol - 1e-5)) / 2e-5 / 100.0;
        let theta = -(at(spot, years + 1e-6, vol) - at(spot, years - 1e-6, vol)) / 2e-6 / 365.0;
        assert!((got.delta - delta).abs() < 1e-8, "{} {delta}", got.delta);
        assert!((got.gamma - gamma).abs() < 1e-7, "{} {gamma}", got.gamma);
        assert!((got.vega - vega).abs() < 1e-6, "{} {vega}", got.vega);
        assert!((got.theta - theta).abs() < 1e-6, "{} {theta}", got.theta);
    }
}
