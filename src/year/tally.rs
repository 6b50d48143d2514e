//! Tally: what batches of years have counted so far. All in whole numbers, so batches may come in any order, by any way.

use serde::{Deserialize, Serialize};

use crate::backtest::Parts;
use crate::odds::bins::{cents, dollars, plus};
use crate::odds::draws::REPLICATES;
use crate::year::layout::FALL;
use crate::year::setup::Setup;
use crate::year::walk::Seen;

/// Trading days of a month of the fan.
const MONTH: usize = 21;

/// The month that ends on a day, from 0.
pub(super) fn month_of(day: usize) -> Option<usize> {
    (day > 0 && day.is_multiple_of(MONTH)).then(|| day / MONTH - 1)
}

impl Parts {
    /// Condors, pool and hedge in cents: what the parts are added up from.
    pub(super) fn in_cents(&self) -> [i64; 3] {
        [self.condor, self.pool, self.hedge].map(cents)
    }
}

/// One way at the end of its years.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Ends {
    /// Years by bin of what they came to, and their cents.
    pub counts: Vec<u32>,
    pub sums: Vec<i64>,
    /// Cents of condors, pool and hedge.
    pub parts: [i64; 3],
    /// Years by bin of their deepest fall.
    pub falls: Vec<u32>,
    /// Years that lost, and years that were ruined on any day.
    pub lost: u32,
    pub ruined: u32,
    /// Years by bin at the end of each month.
    pub months: Vec<Vec<u32>>,
}

/// What some years have done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Sums {
    /// How many.
    pub paths: u32,
    /// By way.
    pub ends: Vec<Ends>,
    /// Years that were ruined at each size of the pool, with the hedge and without.
    pub ruined: [Vec<u32>; 2],
}

/// One batch of years, as a worker sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Its number.
    pub index: u32,
    pub(super) sums: Sums,
}

/// Every batch that has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub(super) replicates: Vec<Sums>,
}

impl Setup {
    /// One batch: the same for the same number, whoever asks for it and when. Nothing beyond the last.
    pub fn batch(&self, index: u32) -> Batch {
        Batch { index, sums: Sums::of(self, index, self.paths_of(index)) }
    }
}

impl Tally {
    /// Takes a batch in; each may come once.
    pub fn add(&mut self, batch: &Batch) {
        self.replicates.resize_with(REPLICATES as usize, Sums::default);
        self.replicates[(batch.index % REPLICATES) as usize].add(&batch.sums);
    }

    /// Takes in what another has of other batches.
    pub fn merge(&mut self, other: &Tally) {
        self.replicates.resize_with(REPLICATES as usize, Sums::default);
        for (sums, more) in self.replicates.iter_mut().zip(&other.replicates) {
            sums.add(more);
        }
    }

    /// Years so far.
    pub fn paths(&self) -> u32 {
        self.replicates.iter().map(|sums| sums.paths).sum()
    }
}

/// One way on one path: its highest equity so far, the deepest fall from it as a share, its lowest equity.
#[derive(Clone, Copy, Debug)]
struct Line {
    top: f64,
    fall: f64,
    low: f64,
}

impl Line {
    fn new(equity: f64) -> Line {
        Line { top: equity, fall: 0.0, low: equity }
    }

    fn push(&mut self, equity: f64) {
        self.top = self.top.max(equity);
        self.low = self.low.min(equity);
        // Below a top of nothing there is no share.
        if self.top > 0.0 {
            self.fall = self.fall.max((self.top - equity) / self.top);
        }
    }
}

impl Sums {
    /// The years of one batch.
    pub fn of(setup: &Setup, batch: u32, count: usize) -> Sums {
        let mut sums = Sums::empty(setup);
        if count == 0 {
            return sums;
        }
        let last = setup.calendar.steps.len() - 1;
        let equity = setup.equity;
        let fresh = vec![Line::new(equity); setup.ways.len()];
        let lows = [vec![equity; setup.sizes.len()], vec![equity; setup.sizes.len()]];
        let (mut lines, mut lowest) = (fresh.clone(), lows.clone());
        setup.walk(batch, count, |one| {
            if one.day == 0 {
                lines.clone_from(&fresh);
                lowest.clone_from(&lows);
            }
            for (nth, (line, parts)) in lines.iter_mut().zip(one.ways).enumerate() {
                let made: i64 = parts.in_cents().iter().sum();
                line.push(equity + dollars(made));
                if let Some(month) = month_of(one.day) {
                    let place = setup.layout.months[nth][month].place(made);
                    sums.ends[nth].months[month][place] += 1;
                }
            }
            if let Some((pool, terms)) = one.pool.zip(setup.pool.as_ref()) {
                let [condor, hedge] = one.base;
                for (i, size) in setup.sizes.iter().enumerate() {
                    let rest = equity + condor + pool.pnl(terms, size.0, setup.factors[i]);
                    lowest[0][i] = lowest[0][i].min(rest + hedge);
                    lowest[1][i] = lowest[1][i].min(rest);
                }
            }
            if one.day == last {
                sums.end(setup, one, &lines, &lowest);
            }
        });
        sums
    }

    fn empty(setup: &Setup) -> Sums {
        let ends = |nth: usize| Ends {
            counts: vec![0; setup.layout.ends[nth].count],
            sums: vec![0; setup.layout.ends[nth].count],
            falls: vec![0; FALL.count],
            months: setup.layout.months[nth].iter().map(|bins| vec![0; bins.count]).collect(),
            ..Ends::default()
        };
        let none = vec![0; setup.sizes.len()];
        Sums { paths: 0, ends: (0..setup.ways.len()).map(ends).collect(), ruined: [none.clone(), none] }
    }

    /// One year at its end.
    fn end(&mut self, setup: &Setup, one: &Seen, lines: &[Line], lowest: &[Vec<f64>; 2]) {
        self.paths += 1;
        let level = setup.ruin_level();
        // To the cent, as everything that is counted.
        let is_ruined = |low: f64| cents(low) < cents(level);
        for (nth, (ends, (parts, line))) in self.ends.iter_mut().zip(one.ways.iter().zip(lines)).enumerate() {
            let parts = parts.in_cents();
            let made: i64 = parts.iter().sum();
            let bin = setup.layout.ends[nth].place(made);
            ends.counts[bin] += 1;
            ends.sums[bin] += made;
            for (sum, part) in ends.parts.iter_mut().zip(parts) {
                *sum = sum.saturating_add(part);
            }
            ends.falls[FALL.place(cents(100.0 * line.fall))] += 1;
            ends.lost += u32::from(made < 0);
            ends.ruined += u32::from(is_ruined(line.low));
        }
        for (ruined, lowest) in self.ruined.iter_mut().zip(lowest) {
            for (count, low) in ruined.iter_mut().zip(lowest) {
                *count += u32::from(is_ruined(*low));
            }
        }
    }

    fn add(&mut self, more: &Sums) {
        self.paths += more.paths;
        self.ends.resize_with(more.ends.len().max(self.ends.len()), Ends::default);
        for (ends, more) in self.ends.iter_mut().zip(&more.ends) {
            plus(&mut ends.counts, &more.counts);
            plus(&mut ends.falls, &more.falls);
            ends.sums.resize(more.sums.len().max(ends.sums.len()), 0);
            for (one, more) in ends.sums.iter_mut().zip(&more.sums).chain(ends.parts.iter_mut().zip(&more.parts)) {
                *one = one.saturating_add(*more);
            }
            ends.lost += more.lost;
            ends.ruined += more.ruined;
            ends.months.resize_with(more.months.len().max(ends.months.len()), Vec::new);
            for (month, more) in ends.months.iter_mut().zip(&more.months) {
                plus(month, more);
            }
        }
        for (ruined, more) in self.ruined.iter_mut().zip(&more.ruined) {
            plus(ruined, more);
        }
    }

    /// Several together.
    pub fn together(all: &[Sums]) -> Sums {
        let mut sums = Sums::default();
        for one in all {
            sums.add(one);
        }
        sums
    }
}
