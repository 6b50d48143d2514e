//! The opening book's risk: correlation map, frontier, corridor.

use second_engine::book::setup::Setup;
use second_engine::charts::correlation_map::{self, CorrelationView};
use second_engine::charts::corridor::{self, CorridorView};
use second_engine::charts::frontier::{self, FrontierView};
use second_engine::charts::palette::Palette;
use second_engine::charts::scene::Scene;
use second_engine::plan::Plan;
use second_engine::report::Report;
use second_engine::report::risk_tab::RiskMap;

use crate::check;

fn of(change: impl FnOnce(&mut Plan)) -> (Setup, Report, RiskMap) {
    let mut plan = Plan::default();
    change(&mut plan);
    let setup = Setup::resolve(&plan).expect("a plan");
    let report = setup.report();
    let risk = setup.risk_map(&setup.outcomes(), report.combined.budget_gone_at);
    (setup, report, risk)
}

fn map_of(risk: &RiskMap, wing: usize, (width, height): (f64, f64)) -> Scene {
    correlation_map::scene(&CorrelationView { map: &risk.map, wing, days: risk.cvar.days, width, height })
}

fn frontier_of(risk: &RiskMap, report: &Report, (width, height): (f64, f64)) -> Scene {
    frontier::scene(&FrontierView { frontier: &risk.frontier, report, width, height })
}

fn corridor_of(setup: &Setup, risk: &RiskMap, (width, height): (f64, f64)) -> Scene {
    let [_, put, call, _] = setup.condor.strikes;
    let (weeks, spx) = (&risk.corridor, setup.market.spx.0);
    corridor::scene(&CorridorView { weeks, spx, shorts: [put, call], width, height })
}

#[test]
fn correlation_by_vix_and_horizon() {
    let (.., risk) = of(|_| ());
    check("correlation-wide-light", &map_of(&risk, 0, (560.0, 360.0)), Palette::Light);
    check("correlation-put-light", &map_of(&risk, 1, (560.0, 360.0)), Palette::Light);
    check("correlation-phone-dark", &map_of(&risk, 0, (358.0, 340.0)), Palette::Dark);
}

#[test]
fn where_the_budget_breaks() {
    let (_, report, risk) = of(|_| ());
    check("frontier-wide-light", &frontier_of(&risk, &report, (560.0, 360.0)), Palette::Light);
    check("frontier-phone-dark", &frontier_of(&risk, &report, (358.0, 320.0)), Palette::Dark);
    let (_, report, risk) = of(|plan| plan.account.loss_budget.0 = 0.5);
    check("frontier-none-light", &frontier_of(&risk, &report, (560.0, 360.0)), Palette::Light);
}

#[test]
fn break_even_corridor() {
    let (setup, _, risk) = of(|_| ());
    check("corridor-wide-light", &corridor_of(&setup, &risk, (560.0, 260.0)), Palette::Light);
    check("corridor-phone-dark", &corridor_of(&setup, &risk, (358.0, 240.0)), Palette::Dark);
}

#[test]
fn risk_has_its_findings_and_tables() {
    let (_, report, risk) = of(|_| ());
    assert_eq!(correlation_map::headline(&risk.map, 1), "Put spread and pool: at most +0.41, at VIX 80 over 1 day");
    assert!(frontier::headline(&risk.frontier, &report).starts_with("On the link $7,500 are gone at VIX 33"));
    let (head, rows) = correlation_map::table(&risk.map);
    assert!(rows.len() == 32 && rows.iter().all(|row| row.len() == head.len()));
    let (head, rows) = frontier::table(&risk.frontier);
    assert!(rows.len() == 33 && rows.iter().all(|row| row.len() == head.len()));
    assert_eq!(rows[32][2], "nowhere");
    let (head, rows) = corridor::table(&risk.corridor);
    assert!(rows.len() == 21 && rows.iter().all(|row| row.len() == head.len()));
}

#[test]
fn no_room_and_no_book_draw_nothing_and_do_not_fail() {
    let (setup, report, risk) = of(|plan| {
        plan.condor.contracts = 0.0;
        plan.pool.deposit.0 = 0.0;
    });
    for size in [(0.0, 0.0), (90.0, 30.0), (358.0, 300.0), (f64::NAN, f64::INFINITY)] {
        let _ = (map_of(&risk, 7, size), frontier_of(&risk, &report, size), corridor_of(&setup, &risk, size));
    }
    assert_eq!(correlation_map::headline(&risk.map, 0), "Nothing to correlate");
}
