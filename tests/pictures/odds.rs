//! Odds: what drawn paths say, drawn; figures of the four operations alone, so that every machine has the same.

use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::odds::convergence::Refined;
use second_engine::odds::figures::{Bar, EndOdds, FAN, Figure, LargestSize, Odds, Part, PartOdds, SizeOdds};
use second_engine::odds::setup::TableError;
use second_engine::units::day::Day;
use second_engine::units::{Frac, Usd};
use second_engine::views::odds::convergence_chart::{self, ConvergenceView};
use second_engine::views::odds::fan_chart::{self, FanView};
use second_engine::views::odds::histogram_chart::{self, HistogramView};
use second_engine::views::odds::sizes_chart::{self, SizesView};

use crate::check;
use crate::pinned::pair;

/// Trading days of the paths.
const DAYS: u32 = 29;

fn figure(value: f64, error: f64) -> Figure {
    Figure { value, error: Some(error) }
}

/// A hump with a long tail of losses.
fn bars() -> Vec<Bar> {
    let height = |usd: f64| {
        let near = (usd - 3_900.0) / if usd < 3_900.0 { 2_600.0 } else { 1_900.0 };
        let tail = (usd + 1_000.0) / 5_000.0;
        1.0 / (1.0 + near * near * near * near) + 0.09 / (1.0 + tail * tail)
    };
    let from = |nth: usize| -18_000.0 + 600.0 * nth as f64;
    let all: f64 = (0..46).map(|nth| height(from(nth) + 300.0)).sum();
    let bar =
        |nth| Bar { from: Usd(from(nth)), to: Usd(from(nth + 1)), share: height(from(nth) + 300.0) / all, error: None };
    (0..46).map(bar).collect()
}

fn part(part: Part) -> PartOdds {
    let deviations = [-4.4, -3.2, -0.9, 0.0, 0.8, 1.5, 1.8];
    // Wider by the day, ever more slowly.
    let fan = |day: u32| {
        let at = f64::from(day) / f64::from(DAYS);
        deviations.map(|by| 2_140.0 * at + 3_400.0 * by * at * (2.2 - at) / 1.2)
    };
    let none = figure(0.0, 0.0);
    PartOdds {
        part,
        end: EndOdds {
            mean: figure(1_480.0, 31.0),
            quantiles: FAN.map(|share| figure(2_140.0 + 8_000.0 * (share - 0.5), 40.0)),
            loss: figure(0.192, 0.004),
            past_budget: figure(0.068, 0.005),
            past_budget_till_then: figure(0.081, 0.005),
            cvar_95: figure(10_900.0, 210.0),
            cvar_99: figure(14_300.0, 420.0),
            drawdowns: [none; 3],
        },
        fan: (0..=DAYS).map(fan).collect(),
        fan_errors: vec![[Some(40.0); 7]; DAYS as usize + 1],
        bars: bars(),
    }
}

fn odds() -> Odds {
    let size = |nth: u32| {
        let at = f64::from(nth) / 24.0;
        let chance = 0.026 + 0.075 * at + 0.042 * at * at;
        SizeOdds { size: Usd(60_000.0 * at), chance: figure(chance, 0.002 + 0.05 * chance) }
    };
    let jitter = |day: u32| f64::from((day * day * 31 + day * 7) % 101) / 50.0 - 1.0;
    let example = |day: u32| 600.0 * jitter(day) * f64::from(day.min(6)) / 6.0 - if day > 8 { 1_800.0 } else { 0.0 };
    Odds {
        paths: 10_000,
        of: 10_000,
        days: DAYS,
        note: None,
        budget: Usd(7_500.0),
        parts: Part::ALL.map(part).to_vec(),
        ways: Vec::new(),
        pools: Vec::new(),
        margin_call: figure(0.01, 0.001),
        tail_dependence: None,
        bands: Vec::new(),
        curve: (0..=24).map(size).collect(),
        held: Usd(30_000.0),
        limit: Frac(0.05),
        largest: Some(LargestSize::UpTo(Usd(18_700.0))),
        largest_between: Some([18_060.0, 19_340.0].map(|usd| LargestSize::UpTo(Usd(usd)))),
        example: (0..=DAYS).map(example).collect(),
        table_error: TableError::default(),
    }
}

fn bars_of(odds: &Odds, shock: f64, (width, height): (f64, f64)) -> Scene {
    histogram_chart::scene(&HistogramView {
        odds,
        pinned: None,
        part: Part::Combined,
        shock: Some((5.0, shock)),
        width,
        height,
    })
}

fn fan_of(odds: &Odds, today: Option<&str>, (width, height): (f64, f64)) -> Scene {
    let today = today.and_then(Day::iso);
    fan_chart::scene(&FanView {
        odds,
        pinned: None,
        part: Part::Combined,
        today,
        shock: Some((5.0, -9_292.0)),
        width,
        height,
    })
}

fn sizes_of(odds: &Odds, (width, height): (f64, f64)) -> Scene {
    sizes_chart::scene(&SizesView { odds, pinned: None, rules: Some(11_300.0), width, height })
}

#[test]
fn where_the_paths_end() {
    let odds = odds();
    check("odds-bars-wide-light", &bars_of(&odds, -9_292.0, (520.0, 300.0)), Palette::Light);
    check("odds-bars-phone-dark", &bars_of(&odds, -120_000.0, (358.0, 300.0)), Palette::Dark);
}

#[test]
fn where_the_paths_are_day_by_day() {
    let odds = odds();
    check("fan-wide-light", &fan_of(&odds, Some("2026-11-24"), (520.0, 300.0)), Palette::Light);
    check("fan-phone-dark", &fan_of(&odds, None, (358.0, 300.0)), Palette::Dark);
}

#[test]
fn the_chance_by_size() {
    let odds = odds();
    check("sizes-wide-light", &sizes_of(&odds, (690.0, 280.0)), Palette::Light);
    check("sizes-phone-dark", &sizes_of(&odds, (358.0, 280.0)), Palette::Dark);
}

#[test]
fn how_the_errors_have_fallen() {
    // By the root of the paths and a little more or less, in whole numbers.
    let point =
        |(paths, mean, chance, cvar): (u32, f64, f64, f64)| Refined { paths, mean, past_budget: chance, cvar_99: cvar };
    let points = [
        (4_096, 64.0, 0.004, 330.0),
        (8_704, 39.0, 0.0031, 221.0),
        (24_576, 19.0, 0.0017, 166.0),
        (100_000, 8.0, 0.0009, 71.0),
    ];
    let points = points.map(point);
    let scene = |points: &[Refined], (width, height): (f64, f64)| {
        convergence_chart::scene(&ConvergenceView { points, width, height })
    };
    check("convergence-wide-light", &scene(&points, (690.0, 260.0)), Palette::Light);
    check("convergence-phone-dark", &scene(&points, (358.0, 260.0)), Palette::Dark);
    check("convergence-one-light", &scene(&points[3..], (520.0, 260.0)), Palette::Light);
}

/// A: twice as wide, its middle lower, and eight days longer.
fn a() -> Odds {
    let mut a = odds();
    for part in &mut a.parts {
        part.bars.iter_mut().for_each(|bar| (bar.from, bar.to) = (Usd(2.0 * bar.from.0), Usd(2.0 * bar.to.0)));
        part.fan.iter_mut().flatten().for_each(|usd| *usd *= -0.5);
        part.fan.extend([[-900.0; 7]; 8]);
        part.end.quantiles[3] = figure(-1_070.0, 40.0);
    }
    a
}

#[test]
fn a_pinned_plans_ends_are_an_outline_and_its_middle_a_line() {
    let (a, odds) = (a(), odds());
    let (width, height) = (520.0, 300.0);
    let bars = |pinned| {
        let (part, shock) = (Part::Combined, Some((5.0, -9_292.0)));
        histogram_chart::scene(&HistogramView { odds: &odds, pinned, part, shock, width, height })
    };
    pair("odds-bars", &bars(Some(&a)), &bars(None));
    let fan = |pinned| {
        let (part, today, shock) = (Part::Combined, Day::iso("2026-11-24"), None);
        fan_chart::scene(&FanView { odds: &odds, pinned, part, today, shock, width, height })
    };
    pair("fan", &fan(Some(&a)), &fan(None));
    // Its words are of the middle, there and here.
    assert!(
        bars(Some(&a)).description.ends_with(" The middle: A: −$1,070; B − A: +$3,210."),
        "{}",
        bars(Some(&a)).description
    );
    let (head, rows) = fan_chart::table(&odds, Some(&a), Part::Combined, None);
    assert_eq!((head.last().map(String::as_str), rows.len()), (Some("A: middle"), DAYS as usize + 1));
}
