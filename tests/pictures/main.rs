//! A picture of every chart, compared with the one on file; `UPDATE_PICTURES=1` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod charts;
mod files;
mod hedge;
mod hedge_rules;
mod model;
mod nasty;
mod odds;
mod year;
mod pinned;
mod size;
mod risk;
mod table;
mod time;

use std::fs::OpenOptions;
use std::io::Write;

use second_engine::book::curves::{HeatAxis, Payoff, PayoffAxis};
use second_engine::book::{Book, landscape};
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::draw::svg::svg;
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::{CondorPlan, Plan, PoolPlan, RangeBy, StripPlan};
use second_engine::units::Usd;
use second_engine::views::book::heat_chart;
use second_engine::views::book::heat_chart::HeatView;
use second_engine::views::book::payoff_chart;
use second_engine::views::book::payoff_chart::PayoffView;
use second_engine::views::book::pnl_by_vix_chart;
use second_engine::views::book::pnl_by_vix_chart::RidgeView;
use second_engine::views::pool;
use second_engine::views::pool::PositionTab;
use second_engine::views::pool::growth_chart;
use second_engine::views::pool::growth_chart::GrowthView;
use second_engine::views::pool::strip_chart;
use second_engine::views::pool::strip_chart::StripView;
use second_engine::views::report::Report;
use second_engine::words;

/// Names the file that the names of pictures are added to, one a line, where nothing is compared.
const NAMES: &str = "SECOND_ENGINE_PICTURE_NAMES";

fn pictures() -> String {
    format!("{}/tests/pictures", env!("CARGO_MANIFEST_DIR"))
}

/// Compares with the file of this name, or writes it.
fn check(name: &str, scene: &Scene, palette: Palette) {
    if let Some(names) = std::env::var_os(NAMES) {
        let mut names = OpenOptions::new().append(true).open(names).expect("a file of names");
        return names.write_all(format!("{name}\n").as_bytes()).expect("written");
    }
    let path = format!("{}/{name}.svg", pictures());
    let drawn = svg(scene, palette);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, drawn).expect("written");
        return;
    }
    let filed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(drawn == filed, "{name}.svg is drawn differently; look at it with UPDATE_PICTURES=1");
}

fn payoff_of(payoff: &Payoff, report: &Report, (width, height): (f64, f64), crosshair: Option<f64>) -> Scene {
    let is_narrow = width < 500.0;
    let view = PayoffView { payoff, report, token: "ETH", crosshair, width, height, is_narrow, pinned: None };
    let mut scene = payoff_chart::scene(&view);
    scene.marks.extend(payoff_chart::overlay(&view).marks);
    scene
}

/// The opening plan over this axis, beside another plan where one is given.
fn payoff_for(axis: PayoffAxis, pinned: Option<&Plan>, (width, height): (f64, f64)) -> Scene {
    let (payoff, report) = model::opening(axis, 45.0, 101);
    let a = pinned.map(|plan| model::payoff(&Book::resolve(plan).expect("a plan"), axis, 101));
    payoff_chart::scene(&PayoffView {
        payoff: &payoff,
        report: &report,
        token: "ETH",
        crosshair: None,
        width,
        height,
        is_narrow: width < 500.0,
        pinned: a.as_ref(),
    })
}

#[test]
fn the_payoff_over_the_tokens_price() {
    check("payoff-token-light", &payoff_for(PayoffAxis::Token, None, (860.0, 420.0)), Palette::Light);
    check("payoff-token-phone-dark", &payoff_for(PayoffAxis::Token, None, (358.0, 380.0)), Palette::Dark);
}

#[test]
fn a_pinned_plan_lies_under_the_payoff() {
    let mut a = Plan::default();
    a.condor_mut(0).expect("a condor").contracts = 10.0;
    a.pool_mut(0).expect("a pool").deposit = Usd(10_000.0);
    check("payoff-pinned-light", &payoff_for(PayoffAxis::Spx, Some(&a), (860.0, 420.0)), Palette::Light);
    let own = payoff_for(PayoffAxis::Spx, Some(&Plan::default()), (860.0, 420.0));
    assert_eq!(own.title, payoff_for(PayoffAxis::Spx, None, (860.0, 420.0)).title);
}

fn heat_of((width, height): (f64, f64), vix: f64) -> Scene {
    heat_over(HeatAxis::Spx, (width, height), vix)
}

fn heat_over(axis: HeatAxis, (width, height): (f64, f64), vix: f64) -> Scene {
    let (book, report) = model::book(vix, |_| ());
    let heat = landscape::heat_over(&book, axis, 49, 37);
    let relief = heat_chart::Relief::new(&heat, report.combined.budget.0);
    heat_chart::scene(&HeatView {
        heat: &heat,
        relief: &relief,
        report: &report,
        token: "ETH",
        width,
        height,
        is_narrow: width < 400.0,
        pinned: None,
    })
}

fn ridge_of(width: f64, vix: f64, is_narrow: bool) -> Scene {
    let (book, report) = model::book(vix, |_| ());
    let line = landscape::pnl_by_vix(&book, 160);
    let budget_gone_at = report.combined.budget_gone_at.map(|vix| vix.0);
    pnl_by_vix_chart::scene(&RidgeView {
        line: &line,
        vix_from: 17.0,
        vix,
        budget: report.combined.budget.0,
        budget_gone_at,
        is_linked: true,
        width,
        is_narrow,
        pinned: None,
    })
}

/// The default pool with a loan, and this many options a side.
fn position(per_side: f64, is_inverted: bool) -> PositionTab {
    let (book, report) = model::book(45.0, |plan| {
        plan.set("pool.inverted".into(), Some(f64::from(u8::from(is_inverted)))).expect("a switch");
        plan.pool_mut(0).expect("a pool").loan = Usd(18_000.0);
        let strip = StripPlan { per_side, ..StripPlan::default() };
        plan.add(Holding::new(Terms::Strip(strip)));
    });
    pool::report(&book, &report).positions.remove(0)
}

fn strip_of(per_side: f64, is_inverted: bool, (width, height): (f64, f64)) -> Scene {
    strip_chart::scene(&StripView { tab: &position(per_side, is_inverted), pinned: None, width, height })
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
    let tab = position(0.0, false);
    let scene = growth_chart::scene(&GrowthView { growth: &tab.growth, pinned: None, width: 700.0, height: 300.0 });
    check("growth-wide-light", &scene, Palette::Light);
    let phone = growth_chart::scene(&GrowthView { growth: &tab.growth, pinned: None, width: 358.0, height: 260.0 });
    check("growth-phone-dark", &phone, Palette::Dark);
}

#[test]
fn no_room_draws_nothing_and_does_not_fail() {
    for size in [(0.0, 0.0), (60.0, 20.0), (f64::NAN, f64::INFINITY)] {
        let _ = strip_of(3.0, true, size);
        let _ = growth_chart::scene(&GrowthView {
            growth: &position(0.0, false).growth,
            pinned: None,
            width: size.0,
            height: size.1,
        });
    }
}

#[test]
fn payoff_over_spx() {
    let (payoff, report) = model::opening(PayoffAxis::Spx, 45.0, 115);
    check("payoff-wide-light", &payoff_of(&payoff, &report, (770.0, 440.0), Some(6150.0)), Palette::Light);
    check("payoff-phone-dark", &payoff_of(&payoff, &report, (390.0, 340.0), None), Palette::Dark);
}

#[test]
fn payoff_over_vix() {
    let (payoff, report) = model::opening(PayoffAxis::Vix, 31.0, 115);
    check("payoff-vix-dark", &payoff_of(&payoff, &report, (770.0, 440.0), Some(24.0)), Palette::Dark);
    check("payoff-vix-phone-light", &payoff_of(&payoff, &report, (390.0, 340.0), None), Palette::Light);
}

/// Two condors of different expiries and two pools on the market's token.
#[test]
fn payoff_of_several_holdings() {
    let (book, report) = model::book(45.0, several);
    let payoff = model::payoff(&book, PayoffAxis::Spx, 115);
    check("payoff-several-light", &payoff_of(&payoff, &report, (770.0, 440.0), None), Palette::Light);
}

/// A second condor and a second pool.
fn several(plan: &mut Plan) {
    let condor = CondorPlan { contracts: 3.0, days: 20.0, delta: 0.2, ..CondorPlan::default() };
    plan.add(Holding::new(Terms::Condor(condor)));
    let pool = PoolPlan { low: 2800.0, high: 3400.0, deposit: Usd(9000.0), ..PoolPlan::default() };
    plan.add(Holding::new(Terms::Pool(Box::new(pool))));
}

#[test]
fn what_the_payoff_calls_still_is_the_same_wherever_the_shock_ends() {
    for axis in [PayoffAxis::Spx, PayoffAxis::Vix] {
        let far = model::book(150.0, several).0;
        let places = landscape::payoff_places(&far, axis, 115);
        let drawn = [20.0, 45.0, 90.0].map(|vix| {
            let (book, report) = model::book(vix, several);
            payoff_of(&landscape::payoff(&book, &places, None), &report, (770.0, 440.0), None)
        });
        let still = drawn[0].still.expect("said");
        // Grid, fills, curves, axis and a handle for each strike and bound; a few lines and words are all that is left.
        assert!(still > 60 && drawn[0].marks.len() - still < 40, "{axis:?} {still} of {}", drawn[0].marks.len());
        for other in &drawn[1..] {
            assert_eq!(other.still, Some(still));
            assert!(other.marks[..still] == drawn[0].marks[..still], "{axis:?}");
            assert!(other.marks != drawn[0].marks);
        }
    }
}

#[test]
fn a_handle_dragged_to_where_it_stands_stays_and_moves_its_own_holding() {
    let (book, report) = model::book(45.0, |plan| {
        plan.add(Holding::new(Terms::Condor(CondorPlan { contracts: 3.0, days: 20.0, ..CondorPlan::default() })));
        plan.pool_mut(0).expect("a pool").token_price = Some(Usd(3000.0));
    });
    let payoff = model::payoff(&book, PayoffAxis::Spx, 401);
    let view = PayoffView {
        payoff: &payoff,
        report: &report,
        token: "ETH",
        crosshair: None,
        width: 770.0,
        height: 440.0,
        is_narrow: false,
        pinned: None,
    };
    let frame = payoff_chart::frame(&view);
    let moved: Vec<String> = frame.handles.iter().map(|handle| handle.at.to_string()).collect();
    assert!(moved.contains(&"condor.short_put".into()) && moved.contains(&"condor2.short_put".into()), "{moved:?}");
    assert!(moved.contains(&"pool.low".into()), "{moved:?}");
    for handle in &frame.handles {
        let stays = handle.dragged(&payoff, handle.place).expect("on the curves");
        assert!((stays / handle.value - 1.0).abs() < 1e-9, "{}: {stays} {}", handle.at, handle.value);
        let at = handle.dragged(&payoff, handle.place - 20.0).expect("on the curves");
        assert!(at < handle.value, "{}: {at} {}", handle.at, handle.value);
        assert_eq!(handle.dragged(&payoff, 1.0), None);
    }
}

#[test]
fn of_the_bounds_off_the_chart_the_nearest_on_each_side_has_the_arrow() {
    let range = |plan: &mut Plan, nth, [low, high]: [f64; 2]| {
        let pool = plan.pool_mut(nth).expect("a pool");
        (pool.low, pool.high, pool.range_by) = (low, high, RangeBy::Level);
    };
    let (book, report) = model::book(45.0, |plan| {
        (0..2).for_each(|_| assert!(plan.add_fresh(Kind::Pool)));
        range(plan, 0, [20.0, 90_000.0]);
        range(plan, 1, [40.0, 70_000.0]);
        // Both bounds lie above the price.
        range(plan, 2, [60_000.0, 80_000.0]);
    });
    let payoff = model::payoff(&book, PayoffAxis::Spx, 115);
    let drawn = svg(&payoff_of(&payoff, &report, (770.0, 440.0), None), Palette::Light);
    let shown = |price: f64| drawn.contains(&format!(">{}<", words::price(price)));
    let all = [20.0, 40.0, 60_000.0, 70_000.0, 80_000.0, 90_000.0];
    assert_eq!(all.map(shown), [false, true, true, false, false, false]);
}

#[test]
fn what_is_off_has_no_curve_no_name_and_no_handle() {
    let (book, report) = model::book(45.0, |plan| plan.holdings.retain(|holding| holding.kind() == Kind::Pool));
    let payoff = model::payoff(&book, PayoffAxis::Spx, 115);
    let scene = payoff_of(&payoff, &report, (770.0, 440.0), None);
    let drawn = svg(&scene, Palette::Light);
    assert!(drawn.contains("Pool") && !drawn.contains("Condor") && !drawn.contains("Hedge"));
    check("payoff-pool-alone-light", &scene, Palette::Light);
    assert_eq!(payoff_chart::table(&payoff, None).0, ["SPX", "VIX", "Token", "Pool", "Combined", "At expiry"]);
    let (width, height) = (770.0, 440.0);
    let view = PayoffView {
        payoff: &payoff,
        report: &report,
        token: "ETH",
        crosshair: None,
        width,
        height,
        is_narrow: false,
        pinned: None,
    };
    let caption = payoff_chart::caption(&view);
    assert!(caption.contains("move pool bounds") && !caption.contains("strike"), "{caption}");
}

#[test]
fn heat_map() {
    check("heat-wide-light", &heat_of((500.0, 388.0), 45.0), Palette::Light);
    check("heat-phone-dark", &heat_of((390.0, 340.0), 45.0), Palette::Dark);
}

#[test]
fn heat_map_over_the_token() {
    let map = heat_over(HeatAxis::Token, (500.0, 388.0), 45.0);
    check("heat-token-light", &map, Palette::Light);
    assert!(map.title.contains("ETH") && map.description.contains("over ETH moves and VIX"), "{}", map.description);
}

#[test]
fn vix_slider() {
    check("ridge-wide-light", &ridge_of(770.0, 45.0, false), Palette::Light);
    check("ridge-phone-dark", &ridge_of(358.0, 45.0, true), Palette::Dark);
}

#[test]
fn the_findings_are_told_in_words() {
    let (over_spx, report) = model::opening(PayoffAxis::Spx, 45.0, 115);
    let heat = model::heat(49, 37);
    let headline = payoff_chart::headline(&over_spx);
    let worst = words::usd(over_spx.worst.combined);
    assert!(headline.starts_with("Worst ") && headline.contains(&worst), "{headline}: {worst}");
    assert_eq!(
        heat_chart::headline(&heat, report.shock.vix_from.0, "ETH"),
        "A big fall with a middling VIX hurts most"
    );
    let (headers, rows) = payoff_chart::table(&over_spx, None);
    assert_eq!((headers.len(), rows.len(), rows[0].len()), (8, 21, 8));
    let (headers, rows) = heat_chart::table(&heat, None);
    assert_eq!((headers.len(), rows.len(), rows[0].len()), (10, 11, 10));
}

#[test]
fn a_fall_that_the_hedge_turns_is_said_so() {
    let (mut payoff, _) = model::opening(PayoffAxis::Spx, 45.0, 115);
    payoff.points.retain(|p| p.spx < 6500.0);
    payoff.worst = *payoff.points.iter().min_by(|a, b| a.combined.total_cmp(&b.combined)).expect("points");
    payoff.growing = second_engine::book::curves::Growing::Nowhere;
    // The book turns below its worst point only where the calls catch up.
    assert!(payoff.points[0].combined > payoff.worst.combined);
    let headline = payoff_chart::headline(&payoff);
    assert!(headline.contains("the hedge catches up"), "{headline}");
}
