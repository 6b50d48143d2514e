//! Laws that hold for every plan: each knob is turned at random, so a knob is covered the day it is born.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use std::cell::Cell;
use std::sync::Arc;

use plans::{Drawn, Tally, alike, any_plan, law, resized, resolve};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use second_engine::book::by_date::{self, DatePart, Later};
use second_engine::book::curves::PayoffAxis;
use second_engine::book::exits::{self, Exit, Leave};
use second_engine::book::limits::LargestPool;
use second_engine::book::place::Place;
use second_engine::book::sized::SizedPool;
use second_engine::book::{Book, as_traded, attribution, corridor, explained, frontier, landscape, limits, pnl, way};
use second_engine::holdings::Held;
use second_engine::plan::fault::PlanError;
use second_engine::plan::history::History;
use second_engine::plan::holding::{Kind, MOST, Terms};
use second_engine::plan::knobs::{KNOBS, LISTS, TEXTS, knob};
use second_engine::plan::{CondorPlan, EventPlan, Plan, StrikeRule, file, url};
use second_engine::simulation::cvar;
use second_engine::units::day::Day;
use second_engine::units::{Frac, Points, Usd};
use second_engine::views::report::{Report, evaluate};
use second_engine::views::size::{self, risk, second_engine_check};
use second_engine::views::{assemble, hedge, json, time};
use serde_json::Value;

/// The scan no farther than today: of the way to a shock the report of a law needs its end.
fn scanned(book: &Book) -> way::Scan {
    way::scan_to(book, book.market.calibration.vix.0)
}

/// A plan with everything that is computed from it once.
struct Case {
    plan: Plan,
    book: Book,
    report: Report,
}

impl Case {
    fn new(plan: &Plan) -> Result<Case, PlanError> {
        let book = resolve(plan)?;
        Ok(Case { plan: plan.clone(), report: assemble::report(&book), book })
    }

    /// Without the reverse stress.
    fn quick(plan: &Plan) -> Result<Case, PlanError> {
        Ok(Case::quick_of(resolve(plan)?))
    }

    /// Without the reverse stress; the market is this case's own where the plan's is the same.
    fn quick_beside(&self, plan: &Plan) -> Result<Case, PlanError> {
        Ok(Case::quick_of(self.book.resolve_beside(plan)?))
    }

    fn quick_of(book: Book) -> Case {
        Case { plan: book.plan.clone(), report: assemble::report_with(&book, &scanned(&book)), book }
    }

    /// The same with the reverse stress.
    fn beside(&self, plan: &Plan) -> Result<Case, PlanError> {
        let book = self.book.resolve_beside(plan)?;
        Ok(Case { plan: plan.clone(), report: assemble::report(&book), book })
    }

    /// A line of the breakdown; 0 where there is none.
    fn part(&self, id: &str) -> f64 {
        self.report.parts.iter().find(|part| part.id == id).map_or(0.0, |part| part.usd.0)
    }

    /// Half a cent, or what a double holds of figures this large.
    fn cent(&self) -> f64 {
        let largest = self.report.parts.iter().map(|part| part.usd.0.abs()).fold(0.0, f64::max);
        0.005f64.max(1e-13 * largest)
    }
}

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

type Law = fn(&Case, &Tally) -> TestCaseResult;

/// Laws that one evaluation is enough for, each with the cases in a thousand that it must test: a new one is a row.
const LAWS: [(&str, u32, Law); 12] = [
    ("every figure is finite", 950, every_figure_is_finite),
    ("every curve is finite", 950, every_curve_is_finite),
    ("parts sum to the combined book to the cent", 950, parts_sum_to_the_combined_book),
    ("holdings sum to the combined book to the cent", 850, holdings_sum_to_the_combined_book),
    ("each condor's attribution is its P&L", 500, each_condors_attribution_is_its_pnl),
    ("every dollar between two places is explained", 200, every_dollar_is_explained),
    ("settled condors lose no more than their wings and fees", 500, settled_condors_lose_their_wings_at_most),
    ("closing, rolling and waiting are of one trade", 500, closing_rolling_and_waiting_are_of_one_trade),
    ("a pool is never worth more than holding", 500, a_pool_is_never_worth_more_than_holding),
    ("no shock changes nothing but fees and gas", 850, no_shock_changes_nothing_but_fees_and_gas),
    ("the largest pool loses exactly the budget", 100, the_largest_pool_loses_exactly_the_budget),
    ("a larger budget never shrinks the largest pool", 500, a_larger_budget_never_shrinks_the_largest_pool),
];

/// Where JSON may say `null`: what is not defined for some plans. Anywhere else it stands for NaN or infinity.
const OPTIONAL: [&str; 50] = [
    "holdings.days",
    "condors.vol_offset",
    "condors.return_on_risk",
    "pools.range",
    "pools.since_entry",
    "hedge.layers.carry",
    "hedge.layers.wing",
    "hedge.others.carry",
    "hedge.coverage",
    "combined.budget_gone_at",
    "combined.largest_pool",
    "combined.sized_pool",
    "combined.worst_spx_on_way",
    // The hedge's tab.
    "cost",
    "coverage",
    "efficiency",
    "condors.of_limit",
    "vega.pays_back",
    "legs.days",
    "legs.carry",
    "legs.carry_day",
    "legs.carry_year",
    "legs.per_dollar",
    "rows.cut",
    "median",
    "mean",
    "map.cells.wings.correlation",
    "cvar.correlation",
    "cvar.pools_in_tail",
    "frontier.crypto",
    // Open ends of the corridor.
    "gains",
    "token_gains",
    "token_alone.gains",
    "unhedged.gains",
    "unhedged.token_gains",
    "cash.ends.price",
    "budget.left",
    // The time's tab.
    "condors.trade.sides",
    "condor.trade.sides",
    "condors.trade.sides.credit",
    "condors.trade.sides.open",
    "exits.gained",
    "exits.gained_then",
    "exits.due",
    "exits.due_then",
    "exits.choices.strikes",
    "exits.choices.days",
    "exits.choices.credit",
    "exits.choices.max_loss",
    "exits.choices.realised",
];

fn nulls(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Null if !OPTIONAL.contains(&path) => found.push(path.to_string()),
        Value::Array(items) => items.iter().for_each(|item| nulls(item, path, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                nulls(field, &format!("{path}{dot}{name}"), found);
            }
        }
        _ => {}
    }
}

/// Fails where anything in it is NaN or infinite, also inside an option.
fn finite(what: &(impl serde::Serialize + std::fmt::Debug)) -> TestCaseResult {
    let mut found = Vec::new();
    nulls(&serde_json::to_value(what).unwrap(), "", &mut found);
    prop_assert!(found.is_empty(), "not finite: {:?}", found);
    tame(what)
}

/// No number of it is NaN or infinite.
fn tame(what: &impl std::fmt::Debug) -> TestCaseResult {
    let text = format!("{what:?}");
    let is_odd = |word: &str| matches!(word, "NaN" | "inf");
    prop_assert!(!text.split(|c: char| !c.is_alphanumeric()).any(is_odd), "not finite: {}", text);
    Ok(())
}

fn every_figure_is_finite(case: &Case, tally: &Tally) -> TestCaseResult {
    tally.count();
    finite(&case.report)
}

fn every_curve_is_finite(case: &Case, tally: &Tally) -> TestCaseResult {
    let book = &case.book;
    for (axis, n) in [(PayoffAxis::Spx, 5), (PayoffAxis::Vix, 4), (PayoffAxis::Token, 4)] {
        finite(&landscape::payoff(book, &landscape::payoff_places(book, axis, n), None))?;
    }
    finite(&landscape::heat(book, 3, 3))?;
    let dates = |part, later| by_date::of(book, &[0.0, 30.0], part, later);
    finite(&dates(DatePart::Book, Later::Linked))?;
    finite(&hedge::of(book, &case.report))?;
    finite(&time::of(book, &case.report))?;
    tally.count();
    // Twenty-two explosions and sixty levels a leg cost more than all the rest: one plan in twenty.
    if (case.plan.market.spx.0.to_bits() ^ case.plan.event.days.to_bits()).is_multiple_of(20) {
        finite(&hedge::range(book))?;
        finite(&hedge::explosions::of(book))?;
        tame(&hedge::replay::of(book))?;
        tame(&hedge::solvers::of(book))?;
        tame(&hedge::conversion::of(book))?;
        finite(&time::walk::of(book))?;
        finite(&time::decay_of(book))?;
        the_corridor_keeps_its_word(book)?;
        for later in [Later::Linked, Later::Held] {
            let all = dates(DatePart::Book, later);
            let parts = [DatePart::Condor, DatePart::Pool, DatePart::Hedge].map(|part| dates(part, later));
            for (i, row) in all.rows.iter().enumerate() {
                for (j, whole) in row.pnl.iter().enumerate() {
                    let each = parts.each_ref().map(|part| part.rows[i].pnl[j]);
                    let scale = each.iter().map(|usd| usd.abs()).sum::<f64>();
                    prop_assert!((each.iter().sum::<f64>() - whole).abs() <= 1e-11 * scale + 1e-6, "{each:?} {whole}");
                }
            }
        }
    }
    Ok(())
}

fn parts_sum_to_the_combined_book(case: &Case, tally: &Tally) -> TestCaseResult {
    let room = case.cent();
    for group in ["condor", "pool", "hedge"] {
        let is_line = |id: &str| id.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
        let sum: f64 = case.report.parts.iter().filter(|part| is_line(&part.id)).map(|part| part.usd.0).sum();
        prop_assert!((sum - case.part(group)).abs() < room, "{group}: {sum} for {}", case.part(group));
    }
    let report = &case.report;
    for (id, pnl) in [
        ("condor", report.condor.pnl),
        ("pool", report.pool.pnl),
        ("hedge", report.hedge.pnl),
        ("combined", report.combined.pnl),
    ] {
        prop_assert!((case.part(id) - pnl.0).abs() < room, "{id}: {} for {}", case.part(id), pnl.0);
    }
    for pool in &report.pools {
        let kept = pool.money.value_after.0 - pool.deposit.0 - pool.money.value_change.0;
        prop_assert!(
            kept.abs() < room + 1e-13 * pool.money.value_after.0,
            "{}'s value changes by {kept} more than it says",
            pool.id
        );
    }
    let sum = case.part("condor") + case.part("pool") + case.part("hedge");
    prop_assert!((sum - case.part("combined")).abs() < room, "{sum} for {}", case.part("combined"));
    tally.count();
    Ok(())
}

fn holdings_sum_to_the_combined_book(case: &Case, tally: &Tally) -> TestCaseResult {
    let (report, room) = (&case.report, case.cent());
    let sum = |of: &dyn Fn(Kind) -> bool| -> f64 {
        let kind = |id: &str| Kind::of_word(id.trim_end_matches(|c: char| c.is_ascii_digit())).unwrap();
        report.holdings.iter().filter(|one| of(kind(&one.id))).map(|one| one.pnl.0).sum()
    };
    for (what, sum, pnl) in [
        ("combined", sum(&|_| true), report.combined.pnl),
        ("condors", sum(&|kind| kind == Kind::Condor), report.condor.pnl),
        ("pools", sum(&|kind| kind == Kind::Pool), report.pool.pnl),
        ("hedge", sum(&Kind::is_hedge), report.hedge.pnl),
        ("each condor", report.condors.iter().map(|one| one.pnl.0).sum(), report.condor.pnl),
        ("each pool", report.pools.iter().map(|one| one.money.pnl.0).sum(), report.pool.pnl),
    ] {
        prop_assert!((sum - pnl.0).abs() < room, "{what}: {sum} for {}", pnl.0);
    }
    let on = case.plan.holdings.iter().filter(|holding| holding.on).count();
    prop_assert!(report.holdings.len() <= on, "{} of {on}", report.holdings.len());
    if report.holdings.len() > 1 {
        tally.count();
    }
    Ok(())
}

/// From today and from another shock; the bars of the whole book are the holdings' causes added up.
fn every_dollar_is_explained(case: &Case, tally: &Tally) -> TestCaseResult {
    let book = &case.book;
    let to = Place::of(&book.shock);
    let middle = Place::of(&book.shock.with_event(EventPlan { vix: Some(Points(24.0)), ..EventPlan::calm(3.0) }));
    let pnl = pnl::of(book, &book.shock.as_set(0.0)).combined();
    for from in [Place::untouched(&book.shock, 0.0), middle] {
        let told = explained::between(book, &from, &to);
        let scale: f64 = told.bars.iter().map(|bar| bar.usd.0.abs()).sum::<f64>().max(1.0);
        let bars: f64 = told.bars.iter().map(|bar| bar.usd.0).sum();
        prop_assert!((bars - pnl).abs() < 1e-9 * scale && (told.after.0 - pnl).abs() < 1e-9 * scale, "{bars} {pnl}");
        prop_assert!(told.holdings.iter().all(|one| one.causes.each().iter().all(|cause| cause.2.is_finite())));
        prop_assert_eq!(told.holdings.len(), book.entries.len());
        if told.bars.len() > 5 {
            tally.count();
        }
    }
    Ok(())
}

fn each_condors_attribution_is_its_pnl(case: &Case, tally: &Tally) -> TestCaseResult {
    let world = case.book.shock.as_set(0.0);
    let mut total = [0.0; 6];
    let lines = |p: attribution::CondorParts| [p.open, p.delta, p.gamma, p.vega, p.theta, p.cross, p.fees];
    for (condor, report) in case.book.condors().zip(&case.report.condors) {
        let parts = lines(attribution::of_one(&case.book, condor, &world));
        let (sum, scale) = parts.iter().fold((0.0, 0.0), |(sum, scale), x| (sum + x, f64::max(scale, f64::abs(*x))));
        prop_assert!((sum - report.pnl.0).abs() < 0.005f64.max(1e-12 * scale), "{}: {sum}", report.id);
        total.iter_mut().zip(parts).for_each(|(sum, one)| *sum += one);
        tally.count();
    }
    for (sum, line) in total.into_iter().zip(lines(attribution::of(&case.book, &world))) {
        prop_assert!((sum - line).abs() <= case.cent(), "{sum} for {line}");
    }
    Ok(())
}

fn settled_condors_lose_their_wings_at_most(case: &Case, tally: &Tally) -> TestCaseResult {
    let last = case.book.shock.clock.trading_days(case.book.condors().map(|condor| condor.days).fold(0.0, f64::max));
    let late = case.book.shock.over(last.max(case.plan.event.days) + 1e-9);
    for world in [late.as_set(0.0), late.on_link(Points(9.0), 0.0), late.on_link(Points(150.0), 0.0)] {
        for (condor, report) in case.book.condors().zip(&case.report.condors) {
            let (pnl, worst) = (condor.pnl(&world), -report.max_loss.0 - report.fees.0);
            prop_assert!(pnl >= worst - 1e-9 * worst.abs() - 0.005, "{}: {pnl} below {worst}", report.id);
            tally.count();
        }
        // Where their strikes lie apart, one may lose its puts and another its calls at the same level.
        let all = &case.report.condor;
        let (pnl, worst) = (pnl::condors(&case.book, &world), -all.max_loss.0 - all.fees.0);
        let scale = case.report.condors.iter().map(|one| one.max_loss.0.abs() + one.fees.0).sum::<f64>();
        prop_assert!(pnl >= worst - 1e-9 * scale - 0.005, "condors together: {pnl} below {worst}");
    }
    Ok(())
}

/// From the sale on: waiting is the report's P&L, closing is what stands open today less its costs and hangs on no shock,
/// none ends outside its own least and most, and rolling pays both trades.
fn closing_rolling_and_waiting_are_of_one_trade(case: &Case, tally: &Tally) -> TestCaseResult {
    let calm = case.book.resolve_beside(&Plan { event: EventPlan::calm(3.0), ..case.plan.clone() }).map_err(failed)?;
    let (later, then) = (exits::of(&calm), exits::then(&case.book));
    for (exit, other) in exits::of(&case.book).iter().zip(&later) {
        let Some(report) = case.report.condors.iter().find(|one| one.id == exit.id) else { continue };
        let of = |exit: &Exit, way| exit.choices.iter().find(|choice| choice.way == way).cloned();
        let (Some(close), Some(wait)) = (of(exit, Leave::Close), of(exit, Leave::Wait)) else {
            return Err(failed("neither close nor wait"));
        };
        let size =
            100.0 * report.contracts * case.plan.market.spx.0 + report.max_loss.0.abs() + report.max_gain.0.abs();
        let is = |a: f64, b: f64| (a - b).abs() <= 1e-11 * size + 1e-6;
        prop_assert!(is(wait.shocked.0, report.pnl.0), "{}: {} for {}", exit.id, wait.shocked.0, report.pnl.0);
        let terms = case.plan.condor(exit.nth).unwrap();
        let trading = 4.0 * report.contracts * (terms.fee.0 + 100.0 * case.plan.exits.slippage.0);
        // Open P&L of less than half a cent is none.
        let apart = (close.shocked.0 - (report.trade.total.0 - trading)).abs();
        prop_assert!(apart <= 0.005 + 1e-11 * size, "{}: {close:?}", exit.id);
        prop_assert!(Some(&close) == of(other, Leave::Close).as_ref(), "{}: {close:?}", exit.id);
        for choice in &exit.choices {
            prop_assert!(
                choice.worst.0 <= choice.stays.0 + 1e-9 * size && choice.stays.0 <= choice.best.0 + 1e-9 * size
            );
        }
        if let Some(roll) = of(exit, Leave::Roll) {
            prop_assert!(is(roll.costs.0, 2.0 * trading), "{}: {roll:?}", exit.id);
            // Both trades slip by the time the old one is gone; the fees of the new are its own.
            let slips = 400.0 * report.contracts * case.plan.exits.slippage.0;
            let (left, closed) = (roll.realised.map_or(f64::NAN, |made| made.0), close.shocked.0);
            prop_assert!(is(left, closed - slips), "{}: {left} for {closed} less {slips}", exit.id);
        }
        let most = exit.choices.iter().map(|choice| choice.shocked.0).fold(f64::NEG_INFINITY, f64::max);
        prop_assert!(of(exit, exit.best).is_some_and(|best| best.shocked.0 == most));
        // Decided in the shock, closing has what waiting has made less the costs; kept it ends where it would have.
        let Some(there) = then.iter().find(|there| there.id == exit.id) else { continue };
        let (Some(closed), Some(kept)) = (of(there, Leave::Close), of(there, Leave::Wait)) else {
            return Err(failed("neither close nor wait in the shock"));
        };
        prop_assert!(is(closed.shocked.0, wait.shocked.0 - trading), "{}: {closed:?} {wait:?}", exit.id);
        prop_assert!(is(kept.stays.0, wait.stays.0) && is(kept.margin.0, wait.margin.0), "{}: {kept:?}", exit.id);
        prop_assert_eq!((there.gained, there.due), (exit.gained_then, exit.due_then));
        tally.count();
    }
    Ok(())
}

fn a_pool_is_never_worth_more_than_holding(case: &Case, tally: &Tally) -> TestCaseResult {
    let each = case.report.pools.iter().map(|pool| (pool.deposit.0, &pool.money));
    let all = (case.report.pools.iter().map(|pool| pool.deposit.0).sum(), &case.report.pool);
    for (deposit, pool) in each.chain([all]) {
        let (value, hodl): (f64, f64) = (pool.value_after.0, pool.hodl_after.0);
        prop_assert!(value <= hodl * (1.0 + 1e-12) + 1e-9, "{value} above {hodl}");
        // Holding is kept as a move from the deposit: where next to nothing is left of it, digits are lost.
        let digits = if hodl > 0.0 { 1e-12 + 1e-15 * deposit / hodl } else { 0.0 };
        prop_assert!(pool.impermanent_loss.0 <= digits, "{} of {hodl}, {deposit} deposited", pool.impermanent_loss.0);
        if value > 0.0 {
            tally.count();
        }
    }
    Ok(())
}

fn no_shock_changes_nothing_but_fees_and_gas(case: &Case, tally: &Tally) -> TestCaseResult {
    let plan = Plan { event: EventPlan::calm(0.0), ..case.plan.clone() };
    let calm = case.book.resolve_beside(&plan).map_err(failed)?;
    let report = assemble::report_with(&calm, &scanned(&calm));
    for condor in report.condors.iter().filter(|condor| condor.vol_offset.is_some()) {
        let start = condor.pnl.0 + condor.fees.0;
        let size = 100.0 * condor.contracts * plan.market.spx.0;
        // Where all four legs have prices of their own, it starts at what a typed credit is off them.
        let terms = plan.condor(condor.nth).unwrap();
        let open = match (terms.fill, terms.prices()) {
            // Sold on an earlier day, or settled by now, it starts at what the credit of then is off today's four prices.
            (Some(fill), _) if terms.opened > 0.0 || terms.has_expired() => {
                let price = |leg: usize| condor.legs[leg].price.0;
                fill.0 - (price(1) + price(2) - price(0) - price(3))
            }
            (Some(fill), [Some(a), Some(b), Some(c), Some(d)]) if terms.days > 0.0 => fill.0 - (b.0 + c.0 - a.0 - d.0),
            _ => 0.0,
        };
        let expected = 100.0 * condor.contracts * open;
        prop_assert!((start - expected).abs() <= 1e-12 * size, "{} starts at {start} of {size}", condor.id);
        tally.count();
    }
    for (pool, terms) in report.pools.iter().map(|pool| (pool, plan.pool(pool.nth).unwrap())) {
        let gas = if terms.deposit.0 > 0.0 { terms.gas.0 } else { 0.0 };
        let start = pool.money.pnl.0 + gas;
        prop_assert!(start.abs() <= 1e-12 * (terms.deposit.0 + gas), "{} starts at {start}", pool.id);
        tally.count();
    }
    for leg in calm.legs() {
        let start = leg.held.pnl(&calm.shock.as_set(0.0));
        match &leg.held {
            // Its costs are paid at once, and what its prices are away from parity is gained at once; a reversal has the
            // other sign and the same costs.
            Held::Conversion(conversion) => {
                let (parity, tokens) = (&conversion.parity, conversion.tokens);
                let scale = tokens.abs() * (parity.call + parity.put + parity.costs + parity.strike + parity.forward);
                let discount = (-parity.rate * parity.years).exp();
                let edge = parity.call - parity.put - (parity.forward - parity.strike) * discount;
                let expected = tokens * edge - tokens.abs() * parity.costs;
                prop_assert!((start - expected).abs() <= 1e-12 * scale, "{}: {start} for {expected}", leg.id());
            }
            _ => prop_assert_eq!(start, 0.0, "{}", leg.id()),
        }
        tally.count();
    }
    Ok(())
}

fn the_largest_pool_loses_exactly_the_budget(case: &Case, tally: &Tally) -> TestCaseResult {
    let way = |book: &Book| way::scan_to(book, book.shock.vix().0).way(book);
    let held = case.book.sized_position().is_some_and(|position| position.pool.is_some());
    if !held {
        return Ok(());
    }
    let budget = case.book.budget;
    let LargestPool::UpTo(most) = way(&case.book).allows(budget, 1.0, 1.0).largest else { return Ok(()) };
    let Some(larger) = resized(&case.plan, most.0) else { return Ok(()) };
    let full = case.quick_beside(&larger).map_err(failed)?;
    let worst = way(&full.book).worst(most.0).1.0;
    let size = budget.max(full.report.pool.pnl.0.abs()) + full.cent();
    prop_assert!((worst + budget).abs() <= 1e-6 * size, "{worst} for {budget} with {}", most.0);
    tally.count();
    Ok(())
}

fn a_larger_budget_never_shrinks_the_largest_pool(case: &Case, tally: &Tally) -> TestCaseResult {
    let Some(sized) = SizedPool::of(&case.book) else { return Ok(()) };
    let way = way::steps(&case.book, &case.book.shock, Some(&sized));
    let size = |budget: f64| limits::room(way.allows(budget, 1.0, 1.0).largest);
    let mut last = -1.0;
    for step in 0..=4 {
        let now = size(0.25 * f64::from(step) * case.plan.account.equity.0);
        prop_assert!(now >= last, "{now} after {last}");
        last = now;
    }
    tally.count();
    Ok(())
}

/// Every fault stands beside a knob or a list and says something.
fn faults_speak(error: &PlanError) -> TestCaseResult {
    prop_assert!(!error.faults.is_empty());
    for fault in &error.faults {
        let row = fault.at.row;
        let is_list = LISTS.iter().any(|list| list.id == row);
        prop_assert!(is_list || knob(row).is_some(), "no knob {row}");
        prop_assert!(!fault.text.trim().is_empty(), "{row} says nothing");
    }
    Ok(())
}

#[test]
fn ninety_five_plans_of_a_hundred_can_be_priced() {
    law([2000, 1900], 1, &any_plan(), |Drawn(plan), tally| {
        match resolve(&plan) {
            Ok(_) => tally.count(),
            Err(error) => faults_speak(&error)?,
        }
        Ok(())
    });
}

#[test]
fn every_input_of_every_holding_is_turned_by_the_plans_drawn() {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};
    let seen: RefCell<BTreeMap<(&str, usize), BTreeSet<String>>> = RefCell::default();
    let counts: RefCell<BTreeSet<(usize, usize)>> = RefCell::default();
    law([600, 0], 2, &any_plan(), |Drawn(plan), _| {
        let mut seen = seen.borrow_mut();
        for knob in KNOBS {
            for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
                seen.entry((knob.id, nth)).or_default().insert(format!("{:?}", knob.value(&plan, nth)));
            }
        }
        for text in TEXTS {
            for nth in 0..plan.count(text.kind) {
                seen.entry((text.id, nth)).or_default().insert(format!("{:?}", text.value(&plan, nth)));
            }
        }
        for list in LISTS {
            seen.entry((list.id, 0)).or_default().insert(list.text(&plan));
        }
        counts.borrow_mut().extend(Kind::ALL.map(|kind| (kind as usize, plan.count(kind))));
        Ok(())
    });
    for kind in Kind::ALL {
        let most = plans::MOST[kind as usize];
        assert!((0..=most).all(|count| counts.borrow().contains(&(kind as usize, count))), "{kind:?}");
    }
    for ((id, nth), values) in seen.take() {
        let wanted = match knob(id) {
            Some(knob) => match knob.options() {
                Some(options) => options.len(),
                None if knob.is_switch() => 2,
                None => 10,
            },
            None => 4,
        };
        assert!(values.len() >= wanted, "{id} of holding {nth} takes {} values", values.len());
    }
}

/// Every law of the table on a quarter of the plans.
fn keeps_every_law(seed: u64) {
    let tallies = LAWS.map(|_| Tally::default());
    let cases = 1500;
    law([cases, cases * 95 / 100], seed, &any_plan(), |Drawn(plan), tally| {
        match Case::new(&plan) {
            Ok(case) => {
                tally.count();
                for ((name, _, law), tally) in LAWS.iter().zip(&tallies) {
                    law(&case, tally).map_err(|broken| TestCaseError::fail(format!("{name}: {broken}")))?;
                }
            }
            Err(error) => faults_speak(&error)?,
        }
        Ok(())
    });
    let drawn = plans::config(cases, seed).cases;
    for ((name, least, _), tally) in LAWS.iter().zip(&tallies) {
        println!("{name}: {} tested", tally.tested());
        assert!(tally.tested() >= least * drawn / 1000, "{name}: {} tested of {drawn}", tally.tested());
    }
}

macro_rules! quarters {
    ($($name:ident $seed:literal),*) => {$(
        #[test]
        fn $name() {
            keeps_every_law($seed);
        }
    )*};
}

quarters!(
    every_plan_keeps_every_law_or_says_what_is_wrong_with_it 1987,
    every_plan_keeps_every_law_or_says_what_is_wrong_with_it_again 2008,
    every_plan_keeps_every_law_or_says_what_is_wrong_with_it_once_more 2018,
    every_plan_keeps_every_law_or_says_what_is_wrong_with_it_at_last 2020
);

#[test]
fn inverting_every_pair_changes_no_figure() {
    law([5000, 2500], 3, &any_plan(), |Drawn(plan), tally| {
        let mut turned = plan.clone();
        let inverted = knob("pool.inverted").unwrap();
        for nth in 0..plan.count(Kind::Pool) {
            let on = 1.0 - inverted.value(&plan, nth).unwrap();
            inverted.set(&mut turned, nth, Some(on)).unwrap();
        }
        let Ok(before) = Case::quick(&plan) else {
            prop_assert!(resolve(&turned).is_err());
            return Ok(());
        };
        let mut after = before.quick_beside(&turned).map_err(failed)?;
        for pool in &mut after.report.pools {
            pool.is_inverted = !pool.is_inverted;
        }
        if plan.count(Kind::Pool) > 0 {
            tally.count();
        }
        prop_assert!(before.report == after.report);
        Ok(())
    });
}

/// The plan as a link knows it: strikes that a rule replaces are not in a link.
fn as_linked(plan: &Plan) -> Plan {
    let mut shown = plan.clone();
    for holding in &mut shown.holdings {
        if let Terms::Condor(condor) = &mut holding.terms
            && condor.strikes_by != StrikeRule::Level
        {
            let CondorPlan { long_put, short_put, short_call, long_call, .. } = CondorPlan::default();
            *condor = CondorPlan { long_put, short_put, short_call, long_call, ..condor.clone() };
        }
    }
    shown
}

/// With VIX, SPX and tokens put somewhere, a date does to P&L what so many more or fewer days do; in an instant nothing.
#[test]
fn todays_date_moves_only_the_days_that_pass() {
    law([300, 150], 11, &any_plan(), |Drawn(mut plan), tally| {
        // Everything stands where it is put: the link, which runs over trading days, says nothing.
        let market = plan.market.clone();
        plan.event.vix.get_or_insert(market.vix);
        plan.event.spx.get_or_insert(Frac(-0.02));
        plan.event.token.get_or_insert(Frac(-0.05));
        plan = plan.undated();
        for (day, name) in
            [(10_000.0, "a day without trade or with it"), (20_785.0, "a Saturday"), (20_783.0, "Thanksgiving")]
        {
            let mut dated = plan.clone();
            knob("market.today").unwrap().set(&mut dated, 0, Some(day)).unwrap();
            let mut same = plan.clone();
            same.event.days = dated.clock().passed(plan.event.days);
            let (Ok(dated), Ok(same)) = (Book::resolve(&dated), Book::resolve(&same)) else { return Ok(()) };
            let pnl = |book: &Book| {
                let parts = pnl::of(book, &book.shock.as_set(0.0));
                [parts.condor, parts.pool, parts.hedge]
            };
            for (a, b) in pnl(&dated).into_iter().zip(pnl(&same)) {
                prop_assert!((a - b).abs() <= 1e-6 * (1.0 + a.abs()), "{name}: {a} {b}");
            }
            if plan.event.days == 0.0 {
                prop_assert_eq!(pnl(&dated), pnl(&same));
            }
        }
        tally.count();
        Ok(())
    });
}

#[test]
fn moving_on_by_a_and_by_b_is_moving_by_both_whatever_is_held() {
    law([600, 600], 12, &(any_plan(), 0..60_u16, 0..400_u16), |(Drawn(mut plan), a, b), tally| {
        let start = Day(20_785);
        plan.market.today = Some(start);
        let [first, both] = [a, a + b].map(|days| plan.moved_to(start.plus(f64::from(days))).plan);
        prop_assert_eq!(&first.moved_to(start.plus(f64::from(a + b))).plan, &both);
        // What is typed may be out of reach of fewer days; it is said then.
        let now = Book::resolve(&plan);
        if let (Ok(_), Err(error)) = (&now, Book::resolve(&first)) {
            faults_speak(&error)?;
        }
        tally.count();
        Ok(())
    });
}

/// What the page moves on is the plan as it was traded: it is the same book today, and may be written down as often as one
/// likes on the way.
#[test]
fn as_it_was_traded_a_plan_is_the_same_book_and_moves_by_a_and_by_b_as_by_both() {
    let (moved, fitted, priced) = (Cell::new(0), Cell::new(0), Cell::new(0));
    law([300, 240], 23, &(any_plan(), 1..20_u16, 1..60_u16), |(Drawn(mut plan), a, b), tally| {
        let start = Day(20_785);
        plan.market.today = Some(start);
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let written = as_traded::of(&book);
        let same = Book::resolve(&written).map_err(|fault| failed(format!("{fault:?}")))?;
        let of = |book: &Book| [book.today.clone(), book.shock.as_set(0.0)].map(|world| pnl::condors(book, &world));
        // A fit ends within a hundredth of a cent a condor.
        let close = 0.01 + 1e-4 * plan.condors_sold() + 1e-7 * of(&book)[1].abs();
        prop_assert!(
            of(&book).iter().zip(of(&same)).all(|(a, b)| (a - b).abs() < close),
            "{:?} {:?}",
            of(&book),
            of(&same)
        );
        fitted.set(fitted.get() + i32::from(book.condors().any(|condor| condor.offset.0 != 0.0)));
        tally.count();
        let to = |plan: &Plan, days: u16| {
            Book::resolve(plan).map(|book| as_traded::moved(&book, start.plus(f64::from(days))).plan)
        };
        if let Ok(Ok(twice)) = to(&plan, a).map(|first| to(&first, a + b)) {
            let once = to(&plan, a + b).map_err(|fault| failed(format!("{fault:?}")))?;
            let prices = |plan: &Plan| -> Vec<[Option<Points>; 4]> {
                (0..plan.count(Kind::Condor)).filter_map(|nth| Some(plan.condor(nth)?.prices())).collect()
            };
            // A leg's price has six digits after the point on each day, and none where it is below a cent.
            for (a, b) in prices(&once).into_iter().flatten().zip(prices(&twice).into_iter().flatten()) {
                let apart = a.zip(b).map_or(0.0, |(a, b)| (a.0 - b.0).abs());
                prop_assert!(apart < 1e-4, "{a:?} {b:?}");
                priced.set(priced.get() + i32::from(a.is_some() && b.is_some()));
            }
            let bare = |mut plan: Plan| {
                let each = 0..plan.count(Kind::Condor);
                each.for_each(|nth| plan.condor_mut(nth).into_iter().for_each(|one| one.set_prices([None; 4])));
                plan
            };
            prop_assert_eq!(bare(twice), bare(once));
            moved.set(moved.get() + 1);
        }
        Ok(())
    });
    let counts = [moved.get(), fitted.get(), priced.get()];
    assert!(counts[0] > 150 && counts[1] > 15 && counts[2] > 8, "{counts:?}");
}

#[test]
fn a_link_brings_the_plan_back_exactly() {
    law([10_000, 10_000], 4, &any_plan(), |Drawn(plan), tally| {
        let link = url::fragment(&plan);
        let opened = url::parse(&link).map_err(|wrong| failed(wrong.text))?;
        prop_assert!(opened.unknown.is_empty() && opened.absent.is_empty());
        prop_assert_eq!(&opened.plan, &as_linked(&plan));
        prop_assert_eq!(url::fragment(&opened.plan), link);
        tally.count();
        Ok(())
    });
}

#[test]
fn json_and_a_file_bring_the_plan_back_exactly() {
    law([10_000, 10_000], 5, &any_plan(), |Drawn(plan), tally| {
        let text = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Plan>(&text).unwrap(), &plan);
        let opened = file::open(&file::text(&plan)).map_err(|wrong| failed(wrong.text))?;
        prop_assert_eq!(opened.unknown, Vec::<String>::new());
        prop_assert_eq!(opened.plan, plan);
        tally.count();
        Ok(())
    });
}

#[test]
fn undo_takes_back_a_commit_and_redo_brings_it_again() {
    law([1000, 1000], 6, &(any_plan(), any_plan()), |(Drawn(before), Drawn(after)), tally| {
        let mut history = History::new(before.clone());
        history.preview(after.clone());
        history.commit();
        history.undo();
        prop_assert_eq!(history.present(), &before);
        history.redo();
        prop_assert_eq!(history.present(), &after);
        tally.count();
        Ok(())
    });
}

/// The plan with every holding named, so that taking one away renames none.
fn named(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for (i, holding) in plan.holdings.iter_mut().enumerate() {
        holding.name = format!("Holding {i}");
    }
    plan
}

/// The plan without the holdings that are off, and the numbers of pools that it gives written legs and sizing.
fn without_what_is_off(plan: &Plan) -> Plan {
    let kept: Vec<usize> = (0..plan.count(Kind::Pool)).filter(|nth| plan.is_on(Kind::Pool, *nth)).collect();
    let mut less = plan.clone();
    less.holdings.retain(|holding| holding.on);
    renumber(&mut less, &|old| kept.iter().position(|nth| *nth == old));
    less
}

/// Gives every number of a pool its new one; what was written on a pool that is gone is written on none.
fn renumber(plan: &mut Plan, new: &dyn Fn(usize) -> Option<usize>) {
    let number = |old: f64| new(old as usize - 1).map(|nth| nth as f64 + 1.0);
    for holding in &mut plan.holdings {
        match &mut holding.terms {
            Terms::Strip(strip) => strip.pool = number(strip.pool).unwrap_or(100.0),
            Terms::Conversion(conversion) => conversion.pool = number(conversion.pool).unwrap_or(100.0),
            _ => {}
        }
    }
    plan.sizing.pool = plan.sizing.pool.and_then(number);
}

/// A report without what only says which holding of its kind something is.
fn without_places(report: &Report) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(strip),
            Value::Object(fields) => {
                for name in ["id", "nth", "at", "sized_pool"] {
                    fields.remove(name);
                }
                fields.values_mut().for_each(strip);
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(report).unwrap();
    strip(&mut value);
    value
}

#[test]
fn what_is_off_counts_as_if_it_were_not_there() {
    law([3000, 1200], 7, &any_plan(), |Drawn(plan), tally| {
        let plan = named(&plan);
        let less = without_what_is_off(&plan);
        let Ok(off) = Case::quick(&plan) else {
            prop_assert!(resolve(&less).is_err());
            return Ok(());
        };
        let gone = off.quick_beside(&less).map_err(failed)?;
        if plan.holdings.iter().any(|holding| !holding.on) {
            tally.count();
        }
        prop_assert_eq!(without_places(&off.report), without_places(&gone.report));
        Ok(())
    });
}

#[test]
fn what_is_off_may_hold_anything_that_can_be_typed() {
    law([1000, 400], 8, &any_plan(), |Drawn(plan), tally| {
        let mut odd = plan.clone();
        for holding in odd.holdings.iter_mut().filter(|holding| !holding.on) {
            match &mut holding.terms {
                Terms::Pool(pool) => (pool.low, pool.high) = (pool.high, pool.low),
                Terms::Condor(condor) => {
                    condor.strikes_by = StrikeRule::Level;
                    std::mem::swap(&mut condor.long_put, &mut condor.long_call);
                }
                _ => {}
            }
        }
        let Ok(before) = Case::quick(&plan) else {
            prop_assert!(resolve(&odd).is_err());
            return Ok(());
        };
        prop_assert_eq!(before.quick_beside(&odd).map_err(failed)?.report, before.report);
        tally.count();
        Ok(())
    });
}

/// The plan with the holdings of every kind in another order: number `i` becomes `i + by` of its kind's circle.
fn turned_round(plan: &Plan, by: usize) -> Plan {
    let mut turned = plan.clone();
    for (kind, nth, holding) in plan.each() {
        let place = plan.place(kind, (nth + by) % plan.count(kind)).unwrap();
        turned.holdings[place] = holding.clone();
    }
    let count = plan.count(Kind::Pool);
    renumber(&mut turned, &|old| Some(if old < count { (old + by) % count } else { old }));
    turned.sizing.pool = plan.sized_pool().map(|nth| ((nth + by) % count) as f64 + 1.0);
    let layers = plan.count(Kind::Layer);
    let bands = turned.hedge_rules.bands.iter_mut().zip(&plan.hedge_rules.bands);
    for (band, before) in bands.filter(|(_, before)| layers > 0 && !before.own.is_empty()) {
        let own = (0..layers).map(|nth| before.own((nth + layers - by % layers) % layers));
        band.own = own.collect();
    }
    turned
}

/// Every figure and sentence of every view, but for Learn, whose claims are tried on the first of a kind. Of two layers
/// that a solver's answer may as well use, it uses the first.
fn every_view(plan: &Plan) -> Result<Value, TestCaseError> {
    let book = resolve(plan).map_err(failed)?;
    let mut whole = serde_json::to_value(json::whole(&book)).unwrap();
    whole["views"]["learn"] = Value::Null;
    for question in whole["views"]["hedge"]["solvers"]["questions"].as_array_mut().unwrap() {
        for found in question["rows"].as_array_mut().unwrap().iter_mut().filter_map(|row| row["found"].get_mut("Ok")) {
            (found["changes"], found["strikes"]) = (Value::Null, Value::Null);
        }
    }
    Ok(whole)
}

/// With holdings that keep their names.
fn every_view_is_alike(plan: &Plan, by: usize) -> TestCaseResult {
    let mut plan = named(plan);
    plan.sizing.pool = plan.sized_pool().map(|nth| nth as f64 + 1.0);
    // Of layers of the same days, profits and cuts begin with the first.
    for nth in 0..plan.count(Kind::Layer) {
        let layer = plan.layer_mut(nth).unwrap();
        layer.days = layer.days.min(490.0) + 0.25 * nth as f64;
    }
    let (mut before, after) = (every_view(&plan)?, every_view(&turned_round(&plan, by))?);
    alike::renamed(&plan, by, &mut before);
    let apart = alike::differences(&before, &after);
    prop_assert!(apart.is_empty(), "turned by {by}: {:#?}", apart);
    Ok(())
}

#[test]
fn the_order_within_a_kind_changes_no_figure() {
    let wholes = Tally::default();
    law([1500, 600], 9, &any_plan(), |Drawn(plan), tally| {
        let most = Kind::ALL.map(|kind| plan.count(kind)).into_iter().max().unwrap_or(0);
        if most < 2 {
            return Ok(());
        }
        let Ok(first) = Case::new(&plan) else { return Ok(()) };
        for by in 1..most {
            let second = first.beside(&turned_round(&plan, by)).map_err(failed)?;
            let scale = first.report.holdings.iter().map(|one| one.pnl.0.abs() + one.outlay.0.abs()).sum::<f64>();
            let figures = |report: &Report| {
                let (c, p) = (&report.combined, &report.pool);
                let most = match c.largest_pool {
                    Some(LargestPool::UpTo(most)) => most.0,
                    Some(LargestPool::Unlimited) => -1.0,
                    Some(LargestPool::None) | None => 0.0,
                };
                [
                    c.pnl,
                    c.band[0],
                    c.band[1],
                    c.worst_pnl,
                    Usd(most),
                    report.condor.pnl,
                    report.hedge.pnl,
                    report.hedge.outlay,
                    p.pnl,
                    p.fees,
                    p.gas,
                    p.value_after,
                    p.hodl_after,
                    p.lvr,
                    p.delta,
                ]
                .map(|usd| usd.0)
            };
            let (before, after) = (figures(&first.report), figures(&second.report));
            for (i, (a, b)) in before.into_iter().zip(after).enumerate() {
                // The largest pool divides by a slope, which may be small.
                let room = if i == 4 { 1e-6 * a.abs() + 0.01 } else { 1e-11 * scale + 1e-6 };
                prop_assert!((a - b).abs() <= room, "figure {i}: {a} and {b}, turned by {by}");
            }
            let gone = [&first, &second].map(|case| case.report.combined.budget_gone_at.map(|vix| vix.0));
            let is_near = matches!(gone, [Some(a), Some(b)] if (a - b).abs() < 1e-5) || gone == [None, None];
            prop_assert!(is_near, "{gone:?}");
            tally.count();
        }
        // Thousands of prices each: one plan in twenty, by its link.
        if url::fragment(&plan).len().is_multiple_of(20) {
            every_view_is_alike(&plan, 1)?;
            wholes.count();
        }
        Ok(())
    });
    println!("every view: {} tested", wholes.tested());
    assert!(wholes.tested() >= plans::config(1500, 9).cases / 30, "every view: {} tested", wholes.tested());
}

#[test]
fn a_book_with_nothing_in_it_says_so_and_has_finite_figures() {
    law([200, 400], 10, &any_plan(), |Drawn(plan), tally| {
        let none = Plan { holdings: Vec::new(), ..plan.clone() };
        let mut off = plan;
        off.holdings.iter_mut().for_each(|holding| holding.on = false);
        for plan in [none, off] {
            let Ok(case) = Case::new(&plan) else { return Ok(()) };
            let report = &case.report;
            finite(report)?;
            every_curve_is_finite(&case, &Tally::default())?;
            prop_assert_eq!(report.combined.pnl.0, 0.0);
            prop_assert_eq!([report.condor.pnl.0, report.pool.pnl.0, report.hedge.pnl.0], [0.0; 3]);
            prop_assert_eq!(report.combined.band.map(|usd| usd.0), [0.0; 2]);
            prop_assert_eq!(report.combined.largest_pool, None);
            prop_assert!(report.holdings.is_empty() && report.condors.is_empty() && report.pools.is_empty());
            prop_assert_eq!(report.parts.len(), 1);
            let says = report.verdict.to_lowercase();
            prop_assert!(says.contains("nothing") || says.contains("no holding"), "{says}");
            tally.count();
        }
        Ok(())
    });
}

/// A plan of this many holdings, of every kind in turn.
fn many(count: usize) -> Plan {
    let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
    for i in 0..count {
        let kind = Kind::ALL[i % Kind::ALL.len()];
        let nth = plan.count(kind);
        assert!(plan.add_fresh(kind));
        if let Some(condor) = plan.condor_mut(nth).filter(|_| kind == Kind::Condor) {
            condor.days += 7.0 * nth as f64;
        }
        if let Some(pool) = plan.pool_mut(nth).filter(|_| kind == Kind::Pool) {
            pool.low -= 10.0 * nth as f64;
        }
        if let Some(strip) = plan.strip_mut(nth).filter(|_| kind == Kind::Strip) {
            strip.pool = nth as f64 + 1.0;
        }
    }
    plan
}

#[test]
fn plans_of_twenty_and_of_a_hundred_holdings_are_priced_and_come_back() {
    for count in [20, MOST] {
        let plan = many(count);
        assert_eq!(plan.holdings.len(), count);
        let case = Case::new(&plan).unwrap();
        assert_eq!(case.report.holdings.len(), count);
        for (name, _, law) in LAWS {
            law(&case, &Tally::default()).unwrap_or_else(|broken| panic!("{count} holdings: {name}: {broken}"));
        }
        let link = url::fragment(&plan);
        assert!(link.len() < url::LONGEST, "{}", link.len());
        assert_eq!(url::parse(&link).unwrap().plan, plan);
        assert_eq!(file::open(&file::text(&plan)).unwrap().plan, plan);
        assert_eq!(evaluate(&plan).unwrap(), case.report);
    }
}

/// Stretches rise and lie apart on both axes, chances are chances, and nobody stays longer than he is inside.
fn the_corridor_keeps_its_word(book: &Book) -> TestCaseResult {
    let weeks = corridor::of(book);
    finite(&weeks)?;
    let apart = |gains: &[[Option<f64>; 2]]| {
        let ends: Vec<f64> = gains.iter().flatten().flatten().copied().collect();
        ends.windows(2).all(|pair| pair[0] <= pair[1])
    };
    for week in &weeks {
        let on_token =
            [&week.token_gains, &week.unhedged.token_gains].map(|gains| gains.as_deref().unwrap_or_default());
        prop_assert!(apart(&week.gains) && apart(&week.unhedged.gains), "{week:?}");
        prop_assert!(on_token.iter().all(|gains| apart(gains)), "{week:?}");
    }
    for of in [|week: &corridor::Week| week.chance, |week: &corridor::Week| week.unhedged.chance] {
        let mut least = 1.0;
        for chance in weeks.iter().map(of) {
            prop_assert!((0.0..=1.0).contains(&chance.inside) && chance.stayed >= 0.0, "{chance:?}");
            prop_assert!(chance.stayed <= chance.inside && chance.stayed <= least, "{chance:?} after {least}");
            prop_assert!(chance.error < 1e-4, "{chance:?}");
            least = chance.stayed;
        }
    }
    Ok(())
}

/// The risk of every plan is finite, weighs to one, and its frontier loses the budget.
fn the_risk_keeps_its_word(book: &Book) -> TestCaseResult {
    let outcomes = Arc::new(cvar::outcomes(book));
    let weight: f64 = outcomes.all.iter().map(|outcome| outcome.weight).sum();
    prop_assert!((weight - 1.0).abs() < 1e-9, "weights sum to {weight}");
    let [var, cvar] = outcomes.tail(outcomes.held);
    prop_assert!(cvar.0 >= var.0 - 1e-9 * var.0.abs(), "{cvar:?} below {var:?}");
    let risk = risk::of(book, &outcomes, None);
    finite(&risk)?;
    let report = assemble::report_with(book, &scanned(book));
    let test = second_engine_check::of(
        book,
        &report,
        &risk,
        size::ledger(book, &Arc::new(way::scan(book)), &outcomes).as_ref(),
    );
    finite(&test.gates)?;
    for answer in [&risk.answer, &risk.cvar.answer, &risk.cash_answer, &test.answer] {
        prop_assert!(answer.ends_with('.'), "{answer}");
    }
    // A liquidation is a jump: there the loss leaps over the budget.
    if book.positions().any(|position| position.loan.principal.0 > 0.0) {
        return Ok(());
    }
    let shock = &book.shock;
    for row in &risk.frontier.rows {
        for edge in &row.edges {
            let world = shock.world(row.vix, edge.ln_1p(), 0.0);
            let there = pnl::of(book, &world);
            // Large legs that all but cancel leave the digits of the large ones.
            let size = book.budget + book.entries.iter().map(|entry| entry.held.pnl(&world).abs()).sum::<f64>();
            let gap = there.combined() + book.budget;
            prop_assert!(gap.abs() <= 1e-6 * size + 1e-6, "VIX {}, SPX {edge}: {gap} of {size}", row.vix.0);
        }
    }
    if let Some(fall) = risk.frontier.crypto.filter(|fall| fall.0 < 0.0) {
        let gap = frontier::crypto_pnl(book, fall.0) + book.budget;
        prop_assert!(gap.abs() <= 1e-6 * (book.budget + risk.frontier.crypto_worst.abs()), "crypto {}: {gap}", fall.0);
    }
    Ok(())
}

/// Few of the plans: each has some twenty thousand prices.
#[test]
fn the_risk_of_every_plan_keeps_its_word() {
    law([160, 150], 11, &any_plan(), |Drawn(plan), tally| {
        if let Ok(book) = resolve(&plan) {
            the_risk_keeps_its_word(&book)?;
            tally.count();
        }
        Ok(())
    });
}
