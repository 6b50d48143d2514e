//! At expiry: whatever shows a place at the last expiry says the same for it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use std::cell::Cell;

use plans::{Drawn, any_plan, law};
use proptest::prelude::*;
use second_engine::book::by_date::{self, DatePart, Later};
use second_engine::book::curves::PayoffAxis;
use second_engine::book::{Book, corridor, landscape, pnl};
use second_engine::plan::{EventDay, EventPlan, Plan};
use second_engine::units::day::Day;
use second_engine::units::{Frac, Points, Years};

/// One place has one value at expiry, whoever shows it: model book 10.
#[test]
fn at_expiry_chart_table_and_corridor_agree_on_every_plan() {
    const CENT: f64 = 0.01;
    let (places, zeros) = (Cell::new(0), Cell::new(0));
    law([60, 50], 20, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        tally.count();
        let last = landscape::expiry_days(&book);
        let late = book.shock.over(last);
        let near = |a: f64, b: f64| (a - b).abs() <= CENT + 1e-9 * a.abs().max(b.abs());
        let linked = by_date::of(&book, &[0.0, 7.0], DatePart::Book, Later::Linked);
        let held = by_date::of(&book, &[0.0, 7.0], DatePart::Book, Later::Held);
        for (row, still) in linked.rows.iter().zip(&held.rows) {
            let on_spx = landscape::payoff_at(&book, PayoffAxis::Spx, row.spx);
            prop_assert!(near(row.pnl[linked.expiry_column], on_spx.expiry), "{row:?} {}", on_spx.expiry);
            // The same place on the VIX axis: where the link has this SPX at the shock's date.
            let is_linked = plan.event.spx.is_none();
            let on_vix = landscape::payoff_at(&book, PayoffAxis::Vix, row.vix);
            if is_linked && (on_vix.spx - row.spx).abs() < 1e-6 * row.spx {
                prop_assert!(near(row.pnl[linked.expiry_column], on_vix.expiry), "{row:?} {}", on_vix.expiry);
                places.set(places.get() + 1);
            }
            // Held: VIX and every token where the row has them on the shock's day.
            let (vix, x) = (Points(row.vix), (row.spx / book.market.spx.0).ln());
            let mut world = late.still(vix, x);
            world.returns = book.shock.world(vix, x, 0.0).returns;
            world.token = late.token_price.0 * world.log_return(Some(0)).exp();
            let there = pnl::of(&book, &world).combined();
            prop_assert!(near(still.pnl[held.expiry_column], there), "{still:?} {there}");
        }
        // The shock's own mark on every axis is its row.
        let row = linked.rows.iter().find(|row| row.is_shock);
        for axis in [PayoffAxis::Spx, PayoffAxis::Vix, PayoffAxis::Token] {
            let chart = landscape::payoff(&book, &landscape::payoff_places(&book, axis, 5), None);
            prop_assert!(row.is_some_and(|row| near(row.pnl[linked.expiry_column], chart.shock.expiry)));
        }
        // Where the corridor ends with the last condor, the dashed curve is zero.
        let week = corridor::of(&book).pop().filter(|week| (week.days - last).abs() < 1e-9 && plan.event.spx.is_none());
        for zero in week.iter().flat_map(|week| &week.break_evens) {
            let there = landscape::payoff_at(&book, PayoffAxis::Spx, zero.spx.0).expiry;
            let x = (zero.spx.0 / book.market.spx.0).ln();
            let parts = pnl::of(&book, &late.world(late.vix_for(x), x, 0.0));
            let scale = parts.condor.abs() + parts.pool.abs() + parts.hedge.abs();
            prop_assert!(there.abs() <= CENT + 1e-9 * scale, "{zero:?} {there} of {scale}");
            zeros.set(zeros.get() + 1);
        }
        Ok(())
    });
    let (places, zeros) = (places.get(), zeros.get());
    assert!(places > 100 && zeros > 25, "{places} places on both axes, {zeros} zeros of the corridor");
}

/// A plan with a date ages by New York's calendar: model book 12.
#[test]
fn with_a_date_a_weekend_passes_with_the_monday_behind_it() {
    // Friday 8 January 2027; the condor is of Tuesday 12 January, CPI of the Monday before it.
    let mut plan = Plan::default();
    plan.market.today = Day::iso("2027-01-08");
    plan.condor_mut(0).unwrap().days = 4.0;
    plan.market.events = vec![EventDay { days: 3.0, size: Frac(0.008), surprise: 1.0, ..EventDay::default() }];
    let after = |plan: &Plan, days: f64| {
        let book = Book::resolve(&Plan { event: EventPlan { days, ..EventPlan::default() }, ..plan.clone() }).unwrap();
        let world = book.shock.as_set(0.0);
        let left = Years::left(book.condors().next().unwrap().days, world.days).calendar_days();
        (left, book.shock.event.surprise, book.shock.link().spx_return(Points(30.0)))
    };
    // Monday, the day itself, the day after.
    assert_eq!([1.0, 2.0, 3.0].map(|days| after(&plan, days).0), [1.0, 0.0, 0.0]);
    assert_eq!([0.0, 1.0].map(|days| after(&plan, days).1), [0.0, 1.0]);
    // Without a date two trading days are 2.9 calendar days, and the event is still ahead after two.
    let bare = plan.undated();
    assert!((after(&bare, 2.0).0 - (4.0 - 2.0 * 365.0 / 252.0)).abs() < 1e-12);
    assert_eq!([2.0, 3.0].map(|days| after(&bare, days).1), [0.0, 1.0]);
    // The link runs over trading days either way.
    assert_eq!([1.0, 2.0].map(|days| after(&plan, days).2), [1.0, 2.0].map(|days| after(&bare, days).2));
}
