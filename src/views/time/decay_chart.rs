//! Decay: what time alone brings both engines and the hedge, day by day, with the exits, expiries and events on the way.

use crate::book::decay::{self, ExtrinsicLeft, Passed};
use crate::book::{Book, exits};
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::text;
use crate::numbers::by_rising;
use crate::plan::holding::Kind;
use crate::units::day::Day;
use crate::views::pinned::{self, said_usd, value_at, with_column};
use crate::words as say;
use crate::words::dates::short_date;

/// What is marked on the calendar: its day, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Calendar days from today.
    pub days: f64,
    /// A few words.
    pub words: String,
}

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct DecayView<'a> {
    /// By rising day, from today.
    pub passed: &'a [Passed],
    /// Plan A's; empty where nothing is pinned.
    pub pinned: &'a [Passed],
    /// Exits, expiries, events, by rising day.
    pub posts: &'a [Post],
    /// Which parts are held: condors, pools, hedge.
    pub parts: [bool; 3],
    /// The day that the plan is of, where it is known.
    pub today: Option<Day>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// The events on a book's calendar, by rising day.
pub fn events(book: &Book) -> Vec<Post> {
    together_by_day(book.plan.market.events.iter().map(|event| (event.days, event.name.words())).collect())
}

/// The exits, expiries and events of a book that lie on the curve, by rising day; those of one day stand together.
pub fn posts(book: &Book) -> Vec<Post> {
    let last = decay::last_day(book);
    let expiries = book.live_condors().map(|condor| condor.days);
    let out =
        book.of_kind(Kind::Condor).filter_map(|entry| exits::by_days(book, &entry.held)).map(|days| (days, "out"));
    let events = book.plan.market.events.iter().map(|event| (event.days, event.name.words()));
    let all = out.chain(expiries.map(|days| (days, "expiry"))).chain(events);
    together_by_day(all.filter(|post| post.0 > 0.0 && post.0 <= last).collect())
}

/// Posts whose words would stand in each other's way, under one name: where it stands, css pixels, and their words.
pub(super) fn near<'a>(posts: impl Iterator<Item = &'a Post>, px: impl Fn(f64) -> f64) -> Vec<(f64, String)> {
    let mut groups: Vec<([f64; 2], String)> = Vec::new();
    let wide = |words: &str| 0.5 * text::width(words, 11.0, 400);
    for post in posts {
        let x = px(post.days);
        match groups.last_mut() {
            Some(([from, to], words))
                if x - 0.5 * (*from + *to) < wide(words) + wide(&post.words) + 8.0 && x - *to < 60.0 =>
            {
                *words = format!("{words}, {}", post.words);
                *to = x;
            }
            _ => groups.push(([x, x], post.words.clone())),
        }
    }
    groups.into_iter().map(|([from, to], words)| (0.5 * (from + to), words)).collect()
}

fn together_by_day(all: Vec<(f64, &'static str)>) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for (days, words) in by_rising(all, |post| post.0) {
        match posts.last_mut().filter(|post| (post.days - days).abs() < 1e-9) {
            Some(post) if post.words.split(", ").any(|word| word == words) => {}
            Some(post) => post.words = format!("{}, {words}", post.words),
            None => posts.push(Post { days, words: words.into() }),
        }
    }
    posts
}

/// The finding: what the last day has, and of which part.
pub fn headline(view: &DecayView) -> String {
    let Some(last) = view.passed.last().filter(|_| view.parts.contains(&true)) else {
        return "Nothing held, nothing that time could bring".into();
    };
    let makes = if last.combined() < 0.0 { "costs" } else { "makes" };
    let parts: Vec<String> = [("condors", last.condor), ("pools", last.pool), ("hedge", last.hedge)]
        .into_iter()
        .zip(view.parts)
        .filter(|(_, is_held)| *is_held)
        .map(|((name, usd), _)| format!("{name} {}", say::usd(usd)))
        .collect();
    let of = if parts.len() > 1 { format!(": {}", say::listed(&parts)) } else { String::new() };
    format!(
        "Time alone {makes} {} in {}{of}",
        say::amount(last.combined()),
        say::calendar_days(say::rounded(last.days, 1))
    )
}

/// How to read it.
pub fn caption(passed: &[Passed]) -> &'static str {
    if has_options(passed) {
        "VIX, SPX and tokens where they are. Options: what they gain and lose as time passes; dashed what of their extrinsic value, mark less intrinsic at the forward, is left: above zero more is to be earned than lost. Pools: fees less what rebalancing costs, both averages over where prices may go; the table by day has the fees of standing still."
    } else {
        "VIX, SPX and tokens where they are. Pools: fees less what rebalancing costs, both averages over where prices may go; the table by day has the fees of standing still."
    }
}

/// Whether an option is held that has extrinsic value.
fn has_options(passed: &[Passed]) -> bool {
    passed.iter().any(|passed| passed.extrinsic != ExtrinsicLeft::default())
}

fn together(passed: &[Passed]) -> Vec<Point> {
    passed.iter().map(|passed| (passed.days, passed.combined())).collect()
}

/// Curves of each part that is held and of all together over calendar days, posts at exits, expiries and events.
pub fn scene(view: &DecayView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view);
    scene.description = format!("{}. Dollars by calendar day while nothing moves.", scene.title);
    if let (false, Some(last)) = (view.pinned.is_empty(), view.passed.last()) {
        scene.description += &said_usd(value_at(&together(view.pinned), last.days), last.combined());
    }
    let of = |name, role, dash, value: fn(&Passed) -> f64| {
        let points = view.passed.iter().map(|passed| (passed.days, value(passed))).collect();
        Curve { name, role, width: 1.75, dash, points }
    };
    let dotted: &[f64] = &[1.5, 3.5];
    let each = [
        of("Condors", Role::Condor, &[], |p| p.condor),
        of("Pools", Role::Pool, &[9.0, 3.0, 2.0, 3.0], |p| p.pool),
        of("Hedge", Role::Hedge, dotted, |p| p.hedge),
    ];
    let several = view.parts.iter().filter(|held| **held).count() > 1;
    let all = Curve { width: 2.75, ..of("Together", Role::Ink, &[], Passed::combined) };
    let left = Curve { width: 1.25, ..of("Extrinsic left", Role::Ink3, &[4.0, 3.0], |p| p.extrinsic.combined()) };
    let curves: Vec<Curve> = each
        .into_iter()
        .zip(view.parts)
        .filter_map(|(curve, is_held)| is_held.then_some(curve))
        .chain(has_options(view.passed).then_some(left))
        .chain(several.then_some(all))
        .collect();
    let a = pinned::curve(&together(view.pinned), &curves);
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[0.0], 34.0, false);
    if !lines.has_room() || view.passed.len() < 2 || curves.is_empty() {
        return scene;
    }
    lines.grid(&mut scene);
    let mut taken = Taken::default();
    mark(&mut scene, &lines, &mut taken, view.posts);
    lines.draw(&mut scene, &curves, &mut taken);
    lines.places(&mut scene, |days| day_words(view.today, days));
    scene
}

/// Posts through the curves, their words above.
pub(super) fn mark(scene: &mut Scene, lines: &Lines, taken: &mut Taken, posts: &[Post]) {
    for post in posts {
        scene.upright(lines.x.px(post.days), lines.area.top - 4.0, lines.area.bottom, Role::Line2, &[2.0, 3.0]);
    }
    for (x, words) in near(posts.iter(), |days| lines.x.px(days)) {
        let at = |dy: f64, anchor| Text::new((x, lines.area.top - dy), words.clone(), Role::Ink2).anchored(anchor);
        let places = [at(9.0, Anchor::Middle), at(22.0, Anchor::Middle), at(9.0, Anchor::End), at(22.0, Anchor::End)];
        let room = Bounds { left: 0.0, top: 0.0, right: scene.width, bottom: lines.area.top };
        if let Some(text) = taken.place_best(places, &room) {
            scene.text(text);
        }
    }
}

/// So many calendar days ahead, under the axis: `7`, or the day; parts of a day as hours, `6 h`.
pub fn day_words(today: Option<Day>, days: f64) -> String {
    match today {
        _ if days == 0.0 => "now".into(),
        _ if days.fract() != 0.0 => format!("{} h", say::number(say::rounded(24.0 * days, 1))),
        Some(today) => short_date(today.plus(days)),
        None => say::number(days),
    }
}

/// Headings and a row a day, dollars.
pub fn table(passed: &[Passed], pinned: &[Passed]) -> (Vec<String>, Vec<Vec<String>>) {
    let head =
        ["Calendar days", "Condors", "Pools", "Hedge", "Together", "Extrinsic left: condors", "Extrinsic left: hedge"];
    let head = head.map(String::from).to_vec();
    let row = |p: &Passed| {
        let left = p.extrinsic;
        let money = [p.condor, p.pool, p.hedge, p.combined(), left.condor, left.hedge].map(|usd| say::fixed(usd, 0));
        std::iter::once(say::number(say::rounded(p.days, 2))).chain(money).collect()
    };
    let table = (head, passed.iter().map(row).collect());
    if pinned.is_empty() {
        return table;
    }
    let a = together(pinned);
    with_column(table, "A: together", passed.iter().map(|p| value_at(&a, p.days).map(|usd| say::fixed(usd, 0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_day_are_hours_and_whole_ones_dates() {
        let today = Day::iso("2026-11-30");
        let said = |days: f64| day_words(today, days);
        assert_eq!([said(0.0), said(0.25), said(1.0), said(1.5)], ["now", "6 h", "1 Dec", "36 h"]);
        assert_eq!([day_words(None, 7.0), day_words(None, 0.1)], ["7", "2.4 h"]);
    }
}
