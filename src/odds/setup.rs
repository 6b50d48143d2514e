//! Setup: everything that every batch of paths shares. Made from the plan alone, the same wherever it is made.

use crate::book::limits;
use crate::book::{Book, liquidity};
use crate::holdings::world::TokenTerms;
use crate::odds::ask::Ask;
use crate::odds::bins::{Bins, cents};
use crate::odds::draws::{BATCH, Start};
use crate::odds::pools::PathPool;
use crate::odds::tables::{Condors, TokenLeg, VixAxes, VixLegs};
use crate::odds::tally::{Batch, Sums};
use crate::odds::walk::{Marks, Seen};
use crate::shock::Shock;
use crate::simulation::dynamics::{Dynamics, HELD, MEAN_JUMP};
use crate::units::Usd;
use serde::{Deserialize, Serialize};

/// Paths that show how far amounts go before any is counted.
const PILOT: usize = 1024;
/// Bins of one day.
const DAY_BINS: usize = 240;
/// Bars of the histogram over what nearly all of the pilot did, and bins in each.
const BARS: f64 = 48.0;
pub(super) const BINS_A_BAR: i64 = 16;
/// Bins a side of condors' losses against pools'.
pub(super) const JOINT: usize = 48;
/// Steps of the sized pool's curve.
const SIZES: usize = 24;

/// What marks by tables are off by, dollars, over marks of the pilot's paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableError {
    /// Exact marks that were looked at.
    pub marks: u32,
    /// The worst.
    pub worst: f64,
    /// Root mean square.
    pub rms: f64,
}

/// Where amounts are counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// Of each part on each day.
    pub days: Vec<[Bins; 5]>,
    /// Of each part at the end.
    pub ends: [Bins; 5],
    /// Bins that make one bar of each.
    pub drawdowns: [Bins; 5],
    /// Bad ends of condors and of pools.
    pub joint: [Bins; 2],
    /// Deviations of condors and pools, dollars.
    pub scales: [f64; 2],
}

/// What all batches share.
pub struct Setup {
    /// The book, with a stand-in of $1,000 for a sized pool that holds nothing.
    pub book: Book,
    /// What is walked: as asked, within its bounds.
    pub ask: Ask,
    /// What was not as asked, in words.
    pub note: Option<String>,
    /// How VIX and SPX move.
    pub dynamics: Dynamics,
    /// What the marks by tables are off by.
    pub table_error: TableError,
    /// Sizes of the sized pool whose chances are counted, rising; empty without one.
    pub sizes: Vec<Usd>,
    /// Size held.
    pub held: Usd,
    pub(super) is_stand_in: bool,
    pub(super) start: Start,
    pub(super) shocks: Vec<Shock>,
    pub(super) tokens: Vec<TokenTerms>,
    pub(super) has_tokens: bool,
    pub(super) vix: VixAxes,
    pub(super) condors: Vec<Condors>,
    pub(super) vix_legs: Vec<VixLegs>,
    pub(super) token_legs: Vec<TokenLeg>,
    pub(super) pools: Vec<PathPool>,
    pub(super) sized: Option<usize>,
    pub(super) margin_room: f64,
    pub(super) scan: [f64; 10],
    /// ū, drift with what jumps take, what of SPX is its own, and the ends that ln VIX is held within.
    pub(super) rest: f64,
    pub(super) drift: f64,
    pub(super) beside: f64,
    pub(super) held_logs: [f64; 2],
    pub(super) layout: Layout,
}

impl Setup {
    /// For a book.
    ///
    /// # Errors
    /// Nothing held, or a number of paths or days that cannot be walked, in words.
    pub fn new(book: &Book, ask: &Ask) -> Result<Setup, String> {
        Setup::with(book, ask, Dynamics::of(&book.plan), Start::Sobol)
    }

    /// The same with dynamics and starts of its own.
    pub(super) fn with(book: &Book, ask: &Ask, dynamics: Dynamics, start: Start) -> Result<Setup, String> {
        let (ask, note) = ask.bounded(book)?;
        let held = book.sized_position().map_or(Usd(0.0), |position| position.deposit);
        let is_empty = book.sized_position().is_some_and(|position| position.pool.is_none());
        let stand_in = if is_empty { limits::with_stand_in(book) } else { None };
        let is_stand_in = stand_in.is_some();
        let book = stand_in.unwrap_or_else(|| book.clone());
        let shocks: Vec<Shock> = (1..=ask.days).map(|day| book.shock.calm(f64::from(day))).collect();
        let vix = VixAxes::new(book.market.calibration.vix);
        let (pools, sized) = PathPool::of(&book, &shocks);
        let account = &book.plan.account;
        let made = Setup {
            note,
            dynamics,
            table_error: TableError::default(),
            sizes: if sized.is_some() { sizes(held, ask.rules_size) } else { Vec::new() },
            held,
            is_stand_in,
            start,
            tokens: book.shock.tokens.iter().copied().collect(),
            has_tokens: book.hangs_on_tokens(),
            condors: Condors::of(&book, &shocks, &vix),
            vix_legs: VixLegs::of(&book, &shocks, &vix),
            token_legs: TokenLeg::of(&book, &shocks, &vix),
            vix,
            pools,
            sized,
            margin_room: liquidity::margin(&book).0 + account.cash.0 + account.stablecoins.0,
            scan: super::walk::scan(),
            rest: dynamics.resting_log(),
            drift: dynamics.drift + dynamics.spx_jump * dynamics.jumps * MEAN_JUMP,
            beside: (1.0 - dynamics.leverage * dynamics.leverage).max(0.0).sqrt(),
            held_logs: HELD.map(libm::log),
            layout: Layout::empty(),
            shocks,
            ask,
            book,
        };
        Ok(made.piloted())
    }

    /// With the bins that a few paths ask for, and what tables are off by on these.
    fn piloted(self) -> Setup {
        let days = self.shocks.len();
        let mut seen: Vec<[Vec<i64>; 5]> = (0..days).map(|_| Default::default()).collect();
        let mut falls: [Vec<[i64; 2]>; 5] = std::array::from_fn(|_| vec![[0; 2]; PILOT]);
        let (mut marks, mut worst, mut squares) = (0u32, 0.0, 0.0);
        // About 400 marks, spread over days and paths.
        let every = (PILOT * days / 400).max(1);
        self.walk(Start::Random, u32::MAX, PILOT, |one| {
            for (part, cents) in in_cents(&one.marks).into_iter().enumerate() {
                seen[one.day - 1][part].push(cents);
                let [top, fall] = &mut falls[part][one.path];
                *top = (*top).max(cents);
                *fall = (*fall).max(*top - cents);
            }
            if ((one.day - 1) * PILOT + one.path) % every == (37 * one.day) % every {
                if let Some(off) = self.off(one) {
                    marks += 1;
                    worst = f64::max(worst, off.abs());
                    squares += off * off;
                }
            }
        });
        let rms = (squares / f64::from(marks.max(1))).sqrt();
        let falls = falls.map(|part| part.iter().map(|fall| fall[1]).collect::<Vec<i64>>());
        let layout = Layout::of(&seen, &falls);
        Setup { layout, table_error: TableError { marks, worst, rms }, ..self }
    }

    /// What the tables are off by where a path stands; `None` once something is settled, whose day it was no more.
    fn off(&self, one: &Seen) -> Option<f64> {
        let is_over = |settles: usize| settles <= one.day;
        if self.condors.iter().any(|group| is_over(group.settles))
            || self.vix_legs.iter().any(|group| group.settles.is_some_and(is_over))
            || self.token_legs.iter().any(|leg| leg.settles.is_some_and(is_over))
        {
            return None;
        }
        let world = one.state.world(&self.shocks[one.day - 1]);
        let held = self.book.entries.iter().filter(|entry| !matches!(entry.held, crate::holdings::Held::Pool(_)));
        let exact: f64 = held.map(|entry| entry.held.pnl(&world)).sum();
        let stand_in = if self.is_stand_in { one.marks.on_sized } else { 0.0 };
        Some(one.marks.condor + one.marks.hedge + stand_in - exact)
    }

    /// Which of the plan's pools one with a deposit is.
    pub(super) fn nth_of_pool(&self, i: usize) -> usize {
        self.book.pools().filter(|(_, position, _)| position.pool.is_some()).nth(i).map_or(0, |(entry, ..)| entry.nth)
    }

    /// How many batches there are.
    pub fn batches(&self) -> u32 {
        self.ask.paths.div_ceil(BATCH)
    }

    /// Paths of a batch; the last may have fewer.
    fn paths_of(&self, index: u32) -> usize {
        (self.ask.paths.saturating_sub(index.saturating_mul(BATCH))).min(BATCH) as usize
    }

    /// One batch: the same for the same number, whoever asks for it and when. Nothing beyond the last.
    pub fn batch(&self, index: u32) -> Batch {
        Batch { index, sums: Sums::of(self, index, self.paths_of(index)) }
    }

    /// P&L of the whole book day by day on the first path, today first, dollars.
    pub fn example(&self) -> Vec<f64> {
        let mut days = vec![0.0];
        self.walk(self.start, 0, 1, |one| days.push(one.marks.condor + one.marks.pool + one.marks.hedge));
        days
    }
}

/// Condors, pools, hedge, all of it and all but the hedge, in cents: the parts add up.
pub(super) fn in_cents(marks: &Marks) -> [i64; 5] {
    let [condor, pool, hedge] = [marks.condor, marks.pool, marks.hedge].map(cents);
    [condor, pool, hedge, condor + pool + hedge, condor + pool]
}

/// From no pool to twice the larger of what is held and what the rules allow, and these two.
fn sizes(held: Usd, rules: Option<Usd>) -> Vec<Usd> {
    let larger = held.0.max(rules.map_or(0.0, |usd| usd.0));
    let most = if larger > 0.0 { 2.0 * larger } else { 10_000.0 };
    let mut all: Vec<f64> = (0..=SIZES).map(|i| most * i as f64 / SIZES as f64).collect();
    all.extend(rules.map(|usd| usd.0));
    all.push(held.0);
    let mut all = crate::numbers::by_rising(all, |usd| *usd);
    all.dedup();
    all.into_iter().map(Usd).collect()
}

impl Layout {
    fn empty() -> Layout {
        let bins = Bins { low: 0, width: 1, count: 1 };
        Layout { days: Vec::new(), ends: [bins; 5], drawdowns: [bins; 5], joint: [bins; 2], scales: [1.0; 2] }
    }

    /// For amounts seen on each day and the deepest falls.
    fn of(seen: &[[Vec<i64>; 5]], falls: &[Vec<i64>; 5]) -> Layout {
        let Some(last) = seen.last() else { return Layout::empty() };
        let days = seen.iter().map(|parts| std::array::from_fn(|i| Bins::around(&parts[i], DAY_BINS))).collect();
        let joint = |part: usize| {
            let all = rising(&last[part]);
            Bins::between(all[all.len() / 500], all[all.len() / 4], JOINT)
        };
        Layout {
            days,
            ends: std::array::from_fn(|i| bars(&rising(&last[i]))),
            drawdowns: std::array::from_fn(|i| Bins::between(0, 3 * falls[i].iter().copied().max().unwrap_or(0), 400)),
            joint: [joint(0), joint(1)],
            scales: [deviation(&last[0]), deviation(&last[1])],
        }
    }
}

fn rising(cents: &[i64]) -> Vec<i64> {
    crate::numbers::by_rising(cents.to_vec(), |cents| *cents as f64)
}

/// Bins in bars whose width is a round number of dollars, wide enough for all seen and half as much on either side.
fn bars(rising: &[i64]) -> Bins {
    let at = |part: f64| rising[((rising.len() - 1) as f64 * part) as usize];
    let span = (at(0.995) - at(0.005)).max(100) as f64 / 100.0;
    let bar = 100 * round_step(span / BARS) as i64;
    let width = (bar / BINS_A_BAR).max(1);
    let bar = width * BINS_A_BAR;
    let (low, high) = (at(0.0), at(1.0));
    let room = (high - low) / 2 + bar;
    let first = (low - room).div_euclid(bar) * bar;
    Bins { low: first, width, count: (((high + room - first) / bar + 1) * BINS_A_BAR).min(4000) as usize }
}

/// The next of 4, 8, 20, 40, 80, 200, … dollars: each of sixteen whole cents.
fn round_step(usd: f64) -> f64 {
    let mut step = 4.0;
    for times in [2.0, 2.5, 2.0].into_iter().cycle().take(30) {
        if step >= usd {
            break;
        }
        step *= times;
    }
    step
}

fn deviation(cents: &[i64]) -> f64 {
    let n = cents.len().max(1) as f64;
    let mean = cents.iter().map(|cents| *cents as f64).sum::<f64>() / n;
    (cents.iter().map(|cents| (*cents as f64 - mean).powi(2)).sum::<f64>() / n).sqrt().max(1.0) / 100.0
}
