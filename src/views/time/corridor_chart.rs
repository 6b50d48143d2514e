//! Corridor: a bar a week over SPX or the token's price, where the whole book gains while what goes with it follows on the
//! link, with the hedge and without; beside each how likely SPX is inside, and has stayed.

use crate::book::Book;
use crate::book::corridor::Week;
use crate::book::corridor_token::TokenAlone;
use crate::book::curves::HeatAxis;
use crate::book::staying::Stretch;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::views::pinned::{self, with_column};
use crate::views::time::corridor_words::{at_expiry, calendar, cell, headline, here};
use crate::words as say;
use crate::words::dates;

/// Width of a column of chances, css pixels.
const COLUMN: f64 = 48.0;
/// Width of the picture from which there is room for one column of chances, and for both.
const WIDE: [f64; 2] = [300.0, 420.0];
/// Room for an edge in words, css pixels.
const EDGE: f64 = 48.0;
/// Height of a row from which its chances are written, css pixels.
const TALL: f64 = 12.0;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct CorridorView<'a> {
    /// By week.
    pub weeks: &'a [Week],
    /// Plan A's: a grey stretch under each bar of the same week; empty where nothing is pinned.
    pub pinned: &'a [Week],
    /// What is across.
    pub axis: HeatAxis,
    /// SPX and the price of the market's token now.
    pub now: [f64; 2],
    /// Levels on the axis that are marked: [`marks`].
    pub marks: &'a [f64],
    /// Whether there is a hedge to do without.
    pub is_hedged: bool,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

impl CorridorView<'_> {
    fn level(&self) -> f64 {
        self.now[usize::from(self.axis == HeatAxis::Token)]
    }

    fn words(&self, level: f64) -> String {
        if self.axis == HeatAxis::Token { say::price(level) } else { say::fixed(level, 0) }
    }
}

/// What is marked on an axis: the short strikes of every condor, points; or the bounds of every pool on the market's token,
/// dollars.
pub fn marks(book: &Book, axis: HeatAxis) -> Vec<f64> {
    if axis == HeatAxis::Spx {
        let sold = book.condors().filter(|condor| condor.contracts > 0.0);
        return sold.flat_map(|condor| [condor.strikes[1], condor.strikes[2]]).collect();
    }
    let now = book.shock.token_price.0;
    let on_market = book.positions().filter(|position| position.base == Some(0) && position.quote.is_none());
    let bounds = on_market.filter_map(|position| position.range.map(|range| range.map(|x| x * now / position.entry)));
    bounds.flatten().collect()
}

/// Whether every week has its stretches on the token's price.
pub fn is_on_token(weeks: &[Week]) -> bool {
    !weeks.is_empty() && weeks.iter().all(|week| week.token_gains.is_some())
}

fn gains(week: &Week, axis: HeatAxis) -> &[Stretch] {
    match axis {
        HeatAxis::Spx => &week.gains,
        HeatAxis::Token => week.token_gains.as_deref().unwrap_or_default(),
    }
}

fn bare(week: &Week, axis: HeatAxis) -> &[Stretch] {
    match axis {
        HeatAxis::Spx => &week.unhedged.gains,
        HeatAxis::Token => week.unhedged.token_gains.as_deref().unwrap_or_default(),
    }
}

/// A week by its date, or by how far off it is where today's date is not known.
fn when(week: &Week) -> String {
    week.date.map_or_else(|| calendar(week.weeks), dates::short_date)
}

/// Plan A's week so many weeks from now.
fn in_a<'a>(pinned: &'a [Week], week: &Week) -> Option<&'a Week> {
    pinned.iter().find(|one| (one.weeks - week.weeks).abs() < 1e-9)
}

/// Where plan A gains at its own expiry, and how likely on all of its dates.
fn said_of_a(view: &CorridorView) -> String {
    if view.pinned.is_empty() {
        return String::new();
    }
    format!(" A: {}. {}.", headline(view.pinned, false), at_expiry(view.pinned, view.now[0]))
}

/// Ends of the axis: today's stretches with room for their words on `width` pixels; stretches far out are cut off.
fn range(view: &CorridorView, width: f64) -> [f64; 2] {
    let now = view.level();
    let ends = view.weeks.iter().filter_map(|week| here(gains(week, view.axis), now)).flatten().flatten();
    let fold = |(low, high): (f64, f64), level: f64| (low.min(level), high.max(level));
    let (low, high) = ends.fold((0.95 * now, 1.05 * now), fold);
    let room = (high - low) * (EDGE / (width - 2.0 * EDGE).max(EDGE)).max(0.2);
    [(low - room).max(0.5 * now), (high + room).min(1.6 * now)]
}

/// Where the parts of the picture are.
struct Room {
    area: Bounds,
    x: Axis,
    /// Ends of the axis.
    ends: [f64; 2],
    /// Height of a row.
    tall: f64,
}

impl Room {
    /// Middle of a row, and half the height of its bar.
    fn row(&self, i: usize) -> (f64, f64) {
        (self.area.top + self.tall * (i as f64 + 0.5), (0.5 * self.tall - 4.0).clamp(3.0, 10.0))
    }

    /// What of a stretch is on the axis, from and to, and which of its ends are.
    fn visible(&self, [low, high]: Stretch) -> Option<([f64; 2], [bool; 2])> {
        let [from, to] = self.ends;
        let [left, right] = [low.unwrap_or(from), high.unwrap_or(to)].map(|level| level.clamp(from, to));
        let is_end = |end: Option<f64>| end.is_some_and(|level| level > from && level < to);
        (left < right).then(|| ([self.x.px(left), self.x.px(right)], [is_end(low), is_end(high)]))
    }
}

/// A bar a week, where the whole book gains.
pub fn scene(view: &CorridorView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.weeks, view.is_hedged);
    let across = if view.axis == HeatAxis::Token { "the token's price" } else { "SPX" };
    scene.description = format!(
        "{}. {}. One bar a week, {across} across.{}",
        scene.title,
        at_expiry(view.weeks, view.now[0]),
        said_of_a(view)
    );
    let columns = WIDE.iter().filter(|wide| scene.width >= **wide).count();
    let right = scene.width - 8.0 - COLUMN * columns as f64;
    let area = Bounds { left: 64.0, top: 20.0, right, bottom: scene.height - 26.0 };
    if area.width() < 80.0 || area.height() < 60.0 || view.weeks.is_empty() {
        return scene;
    }
    let ends = range(view, area.width());
    let x = Axis::new((ends[0], area.left), (ends[1], area.right), false);
    let room = Room { x, ends, tall: area.height() / view.weeks.len() as f64, area };
    grid(&mut scene, view, &room);
    for (i, week) in view.weeks.iter().enumerate() {
        let words = match (week.ends, week.date) {
            (Some(_), _) => "expiry".into(),
            // Longer than there is room for.
            (None, None) if week.weeks.fract() > 0.0 => "the end".into(),
            _ => when(week),
        };
        let at = (room.area.left - 8.0, room.row(i).0 + 4.0);
        scene.text(Text::new(at, words, Role::Ink2).anchored(Anchor::End));
        bars(&mut scene, view, &room, i, week);
    }
    for (i, week) in view.weeks.iter().enumerate() {
        let Some(a) = in_a(view.pinned, week) else { continue };
        let (middle, half) = room.row(i);
        for stretch in gains(a, view.axis) {
            let Some(([left, right], is_end)) = room.visible(*stretch) else { continue };
            let below = middle + half;
            pinned::stretch(&mut scene, &Bounds { left, top: below - 2.0, right, bottom: below + 2.0 }, is_end);
        }
    }
    let now = room.x.px(view.level());
    scene.upright(now, room.area.top - 4.0, room.area.bottom, Role::Ink, &[]);
    let words = format!("now {}", view.words(view.level()));
    let text = Text::new((now, room.area.top - 7.0), words, Role::Ink).anchored(Anchor::Middle).set_in(11.0, 600);
    scene.text(inside(text, room.area.left, room.area.right));
    chances(&mut scene, view, &room, columns);
    scene
}

fn grid(scene: &mut Scene, view: &CorridorView, room: &Room) {
    let (area, [from, to]) = (&room.area, room.ends);
    for level in multiples(step((to - from) / area.width() * 64.0), from, to) {
        let at = room.x.px(level);
        scene.upright(at, area.top, area.bottom, Role::Line, &[]);
        let text = Text::new((at, area.bottom + 17.0), view.words(level), Role::Ink2).anchored(Anchor::Middle);
        if text.extent().left > area.left - 8.0 && text.extent().right <= scene.width {
            scene.text(text);
        }
    }
    let role = if view.axis == HeatAxis::Token { Role::Pool } else { Role::Condor };
    for level in view.marks.iter().filter(|level| **level > from && **level < to) {
        scene.upright(room.x.px(*level), area.top, area.bottom, role, &[1.0, 3.0]);
    }
}

/// A week's stretches with the hedge, round them those without it, and the edges of the first in words.
fn bars(scene: &mut Scene, view: &CorridorView, room: &Room, i: usize, week: &Week) {
    let (middle, half) = room.row(i);
    let bar = |[left, right]: [f64; 2], half: f64| Bounds { left, top: middle - half, right, bottom: middle + half };
    let visible = |stretches: &[Stretch]| -> Vec<_> {
        stretches.iter().filter_map(|stretch| Some((*stretch, room.visible(*stretch)?))).collect()
    };
    let with = visible(gains(week, view.axis));
    for (_, (ends, _)) in &with {
        scene.area(bar(*ends, half).corners(), Role::P2);
    }
    for (_, (ends, [is_left, is_right])) in visible(bare(week, view.axis)).iter().filter(|_| view.is_hedged) {
        let round = bar(*ends, half + 2.0);
        let dash: &[f64] = &[3.0, 3.0];
        scene.level(round.top, round.left, round.right, Role::Ink3, dash);
        scene.level(round.bottom, round.left, round.right, Role::Ink3, dash);
        for (x, _) in [(round.left, is_left), (round.right, is_right)].into_iter().filter(|(_, is_end)| **is_end) {
            scene.upright(x, round.top, round.bottom, Role::Ink3, dash);
        }
    }
    for ([low, high], (ends, is_end)) in &with {
        let bar = bar(*ends, half);
        let each = [(low, bar.left, is_end[0], Anchor::End, -6.0), (high, bar.right, is_end[1], Anchor::Start, 6.0)];
        for (level, at, _, anchor, dx) in each.into_iter().filter(|each| each.2) {
            scene.upright(at, bar.top, bar.bottom, Role::Profit, &[]);
            let words = level.map_or_else(String::new, |level| view.words(level));
            let text = Text::new((at + dx, middle + 4.0), words, Role::Ink).anchored(anchor);
            let text = text.set_in(11.0, 500).with_halo();
            if text.extent().left > room.area.left && text.extent().right < room.area.right {
                scene.text(text);
            }
        }
    }
}

/// The chances at the right of each row: of being inside, and of having stayed; where there is room for one, that.
fn chances(scene: &mut Scene, view: &CorridorView, room: &Room, columns: usize) {
    if room.tall < TALL {
        return;
    }
    let of = |week: &Week| [week.chance.stayed, week.chance.inside];
    for (nth, name) in ["stayed", "inside"].into_iter().take(columns).enumerate() {
        let right = scene.width - 8.0 - COLUMN * nth as f64;
        let head = Text::new((right, room.area.top - 7.0), name, Role::Ink2);
        scene.text(head.anchored(Anchor::End));
        for (i, week) in view.weeks.iter().enumerate() {
            let at = (right, room.row(i).0 + 4.0);
            scene.text(Text::new(at, say::share(of(week)[nth], 0), Role::Ink).anchored(Anchor::End).set_in(11.0, 500));
        }
    }
}

/// Headings and a row a week: when, the edges with the hedge and without, on SPX and on the token, and the chances; beside it
/// plan A's of that week.
pub fn table(weeks: &[Week], pinned: &[Week], token: &str, is_hedged: bool) -> (Vec<String>, Vec<Vec<String>>) {
    type Column<'a> = (String, Box<dyn Fn(&Week) -> String + 'a>);
    let on_token = weeks.iter().any(|week| week.token_gains.is_some());
    let edges = |axis: HeatAxis, of: fn(&Week, HeatAxis) -> &[Stretch]| -> Box<dyn Fn(&Week) -> String> {
        Box::new(move |week| match (axis, &week.token_gains) {
            (HeatAxis::Token, None) => "—".into(),
            _ => cell(of(week, axis), axis),
        })
    };
    let chance =
        |of: fn(&Week) -> f64| -> Box<dyn Fn(&Week) -> String> { Box::new(move |week| say::share(of(week), 1)) };
    let at_edges = |week: &Week| {
        let levels: Vec<String> = week.break_evens.iter().map(|zero| say::vix(zero.vix.0)).collect();
        if levels.is_empty() { "—".into() } else { levels.join("; ") }
    };
    let after = |week: &Week| {
        calendar(week.weeks) + &week.date.map_or_else(String::new, |day| format!(", {}", dates::date(day)))
    };
    let mut columns: Vec<Column> = vec![
        ("After".into(), Box::new(after)),
        ("Trading days".into(), Box::new(|week| say::fixed(week.days, 1))),
        ("Gains, SPX".into(), edges(HeatAxis::Spx, gains)),
        ("VIX at the edges".into(), Box::new(at_edges)),
    ];
    let mut add = |when: bool, name: String, of: Box<dyn Fn(&Week) -> String>| {
        if when {
            columns.push((name, of));
        }
    };
    add(is_hedged, "Without the hedge, SPX".into(), edges(HeatAxis::Spx, bare));
    add(on_token, format!("Gains, {token}"), edges(HeatAxis::Token, gains));
    add(on_token && is_hedged, format!("Without the hedge, {token}"), edges(HeatAxis::Token, bare));
    add(true, "Inside".into(), chance(|week| week.chance.inside));
    add(true, "Stayed".into(), chance(|week| week.chance.stayed));
    add(is_hedged, "Inside without the hedge".into(), chance(|week| week.unhedged.chance.inside));
    add(is_hedged, "Stayed without the hedge".into(), chance(|week| week.unhedged.chance.stayed));
    let has_alone = weeks.iter().any(|week| week.token_alone.is_some());
    let alone = |of: fn(&TokenAlone) -> String| -> Box<dyn Fn(&Week) -> String> {
        Box::new(move |week| week.token_alone.as_ref().map_or_else(|| "—".into(), of))
    };
    add(has_alone, format!("Gains, {token} alone"), alone(|alone| cell(&alone.gains, HeatAxis::Token)));
    add(has_alone, format!("Inside, {token} alone"), alone(|alone| say::share(alone.chance.inside, 1)));
    add(has_alone, format!("Stayed, {token} alone"), alone(|alone| say::share(alone.chance.stayed, 1)));
    add(true, "P&L with nothing moved".into(), Box::new(|week| say::fixed(week.still, 0)));
    let rows = weeks.iter().map(|week| columns.iter().map(|(_, of)| of(week)).collect()).collect();
    let table = (columns.into_iter().map(|(name, _)| name).collect(), rows);
    if pinned.is_empty() {
        return table;
    }
    let of_a = |of: fn(&Week) -> String| weeks.iter().map(move |week| in_a(pinned, week).map(of));
    let table = with_column(table, "A: gains, SPX", of_a(|a| cell(&a.gains, HeatAxis::Spx)));
    with_column(table, "A: stayed", of_a(|a| say::share(a.chance.stayed, 1)))
}
