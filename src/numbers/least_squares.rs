//! Least squares: Levenberg–Marquardt for sums whose slopes are known, held where the unknowns may be.
//!
//! Ours: the published crate stands on nalgebra, several times this room's code, and holds no unknown within bounds.
//! Source: Marquardt (1963); Nocedal & Wright, Numerical Optimization, ch. 10.

/// Steps after which no more is tried.
const MOST_STEPS: usize = 120;
/// Damping at the start, and where no step is small enough.
const DAMPING: [f64; 2] = [1e-3, 1e14];
/// A sum that falls by less than this share has settled.
const SETTLED: f64 = 1e-15;

/// Sums over all deviations: their squares, and what a step is solved from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    size: usize,
    matrix: Vec<f64>,
    gradient: Vec<f64>,
    squares: f64,
}

impl Sums {
    fn new(size: usize) -> Sums {
        Sums { size, matrix: vec![0.0; size * size], gradient: vec![0.0; size], squares: 0.0 }
    }

    /// Adds a deviation and its slopes in the unknowns that move it.
    pub fn add(&mut self, deviation: f64, slopes: &[(usize, f64)]) {
        self.squares += deviation * deviation;
        for &(i, slope) in slopes {
            self.gradient[i] += slope * deviation;
            for &(j, other) in slopes {
                self.matrix[i * self.size + j] += slope * other;
            }
        }
    }

    /// The damped step with some unknowns moved by hand; `None` where there is none.
    fn step(&self, damping: f64, by_hand: &[Option<f64>]) -> Option<Vec<f64>> {
        let n = self.size;
        let free: Vec<usize> = (0..n).filter(|&i| by_hand[i].is_none()).collect();
        let at = |i: usize, j: usize| self.matrix[i * n + j];
        let moved = |i: usize| (0..n).filter_map(|j| Some(at(i, j) * by_hand[j]?)).sum::<f64>();
        let mut rest: Vec<f64> = free.iter().map(|&i| -self.gradient[i] - moved(i)).collect();
        let m = free.len();
        // Cholesky's lower triangle, row by row.
        let mut lower = vec![0.0; m * m];
        for r in 0..m {
            for c in 0..=r {
                let inner: f64 = (0..c).map(|k| lower[r * m + k] * lower[c * m + k]).sum();
                let value = at(free[r], free[c]) - inner;
                if r == c {
                    let pivot = value + damping * at(free[r], free[r]) + f64::MIN_POSITIVE;
                    if !(pivot > 0.0 && pivot.is_finite()) {
                        return None;
                    }
                    lower[r * m + r] = pivot.sqrt();
                } else {
                    lower[r * m + c] = value / lower[c * m + c];
                }
            }
        }
        for r in 0..m {
            let inner: f64 = (0..r).map(|k| lower[r * m + k] * rest[k]).sum();
            rest[r] = (rest[r] - inner) / lower[r * m + r];
        }
        for r in (0..m).rev() {
            let inner: f64 = (r + 1..m).map(|k| lower[k * m + r] * rest[k]).sum();
            rest[r] = (rest[r] - inner) / lower[r * m + r];
        }
        let mut step: Vec<f64> = by_hand.iter().map(|by| by.unwrap_or(0.0)).collect();
        free.iter().zip(&rest).for_each(|(&i, x)| step[i] = *x);
        step.iter().all(|x| x.is_finite()).then_some(step)
    }
}

/// Unknowns whose sum of squares is least near the start; `None` where the start itself has no finite sum.
///
/// `hold` brings unknowns to where they may be, and leaves alone those that are there; `sum` adds every deviation.
pub fn least_squares(
    start: &[f64],
    hold: impl Fn(&mut [f64]),
    sum: impl Fn(&[f64], &mut Sums),
) -> Option<(Vec<f64>, f64)> {
    let summed = |at: &[f64]| {
        let mut sums = Sums::new(at.len());
        sum(at, &mut sums);
        sums
    };
    let mut now = start.to_vec();
    hold(&mut now);
    let mut sums = summed(&now);
    if !sums.squares.is_finite() {
        return None;
    }
    let mut damping = DAMPING[0];
    for _ in 0..MOST_STEPS {
        if damping > DAMPING[1] {
            break;
        }
        let Some(next) = held_step(&now, &sums, damping, &hold) else {
            damping *= 10.0;
            continue;
        };
        let then = summed(&next);
        if then.squares < sums.squares {
            let is_settled = sums.squares - then.squares <= SETTLED * sums.squares;
            (now, sums) = (next, then);
            if is_settled {
                break;
            }
            damping = (0.1 * damping).max(1e-12);
        } else {
            damping *= 10.0;
        }
    }
    Some((now, sums.squares))
}

/// Where a step leads; what is held on the way stays there and the others are solved for once more beside it.
fn held_step(now: &[f64], sums: &Sums, damping: f64, hold: &impl Fn(&mut [f64])) -> Option<Vec<f64>> {
    let moved = |step: Vec<f64>| now.iter().zip(step).map(|(x, dx)| x + dx).collect::<Vec<f64>>();
    let free = moved(sums.step(damping, &vec![None; now.len()])?);
    let mut held = free.clone();
    hold(&mut held);
    if held == free {
        return Some(free);
    }
    let by_hand: Vec<Option<f64>> = (0..now.len()).map(|i| (held[i] != free[i]).then_some(held[i] - now[i])).collect();
    let mut beside = moved(sums.step(damping, &by_hand)?);
    hold(&mut beside);
    Some(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// y = a e^(bx) through points that lie on it.
    fn growth(start: [f64; 2], hold: impl Fn(&mut [f64])) -> Vec<f64> {
        let sum = |p: &[f64], sums: &mut Sums| {
            for i in 0..20 {
                let x = 0.1 * f64::from(i);
                let e = (p[1] * x).exp();
                sums.add(p[0] * e - 2.0 * (0.7 * x).exp(), &[(0, e), (1, p[0] * x * e)]);
            }
        };
        least_squares(&start, hold, sum).map(|found| found.0).unwrap_or_default()
    }

    #[test]
    fn what_the_points_lie_on_is_found_again() {
        let found = growth([1.0, 0.0], |_| ());
        assert!((found[0] - 2.0).abs() < 1e-9 && (found[1] - 0.7).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn what_is_held_stays_and_the_rest_is_best_beside_it() {
        let found = growth([1.0, 0.0], |p| p[1] = p[1].clamp(0.0, 0.5));
        assert_eq!(found[1], 0.5);
        let (mut above, mut below) = (0.0, 0.0);
        for i in 0..20 {
            let x = 0.1 * f64::from(i);
            above += 2.0 * (0.7 * x).exp() * (0.5 * x).exp();
            below += (0.5 * x).exp().powi(2);
        }
        assert!((found[0] - above / below).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn an_unknown_that_moves_nothing_and_a_start_that_is_no_number_do_not_fail() {
        let of = |start: f64| {
            least_squares(&[start, 1.0], |_| (), |p, sums| sums.add(p[0] - 3.0, &[(0, 1.0)])).map(|found| found.0)
        };
        assert!(of(0.0).is_some_and(|found| (found[0] - 3.0).abs() < 1e-12 && found[1] == 1.0));
        assert_eq!(of(f64::NAN), None);
    }
}
