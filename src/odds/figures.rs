//! Figures: what the paths say, each with its standard error.
//!
//! The error of a figure is that between the replicates, whose sequences are scrambled each in its own way: paths of one
//! sequence are not independent. Source: Owen 1997; model book 14.

use serde::{Deserialize, Serialize};

use crate::odds::batches::{self, Counted, FEWEST};
use crate::odds::bins::{BINS_A_BAR, Bins, mean_of_lowest};
use crate::odds::layout::JOINT;
use crate::odds::setup::{Setup, TableError};
use crate::odds::tally::{BANDS, Ends, Sums, Tally};
use crate::units::{Frac, Points, Usd};

/// A figure and its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// One standard error; none of fewer than [`FEWEST`] replicates.
    pub error: Option<f64>,
}

impl Figure {
    /// A figure of all paths, and what each replicate of so many paths has in its place.
    pub fn between(value: f64, replicates: impl Iterator<Item = (u32, f64)>) -> Figure {
        let each: Vec<(f64, f64)> = replicates.map(|(paths, one)| (f64::from(paths), one)).collect();
        let (n, total) = (each.len() as f64, each.iter().map(|one| one.0).sum::<f64>());
        let spread: f64 = each.iter().map(|(paths, one)| (paths / total * (one - value)).powi(2)).sum();
        Figure { value, error: (each.len() >= FEWEST).then(|| (spread * n / (n - 1.0)).sqrt()) }
    }
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Condors.
    Condor,
    /// Pools.
    Pool,
    /// Hedge.
    Hedge,
    /// The whole book.
    Combined,
    /// The whole book but the hedge.
    Unhedged,
}

impl Part {
    /// Every part, in the order of [`Odds::parts`].
    pub const ALL: [Part; 5] = [Part::Condor, Part::Pool, Part::Hedge, Part::Combined, Part::Unhedged];
}

/// Shares of paths below each line of a fan.
pub const FAN: [f64; 7] = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975];
/// Shares of paths below each deepest fall.
pub const FALLS: [f64; 3] = [0.5, 0.95, 0.99];

/// One bar of the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// Lower end.
    pub from: Usd,
    /// Upper end.
    pub to: Usd,
    /// Share of paths between; the outermost have what lies beyond.
    pub share: f64,
}

/// One part of the book over all paths. Dollars; chances are shares of paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartOdds {
    /// Which.
    pub part: Part,
    /// Mean P&L at the end.
    pub mean: Figure,
    /// P&L that the shares of [`FAN`] end below.
    pub quantiles: [Figure; 7],
    /// The same on each day, today first.
    pub fan: Vec<[f64; 7]>,
    /// P&L at the end, bars of one width without empty ends.
    pub bars: Vec<Bar>,
    /// Chance of ending below zero.
    pub loss: Figure,
    /// Chance of losing more than the budget at the end.
    pub past_budget: Figure,
    /// Chance of losing more than the budget on any day till then.
    pub past_budget_till_then: Figure,
    /// Mean loss of the worst twentieth; positive dollars are lost.
    pub cvar_95: Figure,
    /// Mean loss of the worst hundredth.
    pub cvar_99: Figure,
    /// Deepest fall from the highest P&L before it that the shares of [`FALLS`] stay below.
    pub drawdowns: [Figure; 3],
}

/// One pool over all paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PoolOdds {
    /// Which of the plan's pools, counted from 0.
    pub nth: usize,
    /// Chance that a day ends outside its range.
    pub leaves: Figure,
    /// Trading day by which half of the paths have left it; none where fewer do.
    pub half_left_by: Option<u32>,
    /// Share of paths that have left it by each day, today first.
    pub left_by: Vec<f64>,
    /// Chance that its loan is called.
    pub liquidated: Figure,
}

/// Condors against pools where VIX ends between two levels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BandOdds {
    /// Lower level of VIX at the end.
    pub from: Points,
    /// Upper one.
    pub to: Points,
    /// Share of paths.
    pub share: f64,
    /// Correlation of their P&L; none where one of them never moves.
    pub correlation: Option<Figure>,
}

/// The chance that a size of the sized pool brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SizeOdds {
    /// Deposit.
    pub size: Usd,
    /// Chance that the whole book loses more than the budget at the end.
    pub chance: Figure,
}

/// The largest size of the sized pool whose chance stays under the limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind", content = "usd")]
pub enum LargestSize {
    /// No pool, not even none.
    None,
    /// Up to this one.
    UpTo(Usd),
    /// Every one that was looked at.
    Every,
}

/// Everything that the paths say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Odds {
    /// Paths so far.
    pub paths: u32,
    /// Paths asked for.
    pub of: u32,
    /// Trading days of each.
    pub days: u32,
    /// What was not as asked.
    pub note: Option<String>,
    /// Loss budget; positive.
    pub budget: Usd,
    /// Condors, pools, hedge, combined and unhedged, in the order of [`Part::ALL`].
    pub parts: Vec<PartOdds>,
    /// Every pool with a deposit.
    pub pools: Vec<PoolOdds>,
    /// Chance that condors' margin grows by more than there is at hand.
    pub margin_call: Figure,
    /// Chance that pools lose more than 19 in 20 times where condors do.
    pub tail_dependence: Option<Figure>,
    /// Condors against pools by VIX at the end.
    pub bands: Vec<BandOdds>,
    /// The chance by size of the sized pool, rising sizes; empty without one.
    pub curve: Vec<SizeOdds>,
    /// Size held.
    pub held: Usd,
    /// The chance that a size may bring with it.
    pub limit: Frac,
    /// The largest size under it; none without a sized pool.
    pub largest: Option<LargestSize>,
    /// P&L of the whole book on one path, today first.
    pub example: Vec<f64>,
    /// What marks by tables are off by.
    pub table_error: TableError,
}

impl Odds {
    /// One part.
    pub fn part(&self, part: Part) -> Option<&PartOdds> {
        self.parts.iter().find(|one| one.part == part)
    }
}

impl<S: Counted> batches::Tally<S> {
    /// A figure of all paths with its error; `None` where there is none.
    pub fn figure_of(&self, all: &S, of: impl Fn(&S) -> Option<f64>) -> Option<Figure> {
        let value = of(all)?;
        let with = self.replicates.iter().filter(|sums| sums.paths() > 0);
        Some(Figure::between(value, with.filter_map(|sums| Some((sums.paths(), of(sums)?)))))
    }

    /// The same of one that there always is.
    pub fn figure(&self, all: &S, of: impl Fn(&S) -> f64) -> Figure {
        self.figure_of(all, |sums| Some(of(sums))).unwrap_or_default()
    }
}

/// A fan from nothing to the quantiles of the end, which are read from finer bins than those of a day.
pub fn fan_to(days: impl Iterator<Item = [f64; 7]>, end: &[Figure; 7]) -> Vec<[f64; 7]> {
    let mut fan: Vec<[f64; 7]> = std::iter::once([0.0; 7]).chain(days).collect();
    if let [_, .., last] = &mut fan[..] {
        *last = end.map(|figure| figure.value);
    }
    fan
}

impl Tally {
    /// What all batches so far say; empty fans and bars before the first.
    pub fn odds(&self, setup: &Setup) -> Odds {
        let all = Sums::together(&self.replicates);
        let all = if all.paths == 0 { Sums::empty(setup) } else { all };
        let curve: Vec<SizeOdds> = setup
            .sizes
            .iter()
            .enumerate()
            .map(|(i, size)| SizeOdds { size: *size, chance: self.figure(&all, |sums| sums.share(sums.breaches[i])) })
            .collect();
        Odds {
            paths: all.paths,
            of: setup.ask.paths,
            days: setup.ask.days,
            note: setup.note.clone(),
            budget: Usd(setup.book.budget),
            parts: Part::ALL.into_iter().enumerate().map(|(i, part)| self.part(setup, &all, part, i)).collect(),
            pools: (0..setup.pools.len()).map(|i| self.pool(setup, &all, i)).collect(),
            margin_call: self.figure(&all, |sums| sums.share(sums.called)),
            tail_dependence: self.figure_of(&all, tail_dependence),
            bands: (0..BANDS.len() - 1).map(|i| self.band(&all, i)).collect(),
            largest: largest(&by_size(&curve), setup.ask.limit.0),
            curve,
            held: setup.held,
            limit: setup.ask.limit,
            example: setup.example(),
            table_error: setup.table_error,
        }
    }

    fn part(&self, setup: &Setup, all: &Sums, part: Part, i: usize) -> PartOdds {
        let layout = &setup.layout;
        let (bins, falls) = (layout.ends[i], layout.drawdowns[i]);
        let ends = |sums: &Sums, of: &dyn Fn(&Ends) -> f64| sums.ends.get(i).map_or(0.0, of);
        let figure = |of: &dyn Fn(&Ends) -> f64| self.figure(all, |sums| ends(sums, of));
        let chance = |which: usize| self.figure(all, |sums| sums.share(sums.ends[i].losses[which]));
        let lowest = |share: f64| figure(&|ends: &Ends| -mean_of_lowest(&ends.counts, &ends.sums, share));
        let day = |(day, bins): (usize, &[Bins; 5])| {
            let counts = all.days.get(day * 5 + i);
            FAN.map(|share| counts.map_or(0.0, |counts| bins[i].quantile(counts, share)))
        };
        let quantiles = FAN.map(|share| figure(&|ends| bins.quantile_of(&ends.counts, &ends.sums, share)));
        PartOdds {
            part,
            mean: figure(&|ends| mean_of_lowest(&ends.counts, &ends.sums, 1.0)),
            quantiles,
            fan: fan_to(layout.days.iter().enumerate().map(day), &quantiles),
            bars: bars(&bins, &all.ends[i].counts),
            loss: chance(0),
            past_budget: chance(1),
            past_budget_till_then: chance(2),
            cvar_95: lowest(0.05),
            cvar_99: lowest(0.01),
            drawdowns: FALLS.map(|share| figure(&|ends| falls.quantile(&ends.drawdowns, share))),
        }
    }

    fn pool(&self, setup: &Setup, all: &Sums, i: usize) -> PoolOdds {
        let mut left = 0;
        let by = |(day, count): (usize, &u32)| {
            left += if day == 0 { 0 } else { *count };
            all.share(left)
        };
        let left_by: Vec<f64> = all.exits[i].iter().enumerate().map(by).collect();
        PoolOdds {
            nth: setup.nth_of_pool(i),
            leaves: self.figure(all, |sums| sums.share(sums.paths - sums.exits[i][0])),
            half_left_by: left_by.iter().position(|share| *share >= 0.5).map(|day| day as u32),
            left_by,
            liquidated: self.figure(all, |sums| sums.share(sums.liquidated[i])),
        }
    }

    fn band(&self, all: &Sums, i: usize) -> BandOdds {
        BandOdds {
            from: Points(BANDS[i]),
            to: Points(BANDS[i + 1]),
            share: all.share(all.bands[i].paths),
            correlation: self.figure_of(all, |sums| sums.bands.get(i)?.correlation()),
        }
    }

    /// Share of paths that have lost more than the budget on a shock's day, of which a part counts as one; `None` for a part
    /// behind whole days, and where no path goes so far.
    pub fn past_budget_after(&self, setup: &Setup, days: f64) -> Option<Figure> {
        let day = days.max(1.0);
        let is_walked = day.fract() == 0.0 && day <= setup.layout.days.len() as f64;
        is_walked.then(|| self.place(setup, day, Usd(-setup.book.budget)))
    }

    /// Share of paths on which the whole book has gained less than this by the end of a day: where a shock's P&L stands
    /// among them, that of so many trading days. See [`Setup::day_of`].
    pub fn place(&self, setup: &Setup, days: f64, pnl: Usd) -> Figure {
        let combined = 3;
        let at = setup.day_of(days) - 1;
        let of = |sums: &Sums| {
            let counts = sums.days.get(at * 5 + combined).map_or(&[][..], Vec::as_slice);
            setup.layout.days[at][combined].share_below(counts, pnl.0)
        };
        self.figure(&Sums::together(&self.replicates), of)
    }
}

fn by_size(curve: &[SizeOdds]) -> Vec<(Usd, f64)> {
    curve.iter().map(|one| (one.size, one.chance.value)).collect()
}

/// Bars of counted bins, without the empty ones at either end.
pub fn bars(bins: &Bins, counts: &[u32]) -> Vec<Bar> {
    let each = BINS_A_BAR as usize;
    let total: u32 = counts.iter().sum();
    let bar = |(i, counts): (usize, &[u32])| {
        let count: u32 = counts.iter().sum();
        let (from, to) = (bins.from(i * each), bins.from((i + 1) * each));
        Bar { from: Usd(from), to: Usd(to), share: f64::from(count) / f64::from(total.max(1)) }
    };
    let all: Vec<Bar> = counts.chunks(each).enumerate().map(bar).collect();
    let is_full = |bar: &Bar| bar.share > 0.0;
    match (all.iter().position(is_full), all.iter().rposition(is_full)) {
        (Some(first), Some(last)) => all[first..=last].to_vec(),
        _ => Vec::new(),
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

/// The last size before the chance first reaches the limit, straight between two sizes.
pub fn largest(curve: &[(Usd, f64)], limit: f64) -> Option<LargestSize> {
    if curve.first()?.1 > limit {
        return Some(LargestSize::None);
    }
    let over = curve.windows(2).find(|two| two[1].1 > limit);
    Some(over.map_or(LargestSize::Every, |two| {
        let [low, high] = [two[0], two[1]];
        LargestSize::UpTo(Usd(low.0.0 + (limit - low.1) / (high.1 - low.1) * (high.0.0 - low.0.0)))
    }))
}
