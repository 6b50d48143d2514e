//! Break-evens: the book over SPX with the hedge and without it, and where each makes nothing.

use crate::book::break_evens::BreakEvens;
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines, inside};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Point, Scene, Text};
use crate::views::pinned::{self, value_at, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct BreakEvensView<'a> {
    /// The two curves and their roots.
    pub found: &'a BreakEvens,
    /// Plan A's, of which the curve with its hedge is drawn.
    pub pinned: Option<&'a BreakEvens>,
    /// Css pixels.
    pub width: f64,
    /// Css pixels.
    pub height: f64,
}

/// The finding.
pub fn headline(found: &BreakEvens) -> String {
    match (found.with.first(), found.without.first()) {
        (Some(with), Some(without)) if (with - without).abs() >= 0.5 => {
            let way = if with < without { "down" } else { "up" };
            format!("The hedge moves the lowest break-even {way} to {}", say::fixed(*with, 0))
        }
        (Some(with), _) => format!("Lowest break-even at {}", say::fixed(*with, 0)),
        (None, _) => "The book breaks even nowhere on the axis".into(),
    }
}

/// Levels in words.
pub fn levels(found: &[f64]) -> String {
    if found.is_empty() {
        return "none on the axis".into();
    }
    found.iter().map(|spx| say::fixed(*spx, 0)).collect::<Vec<_>>().join(", ")
}

/// The picture.
pub fn scene(view: &BreakEvensView) -> Scene {
    let found = view.found;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(found);
    scene.description =
        format!("Break-evens with the hedge: {}; without: {}.", levels(&found.with), levels(&found.without));
    if let Some(a) = view.pinned {
        scene.description += &format!(" In A with its hedge: {}.", levels(&a.with));
    }
    let of = |name, role, width, dash, i: usize| Curve {
        name,
        role,
        width,
        dash,
        points: found.curve.iter().map(|point| (point[0], point[i])).collect(),
    };
    let curves = [of("Without", Role::Ink2, 1.5, &[6.0, 4.0], 2), of("With hedge", Role::Ink, 2.75, &[], 1)];
    let a = pinned::curve(&view.pinned.map_or_else(Vec::new, with_hedge), &curves);
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[0.0], 20.0, false);
    if !lines.has_room() || found.curve.len() < 2 {
        return scene;
    }
    lines.grid(&mut scene);
    lines.draw(&mut scene, &curves, &mut Taken::default());
    for spx in &found.without {
        scene.dot(lines.px((*spx, 0.0)), 3.5, Role::Bg, Some((Role::Ink2, 1.5)));
    }
    for spx in &found.with {
        let (x, y) = lines.px((*spx, 0.0));
        scene.dot((x, y), 4.0, Role::Bg, Some((Role::Ink, 2.0)));
        let flag = Text::new((x, y - 14.0), say::fixed(*spx, 0), Role::Ink).anchored(Anchor::Middle).on_plate(0.92);
        scene.text(inside(flag, lines.area.left, lines.area.right));
    }
    lines.places(&mut scene, |spx| say::fixed(spx, 0));
    scene
}

fn with_hedge(found: &BreakEvens) -> Vec<Point> {
    found.curve.iter().map(|point| (point[0], point[1])).collect()
}

/// Headings and a row for each place, dollars.
pub fn table(found: &BreakEvens, pinned: Option<&BreakEvens>) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = found.curve.iter().map(|point| point.iter().map(|x| say::fixed(*x, 0)).collect());
    let table = (["SPX", "With the hedge", "Without"].map(String::from).to_vec(), rows.collect());
    let Some(a) = pinned.map(with_hedge) else { return table };
    with_column(table, "A: with", found.curve.iter().map(|point| value_at(&a, point[0]).map(|usd| say::fixed(usd, 0))))
}
