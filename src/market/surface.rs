//! SPX surface: an SSVI slice for every horizon whose own replicated variance agrees with VIX.
//!
//! Source: model book 3; Gatheral & Jacquier (2014); Cboe VIX white paper (the replication in the continuum).

use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

use crate::market::smile::Slice;
use crate::numbers::quadrature::{GAUSS_48, integral};
use crate::numbers::{asinh, bracketed_root};
use crate::units::Points;

/// Slope by the rule.
const RHO: f64 = -0.60;
/// Decay by the rule.
const GAMMA: f64 = 0.385;
/// Least and most η by the rule: a flat smile at VIX 66 and more, a steep one at VIX 30 and less.
const ETAS: [f64; 2] = [0.67, 2.05];

/// The regime x of VVIX, 0 to 1: how far it stands above the usual 100·(v/20)^0.3 at this VIX. Below it the smile is
/// flat, above it steep; x goes from 0.1 to 0.9 within 9 % of the usual VVIX.
pub fn regime(vix: Points, vvix: Points) -> f64 {
    let over = (vvix.0 / usual_vvix(vix).0).ln();
    1.0 / (1.0 + (-over / 0.04).exp())
}

/// VVIX that goes with this VIX, median of 2010–2026.
pub fn usual_vvix(vix: Points) -> Points {
    Points(100.0 * (vix.0 / 20.0).powf(0.3))
}

/// η by the rule, 0.67 to 2.05. Model book 3: fitted to real chains of 2020–2025.
fn rule_eta(vix: Points, vvix: Points) -> f64 {
    (1.0 + 1.05 * regime(vix, vvix)) / (vix.0.clamp(30.0, 66.0) / 30.0).sqrt()
}

/// The skew: by the rule of VIX and VVIX, each number instead as typed; what is typed holds at every VIX and VVIX.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Skew {
    /// Slope ρ, where typed.
    pub rho: Option<f64>,
    /// Wing size η, where typed.
    pub eta: Option<f64>,
    /// Decay γ, where typed.
    pub gamma: Option<f64>,
}

impl Skew {
    /// The shape at this VIX and VVIX.
    pub fn shape(&self, vix: Points, vvix: Points) -> Shape {
        self.with_eta(self.eta.unwrap_or_else(|| rule_eta(vix, vvix)))
    }

    fn with_eta(&self, eta: f64) -> Shape {
        Shape { rho: self.rho.unwrap_or(RHO), eta, gamma: self.gamma.unwrap_or(GAMMA) }
    }

    /// Its map from variance to θ; the rule's own is built once.
    pub fn levels(&self) -> Arc<ThetaMap> {
        static RULE: OnceLock<Arc<ThetaMap>> = OnceLock::new();
        let build = || Arc::new(ThetaMap::new(self, self.eta.map_or(ETAS, |eta| [eta, eta])));
        if *self == Skew::default() { RULE.get_or_init(build).clone() } else { build() }
    }

    /// Whether every slice that a plan can meet is free of butterfly arbitrage: wings at their largest.
    pub fn is_free_of_butterflies(&self) -> bool {
        self.with_eta(self.eta.unwrap_or(ETAS[1])).is_free_of_butterflies()
    }
}

/// Shape of a slice: slope ρ, wing size η, decay γ.
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
        let phi = self.eta * (-self.gamma * theta.ln() - (1.0 - self.gamma) * theta.ln_1p()).exp();
        Slice { theta, rho: self.rho, phi }
    }

    /// Total variance that the slice's own strip of out-of-the-money options replicates: 2∫ OTM(k) e^(−k) dk, which is
    /// ∫ w φ(d₂) |d₂′| dk, the variance over where the smile's own d₂ comes to lie: no tail of a price in it.
    ///
    /// 48 points a side after k = √θ sinh u hold 12 digits; the range is wide enough for the skew wing.
    /// Source: Gatheral (2006), The Volatility Surface, ch. 11; Fukasawa (2012), The normalizing transformation of the
    /// implied volatility smile.
    pub fn replicated_variance(&self, theta: f64) -> f64 {
        let slice = self.slice(theta);
        let root = theta.sqrt();
        let half = |side: f64| {
            let wing = 0.5 * theta * slice.phi * (1.0 + side * self.rho);
            // Variance lies below θ + wing |k|, so that d₂ is past ±8 from here on.
            let (least, lean) = (1.0 + side * 0.5 * wing, 64.0 * wing - side * (1.0 + side * 0.5 * wing) * theta);
            let room = lean * lean + least * least * theta * (256.0 - theta);
            let furthest = (lean + room.max(0.0).sqrt()) / (2.0 * least * least);
            integral(&GAUSS_48, 0.0, asinh(furthest / root), |u| {
                let up = u.exp();
                let k = 0.5 * side * root * (up - 1.0 / up);
                let (variance, slope) = slice.variance_and_slope(k);
                let deviation = variance.sqrt();
                let d2 = -k / deviation - 0.5 * deviation;
                let density = (-0.5 * d2 * d2).exp() * (1.0 - 0.5 * slope * (k / variance - 0.5));
                deviation * density * (up + 1.0 / up)
            })
        };
        0.5 * root * (half(-1.0) + half(1.0)) / (2.0 * std::f64::consts::PI).sqrt()
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

/// Range of ln θ that a plan can meet: VIX 9 over an hour to VIX 150 over two years, and what stands behind the ends of
/// ln variance.
const LOG_THETA: [f64; 2] = [-15.5, 2.5];
/// Panels of ln variance.
const PANELS: [f64; 5] = [-14.5, -10.5, -6.5, -2.5, 1.55];
/// Nodes of ln variance over θ.
const DEGREE: usize = 64;
/// Nodes of a panel, each way.
const NODES: usize = 16;
/// A coefficient below this changes no digit that is shown.
const NOTHING: f64 = 1e-13;

/// θ from replicated variance and η without a root: ln θ − ln variance as Chebyshev series over both, in four panels of
/// ln variance. It costs one quadrature a node to build and agrees with [`Shape::theta`] to 1e-10 where variance is below
/// 0.08, to 1e-8 above (tests hold it).
#[derive(Clone, Debug, PartialEq)]
pub struct ThetaMap {
    etas: [f64; 2],
    panels: Vec<Panel>,
}

/// Coefficients by degree in ln variance (rows) and in η (columns), and how many of a row count.
#[derive(Clone, Debug, PartialEq)]
struct Panel {
    rows: [[f64; NODES]; NODES],
    counted: [usize; NODES],
}

impl ThetaMap {
    /// Builds the series for a skew's ρ and γ over η from `etas[0]` to `etas[1]`; equal where η is one value.
    pub fn new(skew: &Skew, etas: [f64; 2]) -> ThetaMap {
        let [low, high] = etas;
        // One column where η is typed.
        let columns = if high > low { NODES } else { 1 };
        let panel = |_| Panel { rows: [[0.0; NODES]; NODES], counted: [columns; NODES] };
        let mut panels: Vec<Panel> = (1..PANELS.len()).map(panel).collect();
        for j in 0..columns {
            let shape = skew.with_eta(0.5 * (low + high + node(j) * (high - low)));
            let forward =
                Chebyshev::through(LOG_THETA, |log_theta| shape.replicated_variance(log_theta.exp()).ln() - log_theta);
            for (panel, ends) in panels.iter_mut().zip(PANELS.windows(2)) {
                let gaps: [f64; NODES] =
                    std::array::from_fn(|i| forward.gap(0.5 * (ends[0] + ends[1] + node(i) * (ends[1] - ends[0]))));
                for (i, row) in panel.rows.iter_mut().enumerate() {
                    row[j] = coefficient(i, |k| gaps[k]);
                }
            }
        }
        for panel in panels.iter_mut().filter(|_| columns > 1) {
            for (row, counted) in panel.rows.iter_mut().zip(&mut panel.counted) {
                let at_nodes = *row;
                *row = std::array::from_fn(|k| coefficient(k, |j| at_nodes[j]));
                *counted = row.iter().rposition(|c| c.abs() > NOTHING).map_or(0, |last| last + 1);
            }
        }
        ThetaMap { etas, panels }
    }

    /// θ of the slice with this η that replicates `variance`, both held inside the map's range.
    pub fn theta(&self, variance: f64, eta: f64) -> f64 {
        self.at(eta).theta(variance)
    }

    /// The map at one η.
    pub fn at(&self, eta: f64) -> ThetaAt<'_> {
        let [low, high] = self.etas;
        let y = if high > low { ((2.0 * eta - low - high) / (high - low)).clamp(-1.0, 1.0) } else { 0.0 };
        let mut by_eta = [1.0, y, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        for k in 2..NODES {
            by_eta[k] = 2.0 * y * by_eta[k - 1] - by_eta[k - 2];
        }
        ThetaAt { map: self, by_eta, series: Default::default() }
    }
}

/// A map at one η: the series over ln variance, each panel's summed once.
#[derive(Clone, Debug)]
pub struct ThetaAt<'a> {
    map: &'a ThetaMap,
    by_eta: [f64; NODES],
    series: [OnceCell<[f64; NODES]>; PANELS.len() - 1],
}

impl ThetaAt<'_> {
    /// θ of the slice that replicates `variance`.
    pub fn theta(&self, variance: f64) -> f64 {
        let last = PANELS.len() - 1;
        let target = variance.max(1e-300).ln().clamp(PANELS[0], PANELS[last]);
        let at = PANELS[1..last].iter().filter(|edge| target > **edge).count();
        let [left, right] = [PANELS[at], PANELS[at + 1]];
        let Panel { rows, counted } = &self.map.panels[at];
        let sum = |i: usize| -> f64 { rows[i][..counted[i]].iter().zip(&self.by_eta).map(|(c, t)| c * t).sum() };
        let series = self.series[at].get_or_init(|| std::array::from_fn(sum));
        let x = (2.0 * target - left - right) / (right - left);
        let (mut b1, mut b2) = (0.0, 0.0);
        for coefficient in series[1..].iter().rev() {
            (b1, b2) = (coefficient + 2.0 * x * b1 - b2, b1);
        }
        (target + series[0] + x * b1 - b2).exp()
    }
}

/// The i-th of [`NODES`] Chebyshev nodes.
fn node(i: usize) -> f64 {
    turned((2 * i + 1) * (DEGREE / NODES))
}

/// The k-th Chebyshev coefficient of what has these values at the nodes.
fn coefficient(k: usize, value: impl Fn(usize) -> f64) -> f64 {
    let sum: f64 = (0..NODES).map(|i| value(i) * turned((2 * i + 1) * k * (DEGREE / NODES))).sum();
    sum * if k == 0 { 1.0 } else { 2.0 } / NODES as f64
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

    /// ln θ − ln variance where this is ln variance − ln θ over ln θ, by Newton.
    fn gap(&self, log_variance: f64) -> f64 {
        let mut log_theta = log_variance;
        for _ in 0..20 {
            log_theta = log_theta.clamp(LOG_THETA[0], LOG_THETA[1]);
            let (f, slope) = self.at(log_theta);
            let step = (log_theta + f - log_variance) / (1.0 + slope);
            log_theta -= step;
            if step.abs() < 1e-15 * log_variance.abs() {
                break;
            }
        }
        log_theta - log_variance
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
    use crate::numbers::{normal_cdf, normal_pdf};

    /// The strip itself, option by option.
    fn strip(shape: &Shape, theta: f64) -> f64 {
        let slice = shape.slice(theta);
        let root = theta.sqrt();
        let half = |side: f64| {
            let wing = 0.5 * theta * slice.phi * (1.0 + side * shape.rho);
            let furthest = (20.0 * root).max(150.0 * wing / (1.0 + side * 0.5 * wing).powi(2));
            let last = asinh(furthest / root);
            let price = |u: f64| {
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
            };
            let part = |i: i32| last * f64::from(i) / 16.0;
            (0..16).map(|i| integral(&GAUSS_48, part(i), part(i + 1), price)).sum::<f64>()
        };
        2.0 * (half(-1.0) + half(1.0))
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

    #[test]
    fn the_variance_over_d2_is_that_of_the_strip() {
        for (rho, eta, gamma) in
            [(RHO, 0.67, GAMMA), (RHO, 2.05, GAMMA), (0.3, 1.0, 0.45), (0.0, 1e-6, 0.4), (-0.95, 2.1, 0.05)]
        {
            let shape = Shape { rho, eta, gamma };
            for i in 0..=72 {
                let theta = (-15.5 + 0.25 * f64::from(i)).exp();
                let gap = (shape.replicated_variance(theta) / strip(&shape, theta) - 1.0).abs();
                let most = if gamma < 0.1 { 1e-8 } else { 2e-12 };
                assert!(gap < most, "{shape:?} at θ {theta:e}: {gap:e}");
            }
        }
    }

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
        let typed = |rho, eta, gamma| Skew { rho: Some(rho), eta, gamma: Some(gamma) };
        let skews =
            [Skew::default(), typed(-0.53, Some(1.55), 0.385), typed(-0.7, Some(1.0), 0.45), typed(0.2, None, 0.3)];
        for (skew, i) in skews.iter().flat_map(|skew| (0..60).map(move |i| (skew, i))) {
            let variance = (-14.0 + 0.258 * f64::from(i)).exp();
            let eta = skew.eta.unwrap_or(ETAS[0] + (0.377 * f64::from(i)).fract() * (ETAS[1] - ETAS[0]));
            let exact = skew.with_eta(eta).theta(variance).unwrap_or(0.0);
            let gap = (skew.levels().theta(variance, eta) / exact - 1.0).abs();
            let most = if variance < 0.08 { 1e-10 } else { 1e-8 };
            assert!(gap < most, "{skew:?} at η {eta}, variance {variance:e}: {gap:e}");
        }
    }

    #[test]
    fn a_wing_at_its_steepest_is_still_a_number_and_the_map_holds() {
        // The left wing reaches e^(−26 000) forwards at θ = e², where e^(−k)Φ(−d₁) is 0 × ∞.
        let steep = Skew { rho: Some(-0.95), eta: Some(2.167), gamma: Some(0.05) };
        let shape = steep.with_eta(2.167);
        assert!(steep.is_free_of_butterflies());
        assert!(shape.replicated_variance(2f64.exp()).is_finite());
        let exact = shape.theta(0.3).unwrap_or(0.0);
        let gap = (steep.levels().theta(0.3, 2.167) / exact - 1.0).abs();
        assert!(gap < 1e-8, "{gap:e}");
    }

    #[test]
    fn the_rule_turns_with_vvix_and_never_allows_butterflies() {
        let eta = |vix: f64, vvix: f64| Skew::default().shape(Points(vix), Points(vvix)).eta;
        assert!(Skew::default().is_free_of_butterflies());
        assert!(regime(Points(30.0), Points(90.0)) < 0.01 && regime(Points(17.0), Points(130.0)) > 0.99);
        assert!((regime(Points(20.0), Points(100.0)) - 0.5).abs() < 1e-12);
        for vix in [9.0, 20.0, 30.0, 45.0, 66.0, 150.0] {
            for vvix in [20.0, 60.0, 100.0, 160.0, 400.0] {
                let eta = eta(vix, vvix);
                assert!((ETAS[0]..=ETAS[1]).contains(&eta), "{vix} {vvix} {eta}");
            }
        }
        assert!((eta(66.0, 20.0) - (30.0f64 / 66.0).sqrt()).abs() < 1e-9 && eta(66.0, 90.0) == eta(66.0, 90.0));
        let typed = Skew { eta: Some(1.55), ..Skew::default() };
        assert_eq!(typed.shape(Points(80.0), Points(60.0)).eta, 1.55);
    }

    #[test]
    fn a_flat_smile_replicates_its_own_variance() {
        let flat = Shape { rho: 0.0, eta: 1e-9, gamma: 0.4 };
        assert!((flat.replicated_variance(0.04) / 0.04 - 1.0).abs() < 1e-9);
    }
}
