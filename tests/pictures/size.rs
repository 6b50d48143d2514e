//! Pictures of the size: the waterfall and the sensitivities, wide and narrow.

use second_engine::simulation::cvar;
use second_engine::views::size;
use second_engine::views::size::sensitivity;
use std::sync::Arc;

use second_engine::book::{Book, way};
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::plan::Plan;
use second_engine::units::Frac;
use second_engine::views::size::SizeTab;
use second_engine::views::size::sensitivities_chart;
use second_engine::views::size::sensitivities_chart::SensitivitiesView;
use second_engine::views::size::sensitivity::Panel;
use second_engine::views::size::waterfall_chart;
use second_engine::views::size::waterfall_chart::WaterfallView;

use crate::check;

/// Fees that beat the hurdle, a big top and an alarm.
fn sized(change: impl FnOnce(&mut Plan)) -> (SizeTab, Vec<Panel>) {
    let mut plan = Plan::default();
    plan.pool_mut(0).expect("a pool").fee_apr = Frac(0.085);
    change(&mut plan);
    let book = Book::resolve(&plan).expect("a plan");
    let ledger =
        size::ledger(&book, &Arc::new(way::scan(&book)), &Arc::new(cvar::outcomes(&book))).expect("a position");
    (size::report(&book, &ledger), sensitivity::of(&book, &ledger))
}

fn fall_of(tab: &SizeTab, (width, height): (f64, f64)) -> Scene {
    waterfall_chart::scene(&WaterfallView { fall: &tab.waterfall, pinned: None, held: tab.held.0, width, height })
}

fn panels_of(panels: &[Panel], (width, height): (f64, f64)) -> Scene {
    sensitivities_chart::scene(&SensitivitiesView { panels, pinned: &[], held: 30_000.0, width, height })
}

#[test]
fn the_waterfall() {
    let (tab, _) = sized(|plan| (plan.sizing.big_top, plan.sizing.correlation_alarm) = (Some(true), Some(true)));
    check("waterfall-wide-light", &fall_of(&tab, (760.0, 460.0)), Palette::Light);
    let (poor, _) = sized(|plan| plan.pool_mut(0).expect("a pool").fee_apr = Frac(0.06));
    check("waterfall-phone-dark", &fall_of(&poor, (358.0, 440.0)), Palette::Dark);
}

#[test]
fn the_size_against_four_inputs() {
    let (_, panels) = sized(|_| ());
    check("sensitivities-wide-light", &panels_of(&panels, (1000.0, 236.0)), Palette::Light);
    check("sensitivities-phone-dark", &panels_of(&panels, (358.0, 420.0)), Palette::Dark);
}

#[test]
fn no_room_for_the_size_draws_nothing_and_does_not_fail() {
    let (tab, panels) = sized(|_| ());
    for size in [(0.0, 0.0), (60.0, 20.0), (f64::NAN, f64::INFINITY)] {
        let _ = fall_of(&tab, size);
        let _ = panels_of(&panels, size);
        let _ = panels_of(&[], (400.0, 300.0));
    }
}

#[test]
fn what_the_size_depends_on_is_told_in_words() {
    let (tab, panels) = sized(|_| ());
    assert_eq!(waterfall_chart::headline(&tab.waterfall), "$26,803 after every rule: the stress cap binds");
    assert!(sensitivities_chart::headline(&panels).starts_with("Severity moves the answer most: by up to $38,0"));
    let (_, still) = sized(|plan| plan.pool_mut(0).expect("a pool").fee_apr = Frac(0.0));
    assert_eq!(
        sensitivities_chart::headline(&still),
        "VIX from 17 up, severity, token beta and correlation stress leave the answer at $0: the baseline binds"
    );
    let (head, rows) = waterfall_chart::table(&tab.waterfall, None);
    assert_eq!((head.len(), rows.len()), (5, 13));
    let bound: Vec<_> = rows.iter().filter(|row| row[4] == "binds").map(|row| row[0].as_str()).collect();
    assert_eq!(bound, ["Stress cap"]);
}
