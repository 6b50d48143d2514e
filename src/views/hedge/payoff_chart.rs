//! Payoff of each leg over VIX, in dollars or for each dollar paid.

use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines, inside};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::plan::holding::Kind;
use crate::views::hedge::legs::{self, Leg};
use crate::views::hedge::range::LegRange;
use crate::views::hedge::{HedgeRange, HedgeTab};
use crate::views::pinned::{self, said, value_at, with_column};
use crate::views::report::Report;
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct HedgePayoffView<'a> {
    /// P&L of each leg and of all by VIX, dollars.
    pub range: &'a HedgeRange,
    /// The legs in the shock.
    pub tab: &'a HedgeTab,
    /// VIX today and in the shock, and the legs' figures.
    pub report: &'a Report,
    /// Whether P&L is for each dollar paid.
    pub per_dollar: bool,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
    /// Plan A's curves and what its hedge is paid for, dollars: all its legs are one line.
    pub pinned: Option<(&'a HedgeRange, f64)>,
}

/// VIX levels worth a word under the axis.
const PLACES: [f64; 9] = [9.0, 12.0, 17.0, 25.0, 35.0, 50.0, 75.0, 100.0, 150.0];

/// Dashes and widths of the layers' lines, by their place; they begin again after the last.
const LAYERS: [(&[f64], f64); 4] =
    [(&[1.5, 3.5], 2.0), (&[6.0, 4.0], 1.75), (&[9.0, 3.0, 2.0, 3.0], 1.75), (&[2.0, 2.0, 6.0, 2.0], 1.75)];
/// Names at the ends of the lines, kind by kind, by their place; the last one stands for all further ones.
const NAMES: [(Kind, [&str; 6]); 5] = [
    (Kind::Layer, ["Calls 1", "Calls 2", "Calls 3", "Calls 4", "Calls 5", "Calls 6+"]),
    (Kind::Etp, ["ETP", "ETP 2", "ETP 3", "ETP 4", "ETP 5", "ETP 6+"]),
    (Kind::Chain, ["Chain", "Chain 2", "Chain 3", "Chain 4", "Chain 5", "Chain 6+"]),
    (Kind::Strip, ["Strip", "Strip 2", "Strip 3", "Strip 4", "Strip 5", "Strip 6+"]),
    (Kind::Conversion, ["Conversion", "Conversion 2", "Conversion 3", "Conversion 4", "Conversion 5", "Conversion 6+"]),
];

/// Name at the end of a leg's line, its dash and its width: layers by their place, all others by their kind.
fn style(id: &str) -> (&'static str, &'static [f64], f64) {
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let place = id[word.len()..].parse::<usize>().map_or(0, |number| number.saturating_sub(1));
    let kind = Kind::of_word(word).unwrap_or(Kind::Chain);
    let names = NAMES.iter().find(|row| row.0 == kind).map_or(&NAMES[2].1, |row| &row.1);
    let (dash, width): (&'static [f64], f64) = match kind {
        Kind::Layer => LAYERS[place % LAYERS.len()],
        Kind::Etp => (&[3.0, 2.0], 1.5),
        Kind::Strip => (&[1.5, 2.5, 5.0, 2.5], 1.5),
        Kind::Conversion => (&[14.0, 2.0, 2.0, 2.0], 1.5),
        Kind::Chain | Kind::Condor | Kind::Pool => (&[12.0, 3.0], 1.5),
    };
    (names[place.min(names.len() - 1)], dash, width)
}

/// Dollars, with cents for each dollar paid.
fn money(usd: f64, per_dollar: bool) -> String {
    if !per_dollar {
        return say::usd(usd);
    }
    let sign = if usd < -0.005 { String::from(say::MINUS) } else { String::from("+") };
    format!("{sign}${}", say::fixed(usd.abs(), 2))
}

/// What a leg made in the shock, or what a dollar in it made; `None` where nothing is paid for it.
fn made(leg: &Leg, per_dollar: bool) -> Option<f64> {
    if per_dollar { leg.row.per_dollar.map(|x| x.0) } else { Some(leg.holding.pnl.0) }
}

/// The finding: the leg that makes most in the shock, in dollars or for each dollar paid.
pub fn headline(tab: &HedgeTab, report: &Report, per_dollar: bool) -> String {
    let held = legs::each(&tab.legs, report).into_iter().filter(Leg::is_held);
    let paid = held.filter_map(|leg| Some((leg, made(&leg, per_dollar)?)));
    let best = paid.reduce(|best, next| if next.1 > best.1 { next } else { best });
    let at = say::vix(report.shock.vix.0);
    match best {
        None => "No leg is held".into(),
        Some((_, most)) if most <= 0.0 => format!("At VIX {at} no leg gains"),
        Some((leg, most)) => {
            let what = if per_dollar { "a dollar brings most in" } else { "most comes from" };
            format!("At VIX {at} {what} {}: {}", leg.called(), money(most, per_dollar))
        }
    }
}

/// The legs drawn: held, and paid for where each dollar counts.
fn drawn<'a>(view: &HedgePayoffView<'a>) -> Vec<&'a LegRange> {
    view.range.legs.iter().filter(|leg| leg.is_held && (!view.per_dollar || leg.outlay.0 > 0.0)).collect()
}

fn curves(view: &HedgePayoffView) -> Vec<Curve> {
    let scaled = |pnl: &[f64], outlay: f64| {
        let by = if view.per_dollar { 1.0 / outlay } else { 1.0 };
        view.range.vix.iter().zip(pnl).map(|(vix, usd)| (*vix, usd * by)).collect()
    };
    let legs = drawn(view);
    let line = |leg: &&LegRange| {
        let (name, dash, width) = style(&leg.meter.id);
        Curve { name, role: Role::Hedge, width, dash, points: scaled(&leg.pnl, leg.outlay.0) }
    };
    let mut curves: Vec<Curve> = legs.iter().map(line).collect();
    let outlay = view.report.hedge.outlay.0;
    if legs.len() > 1 && (!view.per_dollar || outlay > 0.0) {
        let points = scaled(&view.range.total, outlay);
        curves.push(Curve { name: "All legs", role: Role::Combined, width: 2.75, dash: &[], points });
    }
    curves
}

/// A curve a leg over VIX, in dollars or for each dollar paid.
pub fn scene(view: &HedgePayoffView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.tab, view.report, view.per_dollar);
    scene.description = description(view);
    let curves = curves(view);
    let curves: Vec<Curve> = pinned::curve(&a_line(view), &curves).into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[0.0], 34.0, true);
    if !lines.has_room() || curves.is_empty() {
        return scene;
    }
    let mut taken = Taken::default();
    lines.grid(&mut scene);
    let of = &view.report.shock;
    for (vix, name) in [(of.vix.0, "shock"), (of.vix_from.0, "now")] {
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

/// All legs of plan A over VIX, in the unit of the picture; empty where it has none.
fn a_line(view: &HedgePayoffView) -> Vec<Point> {
    let Some((range, outlay)) = view.pinned else { return Vec::new() };
    if range.legs.is_empty() || (view.per_dollar && outlay <= 0.0) {
        return Vec::new();
    }
    let by = if view.per_dollar { 1.0 / outlay } else { 1.0 };
    range.vix.iter().zip(&range.total).map(|(vix, usd)| (*vix, usd * by)).collect()
}

/// What all legs make in the shock, or what a dollar in them makes; `None` where nothing is paid for them.
fn all_made(view: &HedgePayoffView) -> Option<f64> {
    let hedge = &view.report.hedge;
    let by = if view.per_dollar { hedge.outlay.0 } else { 1.0 };
    (by > 0.0).then(|| hedge.pnl.0 / by)
}

/// What all legs come to in the shock, on a plate.
fn shock(scene: &mut Scene, view: &HedgePayoffView, lines: &Lines, taken: &mut Taken) {
    let Some(usd) = all_made(view) else { return };
    let (x, y) = lines.px((view.report.shock.vix.0, usd));
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
    let held = legs::each(&view.tab.legs, view.report).into_iter().filter(Leg::is_held);
    let each = held.filter_map(|leg| {
        let made = made(&leg, view.per_dollar)?;
        Some(format!("{} {}", leg.called(), money(made, view.per_dollar)))
    });
    let each: Vec<String> = each.collect();
    let what = if view.per_dollar { "P&L for each dollar paid" } else { "P&L" };
    let vix = view.report.shock.vix.0;
    let other = view.pinned.map_or_else(String::new, |_| match value_at(&a_line(view), vix) {
        Some(a) => format!(" All legs:{}", said(a, all_made(view).unwrap_or(0.0), |x| money(x, view.per_dollar))),
        None => " A has nothing there.".into(),
    });
    if each.is_empty() {
        return format!("{what} of each leg over VIX. None is held.{other}");
    }
    format!("{what} of each leg over VIX. In the shock, at {}: {}.{other}", say::vix(vix), each.join(", "))
}

/// Headings and about 21 rows of the curves.
pub fn table(view: &HedgePayoffView) -> (Vec<String>, Vec<Vec<String>>) {
    let curves = curves(view);
    let decimals = if view.per_dollar { 2 } else { 0 };
    let names = drawn(view).into_iter().map(|leg| leg.meter.name.as_str()).chain(["All legs"]).take(curves.len());
    let head = std::iter::once("VIX").chain(names).map(String::from);
    let rows = (0..view.range.vix.len()).step_by(3).map(|i| {
        let vix = say::fixed(view.range.vix[i], 1);
        std::iter::once(vix).chain(curves.iter().map(|curve| say::fixed(curve.points[i].1, decimals))).collect()
    });
    let table = (head.collect(), rows.collect());
    if view.pinned.is_none() {
        return table;
    }
    let a = a_line(view);
    let at = |vix: &f64| value_at(&a, *vix).map(|made| say::fixed(made, decimals));
    with_column(table, "A: all legs", view.range.vix.iter().step_by(3).map(at))
}
