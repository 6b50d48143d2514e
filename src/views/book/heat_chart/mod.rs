//! The heat map: the book over SPX moves and VIX in flat steps, with zero, the budget and the spot–vol link on it.

pub mod words;

pub use words::{headline, table};

use crate::book::curves::{Heat, HeatAxis};
use crate::draw::contour::{Grid, Place};
use crate::draw::labels::Taken;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Point, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::numbers::by_rising;
use crate::views::pinned;
use crate::views::report::Report;
use crate::words as say;

/// What the map shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct HeatView<'a> {
    /// The grid and the link.
    pub heat: &'a Heat,
    /// Its steps and contours.
    pub relief: &'a Relief,
    /// Now, the shock, the budget.
    pub report: &'a Report,
    /// Short name of the token: `ETH`.
    pub token: &'a str,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
    /// Whether it is drawn for a phone.
    pub is_narrow: bool,
    /// Plan A's map and its contours, drawn in grey over this one's steps.
    pub pinned: Option<(&'a Heat, &'a Relief)>,
}

const DASHED: &[f64] = &[4.0, 3.0];

/// Where the map is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The map in css pixels.
    pub area: Bounds,
    /// Simple return of SPX or the token.
    pub x: Axis,
    /// VIX, equal ratios taking equal room, upwards.
    pub y: Axis,
}

impl Frame {
    /// Simple return and VIX at a place in css pixels, within the map.
    pub fn at(&self, (x, y): Point) -> (f64, f64) {
        (self.x.at(x), self.y.at(y))
    }

    /// Css pixels of a simple return and a VIX.
    pub fn px(&self, moved: f64, vix: f64) -> Point {
        (self.x.px(moved), self.y.px(vix))
    }
}

/// The frame of this view.
pub fn frame(view: &HeatView) -> Frame {
    let finite = |x: f64| if x.is_finite() { x } else { 0.0 };
    let (left, right) = if view.is_narrow { (46.0, 16.0) } else { (40.0, 4.0) };
    let area = Bounds {
        left,
        top: 26.0,
        right: (finite(view.width) - right).max(left + 1.0),
        bottom: (finite(view.height) - 72.0).max(27.0),
    };
    let ends =
        |values: &[f64]| (values.first().copied().unwrap_or(f64::NAN), values.last().copied().unwrap_or(f64::NAN));
    let (moves, levels) = (ends(&view.heat.moves), ends(&view.heat.levels));
    Frame {
        area,
        x: Axis::new((moves.0, area.left), (moves.1, area.right), false),
        y: Axis::new((levels.0, area.bottom), (levels.1, area.top), true),
    }
}

/// Colours of the eight flat steps, the worst first.
pub const BINS: [Role; 8] = [Role::N4, Role::N3, Role::N2, Role::N1, Role::P1, Role::P2, Role::P3, Role::P4];

/// Dollars a flat step is high: round, and such that the two open steps hold about a fifth of the map.
pub fn bin_step(heat: &Heat) -> f64 {
    let mut sizes: Vec<f64> = heat.pnl.iter().map(|x| x.abs()).filter(|x| x.is_finite()).collect();
    if sizes.is_empty() {
        return 1.0;
    }
    let k = (sizes.len() - 1) * 4 / 5;
    let (_, size, _) = sizes.select_nth_unstable_by(k, f64::total_cmp);
    step((*size / 3.5).clamp(1.0, 1e12))
}

/// Where bands change: seven levels round zero.
fn levels(step: f64) -> [f64; 7] {
    [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0].map(|k| k * step)
}

/// Steps and contours of a grid, traced once and drawn at any size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relief {
    /// Dollars a step is high.
    step: f64,
    bands: Vec<(Vec<Place>, usize)>,
    zero: Vec<Vec<Place>>,
    /// Where the loss is the budget.
    spent: Vec<Vec<Place>>,
}

impl Relief {
    /// Traces the grid, with a contour where the loss is `budget` dollars.
    pub fn new(heat: &Heat, budget: f64) -> Relief {
        if heat.moves.len() < 2 || heat.levels.len() < 2 {
            return Relief::default();
        }
        let grid = Grid::new(heat.moves.len(), heat.levels.len(), &heat.pnl);
        let step = bin_step(heat);
        let spent = if budget.abs() > 0.0 { grid.lines(-budget.abs()) } else { Vec::new() };
        Relief { step, bands: grid.bands(&levels(step)), zero: grid.lines(0.0), spent }
    }
}

/// The book over moves and VIX in flat steps, with zero, the budget and the link on it.
pub fn scene(view: &HeatView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    let frame = frame(view);
    scene.title = headline(view.heat, view.report.shock.vix_from.0, view.token);
    scene.description = words::description(view);
    let heat = view.heat;
    if frame.area.width() < 20.0 || frame.area.height() < 20.0 || heat.moves.len() < 2 || heat.levels.len() < 2 {
        return scene;
    }
    let xs: Vec<f64> = heat.moves.iter().map(|x| frame.x.px(*x)).collect();
    let ys: Vec<f64> = heat.levels.iter().map(|y| frame.y.px(*y)).collect();
    let to_px =
        |points: &[Place]| points.iter().map(|(u, v)| (between(&xs, *u), between(&ys, *v))).collect::<Vec<Point>>();

    let relief = view.relief;
    for (points, band) in &relief.bands {
        scene.area(to_px(points), BINS[(*band).min(7)]);
    }
    // Steps under steps would show as a hairline where the border falls between two device pixels.
    let mut rim = frame.area.grown(0.5).corners();
    rim.extend_from_within(..2);
    scene.line(&rim, Role::Bg, 1.0, &[]);
    let budget = view.report.combined.budget.0.abs();
    let drawn = |lines: &[Vec<Place>]| lines.iter().map(|line| to_px(line)).collect::<Vec<_>>();
    // Every book's map has the same moves and levels.
    let [a_zero, a_spent] =
        view.pinned.map_or_else(Default::default, |(_, a)| [&a.zero, &a.spent].map(|lines| drawn(lines)));
    for (lines, dash) in [(&a_spent, DASHED), (&a_zero, &[])] {
        lines.iter().for_each(|line| scene.line(line, pinned::ROLE, pinned::WIDTH, dash));
    }
    let (zero, spent) = (drawn(&relief.zero), drawn(&relief.spent));
    for line in &spent {
        scene.line(line, Role::Ink, 1.25, DASHED);
    }
    for line in &zero {
        scene.line(line, Role::Ink, 1.75, &[]);
    }
    let link = link(&mut scene, view, &frame);
    axes(&mut scene, view, &frame);
    legend(&mut scene, &frame, relief.step, view.height);

    let mut taken = Taken::default();
    zero.iter().chain(&spent).for_each(|line| taken.add_line(line));
    taken.add_line(&link);
    points(&mut scene, view, &frame, &mut taken);
    let words = format!("budget {}", say::usd(-budget));
    for (lines, words, most) in [(&spent, words.as_str(), 1), (&zero, "$0", 2)] {
        contour_labels(&mut scene, lines, words, most, &frame.area, &mut taken);
    }
    for (lines, words) in [(&a_zero, "A $0"), (&a_spent, "A budget")] {
        contour_labels(&mut scene, lines, words, 1, &frame.area, &mut taken);
    }
    link_label(&mut scene, view.heat.axis, &link, &frame.area, &mut taken);
    scene
}

/// Whose moves the columns are.
fn whose<'a>(view: &HeatView<'a>) -> &'a str {
    if view.heat.axis == HeatAxis::Token { view.token } else { "SPX" }
}

/// The move of it in the shock.
fn moved(view: &HeatView) -> f64 {
    let shock = &view.report.shock;
    if view.heat.axis == HeatAxis::Token { shock.token_return.0 } else { shock.spx_return.0 }
}

/// Value at a broken index.
fn between(values: &[f64], at: f64) -> f64 {
    let i = (at.max(0.0) as usize).min(values.len().saturating_sub(2));
    match (values.get(i), values.get(i + 1)) {
        (Some(a), Some(b)) => a + (at - i as f64) * (b - a),
        _ => 0.0,
    }
}

/// The link with its band; the line itself comes back.
fn link(scene: &mut Scene, view: &HeatView, frame: &Frame) -> Vec<Point> {
    let line = |k: usize| -> Vec<Point> { view.heat.link.iter().map(|row| frame.px(row[k], row[0])).collect() };
    for k in [2, 3] {
        scene.line_in(&frame.area, &line(k), Paint { role: Role::Ink, opacity: 0.55 }, 1.0, &[2.0, 3.0]);
    }
    let line = line(1);
    scene.line_in(&frame.area, &line, Paint { role: Role::Bg, opacity: 0.75 }, 4.5, &[]);
    scene.line_in(&frame.area, &line, Role::Ink.into(), 2.0, &[]);
    crate::draw::clip::line(&line, &frame.area).into_iter().max_by_key(Vec::len).unwrap_or_default()
}

fn axes(scene: &mut Scene, view: &HeatView, frame: &Frame) {
    let Bounds { left, bottom, top, .. } = frame.area;
    let name =
        |y: f64, words: &str| Text::new((left - 8.0, y), words, Role::Ink3).anchored(Anchor::End).set_in(11.0, 600);
    scene.text(name(top - 14.0, "VIX"));
    scene.text(name(bottom + 17.0, whose(view)));
    let mut last = f64::INFINITY;
    for vix in [5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 80.0, 100.0, 150.0] {
        let y = frame.y.px(vix);
        if y > bottom + 0.5 || y < top - 0.5 || last - y < 15.0 || (view.is_narrow && vix == 100.0) {
            continue;
        }
        last = y;
        scene.level(y, left - 4.0, left, Role::Edge, &[]);
        scene.text(Text::new((left - 8.0, y + 4.0), say::fixed(vix, 0), Role::Ink3).anchored(Anchor::End));
    }
    let (from, to) = (frame.x.from.0, frame.x.to.0);
    let step = step((to - from) / frame.area.width() * 56.0);
    for x in multiples(step, from, to) {
        let px = frame.x.px(x);
        let words = say::percent(x, usize::from(step < 0.0099));
        let text = Text::new((px, bottom + 17.0), words, Role::Ink3).anchored(Anchor::Middle);
        if text.extent().left < left - 4.0 || text.extent().right > view.width {
            continue;
        }
        scene.upright(px, bottom, bottom + 4.0, Role::Edge, &[]);
        scene.text(text);
    }
}

/// The strip of steps under the map.
fn legend(scene: &mut Scene, frame: &Frame, step: f64, height: f64) {
    let (left, top) = (frame.area.left, height - 32.0);
    let room = frame.area.width().min(420.0) / 8.0;
    for (i, role) in BINS.into_iter().enumerate() {
        let x = left + room * i as f64;
        scene.area(Bounds { left: x, top, right: x + room, bottom: top + 8.0 }.corners(), role);
    }
    for (i, level) in levels(step).into_iter().enumerate() {
        let x = left + room * (i + 1) as f64;
        let (line, ink, weight) = if level == 0.0 { (Role::Ink, Role::Ink, 500) } else { (Role::Bg, Role::Ink3, 400) };
        scene.upright(x, top, top + 12.0, line, &[]);
        let words = say::usd_short(level);
        scene.text(Text::new((x, top + 22.0), words, ink).anchored(Anchor::Middle).set_in(11.0, weight));
    }
}

fn plate(at: Point, words: &str, anchor: Anchor, weight: u16) -> Text {
    Text::new(at, words, Role::Ink).anchored(anchor).set_in(11.0, weight).on_plate(0.86)
}

/// Now as a ring, the shock as a dot with guides to both axes; what lies off the map stands on its edge.
fn points(scene: &mut Scene, view: &HeatView, frame: &Frame, taken: &mut Taken) {
    let shock = &view.report.shock;
    let area = &frame.area;
    let name = |scene: &mut Scene, at: Point, gap: f64, words: &str, taken: &mut Taken| {
        let beside = |dx: f64, dy: f64, anchor| plate((at.0 + dx, at.1 + dy), words, anchor, 600);
        let places = [
            beside(gap, 4.0, Anchor::Start),
            beside(-gap, 4.0, Anchor::End),
            beside(0.0, gap + 12.0, Anchor::Middle),
            beside(0.0, -gap - 2.0, Anchor::Middle),
            beside(gap, 24.0, Anchor::Start),
            beside(-gap, 24.0, Anchor::End),
            beside(gap, -16.0, Anchor::Start),
            beside(-gap, -16.0, Anchor::End),
        ];
        let free = places.into_iter().find(|t| area.holds(&t.extent()) && taken.is_free(&t.extent(), 2.0));
        if let Some(text) = free {
            taken.add(text.extent());
            scene.text(text);
        }
    };
    let spot = |(x, y): Point, r: f64| Bounds { left: x - r, top: y - r, right: x + r, bottom: y + r };
    let now = frame.px(0.0, shock.vix_from.0);
    let target = frame.px(moved(view), shock.vix.0);
    let edge = |(x, y): Point| (x.clamp(area.left, area.right), y.clamp(area.top, area.bottom));
    let has_shock = target.0.is_finite() && target.1.is_finite();
    let at = edge(target);
    if has_shock {
        taken.add(spot(at, 6.0));
    }
    if area.has(now) {
        taken.add(spot(now, 4.0));
        scene.dot(now, 4.5, Role::Bg, Some((Role::Ink, 2.0)));
    }
    if has_shock {
        scene.level(at.1, area.left, at.0, Role::Ink, &[1.0, 3.0]);
        scene.upright(at.0, at.1, area.bottom, Role::Ink, &[1.0, 3.0]);
        scene.dot(at, 6.0, Role::Ink, Some((Role::Bg, 2.0)));
        let value = say::usd(view.report.combined.pnl.0);
        let words = if area.has(target) { format!("shock {value}") } else { format!("shock {value}, off the map") };
        name(scene, at, 12.0, &words, taken);
    }
    if area.has(now) {
        name(scene, now, 10.0, "now", taken);
    }
}

/// Names on the longest contours, each near the middle of its line where it hides least.
fn contour_labels(scene: &mut Scene, lines: &[Vec<Point>], words: &str, most: usize, area: &Bounds, taken: &mut Taken) {
    let long: Vec<&Vec<Point>> = lines.iter().filter(|line| length(line) > 60.0).collect();
    for line in by_rising(long, |line| -length(line)).into_iter().take(most) {
        let middle = line.len() as f64 / 2.0;
        let order = from_the_middle(line.len(), middle, 16);
        let place = |i: usize| plate((line[i].0, line[i].1 + 4.0), words, Anchor::Middle, 500);
        if let Some(text) = taken.place_best(order.into_iter().map(place), &area.grown(-3.0)) {
            scene.text(text);
        }
    }
}

/// About `most` of the indices below `n`, those nearest to `middle` first.
fn from_the_middle(n: usize, middle: f64, most: usize) -> Vec<usize> {
    by_rising((0..n).step_by((n / most).max(1)).collect(), |i| (*i as f64 - middle).abs())
}

fn link_label(scene: &mut Scene, axis: HeatAxis, link: &[Point], area: &Bounds, taken: &mut Taken) {
    let words = match axis {
        HeatAxis::Spx => "spot\u{2013}vol link ± 2 s.e.",
        HeatAxis::Token => "token by its betas, with its band",
    };
    let middle = link.len() as f64 * 0.45;
    let order = from_the_middle(link.len(), middle, 20);
    let beside = |i: usize| {
        [(14.0, Anchor::Start), (-14.0, Anchor::End)]
            .map(|(dx, anchor)| plate((link[i].0 + dx, link[i].1 + 4.0), words, anchor, 500))
    };
    if let Some(text) = taken.place_best(order.into_iter().flat_map(beside), &area.grown(-3.0)) {
        scene.text(text);
    }
}

fn length(line: &[Point]) -> f64 {
    line.windows(2).map(|p| f64::hypot(p[1].0 - p[0].0, p[1].1 - p[0].1)).sum()
}
