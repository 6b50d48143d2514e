//! Convex and concave: a put bought and the same put sold, over the token's move.

use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Point, Scene};
use crate::views::hedge::convexity::Bend;
use crate::views::pinned::{self, said_usd, value_at, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct BendView<'a> {
    /// The two curves.
    pub bend: &'a Bend,
    /// Plan A's, of which the put bought is drawn.
    pub pinned: Option<&'a Bend>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// Token moves worth a word under the axis.
const PLACES: [f64; 6] = [-0.6, -0.4, -0.2, 0.0, 0.2, 0.4];

/// The finding: what the put bought gains and the put sold loses at the furthest fall.
pub fn headline(bend: &Bend) -> String {
    match bend.points.first() {
        Some([x, bought, sold]) => format!(
            "A fall of {}: the put bought gains {}, the put sold loses {}",
            say::share(-x, 0),
            say::amount(*bought),
            say::amount(-sold)
        ),
        None => "No curve".into(),
    }
}

/// Two curves over the token's move: a put bought, and the same put sold.
pub fn scene(view: &BendView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.bend);
    scene.description = view.bend.sentence.clone();
    if let (Some(a), Some([x, bought, _])) = (view.pinned, view.bend.points.first()) {
        scene.description +=
            &format!(" The put bought at {}:{}", say::percent(*x, 0), said_usd(bought_at(a, *x), *bought));
    }
    let of = |name, role, width, dash, i: usize| Curve {
        name,
        role,
        width,
        dash,
        points: view.bend.points.iter().map(|point| (point[0], point[i])).collect(),
    };
    let curves =
        [of("Convex: bought", Role::Profit, 2.75, &[], 1), of("Concave: sold", Role::Loss, 1.75, &[6.0, 4.0], 2)];
    let a = pinned::curve(&view.pinned.map_or_else(Vec::new, bought), &curves);
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[0.0], 14.0, false);
    if !lines.has_room() || view.bend.points.len() < 2 {
        return scene;
    }
    lines.grid(&mut scene);
    lines.draw(&mut scene, &curves, &mut Taken::default());
    lines.places_at(&mut scene, &PLACES, 40.0, |x| say::percent(x, 0));
    scene
}

fn bought(bend: &Bend) -> Vec<Point> {
    bend.points.iter().map(|[x, bought, _]| (*x, *bought)).collect()
}

fn bought_at(bend: &Bend, x: f64) -> Option<f64> {
    value_at(&bought(bend), x)
}

/// Headings and a row for each move, dollars a token.
pub fn table(bend: &Bend, pinned: Option<&Bend>) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = bend
        .points
        .iter()
        .map(|[x, bought, sold]| vec![say::percent(*x, 0), say::fixed(*bought, 0), say::fixed(*sold, 0)]);
    let table = (["Token", "Put bought", "Put sold"].map(String::from).to_vec(), rows.collect());
    let Some(a) = pinned else { return table };
    with_column(
        table,
        "A: put bought",
        bend.points.iter().map(|[x, ..]| bought_at(a, *x).map(|usd| say::fixed(usd, 0))),
    )
}
