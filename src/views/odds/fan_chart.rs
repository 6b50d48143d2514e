//! Fan: P&L of the paths day by day: the middle, half of them, nine in ten, and one of them.

use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Point, Scene, Text};
use crate::draw::ticks::{multiples, step};
use crate::numbers::by_rising;
use crate::odds::figures::{Figure, Odds, Part, PartOdds};
use crate::units::day::Day;
use crate::views::odds::say::{NONE, gained, is_near, none_walked, of_part, on_day, whole};
use crate::views::pinned::{self, Table};
use crate::words::dates::short_date;
use crate::words::{amount, number, trading_days, usd};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct FanView<'a> {
    /// What the paths say.
    pub odds: &'a Odds,
    /// Those of plan A, where one is pinned.
    pub pinned: Option<&'a Odds>,
    /// Of which part.
    pub part: Part,
    /// The day that the paths begin on, where it is known.
    pub today: Option<Day>,
    /// The shock's trading day and P&L of this part, where it is marked.
    pub shock: Option<(f64, f64)>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DOTTED: &[f64] = &[2.0, 2.0];
/// Css pixels between two days under the chart.
const APART: f64 = 58.0;
/// Place in [`crate::odds::figures::FAN`] of 5 %.
pub const LOW: usize = 1;
/// Of 25 %.
pub const FIRST: usize = 2;
/// Of the middle.
pub const MIDDLE: usize = 3;
/// Of 75 %.
pub const THIRD: usize = 4;
/// Of 95 %.
pub const HIGH: usize = 5;

fn fan(odds: &Odds, part: Part) -> Option<&PartOdds> {
    odds.part(part).filter(|part| odds.paths > 0 && part.fan.len() > 1)
}

/// The middle path of plan A by day; none where none is walked.
fn middle_of_a(pinned: Option<&Odds>, part: Part) -> Vec<Point> {
    let found = pinned.and_then(|a| fan(a, part));
    found.map_or(&[][..], |part| &part.fan).iter().enumerate().map(|(day, usd)| (day as f64, usd[MIDDLE])).collect()
}

/// The finding: the first day on which one path in twenty is past the budget, else how far it comes.
pub fn headline(odds: &Odds, part: Part, today: Option<Day>) -> String {
    let Some(found) = fan(odds, part) else { return none_walked().into() };
    let budget = odds.budget.0;
    let end = found.fan.len() - 1;
    let finding = match found.fan.iter().position(|day| day[LOW] < -budget) {
        _ if odds.paths == 1 => {
            format!("the only path so far ends at {} on {}", usd(found.fan[end][MIDDLE]), on_day(end, today))
        }
        Some(day) => {
            let most = amount(budget);
            format!("on {} for the first time one path in twenty is past the {most} budget", on_day(day, today))
        }
        None => {
            let days = by_rising((0..=end).collect(), |day| found.fan[*day][LOW]);
            let lowest = days.first().copied().unwrap_or(0);
            match found.fan[lowest][LOW] {
                least if least >= -0.5 => "on no day is one path in twenty below zero".into(),
                least => {
                    format!("on every day 19 paths in 20 are above {}, lowest on {}", usd(least), on_day(lowest, today))
                }
            }
        }
    };
    of_part(part, &finding)
}

/// How to read it.
pub fn caption(odds: &Odds, part: Part) -> String {
    let one = if part == Part::Combined { ", and one path as an example" } else { "" };
    format!(
        "{}, P&L over {}: the middle path of each day, half of them in the dark band, nine in ten in the light one{one}. Dotted: the budget of {}.",
        whole(part),
        trading_days(f64::from(odds.days)),
        amount(odds.budget.0)
    )
}

/// The bands, the middle, one path, zero and the budget.
pub fn scene(view: &FanView) -> Scene {
    let (odds, today) = (view.odds, view.today);
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(odds, view.part, today);
    scene.description = format!("{}. {}", scene.title, caption(odds, view.part));
    let Some(part) = fan(odds, view.part) else { return scene };
    let line = |which: usize| -> Vec<Point> {
        part.fan.iter().enumerate().map(|(day, usd)| (day as f64, usd[which])).collect()
    };
    let of_a = middle_of_a(view.pinned, view.part);
    let mut curves = named(&line).to_vec();
    curves.extend(pinned::curve(&of_a, &curves));
    if let (Some(a), Some(end)) = (of_a.last(), part.fan.last()) {
        scene.description += &format!(" The middle at the end:{}", pinned::said_usd(Some(a.1), end[MIDDLE]));
    }
    let example: Vec<Point> = match view.part {
        Part::Combined => odds.example.iter().enumerate().map(|(day, usd)| (day as f64, *usd)).collect(),
        _ => Vec::new(),
    };
    let all = || curves.iter().flat_map(|curve| &curve.points).chain(&example).map(|p| p.1).filter(|x| x.is_finite());
    let seen = [all().fold(0.0, f64::min), all().fold(0.0, f64::max)];
    let end = (part.fan.len() - 1) as f64;
    let shock = view.shock.filter(|(day, usd)| (0.0..=end).contains(day) && is_near(seen, *usd));
    let budget = Some(-odds.budget.0).filter(|usd| is_near(seen, *usd));
    let with: Vec<f64> = seen.into_iter().chain(budget).chain(shock.map(|shock| shock.1)).collect();
    let lines = Lines::new(&scene, &curves, &with, 14.0, false);
    if !lines.has_room() {
        return scene;
    }
    bands(&mut scene, &lines, [line(LOW), line(FIRST), line(THIRD), line(HIGH)]);
    lines.grid(&mut scene);
    let mut taken = Taken::default();
    limit(&mut scene, &lines, budget, &mut taken);
    let example: Vec<Point> = example.into_iter().map(|p| lines.px(p)).collect();
    scene.line_in(&lines.area, &example, Role::Ink2.into(), 1.25, &[]);
    taken.add_line(&example);
    lines.draw(&mut scene, &curves, &mut taken);
    let within = lines.area.grown(4.0);
    if let Some((x, y)) = shock.map(|at| lines.px(at)) {
        scene.dot((x, y), 4.0, Role::Ink, None);
        taken.add(Bounds { left: x - 5.0, top: y - 5.0, right: x + 5.0, bottom: y + 5.0 });
        let text = |(right, down, anchor)| {
            Text::new((x + right, y + down), "the shock", Role::Ink).anchored(anchor).set_in(11.0, 600).with_halo()
        };
        let (start, end, middle) = (Anchor::Start, Anchor::End, Anchor::Middle);
        let places = [(9.0, 4.0, start), (-9.0, 4.0, end), (0.0, 18.0, middle), (0.0, -10.0, middle)];
        if let Some(text) = taken.place_best(places.map(text), &within) {
            scene.text(text);
        }
    }
    limit_named(&mut scene, &lines, budget.map(|usd| (usd, "budget")), &mut taken);
    days(&mut scene, &lines, today, end);
    scene
}

/// The named lines: 95 %, 5 % and the middle.
pub fn named(line: &dyn Fn(usize) -> Vec<Point>) -> [Curve; 3] {
    let curve = |name, role, width, which| Curve { name, role, width, dash: &[], points: line(which) };
    [
        curve("95\u{202f}%", Role::Ink3, 1.0, HIGH),
        curve("5\u{202f}%", Role::Ink3, 1.0, LOW),
        curve("middle", Role::Ink, 2.5, MIDDLE),
    ]
}

/// Nine in ten in a light band, half of them in a dark one; lowest first.
pub fn bands(scene: &mut Scene, lines: &Lines, [low, first, third, high]: [Vec<Point>; 4]) {
    for (from, to, opacity) in [(low, high, 0.14), (first, third, 0.2)] {
        let there = from.into_iter().chain(to.into_iter().rev()).map(|p| lines.px(p));
        scene.area(there.collect(), Paint { role: Role::Ink3, opacity });
    }
}

/// The dotted line of a limit.
pub fn limit(scene: &mut Scene, lines: &Lines, limit: Option<f64>, taken: &mut Taken) {
    let Some(y) = limit.map(|usd| lines.y.px(usd)) else { return };
    scene.level(y, lines.area.left, lines.area.right, Role::Loss, DOTTED);
    taken.add_line(&[(lines.area.left, y), (lines.area.right, y)]);
}

/// Its words, where there is room.
pub fn limit_named(scene: &mut Scene, lines: &Lines, limit: Option<(f64, &str)>, taken: &mut Taken) {
    let Some((level, name)) = limit else { return };
    let text = |(along, down): (f64, f64)| {
        let at = (lines.area.left + 8.0 + along * lines.area.width(), lines.y.px(level) + down);
        Text::new(at, format!("{name} {}", usd(level)), Role::Loss).with_halo()
    };
    let along = [0.0, 0.25, 0.5, 0.7].map(|along| [text((along, -6.0)), text((along, 14.0))]);
    if let Some(text) = taken.place_best(along.into_iter().flatten(), &lines.area.grown(4.0)) {
        scene.text(text);
    }
}

/// Days under the chart.
pub fn days(scene: &mut Scene, lines: &Lines, today: Option<Day>, end: f64) {
    let most = (lines.area.width() / APART).max(2.0);
    let words = |day: f64| match today {
        _ if day == 0.0 => "now".to_string(),
        Some(from) => short_date(from.after_trading_days(day)),
        None => format!("day {}", number(day)),
    };
    lines.places_at(scene, &multiples(step(end / most).max(1.0), 0.0, end), APART - 8.0, words);
}

/// A fan's amounts with their errors; today, of which all are sure, has none.
pub fn figures(fan: &[[f64; 7]], errors: &[[Option<f64>; 7]]) -> Vec<[Figure; 7]> {
    let at = |day: usize, which: usize| errors.get(day)?[which].filter(|_| day > 0);
    let of = |(day, usd): (usize, &[f64; 7])| {
        std::array::from_fn(|which| Figure { value: usd[which], error: at(day, which) })
    };
    fan.iter().enumerate().map(of).collect()
}

/// Headings and a row for every day; plan A's middle last, where one is pinned.
pub fn table(odds: &Odds, a: Option<&Odds>, part: Part, today: Option<Day>) -> Table {
    let head = [
        "Day",
        "2.5\u{202f}%",
        "5\u{202f}%",
        "25\u{202f}%",
        "Middle",
        "75\u{202f}%",
        "95\u{202f}%",
        "97.5\u{202f}%",
        "One path",
    ];
    let row = |(day, fan): (usize, [Figure; 7])| {
        let one = odds.example.get(day).filter(|_| part == Part::Combined).map_or_else(|| NONE.into(), |at| usd(*at));
        std::iter::once(on_day(day, today)).chain(fan.map(gained)).chain([one]).collect()
    };
    let rows = fan(odds, part).map_or_else(Vec::new, |part| figures(&part.fan, &part.fan_errors));
    let table = (head.map(String::from).to_vec(), rows.into_iter().enumerate().map(row).collect());
    let of_a = middle_of_a(a, part);
    if of_a.is_empty() {
        return table;
    }
    pinned::with_column(table, "A: middle", of_a.into_iter().map(|at| Some(usd(at.1))))
}
