//! Laws that hold for every plan: each knob is turned at random, so a knob is covered the day it is born.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseResult};
use second_engine::book::by_date::{DAYS, DatePart, Later};
use second_engine::book::curves::PayoffAxis;
use second_engine::book::limits::{LargestPool, ReverseStress};
use second_engine::book::resolve::Book;
use second_engine::market::surface::Shape;
use second_engine::plan::fault::PlanError;
use second_engine::plan::history::History;
use second_engine::plan::knobs::{Access, KNOBS, Knob, LISTS, Unit, knob};
use second_engine::plan::{CondorPlan, Plan, ShockPlan, StrikeRule, file, url};
use second_engine::units::{Points, Usd};
use second_engine::views::report::Report;
use serde_json::Value;

/// The same plans every time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look further.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    let fixed = if given.rng_seed == RngSeed::Random { RngSeed::Fixed(1987) } else { given.rng_seed };
    let cases = if given.cases == 256 { 10_000 } else { given.cases };
    ProptestConfig { cases, rng_seed: fixed, failure_persistence: None, ..given }
}

/// A plan that a failing law prints as its link.
#[derive(Clone)]
struct Drawn(Plan);

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&url::fragment(&self.0))
    }
}

/// Two draws a knob: where in its range it goes, and whether it is linked or leaves the slider's window.
type Draw = (f64, f64);

/// Puts a knob where the draw says: half of the linked ones empty, most inside the slider's window, some at an end.
fn turn(knob: &Knob, plan: &mut Plan, (place, how): Draw) {
    let value = match knob.access {
        Access::Choice(options, ..) => Some((place * options.len() as f64).floor()),
        Access::Switch(..) => Some((place * 2.0).floor()),
        Access::Linked(..) if how < 0.5 => None,
        _ => Some(within(knob, plan, place, how)),
    };
    knob.set(plan, value).expect(knob.id);
}

fn within(knob: &Knob, plan: &Plan, place: f64, how: f64) -> f64 {
    let [least, most, _] = knob.range;
    let window = if how > 0.95 { None } else { knob.window.map(|window| window(plan)) };
    let [low, high] = window.map_or([least, most], |ends| ends.map(|x| x.clamp(least, most)));
    let place = ((place - 0.02) / 0.96).clamp(0.0, 1.0);
    let x = if knob.is_log { (low.ln() + place * (high.ln() - low.ln())).exp() } else { low + place * (high - low) };
    let x = if knob.unit == Unit::Count { x.round() } else { x };
    x.clamp(low, high)
}

/// A list of up to four rows, empty half the time.
fn any_rows() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let rows = prop::collection::vec((0.5..90.0f64, 0.0..1.0f64), 1..5);
    prop_oneof![Just(Vec::new()), rows]
}

/// Any plan that the page can make. Three in four are put in order, so that most can be priced.
fn any_plan() -> impl Strategy<Value = Drawn> {
    let draws = prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), KNOBS.len());
    let lists = prop::collection::vec(any_rows(), LISTS.len());
    (draws, lists, 0.0..1.0f64).prop_map(|(draws, lists, order)| {
        let mut plan = Plan::default();
        for (knob, draw) in KNOBS.iter().zip(draws) {
            turn(knob, &mut plan, draw);
        }
        for (list, steps) in LISTS.iter().zip(lists) {
            let [low, high] = list.range;
            // Futures and moves as they are seen, in a corner of what may be typed.
            let high = low + 0.2 * (high - low);
            let mut day = 0.0;
            let rows: Vec<(f64, f64)> = steps
                .iter()
                .map(|(gap, share)| {
                    day += gap;
                    (day, low + share * share * (high - low))
                })
                .collect();
            list.check(&rows).expect(list.id);
            (list.set)(&mut plan, &rows);
        }
        if order < 0.75 {
            in_order(&mut plan);
        }
        Drawn(plan)
    })
}

/// Strikes and bounds rise, total variance does too, and the wings are small enough to be free of butterflies.
fn in_order(plan: &mut Plan) {
    let market = &mut plan.market;
    let mut last: (f64, f64) = (30.0, market.vix.0);
    market.vix9d = market.vix9d.map(|level| Points(level.0.min(0.999 * market.vix.0 * (30.0f64 / 9.0).sqrt())));
    for (days, node) in [(93.0, &mut market.vix3m), (184.0, &mut market.vix6m)] {
        if let Some(level) = node {
            level.0 = level.0.max(1.001 * last.1 * (last.0 / days).sqrt());
            last = (days, level.0);
        }
    }
    let shape = |wing| Shape { rho: plan.market.skew, eta: wing, gamma: plan.market.decay };
    while !shape(plan.market.wing).is_free_of_butterflies() && plan.market.wing > 0.25 {
        plan.market.wing *= 0.8;
    }
    let condor = &mut plan.condor;
    let mut strikes = [condor.long_put, condor.short_put, condor.short_call, condor.long_call].map(|k| k.0);
    strikes.sort_by(f64::total_cmp);
    [condor.long_put, condor.short_put, condor.short_call, condor.long_call] = strikes.map(Points);
    let rules = &mut plan.hedge_rules;
    let mut edges = rules.edges();
    edges.sort_by(f64::total_cmp);
    [rules.low_edge, rules.middle_edge, rules.high_edge] = edges.map(Points);
    let (low, high) = (plan.pool.low, plan.pool.high);
    (plan.pool.low, plan.pool.high) = (low.min(high), low.max(high));
}

/// Stands in for the reverse stress, which costs more than all the rest, where no law reads it.
const UNSTRESSED: ReverseStress = ReverseStress { gone_at: None, worst: Points(0.0), worst_pnl: 0.0 };

/// A plan with everything that is computed from it once.
struct Case {
    plan: Plan,
    book: Book,
    report: Report,
}

impl Case {
    fn new(plan: &Plan) -> Result<Case, PlanError> {
        let book = Book::resolve(plan)?;
        Ok(Case { plan: plan.clone(), report: book.report(), book })
    }

    /// Without the reverse stress.
    fn quick(plan: &Plan) -> Result<Case, PlanError> {
        let book = Book::resolve(plan)?;
        Ok(Case { plan: plan.clone(), report: book.report_with(UNSTRESSED), book })
    }

    fn part(&self, id: &str) -> f64 {
        self.report.parts.iter().find(|part| part.id == id).map(|part| part.usd.0).expect(id)
    }

    /// Half a cent, or what a double holds of figures this large.
    fn cent(&self) -> f64 {
        let largest = self.report.parts.iter().map(|part| part.usd.0.abs()).fold(0.0, f64::max);
        0.005f64.max(1e-13 * largest)
    }
}

type Law = fn(&Case) -> TestCaseResult;

/// Laws that one evaluation is enough for: a new one is a row.
const LAWS: [(&str, Law); 8] = [
    ("every figure is finite", every_figure_is_finite),
    ("every curve is finite", every_curve_is_finite),
    ("parts sum to the combined book to the cent", parts_sum_to_the_combined_book),
    ("a settled condor loses no more than its wing and fees", a_settled_condor_loses_its_wing_at_most),
    ("a pool is never worth more than holding", a_pool_is_never_worth_more_than_holding),
    ("no shock changes nothing but fees and gas", no_shock_changes_nothing_but_fees_and_gas),
    ("the largest pool loses exactly the budget", the_largest_pool_loses_exactly_the_budget),
    ("a larger budget never shrinks the largest pool", a_larger_budget_never_shrinks_the_largest_pool),
];

/// Where JSON may say `null`: what is not defined for some plans. Anywhere else it stands for NaN or infinity.
const OPTIONAL: [&str; 23] = [
    "condor.vol_offset",
    "condor.return_on_risk",
    "pool.range",
    "hedge.layers.carry",
    "hedge.layers.wing",
    "hedge.others.carry",
    "hedge.coverage",
    "combined.budget_gone_at",
    // The hedge's tab.
    "cost",
    "coverage",
    "efficiency",
    "legs.days",
    "legs.carry_day",
    "legs.carry_year",
    "legs.per_dollar",
    "explosions.rows.cut",
    "explosions.median_cut",
    "explosions.mean_cut",
    "map.cells.wings.correlation",
    "cvar.correlation",
    "frontier.crypto",
    "corridor.gains",
    "cash.ends.price",
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

fn every_figure_is_finite(case: &Case) -> TestCaseResult {
    finite(&case.report)
}

fn every_curve_is_finite(case: &Case) -> TestCaseResult {
    finite(&case.book.payoff(&case.book.payoff_places(PayoffAxis::Spx, 5), None).points)?;
    finite(&case.book.payoff(&case.book.payoff_places(PayoffAxis::Vix, 4), None).points)?;
    finite(&case.book.heat(3, 3))?;
    finite(&case.book.payoff(&case.book.payoff_places(PayoffAxis::Token, 4), None).points)?;
    for part in [DatePart::Book, DatePart::Condor, DatePart::Pool, DatePart::Hedge] {
        finite(&case.book.dates(&DAYS, part, Later::Linked).rows)?;
        finite(&case.book.dates(&DAYS, part, Later::Held).rows)?;
    }
    finite(&case.book.hedge_tab(&case.report))?;
    // Twenty-two explosions and sixty levels a leg cost more than all the rest: one plan in five.
    if (case.plan.market.spx.0 as u64).is_multiple_of(5) {
        finite(&case.book.hedge_range())?;
        tame(&case.book.hedge_replay())?;
        tame(&case.book.hedge_solvers())?;
        tame(&case.book.conversion())
    } else {
        Ok(())
    }
}

fn parts_sum_to_the_combined_book(case: &Case) -> TestCaseResult {
    let room = case.cent();
    for group in ["condor", "pool", "hedge"] {
        let is_line = |id: &str| id.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
        let sum: f64 = case.report.parts.iter().filter(|part| is_line(part.id)).map(|part| part.usd.0).sum();
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
    let pool = &report.pool;
    let kept = pool.value_after.0 - case.book.position.deposit.0 - pool.value_change.0;
    prop_assert!(
        kept.abs() < room + 1e-13 * pool.value_after.0,
        "the pool's value changes by {kept} more than it says"
    );
    let sum = case.part("condor") + case.part("pool") + case.part("hedge");
    prop_assert!((sum - case.part("combined")).abs() < room, "{sum} for {}", case.part("combined"));
    Ok(())
}

fn a_settled_condor_loses_its_wing_at_most(case: &Case) -> TestCaseResult {
    let late = case.book.shock_over(case.book.expiry_days());
    let condor = &case.report.condor;
    let worst = -condor.max_loss.0 - condor.fees.0;
    for scenario in [late.as_set(0.0), late.on_link(Points(9.0), 0.0), late.on_link(Points(150.0), 0.0)] {
        let pnl = case.book.condor_pnl(&scenario);
        prop_assert!(pnl >= worst - 1e-9 * worst.abs() - 0.005, "{pnl} below {worst}");
    }
    Ok(())
}

fn a_pool_is_never_worth_more_than_holding(case: &Case) -> TestCaseResult {
    let pool = &case.report.pool;
    let (value, hodl) = (pool.value_after.0, pool.hodl_after.0);
    prop_assert!(value <= hodl * (1.0 + 1e-12) + 1e-9, "{value} above {hodl}");
    prop_assert!(pool.impermanent_loss.0 <= 1e-12, "{}", pool.impermanent_loss.0);
    Ok(())
}

fn no_shock_changes_nothing_but_fees_and_gas(case: &Case) -> TestCaseResult {
    let ShockPlan { severity, correlation, band, beta_spx, beta_vix, .. } = case.plan.shock;
    let untouched = ShockPlan { vix: None, days: 0.0, ..ShockPlan::default() };
    let shock = ShockPlan { severity, correlation, band, beta_spx, beta_vix, ..untouched };
    let plan = Plan { shock, ..case.plan.clone() };
    let calm = case.book.resolve_beside(&plan).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let report = calm.report_with(UNSTRESSED);
    if report.condor.vol_offset.is_some() {
        let start = report.condor.pnl.0 + report.condor.fees.0;
        let size = 100.0 * plan.condor.contracts * plan.market.spx.0;
        prop_assert!(start.abs() <= 1e-12 * size, "the condor starts at {start} of {size}");
    }
    let gas = if plan.pool.deposit.0 > 0.0 { plan.pool.gas.0 } else { 0.0 };
    let start = report.pool.pnl.0 + gas;
    prop_assert!(start.abs() <= 1e-12 * (plan.pool.deposit.0 + gas), "the pool starts at {start}");
    prop_assert_eq!(report.hedge.pnl.0, 0.0);
    Ok(())
}

fn the_largest_pool_loses_exactly_the_budget(case: &Case) -> TestCaseResult {
    let LargestPool::UpTo(most) = case.report.combined.largest_pool else { return Ok(()) };
    let mut larger = case.plan.clone();
    if knob("pool.deposit").unwrap().set(&mut larger, Some(most.0)).is_err() {
        return Ok(());
    }
    // A larger position borrows and insures in proportion; where none is held, to one of $1,000 without a loan.
    let held = case.plan.pool.deposit.0;
    let growth = most.0 / if held > 0.0 { held } else { 1000.0 };
    larger.pool.loan.0 *= if held > 0.0 { growth } else { 0.0 };
    larger.pool.cover_limit = larger.pool.cover_limit.map(|limit| Usd(limit.0 * growth));
    if KNOBS.iter().any(|knob| knob.value(&larger).is_some_and(|x| knob.check(x).is_err())) {
        return Ok(());
    }
    let full = Case::quick(&larger).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let (pnl, budget) = (full.report.combined.pnl.0, case.book.budget);
    let size = budget.max(full.report.pool.pnl.0.abs()) + full.cent();
    prop_assert!((pnl + budget).abs() <= 1e-6 * size, "{pnl} for {budget} with {}", most.0);
    Ok(())
}

fn a_larger_budget_never_shrinks_the_largest_pool(case: &Case) -> TestCaseResult {
    let first = case.book.pool_pnl(&case.book.shock, &case.book.shock.as_set(0.0));
    let other = case.report.condor.pnl.0 + case.report.hedge.pnl.0;
    let mut book = case.book.clone();
    let mut size = |budget: f64| {
        book.budget = budget;
        match book.largest_first(other, &first) {
            LargestPool::None => 0.0,
            LargestPool::UpTo(most) => most.0,
            LargestPool::Unlimited => f64::INFINITY,
        }
    };
    let mut last = 0.0;
    for step in 0..=4 {
        let now = size(0.25 * f64::from(step) * case.plan.account.equity.0);
        prop_assert!(now >= last, "{now} after {last}");
        last = now;
    }
    Ok(())
}

/// Every fault stands beside a knob or a list and says something.
fn faults_speak(error: &PlanError) -> TestCaseResult {
    prop_assert!(!error.faults.is_empty());
    for fault in &error.faults {
        let is_list = LISTS.iter().any(|list| list.id == fault.at.row);
        prop_assert!(is_list || knob(fault.at.row).is_some(), "no knob {}", fault.at.row);
        prop_assert!(!fault.text.trim().is_empty(), "{} says nothing", fault.at.row);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_plan_keeps_every_law_or_says_what_is_wrong_with_it(Drawn(plan) in any_plan()) {
        match Case::new(&plan) {
            Ok(case) => {
                for (name, law) in LAWS {
                    law(&case).map_err(|broken| TestCaseError::fail(format!("{name}: {broken}")))?;
                }
            }
            Err(error) => faults_speak(&error)?,
        }
    }

    #[test]
    fn inverting_the_pair_changes_no_figure(Drawn(plan) in any_plan()) {
        let mut turned = plan.clone();
        let other = if plan.pool.inverted { 0.0 } else { 1.0 };
        knob("pool.inverted").unwrap().set(&mut turned, Some(other)).unwrap();
        match (Case::quick(&plan), Case::quick(&turned)) {
            (Ok(before), Ok(after)) => prop_assert!(before.report == after.report),
            (before, after) => prop_assert_eq!(before.is_ok(), after.is_ok()),
        }
    }

    #[test]
    fn a_link_brings_the_plan_back_exactly(Drawn(plan) in any_plan()) {
        let opened = url::parse(&url::fragment(&plan)).map_err(|wrong| TestCaseError::fail(wrong.text))?;
        prop_assert!(opened.unknown.is_empty());
        // Strikes that a rule replaces are not in a link.
        let mut shown = plan.clone();
        if plan.condor.strikes_by != StrikeRule::Level {
            let CondorPlan { long_put, short_put, short_call, long_call, .. } = CondorPlan::default();
            shown.condor = CondorPlan { long_put, short_put, short_call, long_call, ..plan.condor };
        }
        prop_assert_eq!(opened.plan, shown);
    }

    #[test]
    fn json_and_a_file_bring_the_plan_back_exactly(Drawn(plan) in any_plan()) {
        let text = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Plan>(&text).unwrap(), &plan);
        let opened = file::open(&file::text(&plan)).map_err(|wrong| TestCaseError::fail(wrong.text))?;
        prop_assert_eq!(opened.plan, plan);
    }

    #[test]
    fn undo_takes_back_a_commit_and_redo_brings_it_again(Drawn(before) in any_plan(), Drawn(after) in any_plan()) {
        let mut history = History::new(before.clone());
        history.preview(after.clone());
        history.commit();
        history.undo();
        prop_assert_eq!(history.present(), &before);
        history.redo();
        prop_assert_eq!(history.present(), &after);
    }
}

/// The risk of every plan is finite, weighs to one, and its frontier loses the budget.
fn the_risk_keeps_its_word(book: &Book) -> TestCaseResult {
    let outcomes = Arc::new(book.outcomes());
    let weight: f64 = outcomes.all.iter().map(|outcome| outcome.weight).sum();
    prop_assert!((weight - 1.0).abs() < 1e-9, "weights sum to {weight}");
    let [var, cvar] = outcomes.tail(outcomes.held);
    prop_assert!(cvar.0 >= var.0 - 1e-9 * var.0.abs(), "{cvar:?} below {var:?}");
    let risk = book.risk_map(&outcomes, None);
    finite(&risk)?;
    let test = book.engine_test(&book.report_with(UNSTRESSED), &risk, book.size_ledger(&outcomes).as_ref());
    finite(&test.gates)?;
    for answer in [&risk.answer, &risk.cvar.answer, &risk.frontier_answer, &risk.cash_answer, &test.answer] {
        prop_assert!(answer.ends_with('.'), "{answer}");
    }
    // A liquidation is a jump: there the loss leaps over the budget.
    if book.positions().any(|position| position.loan.principal.0 > 0.0) {
        return Ok(());
    }
    let shock = &book.shock;
    for row in &risk.frontier.rows {
        for edge in &row.edges {
            let x = edge.ln_1p();
            let there = book.pnl(shock, &shock.scenario(row.vix, x, shock.token_return(row.vix, x, 0.0)));
            let size = book.budget + there.condor.abs() + there.pool.abs() + there.hedge.abs();
            let gap = there.combined() + book.budget;
            prop_assert!(gap.abs() <= 1e-6 * size, "VIX {}, SPX {edge}: {gap} of {size}", row.vix.0);
        }
    }
    if let Some(fall) = risk.frontier.crypto.filter(|fall| fall.0 < 0.0) {
        let gap = book.crypto_pnl(fall.0) + book.budget;
        prop_assert!(gap.abs() <= 1e-6 * (book.budget + risk.frontier.crypto_worst.abs()), "crypto {}: {gap}", fall.0);
    }
    Ok(())
}

/// A sixtieth of the plans: each has some twenty thousand prices.
fn few() -> ProptestConfig {
    ProptestConfig { cases: (config().cases / 60).max(1), ..config() }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn the_risk_of_every_plan_keeps_its_word(Drawn(plan) in any_plan()) {
        if let Ok(book) = Book::resolve(&plan) {
            the_risk_keeps_its_word(&book)?;
        }
    }
}
