//! Reading: the figures that all batches so far come to.

use crate::numbers::bracketed_root;
use crate::odds::batches::{self, Counted};
use crate::odds::bins::{BINS_A_BAR, Bins, mean_of_lowest};
use crate::odds::cut::Cut;
use crate::odds::figures::{
    BandOdds, Bar, EndOdds, FALLS, FAN, Figure, LargestSize, Odds, Part, PartOdds, Place, PoolOdds, SizeOdds, WayOdds,
};
use crate::odds::layout::{COMBINED, JOINT, PARTS};
use crate::odds::setup::Setup;
use crate::odds::tally::{BANDS, Ends, Sums, Tally};
use crate::odds::ways::Way;
use crate::units::{Points, Usd};

impl<S: Counted> batches::Tally<S> {
    /// A figure of all paths with its error; `None` where there is none.
    pub fn figure_of(&self, all: &S, of: impl Fn(&S) -> Option<f64>) -> Option<Figure> {
        let value = of(all)?;
        let with = self.replicates.iter().filter(|sums| sums.paths() > 0);
        Some(Figure::between(value, with.filter_map(|sums| Some((sums.paths(), of(sums)?)))))
    }

    /// Several figures that there always are, of one look at each replicate.
    pub fn figures<const N: usize>(&self, all: &S, of: impl Fn(&S) -> [f64; N]) -> [Figure; N] {
        let (value, with) = (of(all), self.replicates.iter().filter(|sums| sums.paths() > 0));
        let each: Vec<(u32, [f64; N])> = with.map(|sums| (sums.paths(), of(sums))).collect();
        std::array::from_fn(|i| Figure::between(value[i], each.iter().map(|(paths, one)| (*paths, one[i]))))
    }

    /// The same of as many as all paths have; a replicate that has fewer has none of the rest.
    fn series(&self, all: &S, of: impl Fn(&S) -> Vec<f64>) -> Vec<Figure> {
        let with = self.replicates.iter().filter(|sums| sums.paths() > 0);
        let each: Vec<(u32, Vec<f64>)> = with.map(|sums| (sums.paths(), of(sums))).collect();
        let nth = |(i, value): (usize, f64)| {
            Figure::between(value, each.iter().map(|(paths, one)| (*paths, one.get(i).copied().unwrap_or(0.0))))
        };
        of(all).into_iter().enumerate().map(nth).collect()
    }

    /// The same of one that there always is.
    pub fn figure(&self, all: &S, of: impl Fn(&S) -> f64) -> Figure {
        self.figure_of(all, |sums| Some(of(sums))).unwrap_or_default()
    }

    /// The share of so many paths, which is known to one of them at best.
    pub fn chance(&self, all: &S, of: impl Fn(&S) -> u32) -> Figure {
        self.figure(all, |sums| sums.share(of(sums))).of_paths(all.paths())
    }
}

/// A fan from nothing, of which all are sure, to the quantiles of the end, which are read from finer bins than those of a
/// day; and its errors.
pub fn fan_to(days: impl Iterator<Item = [Figure; 7]>, end: &[Figure; 7]) -> (Vec<[f64; 7]>, Vec<[Option<f64>; 7]>) {
    let mut fan: Vec<[Figure; 7]> = std::iter::once([Figure { value: 0.0, error: Some(0.0) }; 7]).chain(days).collect();
    if let [_, .., last] = &mut fan[..] {
        *last = *end;
    }
    fan.into_iter().map(|day| (day.map(|figure| figure.value), day.map(|figure| figure.error))).unzip()
}

impl Tally {
    /// What all batches so far say; empty fans and bars before the first.
    pub fn odds(&self, setup: &Setup) -> Odds {
        let all = Sums::together(&self.replicates);
        let all = if all.paths == 0 { Sums::empty(setup) } else { all };
        let one =
            |(i, size): (usize, &Usd)| SizeOdds { size: *size, chance: self.chance(&all, |sums| sums.breaches[i]) };
        let curve: Vec<SizeOdds> = setup.sizes.iter().enumerate().map(one).collect();
        let by_size: Vec<(Usd, Figure)> = curve.iter().map(|one| (one.size, one.chance)).collect();
        Odds {
            paths: all.paths,
            of: setup.ask.paths,
            days: setup.ask.days,
            note: setup.note.clone(),
            budget: Usd(setup.book.budget),
            parts: Part::ALL.into_iter().enumerate().map(|(i, part)| self.part(setup, &all, part, i)).collect(),
            ways: self.ways(setup, &all),
            pools: (0..setup.pools.len()).map(|i| self.pool(setup, &all, i)).collect(),
            margin_call: self.chance(&all, |sums| sums.called),
            tail_dependence: self.figure_of(&all, tail_dependence),
            bands: (0..BANDS.len() - 1).map(|i| self.band(&all, i)).collect(),
            largest: largest_at(&by_size, setup.ask.limit.0, 0.0),
            largest_between: largest_between(&by_size, setup.ask.limit.0),
            curve,
            held: setup.held,
            limit: setup.ask.limit,
            example: setup.example(),
            table_error: setup.table_error,
        }
    }

    /// The whole book as it is held, at its end.
    pub fn whole_book(&self, setup: &Setup) -> EndOdds {
        let all = Sums::together(&self.replicates);
        let all = if all.paths == 0 { Sums::empty(setup) } else { all };
        Amount { tally: self, setup, all: &all, nth: COMBINED }.end()
    }

    /// The whole book as it is held and by each other way; nothing without a sized pool.
    fn ways(&self, setup: &Setup, all: &Sums) -> Vec<WayOdds> {
        let held = (Way::Held, setup.held, COMBINED);
        let others = setup.others.iter().enumerate().map(|(i, other)| (other.way, other.size, PARTS + i));
        let way = |(way, size, nth): (Way, Usd, usize)| WayOdds {
            way,
            size,
            end: Amount { tally: self, setup, all, nth }.end(),
        };
        std::iter::once(held).chain(others).filter(|_| setup.sized.is_some()).map(way).collect()
    }

    fn part(&self, setup: &Setup, all: &Sums, part: Part, nth: usize) -> PartOdds {
        let layout = &setup.layout;
        let end = Amount { tally: self, setup, all, nth }.end();
        let day = |(day, cuts): (usize, &[Cut; PARTS])| {
            self.figures(all, |sums| {
                let counted = sums.days.get(day * PARTS + nth);
                counted.map_or([0.0; 7], |counts| cuts[nth].quantiles(counts, FAN))
            })
        };
        let (fan, fan_errors) = fan_to(layout.days.iter().enumerate().map(day), &end.quantiles);
        PartOdds {
            part,
            end,
            fan,
            fan_errors,
            bars: self.bars(&layout.ends[nth], all, |sums| Some(&sums.ends.get(nth)?.counts)),
        }
    }

    fn pool(&self, setup: &Setup, all: &Sums, i: usize) -> PoolOdds {
        let by = self.series(all, |sums| {
            let mut left = 0;
            let by = |(day, count): (usize, &u32)| {
                left += if day == 0 { 0 } else { *count };
                sums.share(left)
            };
            sums.exits.get(i).map_or_else(Vec::new, |exits| exits.iter().enumerate().map(by).collect())
        });
        // Nothing has left before the first day.
        let by: Vec<Figure> =
            by.iter().enumerate().map(|(day, one)| if day == 0 { *one } else { one.of_paths(all.paths) }).collect();
        let half = |errors: f64| {
            let is_half = |one: &Figure| one.value + errors * one.error.unwrap_or(0.0) >= 0.5;
            by.iter().position(is_half).map(|day| day as u32)
        };
        PoolOdds {
            nth: setup.nth_of_pool(i),
            leaves: self.chance(all, |sums| sums.paths - sums.exits[i][0]),
            is_out: setup.pools[i].is_out(),
            half_left_by: half(0.0),
            half_left_between: [half(1.0), half(-1.0)],
            left_by: by.iter().map(|one| one.value).collect(),
            left_by_errors: by.iter().map(|one| one.error).collect(),
            liquidated: self.chance(all, |sums| sums.liquidated[i]),
        }
    }

    fn band(&self, all: &Sums, i: usize) -> BandOdds {
        let share = self.chance(all, |sums| sums.bands.get(i).map_or(0, |band| band.paths));
        BandOdds {
            from: Points(BANDS[i]),
            to: Points(BANDS[i + 1]),
            share: share.value,
            share_error: share.error,
            correlation: self.figure_of(all, |sums| sums.bands.get(i)?.correlation()),
        }
    }

    /// Share of paths that have lost more than the budget on a shock's day, of which a part counts as one; `None` for a part
    /// behind whole days, and where no path goes so far.
    pub fn past_budget_after(&self, setup: &Setup, days: f64) -> Option<Figure> {
        let day = days.max(1.0);
        let is_walked = day.fract() == 0.0 && day <= setup.layout.days.len() as f64;
        let of = |sums: &Sums| sums.past.get(day as usize - 1).map_or(0, |count| *count);
        is_walked.then(|| self.chance(&Sums::together(&self.replicates), of))
    }

    /// Where a shock's P&L stands among those of the whole book at the end of a day, that of so many trading days. See
    /// [`Setup::day_of`]; none where no path goes so far.
    pub fn place(&self, setup: &Setup, days: f64, pnl: Usd) -> Option<Place> {
        let day = setup.day_of(days)? - 1;
        let of = |sums: &Sums| {
            let counted = sums.days.get(day * PARTS + COMBINED).zip(sums.spans.get(day));
            counted.map_or([0.0; 2], |(counts, span)| setup.layout.days[day][COMBINED].beside(counts, *span, pnl.0))
        };
        let all = Sums::together(&self.replicates);
        let [below, above] = self.figures(&all, of).map(|share| share.of_paths(all.paths));
        Some(Place { below, above })
    }
}

/// One amount of all that are counted at the end.
struct Amount<'a> {
    tally: &'a Tally,
    setup: &'a Setup,
    all: &'a Sums,
    nth: usize,
}

impl Amount<'_> {
    fn figure(&self, of: impl Fn(&Ends) -> f64) -> Figure {
        self.tally.figure(self.all, |sums| sums.ends.get(self.nth).map_or(0.0, &of))
    }

    fn end(&self) -> EndOdds {
        let setup = self.setup;
        let (bins, falls) = (setup.layout.ends[self.nth], &setup.layout.drawdowns[self.nth]);
        EndOdds {
            mean: self.figure(|ends| mean_of_lowest(&ends.counts, &ends.sums, 1.0)),
            quantiles: FAN.map(|share| self.figure(|ends| bins.quantile_of(&ends.counts, &ends.sums, share))),
            loss: self.chance(0),
            past_budget: self.chance(1),
            past_budget_till_then: self.chance(2),
            cvar_95: self.lowest(0.05),
            cvar_99: self.lowest(0.01),
            drawdowns: self.tally.figures(self.all, |sums| {
                sums.ends.get(self.nth).map_or([0.0; 3], |ends| falls.quantiles(&ends.drawdowns, FALLS))
            }),
        }
    }

    /// Mean loss of the worst share.
    fn lowest(&self, share: f64) -> Figure {
        self.figure(|ends| -mean_of_lowest(&ends.counts, &ends.sums, share))
    }

    /// Share of paths with one of [`Ends::losses`].
    fn chance(&self, which: usize) -> Figure {
        self.tally.chance(self.all, |sums| sums.ends[self.nth].losses[which])
    }
}

impl<S: Counted> batches::Tally<S> {
    /// Bars of counted bins, without the empty ones at either end.
    pub fn bars(&self, bins: &Bins, all: &S, of: impl Fn(&S) -> Option<&Vec<u32>>) -> Vec<Bar> {
        let each = BINS_A_BAR as usize;
        let share = |sums: &S, bar: &[u32]| sums.share(bar.iter().sum());
        let shares = self.series(all, |sums| {
            of(sums).map_or_else(Vec::new, |counts| counts.chunks(each).map(|bar| share(sums, bar)).collect())
        });
        let bar = |(i, figure): (usize, Figure)| {
            let [from, to] = [i, i + 1].map(|i| Usd(bins.from(i * each)));
            Bar { from, to, share: figure.value, error: figure.of_paths(all.paths()).error }
        };
        let bars: Vec<Bar> = shares.into_iter().enumerate().map(bar).collect();
        let is_full = |bar: &Bar| bar.share > 0.0;
        match (bars.iter().position(is_full), bars.iter().rposition(is_full)) {
            (Some(first), Some(last)) => bars[first..=last].to_vec(),
            _ => Vec::new(),
        }
    }
}

/// How much of each bin lies among the lowest twentieth.
fn lowest_twentieth(counts: &[f64], total: f64) -> Vec<f64> {
    let mut left = 0.05 * total;
    let taken = |count: &f64| {
        let part = if *count > 0.0 { (left / count).clamp(0.0, 1.0) } else { 0.0 };
        left -= part * count;
        part
    };
    counts.iter().map(taken).collect()
}

/// Of the paths in condors' worst twentieth the share that is in pools' too.
fn tail_dependence(sums: &Sums) -> Option<f64> {
    let row = |i: usize| sums.joint.get(i * JOINT..(i + 1) * JOINT).unwrap_or(&[]);
    let count = |counts: &mut dyn Iterator<Item = &u32>| counts.map(|count| f64::from(*count)).sum::<f64>();
    let condors: Vec<f64> = (0..JOINT).map(|i| count(&mut row(i).iter())).collect();
    let pools: Vec<f64> = (0..JOINT).map(|j| count(&mut sums.joint.iter().skip(j).step_by(JOINT))).collect();
    let total: f64 = condors.iter().sum();
    let moves = |counts: &[f64]| counts.iter().filter(|count| **count > 0.0).count() > 1;
    if total <= 0.0 || !moves(&condors) || !moves(&pools) {
        return None;
    }
    let [condors, pools] = [lowest_twentieth(&condors, total), lowest_twentieth(&pools, total)];
    let both = |i: usize| row(i).iter().zip(&pools).map(|(count, part)| f64::from(*count) * part).sum::<f64>();
    Some((0..JOINT).map(|i| condors[i] * both(i)).sum::<f64>() / (0.05 * total))
}

/// What [`largest`] comes to with one standard error more of every chance, and with one less; none without a size.
pub fn largest_between(curve: &[(Usd, Figure)], limit: f64) -> Option<[LargestSize; 2]> {
    largest_at(curve, limit, 1.0).zip(largest_at(curve, limit, -1.0)).map(<[LargestSize; 2]>::from)
}

/// [`largest`] with so many standard errors more of every chance.
pub fn largest_at(curve: &[(Usd, Figure)], limit: f64, errors: f64) -> Option<LargestSize> {
    let chance = |figure: Figure| figure.value + errors * figure.error.unwrap_or(0.0);
    let by_size: Vec<(Usd, f64)> = curve.iter().map(|(size, figure)| (*size, chance(*figure))).collect();
    largest(&by_size, limit)
}

/// The last size before the chance first reaches the limit, by a cubic between two sizes: straight lines lie above a curve
/// that bends upwards, here by as much as its error.
pub fn largest(curve: &[(Usd, f64)], limit: f64) -> Option<LargestSize> {
    if curve.first()?.1 > limit {
        return Some(LargestSize::None);
    }
    let Some(nth) = curve.windows(2).position(|two| two[1].1 > limit) else { return Some(LargestSize::Every) };
    let ([low, high], [from, to]) = ([curve[nth], curve[nth + 1]], [nth, nth + 1].map(|i| slope(curve, i)));
    let width = high.0.0 - low.0.0;
    let over = |t: f64| {
        let s = 1.0 - t;
        let ends =
            s * s * ((1.0 + 2.0 * t) * low.1 + t * width * from) + t * t * ((1.0 + 2.0 * s) * high.1 - s * width * to);
        ends - limit
    };
    Some(LargestSize::UpTo(Usd(low.0.0 + bracketed_root(0.0, 1.0, over).unwrap_or(0.0) * width)))
}

/// Slope of a curve at one of its sizes, so that cubics between them never turn where it does not: the harmonic mean of the
/// two beside it; none where these differ in sign. Source: Fritsch and Butland 1984.
fn slope(curve: &[(Usd, f64)], i: usize) -> f64 {
    let of = |at: usize| {
        let two = curve.get(at..at + 2)?;
        let width = two[1].0.0 - two[0].0.0;
        Some([width, (two[1].1 - two[0].1) / width])
    };
    match (i.checked_sub(1).and_then(of), of(i)) {
        (Some([wide, before]), Some([width, after])) if before * after > 0.0 => {
            3.0 * (wide + width) / ((2.0 * width + wide) / before + (width + 2.0 * wide) / after)
        }
        (Some(_), Some(_)) | (None, None) => 0.0,
        (Some([_, one]), None) | (None, Some([_, one])) => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_between_two_sizes_is_the_smooth_curves_own_and_more_sizes_change_nothing() {
        let chance = |usd: f64| 0.012 + 0.5 * (usd / 450_000.0).powi(2) / (0.4 + usd / 450_000.0);
        let read = |more: &[f64]| {
            let mut sizes: Vec<f64> = (0..=24).map(|i| 18_750.0 * f64::from(i)).chain(more.iter().copied()).collect();
            sizes.sort_by(f64::total_cmp);
            let curve: Vec<(Usd, f64)> = sizes.iter().map(|usd| (Usd(*usd), chance(*usd))).collect();
            match largest(&curve, 0.03) {
                Some(LargestSize::UpTo(usd)) => usd.0,
                other => unreachable!("{other:?}"),
            }
        };
        for more in [&[][..], &[49_543.0], &[62_500.0, 30_000.0], &[66_000.0]] {
            let usd = read(more);
            // Straight lines come $700 too low.
            assert!((chance(usd) - 0.03).abs() < 3e-5, "{more:?}: {usd} {}", chance(usd));
        }
    }

    #[test]
    fn a_curve_with_steps_is_read_inside_the_step_that_passes_the_limit() {
        let curve = [0.0, 0.0, 0.02, 0.02, 0.06, 0.05].map({
            let mut at = 0.0;
            move |chance| {
                at += 10_000.0;
                (Usd(at), chance)
            }
        });
        let within = |limit: f64| match largest(&curve, limit) {
            Some(LargestSize::UpTo(usd)) => usd.0,
            other => unreachable!("{other:?}"),
        };
        assert!((20_000.0..30_000.0).contains(&within(0.01)) && (40_000.0..50_000.0).contains(&within(0.02)));
        assert_eq!((largest(&curve, 0.06), largest(&curve, -0.1)), (Some(LargestSize::Every), Some(LargestSize::None)));
        assert_eq!((largest(&curve[..1], 0.1), largest(&[], 0.1)), (Some(LargestSize::Every), None));
    }
}
