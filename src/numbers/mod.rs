//! Numbers: the normal distribution, bracketed roots and least squares that every formula shares.

pub mod in_line;
pub mod least_squares;
pub mod normal_table;
pub mod pieces;
pub mod quadrature;
pub mod quantile;

use std::collections::BinaryHeap;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Standard normal distribution function Φ(x), right in both tails (erfc, never 1 − erf).
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Standard normal density φ(x).
pub fn normal_pdf(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

/// The inverse of the hyperbolic sine, without the standard library's hypotenuse.
pub fn asinh(x: f64) -> f64 {
    let y = x.abs();
    (y + y * y / (1.0 + (y * y + 1.0).sqrt())).ln_1p().copysign(x)
}

/// g(x) = (1 − e^(−x))/x with g(0) = 1: the mean of e^(−xt) over t in [0, 1].
pub fn mean_decay(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { -(-x).exp_m1() / x }
}

/// Whether `a` lies below `b` by more than two machines' exp and pow may differ: where a curve is flat its first point
/// is its lowest, everywhere.
pub fn is_lower(a: f64, b: f64) -> bool {
    a < b - 1e-9 * b.abs().max(1.0)
}

/// Simple return from one level to another.
pub fn simple_return(from: f64, to: f64) -> f64 {
    to / from - 1.0
}

/// `items` by rising `key`, equal ones in the order they came. By a heap: slices' own sort is ten times its code, in the
/// first download.
pub fn by_rising<T>(items: Vec<T>, key: impl Fn(&T) -> f64) -> Vec<T> {
    let order: Vec<(i64, usize)> = items.iter().enumerate().map(|(i, item)| (rank(key(item)), i)).collect();
    let order = BinaryHeap::from(order).into_sorted_vec();
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.iter().filter_map(|&(_, i)| slots[i].take()).collect()
}

/// Whole numbers in the order of `f64::total_cmp`.
fn rank(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

/// Where a function with one valley between `a` and `b` is lowest, by so many golden sections.
pub fn lowest([mut a, mut b]: [f64; 2], sections: u32, f: &dyn Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut left, mut right) = (b - GOLDEN * (b - a), a + GOLDEN * (b - a));
    let (mut at_left, mut at_right) = (f(left), f(right));
    for _ in 0..sections {
        if at_left <= at_right {
            (b, right, at_right) = (right, left, at_left);
            left = b - GOLDEN * (b - a);
            at_left = f(left);
        } else {
            (a, left, at_left) = (left, right, at_right);
            right = a + GOLDEN * (b - a);
            at_right = f(right);
        }
    }
    if at_left <= at_right { left } else { right }
}

/// A root of `f` in the bracket `[low, high]` by Brent's method, or `None` where the ends have one sign.
///
/// Stops at machine precision or after 200 steps. Source: Brent, Algorithms for Minimization without
/// Derivatives, ch. 4. Ours, for the same bits natively and in wasm.
pub fn bracketed_root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa == 0.0 {
        return Some(a);
    }
    if fb == 0.0 {
        return Some(b);
    }
    if !(fa.is_finite() && fb.is_finite()) || fa.signum() == fb.signum() {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    let (mut step, mut before) = (b - a, b - a);
    for _ in 0..200 {
        if fb.signum() == fc.signum() {
            (c, fc) = (a, fa);
            step = b - a;
            before = step;
        }
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let tolerance = 2.0 * f64::EPSILON * b.abs() + f64::MIN_POSITIVE;
        let middle = 0.5 * (c - b);
        if middle.abs() <= tolerance || fb == 0.0 {
            return Some(b);
        }
        if before.abs() >= tolerance && fa.abs() > fb.abs() {
            let s = fb / fa;
            let (mut p, mut q) = if a == c {
                (2.0 * middle * s, 1.0 - s)
            } else {
                let (q, r) = (fa / fc, fb / fc);
                (s * (2.0 * middle * q * (q - r) - (b - a) * (r - 1.0)), (q - 1.0) * (r - 1.0) * (s - 1.0))
            };
            if p > 0.0 {
                q = -q;
            } else {
                p = -p;
            }
            if 2.0 * p < (3.0 * middle * q - (tolerance * q).abs()).min((before * q).abs()) {
                before = step;
                step = p / q;
            } else {
                step = middle;
                before = middle;
            }
        } else {
            step = middle;
            before = middle;
        }
        (a, fa) = (b, fb);
        b += if step.abs() > tolerance { step } else { tolerance.copysign(middle) };
        fb = f(b);
    }
    Some(b)
}

/// Every root of `f` found by scanning `steps` equal steps of `[low, high]`, in rising order.
pub fn scanned_roots(low: f64, high: f64, steps: usize, f: impl Fn(f64) -> f64) -> Vec<f64> {
    let at = |i: usize| low + (high - low) * i as f64 / steps as f64;
    let mut roots = Vec::new();
    let (mut x0, mut y0) = (at(0), f(at(0)));
    for i in 1..=steps {
        let (x1, y1) = (at(i), f(at(i)));
        if y1 == 0.0 || y0 * y1 < 0.0 {
            roots.extend(bracketed_root(x0, x1, &f));
        }
        (x0, y0) = (x1, y1);
    }
    roots
}

/// The value at x on the straight lines from (0, `start`) through these points, x rising; flat beyond the last.
pub fn straight(points: &[(f64, f64)], start: f64, x: f64) -> f64 {
    let mut left = (0.0, start);
    for &right in points {
        if x <= right.0 {
            return left.1 + (right.1 - left.1) * (x - left.0) / (right.0 - left.0);
        }
        left = right;
    }
    left.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_by_rising_key_and_equal_ones_as_they_came() {
        let keys = [3.0, -0.0, f64::NAN, 0.0, -1e300, f64::INFINITY, -f64::NAN, 1e-310, 3.0, f64::NEG_INFINITY, -0.0];
        let mut wanted: Vec<usize> = (0..keys.len()).collect();
        wanted.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
        assert_eq!(by_rising((0..keys.len()).collect(), |i| keys[*i]), wanted);
    }

    #[test]
    fn asinh_is_the_standard_librarys() {
        for x in [-40.0, -1.0, -1e-9, 0.0, 1e-12, 0.3, 2.0, 1e6] {
            assert!((asinh(x) - f64::asinh(x)).abs() <= 4e-16 * x.abs().max(1.0), "{x}");
        }
    }

    #[test]
    fn on_a_flat_curve_nothing_is_lower_than_the_first_point() {
        assert!(!is_lower(-9_292.000_000_000_4, -9_292.0) && !is_lower(-1e-12, 0.0) && is_lower(-9_292.1, -9_292.0));
    }

    #[test]
    fn the_far_tail_keeps_its_digits() {
        // Φ(−10) = 7.619853024160527e-24 (mpmath, 50 digits).
        assert!((normal_cdf(-10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_root_is_found_to_the_last_digits_and_none_is_said() {
        assert!((bracketed_root(0.0, 2.0, |x| x * x - 2.0).unwrap_or(0.0) - 2f64.sqrt()).abs() < 1e-15);
        assert_eq!(bracketed_root(2.0, 3.0, |x| x * x - 2.0), None);
    }

    #[test]
    fn what_is_equal_keeps_its_order() {
        let sorted = by_rising(vec![(2.0, 'a'), (1.0, 'b'), (2.0, 'c'), (1.0, 'd')], |pair| pair.0);
        assert_eq!(sorted.iter().map(|pair| pair.1).collect::<String>(), "bdac");
    }

    #[test]
    fn scanning_finds_each_root_once() {
        let roots = scanned_roots(-2.0, 2.0, 40, |x| x * (x - 1.0) * (x + 1.0));
        assert_eq!(roots.len(), 3);
    }
}
