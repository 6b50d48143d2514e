//! Explained: every dollar between two dates or two shocks, a row a cause, each starting where the last has ended.

use crate::book::Book;
use crate::book::explained::{self, At, Bar, Causes, ExplainedHolding, Explanation};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::text;
use crate::draw::ticks::{multiples, step, whole_steps};
use crate::views::pinned::{self, Table, said_usd, with_column};
use crate::views::time::lanes_chart::fitted;
use crate::words as say;
use crate::words::dates::shock_day;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct ExplainedView<'a> {
    /// The two places and what lies between.
    pub told: &'a Explanation,
    /// Plan A's.
    pub pinned: Option<&'a Explanation>,
    /// Where it starts, in words.
    pub from: &'a str,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// Where a book's explanation starts, in words: `today`, `VIX 24 on trading day 3`.
pub fn from_words(book: &Book) -> String {
    let explain = &book.plan.explain;
    let days = explained::from_day(book);
    let day = || shock_day(book.plan.market.today, days);
    let token = book.plan.market.token.name();
    let vix = explain.vix.map(|vix| format!("VIX {}", say::vix(vix.0)));
    let spx = explain.spx.map(|spx| format!("SPX {}", say::percent(spx.0, 1)));
    let token = explain.token.map(|x| format!("{token} {}", say::percent(x.0, 1)));
    let moved: Vec<String> = [vix, spx, token].into_iter().flatten().collect();
    match (moved.is_empty(), days > 0.0) {
        (true, false) => "today".into(),
        (true, true) => format!("{} with nothing moved", day()),
        (false, false) => format!("{} today", moved.join(", ")),
        (false, true) => format!("{} on {}", moved.join(", "), day()),
    }
}

/// The finding: what was made between the two places, what made most of it and what worked against it.
pub fn headline(told: &Explanation, from: &str) -> String {
    let before = told.bars.first().map_or(0.0, |bar| bar.usd.0);
    let change = told.after.0 - before;
    let of = |is_better: fn(f64, f64) -> bool| {
        told.bars.iter().skip(1).reduce(|best, bar| if is_better(bar.usd.0, best.usd.0) { bar } else { best })
    };
    let (least, most) = (of(|a, b| a < b), of(|a, b| a > b));
    let makes = if change < 0.0 { "loses" } else { "makes" };
    let part = |bar: Option<&Bar>, is_loss: bool| {
        let bar = bar.filter(|bar| (bar.usd.0 < -0.5) == is_loss && bar.usd.0.abs() > 0.5)?;
        Some(format!("{} {}", bar.label, say::usd(bar.usd.0)))
    };
    let parts: Vec<String> = [part(least, true), part(most, false)].into_iter().flatten().collect();
    let so_far = if before.abs() < 0.5 { String::new() } else { format!(", beside {} so far", say::usd(before)) };
    let of = if parts.is_empty() { String::new() } else { format!(": largest are {}", say::listed(&parts)) };
    format!("From {from} to the shock the book {makes} {}{so_far}{of}", say::amount(change))
}

/// A row a cause from where the last has ended, the P&L in the shock at the foot.
pub fn scene(view: &ExplainedView) -> Scene {
    let ExplainedView { told, width, height, .. } = *view;
    let mut scene = Scene::new(width, height, Some(Role::Bg));
    scene.title = headline(told, view.from);
    scene.description = description(view);
    let names = told.bars.iter().map(|bar| bar.label.as_str()).chain(["In the shock"]);
    let left = 20.0 + names.map(|name| text::width(name, 12.0, 500)).fold(0.0, f64::max).min(0.36 * width);
    let area = Bounds { left, top: 26.0, right: width - 78.0, bottom: height - 8.0 };
    if area.width() < 40.0 || area.height() < 60.0 {
        return scene;
    }
    let ends = stairs(&told.bars);
    let a: Vec<Option<f64>> =
        told.bars.iter().zip(&ends).map(|(bar, [from, _])| Some(from + in_a(bar, view.pinned?))).collect();
    let all = ends.iter().flatten().copied().chain(a.iter().flatten().copied());
    let [least, most] = whole_steps(all.chain([0.0, told.after.0]).chain(view.pinned.map(|a| a.after.0)));
    let x = |usd: f64| area.left + area.width() * ((usd - least) / (most - least)).clamp(0.0, 1.0);
    let apart = (area.width() / 90.0).max(2.0);
    for usd in multiples(step((most - least) / apart), least, most) {
        let role = if usd == 0.0 { Role::Edge } else { Role::Line };
        scene.upright(x(usd), area.top, area.bottom, role, &[]);
        scene.text(Text::new((x(usd), 16.0), say::usd_short(usd), Role::Ink3).anchored(Anchor::Middle));
    }
    let tall = area.height() / (told.bars.len() + 1) as f64;
    let row = |i: usize| [area.top + tall * i as f64, area.top + tall * (i + 1) as f64];
    let inset = (0.2 * tall).clamp(1.0, 7.0);
    for (i, ((bar, [from, to]), a)) in told.bars.iter().zip(&ends).zip(&a).enumerate() {
        let [top, bottom] = row(i);
        let role = if bar.usd.0 < 0.0 { Role::Loss } else { Role::Profit };
        named(&mut scene, [top, bottom], (&bar.label, bar.usd.0), (role, 400), left - 20.0);
        block(&mut scene, [x(*from), x(*to)], [top + inset, bottom - inset], role);
        scene.upright(x(*to), bottom - inset, bottom + inset, Role::Ink3, &[]);
        if let Some(a) = a {
            pinned::tick(&mut scene, x(*a), [top + 2.0, bottom - 2.0]);
        }
    }
    let [top, bottom] = row(told.bars.len());
    scene.level(top, 12.0, width - 12.0, Role::Ink, &[]);
    named(&mut scene, [top, bottom], ("In the shock", told.after.0), (Role::Ink, 600), left - 20.0);
    block(&mut scene, [x(0.0), x(told.after.0)], [top + inset, bottom - inset], Role::Combined);
    if let Some(a) = view.pinned {
        pinned::tick(&mut scene, x(a.after.0), [top + 2.0, bottom - 2.0]);
    }
    scene
}

/// Where each row begins and ends, dollars.
fn stairs(bars: &[Bar]) -> Vec<[f64; 2]> {
    let mut at = 0.0;
    let one = |bar: &Bar| {
        let from = at;
        at += bar.usd.0;
        [from, at]
    };
    bars.iter().map(one).collect()
}

/// Plan A's dollars by the same cause; 0 where it has none.
fn in_a(bar: &Bar, a: &Explanation) -> f64 {
    a.bars.iter().find(|one| one.id == bar.id).map_or(0.0, |one| one.usd.0)
}

fn named(scene: &mut Scene, [top, bottom]: [f64; 2], (name, usd): (&str, f64), (role, weight): (Role, u16), room: f64) {
    let y = 0.5 * (top + bottom) + 4.0;
    scene.text(Text::new((12.0, y), fitted(name, room), Role::Ink).set_in(12.0, weight));
    let right = scene.width - 12.0;
    scene.text(Text::new((right, y), say::signed(usd), role).set_in(12.0, weight).anchored(Anchor::End));
}

fn block(scene: &mut Scene, [from, to]: [f64; 2], [top, bottom]: [f64; 2], role: Role) {
    let (left, right) = (from.min(to), from.max(to).max(from.min(to) + 1.0));
    scene.area(Bounds { left, top, right, bottom }.corners(), role);
}

fn description(view: &ExplainedView) -> String {
    let said: Vec<String> = view.told.bars.iter().map(|bar| format!("{} {}", bar.label, say::usd(bar.usd.0))).collect();
    let after = view.told.after.0;
    let other = view.pinned.map(|a| said_usd(Some(a.after.0), after)).unwrap_or_default();
    format!("{}; in the shock {}.{other}", say::listed(&said), say::usd(after))
}

/// Headings and a row a holding, the whole book last: dollars to the cent, causes that nothing has left out.
pub fn table(told: &Explanation, pinned: Option<&Explanation>) -> Table {
    let total = told.holdings.iter().fold(Causes::default(), |sum, one| sum.plus(&one.causes));
    let is_shown = |id: &str| {
        let of = |one: &ExplainedHolding| one.causes.each().iter().any(|cause| cause.0 == id && cause.2 != 0.0);
        ["before", "cross", "residual"].contains(&id) || told.holdings.iter().any(of)
    };
    let shown = |causes: &Causes| causes.each().into_iter().filter(|cause| is_shown(cause.0));
    let cents = |usd: f64| say::fixed(usd, 2);
    let row = |name: String, causes: &Causes| {
        let each = shown(causes).map(|cause| cents(cause.2));
        std::iter::once(name).chain(each).chain([cents(causes.after())]).collect::<Vec<_>>()
    };
    let names = shown(&total).map(|cause| cause.1.to_string());
    let head = std::iter::once("Holding".to_string()).chain(names).chain(["In the shock".into()]).collect();
    let name = |one: &ExplainedHolding| {
        if one.is_settled { format!("{}, settled on the way", one.name) } else { one.name.clone() }
    };
    let mut rows: Vec<Vec<String>> = told.holdings.iter().map(|one| row(name(one), &one.causes)).collect();
    rows.push(row("Together".into(), &total));
    let Some(a) = pinned else { return (head, rows) };
    let of_a = |id: &str| a.holdings.iter().find(|one| one.id == id).map(|one| cents(one.causes.after()));
    let each = told.holdings.iter().map(|one| of_a(&one.id)).chain([Some(cents(a.after.0))]);
    with_column((head, rows), "A: in the shock", each)
}

/// Where the two places are, and what the bars come to.
pub fn places(told: &Explanation, token: &str) -> String {
    format!("{}, in whole dollars; before rounding the bars add up to the cent", between(told, token))
}

/// The two places: VIX, SPX and the token at each.
pub fn between(told: &Explanation, token: &str) -> String {
    let at = |at: &At| {
        let token = if token.is_empty() { String::new() } else { format!(", {token} {}", say::price(at.token.0)) };
        format!("VIX {}, SPX {}{token}", say::vix(at.vix.0), say::fixed(at.spx.0, 0))
    };
    format!("From {} to {}", at(&told.from), at(&told.to))
}
