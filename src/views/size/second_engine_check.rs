//! Second-engine check: is the pool a second engine in this shock, how much of a steward holds this book, may new condors open.

use crate::book::convexity;
use crate::simulation::correlation_map;
use serde::Serialize;

use crate::book::Book;
use crate::holdings::pool::year;
use crate::sizing::checks::Check;
use crate::sizing::checks::second_engine;
use crate::sizing::checks::second_engine::second_engine;
use crate::sizing::checks::steward_score;
use crate::sizing::checks::steward_score::steward_score;
use crate::sizing::ledger::SizedPosition;
use crate::sizing::rules::{ad_divergence, big_top, correlation_shift};
use crate::sizing::{Effect, RULES, RuleKind, dollars};
use crate::units::Usd;
use crate::views::engines::Engines;
use crate::views::gate::{self, GateReport};
use crate::views::report::Report;
use crate::views::size::risk::RiskMap;

/// What moves with the slider.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EngineTest {
    /// The second-engine test in one sentence.
    pub answer: String,
    /// Its three questions.
    pub second: [Check; 3],
    /// Whether all hold; `None` where the book has no pool, no condor, or one of them never moves while the rest holds.
    pub passes: Option<bool>,
    /// The seven of the steward's score; `None` where nothing can be sized.
    pub steward: Option<[Check; 7]>,
    /// How many hold.
    pub score: usize,
    /// Of how many that can be tested.
    pub score_of: usize,
    /// The VIX gate in one sentence.
    pub gate_answer: String,
    /// The gate now and in the shock.
    pub gates: [GateReport; 2],
}

/// The tests of this shock on a risk map of this book or of one that differs in where VIX ends.
pub fn of(book: &Book, report: &Report, risk: &RiskMap, ledger: Option<&SizedPosition>) -> EngineTest {
    let shock = book.shock.calm(book.shock.event.days);
    let vix = book.shock.vix();
    let year_carry =
        book.positions().filter_map(|position| Some(Usd(year::income(position, position.pool.as_ref()?).net)));
    let second = second_engine(&second_engine::Inputs {
        correlation: correlation_map::correlation_at(book, &risk.grid, &shock, vix),
        pool_loss: book.has_pool().then_some(Usd(-report.pool.pnl.0)),
        condors: Engines::of(book).condors,
        year_carry: year_carry.sum(),
        book_loss: book.holds_anything().then_some(Usd(-report.combined.worst_on_way.0)),
        budget: report.combined.budget,
    });
    let passes = passes(&second, book);
    let steward = ledger.map(|ledger| steward_score(&steward_inputs(book, risk, ledger)));
    let gates = gate::of(book);
    EngineTest {
        answer: answer(&second, book),
        passes,
        score: steward.iter().flatten().filter(|check| check.holds == Some(true)).count(),
        score_of: steward.iter().flatten().filter(|check| check.holds.is_some()).count(),
        gate_answer: gate::answer(&gates[0], book.has_condor()),
        second,
        steward,
        gates,
    }
}

fn steward_inputs(book: &Book, risk: &RiskMap, ledger: &SizedPosition) -> steward_score::Inputs {
    let shocked = ledger.shocked(book);
    let case = ledger.case(&shocked, &ledger.as_is());
    let (plan, rules) = (case.plan, &case.plan.rules);
    let caps =
        RULES.iter().filter(|rule| rule.kind == RuleKind::Cap).filter_map(|rule| match rule.effect_in(&case, rules) {
            Effect::Cap(cap) => dollars(cap),
            _ => None,
        });
    let signals = [
        (plan.ad_divergence, rules.ad_divergence, ad_divergence::RULE.label),
        (plan.big_top, rules.big_top, big_top::RULE.label),
        (plan.correlation_alarm, rules.correlation, correlation_shift::RULE.label),
    ];
    steward_score::Inputs {
        // Of the book as it is held, as in the pool's view; the rule asks it of the size that the rules allow.
        quick_ratio: if ledger.held > 0.0 { shocked.tightest(ledger.held, 1.0) } else { case.quick_ratio },
        quick_at: Usd(if ledger.held > 0.0 { ledger.held } else { case.deposit }),
        cvar: risk.cvar.cvar,
        budget: Usd(case.budget),
        convexity: held_convexity(book),
        irr: case.irr.ok().map(|irr| irr.annual),
        hurdle: case.hurdle.rate,
        held: Usd(ledger.held),
        cap: caps.reduce(f64::min).map(Usd),
        ignored: signals
            .iter()
            .filter(|(rings, follows, _)| *rings == Some(true) && !follows)
            .map(|one| one.2)
            .collect(),
        unset: signals.iter().filter(|(rings, ..)| rings.is_none()).map(|one| one.2).collect(),
        failed: case.failed.to_vec(),
        unvetted: case.unvetted.to_vec(),
    }
}

/// The convexity meter of each leg that is held.
fn held_convexity(book: &Book) -> Vec<(String, bool)> {
    let held = book.legs().map(|leg| leg.held.quantity() != 0.0);
    let meters = convexity::of(book);
    meters.into_iter().zip(held).filter(|pair| pair.1).map(|(meter, _)| (meter.name, meter.protects)).collect()
}

/// One that fails decides; without it all three must hold.
fn passes(second: &[Check; 3], book: &Book) -> Option<bool> {
    if !book.has_pool() || !book.has_condor() {
        return None;
    }
    let all: Option<Vec<bool>> = second.iter().map(|check| check.holds).collect();
    if second.iter().any(|check| check.holds == Some(false)) { Some(false) } else { all.map(|_| true) }
}

fn answer(second: &[Check; 3], book: &Book) -> String {
    if !book.has_pool() {
        return "No pool, no second engine: nothing to test.".into();
    }
    if !book.has_condor() {
        return "No condor, no first engine: nothing to test.".into();
    }
    let engines = Engines::of(book);
    let (several, condors) = (engines.pools > 1, engines.condors > 1);
    let (pools, fall, their, they) = if several {
        ("the pools are", "they fall", "their", "they fail")
    } else {
        ("the pool is", "it falls", "its", "it fails")
    };
    let (passes, it) = if several { ("they pass", "the pools") } else { ("it passes", "the pool") };
    let (condor, whose) = if condors { ("condors", "condors'") } else { ("condor", "condor's") };
    let reasons = [
        format!("{fall} with the {condor}"),
        format!("a year's carry does not pay {their} loss"),
        "the book breaks its budget".to_string(),
    ];
    let fails: Vec<String> =
        second.iter().zip(reasons).filter(|(check, _)| check.holds == Some(false)).map(|(_, reason)| reason).collect();
    match fails.as_slice() {
        [] if second.iter().any(|check| check.holds.is_none()) => {
            format!(
                "In this shock nothing speaks against it, but whether {pools} a second engine cannot be tested: the {condor} or {it} never moves."
            )
        }
        [] => format!("In this shock {pools} a second engine: {passes} all three."),
        [_, _, _] => format!("In this shock {pools} the {whose} loss once more: {they} all three."),
        _ => format!("In this shock {pools} no second engine: {}.", fails.join(" and ")),
    }
}
