//! The payoff's words and the lines they belong to: strikes, now, the shock, break-evens, the budget, the series' names.

use crate::draw::labels::{Taken, spread};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::numbers::by_rising;
use crate::views::book::payoff_chart::axis::px;
use crate::views::book::payoff_chart::{
    DOTTED, Frame, PayoffView, faded, level, pinned, place, place_of_spx, point_at, series,
};
use crate::views::pinned::{NAME, ROLE};
use crate::words as say;

/// Now and the shock: upright lines with their names above the plot, and between those the names of strikes and bounds.
pub(super) fn verticals(scene: &mut Scene, view: &PayoffView, frame: &Frame, names: Vec<Text>, taken: &mut Taken) {
    let (now, shock) = (&view.payoff.now, &view.payoff.shock);
    let (now_x, shock_x) = (px(view, frame, now), px(view, frame, shock));
    let axis = view.payoff.axis;
    let name = |word: &str, point| {
        if view.is_narrow { word.to_string() } else { format!("{word} {}", level(axis, place(axis, point))) }
    };
    let is_same = (now_x - shock_x).abs() < 1.5;
    let mut flags = vec![(shock_x, name(if is_same { "now and shock" } else { "shock" }, shock))];
    if !is_same {
        flags.push((now_x, name("now", now)));
    }
    flags.retain(|(x, _)| x.is_finite());
    let y = frame.area.top - 30.0;
    let mut texts: Vec<Text> = Vec::new();
    for (x, words) in flags {
        let is_inside = x >= frame.area.left - 0.5 && x <= frame.area.right + 0.5;
        if is_inside {
            scene.upright(x, frame.area.top - 20.0, frame.area.bottom, Role::Ink, &[]);
            taken.add_line(&[(x, frame.area.top), (x, frame.area.bottom)]);
        }
        let words = match (is_inside, x < frame.area.left) {
            (true, _) => words,
            (false, true) => format!("\u{2039} {words}"),
            (false, false) => format!("{words} \u{203a}"),
        };
        let text = Text::new((x, y), words, Role::Ink).anchored(Anchor::Middle).set_in(12.0, 600).with_halo();
        texts.push(inside(text, 2.0, view.width - 2.0));
    }
    if let [a, b] = &mut texts[..] {
        let (first, second) = if a.at.0 <= b.at.0 { (a, b) } else { (b, a) };
        let short = first.extent().right + 10.0 - second.extent().left;
        if short > 0.0 {
            first.at.0 -= short / 2.0;
            second.at.0 += short / 2.0;
            *first = inside(first.clone(), 2.0, view.width - 2.0);
            second.at.0 = second.at.0.max(first.at.0 + (first.extent().width() + second.extent().width()) / 2.0 + 10.0);
        }
    }
    texts.into_iter().for_each(|text| scene.text(text));
    for text in names {
        let text = [now_x, shock_x].into_iter().fold(inside(text, 2.0, view.width - 2.0), beside);
        if let Some(text) = taken.place(text, 3.0) {
            scene.text(text);
        }
    }
}

/// The text moved off an upright line through it, where a small move does.
fn beside(mut text: Text, x: f64) -> Text {
    let extent = text.extent();
    let (left, right) = (extent.right + 3.0 - x, x + 3.0 - extent.left);
    let least = left.min(right);
    if least > 0.0 && least < 0.55 * extent.width() && left > 0.0 && right > 0.0 {
        text.at.0 += if left < right { -left } else { right };
    }
    text
}

/// The text moved so that it ends within these pixels.
fn inside(mut text: Text, left: f64, right: f64) -> Text {
    let extent = text.extent();
    text.at.0 += (left - extent.left).max(0.0);
    text.at.0 -= (extent.right - right).max(0.0);
    text
}

/// Dotted lines at strikes and pool bounds; their names come back, the most wanted first.
pub(super) fn strikes(scene: &mut Scene, view: &PayoffView, frame: &Frame) -> Vec<Text> {
    let y = frame.area.top - 11.0;
    let name = |x: f64, words: String, role, weight| {
        Text::new((x, y), words, role).anchored(Anchor::Middle).set_in(11.0, weight).with_halo()
    };
    let mut names: Vec<(u8, Text)> = Vec::new();
    let upright = |scene: &mut Scene, x: f64, role, opacity| {
        scene.upright(x, frame.area.top - 6.0, frame.area.bottom, faded(role, opacity), DOTTED);
    };
    let strikes = view.report.condors.iter().filter(|condor| condor.contracts > 0.0).map(|condor| condor.strikes);
    for (i, strike) in strikes.flat_map(|strikes| strikes.into_iter().enumerate()) {
        let Some(x) = place_of_spx(view.payoff, strike.0).map(|level| frame.x.px(level)) else { continue };
        upright(scene, x, Role::Condor, 0.8);
        let is_short = i == 1 || i == 2;
        if is_short || !view.is_narrow {
            let weight = if is_short { 600 } else { 400 };
            names.push((if is_short { 0 } else { 2 }, name(x, say::fixed(strike.0, 0), Role::Condor, weight)));
        }
    }
    for bound in view.payoff.bounds.iter().filter(|bound| frame.reaches(bound.place)) {
        let x = frame.x.px(bound.place);
        upright(scene, x, Role::Pool, 0.9);
        let words = format!("{} {}", view.token, say::price(bound.price));
        names.push((1, name(x, words, Role::Pool, 500)));
    }
    by_rising(names, |(rank, _)| f64::from(*rank)).into_iter().map(|(_, text)| text).collect()
}

/// The series' names at the right, fifteen pixels apart, each with a short leader.
pub(super) fn ends(scene: &mut Scene, view: &PayoffView, frame: &Frame) {
    let Some(last) = view.payoff.points.last() else { return };
    let Bounds { right, top, bottom, .. } = frame.area;
    let mut named: Vec<(&str, Role, f64)> = series(view.report).map(|s| (s.name, s.role, (s.value)(last))).collect();
    let other = pinned(view).and_then(|a| point_at(a, place(view.payoff.axis, last)));
    named.extend(other.map(|point| (NAME, ROLE, point.combined)));
    named.retain(|(_, _, usd)| usd.is_finite());
    let at = |i: usize| frame.y.px(named[i].2);
    let wanted: Vec<f64> = (0..named.len()).map(|i| at(i).clamp(top + 6.0, bottom - 12.0)).collect();
    for (i, y) in spread(&wanted, 15.0, top + 6.0, bottom - 6.0).into_iter().enumerate() {
        let (name, role, _) = named[i];
        scene.line(&[(right + 1.0, at(i).clamp(top, bottom)), (right + 9.0, y)], faded(role, 0.6), 1.0, &[]);
        let (size, weight) = if name == "Combined" && !view.is_narrow { (12.0, 600) } else { (11.0, 500) };
        let weight = if name == "Combined" { 600 } else { weight };
        scene.text(Text::new((right + 12.0, y + 4.0), name, role).set_in(size, weight));
    }
}

/// A ring on zero and a flag above it at each break-even.
pub(super) fn break_evens(scene: &mut Scene, view: &PayoffView, frame: &Frame, taken: &mut Taken) {
    let zero = frame.y.px(0.0);
    let room = frame.area.grown(-2.0);
    for place in view.payoff.break_evens.iter().filter(|x| frame.reaches(**x)) {
        let x = frame.x.px(*place);
        let is_near_edge = x < frame.area.left + 14.0 || x > frame.area.right - 14.0;
        let flag = |y: f64| {
            let words = level(view.payoff.axis, *place);
            Text::new((x, y), words, Role::Ink).anchored(Anchor::Middle).set_in(12.0, 600).with_halo()
        };
        let flags = [zero - 40.0, zero - 56.0, zero - 24.0, zero + 46.0].map(flag);
        let free =
            flags.into_iter().find(|t| !is_near_edge && room.holds(&t.extent()) && taken.is_free(&t.extent(), 2.0));
        if let Some(text) = free {
            taken.add(text.extent());
            let from = if text.at.1 < zero { text.at.1 + 4.0 } else { text.at.1 - 12.0 };
            scene.upright(x, from, zero, Role::Ink, &[]);
            scene.text(text);
        }
        scene.dot((x, zero), 4.0, Role::Bg, Some((Role::Ink, 1.75)));
        taken.add(Bounds { left: x - 6.0, top: zero - 6.0, right: x + 6.0, bottom: zero + 6.0 });
    }
}

/// Dots of the parts and the book where the shock is, and the book's value on a plate.
pub(super) fn shock(scene: &mut Scene, view: &PayoffView, frame: &Frame, taken: &mut Taken) {
    let shock = &view.payoff.shock;
    let x = px(view, frame, shock);
    for one in series(view.report).filter(|s| s.name != "At expiry") {
        let at = (x, frame.y.px((one.value)(shock)));
        if !frame.area.has(at) {
            continue;
        }
        let is_book = one.name == "Combined";
        let (radius, edge) = if is_book { (6.0, 2.0) } else { (3.5, 1.5) };
        scene.dot(at, radius, one.role, Some((Role::Bg, edge)));
        let half = radius;
        taken.add(Bounds { left: at.0 - half, top: at.1 - half, right: at.0 + half, bottom: at.1 + half });
    }
    let y = frame.y.px(shock.combined);
    if view.is_narrow || !frame.area.has((x, y)) {
        return;
    }
    let role = match shock.combined {
        usd if usd.abs() < 0.5 => Role::Ink,
        usd if usd < 0.0 => Role::Loss,
        _ => Role::Profit,
    };
    let value = |dx: f64, dy: f64, anchor| {
        let at = (x + dx, y + dy);
        Text::new(at, say::usd(shock.combined), role).anchored(anchor).set_in(13.0, 600).on_plate(0.92)
    };
    let places = [
        value(14.0, 22.5, Anchor::Start),
        value(14.0, -13.0, Anchor::Start),
        value(-14.0, 22.5, Anchor::End),
        value(-14.0, -13.0, Anchor::End),
    ];
    if let Some(text) = taken.place_best(places, &frame.area) {
        scene.text(text);
    }
}

/// Name of the budget line, where it hides least.
pub(super) fn budget(scene: &mut Scene, view: &PayoffView, frame: &Frame, taken: &mut Taken) {
    let budget = -view.report.combined.budget.0.abs();
    let y = frame.y.px(budget);
    if budget == 0.0 || !frame.area.has((frame.area.left, y)) {
        return;
    }
    let words = if view.is_narrow {
        format!("budget {}", say::usd_short(budget))
    } else {
        format!("loss budget {}", say::usd(budget))
    };
    let now = px(view, frame, &view.payoff.now).clamp(frame.area.left, frame.area.right);
    let spots = [
        (now - 6.0, Anchor::End),
        (now + 6.0, Anchor::Start),
        (frame.area.right - 6.0, Anchor::End),
        (frame.area.left + 6.0, Anchor::Start),
    ];
    let text = |x, dy: f64, anchor| {
        Text::new((x, y + dy), words.clone(), Role::Loss).anchored(anchor).set_in(11.0, 500).with_halo()
    };
    let places = [14.0, -5.0].into_iter().flat_map(|dy| spots.map(|(x, anchor)| text(x, dy, anchor)));
    if let Some(text) = taken.place_best(places.collect::<Vec<_>>(), &frame.area) {
        scene.text(text);
    }
}
