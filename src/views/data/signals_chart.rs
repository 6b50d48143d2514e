//! A signal's chart: its line, what it is held against, and the days on which it acted.

use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Bounds, Paint, Point, Scene};
use crate::draw::ticks::Axis;
use crate::units::CALENDAR_DAYS;
use crate::units::day::Day;
use crate::views::data::signals::SignalSeries;
use crate::views::data::thin::RECENT;
use crate::views::pinned::Table;
use crate::words::dates::{date, month_of};
use crate::words::{number, rounded};

/// Room for the numbers at the left, css pixels.
pub(super) const LEFT: f64 = 58.0;
/// Least width of a run of days, css pixels, and height of the tick at its first.
const RUN: f64 = 1.0;
const TICK: f64 = 7.0;
/// Css pixels between two years.
const APART: f64 = 44.0;

/// Years under which months are written below a chart, not years.
const FEW_YEARS: f64 = 3.0;

/// Which of its days a chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// The last year's: a line that turns every few days is a comb over more.
    #[default]
    Year,
    /// All.
    All,
}

impl Span {
    /// Both, in the order of a choice.
    pub const BOTH: [Span; 2] = [Span::Year, Span::All];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Span::Year => "The last year",
            Span::All => "All days",
        }
    }

    /// The first of so many rows that it shows.
    fn first(self, rows: usize) -> usize {
        match self {
            Span::Year => rows.saturating_sub(RECENT),
            Span::All => 0,
        }
    }
}

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct SignalsView<'a> {
    /// The signal.
    pub series: &'a SignalSeries,
    /// Which days of it.
    pub span: Span,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// A name of the line that fits at its end.
fn short(id: &str) -> &'static str {
    match id {
        "ad_divergence" => "Line",
        "big_top" | "rsi" | "exposure_gap_rsi" => "RSI",
        "correlation_alarm" => "Apart",
        _ => "MACD",
    }
}

/// Points over days; a day without a value breaks the line.
fn points(days: &[Day], values: &[Option<f64>]) -> Vec<Point> {
    let of = |(day, value): (&Day, &Option<f64>)| (f64::from(day.0), value.unwrap_or(f64::NAN));
    let mut found: Vec<Point> = days.iter().zip(values).map(of).collect();
    while found.last().is_some_and(|point| point.1.is_nan()) {
        found.pop();
    }
    let unknown = found.iter().take_while(|point| point.1.is_nan()).count();
    found.split_off(unknown)
}

/// Room at the left for numbers of any size.
pub(super) fn with_room(mut lines: Lines) -> Lines {
    lines.area.left = LEFT.min(lines.area.right - 1.0);
    lines.x = Axis::new((lines.x.from.0, lines.area.left), (lines.x.to.0, lines.area.right), false);
    lines.in_fine_steps(|x| number(rounded(x, 4)))
}

/// The years under the chart, or the months of a short one.
pub(super) fn years(scene: &mut Scene, lines: &Lines) {
    let ends = [lines.x.from.0, lines.x.to.0].map(|x| Day(x as i32));
    if ends[1].since(ends[0]) < FEW_YEARS * CALENDAR_DAYS {
        return months(scene, lines, ends);
    }
    let [from, to] = ends.map(|day| day.date().0);
    let most = (lines.area.width() / APART).max(1.0);
    let step = (f64::from(to - from) / most).ceil().max(1.0) as i32;
    let first = |year: &i32| Day::of(*year, 1, 1).map(|day| f64::from(day.0)).filter(|x| *x >= lines.x.from.0);
    let places: Vec<f64> = (from..=to).filter(|year| year % step == 0).filter_map(|year| first(&year)).collect();
    lines.places_at(scene, &places, APART, |x| Day(x as i32).date().0.to_string());
}

/// The first days of months under a short chart: `Apr`, and of January the year.
fn months(scene: &mut Scene, lines: &Lines, [from, to]: [Day; 2]) {
    let number = |day: Day| 12 * day.date().0 + day.date().1 - 1;
    let most = (lines.area.width() / APART).max(1.0);
    let needed = f64::from(number(to) - number(from)) / most;
    let step = [1, 2, 3, 6, 12].into_iter().find(|step| f64::from(*step) >= needed).unwrap_or(12);
    let first = |month: i32| Day::of(month.div_euclid(12), month.rem_euclid(12) + 1, 1).filter(|day| *day >= from);
    let places: Vec<f64> = (number(from)..=number(to))
        .filter(|month| month % step == 0)
        .filter_map(|month| first(month).map(|day| f64::from(day.0)))
        .collect();
    lines.places_at(scene, &places, APART, |x| {
        let day = Day(x as i32);
        let (year, month, _) = day.date();
        if month == 1 { year.to_string() } else { month_of(day).into() }
    });
}

/// The finding.
pub fn headline(series: &SignalSeries) -> String {
    series.headline.clone()
}

/// The line over its days and the level or line that it is held against; stretches on which it acted, a tick at the first
/// day of each.
pub fn scene(view: &SignalsView) -> Scene {
    let series = view.series;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(series);
    scene.description = format!("{}. {} by day, ticks on the days that it came on.", scene.title, series.line);
    let shown = view.span.first(series.days.len());
    let of = |name, role, width, dash, values: &[Option<f64>]| {
        let points = points(&series.days[shown..], values.get(shown..).unwrap_or_default());
        Curve { name, role, width, dash, points }
    };
    let dashed: &[f64] = &[6.0, 3.0];
    let curves = [
        of(held_against(series), Role::Ink2, 1.25, dashed, &series.thresholds),
        of(short(&series.id), Role::Ink, 1.5, &[], &series.values),
    ];
    if curves[1].points.len() < 2 {
        return scene;
    }
    let lines = with_room(Lines::new(&scene, &curves, &[], 20.0, false));
    if !lines.has_room() {
        return scene;
    }
    let Bounds { left, right, top, bottom } = lines.area;
    for [from, to] in &series.runs {
        let begins = f64::from(from.0) >= lines.x.from.0;
        if f64::from(to.0) < lines.x.from.0 {
            continue;
        }
        let [from, to] = [from, to].map(|day| lines.x.px(f64::from(day.0)).clamp(left, right));
        let run = Bounds { left: from, top, right: to.max(from + RUN).min(right), bottom };
        scene.area(run.corners(), Paint::from(Role::Band));
        if begins {
            scene.line(&[(from, bottom - TICK), (from, bottom)], Role::Loss, 1.0, &[]);
        }
    }
    lines.grid_in(&mut scene, |x| number(rounded(x, 4)));
    let mut taken = Taken::default();
    lines.draw(&mut scene, &curves, &mut taken);
    years(&mut scene, &lines);
    scene
}

/// What the line is held against: of a MACD its own signal line.
fn held_against(series: &SignalSeries) -> &'static str {
    if matches!(series.id.as_str(), "macd" | "exposure_gap") { "Signal line" } else { "Acts at" }
}

/// Headings and a row for every day that is drawn, with whether the signal acted.
pub fn table(series: &SignalSeries) -> Table {
    let head = vec!["Day".to_string(), series.line.clone(), held_against(series).into(), "Acts".into()];
    let cell = |value: Option<f64>| value.map_or_else(|| "—".into(), number);
    let rows = series.days.iter().zip(&series.values).zip(&series.thresholds).map(|((day, value), threshold)| {
        let acts = match value {
            None => "not known",
            Some(_) if is_on(series, *day) => "yes",
            Some(_) => "no",
        };
        vec![date(*day), cell(*value), cell(*threshold), acts.into()]
    });
    (head, rows.collect())
}

fn is_on(series: &SignalSeries, day: Day) -> bool {
    let after = series.runs.partition_point(|[from, _]| *from <= day);
    after.checked_sub(1).and_then(|run| series.runs.get(run)).is_some_and(|[_, to]| day <= *to)
}
