//! The pool tab: carry, Greeks, strip, benchmarks, loan, insurance, compounding, depth and vetting of every pool.
//!
//! Prices are quote tokens per base token; the page turns them round where the person reads them so. Dollars are the
//! whole position's.

pub mod curves;
pub mod depth;
pub mod findings;
pub mod greeks;
pub mod growth;
pub mod growth_chart;
pub mod held;
pub mod safety;
pub mod strip;
pub mod strip_chart;
pub mod vetting;

use serde::Serialize;

use crate::book::Book;
use crate::book::liquidity::{self, QuickRatio};
use crate::book::way::{self, Scan};
use crate::holdings::Entry;
use crate::holdings::pool::benchmarks::{self, BenchmarkRow};
use crate::holdings::pool::break_even::{self, BreakEven};
use crate::holdings::pool::growth::{Growth, Yields, of as growth_of};
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::since_entry::{self, SinceEntry};
use crate::holdings::pool::year::{self, CarryColumn};
use crate::holdings::world::World;
use crate::plan::PoolPlan;
use crate::units::{Frac, Points, Usd};
use crate::views::pool::curves::{CurvePoint, Marker};
use crate::views::pool::depth::{ExitReport, MevLine};
use crate::views::pool::greeks::{GreeksRow, TimeValue};
use crate::views::pool::held::{HeldPool, held};
use crate::views::pool::safety::{InsuranceReport, LoanReport};
use crate::views::pool::strip::StripReport;
use crate::views::pool::vetting::{ReitReport, VettingReport};
use crate::views::report::Report;
use crate::views::report::pool::Quoted;
use crate::words::{amount, place, share};

/// Everything the pool tab shows. Nothing in it depends on which pool is looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WholeBook {
    /// Each condor that is sold, then each pool with a deposit.
    pub greeks: Vec<GreeksRow>,
    /// Time value of every condor and every pool over the event's days.
    pub time_value: TimeValue,
    /// Ready over due, today.
    pub quick_calm: QuickRatio,
    /// Ready over due, in the shock.
    pub quick_stressed: QuickRatio,
    /// Ready over due where on the way to the shock it is least; none where nothing falls due.
    pub quick_lowest: Option<QuickOnWay>,
}

impl WholeBook {
    /// Where on the way before the shock itself the ratio is least, in words, and what it is of; none where it is least in
    /// the shock.
    pub fn least_on_way(&self) -> Option<(String, QuickRatio)> {
        let lowest = self.quick_lowest.filter(|lowest| !lowest.is_end)?;
        Some((place(lowest.vix.0, lowest.spx.map(|spx| spx.0)), lowest.quick))
    }
}

/// Ready over due at one place of the way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuickOnWay {
    /// VIX there.
    pub vix: Points,
    /// Simple return of SPX there where it is held by hand.
    pub spx: Option<Frac>,
    /// Whether it is the shock itself.
    pub is_end: bool,
    /// What is ready, what falls due, and their ratio.
    pub quick: QuickRatio,
}

/// One pool; every figure is of this one alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    /// Worth of a quote token in the scenario over today's: the peg of a stablecoin, the move of a token.
    pub quote_worth: f64,
    /// Deposit.
    pub deposit: Usd,
    /// Bounds as typed, quote per base; none without a range.
    pub typed: Option<[f64; 2]>,
    /// Bounds after snapping to ticks, quote per base.
    pub range: Option<[f64; 2]>,
    /// From the day it was opened until today; none where it is opened today, or not known what was paid in.
    pub since_entry: Option<SinceEntry>,
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
    /// Fees put back in over ten years, net of what the pool loses on average.
    pub growth: Growth,
    /// How often to put them back in, in one sentence.
    pub compounding: String,
    /// What its curve counts, in one sentence.
    pub counted: String,
    /// Leaving.
    pub exit: ExitReport,
    /// Searchers.
    pub mev: [MevLine; 3],
    /// What it loses to all of them a year.
    pub mev_cost: Usd,
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

impl PositionTab {
    /// How its prices are read.
    pub fn quoted(&self) -> Quoted<'_> {
        Quoted { base: &self.base_name, quote: &self.quote_name, is_inverted: self.is_inverted }
    }
}

impl PoolTab {
    /// The pool at this place of the plan; none where it is off, or holds nothing.
    pub fn position(&self, nth: usize) -> Option<&PositionTab> {
        self.positions.iter().find(|one| one.nth == nth)
    }
}

/// The pool tab of a book whose report is known already.
pub fn report(book: &Book, report: &Report) -> PoolTab {
    report_with(book, report, &way::scan_to(book, book.shock.vix().0))
}

/// The pool tab of a book whose report and scan are known already.
pub fn report_with(book: &Book, report: &Report, scan: &Scan) -> PoolTab {
    let world = book.shock.as_set(0.0);
    let each: Vec<PoolPnl> = held(book).map(|(_, position, ..)| position.pnl(&world)).collect();
    let positions: Vec<PositionTab> =
        held(book).zip(&each).map(|(one, pnl)| position_tab(book, one, pnl, &world)).collect();
    let all_pools = all_pools(&positions, &each);
    PoolTab {
        answer: answer(&positions, all_pools.as_ref()),
        empty: empty(book),
        all_pools,
        whole_book: whole_book(book, report, scan),
        positions,
    }
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
    let mev = depth::mev(position, &carry[2]);
    let loan = safety::loan(position, pool, world);
    let names = [plan.base_label(market), plan.quote_label(market)];
    let quoted = Quoted { base: &names[0], quote: &names[1], is_inverted: plan.inverted };
    let insurance = safety::insurance(position, pool, world, pnl, &quoted);
    let strips = strip::of(book, entry.nth, position, pool);
    let ratio = position.peg_in(world) * price_after / position.entry;
    let yields = Yields::of(position, pool, &carry[2]);
    let growth = growth_of(&yields, [plan.stock_yield, plan.stock_growth]);
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
        quote_worth: position.peg_in(world),
        deposit: position.deposit,
        typed: position.range.and_then(|_| plan.bounds_in(market)),
        range: position.range.map(|range| range.map(|price| position.shown(price))),
        since_entry: since_entry::of(plan),
        break_even: break_even::of(position, pool),
        benchmarks: benchmarks::rows(position.deposit.0, ratio, pnl),
        compounding: growth::sentence(&growth, position.gas),
        counted: growth::counted(&growth, &yields),
        growth,
        exit: depth::exit(position, pool, plan, world),
        mev_cost: mev.iter().map(|line| line.cost).sum(),
        mev,
        vetting: vetting::vetting(&plan.vetting),
        reit: vetting::reit(&plan.reit),
        curve: curves::points(position, pool, &strip::drawn(strips.as_ref()), price_after),
        strip: strips.map(|strips| strip::report(book, &strips, position, pool, world, &quoted)),
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

fn whole_book(book: &Book, report: &Report, scan: &Scan) -> WholeBook {
    let stops = scan.liquidity(book);
    let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
    let lowest = liquidity::lowest(&stops, held, 1.0, 0.0).map(|(stop, _)| QuickOnWay {
        vix: Points(stop.vix),
        spx: stop.spx.map(Frac),
        is_end: stop.is_end,
        quick: stop.held,
    });
    let calm = liquidity::calm(book);
    WholeBook {
        greeks: greeks::rows(book, report),
        time_value: greeks::time_value(book, report),
        quick_stressed: stops.last().map_or(calm, |stop| stop.held),
        quick_calm: calm,
        quick_lowest: lowest,
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
        (1, Some(vol)) => {
            // As many places as tell them apart.
            let places = if (vol.0 - first.break_even.token_vol.0).abs() < 0.01 { 1 } else { 0 };
            let [even, vol] = [vol.0, first.break_even.token_vol.0].map(|vol| share(vol, places));
            ("the pool".to_string(), format!("break-even vol {even} against {vol}: "))
        }
        (1, None) => ("the pool".to_string(), "out of range it trades nothing now: ".to_string()),
        (n, _) => (format!("the {n} pools"), String::new()),
    };
    let range = match (positions.len(), first.range) {
        (1, Some(_)) => format!(" with {} in range {} of that year", first.driver, share(year.time_in_range.0, 0)),
        _ => String::new(),
    };
    format!(
        "Fees of {} a year {pays} {} of LVR; {vols}{subject} {verb} {} a year after every cost{range}.",
        amount(year.fees.0),
        amount(year.lvr.0),
        amount(year.net.0.abs()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{Plan, PoolKind, PoolToken, QuoteToken, StripPlan, Token};
    use crate::units::{Frac, Vol};
    use crate::views::assemble;
    use crate::views::pool::strip::StripState;

    fn tab(change: impl FnOnce(&mut Plan)) -> PoolTab {
        let mut plan = Plan::default();
        change(&mut plan);
        let book = Book::resolve(&plan);
        let Ok(book) = book else { unreachable!("{book:?}") };
        report(&book, &assemble::report(&book))
    }

    fn add(plan: &mut Plan, pool: PoolPlan) {
        plan.add(Holding::new(Terms::Pool(Box::new(pool))));
    }

    fn add_strip(plan: &mut Plan, pool: f64, on: bool) {
        let terms = Terms::Strip(StripPlan { pool, ..StripPlan::default() });
        plan.add(Holding { on, ..Holding::new(terms) });
    }

    fn btc_eth() -> PoolPlan {
        PoolPlan {
            token: PoolToken::Btc,
            quote: QuoteToken::Eth,
            low: 25.0,
            high: 40.0,
            deposit: Usd(10_000.0),
            loan: Usd(4000.0),
            ..PoolPlan::default()
        }
    }

    #[test]
    fn two_pools_are_named_apart_and_all_pools_are_their_sum() {
        let tab = tab(|plan| {
            add(plan, btc_eth());
            plan.add_fresh(Kind::Condor);
        });
        let ids: Vec<_> =
            tab.positions.iter().map(|one| (one.id.as_str(), one.name.as_str(), one.pair.as_str())).collect();
        assert_eq!(ids, [("pool", "Pool 1", "ETH / USDC"), ("pool2", "Pool 2", "BTC / ETH")]);
        let Some(all) = &tab.all_pools else { unreachable!() };
        assert_eq!(all.deposit, Usd(40_000.0));
        let nets: f64 = tab.positions.iter().map(|one| one.carry[2].net.0).sum();
        assert!((all.carry[2].net.0 - nets).abs() < 1e-9 && tab.answer.contains("the 2 pools"), "{}", tab.answer);
        for one in &tab.positions {
            let costs: f64 = one.mev.iter().map(|line| line.cost.0).sum();
            assert!(costs > 0.0 && (one.mev_cost.0 - costs).abs() < 1e-9);
        }
        for (i, row) in all.benchmarks.iter().enumerate() {
            let each: f64 = tab.positions.iter().map(|one| one.benchmarks[i].excess.0).sum();
            assert!((row.excess.0 - each).abs() < 1e-9);
        }
        let rows: Vec<_> = tab.whole_book.greeks.iter().map(|row| (row.id.as_str(), row.driver.as_str())).collect();
        assert_eq!(rows, [("condor", "SPX"), ("condor2", "SPX"), ("pool", "ETH"), ("pool2", "BTC / ETH")]);
        let value = &tab.whole_book.time_value;
        assert!(value.condor.0 != 0.0 && value.pool_fees.0 > 0.0 && value.pool_value_change.0 < 0.0);
    }

    #[test]
    fn a_pool_reads_the_same_whichever_others_stand_beside_it() {
        let alone = tab(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Pool));
        let beside = tab(|plan| add(plan, btc_eth()));
        let (a, b) = (&alone.positions[0], &beside.positions[0]);
        let named = PositionTab { name: b.name.clone(), ..a.clone() };
        assert_eq!(&named, b);
    }

    #[test]
    fn prices_of_a_pair_of_tokens_are_in_its_quote_token_and_money_is_in_dollars() {
        let tab = tab(|plan| add(plan, btc_eth()));
        let Some(one) = tab.position(1) else { unreachable!() };
        assert!((one.price - 31.25).abs() < 1e-9);
        let Some([low, high]) = one.range else { unreachable!() };
        assert!((low / 25.0 - 1.0).abs() < 1e-3 && (high / 40.0 - 1.0).abs() < 1e-3 && one.typed == Some([25.0, 40.0]));
        for marker in &one.markers {
            assert!(marker.price > 1.0 && marker.price < 200.0, "{marker:?}");
        }
        let inside = one.curve.iter().filter(|point| point.price > low && point.price < high).count();
        assert!(inside > 10 && one.curve.iter().all(|point| point.il <= 1e-9 * point.hodl));
        let now = one.curve.iter().min_by(|a, b| (a.price - 31.25).abs().total_cmp(&(b.price - 31.25).abs()));
        assert!(now.is_some_and(|point| (point.value / 10_000.0 - 1.0).abs() < 0.05), "{now:?}");
        let liquidation = one.loan.and_then(|loan| loan.liquidation_price);
        assert!(liquidation.is_some_and(|price| price > 5.0 && price < 31.25), "{liquidation:?}");
        assert!(
            one.strip
                .as_ref()
                .is_some_and(|strip| strip.options.iter().all(|row| row.strike > low && row.strike < high))
        );
        assert!(one.strip.as_ref().is_some_and(|strip| strip.cost.0 > 10.0 && strip.cost.0 < 2000.0));
    }

    #[test]
    fn a_strip_is_proposed_planned_or_held_on_its_own_pool_alone() {
        let strip = |change: fn(&mut Plan), nth: usize| {
            let tab = tab(change);
            let found = tab.position(nth).and_then(|one| one.strip.clone().map(|strip| (one.clone(), strip)));
            let Some(found) = found else { unreachable!() };
            found
        };
        let drawn = |one: &PositionTab| one.curve.iter().any(|point| point.strip > 0.0);
        let (one, proposed) = strip(|_| (), 0);
        assert_eq!((proposed.state, proposed.options.len(), proposed.held.len()), (StripState::Proposed, 6, 0));
        assert!(!drawn(&one) && one.curve.iter().all(|point| point.leftover == point.il));
        let (one, off) = strip(|plan| add_strip(plan, 1.0, false), 0);
        assert!(off.state == StripState::Off && off.held.is_empty() && off.options == proposed.options && drawn(&one));
        let (one, held) = strip(|plan| add_strip(plan, 1.0, true), 0);
        assert!(held.state == StripState::Held && drawn(&one) && held.options == proposed.options);
        assert!(held.held.len() == 1 && (held.held[0].cost.0 - held.cost.0).abs() < 1e-9 && held.held[0].options == 6);
        let both = |plan: &mut Plan| {
            add(plan, PoolPlan { deposit: Usd(5000.0), ..PoolPlan::default() });
            add_strip(plan, 2.0, true);
            add_strip(plan, 2.0, true);
        };
        assert_eq!(strip(both, 0).1.state, StripState::Proposed);
        let (_, two) = strip(both, 1);
        let ids: Vec<_> = two.held.iter().map(|one| one.id.as_str()).collect();
        assert_eq!((two.state, two.options.len(), ids), (StripState::Held, 12, vec!["strip", "strip2"]));
        assert!((two.cost.0 - two.held.iter().map(|one| one.cost.0).sum::<f64>()).abs() < 1e-9);
    }

    #[test]
    fn a_pools_year_is_one_figure_everywhere_and_two_pools_do_not_share_their_losses() {
        let mut plan = Plan::default();
        add(&mut plan, PoolPlan::default());
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let whole = assemble::report(&book);
        let tab = report(&book, &whole);
        for (one, beside) in tab.positions.iter().zip(&whole.pools) {
            assert!(one.carry[2].net.0 > 0.0, "{:?}", one.carry[2]);
            assert_eq!(
                [one.carry[2].net, one.carry[2].fees, one.carry[2].lvr],
                [beside.money.year_net, beside.money.year_fees, beside.money.lvr]
            );
        }
        let Some(all) = &tab.all_pools else { unreachable!() };
        assert!((all.carry[2].net.0 - whole.pool.year_net.0).abs() < 1e-9);
        assert!(tab.answer.contains("the 2 pools earn"), "{}", tab.answer);
    }

    #[test]
    fn the_time_in_range_on_the_way_to_a_fall_is_not_that_of_a_calm_month() {
        let at = |token: f64| {
            let mut plan = Plan::default();
            plan.event.token = Some(Frac(token));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let pool = assemble::report(&book).pools[0].clone();
            [pool.time_in_range.0, pool.time_in_range_then.0]
        };
        let ([calm, still], [same, fallen]) = (at(0.0), at(-0.62));
        assert!(calm == same && calm > 0.99 && still > 0.95 && fallen < 0.6, "{calm} {still} {fallen}");
    }

    #[test]
    fn at_a_broken_peg_the_loss_is_the_breakdowns_in_dollars() {
        let mut plan = Plan::default();
        (plan.event.peg, plan.event.token) = (Usd(0.97), Some(Frac(-0.3)));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let whole = assemble::report(&book);
        let tab = report(&book, &whole);
        let Some(part) = whole.parts.iter().find(|part| part.id == "pool.il") else { unreachable!() };
        let one = &tab.positions[0];
        assert!((one.benchmarks[0].il.0 - part.usd.0).abs() < 1e-9 && one.quote_worth == 0.97);
        // The curve counts the quote token at today's worth: times the peg it is the same.
        let then = one.curve.iter().find(|point| (point.price / one.price_after - 1.0).abs() < 1e-12);
        assert!(then.is_some_and(|point| (point.il * 0.97 / part.usd.0 - 1.0).abs() < 1e-9), "{then:?}");
        let said = strip_chart::headline(one);
        assert!(said.ends_with(&amount(-part.usd.0)), "{said}");
        let caption =
            strip_chart::caption(&strip_chart::StripView { tab: one, pinned: None, width: 700.0, height: 400.0 });
        assert!(caption.contains("counts USDC at today's worth") && caption.contains("97.0"), "{caption}");
    }

    #[test]
    fn turned_round_every_price_turns_with_its_unit_and_no_money_does() {
        let of = |inverted: bool| {
            let tab = tab(|plan| {
                let Some(pool) = plan.pool_mut(0) else { unreachable!() };
                pool.loan = Usd(9000.0);
                if inverted {
                    (pool.inverted, pool.low, pool.high) = (true, 1.0 / 4400.0, 1.0 / 2200.0);
                }
            });
            tab.positions[0].clone()
        };
        let (straight, turned) = (of(false), of(true));
        assert!((straight.carry[2].net.0 / turned.carry[2].net.0 - 1.0).abs() < 1e-9);
        assert_eq!([straight.quoted().unit(), turned.quoted().unit()], ["USDC per ETH", "ETH per USDC"]);
        let table = |one: &PositionTab| {
            strip_chart::table(&strip_chart::StripView { tab: one, pinned: None, width: 700.0, height: 400.0 }).0[0]
                .clone()
        };
        assert_eq!([table(&straight), table(&turned)], ["USDC per ETH", "ETH per USDC"]);
        // ETH falls by half where its price in ETH per USDC doubles.
        let said = [&straight, &turned].map(|one| one.insurance.sentence.clone());
        assert!(
            said[0].contains("in USDC per ETH has moved \u{2212}") && said[1].contains("in ETH per USDC has moved +"),
            "{said:?}"
        );
        let liquidation =
            straight.loan.and_then(|loan| loan.liquidation_price).map(|price| turned.quoted().price(price));
        assert!(liquidation.is_some_and(|said| said.starts_with("0.000") && said.ends_with("ETH per USDC")));
    }

    #[test]
    fn a_variance_swap_leaves_less_of_a_step_than_no_hedge_and_says_what_a_drift_leaves() {
        let tab = tab(|_| ());
        let Some(strip) = &tab.positions[0].strip else { unreachable!() };
        let (swap, bare) = (&strip.variance_swap, strip.perpetual.left_at_bounds);
        // The bounds are 37 % away: what is left is of the third order, the loss of the second.
        for (left, unhedged) in swap.left_at_bounds.iter().zip(bare) {
            assert!(left.0.abs() < 0.25 * unhedged.0.abs(), "{left:?} {unhedged:?}");
        }
        assert!(swap.sentence.contains("fixed leg of $") && swap.sentence.contains("slow drift"), "{}", swap.sentence);
        let out = super::tests::tab(|plan| {
            if let Some(pool) = plan.pool_mut(0) {
                (pool.low, pool.high) = (3600.0, 4400.0);
            }
        });
        let swap = out.positions[0].strip.as_ref().map(|strip| strip.variance_swap.clone());
        assert!(swap.is_some_and(|swap| swap.size == 0.0 && swap.sentence.contains("no variance to swap")));
    }

    #[test]
    fn compounding_is_net_of_what_the_pool_loses_and_says_so() {
        let ends = |vol: f64| {
            let tab = tab(|plan| plan.market.token_vol = Vol(vol));
            let one = tab.positions[0].clone();
            let Some(last) = one.growth.curve.last().copied() else { unreachable!() };
            (one, last)
        };
        let (calm, end) = ends(0.62);
        let year = &calm.carry[2];
        assert!((calm.growth.net.0 - (year.fees.0 - year.lvr.0) / 30_000.0).abs() < 1e-12);
        // Ten years at 4.6 % less gas and re-centring, not at the 23 % of the fees alone.
        assert!(calm.growth.is_worthwhile && end.compounded.0 > 40_000.0 && end.compounded.0 < 50_000.0, "{end:?}");
        assert!(calm.counted.contains("Ten years on average") && calm.counted.contains("Once a year the range is set"));
        let (wild, end) = ends(0.9);
        assert!(!wild.growth.is_worthwhile && end.compounded.0 < end.cash.0.min(30_000.0), "{end:?}");
        assert!(growth_chart::headline(&wild.growth).starts_with("A losing pool: compounding loses"));
    }

    #[test]
    fn what_is_off_has_no_row_and_what_is_empty_only_its_name() {
        let two = |plan: &mut Plan| {
            add(plan, PoolPlan { deposit: Usd(0.0), ..PoolPlan::default() });
            add(plan, PoolPlan { kind: PoolKind::StableSwap, ..PoolPlan::default() });
        };
        let tab_two = tab(two);
        let ids = |tab: &PoolTab| tab.positions.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&tab_two), ["pool", "pool3"]);
        assert!(tab_two.positions[1].strip.is_none() && tab_two.positions[1].driver == "peg");
        assert_eq!(tab_two.empty.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["pool2"]);
        let off = tab(|plan| {
            two(plan);
            if let Some(holding) = plan.holding_mut(Kind::Pool, 0) {
                holding.on = false;
            }
        });
        assert_eq!(ids(&off), ["pool3"]);
        assert_eq!(off.position(0), None);
    }

    #[test]
    fn nothing_held_is_an_empty_tab_of_numbers() {
        for change in [(|plan: &mut Plan| plan.holdings.clear()) as fn(&mut Plan), |plan| {
            plan.holdings.iter_mut().for_each(|holding| holding.on = false)
        }] {
            let tab = tab(change);
            assert!(tab.positions.is_empty() && tab.empty.is_empty() && tab.whole_book.greeks.is_empty());
            assert!(tab.all_pools.is_none() && tab.answer.contains("no pool"));
            assert_eq!((tab.whole_book.quick_calm.ratio, tab.whole_book.time_value.pool), (None, Usd(0.0)));
            let text = serde_json::to_string(&tab).unwrap_or_default();
            assert!(!text.is_empty() && text.matches("null").count() <= 4, "{text}");
        }
    }

    #[test]
    fn a_token_of_its_own_has_its_own_name_in_the_answer() {
        let tab = tab(|plan| {
            plan.market.token = Token::Eth;
            if let Some(pool) = plan.pool_mut(0) {
                (pool.token, pool.base_name) = (PoolToken::Own, "LINK".into());
                (pool.token_price, pool.low, pool.high) = (Some(Usd(20.0)), 15.0, 27.0);
            }
        });
        assert!(tab.answer.contains("with LINK in range"), "{}", tab.answer);
        assert_eq!((tab.positions[0].base_name.as_str(), tab.positions[0].driver.as_str()), ("LINK", "LINK"));
    }
}
