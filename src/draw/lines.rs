//! Curves over one axis in dollars: the box, the grid, the lines and their names at the right. Charts share it.

use crate::draw::clip;
use crate::draw::labels::{Taken, spread};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Point, Scene, Text};
use crate::draw::text;
use crate::draw::ticks::{Axis, multiples, step};
use crate::words as say;

/// A curve and how it is drawn.
#[derive(Clone, Debug)]
pub struct Curve {
    /// At its end.
    pub name: &'static str,
    /// The colour of the curve and of its name.
    pub role: Role,
    /// Thickness, css pixels.
    pub width: f64,
    /// On and off lengths; empty is solid.
    pub dash: &'static [f64],
    /// Place and dollars, by rising place.
    pub points: Vec<Point>,
}

/// The box and its axes.
#[derive(Clone, Debug)]
pub struct Lines {
    /// What the curves are drawn within, css pixels.
    pub area: Bounds,
    /// Places.
    pub x: Axis,
    /// Dollars.
    pub y: Axis,
    ticks: Vec<f64>,
}

/// Pixels between two words on the x axis, middle to middle.
const APART: f64 = 58.0;

impl Lines {
    /// Room for these curves in a scene, `top` pixels left above them; `with` are dollars that are shown as well.
    pub fn new(scene: &Scene, curves: &[Curve], with: &[f64], top: f64, is_log: bool) -> Lines {
        let all = || curves.iter().flat_map(|curve| curve.points.iter().copied());
        let (low, high) = ends(all().map(|p| p.1).chain(with.iter().copied()));
        let pad = 0.05 * (high - low).max(1.0);
        let (low, high) = (low - pad, high + pad);
        let bottom = (scene.height - 32.0).max(top + 1.0);
        let least = ((high - low) * 40.0 / (bottom - top).max(40.0)).max(1.0);
        let ticks = multiples(step(least), low, high);
        let widest = |words: &mut dyn Iterator<Item = f64>| words.fold(0.0, f64::max);
        let left = 12.0 + widest(&mut ticks.iter().map(|usd| text::width(&dollars(*usd, low), 11.0, 400)));
        let right = 20.0 + widest(&mut curves.iter().map(|curve| text::width(curve.name, 11.0, 500)));
        let area = Bounds { left, top, right: (scene.width - right).max(left + 1.0), bottom };
        let (from, to) = ends(all().map(|p| p.0));
        Lines {
            x: Axis::new((from, left), (to, area.right), is_log),
            y: Axis::new((low, bottom), (high, top), false),
            area,
            ticks,
        }
    }

    /// The same with level lines at parts of a whole as well, and room at the left for these words: for what is no dollars.
    pub fn in_fine_steps(mut self, words: impl Fn(f64) -> String) -> Lines {
        let (low, high) = (self.y.from.0, self.y.to.0);
        self.ticks = multiples(step((high - low) * 40.0 / self.area.height().max(40.0)), low, high);
        let widest = self.ticks.iter().map(|x| text::width(&words(*x), 11.0, 400)).fold(0.0, f64::max);
        self.area.left = self.area.left.max(12.0 + widest);
        self.x.from.1 = self.area.left;
        self
    }

    /// Whether there is room to draw in.
    pub fn has_room(&self) -> bool {
        self.area.width() > 20.0 && self.area.height() > 20.0
    }

    /// A place and its dollars in css pixels.
    pub fn px(&self, (x, usd): Point) -> Point {
        (self.x.px(x), self.y.px(usd))
    }

    /// Level lines with their dollars.
    pub fn grid(&self, scene: &mut Scene) {
        self.grid_in(scene, |usd| dollars(usd, self.y.from.0));
    }

    /// Level lines with these words.
    pub fn grid_in(&self, scene: &mut Scene, words: impl Fn(f64) -> String) {
        for usd in &self.ticks {
            let y = self.y.px(*usd);
            let role = if *usd == 0.0 { Role::Edge } else { Role::Line };
            scene.level(y, self.area.left, self.area.right, role, &[]);
            let at = (self.area.left - 8.0, y + 4.0);
            scene.text(Text::new(at, words(*usd), Role::Ink3).anchored(Anchor::End));
        }
    }

    /// Words under the box at round places that are far enough apart.
    pub fn places(&self, scene: &mut Scene, words: impl Fn(f64) -> String) {
        let (from, to) = (self.x.from.0, self.x.to.0);
        let most = (self.area.width() / APART).max(2.0);
        self.places_at(scene, &multiples(step((to - from) / most), from, to), APART, words);
    }

    /// Words under the box at these places, those left out that stand nearer than `apart` pixels to the last.
    pub fn places_at(&self, scene: &mut Scene, places: &[f64], apart: f64, words: impl Fn(f64) -> String) {
        let mut free = f64::NEG_INFINITY;
        for &place in places {
            let x = self.x.px(place);
            if x < free {
                continue;
            }
            free = x + apart;
            scene.upright(x, self.area.bottom, self.area.bottom + 4.0, Role::Line2, &[]);
            scene.text(Text::new((x, self.area.bottom + 18.0), words(place), Role::Ink2).anchored(Anchor::Middle));
        }
    }

    /// The area between a curve and zero.
    pub fn fill(&self, scene: &mut Scene, curve: &Curve, role: Role) {
        let zero = self.y.px(0.0);
        let mut fill: Vec<Point> = curve.points.iter().map(|p| self.px(*p)).collect();
        fill.extend([(self.area.right, zero), (self.area.left, zero)]);
        scene.area(clip::polygon(&fill, &self.area), role);
    }

    /// The curves, then their names at the right, each with a short leader.
    pub fn draw(&self, scene: &mut Scene, curves: &[Curve], taken: &mut Taken) {
        let Bounds { right, top, bottom, .. } = self.area;
        let mut wanted = Vec::with_capacity(curves.len());
        for curve in curves {
            let line: Vec<Point> = curve.points.iter().map(|p| self.px(*p)).collect();
            scene.line_in(&self.area, &line, curve.role.into(), curve.width, curve.dash);
            wanted.push(line.last().map_or(bottom, |p| p.1).clamp(top + 6.0, bottom - 6.0));
            taken.add_line(&line);
        }
        for ((curve, from), y) in curves.iter().zip(&wanted).zip(spread(&wanted, 15.0, top + 6.0, bottom - 6.0)) {
            let leader = Paint { role: curve.role, opacity: 0.6 };
            scene.line(&[(right + 1.0, *from), (right + 9.0, y)], leader, 1.0, &[]);
            scene.text(Text::new((right + 12.0, y + 4.0), curve.name, curve.role).set_in(11.0, 500));
        }
    }
}

/// The text moved so that it ends within these pixels.
pub fn inside(mut text: Text, left: f64, right: f64) -> Text {
    let extent = text.extent();
    text.at.0 += (left - extent.left).max(0.0);
    text.at.0 -= (extent.right - right).max(0.0);
    text
}

/// Dollars on the axis: with a sign where some are below zero.
fn dollars(usd: f64, low: f64) -> String {
    let words = say::usd_short(usd);
    if low < 0.0 { words } else { words.trim_start_matches('+').into() }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let tame = values.filter(|x| x.is_finite()).map(|x| x.clamp(-1e12, 1e12));
    let (low, high) = tame.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    if low <= high { (low, high) } else { (0.0, 1.0) }
}
