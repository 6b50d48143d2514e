//! Computed: the moments of the dynamics at rest that have a closed form, and those that the quadrature of VIX has.
//!
//! ln VIX is Σ e·g(n) over the days n since each move e, g what is left of it. Where VIX is held within its ends is left out,
//! and so are an SPX day's drift and VIX's way back beside its move. Source: model book 14.

use crate::odds::moments::moment::{BANDS, LAGS, MOMENTS, Moment, UPS, WIDE};
use crate::simulation::dynamics::{Daily, Dynamics};
use crate::simulation::horizon::{VixSteps, vix_levels};
use crate::units::{Points, TRADING_DAYS};

/// Trading days after which VIX is taken to be at rest.
const AT_REST: f64 = 756.0;
/// Days whose moves are summed up.
const SUMMED: usize = 2520;
/// Logs that jumps may have added on average for their sum to stand on the quadrature's grid.
const MOST_ADDED: f64 = 1.0;
const STEPS: VixSteps = VixSteps { calm: 0.1, jumped: 0.02 };

/// What the jump of one day, mostly none, is about its mean.
struct Jump {
    variance: f64,
    fourth: f64,
}

impl Jump {
    fn of(dynamics: &Dynamics) -> Jump {
        let (chance, [middle, width]) = (dynamics.jump_chance(), dynamics.jump);
        let raw = |n: f64| chance * libm::exp(n * middle + 0.5 * n * n * width * width);
        let (one, two, three, four) = (raw(1.0), raw(2.0), raw(3.0), raw(4.0));
        Jump {
            variance: two - one * one,
            fourth: four - 4.0 * one * three + 6.0 * one * one * two - 3.0 * one * one * one * one,
        }
    }
}

/// Every one of [`MOMENTS`]; none where there is no form for it.
pub fn all(dynamics: &Dynamics) -> Vec<Option<f64>> {
    let jump = Jump::of(dynamics);
    let left: Vec<f64> = (0..SUMMED + LAGS[1]).map(|day| dynamics.left(day)).collect();
    let moved = dynamics.diffusion * dynamics.diffusion / TRADING_DAYS + jump.variance;
    let together = |days: usize| moved * (0..SUMMED).map(|n| left[n] * left[n + days]).sum::<f64>();
    let (variance, spread) = (together(0), |days| 2.0 * (together(0) - together(days)));
    let levels = levels(dynamics);
    let spx = Spx { dynamics, daily: dynamics.daily(), jump: &jump, levels: &levels };
    let of = |moment: Moment| match moment {
        Moment::Level(share) => level(&levels, share),
        Moment::Deviation => Some(spread(1).sqrt()),
        Moment::Kurtosis => {
            let steps = std::iter::once(1.0).chain(left.windows(2).map(|two| two[1] - two[0]));
            let fourth = steps.map(|step: f64| step * step * step * step).sum::<f64>();
            Some(3.0 + (jump.fourth - 3.0 * jump.variance * jump.variance) * fourth / (spread(1) * spread(1)))
        }
        Moment::Up(nth) => Some(libm::expm1(2.0 * spread(UPS[nth]).sqrt())),
        Moment::Lag(nth) => Some(together(LAGS[nth]) / variance),
        Moment::Beside => {
            // What a day moves both, and what of earlier days leaves both.
            let decay = dynamics.spx_passing_decay;
            let lost = |n: usize| (1.0 - decay) * libm::pow(decay, n as f64) * (left[n] - left[n + 1]);
            let lost: f64 = (0..SUMMED).map(lost).sum();
            let deviation = spx.mean(|vix| spx.daily.spx_deviation(vix) * (1.0 + lost * spx.daily.spx_share(vix)))?;
            let shared = dynamics.leverage * dynamics.diffusion * deviation / TRADING_DAYS.sqrt()
                - dynamics.spx_jump * jump.variance;
            Some(shared / (spx.variance(1)? * spread(1)).sqrt())
        }
        Moment::SpxDeviation => Some((spx.variance(1)? * TRADING_DAYS).sqrt()),
        Moment::Wide(nth) => Some((spx.variance(WIDE[nth])? * TRADING_DAYS / WIDE[nth] as f64).sqrt()),
        Moment::Band(nth) => spx.over_vix([BANDS[nth], BANDS[nth + 1]]),
        // SPX's kurtosis hangs on days with VIX above 100, of which hardly any path has one.
        Moment::SpxKurtosis
        | Moment::Realised(_)
        | Moment::RealisedRms(_)
        | Moment::Fall
        | Moment::WideBand(_)
        | Moment::Token(_) => None,
    };
    MOMENTS.into_iter().map(|moment| of(moment).filter(|value| value.is_finite())).collect()
}

/// VIX at rest, rising; none where jumps add more than the quadrature's grid has room for.
fn levels(dynamics: &Dynamics) -> Vec<(Points, f64)> {
    let added = libm::log(dynamics.mean.0) - dynamics.resting_log();
    if added > MOST_ADDED {
        return Vec::new();
    }
    crate::numbers::by_rising(vix_levels(dynamics.mean, AT_REST, STEPS, dynamics), |level| level.0.0)
}

/// VIX that a share of the weight lies below, each weight half on either side of its level.
fn level(levels: &[(Points, f64)], share: f64) -> Option<f64> {
    let (mut below, mut last) = (0.0, None);
    for (vix, weight) in levels {
        let here = below + 0.5 * weight;
        if here >= share {
            let (from, at): (f64, f64) = last.unwrap_or((vix.0, here));
            let part = if here > at { (share - at) / (here - at) } else { 0.0 };
            return Some(libm::exp(libm::log(from) + part * (libm::log(vix.0) - libm::log(from))));
        }
        last = Some((vix.0, here));
        below += weight;
    }
    None
}

/// A day of SPX with VIX at rest the night before.
struct Spx<'a> {
    dynamics: &'a Dynamics,
    daily: Daily,
    jump: &'a Jump,
    levels: &'a [(Points, f64)],
}

impl Spx<'_> {
    /// Mean of what a level is turned into.
    fn mean(&self, of: impl Fn(f64) -> f64) -> Option<f64> {
        self.mean_within([0.0, f64::MAX], of)
    }

    /// Variance of a day's part without its jump that stays by so much and passes by so much, with VIX at a level.
    fn part(&self, vix: f64, [stays, passes]: [f64; 2]) -> f64 {
        let share = self.daily.spx_share(vix);
        let deviation = self.daily.spx_deviation(vix) * (stays * (1.0 - share) + passes * share);
        deviation * deviation
    }

    /// The same with VIX between two of them.
    fn mean_within(&self, [from, to]: [f64; 2], of: impl Fn(f64) -> f64) -> Option<f64> {
        let inside = self.levels.iter().filter(|(vix, _)| vix.0 >= from && vix.0 < to);
        let (weights, sum) =
            inside.fold((0.0, 0.0), |(weights, sum), (vix, weight)| (weights + weight, sum + weight * of(vix.0)));
        (weights > 0.0).then(|| sum / weights)
    }

    fn of_jumps(&self) -> f64 {
        self.dynamics.spx_jump * self.dynamics.spx_jump * self.jump.variance
    }

    /// Variance of what SPX moves in so many days: what each of them adds as far as it is left after the last, and what
    /// comes back of all before, as though VIX had stood there for the few days that this takes.
    fn variance_at(&self, vix: f64, days: usize) -> f64 {
        let decay = self.dynamics.spx_passing_decay;
        let left = |days: usize| libm::pow(decay, days as f64);
        let added: f64 = (0..days).map(|day| self.part(vix, [1.0, left(day)])).sum();
        let back = (1.0 - left(days)) / (1.0 - decay * decay).sqrt();
        added + self.part(vix, [0.0, back]) + days as f64 * self.of_jumps()
    }

    fn variance(&self, days: usize) -> Option<f64> {
        self.mean(|vix| self.variance_at(vix, days))
    }

    /// Root mean square of a day, a year, over VIX.
    fn over_vix(&self, band: [f64; 2]) -> Option<f64> {
        let square = |vix: f64| 1e4 * TRADING_DAYS * self.variance_at(vix, 1) / (vix * vix);
        self.mean_within(band, square).map(f64::sqrt)
    }
}
