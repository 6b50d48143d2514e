//! Quadrature: Gauss–Legendre rules as constants, and Gauss–Hermite rules of any size for a standard normal.
//!
//! Constants, since a rule that is solved for at run time costs a start and its last digits.
//! The Legendre rules are symmetric, so only positive nodes stand here (mpmath, 40 digits, rounded to nearest).

use crate::numbers::scanned_roots;

/// Nodes and weights of the `n`-point Gauss–Hermite rule for a standard normal, by rising node; `n` from 1 to 64.
///
/// ∫ f φ is the sum of weight × f(node), exact for polynomials to degree 2n − 1. The nodes are the roots of the
/// orthonormal Hermite polynomial hₙ, bracketed; a weight is 1/Σ hₖ² over k < n (the Christoffel number).
pub fn normal_rule(n: usize) -> Vec<(f64, f64)> {
    let n = n.clamp(1, 64);
    // Between neighbouring roots the gap is at least π/√(4n + 2): eight steps a gap cannot skip one.
    let reach = 2.0 * ((n + 1) as f64).sqrt();
    let positive = scanned_roots(1e-9, reach, 8 * n, |z| hermite(n, z).0);
    let weighed = |z: f64| (z, 1.0 / hermite(n, z).1);
    let middle = (n % 2 == 1).then(|| weighed(0.0));
    let left = positive.iter().rev().map(|z| weighed(-z));
    left.chain(middle).chain(positive.iter().map(|z| weighed(*z))).collect()
}

/// Orthonormal Hermite polynomial hₙ at `z`, and Σ hₖ² over k < n.
fn hermite(n: usize, z: f64) -> (f64, f64) {
    let (mut last, mut now, mut sum) = (0.0, 1.0, 0.0);
    for k in 0..n {
        sum += now * now;
        let k = k as f64;
        (last, now) = (now, (z * now - k.sqrt() * last) / (k + 1.0).sqrt());
    }
    (now, sum)
}

/// ∫ f over `[low, high]` by a symmetric Gauss–Legendre rule.
pub fn integral<const N: usize>(rule: &[(f64, f64); N], low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    rule.iter().map(|(x, w)| w * (f(middle - half * x) + f(middle + half * x))).sum::<f64>() * half
}

/// Positive nodes and weights of the 32-point Gauss–Legendre rule on [−1, 1].
pub const GAUSS_32: [(f64, f64); 16] = [
    (0.04830766568773832, 0.0965400885147278),
    (0.1444719615827965, 0.09563872007927486),
    (0.23928736225213706, 0.09384439908080457),
    (0.33186860228212767, 0.09117387869576389),
    (0.42135127613063533, 0.08765209300440381),
    (0.5068999089322294, 0.08331192422694675),
    (0.5877157572407623, 0.07819389578707031),
    (0.6630442669302152, 0.0723457941088485),
    (0.7321821187402897, 0.06582222277636185),
    (0.7944837959679424, 0.058684093478535544),
    (0.84936761373257, 0.050998059262376175),
    (0.8963211557660521, 0.04283589802222668),
    (0.9349060759377397, 0.03427386291302143),
    (0.9647622555875064, 0.02539206530926206),
    (0.9856115115452684, 0.01627439473090567),
    (0.9972638618494816, 0.007018610009470096),
];

/// Positive nodes and weights of the 48-point Gauss–Legendre rule on [−1, 1].
pub const GAUSS_48: [(f64, f64); 24] = [
    (0.03238017096286936, 0.06473769681268392),
    (0.0970046992094627, 0.06446616443595009),
    (0.1612223560688917, 0.06392423858464819),
    (0.22476379039468905, 0.06311419228625402),
    (0.28736248735545555, 0.062039423159892665),
    (0.34875588629216075, 0.06070443916589388),
    (0.4086864819907167, 0.059114839698395635),
    (0.4669029047509584, 0.057277292100403214),
    (0.523160974722233, 0.055199503699984165),
    (0.5772247260839727, 0.05289018948519367),
    (0.6288673967765136, 0.05035903555385447),
    (0.6778723796326639, 0.04761665849249048),
    (0.7240341309238146, 0.04467456085669428),
    (0.7671590325157404, 0.04154508294346475),
    (0.8070662040294426, 0.03824135106583071),
    (0.8435882616243935, 0.03477722256477044),
    (0.8765720202742479, 0.03116722783279809),
    (0.9058791367155696, 0.027426509708356948),
    (0.9313866907065543, 0.02357076083932438),
    (0.9529877031604309, 0.01961616045735553),
    (0.9705915925462473, 0.015579315722943849),
    (0.9841245837228269, 0.01147723457923454),
    (0.9935301722663508, 0.0073275539012762625),
    (0.9987710072524261, 0.0031533460523058385),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_rules_integrate_every_even_power_exactly() {
        for power in (0..94).step_by(2) {
            let exact = 2.0 / f64::from(power + 1);
            assert!(power > 62 || (integral(&GAUSS_32, -1.0, 1.0, |x| x.powi(power)) - exact).abs() < 1e-14);
            assert!((integral(&GAUSS_48, -1.0, 1.0, |x| x.powi(power)) - exact).abs() < 1e-14);
        }
    }

    /// Abramowitz & Stegun, table 25.10, n = 20, for the weight exp(−x²): nodes × √2, weights / √π.
    const TABLE: [(f64, f64); 10] = [
        (0.2453407083009, 4.622436696006e-1),
        (0.7374737285454, 2.866755053628e-1),
        (1.2340762153953, 1.090172060200e-1),
        (1.7385377121166, 2.481052088746e-2),
        (2.2549740020893, 3.243773342238e-3),
        (2.7888060584281, 2.283386360163e-4),
        (3.3478545673832, 7.802556478532e-6),
        (3.9447640401156, 1.086069370769e-7),
        (4.6036824495507, 4.399340992273e-10),
        (5.3874808900112, 2.229393645534e-13),
    ];

    #[test]
    fn the_twenty_point_hermite_rule_is_that_of_abramowitz_and_stegun() {
        let rule = normal_rule(20);
        let positive = &rule[10..];
        for ((node, weight), (x, w)) in positive.iter().zip(TABLE) {
            assert!((node / 2f64.sqrt() - x).abs() < 1e-12, "{node} {x}");
            assert!((weight * std::f64::consts::PI.sqrt() / w - 1.0).abs() < 1e-11, "{weight} {w}");
        }
    }

    #[test]
    fn every_hermite_rule_has_all_its_nodes_and_the_moments_of_a_normal() {
        for n in 1..=64 {
            let rule = normal_rule(n);
            assert_eq!(rule.len(), n);
            let moment = |power: i32| rule.iter().map(|(z, w)| w * z.powi(power)).sum::<f64>();
            let mut exact = 1.0;
            for even in 0..n.min(24) as i32 {
                assert!((moment(2 * even) / exact - 1.0).abs() < 1e-11, "n {n}, power {}", 2 * even);
                assert!(moment(2 * even + 1).abs() < 1e-11 * exact * f64::from(2 * even + 2));
                exact *= f64::from(2 * even + 1);
            }
        }
    }
}
