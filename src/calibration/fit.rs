//! Fit: an SSVI slice for one expiry, and one shape for several; free of butterflies by how they are held.
//!
//! Source: model book 3 and 13; Gatheral & Jacquier (2014), theorems 4.1 and 4.2.

use crate::calibration::vols::{Point, Smile};
use crate::market::smile::Slice;
use crate::market::surface::Shape;
use crate::numbers::least_squares::{Sums, least_squares};
use crate::plan::knobs::knob;

/// Standard deviations within which quotes are fitted: what condors sell and buy lies there.
pub const FITTED: [f64; 2] = [-2.5, 2.5];
/// Ends of a slice's own slope.
const SLOPES: [f64; 2] = [-0.99, 0.99];
/// A bound is kept off by this share: what is at it to the last digit is refused.
const OFF_BOUND: f64 = 1.0 - 1e-7;

/// Where fits start from. No plan's shape: a fit that is put into a plan and made again must come out the same.
const START: Shape = Shape { rho: -0.6, eta: 1.2, gamma: 0.385 };

/// What a shape of several expiries is looked for in: the ends of ρ, η and γ, and where from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Family {
    /// Ends of each.
    bounds: [[f64; 2]; 3],
    /// Places to start from: no plan's.
    starts: [[f64; 3]; 3],
}

impl Family {
    /// Smiles of SPX options.
    pub fn spx() -> Family {
        let starts = [[START.rho, START.eta, START.gamma], [-0.3, 1.0, 0.4], [-0.7, 1.0, 0.3]];
        Family { bounds: ["market.skew", "market.wing", "market.decay"].map(range), starts }
    }

    /// Smiles of VIX options: γ is ½ by the rule's form (2).
    pub fn vix() -> Family {
        let [rhos, wings] = ["market.vix_option_skew", "market.vix_option_wing"].map(range);
        let starts = [[0.8, 0.8, VIX_DECAY], [0.4, 0.6, VIX_DECAY], [0.95, 1.1, VIX_DECAY]];
        Family { bounds: [rhos, wings, [VIX_DECAY; 2]], starts }
    }
}

/// γ of a shape that is one of VIX options.
pub const VIX_DECAY: f64 = 0.5;

/// Ends of an input of the plan.
fn range(id: &str) -> [f64; 2] {
    knob(id).map_or([0.0; 2], |knob| [knob.range[0], knob.range[1]])
}

/// What one expiry gives to a fit: k, vol and weight of each quote; squares of its weights sum to one, times
/// the square of what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Years until it settles.
    pub years: f64,
    /// Total variance at the money as quoted.
    pub theta: f64,
    quotes: Vec<[f64; 3]>,
}

impl Sample {
    /// Of these quotes of a smile, by rising strike; none where they are fewer than three.
    pub fn of(smile: &Smile, near: &[&Point]) -> Option<Sample> {
        if near.len() < 3 {
            return None;
        }
        // Strikes lie five times as close near the money: each counts by the room it has.
        let room = |i: usize| {
            let (left, right) = (i.saturating_sub(1), (i + 1).min(near.len() - 1));
            ((near[right].k - near[left].k) / (right - left) as f64).sqrt()
        };
        let weights: Vec<f64> = near.iter().enumerate().map(|(i, one)| one.weight() * room(i)).collect();
        let all = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        let quotes = near.iter().zip(weights).map(|(one, weight)| [one.k, one.mid, weight / all]).collect();
        Some(Sample { years: smile.years, theta: smile.atm * smile.atm * smile.years, quotes })
    }

    /// The same counting so many times as much.
    pub fn times(&self, weight: f64) -> Sample {
        let quotes = self.quotes.iter().map(|[k, vol, one]| [*k, *vol, one * weight]).collect();
        Sample { quotes, ..*self }
    }

    /// Adds the deviations of a slice, in vol points; `slopes` makes those of the unknowns of those of ln θ, ρ and ln φ.
    fn add<const N: usize>(&self, slice: &Slice, sums: &mut Sums, slopes: impl Fn([f64; 3]) -> [(usize, f64); N]) {
        for [k, vol, weight] in &self.quotes {
            let x = slice.phi * k;
            let root = (x * x + 2.0 * slice.rho * x + 1.0).sqrt();
            let half = 0.5 * slice.theta;
            let variance = half * (1.0 + slice.rho * x + root);
            let own = (variance / self.years).sqrt();
            // Vol points that a unit of variance is, weighed.
            let unit = 50.0 * weight / (own * self.years);
            let by_phi = half * (slice.rho * x + (x * x + slice.rho * x) / root);
            let by = [variance, half * (x + x / root), by_phi].map(|slope| unit * slope);
            sums.add(100.0 * weight * (own - vol), &slopes(by));
        }
    }
}

/// Largest φ of a slice that allows no butterfly.
fn most_phi(theta: f64, rho: f64) -> f64 {
    let wing = 4.0 / (theta * (1.0 + rho.abs()));
    wing.min(wing.sqrt()) * OFF_BOUND
}

/// Largest η that allows no butterfly at any θ: θφ² is largest at θ = 1 − 2γ.
pub fn most_eta(rho: f64, gamma: f64) -> f64 {
    let (theta, room) = (1.0 - 2.0 * gamma, 4.0 / (1.0 + rho.abs()));
    let most = theta.powf(theta) / (1.0 + theta).powf(1.0 + theta);
    room.min((room / most).sqrt()) * OFF_BOUND
}

/// The slice nearest to an expiry's quotes, its slope held where one is given; `None` where the quotes allow none.
pub fn slice(sample: &Sample, rho: Option<f64>) -> Option<Slice> {
    let hold = |p: &mut [f64]| {
        let theta = p[0].clamp(sample.theta.ln() - 2.0, sample.theta.ln() + 2.0);
        let slope = rho.unwrap_or(p[1].clamp(SLOPES[0], SLOPES[1]));
        p.copy_from_slice(&[theta, slope, p[2].clamp(-6.0, most_phi(theta.exp(), slope).ln())]);
    };
    let of = |p: &[f64]| Slice { theta: p[0].exp(), rho: p[1], phi: p[2].exp() };
    let sum = |p: &[f64], sums: &mut Sums| {
        sample.add(&of(p), sums, |[theta, rho, phi]| [(0, theta), (1, rho), (2, phi)]);
    };
    let start = START.slice(sample.theta);
    let best = [start.rho, -0.2, 0.4]
        .into_iter()
        .filter_map(|rho| least_squares(&[start.theta.ln(), rho, start.phi.ln()], hold, sum))
        .reduce(|best, one| if one.1 < best.1 { one } else { best })?;
    Some(of(&best.0))
}

/// One shape for several expiries, and θ of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Common {
    /// ρ, η and γ.
    pub shape: Shape,
    /// θ by sample.
    pub thetas: Vec<f64>,
}

/// What is not fitted but taken as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Held {
    /// ρ, where no quote is far enough from the money to tell it from η.
    pub rho: bool,
    /// γ, where all expiries are about as far.
    pub gamma: bool,
}

/// The shape nearest to all samples, each as it counts; of `like` is what is held and nothing else.
pub fn common(samples: &[Sample], like: &Shape, held: Held, family: &Family) -> Option<Common> {
    let [rhos, etas, gammas] = family.bounds;
    let hold = |p: &mut [f64]| {
        p[0] = if held.rho { like.rho } else { p[0].clamp(rhos[0], rhos[1]) };
        p[2] = if held.gamma { like.gamma } else { p[2].clamp(gammas[0], gammas[1]) };
        let most = etas[1].min(most_eta(p[0], p[2]));
        p[1] = p[1].clamp(etas[0].ln(), most.ln());
        for (log, sample) in p[3..].iter_mut().zip(samples) {
            *log = log.clamp(sample.theta.ln() - 2.0, sample.theta.ln() + 2.0);
        }
    };
    let shape = |p: &[f64]| Shape { rho: p[0], eta: p[1].exp(), gamma: p[2] };
    let sum = |p: &[f64], sums: &mut Sums| {
        let shape = shape(p);
        for (i, sample) in samples.iter().enumerate() {
            let log = p[3 + i];
            let theta = log.exp();
            // ln φ = ln η − γ ln θ − (1 − γ) ln(1 + θ)
            let (by_gamma, by_theta) =
                (theta.ln_1p() - log, -shape.gamma - (1.0 - shape.gamma) * theta / (1.0 + theta));
            sample.add(&shape.slice(theta), sums, |[by_log, rho, phi]| {
                [(0, rho), (1, phi), (2, phi * by_gamma), (3 + i, by_log + phi * by_theta)]
            });
        }
    };
    let found = family.starts.into_iter().filter_map(|[rho, eta, gamma]| {
        let mut start = vec![rho, eta.max(etas[0]).ln(), gamma];
        start.extend(samples.iter().map(|sample| sample.theta.ln()));
        least_squares(&start, hold, sum)
    });
    let best = found.reduce(|best, one| if one.1 < best.1 { one } else { best })?;
    Some(Common { shape: shape(&best.0), thetas: best.0[3..].iter().map(|log| log.exp()).collect() })
}

/// θ with which a shape is nearest to one expiry's quotes.
pub fn level(sample: &Sample, shape: &Shape) -> Option<f64> {
    let sum = |p: &[f64], sums: &mut Sums| {
        let theta = p[0].exp();
        let by_theta = -shape.gamma - (1.0 - shape.gamma) * theta / (1.0 + theta);
        sample.add(&shape.slice(theta), sums, |[by_log, _, phi]| [(0, by_log + phi * by_theta)]);
    };
    let around = [sample.theta.ln() - 2.0, sample.theta.ln() + 2.0];
    let hold = |p: &mut [f64]| p[0] = p[0].clamp(around[0], around[1]);
    least_squares(&[sample.theta.ln()], hold, sum).map(|found| found.0[0].exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(slice: &Slice, years: f64, span: f64) -> Sample {
        let root = slice.theta.sqrt();
        let quote = |i: i32| {
            let k = span * root * f64::from(i) / 20.0;
            [k, (slice.total_variance(k) / years).sqrt(), 1.0 / 41f64.sqrt()]
        };
        Sample { years, theta: 1.1 * slice.theta, quotes: (-20..=20).map(quote).collect() }
    }

    #[test]
    fn a_slice_and_a_shape_come_back_from_their_own_vols() {
        let like = Shape { rho: -0.6, eta: 1.2, gamma: 0.385 };
        for (rho, eta, gamma) in [(-0.7, 1.9, 0.42), (-0.25, 0.7, 0.3), (0.1, 1.0, 0.45)] {
            let shape = Shape { rho, eta, gamma };
            let days = [7.0, 20.0, 45.0, 80.0];
            let made: Vec<Slice> = days.iter().map(|days| shape.slice(0.04 * days / 365.0)).collect();
            let samples: Vec<Sample> =
                made.iter().zip(days).map(|(slice, days)| sample(slice, days / 365.0, 2.5)).collect();
            let Some(found) = common(&samples, &like, Held::default(), &Family::spx()) else { unreachable!() };
            assert!((found.shape.rho - rho).abs() < 1e-6, "{found:?}");
            assert!((found.shape.eta - eta).abs() < 1e-6 && (found.shape.gamma - gamma).abs() < 1e-6, "{found:?}");
            for ((sample, wanted), theta) in samples.iter().zip(&made).zip(found.thetas) {
                assert!((theta / wanted.theta - 1.0).abs() < 1e-8);
                let Some(own) = slice(sample, None) else { unreachable!() };
                assert!((own.rho - wanted.rho).abs() < 1e-6 && (own.phi / wanted.phi - 1.0).abs() < 1e-6, "{own:?}");
            }
        }
    }

    #[test]
    fn what_is_held_stays_and_no_fit_allows_a_butterfly() {
        let like = Shape { rho: -0.6, eta: 1.2, gamma: 0.385 };
        // Wings steeper than any surface may have.
        let wild = Slice { theta: 0.01, rho: -0.9, phi: 60.0 };
        let samples = [sample(&wild, 0.1, 2.5), sample(&Slice { theta: 0.02, ..wild }, 0.3, 2.5)];
        let Some(found) = common(&samples, &like, Held::default(), &Family::spx()) else { unreachable!() };
        assert!(found.shape.is_free_of_butterflies(), "{found:?}");
        let own = samples.iter().filter_map(|sample| slice(sample, None));
        assert!(own.clone().count() == 2 && own.clone().all(|slice| slice.is_free_of_butterflies()));
        let Some(held) = common(&samples, &like, Held { rho: true, gamma: true }, &Family::spx()) else {
            unreachable!()
        };
        assert_eq!((held.shape.rho, held.shape.gamma), (-0.6, 0.385));
        assert!(held.shape.is_free_of_butterflies());
    }

    #[test]
    fn the_largest_wing_is_the_largest_that_a_plan_takes() {
        for rho in [-0.95, -0.6, 0.0, 0.5] {
            for gamma in [0.05, 0.2, 0.385, 0.499, 0.5] {
                let free = |eta: f64| Shape { rho, eta, gamma }.is_free_of_butterflies();
                let most = most_eta(rho, gamma);
                assert!(free(most), "{rho} {gamma} {most}");
                // The plan looks at 201 places of θ up to e^2.5 alone.
                assert!(!free(1.1 * most), "{rho} {gamma} {most}");
            }
        }
    }
}
