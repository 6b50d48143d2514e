//! Whatever comes in, what comes out can be drawn.

use second_engine::book::curves::{BoundPlace, Payoff, PayoffAxis};
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::{Mark, Scene};
use second_engine::draw::svg::svg;
use second_engine::units::{Frac, Points, Usd};
use second_engine::views::book::heat_chart;
use second_engine::views::book::heat_chart::HeatView;
use second_engine::views::book::payoff_chart;
use second_engine::views::book::payoff_chart::PayoffView;
use second_engine::views::book::pnl_by_vix_chart;
use second_engine::views::book::pnl_by_vix_chart::RidgeView;

use crate::model;

const SIZES: [(f64, f64); 6] =
    [(770.0, 440.0), (390.0, 340.0), (0.0, 0.0), (-5.0, 10.0), (f64::NAN, f64::INFINITY), (60.0, 30.0)];

fn is_sane(scene: &Scene) {
    for (x, y) in scene.points() {
        assert!(x.is_finite() && y.is_finite(), "{x} {y}");
    }
    for mark in &scene.marks {
        if let Mark::Text(text) = mark {
            assert!(!text.words.contains("NaN") && !text.words.contains("inf"), "{}", text.words);
        }
    }
    assert!(!svg(scene, Palette::Light).contains("NaN"));
}

fn draw(payoff: &Payoff, budget: f64) {
    let (_, mut report) = model::opening(PayoffAxis::Spx, 45.0, 3);
    report.combined.budget = Usd(budget);
    for (width, height) in SIZES {
        for crosshair in [None, Some(6150.0), Some(f64::NAN), Some(-1.0)] {
            for is_narrow in [false, true] {
                let view = PayoffView {
                    payoff,
                    report: &report,
                    token: "ETH",
                    crosshair,
                    width,
                    height,
                    is_narrow,
                    pinned: crosshair.map(|_| payoff),
                };
                is_sane(&payoff_chart::scene(&view));
                is_sane(&payoff_chart::overlay(&view));
                assert!(!payoff_chart::caption(&view).is_empty());
            }
        }
    }
    assert!(!payoff_chart::headline(payoff).is_empty());
    payoff_chart::table(payoff, Some(payoff));
}

#[test]
fn payoffs_without_sense_still_draw() {
    let (fine, _) = model::opening(PayoffAxis::Spx, 45.0, 21);
    draw(&fine, 7500.0);
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, 1e300, -1e300, 1e-300] {
        let mut payoff = fine.clone();
        for (i, p) in payoff.points.iter_mut().enumerate() {
            if i % 3 == 0 {
                (p.condor, p.combined, p.low) = (x, x, x);
            }
        }
        payoff.shock.combined = x;
        payoff.break_evens = vec![x, 6000.0];
        payoff.bounds = vec![BoundPlace { pool: 0, is_upper: true, place: x, price: x }];
        draw(&payoff, x);
        for p in payoff.points.iter_mut() {
            (p.spx, p.vix, p.token) = (x, x, x);
        }
        (payoff.now.spx, payoff.shock.spx, payoff.shock.vix, payoff.worst.combined) = (x, x, x, x);
        draw(&payoff, 7500.0);
        payoff.axis = PayoffAxis::Vix;
        draw(&payoff, 7500.0);
    }
    for count in [0, 1, 2] {
        draw(&Payoff { points: fine.points[..count].to_vec(), ..fine.clone() }, 7500.0);
    }
}

#[test]
fn heat_maps_without_sense_still_draw() {
    let (_, mut report) = model::opening(PayoffAxis::Spx, 45.0, 3);
    let fine = model::heat(9, 7);
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, 1e300, -1e300] {
        for size in [0, 1, 2, 9] {
            let mut heat = fine.clone();
            heat.moves.truncate(size);
            heat.levels.truncate(size);
            heat.pnl.truncate(size * size);
            heat.pnl.iter_mut().step_by(2).for_each(|z| *z = x);
            heat.link.iter_mut().step_by(3).for_each(|row| row[1] = x);
            (report.shock.vix, report.shock.spx_return) = (Points(x), Frac(x));
            report.combined.budget = Usd(x);
            let relief = heat_chart::Relief::new(&heat, x);
            for (width, height) in SIZES {
                is_sane(&heat_chart::scene(&HeatView {
                    heat: &heat,
                    relief: &relief,
                    report: &report,
                    token: "ETH",
                    width,
                    height,
                    is_narrow: false,
                    pinned: Some((&heat, &relief)),
                }));
            }
            heat_chart::table(&heat, Some(&heat));
            heat.moves.fill(x);
            is_sane(&heat_chart::scene(&HeatView {
                heat: &heat,
                relief: &relief,
                report: &report,
                token: "ETH",
                width: 500.0,
                height: 388.0,
                is_narrow: true,
                pinned: Some((&heat, &relief)),
            }));
        }
    }
}

#[test]
fn ridges_without_sense_still_draw() {
    for x in [f64::NAN, f64::INFINITY, 0.0, -1e300] {
        for line in [vec![], vec![(9.0, x), (20.0, -5.0)], vec![(x, x); 5]] {
            for (width, _) in SIZES {
                let view = RidgeView {
                    line: &line,
                    vix_from: x,
                    vix: x,
                    budget: x,
                    budget_gone_at: Some(x),
                    is_linked: false,
                    width,
                    is_narrow: true,
                    pinned: Some(&line),
                };
                is_sane(&pnl_by_vix_chart::scene(&view));
            }
        }
    }
}
