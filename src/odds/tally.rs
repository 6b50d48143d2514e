//! Tally: what batches have counted so far. All in whole numbers, so batches may come in any order, by any way.

use serde::{Deserialize, Serialize};

use crate::book::limits::is_past;
use crate::numbers::pieces::whole;
use crate::odds::batches::{self, Counted};
use crate::odds::bins::{cents, dollars, plus};
use crate::odds::cut::NO_ENDS;
use crate::odds::falls::Fall;
use crate::odds::layout::{AMOUNTS, COMBINED, JOINT, PARTS};
use crate::odds::setup::Setup;
use crate::odds::walk::Seen;

/// Levels of VIX between which condors' and pools' ends are set against each other.
pub const BANDS: [f64; 6] = [0.0, 15.0, 20.0, 25.0, 35.0, 150.0];
/// Whole numbers a deviation is cut into where two amounts are multiplied.
const FINE: f64 = 1024.0;
/// The most of them, 512 deviations: squares of ten million paths are still whole numbers of 64 bits.
const MOST_FINE: f64 = 512.0 * FINE;

/// One amount at the end of its paths.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// Paths by bin.
    pub counts: Vec<u32>,
    /// Their cents.
    pub sums: Vec<i64>,
    /// Paths that lost anything, more than the budget at the end, and on any day till then.
    pub losses: [u32; 3],
    /// Paths by bin of their deepest fall.
    pub drawdowns: Vec<u32>,
}

/// Sums of condors' and pools' ends and of their products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Paths.
    pub paths: u32,
    /// Σ condor, Σ pool, Σ condor², Σ pool², Σ condor·pool.
    pub sums: [i64; 5],
}

/// What some paths have done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    /// How many.
    pub paths: u32,
    /// Each part at the end, then the whole book by each other way.
    pub ends: Vec<Ends>,
    /// Paths by bin of each part, five a day.
    pub days: Vec<Vec<u32>>,
    /// Least and most of the whole book at the end of each day, cents.
    pub spans: Vec<[i64; 2]>,
    /// Paths on which the whole book has lost more than the budget at the end of each day.
    pub past: Vec<u32>,
    /// Of each pool, paths by the first day out of its range; those that never were first.
    pub exits: Vec<Vec<u32>>,
    /// Of each pool, paths on which its loan was called.
    pub liquidated: Vec<u32>,
    /// Paths on which the condors' margin call was beyond what is at hand.
    pub called: u32,
    /// Paths by bin of condors' and pools' ends.
    pub joint: Vec<u32>,
    /// By VIX at the end.
    pub bands: Vec<Band>,
    /// Paths that lost more than the budget at each size of the sized pool.
    pub breaches: Vec<u32>,
}

/// One batch of paths.
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

impl Sums {
    /// The paths of one batch, in pieces.
    async fn counting(setup: &Setup, batch: u32, count: usize) -> Sums {
        let mut sums = Sums::empty(setup);
        if count == 0 {
            return sums;
        }
        let mut falls = vec![[Fall::default(); AMOUNTS]; count];
        let last = setup.shocks.len();
        let see = |one: &Seen| {
            let amounts = one.amounts(setup);
            for (nth, fall) in falls[one.path].iter_mut().enumerate() {
                fall.go_on(amounts[nth]);
            }
            let first = (one.day - 1) * PARTS;
            for (part, bins) in setup.layout.days[one.day - 1].iter().enumerate() {
                sums.days[first + part][bins.place(amounts[part])] += 1;
            }
            sums.spans[one.day - 1] = spanned(sums.spans[one.day - 1], [amounts[COMBINED]; 2]);
            sums.past[one.day - 1] += u32::from(is_past(-dollars(amounts[COMBINED]), setup.book.budget));
            if one.day == last {
                sums.end(setup, one, &amounts, &falls[one.path]);
            }
        };
        setup.walking(setup.start, batch, count, see).await;
        sums
    }

    /// No path.
    pub fn empty(setup: &Setup) -> Sums {
        let layout = &setup.layout;
        let ends = |nth: usize| Ends {
            counts: vec![0; layout.ends[nth].count],
            sums: vec![0; layout.ends[nth].count],
            losses: [0; 3],
            drawdowns: vec![0; layout.drawdowns[nth].count()],
        };
        Sums {
            paths: 0,
            ends: (0..setup.amounts()).map(ends).collect(),
            days: layout.days.iter().flatten().map(|bins| vec![0; bins.count()]).collect(),
            spans: vec![NO_ENDS; layout.days.len()],
            past: vec![0; layout.days.len()],
            exits: vec![vec![0; setup.shocks.len() + 1]; setup.pools.len()],
            liquidated: vec![0; setup.pools.len()],
            called: 0,
            joint: vec![0; JOINT * JOINT],
            bands: vec![Band::default(); BANDS.len() - 1],
            breaches: vec![0; setup.sizes.len()],
        }
    }

    /// One path at its end.
    fn end(&mut self, setup: &Setup, one: &Seen, amounts: &[i64; AMOUNTS], falls: &[Fall; AMOUNTS]) {
        let layout = &setup.layout;
        self.paths += 1;
        let is_over = |cents: i64| is_past(-dollars(cents), setup.book.budget);
        for (nth, ends) in self.ends.iter_mut().enumerate() {
            let (cents, fall) = (amounts[nth], &falls[nth]);
            let bin = layout.ends[nth].place(cents);
            ends.counts[bin] += 1;
            ends.sums[bin] += cents;
            ends.drawdowns[layout.drawdowns[nth].place(fall.deepest)] += 1;
            for (count, is_so) in ends.losses.iter_mut().zip([cents < 0, is_over(cents), is_over(fall.lowest)]) {
                *count += u32::from(is_so);
            }
        }
        for (i, pool) in one.pools.iter().enumerate() {
            self.exits[i][pool.left as usize] += 1;
            self.liquidated[i] += u32::from(pool.liquidated > 0);
        }
        self.called += u32::from(one.is_called);
        self.joint[layout.joint[0].place(amounts[0]) * JOINT + layout.joint[1].place(amounts[1])] += 1;
        let band = BANDS.iter().skip(1).position(|top| one.state.vix < *top).unwrap_or(BANDS.len() - 2);
        self.bands[band].one(std::array::from_fn(|i| {
            (dollars(amounts[i]) / layout.scales[i] * FINE).round().clamp(-MOST_FINE, MOST_FINE) as i64
        }));
        self.sizes(setup, one);
    }

    /// Whether the budget is lost at each size.
    fn sizes(&mut self, setup: &Setup, one: &Seen) {
        let Some(resized) = one.resized(setup) else { return };
        for (count, size) in self.breaches.iter_mut().zip(&setup.sizes) {
            // To the cent, as what is counted everywhere else.
            let loss = -dollars(cents(resized.pnl(*size)));
            *count += u32::from(is_past(loss, setup.book.budget));
        }
    }
}

impl Counted for Sums {
    fn paths(&self) -> u32 {
        self.paths
    }

    fn add(&mut self, more: &Sums) {
        self.paths += more.paths;
        self.called += more.called;
        self.ends.resize_with(more.ends.len().max(self.ends.len()), Ends::default);
        for (ends, more) in self.ends.iter_mut().zip(&more.ends) {
            plus(&mut ends.counts, &more.counts);
            plus(&mut ends.drawdowns, &more.drawdowns);
            ends.sums.resize(more.sums.len().max(ends.sums.len()), 0);
            for (one, more) in ends.sums.iter_mut().zip(&more.sums) {
                *one += more;
            }
            for (one, more) in ends.losses.iter_mut().zip(more.losses) {
                *one += more;
            }
        }
        for (all, more) in [(&mut self.days, &more.days), (&mut self.exits, &more.exits)] {
            all.resize_with(more.len().max(all.len()), Vec::new);
            for (one, more) in all.iter_mut().zip(more) {
                plus(one, more);
            }
        }
        self.spans.resize(more.spans.len().max(self.spans.len()), NO_ENDS);
        for (span, more) in self.spans.iter_mut().zip(&more.spans) {
            *span = spanned(*span, *more);
        }
        plus(&mut self.past, &more.past);
        plus(&mut self.liquidated, &more.liquidated);
        plus(&mut self.joint, &more.joint);
        plus(&mut self.breaches, &more.breaches);
        self.bands.resize_with(more.bands.len().max(self.bands.len()), Band::default);
        for (band, more) in self.bands.iter_mut().zip(&more.bands) {
            band.paths += more.paths;
            for (one, more) in band.sums.iter_mut().zip(more.sums) {
                *one += more;
            }
        }
    }
}

/// Least and most of two spans.
fn spanned([low, high]: [i64; 2], [least, most]: [i64; 2]) -> [i64; 2] {
    [low.min(least), high.max(most)]
}

impl Band {
    fn one(&mut self, [condor, pool]: [i64; 2]) {
        self.paths += 1;
        for (sum, one) in self.sums.iter_mut().zip([condor, pool, condor * condor, pool * pool, condor * pool]) {
            *sum += one;
        }
    }

    /// Correlation of condors and pools; `None` where one of them never moves.
    pub fn correlation(&self) -> Option<f64> {
        let n = f64::from(self.paths);
        let [c, p, cc, pp, cp] = self.sums.map(|sum| sum as f64 / n.max(1.0));
        let product = (cc - c * c) * (pp - p * p);
        (n > 2.0 && product > 0.0).then(|| ((cp - c * p) / product.sqrt()).clamp(-1.0, 1.0))
    }
}
