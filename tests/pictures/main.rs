//! A picture of every chart, compared with the one on file; `UPDATE_PICTURES=1` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hedge;
mod hedge_rules;
mod model;
mod nasty;
mod report;
mod size;
mod risk;

use second_engine::book::curves::{Payoff, PayoffAxis};
use second_engine::book::resolve::Book;
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::draw::svg::svg;
use second_engine::plan::Plan;
use second_engine::units::Usd;
use second_engine::views::book::heat_chart;
use second_engine::views::book::heat_chart::HeatView;
use second_engine::views::book::payoff_chart;
use second_engine::views::book::payoff_chart::PayoffView;
use second_engine::views::book::pnl_by_vix_chart;
use second_engine::views::book::pnl_by_vix_chart::RidgeView;
use second_engine::views::pool::PositionTab;
use second_engine::views::pool::growth_chart;
use second_engine::views::pool::growth_chart::GrowthView;
use second_engine::views::pool::strip_chart;
use second_engine::views::pool::strip_chart::StripView;

/// Compares with the file of this name, or writes it.
fn check(name: &str, scene: &Scene, palette: Palette) {
    let path = format!("{}/tests/pictures/{name}.svg", env!("CARGO_MANIFEST_DIR"));
    let drawn = svg(scene, palette);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, drawn).expect("written");
        return;
    }
    let filed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(drawn == filed, "{name}.svg is drawn differently; look at it with UPDATE_PICTURES=1");
}

fn payoff_of(payoff: &Payoff, (width, height): (f64, f64), crosshair: Option<f64>) -> Scene {
    let report = report::report(payoff);
    let is_narrow = width < 500.0;
    let view = PayoffView { payoff, report: &report, token: "ETH", crosshair, width, height, is_narrow };
    let mut scene = payoff_chart::scene(&view);
    scene.marks.extend(payoff_chart::overlay(&view).marks);
    scene
}

fn heat_of((width, height): (f64, f64), vix: f64) -> Scene {
    let payoff = model::payoff(PayoffAxis::Spx, vix, 41);
    let (report, heat) = (report::report(&payoff), model::heat(49, 37));
    let relief = heat_chart::Relief::new(&heat, report.combined.budget.0);
    heat_chart::scene(&HeatView {
        heat: &heat,
        relief: &relief,
        report: &report,
        width,
        height,
        is_narrow: width < 400.0,
    })
}

fn ridge_of(width: f64, vix: f64, is_narrow: bool) -> Scene {
    let line = model::ridge();
    let budget_gone_at = Some(34.5);
    pnl_by_vix_chart::scene(&RidgeView {
        line: &line,
        vix_from: 17.0,
        vix,
        budget: 7500.0,
        budget_gone_at,
        width,
        is_narrow,
    })
}

/// The default pool with a loan, and this many options a side.
fn position(per_side: f64) -> PositionTab {
    let mut plan = Plan::default();
    plan.pool.loan = Usd(18_000.0);
    plan.pool.strip_per_side = per_side;
    let book = Book::resolve(&plan).expect("a plan");
    book.pool_tab(&book.report()).positions.remove(0)
}

fn strip_of(per_side: f64, is_inverted: bool, (width, height): (f64, f64)) -> Scene {
    strip_chart::scene(&StripView { tab: &position(per_side), is_inverted, width, height })
}

#[test]
fn impermanent_loss_and_its_strip() {
    check("strip-wide-light", &strip_of(3.0, false, (700.0, 400.0)), Palette::Light);
    check("strip-phone-dark", &strip_of(0.0, false, (358.0, 320.0)), Palette::Dark);
    check("strip-inverted-light", &strip_of(2.0, true, (700.0, 400.0)), Palette::Light);
}

#[test]
fn inverting_the_price_changes_no_finding() {
    let (plain, inverted) = (strip_of(2.0, false, (700.0, 400.0)), strip_of(2.0, true, (700.0, 400.0)));
    assert_eq!(plain.title, inverted.title);
    let mirrored = |scene: &Scene| scene.points().iter().map(|p| p.1).fold(0.0, f64::max);
    assert_eq!(mirrored(&plain), mirrored(&inverted));
}

#[test]
fn compounding() {
    let tab = position(0.0);
    let scene = growth_chart::scene(&GrowthView { growth: &tab.growth, width: 700.0, height: 300.0 });
    check("growth-wide-light", &scene, Palette::Light);
    let phone = growth_chart::scene(&GrowthView { growth: &tab.growth, width: 358.0, height: 260.0 });
    check("growth-phone-dark", &phone, Palette::Dark);
}

#[test]
fn no_room_draws_nothing_and_does_not_fail() {
    for size in [(0.0, 0.0), (60.0, 20.0), (f64::NAN, f64::INFINITY)] {
        let _ = strip_of(3.0, true, size);
        let _ = growth_chart::scene(&GrowthView { growth: &position(0.0).growth, width: size.0, height: size.1 });
    }
}

#[test]
fn payoff_over_spx() {
    let payoff = model::payoff(PayoffAxis::Spx, 45.0, 115);
    check("payoff-wide-light", &payoff_of(&payoff, (770.0, 440.0), Some(6150.0)), Palette::Light);
    check("payoff-phone-dark", &payoff_of(&payoff, (390.0, 340.0), None), Palette::Dark);
}

#[test]
fn payoff_over_vix() {
    let payoff = model::payoff(PayoffAxis::Vix, 31.0, 115);
    check("payoff-vix-dark", &payoff_of(&payoff, (770.0, 440.0), Some(24.0)), Palette::Dark);
    check("payoff-vix-phone-light", &payoff_of(&payoff, (390.0, 340.0), None), Palette::Light);
}

#[test]
fn heat_map() {
    check("heat-wide-light", &heat_of((500.0, 388.0), 45.0), Palette::Light);
    check("heat-phone-dark", &heat_of((390.0, 340.0), 45.0), Palette::Dark);
}

#[test]
fn vix_slider() {
    check("ridge-wide-light", &ridge_of(770.0, 45.0, false), Palette::Light);
    check("ridge-phone-dark", &ridge_of(358.0, 45.0, true), Palette::Dark);
}

#[test]
fn the_findings_are_told_in_words() {
    let over_spx = model::payoff(PayoffAxis::Spx, 45.0, 115);
    let report = report::report(&over_spx);
    let heat = model::heat(49, 37);
    assert_eq!(
        payoff_chart::headline(&over_spx),
        "Worst −$15,397 at SPX 6,840, a rally; the worst fall costs $8,399 near SPX 5,850"
    );
    assert_eq!(heat_chart::headline(&heat, report.shock.vix_from.0), "A big move with a low VIX hurts most");
    let (headers, rows) = payoff_chart::table(&over_spx);
    assert_eq!((headers.len(), rows.len(), rows[0].len()), (8, 21, 8));
    let (headers, rows) = heat_chart::table(&heat);
    assert_eq!((headers.len(), rows.len(), rows[0].len()), (10, 11, 10));
}

#[test]
fn a_fall_that_the_hedge_turns_is_said_so() {
    let mut payoff = model::payoff(PayoffAxis::Spx, 45.0, 115);
    payoff.points.retain(|p| p.spx < 6700.0);
    payoff.worst = *payoff.points.iter().min_by(|a, b| a.combined.total_cmp(&b.combined)).expect("points");
    assert_eq!(payoff_chart::headline(&payoff), "Worst −$8,399 near SPX 5,850; past VIX 45 the hedge catches up");
}
