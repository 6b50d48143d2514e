//! Walk: laws of today's condors walked through the explosions by the exit rules and held, over any plan.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use std::cell::Cell;

use plans::{Drawn, any_plan, law};
use proptest::prelude::*;
use second_engine::book::Book;
use second_engine::book::exits;
use second_engine::book::walk::{self, End, Ended};
use second_engine::holdings::condor::Condor;
use second_engine::plan::Plan;
use second_engine::shock::closes;
use second_engine::shock::explosions::explosion;
use second_engine::units::Frac;

/// SPX at a close so many trading days after the day of an explosion's lowest VIX close, moved as it was from today's.
fn spx_at(book: &Book, id: &str, day: usize) -> f64 {
    let around = closes::around(explosion(id).unwrap()).unwrap();
    let moved = |day: usize| 1.0 + around.spx[around.low + day].unwrap();
    book.market.spx.0 * moved(day) / moved(0)
}

/// What a condor settled at this level has made.
fn settled(condor: &Condor, spx: f64) -> f64 {
    let [k1, k2, k3, k4] = condor.strikes;
    let pays = (k2 - spx).max(0.0) - (k1 - spx).max(0.0) + (spx - k3).max(0.0) - (spx - k4).max(0.0);
    100.0 * condor.contracts * (condor.credit - pays) - 4.0 * condor.contracts * condor.fee
}

/// A book under other rules, further than a person may type them: profit, stop, days.
fn ruled(mut book: Book, [profit, stop, days]: [f64; 3]) -> Book {
    (book.plan.exits.profit, book.plan.exits.stop, book.plan.exits.days) = (Frac(profit), stop, days);
    book
}

#[test]
fn a_walk_is_the_sum_of_its_trades_and_what_expires_pays_intrinsic_at_that_close() {
    let (left_early, expired, several) = (Cell::new(0), Cell::new(0), Cell::new(0));
    law([90, 55], 31, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let condors: Vec<&Condor> = book.live_condors().collect();
        let rows = walk::of(&book);
        prop_assert_eq!(rows.is_empty(), condors.is_empty());
        if rows.is_empty() {
            return Ok(());
        }
        tally.count();
        several.set(several.get() + usize::from(condors.len() > 1));
        for row in &rows {
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 + 1e-11 * (a.abs() + b.abs());
            let sum = |ends: &[Ended]| ends.iter().map(|end| end.pnl.0).sum::<f64>();
            prop_assert_eq!((row.by_rule.len(), row.held.len()), (condors.len(), condors.len()));
            prop_assert!(near(row.rule.0, sum(&row.by_rule)) && near(row.wait.0, sum(&row.held)), "{row:?}");
            for (condor, (rule, held)) in condors.iter().zip(row.by_rule.iter().zip(&row.held)) {
                match rule.how {
                    // Nothing was due: it is the same trade.
                    End::Expired | End::Marked => prop_assert_eq!(rule, held),
                    End::Profit | End::Stop | End::Days => {
                        prop_assert!(rule.day <= held.day, "{rule:?} {held:?}");
                        left_early.set(left_early.get() + 1);
                    }
                }
                if held.how == End::Expired {
                    let wanted = settled(condor, spx_at(&book, row.id, held.day));
                    prop_assert!(near(held.pnl.0, wanted), "{} {held:?} {wanted}", row.name);
                    // On the first close with nothing of it left.
                    let left = |day: usize| condor.days - book.shock.clock.calendar_days(day as f64);
                    prop_assert!(left(held.day) < 1e-9, "{held:?}");
                    prop_assert!(held.day == 0 || left(held.day - 1) > 0.0, "{held:?} {}", condor.days);
                    expired.set(expired.get() + 1);
                }
            }
        }
        Ok(())
    });
    let counts = [left_early.get(), expired.get(), several.get()];
    assert!(counts[0] > 500 && counts[1] > 500 && counts[2] > 8, "{counts:?}");
}

#[test]
fn without_rules_both_sides_of_a_walk_are_the_same_trades() {
    let walked = Cell::new(0);
    law([40, 20], 32, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let book = ruled(book, [1.0, f64::INFINITY, 0.0]);
        for row in walk::of(&book) {
            prop_assert_eq!(&row.by_rule, &row.held);
            prop_assert_eq!(row.rule, row.wait);
            walked.set(walked.get() + 1);
        }
        if book.condors().any(|condor| condor.contracts > 0.0) {
            tally.count();
        }
        Ok(())
    });
    assert!(walked.get() >= 20 * 22, "{}", walked.get());
}

/// A condor that a rule takes out on its first day has paid what closing it costs.
#[test]
fn closing_today_costs_fees_and_slippage_of_every_leg() {
    let mut plan = Plan::default();
    // Sold with more days left than the rule leaves it.
    plan.condor_mut(0).unwrap().opened = 400.0;
    let book = ruled(Book::resolve(&plan).unwrap(), [1.0, f64::INFINITY, 400.0]);
    let costs: f64 = book.condors().map(|condor| exits::cost(condor, &book.plan.exits) + condor.fees().0).sum();
    for row in walk::of(&book) {
        assert!(row.by_rule.iter().all(|end| (end.how, end.day) == (End::Days, 0)), "{row:?}");
        assert!((row.rule.0 + costs).abs() < 1e-6, "{row:?} {costs}");
    }
}
