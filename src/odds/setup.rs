//! Setup: everything that every batch of paths shares. Made from the plan alone, the same wherever it is made.

use crate::book::limits;
use crate::book::{Book, liquidity};
use crate::holdings::margin::SCAN;
use crate::odds::ask::Ask;
use crate::odds::batches;
use crate::odds::draws::Start;
use crate::odds::layout::{Layout, PARTS};
use crate::odds::moves::Moves;
use crate::odds::pools::PathPool;
use crate::odds::tables::{Condors, TokenLeg, VixAxes, VixLegs};
use crate::odds::ways::OtherWay;
use crate::shock::Shock;
use crate::simulation::dynamics::Dynamics;
use crate::sizing::rules::baseline;
use crate::units::Usd;
use serde::{Deserialize, Serialize};

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

/// What all batches share.
pub struct Setup {
    /// The book, with a stand-in of $1,000 for a sized pool that holds nothing.
    pub book: Book,
    /// What is walked: as asked, within its bounds.
    pub ask: Ask,
    /// What was not as asked, in words.
    pub note: Option<String>,
    /// How VIX, SPX and the tokens move.
    pub moves: Moves,
    /// What the marks by tables are off by.
    pub table_error: TableError,
    /// Sizes of the sized pool whose chances are counted, rising; empty without one.
    pub sizes: Vec<Usd>,
    /// Size held.
    pub held: Usd,
    /// Ways but that of the plan itself; empty without a sized pool.
    pub others: Vec<OtherWay>,
    pub(super) is_stand_in: bool,
    pub(super) start: Start,
    pub(super) shocks: Vec<Shock>,
    pub(super) vix: VixAxes,
    pub(super) condors: Vec<Condors>,
    pub(super) vix_legs: Vec<VixLegs>,
    pub(super) token_legs: Vec<TokenLeg>,
    pub(super) pools: Vec<PathPool>,
    pub(super) sized: Option<usize>,
    pub(super) margin_room: f64,
    pub(super) scan: [f64; 10],
    pub(super) layout: Layout,
}

impl Setup {
    /// Everything but where amounts are counted, in pieces.
    ///
    /// # Errors
    /// Nothing held, or a number of paths or days that cannot be walked, in words.
    pub(super) async fn unseen(book: &Book, ask: &Ask, dynamics: Dynamics, start: Start) -> Result<Setup, String> {
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
        Ok(Setup {
            note,
            moves: Moves::of(&book, dynamics),
            table_error: TableError::default(),
            sizes: if sized.is_some() {
                sizes(held, ask.rules_size, baseline::MOST * account.risk_capital().0)
            } else {
                Vec::new()
            },
            held,
            others: if sized.is_some() { OtherWay::all(&book, ask.rules_size) } else { Vec::new() },
            is_stand_in,
            start,
            condors: Condors::making(&book, &shocks, &vix).await,
            vix_legs: VixLegs::making(&book, &shocks, &vix).await,
            token_legs: TokenLeg::making(&book, &shocks, &vix).await,
            vix,
            pools,
            sized,
            margin_room: liquidity::margin(&book).0 + account.cash.0 + account.stablecoins.0,
            scan: SCAN.map(libm::log1p),
            layout: Layout::empty(),
            shocks,
            ask,
            book,
        })
    }

    /// Which of the plan's pools one with a deposit is.
    pub(super) fn nth_of_pool(&self, i: usize) -> usize {
        self.book.pools().filter(|(_, position, _)| position.pool.is_some()).nth(i).map_or(0, |(entry, ..)| entry.nth)
    }

    /// The day at whose end a shock of so many trading days is looked for among the paths: its last whole one, the first at
    /// least; none where they end before.
    pub fn day_of(&self, days: f64) -> Option<usize> {
        Some(days.max(1.0) as usize).filter(|day| *day <= self.shocks.len())
    }

    /// How many amounts are counted: each part of the book, then all of it by each other way.
    pub(super) fn amounts(&self) -> usize {
        PARTS + self.others.len()
    }

    /// How many batches there are.
    pub fn batches(&self) -> u32 {
        batches::count(self.ask.paths)
    }
}

/// From no pool to twice the larger of what is held and what the rules allow, a promoter's at least; and these two.
fn sizes(held: Usd, rules: Option<Usd>, promoters: f64) -> Vec<Usd> {
    let larger = held.0.max(rules.map_or(0.0, |usd| usd.0));
    let most = (2.0 * larger).max(promoters);
    sizes_to(if most > 0.0 { most } else { 10_000.0 }, held, rules)
}

/// Sizes in equal steps from no pool to the most, the one held and the one that the rules allow among them, rising.
pub fn sizes_to(most: f64, held: Usd, rules: Option<Usd>) -> Vec<Usd> {
    let mut all: Vec<f64> = (0..=SIZES).map(|i| most * i as f64 / SIZES as f64).collect();
    all.extend(rules.map(|usd| usd.0));
    all.push(held.0);
    let mut all = crate::numbers::by_rising(all, |usd| *usd);
    all.dedup();
    all.into_iter().map(Usd).collect()
}
