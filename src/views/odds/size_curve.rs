//! Size curve: chances by the size of the pool, each with its error, a limit that they stay under, and sizes that are named.

use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::odds::figures::Figure;
use crate::views::pinned;
use crate::words::{THIN, amount, number, rounded, usd_short};

/// One line: what it is called at its end, nothing where there is one alone; its colour, its dashes, its points.
#[derive(Clone, Debug)]
pub struct Line {
    /// Called.
    pub name: &'static str,
    /// Colour.
    pub role: Role,
    /// Dashes.
    pub dash: &'static [f64],
    /// Sizes in dollars, rising, and the chances there.
    pub points: Vec<(f64, Figure)>,
}

impl Line {
    /// Plan A's, by what it has at each size ([`of_a`]); `None` where that is no line.
    pub fn of_a(places: impl Iterator<Item = (f64, Option<Figure>)>) -> Option<Line> {
        let points: Vec<(f64, Figure)> = places.filter_map(|(size, a)| Some((size, a?))).collect();
        (points.len() > 1).then_some(Line { name: pinned::NAME, role: pinned::ROLE, dash: &[], points })
    }
}

/// Plan A's chances at these sizes, read between its own; none beyond them. Its points rise.
pub fn of_a(points: &[(f64, f64)], sizes: impl Iterator<Item = f64>) -> Vec<Option<Figure>> {
    sizes.map(|size| Some(Figure { value: pinned::value_at(points, size)?, error: None })).collect()
}

/// A size that is named, in dollars.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Where.
    pub size: f64,
    /// Called.
    pub name: &'static str,
    /// Whether it is the one that counts.
    pub is_first: bool,
}

/// What the picture shows and how large.
#[derive(Clone, Debug)]
pub struct SizeCurve<'a> {
    /// The finding.
    pub title: String,
    /// In place of the picture.
    pub description: String,
    /// The lines, the one that counts first; nothing is drawn without points.
    pub lines: Vec<Line>,
    /// The limit, and how it is said.
    pub limit: (f64, &'a str),
    /// Sizes under their words.
    pub named: Vec<Named>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DOTTED: &[f64] = &[2.0, 2.0];
const DASHED: &[f64] = &[4.0, 3.0];

/// The lines with their errors, the limit, the sizes.
pub fn drawn(view: &SizeCurve) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    (scene.title, scene.description) = (view.title.clone(), view.description.clone());
    let area = Bounds { left: 46.0, top: 36.0, right: scene.width - 20.0, bottom: scene.height - 30.0 };
    let sizes = view.lines.first().map_or(&[][..], |line| &line.points);
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else { return scene };
    if sizes.len() < 2 || area.width() < 60.0 || area.height() < 40.0 {
        return scene;
    }
    let limit = view.limit.0;
    let points = view.lines.iter().flat_map(|line| &line.points);
    let ends = points.map(|(_, chance)| chance.value + chance.error.unwrap_or(0.0));
    let most = ends.filter(|x| x.is_finite()).fold(1.3 * limit, f64::max).clamp(0.001, 1.0);
    let rise = step(most / (area.height() / 40.0).max(2.0));
    let x = Axis::new((first.0, area.left), (last.0, area.right), false);
    let y = Axis::new((0.0, area.bottom), ((most / rise - 1e-9).ceil() * rise, area.top), false);
    axes(&mut scene, &area, [&x, &y], rise);
    let mut taken = Taken::default();
    let curve = |line: &Line| line.points.iter().map(|one| (x.px(one.0), y.px(one.1.value))).collect::<Vec<Point>>();
    let curves: Vec<Vec<Point>> = view.lines.iter().map(curve).collect();
    curves.iter().for_each(|curve| taken.add_line(curve));
    marks(&mut scene, view, &area, &x, &mut taken);
    let level = y.px(limit);
    scene.level(level, area.left, area.right, Role::Loss, DOTTED);
    taken.add_line(&[(area.left, level), (area.right, level)]);
    for (line, curve) in view.lines.iter().zip(&curves).rev() {
        scene.line_in(&area, curve, line.role.into(), 2.0, line.dash);
    }
    if let (Some(line), Some(curve)) = (view.lines.first(), curves.first()) {
        for ((_, chance), at) in line.points.iter().zip(curve) {
            if let Some(error) = chance.error.filter(|error| *error > 0.0) {
                let [low, high] = [-error, error].map(|by| y.px(chance.value + by).clamp(area.top, area.bottom));
                scene.line(&[(at.0, low), (at.0, high)], Role::Ink2, 1.25, &[]);
            }
            scene.dot(*at, 2.5, Role::Bg, Some((Role::Ink, 1.0)));
        }
    }
    let place = |(at, anchor): (f64, Anchor), down: f64| {
        Text::new((at, level + down), view.limit.1, Role::Loss).anchored(anchor).with_halo()
    };
    let sides = [(area.right, Anchor::End), (area.left + 4.0, Anchor::Start)];
    let places = sides.into_iter().flat_map(|side| [place(side, -5.0), place(side, 14.0)]);
    if let Some(text) = taken.place_best(places, &area.grown(2.0)) {
        scene.text(text);
    }
    names(&mut scene, view, &curves, &area, &mut taken);
    scene
}

/// What each line is called, where there is room along it.
fn names(scene: &mut Scene, view: &SizeCurve, curves: &[Vec<Point>], area: &Bounds, taken: &mut Taken) {
    for (line, curve) in view.lines.iter().zip(curves).filter(|(line, _)| !line.name.is_empty()) {
        let along = [0.7, 0.85, 0.55, 0.4, 0.25].map(|part| curve[((curve.len() - 1) as f64 * part) as usize]);
        let places = along.into_iter().flat_map(|(at, up)| {
            [-9.0, 18.0, -22.0, 30.0].map(|down| {
                let text = Text::new((at, up + down), line.name, line.role).anchored(Anchor::Middle).with_halo();
                inside(text, area.left, area.right)
            })
        });
        if let Some(text) = taken.place_best(places, area) {
            scene.text(text);
        }
    }
}

fn axes(scene: &mut Scene, area: &Bounds, [x, y]: [&Axis; 2], rise: f64) {
    for level in multiples(rise, 0.0, y.to.0) {
        let at = y.px(level);
        scene.level(at, area.left, area.right, if level == 0.0 { Role::Edge } else { Role::Line }, &[]);
        let words = format!("{}{THIN}%", number(rounded(100.0 * level, 6)));
        scene.text(Text::new((area.left - 8.0, at + 4.0), words, Role::Ink3).anchored(Anchor::End));
    }
    let (from, to) = (x.from.0, x.to.0);
    for size in multiples(step((to - from) / (area.width() / 58.0).max(2.0)).max(1.0), from, to) {
        let at = x.px(size);
        scene.upright(at, area.bottom, area.bottom + 4.0, Role::Line2, &[]);
        let words = usd_short(size).trim_start_matches('+').to_string();
        let text = Text::new((at, area.bottom + 18.0), words, Role::Ink2).anchored(Anchor::Middle);
        scene.text(inside(text, 0.0, scene.width));
    }
}

/// Sizes: upright lines under their words.
fn marks(scene: &mut Scene, view: &SizeCurve, area: &Bounds, x: &Axis, taken: &mut Taken) {
    let sizes = x.from.0..=x.to.0;
    for named in view.named.iter().filter(|named| sizes.contains(&named.size)) {
        let (role, weight, dash): (Role, u16, &[f64]) =
            if named.is_first { (Role::Ink, 600, &[]) } else { (Role::Ink3, 400, DASHED) };
        let px = x.px(named.size);
        scene.upright(px, area.top, area.bottom, role, dash);
        taken.add_line(&[(px, area.top), (px, area.bottom)]);
        let words = format!("{} {}", named.name, amount(named.size));
        let places = [area.top - 6.0, area.top - 20.0].map(|y| {
            let text = Text::new((px, y), words.clone(), role).anchored(Anchor::Middle).set_in(11.0, weight);
            inside(text, 0.0, scene.width)
        });
        let sheet = Bounds { left: -1.0, top: -1.0, right: scene.width + 1.0, bottom: area.top };
        if let Some(text) = taken.place_best(places, &sheet) {
            scene.text(text);
        }
    }
}
