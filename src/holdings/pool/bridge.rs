//! Fees given where the price ends: in a scenario the token did not stay where it was.
//!
//! Between now and the end the log price is a Brownian bridge. Its expected time at each level is known in
//! closed form, so the expected fees are a handful of error functions and no quadrature. Model book 7.

use crate::holdings::pool::{Pool, readable};
use crate::units::{Frac, Vol, Years};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Set-up for many ends of one scenario: all that does not depend on the end price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bridge {
    income: Income,
    price: f64,
    /// Log deviation of the free path over the whole time.
    spread: f64,
    years: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Income {
    /// `rate`·(P/P₀)^`power` a year while ln(P/P₀) is in (`low`, `high`).
    Power { rate: f64, power: f64, low: f64, high: f64 },
    /// `apr` × value.
    Value { pool: Pool, apr: f64 },
}

/// Volatility on the way from the VIX ratio ρ = v/v₀: σ_b = σ₀·ρ^0.3.
pub fn bridge_vol(vol: Vol, vix_ratio: f64) -> Vol {
    Vol(vol.0 * vix_ratio.powf(0.3))
}

/// Mean of the fee stream's multiple while VIX goes from 1 to ρ = v/v₀ > 0 times its level: (ρ − 1)/ln ρ.
pub fn mean_fee_multiple(vix_ratio: f64) -> f64 {
    let log = vix_ratio.ln();
    if log == 0.0 { 1.0 } else { log.exp_m1() / log }
}

impl Bridge {
    /// Paths of `vol` from `price` for `horizon`, for the fee APR `apr` with its mean multiple already in it.
    ///
    /// The log deviation over the horizon is read as at least 1e-6 (a straight line) and at most 12 (a vol of
    /// 1200 % for a year), where the closed form keeps its digits.
    pub fn new(pool: &Pool, price: f64, apr: Frac, vol: Vol, horizon: Years) -> Bridge {
        let (years, price) = (horizon.0.max(0.0), readable(price));
        let income = match (pool.liquidity(), pool.constant_share()) {
            // Whatever trades with Uniswap's L earns as its root does, where it trades.
            (Some(liquidity), _) => {
                let (low, high) = pool.bounds().unwrap_or((0.0, f64::INFINITY));
                let rate = apr.0 * 2.0 * liquidity * price.sqrt();
                Income::Power { rate, power: 0.5, low: (low / price).ln(), high: (high / price).ln() }
            }
            // With the same share at every price the value is a power of the price.
            (None, Some(power)) => {
                let rate = pool.fee_rate(price, apr);
                Income::Power { rate, power, low: f64::NEG_INFINITY, high: f64::INFINITY }
            }
            // No power of the price: no closed form.
            (None, None) => Income::Value { pool: *pool, apr: apr.0 },
        };
        Bridge { income, price, spread: (vol.0.abs() * years.sqrt()).clamp(1e-6, 12.0), years }
    }

    /// Expected fees in quote tokens, ≥ 0, given that the price ends at `end` > 0; 0 for no time.
    ///
    /// House choice for Curve: the APR on the value along the straight log path, by Simpson.
    pub fn fees_given_end(&self, end: f64) -> f64 {
        let end = readable(end);
        let share = match self.income {
            Income::Power { rate, power, low, high } => {
                rate * self.occupation((end / self.price).ln(), low, high).mean_power(power)
            }
            Income::Value { pool, apr } => {
                let value = |price| pool.value(price);
                apr * (value(self.price) + 4.0 * value((self.price * end).sqrt()) + value(end)) / 6.0
            }
        };
        self.years * share.max(0.0)
    }

    /// Expected share of the time in range, in [0, 1], given that the price ends at `end` > 0.
    pub fn time_in_range_given_end(&self, end: f64) -> Frac {
        let end = readable(end);
        Frac(match self.income {
            Income::Power { low, high, .. } => {
                self.occupation((end / self.price).ln(), low, high).share().clamp(0.0, 1.0)
            }
            Income::Value { .. } => 1.0,
        })
    }

    fn occupation(&self, end: f64, low: f64, high: f64) -> Occupation {
        Occupation { spread: self.spread, end, low, high }
    }
}

/// Share of the time a Brownian bridge from 0 to `end` spends in (`low`, `high`), weighed by e^(cx) or not.
///
/// With s the `spread`, the expected density of time at level x is R(m/s)·exp((end² − m²)/(2s²))/s, where
/// m = |x| + |x − end| and R(z) = Φ(−z)/φ(z). Source: the Laplace transform of the product of the two Brownian
/// kernels, exp(−m√(2p))/(2p), inverts to ½·erfc(m/√(2t)).
struct Occupation {
    spread: f64,
    end: f64,
    low: f64,
    high: f64,
}

impl Occupation {
    /// ∫ e^(cx) over the time, c > 0.
    fn mean_power(&self, c: f64) -> f64 {
        let (bottom, top) = (self.end.min(0.0), self.end.max(0.0));
        let travel = self.end.abs() / self.spread;
        let ratio = mills(travel);
        let (from, to) = (self.low.max(bottom), self.high.min(top));
        let between = if from < to { ratio * ((c * to).exp() - (c * from).exp()) / c } else { 0.0 };
        let tail = |c: f64, distance: f64| self.tail(c, travel, ratio, distance.max(0.0));
        let above =
            if self.high > top { (c * top).exp() * (tail(c, self.low - top) - tail(c, self.high - top)) } else { 0.0 };
        let below = if self.low < bottom {
            (c * bottom).exp() * (tail(-c, bottom - self.high) - tail(-c, bottom - self.low))
        } else {
            0.0
        };
        (between + above + below) / self.spread
    }

    /// ∫ of e^(cu) times the density (times s) over all levels more than `distance` beyond the path's ends.
    fn tail(&self, c: f64, travel: f64, ratio: f64, distance: f64) -> f64 {
        let tilt = 0.5 * c * self.spread;
        if distance == 0.0 {
            return (mills(travel - tilt) - ratio) / c;
        }
        if distance == f64::INFINITY {
            return 0.0;
        }
        let reach = travel + 2.0 * distance / self.spread;
        let plain = (c * distance).exp() * scaled_tail(reach, travel);
        (scaled_tail(reach - tilt, travel - tilt) - plain) / c
    }

    /// The same without a weight: the share of the time.
    fn share(&self) -> f64 {
        let (bottom, top) = (self.end.min(0.0), self.end.max(0.0));
        let travel = self.end.abs() / self.spread;
        let between = mills(travel) * (self.high.min(top) - self.low.max(bottom)).max(0.0) / self.spread;
        let tail = |distance: f64| {
            let reach = travel + 2.0 * distance.max(0.0) / self.spread;
            if reach == f64::INFINITY {
                return 0.0;
            }
            0.5 * ((0.5 * (travel - reach) * (travel + reach)).exp() - reach * scaled_tail(reach, travel))
        };
        let above = if self.high > top { tail(self.low - top) - tail(self.high - top) } else { 0.0 };
        let below = if self.low < bottom { tail(bottom - self.high) - tail(bottom - self.low) } else { 0.0 };
        between + above + below
    }
}

/// R(z) = Φ(−z)/φ(z), the Mills ratio.
fn mills(z: f64) -> f64 {
    if z < FAR { (0.5 * PI).sqrt() * libm::erfc(z * FRAC_1_SQRT_2) * (0.5 * z * z).exp() } else { far_mills(z) }
}

/// Φ(−reach)/φ(travel) for reach ≥ travel.
fn scaled_tail(reach: f64, travel: f64) -> f64 {
    let gap = 0.5 * (travel - reach) * (travel + reach);
    if gap < -40.0 {
        // Below 1e-17 of the ratio at `travel`.
        0.0
    } else if reach < FAR {
        (0.5 * PI).sqrt() * libm::erfc(reach * FRAC_1_SQRT_2) * (0.5 * travel * travel).exp()
    } else {
        far_mills(reach) * gap.exp()
    }
}

/// From here the asymptotic series has all digits.
const FAR: f64 = 20.0;

/// R(z) ~ 1/z·(1 − 1/z² + 3/z⁴ − 15/z⁶ + …).
fn far_mills(z: f64) -> f64 {
    let x = 1.0 / (z * z);
    (1.0 - x * (1.0 - 3.0 * x * (1.0 - 5.0 * x * (1.0 - 7.0 * x * (1.0 - 9.0 * x * (1.0 - 11.0 * x)))))) / z
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::carry::Carry;
    use crate::holdings::pool::{Concentrated, ConstantProduct, Weighted};
    use crate::numbers::normal_cdf;
    use crate::numbers::quadrature::{GAUSS_32, integral};
    use crate::plan::{PoolKind, PoolPlan};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn ranged(low: f64, high: f64) -> Pool {
        Pool::Concentrated(Concentrated::from_deposit(40_000.0, 3000.0, low, high).unwrap())
    }

    /// The integral of the model book by brute force: t = h·sin²θ, 64 panels.
    fn by_quadrature(spread: f64, end: f64, low: f64, high: f64, c: f64) -> f64 {
        let at = |theta: f64| {
            let (sin, cos) = theta.sin_cos();
            let (mean, deviation) = (end * sin * sin, spread * sin * cos);
            let d = |bound: f64| (bound - mean - c * deviation * deviation) / deviation;
            let moment = (c * mean + 0.5 * c * c * deviation * deviation).exp();
            2.0 * sin * cos * moment * (normal_cdf(d(high)) - normal_cdf(d(low)))
        };
        let step = 0.5 * PI / 64.0;
        (0..64).map(|i| integral(&GAUSS_32, step * f64::from(i), step * f64::from(i + 1), at)).sum()
    }

    proptest! {
        // The same draws every time.
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2022), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_closed_form_is_the_books_integral(
            spread in 0.01..1.5f64, end in -1.5..1.5f64, low in -1.0..1.0f64, width in 0.01..1.5f64, c in 0.05..0.95f64,
        ) {
            let one = Occupation { spread, end, low, high: low + width };
            let brute = by_quadrature(spread, end, low, low + width, c);
            prop_assert!((one.mean_power(c) - brute).abs() < 1e-8, "{} {brute}", one.mean_power(c));
            let brute = by_quadrature(spread, end, low, low + width, 0.0);
            prop_assert!((one.share() - brute).abs() < 1e-8, "{} {brute}", one.share());
        }

        #[test]
        fn fees_are_finite_and_within_what_the_range_can_pay(
            vol in 0.0..9.0f64, days in 0.0..800.0f64, end in -900.0..200.0f64,
        ) {
            let pool = ranged(2400.0, 3750.0);
            let horizon = Years::from_calendar_days(days);
            let bridge = Bridge::new(&pool, 3000.0, Frac(0.06), Vol(vol), horizon);
            let fees = bridge.fees_given_end(3000.0 * end.exp());
            let most = pool.fee_rate(3749.999, Frac(0.06)) * horizon.0;
            prop_assert!(fees >= 0.0 && fees <= most * (1.0 + 1e-6), "{fees} {most}");
        }
    }

    #[test]
    fn averaged_over_the_end_it_is_the_expected_fees() {
        let horizon = Years::from_calendar_days(30.0);
        let spread = 0.7 * horizon.0.sqrt();
        for pool in [
            ranged(2400.0, 3750.0),
            Pool::ConstantProduct(ConstantProduct::from_deposit(40_000.0, 3000.0).unwrap()),
            Pool::Weighted(Weighted::from_deposit(40_000.0, 3000.0, 0.8).unwrap()),
        ] {
            let bridge = Bridge::new(&pool, 3000.0, Frac(0.06), Vol(0.7), horizon);
            let weighed = |z: f64| {
                let end = 3000.0 * (spread * z - 0.5 * spread * spread).exp();
                crate::numbers::normal_pdf(z) * bridge.fees_given_end(end)
            };
            // Panels short enough for the kinks of the ends at the bounds.
            let mean: f64 =
                (-80..80).map(|i| integral(&GAUSS_32, 0.1 * f64::from(i), 0.1 * f64::from(i + 1), weighed)).sum();
            let expected = Carry { pool, price: 3000.0, vol: Vol(0.7), horizon }.expected_fees(Frac(0.06));
            assert!((mean / expected - 1.0).abs() < 1e-9, "{mean} {expected}");
        }
    }

    #[test]
    fn in_a_moment_every_kind_of_pool_earns_its_fee_rate_at_the_price() {
        for kind in PoolKind::ALL {
            let price = if kind.is_stable_pair() { 1.0 } else { 3000.0 };
            let plan = PoolPlan { kind, ..PoolPlan::default() };
            let pool = Pool::bought(&plan, price, Some([0.8 * price, 1.2 * price])).unwrap().unwrap();
            let bridge = Bridge::new(&pool, price, Frac(0.06), Vol(0.7), Years(1e-10));
            let rate = bridge.fees_given_end(price) / 1e-10;
            assert!((rate / pool.fee_rate(price, Frac(0.06)) - 1.0).abs() < 1e-4, "{kind:?} {rate}");
            assert!((bridge.time_in_range_given_end(price).0 - 1.0).abs() < 1e-9, "{kind:?}");
        }
    }

    #[test]
    fn no_time_earns_nothing() {
        let bridge = Bridge::new(&ranged(2400.0, 3750.0), 3000.0, Frac(0.06), Vol(0.7), Years(0.0));
        for end in [1000.0, 2400.0, 3000.0, 9000.0] {
            assert_eq!(bridge.fees_given_end(end), 0.0);
        }
    }

    #[test]
    fn without_volatility_the_path_is_a_straight_line() {
        // From 3000 to 1500 in logs: in range until 2400, that is ln(3000/2400)/ln 2 of the time.
        let bridge = Bridge::new(&ranged(2400.0, 3750.0), 3000.0, Frac(0.06), Vol(0.0), Years(0.1));
        let share = 1.25f64.ln() / 2f64.ln();
        assert!((bridge.time_in_range_given_end(1500.0).0 - share).abs() < 1e-9);
        assert!((bridge.time_in_range_given_end(3000.0).0 - 1.0).abs() < 1e-9);
        let rate = ranged(2400.0, 3750.0).fee_rate(3000.0, Frac(0.06));
        assert!((bridge.fees_given_end(3000.0) / (0.1 * rate) - 1.0).abs() < 1e-8);
    }

    #[test]
    fn the_mean_multiple_is_smooth_at_one() {
        assert_eq!(mean_fee_multiple(1.0), 1.0);
        assert!((mean_fee_multiple(1.0 + 1e-12) - 1.0 - 0.5e-12).abs() < 1e-15);
        assert!((mean_fee_multiple(4.0) - 3.0 / 4f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn the_mills_ratio_joins_its_series() {
        let ratio = (0.5 * PI).sqrt() * libm::erfc(FAR * FRAC_1_SQRT_2) * (0.5 * FAR * FAR).exp();
        assert!((far_mills(FAR) / ratio - 1.0).abs() < 1e-12);
    }
}
