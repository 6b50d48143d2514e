//! The hedge tab's charts.

use second_engine::book::Book;
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::plan::holding::{Holding, Terms};
use second_engine::plan::{ChainKind, ChainPlan, EtpKind, EtpPlan, Plan};
use second_engine::views::assemble;
use second_engine::views::hedge;
use second_engine::views::hedge::break_evens_chart;
use second_engine::views::hedge::break_evens_chart::BreakEvensView;
use second_engine::views::hedge::explosions;
use second_engine::views::hedge::explosions_chart;
use second_engine::views::hedge::explosions_chart::ExplosionsView;
use second_engine::views::hedge::payoff_chart;
use second_engine::views::hedge::payoff_chart::HedgePayoffView;
use second_engine::views::hedge::put_two_ways_chart;
use second_engine::views::hedge::put_two_ways_chart::BendView;
use second_engine::views::hedge::{HedgeRange, HedgeTab};
use second_engine::views::report::Report;

use crate::check;

/// The hedge tab's two parts, and the report that its legs are joined with.
type Tab = (HedgeTab, HedgeRange, Report);

fn opening() -> Book {
    Book::resolve(&Plan::default()).expect("a plan")
}

fn tab_of(change: impl Fn(&mut Plan)) -> Tab {
    let mut plan = Plan::default();
    change(&mut plan);
    let book = Book::resolve(&plan).expect("a plan");
    let report = assemble::report(&book);
    (hedge::of(&book, &report), hedge::range(&book), report)
}

/// Every kind of leg at once.
fn full(plan: &mut Plan) {
    let etp = EtpPlan { kind: EtpKind::Calls, contracts: 3.0, ..EtpPlan::default() };
    plan.add(Holding::new(Terms::Etp(etp)));
    plan.add(Holding::new(Terms::Chain(ChainPlan::default())));
}

fn payoff_of((tab, range, report): &Tab, per_dollar: bool, (width, height): (f64, f64)) -> Scene {
    payoff_chart::scene(&HedgePayoffView { range, tab, report, per_dollar, width, height, pinned: None })
}

#[test]
fn payoff_of_each_leg_over_vix() {
    check("hedge-payoff-wide-light", &payoff_of(&tab_of(full), false, (700.0, 400.0)), Palette::Light);
    check("hedge-payoff-dollar-phone-dark", &payoff_of(&tab_of(|_| ()), true, (358.0, 320.0)), Palette::Dark);
}

#[test]
fn explosions_with_the_hedge_and_without() {
    let found = explosions::of(&opening());
    let of =
        |width, height| explosions_chart::scene(&ExplosionsView { explosions: &found, pinned: None, width, height });
    check("explosions-wide-light", &of(700.0, 480.0), Palette::Light);
    check("explosions-phone-dark", &of(358.0, 480.0), Palette::Dark);
}

#[test]
fn convex_and_concave() {
    let (_, range, _) = tab_of(|_| ());
    check(
        "bend-phone-light",
        &put_two_ways_chart::scene(&BendView { bend: &range.bend, pinned: None, width: 358.0, height: 220.0 }),
        Palette::Light,
    );
}

#[test]
fn break_evens_with_the_hedge_and_without() {
    let (_, range, _) = tab_of(|_| ());
    let of = |width, height| {
        break_evens_chart::scene(&BreakEvensView { found: &range.break_evens, pinned: None, width, height })
    };
    check("break-evens-wide-light", &of(520.0, 240.0), Palette::Light);
    check("break-evens-phone-dark", &of(358.0, 240.0), Palette::Dark);
}

#[test]
fn a_hedge_of_nothing_or_of_what_is_only_sold_still_draws() {
    let none = |plan: &mut Plan| plan.condor_mut(0).expect("a condor").contracts = 0.0;
    let vault = |plan: &mut Plan| {
        plan.condor_mut(0).expect("a condor").contracts = 0.0;
        let vault = ChainPlan { kind: ChainKind::Vault, ..ChainPlan::default() };
        plan.add(Holding::new(Terms::Chain(vault)));
    };
    let found = explosions::of(&opening());
    for tab in [tab_of(none), tab_of(vault), tab_of(full)] {
        for size in [(0.0, 0.0), (60.0, 20.0), (f64::NAN, f64::INFINITY), (358.0, 320.0)] {
            for per_dollar in [false, true] {
                let scene = payoff_of(&tab, per_dollar, size);
                assert!(!scene.title.is_empty() && scene.points().iter().all(|p| p.0.is_finite() && p.1.is_finite()));
            }
            let (width, height) = size;
            let _ = explosions_chart::scene(&ExplosionsView { explosions: &found, pinned: None, width, height });
            let _ = put_two_ways_chart::scene(&BendView { bend: &tab.1.bend, pinned: None, width, height });
        }
    }
    let (tab, _, report) = tab_of(none);
    assert_eq!(payoff_chart::headline(&tab, &report, false), "No leg is held");
}

#[test]
fn the_leg_that_pays_most_is_named_and_so_is_the_best_for_a_dollar() {
    let (tab, range, report) = tab_of(|_| ());
    assert!(
        payoff_chart::headline(&tab, &report, false)
            .starts_with("At VIX 45 most comes from VIX calls 1 (30 calendar days): +$2,")
    );
    assert!(
        payoff_chart::headline(&tab, &report, true)
            .starts_with("At VIX 45 a dollar brings most in VIX calls 1 (30 calendar days): +$7.")
    );
    let view = HedgePayoffView {
        range: &range,
        tab: &tab,
        report: &report,
        per_dollar: false,
        width: 1.0,
        height: 1.0,
        pinned: None,
    };
    let (head, rows) = payoff_chart::table(&view);
    assert_eq!((head.len(), rows.len()), (5, 21));
    let (head, rows) = explosions_chart::table(&explosions::of(&opening()), None);
    assert!(rows.len() == 22 && rows.iter().all(|row| row.len() == head.len()));
}
