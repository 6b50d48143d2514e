//! Carry: what a position earns and loses on average while time passes, before anything is known of the end.
//!
//! The price is a martingale lognormal of one volatility. Amounts in quote tokens. Model book 7.

use crate::holdings::pool::{Concentrated, Pool, StableSwap};
use crate::numbers::quadrature::{GAUSS_32, integral};
use crate::numbers::{mean_decay, normal_cdf, normal_pdf};
use crate::units::{Frac, Vol, Years};

/// A position from `price` on, for `horizon`, under the volatility `vol` of its base token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carry {
    /// What is held.
    pub pool: Pool,
    /// Price now, quote tokens per base token, > 0.
    pub price: f64,
    /// Volatility of the price, a year.
    pub vol: Vol,
    /// How long.
    pub horizon: Years,
}

impl Carry {
    /// Expected share of the time in range, in [0, 1]; 1 for a pool without a range.
    ///
    /// (1/h)∫[Φ(b) − Φ(a)]dt with t = h·u² by 32 Gauss–Legendre nodes, right to 1e-6.
    pub fn time_in_range(&self) -> Frac {
        let (Some((low, high)), spread) = (self.pool.bounds(), self.spread()) else { return Frac(1.0) };
        if spread < NO_SPREAD {
            return Frac(if self.pool.in_range(self.price) { 1.0 } else { 0.0 });
        }
        let below = |bound: f64, s: f64| normal_cdf(((bound / self.price).ln() + 0.5 * s * s) / s);
        let share = |u: f64| 2.0 * u * (below(high, spread * u) - below(low, spread * u));
        Frac(integral(&GAUSS_32, 0.0, 1.0, share))
    }

    /// E[V(P_h)], the position's expected value at the horizon without fees, ≤ its value now.
    pub fn expected_value(&self) -> f64 {
        self.pool.expected_value(self.price, self.spread())
    }

    /// E[∫LVR dt] ≥ 0 over the horizon. It is V(P) − E[V(P_h)], the mean impermanent loss: never subtract both.
    pub fn expected_lvr(&self) -> f64 {
        let now = self.pool.value(self.price);
        match self.decay() {
            Some(decay) => -now * (-decay).exp_m1(),
            None => (now - self.expected_value()).max(0.0),
        }
    }

    /// Expected fees ≥ 0 over the horizon for the fee APR `apr` of [`Pool::fee_rate`].
    ///
    /// On a range (8a/σ²)·E[∫LVR], exactly: fees and loss to rebalancing both follow L√P while in range. House
    /// choice for Curve: Simpson in √t, which is exact where `E[V]` is a quadratic in √t.
    pub fn expected_fees(&self, apr: Frac) -> f64 {
        let (years, spread) = (self.horizon.0.max(0.0), self.spread());
        if let Some(decay) = self.decay() {
            return self.pool.fee_rate(self.price, apr) * years * mean_decay(decay);
        }
        match self.pool.liquidity() {
            None => {
                let mean = |spread| self.pool.expected_value(self.price, spread);
                apr.0 * years * (2.0 * mean(0.5 * spread) + mean(spread)) / 3.0
            }
            // Below 1e-3 the identity would divide two vanishing differences.
            Some(liquidity) if spread < 1e-3 => {
                apr.0 * years * 2.0 * liquidity * self.price.sqrt() * self.time_in_range().0
            }
            Some(_) => 8.0 * apr.0 * years / (spread * spread) * self.expected_lvr(),
        }
    }

    /// Expected fees plus the expected change of value: what the horizon earns on average, the LP's theta.
    pub fn time_value(&self, apr: Frac) -> f64 {
        self.expected_fees(apr) - self.expected_lvr()
    }

    /// Standard deviation of the log price at the horizon.
    fn spread(&self) -> f64 {
        self.vol.0.abs() * self.horizon.0.max(0.0).sqrt()
    }

    /// −ln(`E[V]`/V) where `E[V]` decays exponentially: w(1−w)s²/2 for constant value shares.
    fn decay(&self) -> Option<f64> {
        decay(&self.pool, self.spread())
    }
}

/// Log deviations below this move no price.
const NO_SPREAD: f64 = 1e-9;

pub(super) fn decay(pool: &Pool, spread: f64) -> Option<f64> {
    let share = pool.constant_share()?;
    Some(0.5 * share * (1.0 - share) * spread * spread)
}

impl Concentrated {
    /// Truncated lognormal moments of 1, P^½ and P. Model book 7.
    pub(super) fn expected_value(&self, price: f64, spread: f64) -> f64 {
        if spread < NO_SPREAD {
            return Pool::Concentrated(*self).value(price);
        }
        let (low, high) = self.bounds();
        let (root_low, root_high) = (low.sqrt(), high.sqrt());
        let at = |power| Moment { power, price, spread };
        let below = at(1.0).between(0.0, low) * (root_high - root_low) / (root_low * root_high);
        let inside = 2.0 * at(0.5).between(low, high)
            - at(1.0).between(low, high) / root_high
            - root_low * at(0.0).between(low, high);
        let above = at(0.0).between(high, f64::INFINITY) * (root_high - root_low);
        self.liquidity() * (below + inside + above)
    }
}

impl StableSwap {
    /// Gauss–Legendre on both sides of the price 1, nodes gathered there: the value bends within 1/A of it.
    pub(super) fn expected_value(&self, price: f64, spread: f64) -> f64 {
        let pool = Pool::StableSwap(*self);
        if spread < NO_SPREAD {
            return pool.value(price);
        }
        let reach = 9.0;
        let bend = ((0.5 * spread * spread - price.ln()) / spread).clamp(-reach, reach);
        let width = (1.0 / (self.amplification() * spread)).min(1.0);
        let weighed = |u: f64| {
            let z = bend + width * u.sinh();
            width * u.cosh() * normal_pdf(z) * pool.value(price * (spread * z - 0.5 * spread * spread).exp())
        };
        let end = |distance: f64| crate::numbers::asinh(distance / width);
        integral(&GAUSS_32, -end(reach + bend), 0.0, weighed) + integral(&GAUSS_32, 0.0, end(reach - bend), weighed)
    }
}

/// A partial moment of the martingale lognormal price.
struct Moment {
    power: f64,
    price: f64,
    spread: f64,
}

impl Moment {
    /// E[P^power; low < P < high]; 0 and ∞ are bounds too.
    fn between(&self, low: f64, high: f64) -> f64 {
        let variance = self.spread * self.spread;
        let d = |bound: f64| ((bound / self.price).ln() - (self.power - 0.5) * variance) / self.spread;
        let whole = self.price.powf(self.power) * (0.5 * self.power * (self.power - 1.0) * variance).exp();
        whole * mass(d(low), d(high))
    }
}

/// Φ(high) − Φ(low) without losing the upper tail.
fn mass(low: f64, high: f64) -> f64 {
    if low > 0.0 { normal_cdf(-low) - normal_cdf(-high) } else { normal_cdf(high) - normal_cdf(low) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{PoolKind, PoolPlan};
    use crate::units::Usd;

    fn carry(pool: Pool, price: f64, vol: f64, days: f64) -> Carry {
        Carry { pool, price, vol: Vol(vol), horizon: Years::from_calendar_days(days) }
    }

    fn ranged() -> Pool {
        Pool::Concentrated(Concentrated::from_deposit(40_000.0, 3000.0, 2400.0, 3750.0).unwrap())
    }

    /// At 1 where two stablecoins are, else at 3000.
    fn of(kind: PoolKind) -> Pool {
        let price = if kind.is_stable_pair() { 1.0 } else { 3000.0 };
        let terms = PoolPlan { kind, deposit: Usd(40_000.0), weight: Frac(0.8), ..PoolPlan::default() };
        Pool::bought(&terms, price, Some([2400.0, 3750.0])).unwrap().unwrap()
    }

    #[test]
    fn expected_impermanent_loss_is_the_integral_of_expected_lvr() {
        let (sigma, years) = (0.8, 30.0 / 365.0f64);
        let one = carry(ranged(), 3000.0, sigma, 30.0);
        let Pool::Concentrated(pool) = one.pool else { unreachable!() };
        // E[LVR at t] = ¼Lσ²·E[√P; in range], over t = h·u² in 16 panels.
        let rate = |u: f64| {
            let root = Moment { power: 0.5, price: 3000.0, spread: sigma * years.sqrt() * u }.between(2400.0, 3750.0);
            0.25 * pool.liquidity() * sigma * sigma * root * 2.0 * u * years
        };
        let total: f64 = (0..16).map(|i| integral(&GAUSS_32, f64::from(i) / 16.0, f64::from(i + 1) / 16.0, rate)).sum();
        assert!((one.expected_lvr() / total - 1.0).abs() < 1e-10, "{} {total}", one.expected_lvr());
    }

    #[test]
    fn fees_over_lvr_is_eight_a_over_variance_for_every_range() {
        for (low, high) in [(2900.0, 3100.0), (2400.0, 3750.0), (3100.0, 9000.0), (10.0, 1e6)] {
            let pool = Pool::Concentrated(Concentrated::from_deposit(40_000.0, 3000.0, low, high).unwrap());
            let one = carry(pool, 3000.0, 0.7, 30.0);
            let ratio = one.expected_fees(Frac(0.06)) / one.expected_lvr();
            assert!((ratio / (8.0 * 0.06 / 0.49) - 1.0).abs() < 1e-10);
        }
    }

    #[test]
    fn a_very_wide_range_earns_what_the_full_range_earns() {
        let wide = Pool::Concentrated(Concentrated::from_deposit(40_000.0, 3000.0, 1e-30, 1e40).unwrap());
        let full = of(PoolKind::ConstantProduct);
        let (a, b) = (carry(wide, 3000.0, 0.7, 90.0), carry(full, 3000.0, 0.7, 90.0));
        assert!((a.expected_fees(Frac(0.06)) / b.expected_fees(Frac(0.06)) - 1.0).abs() < 1e-6);
        assert!((a.expected_value() / b.expected_value() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn no_time_or_no_volatility_changes_nothing() {
        for pool in PoolKind::ALL.map(of) {
            let price = if matches!(pool, Pool::StableSwap(_)) { 1.0 } else { 3000.0 };
            let still = carry(pool, price, 0.0, 30.0);
            assert!((still.expected_value() / 40_000.0 - 1.0).abs() < 1e-13);
            assert_eq!(still.expected_lvr(), 0.0);
            let rate = pool.fee_rate(price, Frac(0.06));
            assert!((still.expected_fees(Frac(0.06)) / (rate * 30.0 / 365.0) - 1.0).abs() < 1e-13);
            let instant = carry(pool, price, 0.7, 0.0);
            assert_eq!((instant.expected_fees(Frac(0.06)), instant.expected_lvr()), (0.0, 0.0));
        }
    }

    #[test]
    fn fees_join_where_the_identity_gives_way_to_the_limit() {
        for days in [0.5, 20.0] {
            let vol = |spread: f64| spread / (days / 365.0f64).sqrt();
            let below = carry(ranged(), 3000.0, vol(0.999_999e-3), days).expected_fees(Frac(0.06));
            let above = carry(ranged(), 3000.0, vol(1.000_001e-3), days).expected_fees(Frac(0.06));
            assert!((below / above - 1.0).abs() < 1e-6, "{below} {above}");
        }
    }

    #[test]
    fn outside_the_range_without_volatility_nothing_is_earned() {
        let out = carry(ranged(), 2000.0, 0.0, 30.0);
        assert_eq!((out.time_in_range(), out.expected_fees(Frac(0.06))), (Frac(0.0), 0.0));
    }

    #[test]
    fn a_stable_pools_expected_loss_is_the_integral_of_its_lvr() {
        // Near the peg gamma is huge for a moment: ½σ²P²|γ| averaged over a lognormal price on a fine grid.
        let pool = of(PoolKind::StableSwap);
        let (sigma, years) = (0.05, 30.0 / 365.0f64);
        let mean_rate = |spread: f64| {
            let steps = 4000;
            (0..steps)
                .map(|i| {
                    let z = -8.0 + 16.0 * (f64::from(i) + 0.5) / f64::from(steps);
                    let price = (spread * z - 0.5 * spread * spread).exp();
                    normal_pdf(z) * pool.lvr_rate(price, Vol(sigma)) * 16.0 / f64::from(steps)
                })
                .sum::<f64>()
        };
        let total = integral(&GAUSS_32, 0.0, 1.0, |u| 2.0 * u * years * mean_rate(sigma * years.sqrt() * u));
        let lost = carry(pool, 1.0, sigma, 30.0).expected_lvr();
        assert!((lost / total - 1.0).abs() < 1e-5, "{lost} {total}");
    }
}
