//! Conversion: its pool over the token's price, alone and with its tokens sold short; what bends is what is left.

use crate::book::conversions::ConversionPoint;
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines, inside};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Point, Scene, Text};
use crate::views::hedge::conversion::ConversionReport;
use crate::views::pinned::{self, said_usd, value_at, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct ConversionView<'a> {
    /// The conversion.
    pub conversion: &'a ConversionReport,
    /// The same in plan A, of which the pool with it is drawn.
    pub pinned: Option<&'a ConversionReport>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// Two curves over the token's price: the pool alone, and with its tokens sold short.
pub fn scene(view: &ConversionView) -> Scene {
    let of = view.conversion;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = say::headline(&of.answer);
    scene.description = format!(
        "The value of {} over the price of {}: alone it rises with the price; with {} {}, from {}, a tenth down makes {}, a tenth up {}.",
        of.pool,
        of.token,
        say::fixed(of.tokens.abs(), 3),
        if of.tokens < 0.0 { "more bought" } else { "sold short" },
        say::price(of.price),
        say::usd(of.left.left_at_ten[0].0),
        say::usd(of.left.left_at_ten[1].0)
    );
    if let Some(a) = view.pinned {
        let [low, b] = [a, of].map(|of| of.left.left_at_ten[0].0);
        scene.description += &format!(" A tenth down:{}", said_usd(Some(low), b));
    }
    let curve = |name, role, width, dash, value: fn(&ConversionPoint) -> f64| {
        let points = of.left.curve.iter().map(|point| (point.price, value(point))).collect();
        Curve { name, role, width, dash, points }
    };
    let curves = [
        curve("Pool alone", Role::Pool, 1.75, &[9.0, 3.0, 2.0, 3.0], |point| point.alone),
        curve("Converted", Role::Combined, 2.75, &[], |point| point.together),
    ];
    // Behind the two, whose second is filled to zero.
    let a = pinned::curve(&view.pinned.map_or_else(Vec::new, converted), &curves);
    let all: Vec<Curve> = a.into_iter().chain(curves.iter().cloned()).collect();
    let lines = Lines::new(&scene, &all, &[0.0], 30.0, true);
    if !lines.has_room() || of.left.curve.len() < 2 {
        return scene;
    }
    let mut taken = Taken::default();
    lines.grid(&mut scene);
    lines.fill(&mut scene, &curves[1], Role::FillLoss);
    let strike = of.strike;
    let marks = [("now", of.price, Role::Ink, 600), ("strike", strike, Role::Hedge, 500)];
    for (name, price, role, weight) in
        marks.into_iter().filter(|mark| mark.1 >= lines.x.from.0 && mark.1 <= lines.x.to.0)
    {
        let x = lines.x.px(price);
        // One line for both where the strike is today's price.
        if name == "strike" && (strike / of.price - 1.0).abs() < 1e-9 {
            continue;
        }
        scene.upright(x, lines.area.top - 10.0, lines.area.bottom, role, &[]);
        let words = format!("{name} {}", say::price(price));
        let texts = [(0.0, Anchor::Middle), (-2.0, Anchor::End), (2.0, Anchor::Start)].map(|(dx, anchor)| {
            let text = Text::new((x + dx, lines.area.top - 14.0), words.clone(), role).anchored(anchor);
            inside(text.set_in(11.0, weight).with_halo(), 2.0, view.width - 2.0)
        });
        if let Some(text) = texts.into_iter().find_map(|text| taken.place(text, 3.0)) {
            scene.text(text);
        }
    }
    lines.draw(&mut scene, &all, &mut taken);
    lines.places(&mut scene, say::price);
    scene
}

fn converted(of: &ConversionReport) -> Vec<Point> {
    of.left.curve.iter().map(|point| (point.price, point.together)).collect()
}

/// Headings and about 21 rows, dollars.
pub fn table(of: &ConversionReport, pinned: Option<&ConversionReport>) -> (Vec<String>, Vec<Vec<String>>) {
    let shown = || of.left.curve.iter().step_by((of.left.curve.len() / 20).max(1));
    let rows =
        shown().map(|point| vec![say::price(point.price), say::fixed(point.alone, 0), say::fixed(point.together, 0)]);
    let table = (["Price", "Pool alone", "Converted"].map(String::from).to_vec(), rows.collect());
    let Some(a) = pinned.map(converted) else { return table };
    with_column(table, "A: converted", shown().map(|point| value_at(&a, point.price).map(|usd| say::fixed(usd, 0))))
}
