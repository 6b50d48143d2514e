//! Figures: what a year of the programme comes to, each with its standard error, which is that between the replicates.

use serde::{Deserialize, Serialize};

use crate::odds::batches::Counted;
use crate::odds::bins::mean_of_lowest;
use crate::odds::cut::Cut;
use crate::odds::figures::{Bar, FALLS, FAN, Figure, LargestSize};
use crate::odds::reading::{fan_to, largest_at, largest_between};
use crate::plan::odds::Recentre;
use crate::units::{Frac, Usd};
use crate::year::setup::Setup;
use crate::year::tally::{Ends, Sums, Tally};
use crate::year::ways::Way;

/// One way to run the programme over all years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WayOdds {
    /// Which.
    pub way: Way,
    /// Mean of what a year makes, dollars.
    pub mean: Figure,
    /// Of that condors, pool and hedge.
    pub parts: [Figure; 3],
    /// What the shares of [`FAN`] make less than, dollars.
    pub quantiles: [Figure; 7],
    /// The same by the end of each month of 21 trading days, today first.
    pub fan: Vec<[f64; 7]>,
    /// Standard errors of the fan.
    pub fan_errors: Vec<[Option<f64>; 7]>,
    /// Years by what they make, bars of one width without empty ends.
    pub bars: Vec<Bar>,
    /// Chance of a year that loses.
    pub loss: Figure,
    /// Chance that the equity falls below the level of ruin on any day.
    pub ruin: Figure,
    /// Chance that the lender sells the pool on any day; `None` without a loan.
    pub called: Option<Figure>,
    /// Deepest fall, as a share of the highest equity before it, that the shares of [`FALLS`] stay below.
    pub falls: [Figure; 3],
}

/// A size of the pool, held at as many dollars through the year, and the chance of ruin that it brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RuinOdds {
    /// Dollars.
    pub size: Usd,
    /// With the hedge.
    pub hedged: Figure,
    /// Without it.
    pub unhedged: Figure,
}

/// The year ahead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Year {
    /// Years so far.
    pub paths: u32,
    /// Years asked for.
    pub of: u32,
    /// Trading days of each.
    pub days: u32,
    /// Equity today.
    pub equity: Usd,
    /// Equity below which it is ruin.
    pub ruin: Usd,
    /// Chance of ruin that a pool may bring with it.
    pub limit: Frac,
    /// When the range is set anew.
    pub recentre: Recentre,
    /// Whether the VIX gate holds.
    pub gate: bool,
    /// Whether a hedge is held.
    pub is_hedged: bool,
    /// Whether the programme sells condors.
    pub has_condors: bool,
    /// Every way, the rules first.
    pub ways: Vec<WayOdds>,
    /// Chance of ruin by size, rising; empty without a pool.
    pub curve: Vec<RuinOdds>,
    /// The largest size under the limit with the hedge and without; none without a pool.
    pub largest: [Option<LargestSize>; 2],
    /// What one standard error more of every chance would come to, and one less; none without a pool.
    pub largest_between: [Option<[LargestSize; 2]>; 2],
    /// What is typed into the pool.
    pub typed: Usd,
    /// What the rules allow in it today by the programme's own plan.
    pub allowed: Usd,
    /// What of the plan is on and left out.
    pub left_out: Vec<String>,
}

impl Year {
    /// One way.
    pub fn way(&self, way: Way) -> Option<&WayOdds> {
        self.ways.iter().find(|one| one.way == way)
    }
}

impl Tally {
    /// What all batches so far say; empty fans and bars before the first.
    pub fn year(&self, setup: &Setup) -> Year {
        let all = Sums::together(&self.replicates);
        let all = if all.paths == 0 { Sums::empty(setup) } else { all };
        let ruin = |hedge: usize, i: usize| self.chance(&all, |sums| sums.ruined[hedge][i]);
        let one = |(i, size): (usize, &Usd)| RuinOdds { size: *size, hedged: ruin(0, i), unhedged: ruin(1, i) };
        let curve: Vec<RuinOdds> = setup.sizes.iter().enumerate().map(one).collect();
        let by_size = |of: fn(&RuinOdds) -> Figure| curve.iter().map(|one| (one.size, of(one))).collect();
        let curves: [Vec<(Usd, Figure)>; 2] = [by_size(|one| one.hedged), by_size(|one| one.unhedged)];
        let limit = setup.ask.limit.0;
        let log_vix = libm::log(setup.programme.plan.market.vix.0);
        Year {
            paths: all.paths,
            of: setup.ask.paths,
            days: setup.calendar.last() as u32,
            equity: Usd(setup.equity),
            ruin: Usd(setup.ruin_level()),
            limit: setup.ask.limit,
            recentre: setup.ask.recentre,
            gate: setup.ask.gate,
            is_hedged: setup.programme.is_hedged(),
            has_condors: !setup.programme.condors.is_empty(),
            ways: setup.ways.iter().enumerate().map(|(nth, way)| self.way(setup, &all, *way, nth)).collect(),
            largest: curves.each_ref().map(|curve| largest_at(curve, limit, 0.0)),
            largest_between: curves.each_ref().map(|curve| largest_between(curve, limit)),
            curve,
            typed: Usd(setup.typed),
            allowed: Usd(setup.by_rule.as_ref().map_or(0.0, |sizes| sizes.at(log_vix)[0])),
            left_out: setup.programme.left_out.clone(),
        }
    }

    fn way(&self, setup: &Setup, all: &Sums, way: Way, nth: usize) -> WayOdds {
        let bins = setup.layout.ends[nth];
        let ends = |sums: &Sums, of: &dyn Fn(&Ends) -> f64| sums.ends.get(nth).map_or(0.0, of);
        let figure = |of: &dyn Fn(&Ends) -> f64| self.figure(all, |sums| ends(sums, of));
        let chance = |of: fn(&Ends) -> u32| self.chance(all, |sums| sums.ends.get(nth).map_or(0, of));
        let part = |i: usize| {
            let mean = |sums: &Sums| ends(sums, &|ends| ends.parts[i] as f64 / 100.0) / f64::from(sums.paths.max(1));
            self.figure(all, mean)
        };
        let month = |(month, cut): (usize, &Cut)| {
            let of = |ends: &Ends| Some(cut.quantiles(ends.months.get(month)?, FAN));
            self.figures(all, |sums| sums.ends.get(nth).and_then(of).unwrap_or_default())
        };
        let walked = all.ends.get(nth).map_or(0, |ends| ends.months.len());
        let quantiles = FAN.map(|share| figure(&|ends| bins.quantile_of(&ends.counts, &ends.sums, share)));
        let months = setup.layout.months[nth].iter().enumerate().take(walked);
        let (fan, fan_errors) = fan_to(months.map(month), &quantiles);
        WayOdds {
            way,
            mean: figure(&|ends| mean_of_lowest(&ends.counts, &ends.sums, 1.0)),
            parts: [part(0), part(1), part(2)],
            quantiles,
            fan,
            fan_errors,
            bars: self.bars(&bins, all, |sums| Some(&sums.ends.get(nth)?.counts)),
            loss: chance(|ends| ends.lost),
            ruin: chance(|ends| ends.ruined),
            called: setup.is_lent().then(|| chance(|ends| ends.called)),
            falls: self.figures(all, |sums| {
                let of = |ends: &Ends| setup.layout.falls[nth].quantiles(&ends.falls, FALLS).map(|one| one / 100.0);
                sums.ends.get(nth).map_or([0.0; 3], of)
            }),
        }
    }
}
