//! Horizon: where VIX may stand after so many trading days, as levels with their probabilities.
//!
//! Daily steps as [`Dynamics`] has them. Without a jump ln VIX is normal; the jumps' sum, each decayed since its day, is
//! convolved on a grid. VIX is held within its ends at the horizon, where paths are held every day: house choice. Source:
//! model book 14.

use crate::numbers::{normal_cdf, normal_pdf};
use crate::simulation::dynamics::{Dynamics, HELD};
use crate::units::{Points, TRADING_DAYS};

/// Grid of the jumps' sum, in logs.
const CELL: f64 = 0.025;
const CELLS: usize = 120;

/// How finely VIX is read: steps in deviations of the diffusion without a jump, and in logs with one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VixSteps {
    /// Deviations of the diffusion.
    pub calm: f64,
    /// Logs of VIX.
    pub jumped: f64,
}

/// Levels of VIX after `days` trading days (whole ones, at least one) from `from`, with probabilities that sum to 1;
/// what lies beyond [`HELD`] stands on its ends. Equal steps under a smooth density: the error falls exponentially.
pub fn vix_levels(from: Points, days: f64, steps: VixSteps, dynamics: &Dynamics) -> Vec<(Points, f64)> {
    let count = days.round().max(1.0) as usize;
    let rest = dynamics.resting_log();
    let mean = rest + (from.0.ln() - rest) * dynamics.decay().powi(count as i32);
    let squares: f64 = (0..count).map(|day| dynamics.left(day).powi(2)).sum();
    let deviation = dynamics.diffusion * (squares / TRADING_DAYS).sqrt();
    let sums = jump_sums(count, dynamics);
    let mut levels: Vec<(Points, f64)> = Vec::with_capacity(96);
    let mut add = |log: f64, weight: f64| {
        let vix = Points(log.exp().clamp(HELD[0], HELD[1]));
        match levels.last_mut() {
            Some(last) if last.0 == vix => last.1 += weight,
            _ => levels.push((vix, weight)),
        }
    };
    let reach = 4.5;
    let half = (reach / steps.calm).ceil() as i32;
    for i in -half..=half {
        let z = steps.calm * f64::from(i);
        add(mean + deviation * z, sums[0] * steps.calm * normal_pdf(z));
    }
    let (low, high) = (mean - reach * deviation, mean + reach * deviation + CELL * CELLS as f64);
    let jumped = ((high - low) / steps.jumped).ceil() as usize;
    for i in 0..=jumped {
        let log = low + steps.jumped * i as f64;
        let density = |(k, mass): (usize, &f64)| mass * normal_pdf((log - mean - CELL * k as f64) / deviation);
        let weight: f64 = sums.iter().enumerate().skip(1).map(density).sum();
        add(log, weight * steps.jumped / deviation);
    }
    let total: f64 = levels.iter().map(|level| level.1).sum();
    levels.iter().map(|(vix, weight)| (*vix, weight / total)).collect()
}

/// Probability that the jumps of `days` days, decayed to the last, add up to each cell; the last takes the rest.
fn jump_sums(days: usize, dynamics: &Dynamics) -> Vec<f64> {
    let (chance, [middle, width]) = (dynamics.jump_chance(), dynamics.jump);
    let mut sums = vec![0.0; CELLS];
    sums[0] = 1.0;
    for day in 0..days {
        let shift = middle + dynamics.left(day).ln();
        let below = |k: usize| normal_cdf(((CELL * (k as f64 + 0.5)).ln() - shift) / width);
        let edges: Vec<f64> = (0..CELLS).map(below).collect();
        let one = |k: usize| edges[k] - if k == 0 { 0.0 } else { edges[k - 1] };
        let jump: Vec<f64> = (0..CELLS).map(one).collect();
        // From the top: what stands below is still that of the day before.
        for k in (0..CELLS).rev() {
            let joined: f64 = (0..=k).map(|j| jump[j] * sums[k - j]).sum();
            sums[k] = (1.0 - chance) * sums[k] + chance * joined;
        }
        let lost = 1.0 - sums.iter().sum::<f64>();
        sums[CELLS - 1] += lost.max(0.0);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vix_levels(from: Points, days: f64, steps: VixSteps) -> Vec<(Points, f64)> {
        super::vix_levels(from, days, steps, &Dynamics::default())
    }

    const FINE: VixSteps = VixSteps { calm: 0.1, jumped: 0.02 };

    fn mean_log(levels: &[(Points, f64)]) -> f64 {
        levels.iter().map(|(vix, weight)| weight * vix.0.ln()).sum()
    }

    #[test]
    fn probabilities_sum_to_one_and_levels_stay_within_their_ends() {
        for from in [9.0, 17.0, 45.0, 100.0] {
            for days in [0.0, 1.0, 5.0, 21.0, 252.0] {
                let levels = vix_levels(Points(from), days, FINE);
                assert!((levels.iter().map(|level| level.1).sum::<f64>() - 1.0).abs() < 1e-12);
                assert!(levels.iter().all(|(vix, weight)| vix.0 >= 8.0 && vix.0 <= 150.0 && *weight >= 0.0));
            }
        }
    }

    #[test]
    fn the_mean_log_is_that_of_the_daily_steps() {
        // E[u] = ū + (u₀ − ū)aⁿ + pE[J]((1 − φ)(1 − aⁿ)/(1 − a) + φ(1 − bⁿ)/(1 − b)), where nothing is held at the ends.
        for days in [1.0, 5.0, 21.0] {
            let levels = vix_levels(Points(20.0), days, FINE);
            let [slow, passing]: [f64; 2] = [1.0 - 1.75 / 252.0, 1.0 - 50.0 / 252.0];
            let sum = |decay: f64| (1.0 - decay.powf(days)) / (1.0 - decay);
            let (dynamics, [middle, width]) = (Dynamics::default(), Dynamics::default().jump);
            let mean_jump = (middle + 0.5 * width * width).exp();
            let added = dynamics.jump_chance() * mean_jump * (0.55 * sum(slow) + 0.45 * sum(passing));
            let want = dynamics.resting_log() + (20f64.ln() - dynamics.resting_log()) * slow.powf(days) + added;
            assert!((mean_log(&levels) - want).abs() < 1e-4, "{days}: {} {want}", mean_log(&levels));
        }
    }

    #[test]
    fn half_as_many_levels_say_the_same() {
        let steps = VixSteps { calm: 0.45, jumped: 0.1 };
        for days in [1.0, 5.0, 21.0] {
            let (fine, coarse) = (vix_levels(Points(17.0), days, FINE), vix_levels(Points(17.0), days, steps));
            let spread = |levels: &[(Points, f64)]| {
                let mean = mean_log(levels);
                levels.iter().map(|(vix, weight)| weight * (vix.0.ln() - mean).powi(2)).sum::<f64>().sqrt()
            };
            assert!((mean_log(&fine) - mean_log(&coarse)).abs() < 1e-5, "{days}");
            assert!((spread(&fine) / spread(&coarse) - 1.0).abs() < 1e-4, "{days}");
            assert!(coarse.len() < 70, "{}", coarse.len());
        }
    }
}
