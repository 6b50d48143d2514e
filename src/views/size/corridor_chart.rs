//! Corridor: a bar a week over SPX, where the whole book gains while VIX and the token follow on the link.

use crate::book::corridor::Week;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::views::pinned::{self, with_column};
use crate::views::size::risk_answers::calendar;
use crate::words as say;
use crate::words::dates;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct CorridorView<'a> {
    /// By week.
    pub weeks: &'a [Week],
    /// Plan A's: a grey stretch under each bar of the same week; empty where nothing is pinned.
    pub pinned: &'a [Week],
    /// SPX now.
    pub spx: f64,
    /// Short strikes of every condor, points.
    pub shorts: &'a [f64],
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// The finding: how wide it is at the end.
pub fn headline(weeks: &[Week], spx: f64) -> String {
    let Some(last) = weeks.last() else { return "No condor, no corridor".into() };
    match here(last, spx) {
        Some([Some(low), Some(high)]) => format!(
            "At expiry the book gains from {} to {}: {} wide",
            say::fixed(low, 0),
            say::fixed(high, 0),
            say::share((high - low) / spx, 1)
        ),
        Some([Some(low), None]) => format!("At expiry the book gains above {}", say::fixed(low, 0)),
        Some([None, Some(high)]) => format!("At expiry the book gains below {}", say::fixed(high, 0)),
        Some([None, None]) => "At expiry the book gains wherever SPX ends".into(),
        None => "At expiry the book loses where SPX is now".into(),
    }
}

/// A week by its date, or by how far off it is where today's date is not known.
fn when(week: &Week) -> String {
    week.date.map_or_else(|| calendar(week.weeks), dates::short_date)
}

/// Plan A's week so many weeks from now.
fn in_a<'a>(pinned: &'a [Week], week: &Week) -> Option<&'a Week> {
    pinned.iter().find(|one| (one.weeks - week.weeks).abs() < 1e-9)
}

/// Where plan A gains at its own expiry.
fn said_of_a(view: &CorridorView) -> String {
    if view.pinned.is_empty() { String::new() } else { format!(" A: {}.", headline(view.pinned, view.spx)) }
}

/// The stretch that holds today's SPX.
fn here(week: &Week, spx: f64) -> Option<[Option<f64>; 2]> {
    let holds =
        |[low, high]: &&[Option<f64>; 2]| low.is_none_or(|low| low <= spx) && high.is_none_or(|high| high >= spx);
    week.gains.iter().find(holds).copied()
}

/// Ends of the axis: today's stretches with room for their words; stretches far out are cut off.
fn range(view: &CorridorView) -> [f64; 2] {
    let ends = view.weeks.iter().filter_map(|week| here(week, view.spx)).flatten().flatten();
    let fold = |(low, high): (f64, f64), spx: f64| (low.min(spx), high.max(spx));
    let (low, high) = ends.fold((0.95 * view.spx, 1.05 * view.spx), fold);
    let room = 0.2 * (high - low);
    [(low - room).max(0.5 * view.spx), (high + room).min(1.6 * view.spx)]
}

/// A bar a week over SPX, where the whole book gains.
pub fn scene(view: &CorridorView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.weeks, view.spx);
    scene.description = format!("{}. One bar a week, SPX across.{}", scene.title, said_of_a(view));
    let area = Bounds { left: 64.0, top: 20.0, right: scene.width - 8.0, bottom: scene.height - 26.0 };
    if area.width() < 80.0 || area.height() < 60.0 || view.weeks.is_empty() {
        return scene;
    }
    let [from, to] = range(view);
    let x = Axis::new((from, area.left), (to, area.right), false);
    for spx in multiples(step((to - from) / area.width() * 64.0), from, to) {
        let at = x.px(spx);
        scene.upright(at, area.top, area.bottom, Role::Line, &[]);
        let text = Text::new((at, area.bottom + 17.0), say::fixed(spx, 0), Role::Ink2).anchored(Anchor::Middle);
        if text.extent().left > area.left - 8.0 && text.extent().right <= scene.width {
            scene.text(text);
        }
    }
    for strike in view.shorts.iter().filter(|strike| **strike > from && **strike < to) {
        scene.upright(x.px(*strike), area.top, area.bottom, Role::Condor, &[1.0, 3.0]);
    }
    let tall = area.height() / view.weeks.len() as f64;
    for (i, week) in view.weeks.iter().enumerate() {
        let top = area.top + tall * i as f64;
        let middle = top + 0.5 * tall;
        let words = if i + 1 == view.weeks.len() { "expiry".into() } else { when(week) };
        scene.text(Text::new((area.left - 8.0, middle + 4.0), words, Role::Ink2).anchored(Anchor::End));
        let half = (0.5 * tall - 3.0).clamp(3.0, 10.0);
        for [low, high] in &week.gains {
            let [left, right] = [low.unwrap_or(from), high.unwrap_or(to)].map(|spx| spx.clamp(from, to));
            if left >= right {
                continue;
            }
            let bar = Bounds { left: x.px(left), top: middle - half, right: x.px(right), bottom: middle + half };
            scene.area(bar.corners(), Role::P2);
            for (end, anchor, dx) in [(low, Anchor::End, -6.0), (high, Anchor::Start, 6.0)] {
                let Some(spx) = end.filter(|spx| *spx > from && *spx < to) else { continue };
                let at = x.px(spx);
                scene.upright(at, bar.top, bar.bottom, Role::Profit, &[]);
                let text = Text::new((at + dx, middle + 4.0), say::fixed(spx, 0), Role::Ink).anchored(anchor);
                let text = text.set_in(11.0, 500).with_halo();
                if text.extent().left > area.left && text.extent().right < area.right {
                    scene.text(text);
                }
            }
        }
    }
    for (i, week) in view.weeks.iter().enumerate() {
        let Some(a) = in_a(view.pinned, week) else { continue };
        let y = area.top + tall * (i as f64 + 0.5) + (0.5 * tall - 3.0).clamp(3.0, 10.0);
        for [low, high] in &a.gains {
            let [left, right] = [low.unwrap_or(from), high.unwrap_or(to)].map(|spx| spx.clamp(from, to));
            if left < right {
                let room = Bounds { left: x.px(left), top: y - 2.0, right: x.px(right), bottom: y + 2.0 };
                let is_end = |end: Option<f64>| end.is_some_and(|spx| spx > from && spx < to);
                pinned::stretch(&mut scene, &room, [is_end(*low), is_end(*high)]);
            }
        }
    }
    let now = x.px(view.spx);
    scene.upright(now, area.top - 4.0, area.bottom, Role::Ink, &[]);
    let text = Text::new((now, area.top - 7.0), format!("now {}", say::fixed(view.spx, 0)), Role::Ink);
    scene.text(inside(text.anchored(Anchor::Middle).set_in(11.0, 600), area.left, area.right));
    scene
}

/// Headings and a row a break-even; beside it all of plan A's of that week.
pub fn table(weeks: &[Week], pinned: &[Week]) -> (Vec<String>, Vec<Vec<String>>) {
    let head =
        ["After", "Trading days", "Break-even, SPX", "VIX there", "P&L with VIX still"].map(String::from).to_vec();
    let rows = weeks.iter().flat_map(|week| {
        let row = |zero: Option<&crate::book::corridor::BreakEven>| {
            vec![
                calendar(week.weeks) + &week.date.map_or_else(String::new, |day| format!(", {}", dates::date(day))),
                say::fixed(week.days, 1),
                zero.map_or_else(|| "none".into(), |zero| say::fixed(zero.spx.0, 0)),
                zero.map_or_else(|| "—".into(), |zero| say::vix(zero.vix.0)),
                say::fixed(week.still, 0),
            ]
        };
        let none = week.break_evens.is_empty().then(|| row(None));
        none.into_iter().chain(week.break_evens.iter().map(move |zero| row(Some(zero)))).collect::<Vec<_>>()
    });
    let table = (head, rows.collect());
    if pinned.is_empty() {
        return table;
    }
    let of_a = |week: &Week| {
        let levels = in_a(pinned, week)?.break_evens.iter().map(|zero| say::fixed(zero.spx.0, 0)).collect::<Vec<_>>();
        Some(if levels.is_empty() { "none".into() } else { levels.join("; ") })
    };
    let each = weeks.iter().flat_map(|week| std::iter::repeat_n(of_a(week), week.break_evens.len().max(1)));
    with_column(table, "A: break-evens", each.collect::<Vec<_>>())
}
