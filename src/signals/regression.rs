//! Regression: ordinary least squares on two regressors and a constant, with errors that allow for heteroscedasticity and
//! autocorrelation.
//!
//! Source: Newey and West 1987, Bartlett weights 1 − l/(L + 1), no small-sample factor; rows that are left out keep their
//! place in time and count as zero scores (Parzen 1963; Datta and Du 2012). Model book 13.

use crate::signals::standing::Unknown;

/// Fewest rows: one more than there are coefficients.
pub const FEWEST: usize = 4;
/// Least 1 − r² of two regressors that are two.
const LEAST_APART: f64 = 1e-9;
/// What moves less than this part of its size does not.
const LEAST_MOVE: f64 = 1e-12;

/// One row: what is explained, and the two regressors.
pub type Row = [f64; 3];

/// A regression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The constant, in the unit of what is explained.
    pub intercept: f64,
    /// Slopes, per unit of each regressor.
    pub betas: [f64; 2],
    /// Standard error of the constant.
    pub intercept_error: f64,
    /// Standard errors of the slopes.
    pub errors: [f64; 2],
    /// Part of the variance that is explained, 0 to 1.
    pub r_squared: f64,
    /// Rows.
    pub count: usize,
    /// Correlation of the regressors.
    pub correlation: f64,
}

impl Fit {
    /// What the errors are multiplied by because the regressors move together: 1/√(1 − r²), at least 1.
    pub fn inflation(&self) -> f64 {
        1.0 / (1.0 - self.correlation * self.correlation).max(LEAST_APART).sqrt()
    }
}

/// The regression over the rows that are there, in the order of time, with so many lags in its errors.
///
/// # Errors
/// Fewer rows than four, something that does not move (called by its name), regressors that are one.
pub fn fit(rows: &[Option<Row>], lags: usize, names: [&'static str; 3]) -> Result<Fit, Unknown> {
    let kept = || rows.iter().flatten();
    let count = kept().count();
    if count < FEWEST {
        return Err(Unknown::TooFew { has: count, needs: FEWEST });
    }
    let n = count as f64;
    let (mut sums, mut size) = ([0.0; 3], [0.0f64; 3]);
    for [y, a, b] in kept() {
        sums = [sums[0] + y, sums[1] + a, sums[2] + b];
        size = [size[0].max(y.abs()), size[1].max(a.abs()), size[2].max(b.abs())];
    }
    let mean = sums.map(|sum| sum / n);
    let from_mean = |[y, a, b]: Row| [y - mean[0], a - mean[1], b - mean[2]];
    let mut squares = [0.0; 3];
    for row in kept() {
        let [y, a, b] = from_mean(*row);
        squares = [squares[0] + y * y, squares[1] + a * a, squares[2] + b * b];
    }
    let deviation = squares.map(|sum| (sum / n).sqrt());
    if let Some(i) = (0..3).find(|i| deviation[*i] <= LEAST_MOVE * size[*i]) {
        return Err(Unknown::Flat(names[i]));
    }
    // All three in their own deviations: points and returns differ by a thousand.
    let (mut scaled, mut products) = (Vec::with_capacity(rows.len()), [0.0; 3]);
    for row in rows {
        scaled.push(row.map(|row| {
            let [y, a, b] = from_mean(row);
            let [y, a, b] = [y / deviation[0], a / deviation[1], b / deviation[2]];
            products = [products[0] + y * a, products[1] + y * b, products[2] + a * b];
            [y, a, b]
        }));
    }
    let [first, second, r] = products.map(|sum| sum / n);
    let apart = 1.0 - r * r;
    if apart < LEAST_APART {
        return Err(Unknown::Collinear);
    }
    let slopes = [(first - r * second) / apart, (second - r * first) / apart];
    // Residual times (1, a, b); of a row that is left out nothing.
    let (mut scores, mut unexplained) = (Vec::with_capacity(rows.len()), 0.0);
    for row in scaled {
        scores.push(row.map_or([0.0; 3], |[y, a, b]| {
            let residual = y - slopes[0] * a - slopes[1] * b;
            unexplained += residual * residual;
            [residual, residual * a, residual * b]
        }));
    }
    let unexplained = unexplained / n;
    let middle = long_run(&scores, lags);
    // (X′X/n)⁻¹ of a constant and two regressors with mean 0 and deviation 1.
    let inverse = [[1.0, 0.0, 0.0], [0.0, 1.0 / apart, -r / apart], [0.0, -r / apart, 1.0 / apart]];
    let covariance = times(&times(&inverse, &middle), &inverse);
    let error = |weights: [f64; 3]| {
        let sum: f64 = (0..9).map(|k| weights[k / 3] * covariance[k / 3][k % 3] * weights[k % 3]).sum();
        deviation[0] * sum.max(0.0).sqrt() / n
    };
    let [a, b] = [1, 2].map(|i| 1.0 / deviation[i]);
    let betas = [slopes[0] * deviation[0] * a, slopes[1] * deviation[0] * b];
    Ok(Fit {
        intercept: mean[0] - betas[0] * mean[1] - betas[1] * mean[2],
        betas,
        intercept_error: error([1.0, -mean[1] * a, -mean[2] * b]),
        errors: [error([0.0, a, 0.0]), error([0.0, 0.0, b])],
        r_squared: (1.0 - unexplained).clamp(0.0, 1.0),
        count,
        correlation: r.clamp(-1.0, 1.0),
    })
}

type Matrix = [[f64; 3]; 3];

/// Σ s s′ and, with Bartlett's weights, what scores share with those up to so many rows before them.
fn long_run(scores: &[[f64; 3]], lags: usize) -> Matrix {
    // Σ s u′ with u = ½ s and the weighed scores before it; then both ways.
    let weights: Vec<f64> = (1..=lags).map(|lag| 1.0 - lag as f64 / (lags as f64 + 1.0)).collect();
    let mut sum = [[0.0; 3]; 3];
    for (row, [now_a, now_b, now_c]) in scores.iter().enumerate() {
        let (mut a, mut b, mut c) = (0.5 * now_a, 0.5 * now_b, 0.5 * now_c);
        for (weight, [x, y, z]) in weights.iter().zip(scores[..row].iter().rev()) {
            (a, b, c) = (a + weight * x, b + weight * y, c + weight * z);
        }
        for (sums, x) in sum.iter_mut().zip([now_a, now_b, now_c]) {
            *sums = [sums[0] + x * a, sums[1] + x * b, sums[2] + x * c];
        }
    }
    std::array::from_fn(|i| std::array::from_fn(|j| sum[i][j] + sum[j][i]))
}

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

/// Correlation of two series of one length; `None` where one of them does not move.
pub fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = a.len().min(b.len()) as f64;
    let (mut sums, mut sizes) = ([0.0; 2], [0.0f64; 2]);
    for (a, b) in a.iter().zip(b) {
        sums = [sums[0] + a, sums[1] + b];
        sizes = [sizes[0].max(a.abs()), sizes[1].max(b.abs())];
    }
    let [a_mean, b_mean] = sums.map(|sum| sum / n);
    let [a_least, b_least] = sizes.map(|size| LEAST_MOVE * size);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - a_mean, b - b_mean);
        (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
    }
    let [a, b] = [aa, bb].map(|squares| (squares / n).sqrt());
    (a > a_least && b > b_least).then(|| (ab / n / a / b).clamp(-1.0, 1.0))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    const NAMES: [&str; 3] = ["the token", "SPX", "VIX"];

    /// Numbers in −0.5 to 0.5, always the same.
    pub fn noise(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        }
    }

    fn made(seed: u64, count: usize, [alpha, a, b]: [f64; 3], error: f64) -> Vec<Option<Row>> {
        let mut next = noise(seed);
        let row = |_| {
            let (x, z) = (0.02 * next(), 3.0 * next());
            Some([alpha + a * x + b * z + error * next(), x, z])
        };
        (0..count).map(row).collect()
    }

    #[test]
    fn what_follows_a_line_exactly_is_found_exactly() {
        let found = fit(&made(3, 50, [0.001, 1.5, -0.004], 0.0), 5, NAMES);
        let Ok(found) = found else { unreachable!("{found:?}") };
        assert!((found.intercept - 0.001).abs() < 1e-15 && (found.betas[0] - 1.5).abs() < 1e-12, "{found:?}");
        assert!((found.betas[1] + 0.004).abs() < 1e-15 && found.r_squared > 1.0 - 1e-12, "{found:?}");
        assert!(found.errors[0] < 1e-12 && found.errors[1] < 1e-14, "{found:?}");
    }

    /// By the normal equations as they stand, and White's sandwich without a lag.
    #[test]
    fn slopes_are_those_of_the_normal_equations_and_without_lags_errors_are_whites() {
        let rows = made(7, 40, [0.01, 0.8, -0.01], 0.05);
        let Ok(found) = fit(&rows, 0, NAMES) else { unreachable!() };
        let x: Vec<[f64; 3]> = rows.iter().flatten().map(|row| [1.0, row[1], row[2]]).collect();
        let gram: Matrix =
            std::array::from_fn(|i| std::array::from_fn(|j| x.iter().map(|row| row[i] * row[j]).sum::<f64>()));
        let inverse = inverted(&gram);
        let moments: [f64; 3] =
            std::array::from_fn(|i| x.iter().zip(rows.iter().flatten()).map(|(x, row)| x[i] * row[0]).sum());
        let slopes: [f64; 3] = std::array::from_fn(|i| (0..3).map(|k| inverse[i][k] * moments[k]).sum());
        for (a, b) in slopes.into_iter().zip([found.intercept, found.betas[0], found.betas[1]]) {
            assert!((a - b).abs() < 1e-11 * a.abs(), "{a} {b}");
        }
        let square = |row: &[f64; 3], y: f64| (y - (0..3).map(|k| row[k] * slopes[k]).sum::<f64>()).powi(2);
        let of = |i: usize, j: usize| {
            x.iter().zip(rows.iter().flatten()).map(|(x, row)| square(x, row[0]) * x[i] * x[j]).sum::<f64>()
        };
        let middle: Matrix = std::array::from_fn(|i| std::array::from_fn(|j| of(i, j)));
        let white = times(&times(&inverse, &middle), &inverse);
        let errors = [found.intercept_error, found.errors[0], found.errors[1]];
        for (i, error) in errors.into_iter().enumerate() {
            assert!((white[i][i].sqrt() / error - 1.0).abs() < 1e-9, "{i}");
        }
        // With lags they are others.
        assert!(fit(&rows, 5, NAMES).is_ok_and(|five| (five.errors[0] / found.errors[0] - 1.0).abs() > 1e-3));
    }

    fn inverted(m: &Matrix) -> Matrix {
        let cofactor = |i: usize, j: usize| {
            let [a, b, c, d] = [(i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3];
            m[a][c] * m[b][d] - m[a][d] * m[b][c]
        };
        let determinant: f64 = (0..3).map(|j| m[0][j] * cofactor(0, j)).sum();
        std::array::from_fn(|i| std::array::from_fn(|j| cofactor(j, i) / determinant))
    }

    #[test]
    fn rows_that_are_left_out_keep_their_place_in_time() {
        let all = made(11, 60, [0.0, 1.0, -0.005], 0.05);
        let error =
            |rows: &[Option<Row>], lags: usize| fit(rows, lags, NAMES).map(|fit| fit.errors[0]).unwrap_or(f64::NAN);
        // One after each row: no two are next to each other, and one lag is none.
        let spread: Vec<Option<Row>> = all.iter().flat_map(|row| [*row, None]).collect();
        assert!((error(&spread, 1) / error(&all, 0) - 1.0).abs() < 1e-12);
        assert!((error(&all, 1) / error(&all, 0) - 1.0).abs() > 1e-6);
        // Rows without a number at either end change nothing.
        let mut padded = vec![None; 3];
        padded.extend(all.clone());
        padded.push(None);
        assert_eq!(fit(&padded, 5, NAMES), fit(&all, 5, NAMES));
    }

    #[test]
    fn what_cannot_be_told_apart_is_said() {
        let rows = made(5, 30, [0.0, 1.0, 1.0], 0.1);
        let with = |change: fn(Row) -> Row| fit(&rows.iter().map(|row| row.map(change)).collect::<Vec<_>>(), 5, NAMES);
        assert_eq!(with(|[y, x, _]| [y, x, 2.0 - 3.0 * x]), Err(Unknown::Collinear));
        assert_eq!(with(|[y, _, z]| [y, 0.1, z]), Err(Unknown::Flat("SPX")));
        assert_eq!(with(|[y, x, _]| [y, x, 0.0]), Err(Unknown::Flat("VIX")));
        assert_eq!(with(|[_, x, z]| [7.0, x, z]), Err(Unknown::Flat("the token")));
        assert_eq!(fit(&rows[..3], 5, NAMES), Err(Unknown::TooFew { has: 3, needs: 4 }));
        assert_eq!(fit(&[], 5, NAMES), Err(Unknown::TooFew { has: 0, needs: 4 }));
        assert!(fit(&rows[..4], 50, NAMES).is_ok_and(|fit| fit.errors.iter().all(|error| error.is_finite())));
    }

    #[test]
    fn errors_grow_with_what_regressors_share() {
        let apart = Fit {
            intercept: 0.0,
            betas: [0.0; 2],
            intercept_error: 0.0,
            errors: [0.0; 2],
            r_squared: 0.0,
            count: 9,
            correlation: 0.0,
        };
        assert_eq!(apart.inflation(), 1.0);
        assert!((Fit { correlation: -0.6, ..apart }.inflation() - 1.25).abs() < 1e-15);
        assert!(Fit { correlation: 1.0, ..apart }.inflation().is_finite());
    }

    #[test]
    fn a_correlation_is_of_what_moves() {
        let up: Vec<f64> = (0..20).map(f64::from).collect();
        let down: Vec<f64> = up.iter().map(|x| 7.0 - 3.0 * x).collect();
        let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-12);
        assert!(near(correlation(&up, &up), 1.0) && near(correlation(&up, &down), -1.0));
        assert_eq!([correlation(&up, &[0.1; 20]), correlation(&[], &[])], [None; 2]);
        // Two and two: ½.
        assert!(near(correlation(&[1.0, 0.0, -1.0], &[1.0, -1.0, 0.0]), 0.5));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1987), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn slopes_and_errors_scale_with_units_and_know_no_shift(
            seed in 0..1_000_000u64, count in 8..60usize, units in proptest::array::uniform3(0.01..100.0f64),
            shifts in proptest::array::uniform3(-1.0..1.0f64),
        ) {
            let rows = made(seed, count, [0.01, 1.0, -0.01], 0.05);
            let moved: Vec<Option<Row>> = rows.iter().flatten()
                .map(|row| Some(std::array::from_fn(|i| units[i] * (row[i] + shifts[i])))).collect();
            let (plain, moved) = (fit(&rows, 5, NAMES), fit(&moved, 5, NAMES));
            let (Ok(plain), Ok(moved)) = (plain, moved) else { return Err(TestCaseError::fail("none")) };
            for i in 0..2 {
                let unit = units[0] / units[i + 1];
                prop_assert!((moved.betas[i] / (unit * plain.betas[i]) - 1.0).abs() < 1e-7);
                prop_assert!((moved.errors[i] / (unit * plain.errors[i]) - 1.0).abs() < 1e-7);
            }
            prop_assert!((moved.r_squared - plain.r_squared).abs() < 1e-9);
            prop_assert!((moved.correlation - plain.correlation).abs() < 1e-9 && (0.0..=1.0).contains(&plain.r_squared));
        }
    }
}
