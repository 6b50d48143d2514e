//! The strip: impermanent loss over the pair's price, what puts and calls pay against it, and what is left.

use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines, inside};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::views::pinned::{self, said_usd, with_column};
use crate::views::pool::PositionTab;
use crate::views::pool::curves::{CurvePoint, Marker};
use crate::views::pool::strip::{StripReport, StripState};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct StripView<'a> {
    /// The position.
    pub tab: &'a PositionTab,
    /// The same position in plan A.
    pub pinned: Option<&'a PositionTab>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

impl StripView<'_> {
    fn shown(&self, price: f64) -> f64 {
        self.tab.quoted().number(price)
    }

    fn price(&self, price: f64) -> String {
        self.tab.quoted().bare(price)
    }

    /// What a marked price is called as it is read: turned round, the lower bound is the upper one.
    fn name(&self, id: &str) -> &'static str {
        match (id, self.tab.is_inverted) {
            ("now", _) => "now",
            ("shock", _) => "shock",
            ("liquidation", _) => "liquidation",
            ("low", false) | ("high", true) => "lower bound",
            ("high", _) | ("low", _) => "upper bound",
            _ => "IL cap",
        }
    }

    fn is_hedged(&self) -> bool {
        drawn(self.tab).is_some()
    }
}

/// Beyond the outermost marked price the chart goes on by this factor.
const BEYOND: f64 = 1.2;
const DOTTED: &[f64] = &[1.0, 3.0];
const CUT: &[f64] = &[4.0, 3.0];

/// The strip that is drawn: the plan's, held or not; a mere proposal is not.
fn drawn(tab: &PositionTab) -> Option<&StripReport> {
    tab.strip.as_ref().filter(|strip| strip.state != StripState::Proposed && !strip.options.is_empty())
}

/// The finding: the most that the options leave of the loss; without them what the shock makes of it.
pub fn headline(tab: &PositionTab) -> String {
    match drawn(tab) {
        Some(strip) => format!(
            "{} options for {} {} at most {} of impermanent loss in range",
            strip.options.len(),
            say::amount(strip.cost.0),
            if strip.state == StripState::Held { "leave" } else { "would leave" },
            say::amount(-strip.worst_leftover.0)
        ),
        // The breakdown's own figure: dollars of that day, whatever the quote token is worth then.
        None => match tab.benchmarks[0].il.0 {
            il if il < -0.5 => format!("In this shock impermanent loss takes {}", say::amount(-il)),
            _ => "In this shock there is next to no impermanent loss".into(),
        },
    }
}

/// How to read it.
pub fn caption(view: &StripView) -> String {
    let mut out =
        String::from("Pool less holding the same tokens, before fees; the fall of the price itself is not in it.");
    if view.is_hedged() {
        out += " The options pay at expiry and are drawn before their cost.";
        if drawn(view.tab).is_some_and(|strip| strip.state == StripState::Off) {
            out += " They are off: not in the book.";
        }
    }
    if (view.tab.quote_worth - 1.0).abs() > 5e-5 {
        out += &format!(
            " The curve counts {} at today's worth, the figure at the shock at that day's: {} of it.",
            view.tab.quote_name,
            say::share(view.tab.quote_worth, 1)
        );
    }
    let off: Vec<String> = view
        .tab
        .markers
        .iter()
        .filter(|marker| !reaches(view.tab, marker.price))
        .map(|marker| format!("{} {}", view.name(marker.id), view.price(marker.price)))
        .collect();
    if !off.is_empty() {
        out += &format!(" Off the chart: {}.", off.join(", "));
    }
    if view.pinned.is_some() {
        out += pinned::CAPTION;
    }
    out
}

/// Curves over the pair's price: impermanent loss, what the options pay, and what is left.
pub fn scene(view: &StripView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.tab);
    scene.description = description(view);
    let curves = curves(view);
    let lines = Lines::new(&scene, &curves, &[0.0], 48.0, true);
    if !lines.has_room() || view.tab.curve.len() < 2 {
        return scene;
    }
    let mut taken = Taken::default();
    lines.grid(&mut scene);
    if let Some(last) = curves.last() {
        lines.fill(&mut scene, last, Role::FillLoss);
    }
    markers(&mut scene, view, &lines, &mut taken);
    lines.draw(&mut scene, &curves, &mut taken);
    lines.places(&mut scene, say::price);
    shock(&mut scene, view, &lines, &mut taken);
    scene
}

fn curves(view: &StripView) -> Vec<Curve> {
    let marked = || view.tab.markers.iter().map(|marker| marker.price);
    let (low, high) = (marked().fold(f64::MAX, f64::min) / BEYOND, marked().fold(0.0, f64::max) * BEYOND);
    let shown = |p: &&CurvePoint| p.price >= low && p.price <= high;
    let of = |name, role, width, dash, value: fn(&CurvePoint) -> f64| {
        let mut points: Vec<_> = view.tab.curve.iter().filter(shown).map(|p| (view.shown(p.price), value(p))).collect();
        if view.tab.is_inverted {
            points.reverse();
        }
        Curve { name, role, width, dash, points }
    };
    let il = of("IL", Role::Pool, 1.75, &[9.0, 3.0, 2.0, 3.0], |p| p.il);
    let mut curves = vec![il];
    if view.is_hedged() {
        curves.push(of("Puts + calls", Role::Hedge, 2.0, &[1.5, 3.5], |p| p.strip));
        curves.push(of("What is left", Role::Combined, 2.75, &[], |p| p.leftover));
    }
    // Under the curves, the last of which is filled to zero.
    let a = pinned::curve(&a_line(view), &curves);
    a.into_iter().chain(curves).collect()
}

/// What is left in plan A over the price as this pool is read, rising.
fn a_line(view: &StripView) -> Vec<Point> {
    let Some(a) = view.pinned else { return Vec::new() };
    let mut points: Vec<Point> = a.curve.iter().map(|p| (view.shown(p.price), p.leftover)).collect();
    if view.tab.is_inverted {
        points.reverse();
    }
    points
}

fn reaches(tab: &PositionTab, price: f64) -> bool {
    match (tab.curve.first(), tab.curve.last()) {
        (Some(first), Some(last)) => price >= first.price && price <= last.price,
        _ => false,
    }
}

/// Upright lines, those most wanted named first.
fn markers(scene: &mut Scene, view: &StripView, lines: &Lines, taken: &mut Taken) {
    let Bounds { top, bottom, .. } = lines.area;
    for wanted in ["shock", "now", "liquidation", "cap_below", "cap_above", "low", "high"] {
        let here = |marker: &&Marker| marker.id == wanted && reaches(view.tab, marker.price);
        let Some(marker) = view.tab.markers.iter().find(here) else { continue };
        let x = lines.x.px(view.shown(marker.price));
        let (role, dash, y, weight): (Role, &[f64], f64, u16) = match wanted {
            "shock" | "now" => (Role::Ink, &[], top - 30.0, 600),
            "liquidation" => (Role::Loss, &[], top - 12.0, 600),
            "cap_below" | "cap_above" => (Role::Loss, CUT, top - 12.0, 500),
            _ => (Role::Pool, DOTTED, top - 12.0, 500),
        };
        scene.upright(x, y + 5.0, bottom, role, dash);
        let name = view.name(wanted);
        let words = format!("{name} {}", view.price(marker.price));
        let text = |words: &str, dx: f64, anchor| {
            let text = Text::new((x + dx, y), words, role).anchored(anchor).set_in(11.0, weight).with_halo();
            inside(text, 2.0, view.width - 2.0)
        };
        // Where two would meet, the shorter name may still stand, in the middle or beside its line.
        let texts = [
            text(&words, 0.0, Anchor::Middle),
            text(name, 0.0, Anchor::Middle),
            text(name, -2.0, Anchor::Start),
            text(name, 2.0, Anchor::End),
        ];
        if let Some(text) = texts.into_iter().find_map(|text| taken.place(text, 3.0)) {
            scene.text(text);
        }
    }
}

/// What is left where the shock ends, on a plate.
fn shock(scene: &mut Scene, view: &StripView, lines: &Lines, taken: &mut Taken) {
    let Some(drawn) = left_at(view.tab, view.tab.price_after) else { return };
    let (x, y) = lines.px((view.shown(view.tab.price_after), drawn));
    let usd = drawn * view.tab.quote_worth;
    if !lines.area.has((x, y)) {
        return;
    }
    scene.dot((x, y), 5.0, Role::Combined, Some((Role::Bg, 2.0)));
    taken.add(Bounds { left: x - 5.0, top: y - 5.0, right: x + 5.0, bottom: y + 5.0 });
    let role = if usd < -0.5 { Role::Loss } else { Role::Ink };
    let at = |dx: f64, dy: f64, anchor| {
        let place = (x + dx, y + dy);
        Text::new(place, say::usd(usd), role).anchored(anchor).set_in(13.0, 600).on_plate(0.92)
    };
    let places = [(12.0, 20.0), (12.0, -10.0)].map(|(dx, dy)| [at(dx, dy, Anchor::Start), at(-dx, dy, Anchor::End)]);
    if let Some(text) = taken.place_best(places.concat(), &lines.area) {
        scene.text(text);
    }
}

fn between(tab: &PositionTab, price: f64, value: fn(&CurvePoint) -> f64) -> Option<f64> {
    let k = tab.curve.partition_point(|p| p.price < price);
    let (a, b) = (tab.curve.get(k.max(1) - 1)?, tab.curve.get(k.max(1))?);
    let t = ((price - a.price) / (b.price - a.price)).clamp(0.0, 1.0);
    let mixed = value(a) + t * (value(b) - value(a));
    (reaches(tab, price) && mixed.is_finite()).then_some(mixed)
}

fn il_at(tab: &PositionTab, price: f64) -> Option<f64> {
    between(tab, price, |p| p.il)
}

fn left_at(tab: &PositionTab, price: f64) -> Option<f64> {
    between(tab, price, |p| p.leftover)
}

fn description(view: &StripView) -> String {
    let at = |price| il_at(view.tab, price).map_or_else(|| "none".into(), say::usd);
    let then = say::usd(view.tab.benchmarks[0].il.0);
    let bounds = view.tab.range.map_or(String::new(), |[low, high]| {
        format!(" At the bounds {} and {}: {} and {}.", view.price(low), view.price(high), at(low), at(high))
    });
    let left = match left_at(view.tab, view.tab.price_after) {
        Some(usd) if view.is_hedged() => format!(", {} with the options", say::usd(usd * view.tab.quote_worth)),
        _ => String::new(),
    };
    let other = view.pinned.map_or_else(String::new, |a| {
        let [a, b] = [a, view.tab].map(|tab| left_at(tab, view.tab.price_after).map(|usd| usd * tab.quote_worth));
        said_usd(a, b.unwrap_or(0.0))
    });
    format!(
        "Impermanent loss over the price in {}. In the shock, at {}: {then}{left}.{bounds}{other}",
        view.tab.quoted().unit(),
        view.price(view.tab.price_after),
    )
}

/// Headings and about 21 rows of the curves, dollars.
pub fn table(view: &StripView) -> (Vec<String>, Vec<Vec<String>>) {
    let unit = view.tab.quoted().unit();
    let head = [unit.as_str(), "Pool", "Holding", "IL", "Puts + calls", "What is left"];
    let curve = &view.tab.curve;
    let rows = curve.iter().step_by((curve.len() / 20).max(1)).map(|p| {
        let money = [p.value, p.hodl, p.il, p.strip, p.leftover].map(|usd| say::fixed(usd, 0));
        std::iter::once(view.price(p.price)).chain(money).collect()
    });
    let table = (head.map(String::from).to_vec(), rows.collect());
    let Some(a) = view.pinned else { return table };
    let at = |p: &CurvePoint| between(a, p.price, |p| p.leftover).map(|usd| say::fixed(usd, 0));
    with_column(table, "A: what is left", curve.iter().step_by((curve.len() / 20).max(1)).map(at))
}
