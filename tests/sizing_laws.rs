//! Laws of the pool's size: whatever the plan, rules only take away, and the size they leave keeps their promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use std::sync::Arc;

use plans::{Drawn, any_plan, is_written_on_the_sized_pool, law, resized};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use second_engine::book::{Book, pnl, way};
use second_engine::plan::knobs::knob;
use second_engine::plan::sizing::RuleSwitches;
use second_engine::plan::{Plan, url};
use second_engine::simulation::cvar::{self, Nodes};
use second_engine::sizing::ledger::SizedPosition;
use second_engine::sizing::{Effect, Kind, RULES, dollars, size};
use second_engine::units::{Frac, Usd};
use second_engine::views;

/// The book and its ledger, where the plan resolves and has something to size.
fn sized(plan: &Plan) -> Option<(Book, SizedPosition)> {
    let book = Book::resolve(plan).ok()?;
    let ledger = views::size::ledger(&book, &Arc::new(way::scan(&book)), &Arc::new(cvar::outcomes(&book)))?;
    Some((book, ledger))
}

/// Every switch, as the knobs turn it.
fn switched(rules: RuleSwitches, id: &str, on: bool) -> RuleSwitches {
    let mut plan = Plan::default();
    plan.sizing.rules = rules;
    knob(id).unwrap().set(&mut plan, 0, Some(f64::from(u8::from(on)))).unwrap();
    plan.sizing.rules
}

/// Where the tab may say `null`: what is not defined for some plans.
const OPTIONAL: [&str; 4] = ["irr", "distance", "after", "of_budget"];

#[test]
fn the_size_is_finite_and_keeps_every_rule_that_is_on() {
    law([300, 180], 2018, &any_plan(), |Drawn(plan), tally| {
        let Some((book, ledger)) = sized(&plan) else { return Ok(()) };
        let shocked = ledger.shocked(&book);
        let case = ledger.case(&shocked, &ledger.as_is());
        let tab = views::size::report(&book, &ledger);
        let answer = tab.waterfall.size.0;
        prop_assert!(answer.is_finite() && answer >= 0.0, "{answer}");
        prop_assert!(answer <= 0.25 * ledger.risk_capital * (1.0 + 1e-12));
        for rule in RULES.iter().filter(|rule| rule.kind == Kind::Cap) {
            let Effect::Cap(cap) = rule.effect_in(&case, &plan.sizing.rules) else { panic!("{} is no cap", rule.id) };
            prop_assert!(dollars(cap).is_none_or(|most| answer <= most && most.is_finite()), "{}", rule.id);
        }
        let text = serde_json::to_string(&tab).unwrap();
        prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        // A number that is not finite is null in JSON.
        let bare = OPTIONAL.iter().fold(text, |text, name| text.replace(&format!("\"{name}\":null"), ""));
        prop_assert!(!bare.contains("null"), "{bare}");
        prop_assert!(!tab.answer.is_empty() && !tab.actions.is_empty());
        tally.count();
        Ok(())
    });
}

#[test]
fn a_stricter_rule_never_makes_it_larger() {
    law([300, 120], 2019, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let Some(ledger) = SizedPosition::alone(&book) else { return Ok(()) };
        let shocked = ledger.shocked(&book);
        let case = ledger.case(&shocked, &ledger.as_is());
        for rule in RULES {
            let [off, on] = [false, true].map(|on| size(&case, &switched(plan.sizing.rules, rule.id, on)).usd);
            prop_assert!(on <= off, "{}: {on} over {off}", rule.id);
            if on < off {
                tally.count();
            }
        }
        Ok(())
    });
}

#[test]
fn a_larger_budget_never_makes_it_smaller() {
    law([200, 120], 2020, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let outcomes = Arc::new(cvar::outcomes(&book));
        let mut last = 0.0;
        for share in [0.0, 0.01, 0.05, 0.3, 1.0] {
            let mut plan = plan.clone();
            plan.account.loss_budget = Frac(share);
            let book = book.resolve_beside(&plan).unwrap();
            let scan = Arc::new(way::scan_to(&book, book.shock.vix().0));
            let Some(ledger) = views::size::ledger(&book, &scan, &outcomes) else { return Ok(()) };
            let now = size(&ledger.case(&ledger.shocked(&book), &ledger.as_is()), &plan.sizing.rules).usd;
            prop_assert!(now >= last * (1.0 - 1e-9), "{now} after {last} at {share}");
            last = now;
        }
        tally.count();
        Ok(())
    });
}

#[test]
fn at_the_stress_cap_the_worst_of_the_way_costs_the_whole_budget() {
    law([1500, 200], 2021, &any_plan(), |Drawn(mut plan), tally| {
        plan.sizing.rules = RuleSwitches { stress: true, ..RuleSwitches::PROMOTER };
        // A shock in which a pool loses, and a budget that leaves it some room.
        (plan.event.crypto, plan.event.token) = (Frac(-0.4), None);
        plan.event.peg = Usd(plan.event.peg.0.min(0.95));
        plan.account.risk_share = Frac(1.0);
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let Some(sized_one) = book.sized_position() else { return Ok(()) };
        let world = book.shock.as_set(0.0);
        let lost = sized_one.pnl(&world).total() - pnl::of(&book, &world).combined();
        let gas = sized_one.gas.0 * world.gas_multiple;
        let room = gas + 0.02 * plan.account.equity.0;
        plan.account.loss_budget = Frac(((lost + room) / plan.account.equity.0).clamp(0.0, 1.0));
        let Ok(book) = book.resolve_beside(&plan) else { return Ok(()) };
        // What is written on the sized pool grows with it: the hedge is not held.
        if book.sized_position().is_none_or(|position| position.pool.is_none()) || is_written_on_the_sized_pool(&book) {
            return Ok(());
        }
        // CVaR is off, so few outcomes do.
        let few = cvar::outcomes_at(&book, Nodes { spx: 2, token: 2, ..Nodes::HOUSE });
        let scan = way::scan_to(&book, book.shock.vix().0);
        let Some(ledger) = views::size::ledger(&book, &Arc::new(scan), &Arc::new(few)) else { return Ok(()) };
        let tab = views::size::report(&book, &ledger);
        if tab.waterfall.binding != "sizing.rule.stress" || tab.waterfall.size.0 <= 0.0 || ledger.held <= 0.0 {
            return Ok(());
        }
        // The whole book again, from a plan with that much in the pool.
        let Some(full) = resized(&plan, tab.waterfall.size.0) else { return Ok(()) };
        let book = book.resolve_beside(&full).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let pnl = pnl::of(&book, &book.shock.as_set(0.0));
        let worst = way::scan_to(&book, book.shock.vix().0).way(&book).worst(tab.waterfall.size.0).1.0;
        let scale = ledger.budget + pnl.condor.abs() + pnl.hedge.abs() + pnl.pool.abs();
        let link = url::fragment(&full);
        prop_assert!((worst + ledger.budget).abs() <= 1e-6 * scale, "{worst} for {}: {link}", ledger.budget);
        tally.count();
        Ok(())
    });
}

#[test]
fn the_answer_is_the_same_whatever_is_held() {
    law([900, 110], 2023, &any_plan(), |Drawn(mut plan), tally| {
        let Some(nth) = plan.sized_pool() else { return Ok(()) };
        // A loan is a part of the terms, and legs on the pool grow with it: both change the book.
        plan.pool_mut(nth).unwrap().loan = Usd(0.0);
        // Most drawn books allow nothing: by their hurdle, their vetting, their budget.
        plan.sizing.rules.hurdle = false;
        plan.sizing.rules.vetting = false;
        plan.account.loss_budget = Frac(0.2 + 0.8 * plan.account.loss_budget.0);
        let Ok(beside) = Book::resolve(&plan) else { return Ok(()) };
        let mut answer = |deposit: f64| {
            plan.pool_mut(nth).unwrap().deposit = Usd(deposit);
            let book = beside.resolve_beside(&plan).ok().filter(|book| !is_written_on_the_sized_pool(book))?;
            let ledger = SizedPosition::alone(&book)?;
            Some(views::size::report(&book, &ledger).waterfall.size.0)
        };
        let Some(of_one) = answer(1000.0) else { return Ok(()) };
        for deposit in [0.0, 30_000.0, 250_000.0] {
            let Some(now) = answer(deposit) else { continue };
            // Rounds towards the size end where one changes it by a millionth; many such may be left.
            prop_assert!((now - of_one).abs() <= 1e-4 * of_one + 0.01, "{now} with {deposit}, {of_one} with 1000");
        }
        // Nothing is nothing whatever is held.
        if of_one > 0.0 {
            tally.count();
        }
        Ok(())
    });
}

#[test]
fn more_vix_never_allows_more() {
    law([200, 100], 2024, &any_plan(), |Drawn(mut plan), tally| {
        // Everything follows VIX: what is held by hand grows along its own way, which ends elsewhere.
        plan.event = second_engine::plan::EventPlan::calm(plan.event.days);
        let now = plan.market.vix.0;
        plan.event.vix = Some(plan.market.vix);
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        if book.sized_position().is_none() {
            return Ok(());
        }
        let scan = Arc::new(way::scan(&book));
        let (mut last, mut careful) = (f64::INFINITY, f64::INFINITY);
        for i in 0..40 {
            plan.event.vix = Some(second_engine::units::Points(now * (150.0 / now).powf(f64::from(i) / 39.0)));
            let book = book.resolve_beside(&plan).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let room = second_engine::book::limits::room(scan.way(&book).allows(book.budget, 1.0, 1.0).largest);
            prop_assert!(room <= last * (1.0 + 1e-4), "{room} after {last} at {:?}", plan.event.vix);
            last = room.max(0.0);
            // The careful figure looks at 64 places of its own way, others for every end.
            if i % 13 == 0 {
                let allowed = second_engine::book::limits::room(way::careful(&book, &scan).largest);
                let capital = plan.account.risk_capital().0;
                let room = if room >= capital { f64::INFINITY } else { room };
                let said = format!("careful {allowed} after {careful}, {room} at {:?}", plan.event.vix);
                prop_assert!(
                    allowed <= careful * (1.0 + 3e-3) && allowed <= room.max(0.0) * (1.0 + 1e-4) + 1e-6,
                    "{said}"
                );
                careful = allowed.max(0.0);
            }
            // One that never allows anything tells nothing.
            if i == 0 && last > 0.0 {
                tally.count();
            }
        }
        Ok(())
    });
}

#[test]
fn which_pool_is_sized_is_the_plans_choice_and_the_others_are_held() {
    law([200, 60], 2022, &any_plan(), |Drawn(plan), tally| {
        let on: Vec<usize> = (0..plan.count(second_engine::plan::holding::Kind::Pool))
            .filter(|nth| plan.is_on(second_engine::plan::holding::Kind::Pool, *nth))
            .collect();
        if on.len() < 2 {
            return Ok(());
        }
        let Ok(beside) = Book::resolve(&plan) else { return Ok(()) };
        for nth in &on {
            let mut plan = plan.clone();
            plan.sizing.pool = Some(*nth as f64 + 1.0);
            let Ok(book) = beside.resolve_beside(&plan) else { continue };
            let Some(ledger) = SizedPosition::alone(&book) else { continue };
            let terms = plan.pool(*nth).unwrap();
            prop_assert_eq!(ledger.held, terms.deposit.0);
            let tab = views::size::report(&book, &ledger);
            if ledger.held > 0.0 {
                // With what is held in it, the book is the book.
                let there = ledger.shocked(&book).end.combined(ledger.held);
                let pnl = pnl::of(&book, &book.shock.as_set(0.0));
                let scale = pnl.condor.abs() + pnl.hedge.abs() + pnl.pool.abs() + terms.deposit.0 + 1.0;
                prop_assert!((there - pnl.combined()).abs() <= 1e-9 * scale, "{there} for {}", pnl.combined());
                prop_assert_eq!(tab.held.0, terms.deposit.0);
                tally.count();
            }
        }
        Ok(())
    });
}

#[test]
fn what_a_lever_asks_for_does_allow_the_full_weight() {
    let mut plan = Plan::default();
    plan.pool_mut(0).unwrap().fee_apr = Frac(0.12);
    let (book, ledger) = sized(&plan).unwrap();
    let levers = views::size::levers(&book, &ledger);
    let budget = levers.levers.iter().find(|lever| lever.label == "Loss budget").unwrap();
    let needed: f64 = budget.needed.as_ref().unwrap().split('\u{202f}').next().unwrap().parse().unwrap();
    // It is printed to a tenth of a point.
    for (share, does) in [(needed + 0.05, true), (needed - 0.06, false)] {
        let mut plan = plan.clone();
        plan.account.loss_budget = Frac(share / 100.0);
        let (book, ledger) = sized(&plan).unwrap();
        let full = views::size::report(&book, &ledger).waterfall.size.0 >= 62_500.0 * (1.0 - 1e-9);
        assert_eq!(full, does, "{share} of {needed}");
    }
}
