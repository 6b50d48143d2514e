//! The pool tab: carry, Greeks, strip, benchmarks, loan, insurance, compounding, depth and vetting of every pool.
//!
//! Prices are quote tokens per base token; the page turns them round where the person reads them so. Dollars are the
//! whole position's.

pub mod curves;
pub mod depth;
pub mod greeks;
pub mod growth;
pub mod growth_chart;
pub mod safety;
pub mod strip;
pub mod strip_chart;
pub mod vetting;

use serde::Serialize;

use crate::book::Book;
use crate::book::liquidity::{self, QuickRatio};
use crate::holdings::Entry;
use crate::holdings::pool::Pool;
use crate::holdings::pool::benchmarks::{self, BenchmarkRow};
use crate::holdings::pool::break_even::{self, BreakEven};
use crate::holdings::pool::growth::{Growth, of as growth_of};
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::year::{self, CarryColumn};
use crate::holdings::world::World;
use crate::plan::PoolPlan;
use crate::units::{Frac, Usd};
use crate::views::pool::curves::{CurvePoint, Marker};
use crate::views::pool::depth::{ExitReport, MevLine};
use crate::views::pool::greeks::{GreeksRow, TimeValue};
use crate::views::pool::safety::{InsuranceReport, LoanReport};
use crate::views::pool::strip::StripReport;
use crate::views::pool::vetting::{ReitReport, VettingReport};
use crate::views::report::Report;
use crate::words::{amount, share};

/// Everything the pool tab shows. Nothing in it depends on which pool is looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolTab {
    /// The answer in one sentence: the pool's where there is one, all pools' otherwise.
    pub answer: String,
    /// Each pool that is on and has a deposit, in the plan's order.
    pub positions: Vec<PositionTab>,
    /// Pools that are on without a deposit: there is nothing to say of them.
    pub empty: Vec<EmptyPool>,
    /// All pools together; none without a deposit anywhere.
    pub all_pools: Option<AllPools>,
    /// What is not the pools' alone.
    pub whole_book: WholeBook,
}

/// A pool that is on and holds nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EmptyPool {
    /// `pool`, `pool2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's pools, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// `ETH / USDC`.
    pub pair: String,
}

/// Every pool together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AllPools {
    /// Dollars deposited in all of them.
    pub deposit: Usd,
    /// Carry of all of them: a day, a month, a year.
    pub carry: [CarryColumn; 3],
    /// Shocked P&L of all of them against the four benchmarks.
    pub benchmarks: [BenchmarkRow; 4],
}

/// Figures of condors, pools and hedge together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WholeBook {
    /// Each condor that is sold, then each pool with a deposit.
    pub greeks: Vec<GreeksRow>,
    /// Time value of every condor and every pool over the event's days.
    pub time_value: TimeValue,
    /// Ready over due, today.
    pub quick_calm: QuickRatio,
    /// Ready over due, in the shock.
    pub quick_stressed: QuickRatio,
}

/// One pool; every figure is of this one alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionTab {
    /// `pool`, `pool2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's pools, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// `ETH / USDC`.
    pub pair: String,
    /// Name of the base token.
    pub base_name: String,
    /// Name of the quote token.
    pub quote_name: String,
    /// What moves its price: the base token, the pair of two tokens, or `peg`.
    pub driver: String,
    /// Whether the person reads its prices as base per quote.
    pub is_inverted: bool,
    /// Price today, quote per base.
    pub price: f64,
    /// Price in the scenario, quote per base.
    pub price_after: f64,
    /// Deposit.
    pub deposit: Usd,
    /// Bounds as typed, quote per base; none without a range.
    pub typed: Option<[f64; 2]>,
    /// Bounds after snapping to ticks, quote per base.
    pub range: Option<[f64; 2]>,
    /// A day, a month, a year.
    pub carry: [CarryColumn; 3],
    /// What breaks even.
    pub break_even: BreakEven,
    /// P&L in the shock against the four benchmarks.
    pub benchmarks: [BenchmarkRow; 4],
    /// The loan; none without one.
    pub loan: Option<LoanReport>,
    /// The cap on impermanent loss.
    pub insurance: InsuranceReport,
    /// Fees put back in. Fees only: the price is taken to stay where it is.
    pub growth: Growth,
    /// How often to put them back in, in one sentence.
    pub compounding: String,
    /// Leaving.
    pub exit: ExitReport,
    /// Searchers.
    pub mev: [MevLine; 3],
    /// The token.
    pub vetting: VettingReport,
    /// The REIT beside it; none without one.
    pub reit: Option<ReitReport>,
    /// Options against its impermanent loss, held or proposed; none for Balancer and Curve.
    pub strip: Option<StripReport>,
    /// Value, holding, impermanent loss and strip against price.
    pub curve: Vec<CurvePoint>,
    /// Prices worth a line.
    pub markers: Vec<Marker>,
}

impl PoolTab {
    /// The pool at this place of the plan; none where it is off, or holds nothing.
    pub fn position(&self, nth: usize) -> Option<&PositionTab> {
        self.positions.iter().find(|one| one.nth == nth)
    }
}

/// The pool tab of a book whose report is known already.
pub fn report(book: &Book, report: &Report) -> PoolTab {
    let world = book.shock.as_set(0.0);
    let each: Vec<PoolPnl> = held(book).map(|(_, position, ..)| position.pnl(&world)).collect();
    let positions: Vec<PositionTab> =
        held(book).zip(&each).map(|(one, pnl)| position_tab(book, one, pnl, &world)).collect();
    let all_pools = all_pools(&positions, &each);
    PoolTab {
        answer: answer(&positions, all_pools.as_ref()),
        empty: empty(book),
        all_pools,
        whole_book: whole_book(book, report, &world),
        positions,
    }
}

/// A pool with what it holds: its entry, position, terms and reserves.
pub(super) type HeldPool<'a> = (&'a Entry, &'a Position, &'a PoolPlan, &'a Pool);

/// Pools with a deposit.
pub(super) fn held(book: &Book) -> impl Iterator<Item = HeldPool<'_>> {
    book.pools().filter_map(|(entry, position, plan)| Some((entry, position, plan, position.pool.as_ref()?)))
}

fn empty(book: &Book) -> Vec<EmptyPool> {
    let nothing = book.pools().filter(|(_, position, _)| position.pool.is_none());
    let one = |(entry, _, plan): (&Entry, &Position, &PoolPlan)| EmptyPool {
        id: entry.id(),
        nth: entry.nth,
        name: entry.name.clone(),
        pair: plan.pair(&book.plan.market),
    };
    nothing.map(one).collect()
}

fn position_tab(book: &Book, (entry, position, plan, pool): HeldPool, pnl: &PoolPnl, world: &World) -> PositionTab {
    let market = &book.plan.market;
    let price_after = position.price_in(world);
    let carry = year::columns(position, pool);
    let loan = safety::loan(position, pool, world);
    let insurance = safety::insurance(position, pool, world, pnl);
    let strips = strip::of(book, entry.nth, position, pool);
    let ratio = position.peg_in(world) * price_after / position.entry;
    let apr = Frac(carry[2].fees.0 / position.deposit.0);
    let growth = growth_of(position.deposit, apr, position.gas, [plan.stock_yield, plan.stock_growth]);
    let typed = if plan.inverted { [1.0 / plan.high, 1.0 / plan.low] } else { [plan.low, plan.high] };
    PositionTab {
        id: entry.id(),
        nth: entry.nth,
        name: entry.name.clone(),
        pair: plan.pair(market),
        base_name: plan.base_label(market),
        quote_name: plan.quote_label(market),
        driver: greeks::driver(plan, market),
        is_inverted: plan.inverted,
        price: position.shown(position.entry),
        price_after: position.shown(price_after),
        deposit: position.deposit,
        typed: position.range.map(|_| typed),
        range: position.range.map(|range| range.map(|price| position.shown(price))),
        break_even: break_even::of(position, pool),
        benchmarks: benchmarks::rows(position.deposit.0, ratio, pnl),
        compounding: growth::sentence(&growth, position.gas),
        growth,
        exit: depth::exit(position, pool, plan, world),
        mev: depth::mev(position, &carry[2]),
        vetting: vetting::vetting(&plan.vetting),
        reit: vetting::reit(&plan.reit),
        curve: curves::points(position, pool, &strip::drawn(strips.as_ref()), price_after),
        strip: strips.map(|strips| strip::report(book, &strips, position, pool, world)),
        markers: curves::markers(position, price_after, loan.as_ref(), &insurance),
        loan,
        insurance,
        carry,
    }
}

fn all_pools(positions: &[PositionTab], each: &[PoolPnl]) -> Option<AllPools> {
    if positions.is_empty() {
        return None;
    }
    let none = [CarryColumn::default(); 3];
    let sum = |sum: [CarryColumn; 3], one: &PositionTab| std::array::from_fn(|i| sum[i].plus(&one.carry[i]));
    let rows: Vec<&[BenchmarkRow; 4]> = positions.iter().map(|one| &one.benchmarks).collect();
    let total = each.iter().fold(PoolPnl::default(), |sum, one| sum.plus(one));
    Some(AllPools {
        deposit: positions.iter().map(|one| one.deposit).sum(),
        carry: positions.iter().fold(none, sum),
        benchmarks: benchmarks::together(&rows, &total),
    })
}

fn whole_book(book: &Book, report: &Report, world: &World) -> WholeBook {
    let condor = &report.condor;
    let call = condor.portfolio_margin_after.0 - condor.portfolio_margin.0 - condor.pnl.0;
    WholeBook {
        greeks: greeks::rows(book, report),
        time_value: greeks::time_value(book, report),
        quick_calm: liquidity::calm(book),
        quick_stressed: liquidity::stressed(book, world, call),
    }
}

fn answer(positions: &[PositionTab], all: Option<&AllPools>) -> String {
    let (Some(first), Some(all)) = (positions.first(), all) else {
        return "There is no pool: a deposit shows what it would earn.".into();
    };
    let year = &all.carry[2];
    let pays = if year.fees.0 >= year.lvr.0 { "pay for" } else { "do not pay for" };
    let verb = match (year.net.0 < 0.0, positions.len()) {
        (true, 1) => "loses",
        (false, 1) => "earns",
        (true, _) => "lose",
        (false, _) => "earn",
    };
    let (subject, vols) = match (positions.len(), first.break_even.vol) {
        (1, Some(vol)) => (
            "the pool".to_string(),
            format!("break-even vol {} against {}: ", share(vol.0, 0), share(first.break_even.token_vol.0, 0)),
        ),
        (1, None) => ("the pool".to_string(), "out of range it trades nothing now: ".to_string()),
        (n, _) => (format!("the {n} pools"), String::new()),
    };
    let range = match (positions.len(), first.range) {
        (1, Some(_)) => format!(" with {} in range {} of the time", first.driver, share(year.time_in_range.0, 0)),
        _ => String::new(),
    };
    format!(
        "Fees of {} a year {pays} {} of LVR; {vols}{subject} {verb} {} a year after every cost{range}.",
        amount(year.fees.0),
        amount(year.lvr.0),
        amount(year.net.0.abs()),
    )
}
