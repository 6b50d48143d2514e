//! Sensitivities: the pool's size against VIX, severity, token beta and correlation stress, small and side by side.

use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::views::pinned::{self, said_usd};
use crate::views::size::sensitivity::Panel;
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct SensitivitiesView<'a> {
    /// One each.
    pub panels: &'a [Panel],
    /// Plan A's, of which the sizes are drawn; empty where nothing is pinned.
    pub pinned: &'a [Panel],
    /// In the pool now, dollars; 0 without one.
    pub held: f64,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// From this width on all stand in one row.
const WIDE: f64 = 640.0;
const DASHED: &[f64] = &[5.0, 3.0];

/// The finding: what shrinks the answer most.
pub fn headline(panels: &[Panel]) -> String {
    let fall = |panel: &Panel| {
        let most = panel.points.iter().map(|p| p.size.0).fold(0.0, f64::max);
        most - panel.points.iter().map(|p| p.size.0).fold(most, f64::min)
    };
    let worst = panels.iter().reduce(|a, b| if fall(b) > fall(a) { b } else { a });
    match worst {
        Some(panel) if fall(panel) > 0.5 => {
            format!("{} moves the answer most: by up to {}", panel.label, say::amount(fall(panel)))
        }
        Some(panel) => {
            let stays = panel.points.first().map_or(0.0, |p| p.size.0);
            let ends = panel_ends(panels);
            let mut bindings = panels.iter().flat_map(|panel| &panel.points).map(|p| p.binding);
            let first = bindings.next().unwrap_or_default();
            // Where several rules say so the headline above names the one that does here.
            let binds = if bindings.all(|one| one == first) { format!(": {first} binds") } else { String::new() };
            format!("{ends} leave the answer at {}{binds}", say::amount(stays))
        }
        None => "Nothing to compare".into(),
    }
}

/// What the panels look at, in words: what lies outside them is not said.
fn panel_ends(panels: &[Panel]) -> String {
    let vix = panels.iter().find(|panel| panel.id == "shock.vix").and_then(|panel| panel.points.first());
    let from = vix.map_or_else(String::new, |first| format!("VIX from {} up, ", say::fixed(first.x, 0)));
    format!("{from}severity, token beta and correlation stress")
}

/// A small chart an input, side by side: the pool's size over it.
pub fn scene(view: &SensitivitiesView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.panels);
    scene.description = description(view);
    let columns = if view.width >= WIDE { 4 } else { 2 };
    let lines = view.panels.len().div_ceil(columns).max(1);
    let (wide, tall) = (view.width / columns as f64, view.height / lines as f64);
    if wide < 90.0 || tall < 90.0 || view.panels.is_empty() {
        return scene;
    }
    let top = top(view);
    for (i, panel) in view.panels.iter().enumerate() {
        let (x, y) = (wide * (i % columns) as f64, tall * (i / columns) as f64);
        let area = Bounds { left: x + 46.0, top: y + 30.0, right: x + wide - 14.0, bottom: y + tall - 24.0 };
        one(&mut scene, panel, in_a(view.pinned, panel), (&area, top));
    }
    scene
}

/// Dollars at the top of every panel: the sizes, what is held, and the caps near them.
fn top(view: &SensitivitiesView) -> f64 {
    let points = || view.panels.iter().flat_map(|panel| &panel.points);
    let in_a = view.pinned.iter().flat_map(|panel| &panel.points);
    let sizes = points().chain(in_a).map(|p| p.size.0).fold(view.held, f64::max).max(1.0);
    let caps = points().filter_map(|p| p.cap).map(|cap| cap.0);
    1.08 * caps.filter(|cap| *cap <= 2.0 * sizes).fold(sizes, f64::max)
}

/// Plan A's panel of the same input.
fn in_a<'a>(pinned: &'a [Panel], panel: &Panel) -> Option<&'a Panel> {
    pinned.iter().find(|one| one.id == panel.id)
}

fn one(scene: &mut Scene, panel: &Panel, a: Option<&Panel>, (area, top): (&Bounds, f64)) {
    let (Some(first), Some(last)) = (panel.points.first(), panel.points.last()) else { return };
    let is_log = panel.id == "shock.vix";
    let x = Axis::new((first.x, area.left), (last.x, area.right), is_log);
    let y = Axis::new((0.0, area.bottom), (top, area.top), false);
    scene.text(Text::new((area.left, area.top - 14.0), panel.label, Role::Ink).set_in(12.0, 600));
    for usd in multiples(step(top / 3.5), 0.0, top) {
        let role = if usd == 0.0 { Role::Edge } else { Role::Line };
        scene.level(y.px(usd), area.left, area.right, role, &[]);
        let word = say::usd_short(usd).trim_start_matches('+').to_string();
        scene.text(Text::new((area.left - 7.0, y.px(usd) + 4.0), word, Role::Ink3).anchored(Anchor::End));
    }
    for place in places(panel, area.width()) {
        scene.upright(x.px(place), area.bottom, area.bottom + 4.0, Role::Line2, &[]);
        let word = place_words(panel, place);
        let text = Text::new((x.px(place), area.bottom + 17.0), word, Role::Ink2).anchored(Anchor::Middle);
        scene.text(inside(text, 0.0, area.right + 12.0));
    }
    let caps: Vec<Point> = panel.points.iter().filter_map(|p| Some((x.px(p.x), y.px(p.cap?.0)))).collect();
    scene.line_in(area, &caps, Role::Ink2.into(), 1.5, DASHED);
    let line = |panel: &Panel| panel.points.iter().map(|p| (x.px(p.x), y.px(p.size.0))).collect::<Vec<Point>>();
    if let Some(a) = a {
        scene.line_in(area, &line(a), pinned::ROLE.into(), pinned::WIDTH, &[]);
    }
    let sizes = line(panel);
    scene.line_in(area, &sizes, Role::Pool.into(), 2.25, &[]);
    if panel.now >= first.x && panel.now <= last.x {
        scene.upright(x.px(panel.now), area.top - 6.0, area.bottom, Role::Ink, &[]);
        if let Some(usd) = size_at(panel, panel.now) {
            scene.dot((x.px(panel.now), y.px(usd)), 4.0, Role::Pool, Some((Role::Bg, 1.5)));
        }
    }
}

fn places(panel: &Panel, width: f64) -> Vec<f64> {
    let ends = [panel.points.first(), panel.points.last()].map(|p| p.map_or(0.0, |p| p.x));
    let all = match panel.id {
        "shock.vix" => vec![10.0, 20.0, 40.0, 80.0, 150.0],
        "shock.correlation" => vec![0.0, 0.5, 1.0],
        _ => multiples(step((ends[1] - ends[0]) / (width / 40.0).clamp(2.0, 4.0)), ends[0], ends[1]),
    };
    all.into_iter().filter(|place| (ends[0]..=ends[1]).contains(place)).collect()
}

fn place_words(panel: &Panel, place: f64) -> String {
    if panel.id == "shock.correlation" { say::share(place, 0) } else { say::number(place) }
}

fn size_at(panel: &Panel, x: f64) -> Option<f64> {
    let k = panel.points.partition_point(|p| p.x < x).max(1);
    let (a, b) = (panel.points.get(k - 1)?, panel.points.get(k)?);
    let share = if b.x > a.x { (x - a.x) / (b.x - a.x) } else { 0.0 };
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    Some(a.size.0 + share * (b.size.0 - a.size.0))
}

fn description(view: &SensitivitiesView) -> String {
    let said = |panel: &Panel| {
        let a = in_a(view.pinned, panel);
        let other = a.map(|a| said_usd(size_at(a, panel.now), size_at(panel, panel.now).unwrap_or(0.0)));
        let ends = [panel.points.first()?, panel.points.last()?];
        let [from, to] = ends.map(|p| format!("{} at {}", say::amount(p.size.0), place_words(panel, p.x)));
        Some(format!("{}: {from}, {to}.{}", panel.label, other.unwrap_or_default()))
    };
    view.panels.iter().filter_map(said).collect::<Vec<_>>().join(" ")
}

/// Headings and every point, dollars.
pub fn table(panels: &[Panel], pinned: &[Panel]) -> (Vec<String>, Vec<Vec<String>>) {
    let row = |panel: &Panel| {
        let name = panel.label;
        let cells = |p: &crate::views::size::sensitivity::SizePoint| {
            let cap = p.cap.map_or_else(|| "no limit".into(), |cap| say::fixed(cap.0, 0));
            let mut row =
                vec![name.to_string(), say::fixed(p.x, 2), say::fixed(p.size.0, 0), cap, p.binding.to_string()];
            if !pinned.is_empty() {
                let a = in_a(pinned, panel).and_then(|a| size_at(a, p.x));
                row.push(a.map_or_else(|| "—".into(), |usd| say::fixed(usd, 0)));
            }
            row
        };
        panel.points.iter().step_by(if panel.points.len() > 12 { 2 } else { 1 }).map(cells).collect::<Vec<_>>()
    };
    let head = ["Input", "At", "Pool", "Smallest cap", "Binds", "A: pool"];
    let head = &head[..if pinned.is_empty() { 5 } else { 6 }];
    (head.iter().copied().map(String::from).collect(), panels.iter().flat_map(row).collect())
}
