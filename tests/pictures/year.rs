//! Year: what drawn years say, drawn; figures of the four operations alone, so that every machine has the same.

use second_engine::draw::palette::Palette;
use second_engine::odds::figures::{Bar, Figure, LargestSize};
use second_engine::plan::odds::Recentre;
use second_engine::units::day::Day;
use second_engine::units::{Frac, Usd};
use second_engine::views::year::fan_chart::{self, FanView};
use second_engine::views::year::ruin_chart::{self, RuinView};
use second_engine::views::year::years_chart::{self, YearsView};
use second_engine::year::figures::{RuinOdds, WayOdds, Year};
use second_engine::year::ways::Way;

use crate::check;

fn figure(value: f64, error: f64) -> Figure {
    Figure { value, error: Some(error) }
}

fn year() -> Year {
    let height = |usd: f64| {
        let far = (usd - 6_000.0) / 22_000.0;
        1.0 / (1.0 + far * far * far * far)
    };
    let from = |nth: usize| -72_000.0 + 4_000.0 * nth as f64;
    let all: f64 = (0..40).map(|nth| height(from(nth))).sum();
    let bar = |nth| Bar { from: Usd(from(nth)), to: Usd(from(nth + 1)), share: height(from(nth)) / all, error: None };
    let deviations = [-2.2, -1.7, -0.65, 0.05, 0.7, 1.6, 2.0];
    let month = |month: u32| {
        let at = f64::from(month) / 12.0;
        deviations.map(|by| 6_000.0 * at + 22_000.0 * by * at * (1.8 - 0.8 * at))
    };
    let way = |way| WayOdds {
        way,
        mean: figure(6_120.0, 210.0),
        parts: [figure(4_100.0, 200.0), figure(3_900.0, 60.0), figure(-1_880.0, 20.0)],
        quantiles: deviations.map(|by| figure(6_000.0 + 22_000.0 * by, 300.0)),
        fan: (0..=12).map(month).collect(),
        fan_errors: vec![[Some(300.0); 7]; 13],
        bars: (0..40).map(bar).collect(),
        loss: figure(0.382, 0.005),
        ruin: figure(0.031, 0.002),
        called: None,
        falls: [figure(0.08, 0.001), figure(0.19, 0.002), figure(0.26, 0.004)],
    };
    let size = |nth: u32| {
        let at = f64::from(nth) / 24.0;
        let chance = |least: f64, at_least: f64| least + 0.42 * (at - at_least) * (at - at_least) / (0.3 + at);
        let hedged = chance(0.024, 0.1);
        RuinOdds {
            size: Usd(240_000.0 * at),
            hedged: figure(hedged, 0.001 + 0.02 * hedged),
            unhedged: figure(chance(0.038, 0.06), 0.002),
        }
    };
    Year {
        paths: 10_000,
        of: 10_000,
        days: 252,
        equity: Usd(250_000.0),
        ruin: Usd(200_000.0),
        limit: Frac(0.05),
        recentre: Recentre::Month,
        gate: true,
        is_hedged: true,
        has_condors: true,
        ways: [Way::Rules, Way::NoHedge].map(way).to_vec(),
        curve: (0..=24).map(size).collect(),
        largest: [Some(LargestSize::UpTo(Usd(87_000.0))), Some(LargestSize::UpTo(Usd(60_000.0)))],
        largest_between: [[85_760.0, 88_240.0], [59_020.0, 60_980.0]]
            .map(|ends| Some(ends.map(|usd| LargestSize::UpTo(Usd(usd))))),
        typed: Usd(30_000.0),
        allowed: Usd(11_300.0),
        left_out: Vec::new(),
    }
}

#[test]
fn how_large_before_it_blows_up() {
    let year = year();
    let of = |(width, height)| {
        ruin_chart::scene(&RuinView { year: &year, pinned: None, rules: Some(11_300.0), width, height })
    };
    check("ruin-wide-light", &of((1080.0, 320.0)), Palette::Light);
    check("ruin-phone-dark", &of((358.0, 320.0)), Palette::Dark);
}

#[test]
fn what_years_make() {
    let year = year();
    let of = |(width, height)| years_chart::scene(&YearsView { year: &year, pinned: None, way: 0, width, height });
    check("years-wide-light", &of((520.0, 300.0)), Palette::Light);
    check("years-phone-dark", &of((358.0, 300.0)), Palette::Dark);
}

#[test]
fn what_a_year_has_made_by_the_end_of_each_month() {
    let year = year();
    let of = |today: Option<&str>, (width, height)| {
        let today = today.and_then(Day::iso);
        fan_chart::scene(&FanView { year: &year, pinned: None, way: 0, today, width, height })
    };
    check("year-fan-wide-light", &of(Some("2026-11-24"), (520.0, 300.0)), Palette::Light);
    check("year-fan-phone-dark", &of(None, (358.0, 300.0)), Palette::Dark);
}
