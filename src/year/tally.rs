//! Tally: what batches of years have counted so far. All in whole numbers, so batches may come in any order, by any way.

use serde::{Deserialize, Serialize};

use crate::backtest::Parts;
use crate::numbers::pieces::whole;
use crate::odds::batches::{self, Counted};
use crate::odds::bins::{cents, dollars, plus};
use crate::year::calendar::MONTH;
use crate::year::layout::fall_places;
use crate::year::setup::Setup;
use crate::year::walk::Seen;

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
pub struct Ends {
    /// Years by bin of what they came to.
    pub counts: Vec<u32>,
    /// Their cents.
    pub sums: Vec<i64>,
    /// Cents of condors, pool and hedge.
    pub parts: [i64; 3],
    /// Years by bin of their deepest fall.
    pub falls: Vec<u32>,
    /// Years that lost.
    pub lost: u32,
    /// Years that were ruined on any day.
    pub ruined: u32,
    /// Years in which the pool's loan was called.
    pub called: u32,
    /// Years by bin at the end of each month.
    pub months: Vec<Vec<u32>>,
}

/// What some years have done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    /// How many.
    pub paths: u32,
    /// By way.
    pub ends: Vec<Ends>,
    /// Years that were ruined at each size of the pool, with the hedge and without.
    pub ruined: [Vec<u32>; 2],
}

/// One batch of years.
pub type Batch = batches::Batch<Sums>;
/// Every batch that has come.
pub type Tally = batches::Tally<Sums>;

impl Setup {
    /// One batch: the same for the same number, whoever asks for it and when. Nothing beyond the last.
    pub fn batch(&self, index: u32) -> Batch {
        whole(self.batching(index))
    }

    /// The same in pieces.
    pub async fn batching(&self, index: u32) -> Batch {
        Batch { index, sums: Sums::counting(self, index, batches::paths_of(self.ask.paths, index)).await }
    }
}

/// One way on one path: its highest equity so far, the deepest fall from it as a share, its lowest equity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    top: f64,
    /// The deepest fall, a share of the highest before it.
    pub fall: f64,
    low: f64,
}

impl Line {
    /// Before the first day.
    pub fn new(equity: f64) -> Line {
        Line { top: equity, fall: 0.0, low: equity }
    }

    /// Goes on to the next equity.
    pub fn push(&mut self, equity: f64) {
        self.top = self.top.max(equity);
        self.low = self.low.min(equity);
        // Below a top of nothing there is no share.
        if self.top > 0.0 {
            self.fall = self.fall.max((self.top - equity) / self.top);
        }
    }
}

impl Sums {
    /// The years of one batch, in pieces.
    async fn counting(setup: &Setup, batch: u32, count: usize) -> Sums {
        let mut sums = Sums::empty(setup);
        if count == 0 {
            return sums;
        }
        let last = setup.calendar.last();
        let equity = setup.equity;
        let fresh = vec![Line::new(equity); setup.ways.len()];
        let lows = [vec![equity; setup.sizes.len()], vec![equity; setup.sizes.len()]];
        let (mut lines, mut lowest) = (fresh.clone(), lows.clone());
        let see = |one: &Seen| {
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
                    lowest[0][i] = lowest[0][i].min(rest + hedge + pool.hedge(terms, size.0));
                    lowest[1][i] = lowest[1][i].min(rest);
                }
            }
            if one.day == last {
                sums.end(setup, one, &lines, &lowest);
            }
        };
        setup.walking(batch, count, see).await;
        sums
    }

    /// No year.
    pub fn empty(setup: &Setup) -> Sums {
        let ends = |nth: usize| Ends {
            counts: vec![0; setup.layout.ends[nth].count],
            sums: vec![0; setup.layout.ends[nth].count],
            falls: vec![0; setup.layout.falls[nth].count()],
            months: setup.layout.months[nth].iter().map(|cut| vec![0; cut.count()]).collect(),
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
            ends.falls[setup.layout.falls[nth].place(fall_places(line.fall))] += 1;
            ends.lost += u32::from(made < 0);
            ends.ruined += u32::from(is_ruined(line.low));
            ends.called += u32::from(one.called.get(nth).copied().unwrap_or(false));
        }
        for (ruined, lowest) in self.ruined.iter_mut().zip(lowest) {
            for (count, low) in ruined.iter_mut().zip(lowest) {
                *count += u32::from(is_ruined(*low));
            }
        }
    }
}

impl Counted for Sums {
    fn paths(&self) -> u32 {
        self.paths
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
            ends.called += more.called;
            ends.months.resize_with(more.months.len().max(ends.months.len()), Vec::new);
            for (month, more) in ends.months.iter_mut().zip(&more.months) {
                plus(month, more);
            }
        }
        for (ruined, more) in self.ruined.iter_mut().zip(&more.ruined) {
            plus(ruined, more);
        }
    }
}
