//! Staying: how likely SPX is where the book gains on a date, and was there on every date before it as well.
//!
//! Law: SPX without drift in expectation, ln(S/S₀) normal with mean −V/2 and variance V, the variance curve's from today to
//! the date; what comes between two dates is independent of what came before. Source: model book 10. House choice: the law.

use serde::Serialize;

use crate::numbers::pieces::{pause, whole};
use crate::numbers::quadrature::GAUSS_32;
use crate::numbers::{by_rising, normal_cdf, normal_pdf};

/// From one level to a higher one; an end that is open is `None`.
pub type Stretch = [Option<f64>; 2];

/// Deviations beyond which nothing is left of a normal: 1e−15.
const REACH: f64 = 8.0;
/// Deviations of a step that one panel of 32 nodes spans at most, before it is halved.
const PANEL: f64 = 12.0;
/// Panels of one stretch at most, before they are halved.
const MOST: f64 = 16.0;

/// What is asked of one date.
#[derive(Clone, Debug, PartialEq)]
pub struct Date {
    /// Variance of ln(S/S₀) from today to it; at least 0, and at least that of the date before.
    pub variance: f64,
    /// Where the book gains, SPX points, rising and apart.
    pub gains: Vec<Stretch>,
}

/// How likely, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Chance {
    /// That SPX is where the book gains on this date; in closed form.
    pub inside: f64,
    /// That it is there on this date and was on each one before; by quadrature, at most `inside`.
    pub stayed: f64,
    /// By how much `stayed` differs from what half the nodes give.
    pub error: f64,
}

/// The chances of each date, by rising date, with SPX at `spx` today.
pub fn of(spx: f64, dates: &[Date]) -> Vec<Chance> {
    whole(making(spx, dates))
}

/// [`of`] in pieces, a date each.
pub async fn making(spx: f64, dates: &[Date]) -> Vec<Chance> {
    let steps: Vec<Step> = (0..dates.len()).filter_map(|i| Step::new(spx, dates, i)).collect();
    let (mut fine, mut rough) = (vec![(0.0, 1.0)], vec![(0.0, 1.0)]);
    let (mut chances, mut least) = (Vec::with_capacity(steps.len()), 1.0_f64);
    for (i, step) in steps.iter().enumerate() {
        let next = steps.get(i + 1);
        let inside = within(-0.5 * step.variance, step.variance.sqrt(), &step.gains);
        let [whole, half] = [(&mut fine, 2), (&mut rough, 1)].map(|(masses, halves)| {
            let stayed = step.stayed(masses);
            *masses = next.map_or_else(Vec::new, |next| step.killed(masses, next, i + 2 == steps.len(), halves));
            stayed
        });
        // Never above either by more than the quadrature is off.
        least = least.min(whole).min(inside);
        chances.push(Chance { inside, stayed: least, error: (whole - half).abs() });
        pause().await;
    }
    chances
}

/// A log return and how much of the law stands there.
type Mass = (f64, f64);

/// From the date before to this one, all in logs of SPX against today's.
struct Step {
    /// Variance from today.
    variance: f64,
    /// Variance since the date before.
    since: f64,
    gains: Vec<[f64; 2]>,
}

impl Step {
    fn new(spx: f64, dates: &[Date], i: usize) -> Option<Step> {
        let date = dates.get(i)?;
        let before = i.checked_sub(1).and_then(|i| dates.get(i)).map_or(0.0, |date| date.variance);
        let log = |end: Option<f64>, open: f64| end.map_or(open, |end| (end / spx).ln());
        let gains = date.gains.iter().map(|[low, high]| [log(*low, f64::NEG_INFINITY), log(*high, f64::INFINITY)]);
        Some(Step { variance: date.variance, since: (date.variance - before).max(0.0), gains: gains.collect() })
    }

    /// What comes from the masses of the date before into this one's stretches.
    fn stayed(&self, masses: &[Mass]) -> f64 {
        let deviation = self.since.sqrt();
        masses.iter().map(|(x, mass)| mass * within(x - 0.5 * self.since, deviation, &self.gains)).sum()
    }

    /// This date's law within its stretches, as masses at nodes from which the next date is reached.
    fn killed(&self, masses: &[Mass], next: &Step, is_next_last: bool, halves: usize) -> Vec<Mass> {
        let deviation = self.since.sqrt();
        if deviation == 0.0 {
            let stays = |x: f64| self.gains.iter().any(|[low, high]| *low <= x && x <= *high);
            return masses.iter().copied().filter(|(x, _)| stays(*x)).collect();
        }
        let density = |y: f64| -> f64 {
            let of = |(x, mass): &Mass| {
                let z = (y - x + 0.5 * self.since) / deviation;
                if z.abs() > REACH + 1.0 { 0.0 } else { mass * normal_pdf(z) }
            };
            masses.iter().map(of).sum::<f64>() / deviation
        };
        let panels = self.gains.iter().flat_map(|stretch| self.panels(*stretch, next, is_next_last, halves));
        let nodes = panels.flat_map(|[low, high]| {
            let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
            GAUSS_32.iter().flat_map(move |(x, w)| [(middle - half * x, half * w), (middle + half * x, half * w)])
        });
        nodes.map(|(y, weight)| (y, weight * density(y))).collect()
    }

    /// A stretch in panels. They end at the next date's edges and as far beside these as a step from there can lead, so
    /// that a short last step is seen as well as a whole week.
    fn panels(&self, [low, high]: [f64; 2], next: &Step, is_next_last: bool, halves: usize) -> Vec<[f64; 2]> {
        let reach = REACH * self.variance.sqrt();
        let (low, high) = (low.max(-0.5 * self.variance - reach), high.min(-0.5 * self.variance + reach));
        let [here, there] = [self.since, next.since].map(f64::sqrt);
        let beside = |edge: &f64| [-REACH, 0.0, REACH].map(|by| edge + 0.5 * next.since + by * there);
        let edges = next.gains.iter().flatten().filter(|edge| edge.is_finite()).flat_map(beside);
        let ends = edges.filter(|x| low < *x && *x < high).chain([low, high]).collect();
        let ends = by_rising(ends, |x| *x);
        let mut panels = Vec::new();
        for (from, to) in ends.iter().zip(ends.iter().skip(1)).filter(|(from, to)| from < to) {
            let width = to - from;
            // Far from every edge the last step only adds up; before it the density itself is asked for everywhere.
            let scale = if is_next_last && width > 1.001 * REACH * there { here } else { here.min(there) };
            let n = (width / (PANEL * scale)).ceil().clamp(1.0, MOST) as usize * halves;
            let at = |i: usize| from + width * i as f64 / n as f64;
            panels.extend((0..n).map(|i| [at(i), at(i + 1)]));
        }
        panels
    }
}

/// Chance that a normal is within these stretches; without a deviation it is at its mean.
fn within(mean: f64, deviation: f64, stretches: &[[f64; 2]]) -> f64 {
    let one = |[low, high]: &[f64; 2]| {
        if deviation == 0.0 {
            return f64::from(u8::from(*low <= mean && mean <= *high));
        }
        let [a, b] = [low, high].map(|end| (end - mean) / deviation);
        // In the upper tail from above, where the digits are.
        if a > 0.0 { normal_cdf(-a) - normal_cdf(-b) } else { normal_cdf(b) - normal_cdf(a) }
    };
    // An empty sum is −0.
    (stretches.iter().map(one).sum::<f64>() + 0.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::quadrature::{GAUSS_48, integral};
    use std::f64::consts::PI;

    const SPX: f64 = 6400.0;

    /// A date with edges in deviations of its own law from its median.
    fn date(variance: f64, gains: &[[Option<f64>; 2]]) -> Date {
        let spx = |z: f64| SPX * (z * variance.sqrt() - 0.5 * variance).exp();
        Date { variance, gains: gains.iter().map(|ends| ends.map(|end| end.map(spx))).collect() }
    }

    fn weeks(n: usize, gains: &[[Option<f64>; 2]]) -> Vec<Date> {
        (1..=n).map(|i| date(0.00045 * i as f64, gains)).collect()
    }

    #[test]
    fn being_inside_is_the_integral_of_the_law_over_the_stretches() {
        let gains = [[None, Some(-1.7)], [Some(-0.4), Some(1.3)], [Some(2.5), None]];
        for variance in [1e-6, 0.0005, 0.04, 0.5] {
            let date = date(variance, &gains);
            let density = |spx: f64| {
                let z = ((spx / SPX).ln() + 0.5 * variance) / variance.sqrt();
                normal_pdf(z) / (spx * variance.sqrt())
            };
            let end = |z: f64| SPX * (z * variance.sqrt() - 0.5 * variance).exp();
            let summed: f64 = [[-9.0, -1.7], [-0.4, 1.3], [2.5, 9.0]]
                .iter()
                .map(|[a, b]| {
                    let at = |i: f64| end(a + (b - a) * i / 8.0);
                    (0..8).map(|i| integral(&GAUSS_48, at(f64::from(i)), at(f64::from(i) + 1.0), density)).sum::<f64>()
                })
                .sum();
            let chance = of(SPX, std::slice::from_ref(&date))[0];
            assert!((chance.inside - summed).abs() < 1e-12, "{variance}: {} {summed}", chance.inside);
            assert!((chance.stayed - chance.inside).abs() < 1e-15 && chance.error < 1e-15);
        }
    }

    #[test]
    fn of_half_lines_two_and_three_dates_are_the_known_orthants_of_a_normal() {
        // P(all zᵢ > 0) = 1/4 + asin ρ / 2π of two, 1/8 + Σ asin ρ / 4π of three; ρᵢⱼ = √(Vᵢ/Vⱼ).
        let dates: Vec<Date> =
            [0.0004, 0.0009, 0.0011].iter().map(|variance| date(*variance, &[[Some(0.0), None]])).collect();
        let angle = |i: usize, j: usize| (dates[i].variance / dates[j].variance).sqrt().asin();
        let chances = of(SPX, &dates);
        let two = 0.25 + angle(0, 1) / (2.0 * PI);
        let three = 0.125 + (angle(0, 1) + angle(0, 2) + angle(1, 2)) / (4.0 * PI);
        assert!((chances[1].stayed - two).abs() < 1e-12, "{:?} {two}", chances[1]);
        assert!((chances[2].stayed - three).abs() < 1e-12, "{:?} {three}", chances[2]);
    }

    #[test]
    fn two_dates_with_several_stretches_are_the_double_integral_in_small_steps() {
        let first = [[None, Some(-2.0)], [Some(-0.8), Some(1.1)]];
        let dates = [date(0.0005, &first), date(0.0012, &[[Some(-1.2), Some(0.3)], [Some(0.9), None]])];
        let logs = |date: &Date| -> Vec<[f64; 2]> {
            let log = |end: Option<f64>, open: f64| end.map_or(open, |spx| (spx / SPX).ln());
            date.gains.iter().map(|[low, high]| [log(*low, -0.4), log(*high, 0.4)]).collect()
        };
        let pdf = |x: f64, variance: f64| normal_pdf((x + 0.5 * variance) / variance.sqrt()) / variance.sqrt();
        let middles = |[low, high]: [f64; 2]| {
            let n = 2000;
            let step = (high - low) / f64::from(n);
            (0..n).map(move |i| (low + step * (f64::from(i) + 0.5), step))
        };
        let second: Vec<(f64, f64)> = logs(&dates[1]).into_iter().flat_map(middles).collect();
        let summed: f64 = logs(&dates[0])
            .into_iter()
            .flat_map(middles)
            .filter(|(x, _)| x.abs() < 0.25)
            .map(|(x, dx)| {
                let on: f64 = second.iter().map(|(y, dy)| pdf(y - x, 0.0007) * dy).sum();
                pdf(x, 0.0005) * on * dx
            })
            .sum();
        let stayed = of(SPX, &dates)[1].stayed;
        assert!((stayed - summed).abs() < 1e-6, "{stayed} {summed}");
    }

    /// Two standard normals from a fixed seed: Steele and others' SplitMix64, Box and Muller.
    fn normals(state: &mut u64) -> [f64; 2] {
        let mut uniform = || {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        };
        let (radius, angle) = ((-2.0 * (1.0 - uniform()).ln()).sqrt(), 2.0 * PI * uniform());
        [radius * angle.cos(), radius * angle.sin()]
    }

    #[test]
    fn a_month_of_weeks_and_a_part_of_one_are_what_drawn_paths_have() {
        let gains = [[Some(-1.1), Some(0.9)], [Some(1.6), None]];
        let variances = [0.0004, 0.0013, 0.0017, 0.0021, 0.00228];
        let dates = variances.map(|variance| date(variance, &gains));
        let n = 60_000;
        let (mut state, mut stayed) = (7_u64, [0_u32; 5]);
        for _ in 0..n {
            let draws = [normals(&mut state), normals(&mut state), normals(&mut state)].concat();
            let (mut x, mut before) = (0.0, 0.0);
            for ((date, draw), count) in dates.iter().zip(&draws).zip(&mut stayed) {
                let since = date.variance - before;
                x += since.sqrt() * draw - 0.5 * since;
                before = date.variance;
                let spx = SPX * x.exp();
                if !date.gains.iter().any(|[a, b]| a.is_none_or(|a| a <= spx) && b.is_none_or(|b| spx <= b)) {
                    break;
                }
                *count += 1;
            }
        }
        for (chance, count) in of(SPX, &dates).iter().zip(stayed) {
            let drawn = f64::from(count) / f64::from(n);
            let error = (chance.stayed * (1.0 - chance.stayed) / f64::from(n)).sqrt();
            assert!((chance.stayed - drawn).abs() < 3.5 * error, "{chance:?} {drawn} ± {error}");
        }
    }

    #[test]
    fn staying_is_never_likelier_than_being_inside_and_never_rises() {
        let narrow = [[Some(-0.3), Some(0.2)]];
        let open = [[None, Some(-1.0)], [Some(-0.9), None]];
        for dates in [weeks(9, &narrow), weeks(9, &open), weeks(4, &[[Some(-7.9), Some(7.9)]])] {
            let chances = of(SPX, &dates);
            assert!(chances.iter().all(|one| one.stayed <= one.inside && one.error < 1e-9), "{chances:?}");
            assert!(chances.windows(2).all(|pair| pair[1].stayed <= pair[0].stayed), "{chances:?}");
        }
    }

    #[test]
    fn no_stretch_is_never_and_the_whole_line_is_always() {
        assert!(of(SPX, &weeks(3, &[])).iter().all(|one| *one == Chance::default()));
        for one in of(SPX, &weeks(8, &[[None, None]])) {
            assert!((one.inside - 1.0).abs() < 1e-15 && (one.stayed - 1.0).abs() < 1e-12, "{one:?}");
        }
        let mut dates = weeks(3, &[[None, None]]);
        dates[1].gains.clear();
        let stayed: Vec<f64> = of(SPX, &dates).iter().map(|one| one.stayed).collect();
        assert!(stayed[0] == 1.0 && stayed[1..] == [0.0, 0.0], "{stayed:?}");
        assert!(of(SPX, &[]).is_empty());
    }

    #[test]
    fn without_variance_spx_stands_where_it_is() {
        let at = |low: f64, variance: f64| Date { variance, gains: vec![[Some(low), None]] };
        let chances = of(SPX, &[at(6399.0, 0.0), at(6399.0, 0.0), at(6400.0, 0.0004), at(6401.0, 0.0004)]);
        let [a, b, c, d] = chances[..] else { unreachable!() };
        assert_eq!([a.inside, a.stayed, b.stayed], [1.0; 3]);
        assert!((c.stayed - normal_cdf(-0.01)).abs() < 1e-12, "{c:?}");
        // No time passes to the last: of those that stand above 6400, those above 6401.
        assert!((d.stayed - d.inside).abs() < 1e-12 && d.stayed < c.stayed, "{d:?}");
    }

    #[test]
    fn a_last_step_of_a_moment_is_seen_as_sharply_as_a_week() {
        let mut dates = weeks(6, &[[Some(-1.0), Some(1.0)]]);
        let before = of(SPX, &dates)[5].stayed;
        for moment in [1e-13, 1e-10, 1e-7] {
            let variance = 0.0027 + moment;
            let same = date(0.0027, &[[Some(-1.0), Some(1.0)]]).gains;
            dates.truncate(6);
            dates.push(Date { variance, gains: same });
            let last = of(SPX, &dates)[6];
            assert!(last.stayed <= before && before - last.stayed < 2.0 * moment.sqrt() / 0.05, "{last:?} {before}");
            assert!(last.error < 1e-9, "{last:?}");
        }
    }
}
