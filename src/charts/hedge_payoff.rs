//! Payoff of each leg over VIX, in dollars or for each dollar paid.

use super::labels::Taken;
use super::lines::{Curve, Lines, inside};
use super::palette::Role;
use super::scene::{Anchor, Bounds, Scene, Text};
use crate::report::hedge_tab::legs::LegRow;
use crate::report::hedge_tab::range::LegRange;
use crate::report::hedge_tab::{HedgeRange, HedgeTab};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct HedgePayoffView<'a> {
    /// The curves.
    pub range: &'a HedgeRange,
    /// The figures in the shock.
    pub tab: &'a HedgeTab,
    /// VIX today and in the shock.
    pub vix: [f64; 2],
    /// Whether P&L is for each dollar paid.
    pub per_dollar: bool,
    /// Css pixels.
    pub width: f64,
    /// Css pixels.
    pub height: f64,
}

/// VIX levels worth a word under the axis.
const PLACES: [f64; 9] = [9.0, 12.0, 17.0, 25.0, 35.0, 50.0, 75.0, 100.0, 150.0];

/// Name at the end of a leg's line, its dash and its width.
fn style(id: &str) -> (&'static str, &'static [f64], f64) {
    match id {
        "hedge.short" => ("Short", &[1.5, 3.5], 2.0),
        "hedge.medium" => ("Medium", &[6.0, 4.0], 1.75),
        "hedge.long" => ("Long", &[9.0, 3.0, 2.0, 3.0], 1.75),
        "hedge.etp" => ("ETP", &[3.0, 2.0], 1.5),
        _ => ("Chain", &[12.0, 3.0], 1.5),
    }
}

/// Dollars, with cents for each dollar paid.
fn money(usd: f64, per_dollar: bool) -> String {
    if !per_dollar {
        return say::usd(usd);
    }
    let sign = if usd < -0.005 { String::from(say::MINUS) } else { String::from("+") };
    format!("{sign}${}", say::fixed(usd.abs(), 2))
}

/// The finding.
pub fn headline(tab: &HedgeTab, vix: f64, per_dollar: bool) -> String {
    let value = |leg: &&LegRow| if per_dollar { leg.per_dollar.map(|x| x.0) } else { Some(leg.pnl.0) };
    let held = tab.legs.iter().filter(|leg| leg.quantity > 0.0);
    let paid = held.filter_map(|leg| Some((leg, value(&leg)?)));
    let best = paid.reduce(|best, next| if next.1 > best.1 { next } else { best });
    let at = say::vix(vix);
    match best {
        None => "No leg is held".into(),
        Some((_, most)) if most <= 0.0 => format!("At VIX {at} no leg gains"),
        Some((leg, most)) => {
            let what = if per_dollar { "a dollar brings most in" } else { "most comes from" };
            format!("At VIX {at} {what} the {}: {}", lowered(&leg.name), money(most, per_dollar))
        }
    }
}

/// A name within a sentence: `VXX-like shares` keeps its capitals.
fn lowered(name: &str) -> String {
    let keeps = name.chars().nth(1).is_some_and(|c| c.is_ascii_uppercase());
    if keeps { name.to_string() } else { name.to_ascii_lowercase() }
}

/// The legs drawn: held, and paid for where each dollar counts.
fn drawn<'a>(view: &HedgePayoffView<'a>) -> Vec<&'a LegRange> {
    let is_held = |id: &str| view.tab.legs.iter().any(|leg| leg.id == id && leg.quantity > 0.0);
    view.range.legs.iter().filter(|leg| is_held(leg.id) && (!view.per_dollar || leg.outlay.0 > 0.0)).collect()
}

fn curves(view: &HedgePayoffView) -> Vec<Curve> {
    let scaled = |pnl: &[f64], outlay: f64| {
        let by = if view.per_dollar { 1.0 / outlay } else { 1.0 };
        view.range.vix.iter().zip(pnl).map(|(vix, usd)| (*vix, usd * by)).collect()
    };
    let legs = drawn(view);
    let mut curves: Vec<Curve> = legs
        .iter()
        .map(|leg| {
            let (name, dash, width) = style(leg.id);
            Curve { name, role: Role::Hedge, width, dash, points: scaled(&leg.pnl, leg.outlay.0) }
        })
        .collect();
    if legs.len() > 1 && (!view.per_dollar || view.tab.outlay.0 > 0.0) {
        let points = scaled(&view.range.total, view.tab.outlay.0);
        curves.push(Curve { name: "All legs", role: Role::Combined, width: 2.75, dash: &[], points });
    }
    curves
}

/// The picture.
pub fn scene(view: &HedgePayoffView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.tab, view.vix[1], view.per_dollar);
    scene.description = description(view);
    let curves = curves(view);
    let lines = Lines::new(&scene, &curves, &[0.0], 34.0, true);
    if !lines.has_room() || curves.is_empty() {
        return scene;
    }
    let mut taken = Taken::default();
    lines.grid(&mut scene);
    for (vix, name) in [(view.vix[1], "shock"), (view.vix[0], "now")] {
        let x = lines.x.px(vix);
        let y = lines.area.top - 12.0;
        scene.upright(x, y + 5.0, lines.area.bottom, Role::Ink, &[]);
        let words = format!("{name} {}", say::vix(vix));
        let text = |dx: f64, anchor| {
            let text = Text::new((x + dx, y), words.as_str(), Role::Ink).anchored(anchor).set_in(11.0, 600).with_halo();
            inside(text, 2.0, view.width - 2.0)
        };
        let texts = [text(0.0, Anchor::Middle), text(-2.0, Anchor::Start), text(2.0, Anchor::End)];
        if let Some(text) = texts.into_iter().find_map(|text| taken.place(text, 3.0)) {
            scene.text(text);
        }
    }
    lines.draw(&mut scene, &curves, &mut taken);
    lines.places_at(&mut scene, &PLACES, 30.0, say::vix);
    shock(&mut scene, view, &lines, &mut taken);
    scene
}

/// What all legs come to in the shock, on a plate.
fn shock(scene: &mut Scene, view: &HedgePayoffView, lines: &Lines, taken: &mut Taken) {
    let outlay = view.tab.outlay.0;
    if view.per_dollar && outlay <= 0.0 {
        return;
    }
    let usd = if view.per_dollar { view.tab.pnl.0 / outlay } else { view.tab.pnl.0 };
    let (x, y) = lines.px((view.vix[1], usd));
    if !lines.area.has((x, y)) {
        return;
    }
    scene.dot((x, y), 5.0, Role::Combined, Some((Role::Bg, 2.0)));
    taken.add(Bounds { left: x - 5.0, top: y - 5.0, right: x + 5.0, bottom: y + 5.0 });
    let role = if usd < 0.0 { Role::Loss } else { Role::Profit };
    let at = |dx: f64, dy: f64, anchor| {
        let text = Text::new((x + dx, y + dy), money(usd, view.per_dollar), role);
        text.anchored(anchor).set_in(13.0, 600).on_plate(0.92)
    };
    let places = [at(-12.0, -10.0, Anchor::End), at(12.0, 20.0, Anchor::Start), at(-12.0, 20.0, Anchor::End)];
    if let Some(text) = taken.place_best(places, &lines.area) {
        scene.text(text);
    }
}

fn description(view: &HedgePayoffView) -> String {
    let value = |leg: &LegRow| match (view.per_dollar, leg.per_dollar) {
        (true, Some(x)) => Some(money(x.0, true)),
        (true, None) => None,
        (false, _) => Some(money(leg.pnl.0, false)),
    };
    let held = view.tab.legs.iter().filter(|leg| leg.quantity > 0.0);
    let each: Vec<String> = held.filter_map(|leg| Some(format!("{} {}", lowered(&leg.name), value(leg)?))).collect();
    let what = if view.per_dollar { "P&L for each dollar paid" } else { "P&L" };
    format!("{what} of each leg over VIX. In the shock, at {}: {}.", say::vix(view.vix[1]), each.join(", "))
}

/// Headings and about 21 rows of the curves.
pub fn table(view: &HedgePayoffView) -> (Vec<String>, Vec<Vec<String>>) {
    let curves = curves(view);
    let decimals = if view.per_dollar { 2 } else { 0 };
    let head = std::iter::once("VIX".to_string()).chain(curves.iter().map(|curve| curve.name.to_string()));
    let rows = (0..view.range.vix.len()).step_by(3).map(|i| {
        let vix = say::fixed(view.range.vix[i], 1);
        std::iter::once(vix).chain(curves.iter().map(|curve| say::fixed(curve.points[i].1, decimals))).collect()
    });
    (head.collect(), rows.collect())
}
