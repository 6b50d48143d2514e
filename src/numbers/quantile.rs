//! Quantile of the standard normal distribution.

const LOW: f64 = 0.02425;
const MIDDLE: [f64; 6] = [
    -3.969683028665376e+01,
    2.209460984245205e+02,
    -2.759285104469687e+02,
    1.38357751867269e+02,
    -3.066479806614716e+01,
    2.506628277459239e+00,
];
const UNDER_MIDDLE: [f64; 6] = [
    -5.447609879822406e+01,
    1.615858368580409e+02,
    -1.556989798598866e+02,
    6.680131188771972e+01,
    -1.328068155288572e+01,
    1.0,
];
const TAIL: [f64; 6] = [
    -7.784894002430293e-03,
    -3.223964580411365e-01,
    -2.400758277161838e+00,
    -2.549732539343734e+00,
    4.374664141464968e+00,
    2.938163982698783e+00,
];
const UNDER_TAIL: [f64; 6] =
    [0.0, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1.0];

/// The x with Φ(x) = `p`, within 1.2e-9 of it; `p` in (0, 1).
///
/// Source: P. J. Acklam, an algorithm for computing the inverse normal cumulative distribution function (2003).
#[inline(always)]
pub fn normal_quantile(p: f64) -> f64 {
    if p < LOW {
        tail(p)
    } else if p > 1.0 - LOW {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        let square = q * q;
        q * fifth(MIDDLE, square) / fifth(UNDER_MIDDLE, square)
    }
}

fn tail(p: f64) -> f64 {
    let q = (-2.0 * libm::log(p)).sqrt();
    fifth(TAIL, q) / fifth(UNDER_TAIL, q)
}

/// A polynomial of the fifth degree, the highest power first. Written out: at the page's level of optimisation a loop stays
/// one.
#[inline(always)]
fn fifth([a, b, c, d, e, f]: [f64; 6], x: f64) -> f64 {
    ((((a * x + b) * x + c) * x + d) * x + e) * x + f
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::normal_cdf;

    #[test]
    fn the_distribution_function_gives_back_what_went_in() {
        for i in 1..4000 {
            let p = f64::from(i) / 4000.0;
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-9, "{p}");
        }
        for p in [1e-12, 1e-9, 1e-6, 1e-3] {
            assert!((normal_cdf(normal_quantile(p)) / p - 1.0).abs() < 1e-7, "{p}");
            assert!((normal_quantile(p) + normal_quantile(1.0 - p)).abs() < 1e-4);
        }
    }
}
