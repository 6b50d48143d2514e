//! The opening book's risk: correlation map, frontier.

use second_engine::book::Book;
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::plan::Plan;
use second_engine::simulation::cvar;
use second_engine::views::assemble;
use second_engine::views::engines::Engines;
use second_engine::views::report::Report;
use second_engine::views::size::correlation_chart;
use second_engine::views::size::correlation_chart::CorrelationView;
use second_engine::views::size::frontier_chart;
use second_engine::views::size::frontier_chart::FrontierView;
use second_engine::views::size::risk;
use second_engine::views::size::risk::RiskMap;

use crate::check;

fn of(change: impl FnOnce(&mut Plan)) -> (Book, Report, RiskMap) {
    let mut plan = Plan::default();
    change(&mut plan);
    let book = Book::resolve(&plan).expect("a plan");
    let report = assemble::report(&book);
    let risk = risk::of(&book, &cvar::outcomes(&book), report.combined.budget_gone_at);
    (book, report, risk)
}

fn map_of(risk: &RiskMap, wing: usize, (width, height): (f64, f64)) -> Scene {
    correlation_chart::scene(&CorrelationView {
        map: &risk.map,
        pinned: None,
        wing,
        days: risk.cvar.days,
        width,
        height,
    })
}

fn frontier_of(risk: &RiskMap, report: &Report, (width, height): (f64, f64)) -> Scene {
    frontier_chart::scene(&FrontierView { frontier: &risk.frontier, pinned: None, report, width, height })
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
fn risk_has_its_findings_and_tables() {
    let (_, report, risk) = of(|_| ());
    assert_eq!(
        correlation_chart::headline(&risk.map, 1),
        "Put spread and pool: at most +0.41, at VIX 80 over 1 trading day"
    );
    assert!(
        frontier_chart::headline(&risk.frontier, &report)
            .starts_with("With SPX following VIX the budget of $7,500 is gone at VIX 40.5")
    );
    let (head, rows) = correlation_chart::table(&risk.map, None, Engines { condors: 1, pools: 1 });
    assert!(rows.len() == 32 && rows.iter().all(|row| row.len() == head.len()));
    let (head, rows) = frontier_chart::table(&risk.frontier, None);
    assert!(rows.len() == 33 && rows.iter().all(|row| row.len() == head.len()));
    assert_eq!(rows[32][2], "nowhere");
}

#[test]
fn no_room_and_no_book_draw_nothing_and_do_not_fail() {
    let (_, report, risk) = of(|plan| {
        plan.condor_mut(0).expect("a condor").contracts = 0.0;
        plan.pool_mut(0).expect("a pool").deposit.0 = 0.0;
    });
    for size in [(0.0, 0.0), (90.0, 30.0), (358.0, 300.0), (f64::NAN, f64::INFINITY)] {
        let _ = (map_of(&risk, 7, size), frontier_of(&risk, &report, size));
    }
    assert_eq!(correlation_chart::headline(&risk.map, 0), "Nothing to correlate");
}
