//! Replay: VIX along a path over its bands with what the rules did, and below it the hedge under the rules and
//! untouched.

use crate::book::replay::{Event, Track};
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::ticks::Axis;
use crate::views::hedge::replay::ReplayReport;
use crate::views::pinned::{self, said_usd, value_at, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct ReplayView<'a> {
    /// The path and what was made of it.
    pub replay: &'a ReplayReport,
    /// Plan A's along its own path, of which the hedge under its rules is drawn.
    pub pinned: Option<&'a ReplayReport>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DOTTED: &[f64] = &[1.5, 3.5];
/// Rows of the table at most, beside the days on which something was done.
const ROWS: usize = 60;

/// Where the two parts stand: what lies over the picture must find the path.
#[derive(Clone, Debug)]
pub struct Frame {
    lines: Lines,
    curves: Vec<Curve>,
    above: Bounds,
    vix: Axis,
}

impl Frame {
    /// Css pixel of VIX on a trading day.
    pub fn px(&self, (day, vix): (f64, f64)) -> Point {
        (self.lines.x.px(day), self.vix.px(vix))
    }

    /// Trading day and VIX at a css pixel, no farther than the ends of the axes.
    pub fn at(&self, (x, y): Point) -> (f64, f64) {
        (self.lines.x.at(x), self.vix.at(y))
    }
}

/// The frame; `None` where there is no room or no path.
pub fn frame(view: &ReplayView) -> Option<Frame> {
    let replay = view.replay;
    let of = |name, role, width, dash, track: &Track| {
        let points = track.days.iter().enumerate().map(|(i, day)| (i as f64, day.value)).collect();
        Curve { name, role, width, dash, points }
    };
    let curves = [
        of("Untouched", Role::Ink2, 1.75, DOTTED, &replay.untouched),
        of("Rules", Role::Hedge, 2.75, &[], &replay.adaptive),
    ];
    let a = pinned::curve(&view.pinned.map_or_else(Vec::new, under_rules), &curves);
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    let size = Scene::new(view.width, view.height, None);
    let split = 0.45 * size.height;
    let lines = Lines::new(&size, &curves, &[0.0], split + 24.0, false);
    if !lines.has_room() || replay.path.len() < 2 || split < 70.0 {
        return None;
    }
    let above = Bounds { top: 26.0, bottom: split - 6.0, ..lines.area };
    let levels = || replay.path.iter().chain(&replay.edges).copied();
    let (low, high) = (levels().fold(f64::MAX, f64::min) / 1.06, levels().fold(0.0, f64::max) * 1.06);
    Some(Frame { vix: Axis::new((low, above.bottom), (high, above.top), true), lines, curves, above })
}

/// VIX along the path over its bands, and below it the hedge under the rules and untouched.
pub fn scene(view: &ReplayView) -> Scene {
    let replay = view.replay;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = say::headline(&replay.answer);
    scene.description = description(replay);
    if let Some(a) = view.pinned {
        let ends = [&a.adaptive, &replay.adaptive].map(Track::end);
        scene.description += &format!(" At the end under the rules:{}", said_usd(Some(ends[0]), ends[1]));
    }
    let Some(frame) = frame(view) else { return scene };
    path(&mut scene, replay, &frame);
    let lines = &frame.lines;
    let head = (lines.area.left, lines.area.top - 8.0);
    scene.text(Text::new(head, "What the hedge has made, dollars", Role::Ink3));
    lines.grid(&mut scene);
    lines.draw(&mut scene, &frame.curves, &mut Taken::default());
    lines.places(&mut scene, |day| if day == 0.0 { "day 0".into() } else { say::number(day) });
    scene
}

/// VIX over its bands, each edge named, each trade a dot with its word.
fn path(scene: &mut Scene, replay: &ReplayReport, frame: &Frame) {
    let (area, y) = (&frame.above, &frame.vix);
    let mut taken = Taken::default();
    let mut free = f64::INFINITY;
    for &edge in &replay.edges {
        let at = y.px(edge);
        scene.level(at, area.left, area.right, Role::Line, &[]);
        // Edges that lie together share a name: the lowest one's.
        if at < free - 11.0 {
            scene.text(Text::new((area.left - 8.0, at + 4.0), say::number(edge), Role::Ink3).anchored(Anchor::End));
            free = at;
        }
    }
    scene.text(Text::new((area.left, area.top - 10.0), "VIX, and what the rules did", Role::Ink3));
    let line: Vec<Point> = replay.path.iter().enumerate().map(|(day, vix)| frame.px((day as f64, *vix))).collect();
    scene.line_in(area, &line, Role::Ink.into(), 1.75, &[]);
    taken.add_line(&line);
    let mut last = String::new();
    for (day, words) in done(&replay.adaptive) {
        let Some(&(x, at)) = line.get(day) else { continue };
        scene.dot((x, at), 3.5, Role::Hedge, Some((Role::Bg, 1.5)));
        taken.add(Bounds { left: x - 4.0, top: at - 4.0, right: x + 4.0, bottom: at + 4.0 });
        // A dot after another of its kind needs no word of its own.
        if words == last {
            continue;
        }
        last.clone_from(&words);
        let text = |dx: f64, dy: f64, anchor| Text::new((x + dx, at + dy), words.clone(), Role::Hedge).anchored(anchor);
        let places = [text(0.0, -9.0, Anchor::Middle), text(7.0, 4.0, Anchor::Start), text(0.0, 17.0, Anchor::Middle)];
        if let Some(text) = taken.place_best(places.map(Text::with_halo), &area.grown(8.0)) {
            scene.text(text);
        }
    }
    for point in &replay.points {
        scene.dot(frame.px(*point), 5.5, Role::Bg, Some((Role::Ink, 2.0)));
    }
    if let (Some(end), Some(vix)) = (line.last(), replay.path.last()) {
        scene.text(
            Text::new((end.0 + 12.0, end.1 + 4.0), format!("VIX {}", say::vix(*vix)), Role::Ink).set_in(11.0, 500),
        );
    }
}

/// Days after the first on which something was done, each with its words.
fn done(track: &Track) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for trade in track.trades.iter().filter(|trade| trade.day > 0 && trade.event != Event::Moved) {
        let word = trade.event.word();
        match out.last_mut() {
            Some((day, words)) if *day == trade.day => {
                if !words.contains(word) {
                    words.push_str(", ");
                    words.push_str(word);
                }
            }
            _ => out.push((trade.day, word.into())),
        }
    }
    out
}

/// What the hedge has made under the rules, by trading day.
fn under_rules(replay: &ReplayReport) -> Vec<Point> {
    replay.adaptive.days.iter().enumerate().map(|(i, day)| (i as f64, day.value)).collect()
}

fn description(replay: &ReplayReport) -> String {
    let peak = replay.path.iter().copied().fold(0.0, f64::max);
    let track = |name: &str, track: &Track| {
        let (day, best) = track.best();
        format!(
            "{name} is worth {} at the end and {} at best, on trading day {day}.",
            say::usd(track.end()),
            say::usd(best)
        )
    };
    format!(
        "VIX over {} trading days, at most {}. {} {}",
        replay.path.len().saturating_sub(1),
        say::vix(peak),
        track("The hedge under the rules", &replay.adaptive),
        track("Untouched it", &replay.untouched)
    )
}

/// Headings and rows: every day of a short path, every few of a long one, and each on which something was done. SPX and
/// the token stand in it where the path is one of closes.
pub fn table(replay: &ReplayReport, pinned: Option<&ReplayReport>) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["Day", "VIX", "SPX", "Token", "Rules $", "Cash $", "Calls", "Done", "Untouched $", "Cash $", "Calls"];
    let events = done(&replay.adaptive);
    let step = (replay.path.len() / ROWS).max(1);
    let calls = |n: &[f64]| n.iter().map(|n| say::quantity(*n)).collect::<Vec<_>>().join("/");
    let last = replay.path.len().saturating_sub(1);
    let moved = |of: &[Option<f64>], day: usize| {
        of.get(day).copied().flatten().map_or_else(|| "—".into(), |moved| say::percent(moved, 1))
    };
    let days = replay.path.iter().zip(&replay.adaptive.days).zip(&replay.untouched.days).enumerate();
    let rows = days.filter_map(|(i, ((vix, rules), never))| {
        let words = events.iter().find(|(day, _)| *day == i).map(|(_, words)| words.clone());
        let is_shown = i % step == 0 || i == last || words.is_some();
        is_shown.then(|| {
            let bought = if i == 0 { "opened".to_string() } else { String::new() };
            let money = |usd: f64| say::fixed(usd, 2);
            vec![
                i.to_string(),
                say::fixed(*vix, 1),
                moved(&replay.spx, i),
                moved(&replay.token, i),
                money(rules.value),
                money(rules.cash),
                calls(&rules.contracts),
                words.unwrap_or(bought),
                money(never.value),
                money(never.cash),
                calls(&never.contracts),
            ]
        })
    });
    let (mut head, mut rows): (Vec<String>, Vec<Vec<String>>) = (head.map(String::from).to_vec(), rows.collect());
    if replay.closes == 0 {
        for row in std::iter::once(&mut head).chain(&mut rows) {
            row.drain(2..4);
        }
    }
    let Some(a) = pinned.map(under_rules) else { return (head, rows) };
    let days: Vec<Option<f64>> = rows.iter().map(|row| row.first().and_then(|day| day.parse().ok())).collect();
    let at = |day: Option<f64>| value_at(&a, day?).map(|usd| say::fixed(usd, 2));
    with_column((head, rows), "A: rules $", days.into_iter().map(at))
}
