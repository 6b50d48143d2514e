//! SPX surface: an SSVI slice for every horizon whose own replicated variance agrees with VIX.
//!
//! Source: model book 3; Gatheral & Jacquier (2014); Cboe VIX white paper (the replication in the continuum).

use crate::market::smile::Slice;
use crate::numbers::quadrature::{GAUSS_48, integral};
use crate::numbers::{bracketed_root, normal_cdf, normal_pdf};

/// Shape of the surface: slope ρ, wing size η, decay γ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Slope, −1 to 1.
    pub rho: f64,
    /// Wing size.
    pub eta: f64,
    /// Exponent with which wings flatten, 0 to ½.
    pub gamma: f64,
}

impl Shape {
    /// The slice with this at-the-money total variance.
    pub fn slice(&self, theta: f64) -> Slice {
        let phi = self.eta / (theta.powf(self.gamma) * (1.0 + theta).powf(1.0 - self.gamma));
        Slice { theta, rho: self.rho, phi }
    }

    /// Total variance that the slice's own strip of out-of-the-money options replicates: 2∫ OTM(k) e^(−k) dk.
    ///
    /// 48 points a side after k = √θ sinh u hold 12 digits; the range is wide enough for the skew wing.
    pub fn replicated_variance(&self, theta: f64) -> f64 {
        let slice = self.slice(theta);
        let root = theta.sqrt();
        let half = |side: f64| {
            let wing = 0.5 * theta * slice.phi * (1.0 + side * self.rho);
            let furthest = (9.0 * root).max(60.0 * wing / (1.0 + side * 0.5 * wing).powi(2));
            integral(&GAUSS_48, 0.0, (furthest / root).asinh(), |u| {
                let k = side * root * u.sinh();
                let deviation = slice.total_variance(k).sqrt();
                let d1 = -k / deviation + 0.5 * deviation;
                let d2 = d1 - deviation;
                let price = if side < 0.0 {
                    normal_cdf(-d2) - put_share(k, d1, d2)
                } else {
                    (-k).exp() * normal_cdf(d1) - normal_cdf(d2)
                };
                price * root * u.cosh()
            })
        };
        2.0 * (half(-1.0) + half(1.0))
    }

    /// θ whose slice replicates `variance`; `None` where no θ does.
    pub fn theta(&self, variance: f64) -> Option<f64> {
        let gap = |log_theta: f64| self.replicated_variance(log_theta.exp()).ln() - variance.ln();
        bracketed_root(variance.ln() - 4.0, variance.ln() + 2.0, gap).map(f64::exp)
    }

    /// Whether every slice that a plan can meet is free of butterfly arbitrage.
    pub fn is_free_of_butterflies(&self) -> bool {
        (0..=200).all(|i| {
            self.slice((LOG_THETA[0] + 0.005 * f64::from(i) * (LOG_THETA[1] - LOG_THETA[0])).exp())
                .is_free_of_butterflies()
        })
    }
}

/// e^(−k)Φ(−d₁) for a put, without 0 × ∞ where a steep wing reaches strikes below e^(−600) forwards.
fn put_share(k: f64, d1: f64, d2: f64) -> f64 {
    if k > -600.0 {
        return (-k).exp() * normal_cdf(-d1);
    }
    // e^(−k)φ(d₁) = φ(d₂), and Φ(−z)/φ(z) by its series: z = d₁ ≥ √(2·600) here, so four terms hold twelve digits.
    let x = 1.0 / (d1 * d1);
    normal_pdf(d2) * (1.0 - x * (1.0 - 3.0 * x * (1.0 - 5.0 * x * (1.0 - 7.0 * x)))) / d1
}

/// Range of ln θ that a plan can meet: VIX 9 over an hour to VIX 150 over two years.
const LOG_THETA: [f64; 2] = [-14.5, 2.0];
const DEGREE: usize = 64;

/// θ from replicated variance without a root: a Chebyshev series of ln θ − ln variance over ln variance. It costs one
/// quadrature a node to build and agrees with [`Shape::theta`] to 3e-11 (a test holds it).
#[derive(Clone, Debug, PartialEq)]
pub struct ThetaMap {
    series: Chebyshev,
}

impl ThetaMap {
    /// Builds the series for a shape: first ln(variance/θ) over ln θ by quadrature, then its inverse by Newton.
    pub fn new(shape: &Shape) -> ThetaMap {
        let forward =
            Chebyshev::through(LOG_THETA, |log_theta| shape.replicated_variance(log_theta.exp()).ln() - log_theta);
        let ends = LOG_THETA.map(|log_theta| log_theta + forward.at(log_theta).0);
        let series = Chebyshev::through(ends, |target| {
            let mut log_theta = target;
            for _ in 0..20 {
                log_theta = log_theta.clamp(LOG_THETA[0], LOG_THETA[1]);
                let (f, slope) = forward.at(log_theta);
                let step = (log_theta + f - target) / (1.0 + slope);
                log_theta -= step;
                if step.abs() < 1e-15 * target.abs() {
                    break;
                }
            }
            log_theta - target
        });
        ThetaMap { series }
    }

    /// θ whose slice replicates `variance`, held inside the map's range.
    pub fn theta(&self, variance: f64) -> f64 {
        let [low, high] = self.series.ends;
        let target = variance.max(1e-300).ln().clamp(low, high);
        (target + self.series.at(target).0).exp()
    }
}

/// cos(πi / 2n), i from 0 to n, n = [`DEGREE`]. Made by the compiler: a cosine of any number would bring eight
/// kilobytes into the page's first download.
const QUARTER_TURN: [f64; DEGREE + 1] = {
    let (mut all, mut i) = ([0.0; DEGREE + 1], 0);
    while i < DEGREE {
        let x = std::f64::consts::PI * i as f64 / (2 * DEGREE) as f64;
        // The series of the cosine from its smallest term on.
        let mut k = 24.0;
        let mut sum = 1.0;
        while k > 0.0 {
            sum = 1.0 - sum * x * x / (k * (k - 1.0));
            k -= 2.0;
        }
        all[i] = sum;
        i += 1;
    }
    all
};

/// cos(πi / 2n) for any i.
fn turned(i: usize) -> f64 {
    match i % (4 * DEGREE) {
        i if i <= DEGREE => QUARTER_TURN[i],
        i if i <= 2 * DEGREE => -QUARTER_TURN[2 * DEGREE - i],
        i if i <= 3 * DEGREE => -QUARTER_TURN[i - 2 * DEGREE],
        i => QUARTER_TURN[4 * DEGREE - i],
    }
}

/// A smooth function on an interval by its Chebyshev coefficients.
#[derive(Clone, Debug, PartialEq)]
struct Chebyshev {
    ends: [f64; 2],
    coefficients: [f64; DEGREE],
}

impl Chebyshev {
    /// Through `f` at the Chebyshev nodes of the interval.
    fn through(ends: [f64; 2], f: impl Fn(f64) -> f64) -> Chebyshev {
        let values: [f64; DEGREE] =
            std::array::from_fn(|i| f(0.5 * (ends[0] + ends[1] + turned(2 * i + 1) * (ends[1] - ends[0]))));
        let coefficients = std::array::from_fn(|j| {
            let sum: f64 = (0..DEGREE).map(|i| values[i] * turned((2 * i + 1) * j)).sum();
            sum * if j == 0 { 1.0 } else { 2.0 } / DEGREE as f64
        });
        Chebyshev { ends, coefficients }
    }

    /// The function and its slope, by Clenshaw's recurrence.
    fn at(&self, x: f64) -> (f64, f64) {
        let half = 0.5 * (self.ends[1] - self.ends[0]);
        let t = (x - 0.5 * (self.ends[0] + self.ends[1])) / half;
        let (mut b1, mut b2, mut d1, mut d2) = (0.0, 0.0, 0.0, 0.0);
        for &c in self.coefficients[1..].iter().rev() {
            (d1, d2) = (2.0 * b1 + 2.0 * t * d1 - d2, d1);
            (b1, b2) = (c + 2.0 * t * b1 - b2, b1);
        }
        (self.coefficients[0] + t * b1 - b2, (b1 + t * d1 - d2) / half)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: Shape = Shape { rho: -0.53, eta: 1.55, gamma: 0.385 };

    #[test]
    fn the_compilers_cosines_are_the_machines() {
        for i in 0..4 * DEGREE {
            let machine = (std::f64::consts::PI * i as f64 / (2 * DEGREE) as f64).cos();
            assert!((turned(i) - machine).abs() < 1e-15, "{i}");
            assert_eq!(turned(i + 4 * DEGREE), turned(i));
        }
    }

    #[test]
    fn the_map_agrees_with_the_root_to_ten_digits() {
        for shape in [HOUSE, Shape { rho: -0.7, eta: 1.0, gamma: 0.45 }, Shape { rho: 0.2, eta: 0.5, gamma: 0.3 }] {
            let map = ThetaMap::new(&shape);
            for i in 0..40 {
                let variance = (-13.0 + 0.34 * f64::from(i)).exp();
                let exact = shape.theta(variance).unwrap_or(0.0);
                let gap = (map.theta(variance) / exact - 1.0).abs();
                assert!(gap < 3e-11, "variance {variance:e}: {gap:e}");
            }
        }
    }

    #[test]
    fn a_wing_at_its_steepest_is_still_a_number_and_the_map_holds() {
        // The left wing reaches e^(−26 000) forwards at θ = e², where e^(−k)Φ(−d₁) is 0 × ∞.
        let steep = Shape { rho: -0.95, eta: 2.167, gamma: 0.05 };
        assert!(steep.is_free_of_butterflies());
        assert!(steep.replicated_variance(2f64.exp()).is_finite());
        let exact = steep.theta(0.3).unwrap_or(0.0);
        let gap = (ThetaMap::new(&steep).theta(0.3) / exact - 1.0).abs();
        assert!(gap < 1e-9, "{gap:e}");
    }

    #[test]
    fn a_flat_smile_replicates_its_own_variance() {
        let flat = Shape { rho: 0.0, eta: 1e-9, gamma: 0.4 };
        assert!((flat.replicated_variance(0.04) / 0.04 - 1.0).abs() < 1e-9);
    }
}
