//! The pool tab: carry, Greeks, strip, benchmarks, loan, insurance, compounding, depth and vetting of every position.

pub mod benchmarks;
pub mod carry;
pub mod curves;
pub mod depth;
pub mod greeks;
pub mod growth;
pub mod growth_chart;
pub mod safety;
pub mod strip;
pub mod strip_chart;
pub mod vetting;

use crate::book::liquidity;
use serde::Serialize;

use crate::book::Book;
use crate::book::liquidity::QuickRatio;
use crate::book::pnl::PoolPnl;
use crate::book::position::Position;
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::plan::{PoolPlan, Token};
use crate::shock::Scenario;
use crate::units::{Frac, Usd, Years};
use crate::views::pool::benchmarks::BenchmarkRow;
use crate::views::pool::carry::{BreakEven, CarryColumn};
use crate::views::pool::curves::{CurvePoint, Marker};
use crate::views::pool::depth::{ExitReport, MevLine};
use crate::views::pool::greeks::{GreeksRow, TimeValue};
use crate::views::pool::growth::GrowthReport;
use crate::views::pool::safety::{InsuranceReport, LoanReport};
use crate::views::pool::strip::StripReport;
use crate::views::pool::vetting::{ReitReport, VettingReport};
use crate::views::report::Report;
use crate::words::{amount, share};

/// Calendar days over which a pool's vega is counted.
pub const VEGA_DAYS: f64 = 30.0;

/// Everything the pool tab shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolTab {
    /// The answer in one sentence.
    pub answer: String,
    /// Positions with a deposit, in the plan's order.
    pub positions: Vec<PositionTab>,
    /// Carry of all of them.
    pub carry: [CarryColumn; 3],
    /// The shocked P&L of all of them against the four benchmarks.
    pub benchmarks: [BenchmarkRow; 4],
    /// Condor first, then each position.
    pub greeks: Vec<GreeksRow>,
    /// Time value of both engines over the shock's days.
    pub time_value: TimeValue,
    /// Ready over due, today.
    pub quick_calm: QuickRatio,
    /// Ready over due, in the shock.
    pub quick_stressed: QuickRatio,
}

/// One position.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PositionTab {
    /// Place in the plan; 0 is the first.
    pub index: usize,
    /// `ETH`, `BTC` or `Stable pair`.
    pub token: &'static str,
    /// Price today, quote per base.
    pub price: f64,
    /// Price in the scenario.
    pub price_after: f64,
    /// Deposit.
    pub deposit: Usd,
    /// Bounds as typed, quote per base; none without a range.
    pub typed: Option<[f64; 2]>,
    /// Bounds after snapping to ticks.
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
    /// Fees put back in.
    pub growth: GrowthReport,
    /// Leaving.
    pub exit: ExitReport,
    /// Searchers.
    pub mev: [MevLine; 3],
    /// The token.
    pub vetting: VettingReport,
    /// The REIT beside it; none without one.
    pub reit: Option<ReitReport>,
    /// n + n options; none for Balancer and Curve.
    pub strip: Option<StripReport>,
    /// Value, holding, impermanent loss and strip against price.
    pub curve: Vec<CurvePoint>,
    /// Prices worth a line.
    pub markers: Vec<Marker>,
}

/// The pool tab of a book whose report is known already.
pub fn report(book: &Book, report: &Report) -> PoolTab {
    let shock = &book.shock;
    let scenario = shock.as_set(0.0);
    let streams = book.streams(shock, scenario.vix_ratio);
    let each: Vec<PoolPnl> = book.positions_pnl(&streams, shock, &scenario).collect();
    let rows = || book.positions().zip(book.plan.positions()).zip(&each).enumerate();
    let positions: Vec<PositionTab> = rows()
        .filter_map(|(i, ((position, plan), pnl))| position_tab(book, i, position, plan, pnl, &scenario))
        .collect();
    let carry = positions
        .iter()
        .fold([CarryColumn::default(); 3], |sum, one| std::array::from_fn(|i| sum[i].plus(&one.carry[i])));
    let condor = &report.condor;
    let call = condor.portfolio_margin_after.0 - condor.portfolio_margin.0 - condor.pnl.0;
    let total = each.iter().fold(PoolPnl::default(), |sum, one| sum.plus(one));
    PoolTab {
        answer: answer(&positions, &carry[2]),
        benchmarks: all_benchmarks(&positions, &total),
        greeks: greeks_table(book, report),
        time_value: time_value(book, report),
        quick_calm: liquidity::calm(book),
        quick_stressed: liquidity::stressed(book, shock, &scenario, call),
        carry,
        positions,
    }
}

fn position_tab(
    book: &Book,
    index: usize,
    position: &Position,
    plan: &PoolPlan,
    pnl: &PoolPnl,
    scenario: &Scenario,
) -> Option<PositionTab> {
    let pool = position.pool.as_ref()?;
    let price_after = book.pool_price(index, position, scenario);
    let carry = carry::columns(position, pool);
    let loan = safety::loan(position, pool, &position.loan_in(&book.shock), scenario, price_after);
    let insurance = safety::insurance(position, pool, scenario, pnl);
    let bought = strip::options(position, pool, plan.strip_per_side);
    let depth = book.shock.depth(scenario.vix_ratio);
    let ratio = scenario.peg * price_after / position.entry;
    Some(PositionTab {
        index,
        token: token_name(position),
        price: position.entry,
        price_after,
        deposit: position.deposit,
        typed: position
            .range
            .map(|_| if plan.inverted { [1.0 / plan.high, 1.0 / plan.low] } else { [plan.low, plan.high] }),
        range: position.range,
        break_even: carry::break_even(position, pool),
        benchmarks: benchmarks::rows(position.deposit.0, ratio, pnl),
        growth: growth::report(
            position.deposit,
            Frac(carry[2].fees.0 / position.deposit.0),
            position.gas,
            [plan.stock_yield, plan.stock_growth],
        ),
        exit: depth::exit(position, pool, scenario, price_after, [plan.slippage.0, plan.active_liquidity, depth]),
        mev: depth::mev(position, &carry[2]),
        vetting: vetting::vetting(&plan.vetting),
        reit: vetting::reit(&plan.reit),
        strip: strip::report(position, pool, plan.strip_per_side, book.market.rate),
        curve: curves::points(position, pool, &bought, price_after),
        markers: curves::markers(position, price_after, loan.as_ref(), &insurance),
        loan,
        insurance,
        carry,
    })
}

fn greeks_table(book: &Book, report: &Report) -> Vec<GreeksRow> {
    let horizon = Years::from_calendar_days(VEGA_DAYS);
    let condor = GreeksRow::new("Condor".into(), "SPX", book.market.spx.0, report.condor.greeks);
    let pools = held(book).map(|(i, position, pool)| {
        let greeks = greeks::of_pool(position, pool, horizon);
        let driver = if position.token.is_none() { "peg" } else { token_name(position) };
        let row = GreeksRow::new(format!("Pool {}", i + 1), driver, position.entry, greeks);
        GreeksRow { tokens: Some(greeks.delta), ..row }
    });
    std::iter::once(condor).chain(pools).collect()
}

/// Positions with a deposit, with their place in the plan.
fn held(book: &Book) -> impl Iterator<Item = (usize, &Position, &Pool)> {
    book.positions().enumerate().filter_map(|(i, position)| Some((i, position, position.pool.as_ref()?)))
}

fn time_value(book: &Book, report: &Report) -> TimeValue {
    let days = book.shock.plan.days;
    let horizon = Years::from_trading_days(days);
    let (mut fees, mut change) = (0.0, 0.0);
    for (_, position, pool) in held(book) {
        let carry = Carry { pool: *pool, price: position.entry, vol: position.vol, horizon };
        fees += carry.expected_fees(Frac(position.fee_apr));
        change -= carry.expected_lvr();
    }
    let theta = report.parts.iter().find(|part| part.id == "condor.theta").map_or(Usd(0.0), |part| part.usd);
    TimeValue { days, condor: theta, pool_fees: Usd(fees), pool_value_change: Usd(change), pool: Usd(fees + change) }
}

/// `ETH`, `BTC` or `Stable pair`.
fn token_name(position: &Position) -> &'static str {
    match position.token {
        Some(Token::Eth) => "ETH",
        Some(Token::Btc) => "BTC",
        None => "Stable pair",
    }
}

/// Benchmarks of every position together: row by row, so that each still adds up.
fn all_benchmarks(positions: &[PositionTab], total: &PoolPnl) -> [BenchmarkRow; 4] {
    let empty = benchmarks::rows(0.0, 1.0, &PoolPnl::default());
    let of = |i: usize| -> f64 { positions.iter().map(|one| one.benchmarks[i].benchmark.0).sum() };
    let mut i = 0;
    empty.map(|row| {
        let benchmark = of(i);
        i += 1;
        BenchmarkRow {
            benchmark: Usd(benchmark),
            price_move: Usd(total.price_move - benchmark),
            il: Usd(total.divergence),
            fees: Usd(total.fees),
            claims: Usd(total.claims),
            costs: Usd(total.gas + total.interest + total.premium + total.penalty),
            excess: Usd(total.total() - benchmark),
            ..row
        }
    })
}

fn answer(positions: &[PositionTab], year: &CarryColumn) -> String {
    let Some(first) = positions.first() else {
        return "There is no pool: a deposit shows what it would earn.".into();
    };
    let verb = if year.net.0 < 0.0 { "loses" } else { "earns" };
    let pays = if year.fees.0 >= year.lvr.0 { "pay for" } else { "do not pay for" };
    let (subject, vols) = match (positions.len(), first.break_even.vol) {
        (1, Some(vol)) => (
            "the pool".to_string(),
            format!("break-even vol {} against {}: ", share(vol.0, 0), share(first.break_even.token_vol.0, 0)),
        ),
        (1, None) => ("the pool".to_string(), "out of range it trades nothing now: ".to_string()),
        (n, _) => (format!("the {n} pools"), String::new()),
    };
    let verb = if positions.len() > 1 { verb.trim_end_matches('s') } else { verb };
    let range = match (positions.len(), first.range) {
        (1, Some(_)) => format!(" with {} in range {} of the time", first.token, share(year.time_in_range.0, 0)),
        _ => String::new(),
    };
    format!(
        "Fees of {} a year {pays} {} of LVR; {vols}{subject} {verb} {} a year after every cost{range}.",
        amount(year.fees.0),
        amount(year.lvr.0),
        amount(year.net.0.abs()),
    )
}
