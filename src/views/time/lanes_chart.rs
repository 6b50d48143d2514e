//! Lanes: what is held on one calendar, from today to its expiry, with the exits, rolls and events on the way and the day
//! of the shock through all of it.

use crate::book::{Book, decay, exits, roll};
use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::holdings::Entry;
use crate::holdings::world::ROLL_DAYS;
use crate::plan::holding::Kind;
use crate::units::day::Day;
use crate::views::pinned::{self, Table, with_column};
use crate::views::time::decay_chart::{Post, day_words, near};
use crate::words as say;
use crate::words::dates::short_date;

/// Lanes at most: what is left out is named.
const MOST: usize = 14;
/// Room for names at the left, css pixels, and for what is narrower.
const NAMES: [f64; 2] = [132.0, 92.0];

/// One thing held.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// As in reports and links: `condor`, `layer2`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Calendar days to its end; `None` where it has none.
    pub ends: Option<f64>,
    /// When it is left or rolled.
    pub post: Option<Post>,
}

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct LanesView<'a> {
    /// In the order of the book.
    pub lanes: &'a [Lane],
    /// Plan A's, of which the ends stand beside those of the same id; empty where nothing is pinned.
    pub pinned: &'a [Lane],
    /// Events, by rising day.
    pub events: &'a [Post],
    /// Calendar days to the shock.
    pub shock: f64,
    /// The day that the plan is of, where it is known.
    pub today: Option<Day>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// Everything that is on and not empty, with when it is left.
pub fn lanes(book: &Book) -> Vec<Lane> {
    let lane = |entry: &Entry| {
        let ends = entry.held.days();
        let post = match (entry.kind, ends) {
            (Kind::Condor, _) => exits::by_days(book, &entry.held).map(|days| Post { days, words: "out".into() }),
            (Kind::Layer | Kind::Chain | Kind::Strip, Some(days)) if days > ROLL_DAYS => {
                let clock = book.shock.clock;
                Some(Post { days: clock.calendar_days(roll::due_in(days, clock)).min(days), words: "roll".into() })
            }
            _ => None,
        };
        Lane { id: entry.id(), name: entry.name.clone(), kind: entry.kind, ends, post }
    };
    let held = book.entries.iter().filter(|entry| entry.held.quantity() != 0.0);
    held.map(|entry| lane(entry)).collect()
}

/// Calendar days to the shock of a book: on New York's calendar where today is known, as the head has it.
pub fn shock_day(book: &Book) -> f64 {
    book.shock.calendar_days()
}

/// The calendar's last day: of the condors, and of the shock.
fn last(view: &LanesView) -> f64 {
    let condors = view.lanes.iter().filter(|lane| lane.kind == Kind::Condor);
    let ends = condors.filter_map(|lane| lane.ends).fold(0.0, f64::max);
    let any = view.lanes.iter().filter_map(|lane| lane.ends).fold(0.0, f64::max);
    let last = if ends > 0.0 { ends } else { any };
    1.06 * last.max(view.shock).clamp(7.0, decay::AHEAD[1])
}

/// Calendar days to the first exit of a condor.
fn first_out(lanes: &[Lane]) -> Option<f64> {
    let out = |lane: &Lane| lane.post.as_ref().filter(|_| lane.kind == Kind::Condor).map(|post| post.days);
    lanes.iter().filter_map(out).min_by(f64::total_cmp)
}

/// The finding: where the shock stands against the first exit.
pub fn headline(view: &LanesView) -> String {
    if view.lanes.is_empty() {
        return "Nothing held, nothing on the calendar".into();
    }
    let Some(first) = first_out(view.lanes) else { return "No exit by days left before expiry".into() };
    let apart = (first - view.shock).round();
    match apart {
        _ if first <= 0.0 => "A condor is due to be left today".into(),
        apart if apart > 0.0 => {
            format!("The shock comes {} before the first exit by days left", say::calendar_days(apart))
        }
        apart if apart < 0.0 => {
            format!("The first exit by days left comes {} before the shock", say::calendar_days(-apart))
        }
        _ => "The shock comes on the day of the first exit by days left".into(),
    }
}

fn role(kind: Kind) -> Role {
    match kind {
        Kind::Condor => Role::Condor,
        Kind::Pool => Role::Pool,
        Kind::Layer | Kind::Etp | Kind::Chain | Kind::Strip | Kind::Conversion => Role::Hedge,
    }
}

/// A bar for each, posts at its exit, events at the foot, the shock through all.
pub fn scene(view: &LanesView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view);
    scene.description = format!("{}. One bar a holding, calendar days across.", scene.title);
    if !view.pinned.is_empty() {
        scene.description += &match first_out(view.pinned) {
            Some(days) => format!(" A: first exit in {}.", say::calendar_days(days)),
            None => " A has no exit on the calendar.".into(),
        };
    }
    let names = if scene.width < 500.0 { NAMES[1] } else { NAMES[0] };
    let area = Bounds { left: names, top: 22.0, right: scene.width - 12.0, bottom: scene.height - 44.0 };
    if area.width() < 60.0 || area.height() < 40.0 || view.lanes.is_empty() {
        return scene;
    }
    let shown = view.lanes.len().min(MOST);
    let end = last(view);
    let x = Axis::new((0.0, area.left), (end, area.right), false);
    for day in multiples(step(end / (area.width() / 64.0).max(2.0)), 0.0, end) {
        let at = x.px(day);
        scene.upright(at, area.top, area.bottom, Role::Line, &[]);
        let words = day_words(view.today, day);
        let text = Text::new((at, scene.height - 6.0), words, Role::Ink2).anchored(Anchor::Middle);
        scene.text(inside(text, area.left, scene.width - 2.0));
    }
    let tall = area.height() / shown as f64;
    let half = (0.22 * tall).clamp(2.5, 8.0);
    for (i, lane) in view.lanes.iter().take(shown).enumerate() {
        let middle = area.top + tall * (i as f64 + 0.5);
        let name = if i + 1 == shown && view.lanes.len() > MOST {
            format!("and {} more", view.lanes.len() - MOST + 1)
        } else {
            fitted(&lane.name, names - 16.0)
        };
        scene.text(Text::new((area.left - 8.0, middle + 4.0), name, Role::Ink).anchored(Anchor::End));
        let to = lane.ends.unwrap_or(end).min(end);
        let bar = Bounds { left: area.left, top: middle - half, right: x.px(to), bottom: middle + half };
        // What has no end of its own, or one beyond the picture, is paler.
        let opacity = if lane.ends.is_some_and(|days| days <= end) { 0.9 } else { 0.5 };
        scene.area(bar.corners(), Paint { role: role(lane.kind), opacity });
        let of_a = view.pinned.iter().find(|a| a.id == lane.id).and_then(|a| a.ends).filter(|days| *days <= end);
        if let Some(days) = of_a {
            pinned::tick(&mut scene, x.px(days), [middle - half - 3.0, middle + half + 3.0]);
        }
        if lane.ends == Some(0.0) {
            scene.upright(area.left, bar.top, bar.bottom, role(lane.kind), &[]);
        }
        if let Some(post) = lane.post.as_ref().filter(|post| post.days <= end) {
            let at = x.px(post.days);
            scene.upright(at, middle - half - 4.0, middle + half + 4.0, Role::Ink, &[]);
            let words = |dx: f64, anchor| {
                let words = Text::new((at + dx, middle - half - 3.0), post.words.clone(), Role::Ink2);
                inside(words.anchored(anchor).set_in(11.0, 400), area.left, area.right)
            };
            // Beside the line of the shock, not under it.
            let mut taken = Taken::default();
            taken.add_line(&[(x.px(view.shock), 0.0), (x.px(view.shock), area.bottom)]);
            let room = Bounds { top: 0.0, ..area };
            let sides = [words(4.0, Anchor::Start), words(-4.0, Anchor::End)];
            if let Some(words) = (tall > 24.0).then(|| taken.place_best(sides, &room)).flatten() {
                scene.text(words);
            }
        }
    }
    let mut taken = Taken::default();
    let ahead = || view.events.iter().filter(|event| event.days <= end);
    for event in ahead() {
        scene.upright(x.px(event.days), area.top, area.bottom + 4.0, Role::Line2, &[2.0, 3.0]);
    }
    for (at, words) in near(ahead(), |days| x.px(days)) {
        let text = Text::new((at, area.bottom + 17.0), words, Role::Ink2).anchored(Anchor::Middle);
        if let Some(text) = taken.place(inside(text, area.left, scene.width), 4.0) {
            scene.text(text);
        }
    }
    let at = x.px(view.shock);
    scene.upright(at, area.top - 4.0, area.bottom, Role::Ink, &[]);
    let words = Text::new((at, area.top - 9.0), shock_words(view), Role::Ink);
    scene.text(inside(words.anchored(Anchor::Middle).set_in(11.0, 600), area.left, area.right));
    scene
}

fn shock_words(view: &LanesView) -> String {
    match view.today {
        Some(today) => format!("shock, {}", short_date(today.plus(view.shock.round()))),
        None => format!("shock, {}", say::calendar_days(view.shock.round())),
    }
}

/// A name as far as there is room.
pub(super) fn fitted(name: &str, room: f64) -> String {
    let is_wide = |name: &str| crate::draw::text::width(name, 12.0, 400) > room;
    if !is_wide(name) {
        return name.to_string();
    }
    let mut short = name.to_string();
    while short.pop().is_some() && is_wide(&format!("{short}…")) {}
    format!("{}…", short.trim_end())
}

/// Headings and a row a holding, calendar days.
pub fn table(lanes: &[Lane], pinned: &[Lane], events: &[Post]) -> Table {
    let head = ["Holding", "Calendar days left", "What is due", "In calendar days"].map(String::from).to_vec();
    let none = || "—".to_string();
    let row = |lane: &Lane| {
        let post = lane.post.as_ref();
        vec![
            lane.name.clone(),
            lane.ends.map_or_else(none, say::number),
            post.map_or_else(none, |post| post.words.clone()),
            post.map_or_else(none, |post| say::number(post.days)),
        ]
    };
    let event = |event: &Post| vec![event.words.clone(), none(), "event".into(), say::number(event.days)];
    let table = (head, lanes.iter().map(row).chain(events.iter().map(event)).collect());
    if pinned.is_empty() {
        return table;
    }
    let of_a = |lane: &Lane| pinned.iter().find(|a| a.id == lane.id)?.ends.map(say::number);
    with_column(table, "A: calendar days left", lanes.iter().map(of_a))
}
