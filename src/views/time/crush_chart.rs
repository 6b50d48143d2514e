//! The vol crush: VIX as it will print day by day while nothing happens but the events of the calendar, and the vol to the
//! next condor's expiry beside it.

use crate::book::Book;
use crate::book::crush::{self, Passing, Printed};
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Point, Scene};
use crate::units::day::Day;
use crate::views::pinned::{self, value_at, with_column};
use crate::views::time::decay_chart::{Post, day_words, events, mark};
use crate::words as say;
use crate::words::dates::named_day;

/// All that the chart is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Crush {
    /// By rising day, from today.
    pub printed: Vec<Printed>,
    /// Each event as it passes.
    pub passings: Vec<Passing>,
    /// Their names by day.
    pub posts: Vec<Post>,
    /// The day that the plan is of, where it is known.
    pub today: Option<Day>,
}

/// Of a book.
pub fn of(book: &Book) -> Crush {
    Crush {
        printed: crush::of(book),
        passings: crush::passings(book),
        posts: events(book),
        today: book.plan.market.today,
    }
}

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct CrushView<'a> {
    /// This plan's.
    pub crush: &'a Crush,
    /// Plan A's; empty where nothing is pinned.
    pub pinned: &'a [Printed],
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// What is drawn.
pub fn dek(crush: &Crush) -> &'static str {
    if crush.printed.iter().any(|one| one.to_expiry.is_some()) {
        "VIX as it will print while nothing else happens, and its curve's level to the next condor's expiry, points by calendar day"
    } else {
        "VIX as it will print while nothing else happens, points by calendar day"
    }
}

/// The finding: the event that takes most out of VIX, and what its surprise adds.
pub fn headline(crush: &Crush) -> String {
    let end = crush.printed.last().map_or(0.0, |one| one.days);
    let drawn = crush.passings.iter().filter(|one| one.event.days <= end);
    let Some(most) = drawn.reduce(|most, one| if one.falls > most.falls { one } else { most }) else {
        let within =
            if crush.passings.is_empty() { String::new() } else { format!(" within {}", say::calendar_days(end)) };
        return format!("No event on the calendar{within}: no day on which VIX would fall by itself");
    };
    let name = most.event.name.words();
    let what = match crush.today {
        Some(today) => format!("{name} on {}", named_day(today, today.plus(most.event.days))),
        None => format!("{name} in {}", say::calendar_days(most.event.days)),
    };
    let falls = format!("{} takes {} out of VIX", say::capital(&what), points(most.falls));
    match most.surprise {
        x if x.abs() < 0.005 => falls,
        x if x < 0.0 => format!("{falls}; its surprise takes {} more", points(-x)),
        x => format!("{falls}; its surprise adds {}", points(x)),
    }
}

/// `0.44 points`.
fn points(x: f64) -> String {
    format!("{} points", say::fixed(x, if x < 1.0 { 2 } else { 1 }))
}

fn line(printed: &[Printed], of: impl Fn(&Printed) -> Option<f64>) -> Vec<Point> {
    printed.iter().filter_map(|one| Some((one.days, of(one)?))).collect()
}

/// Whether a surprise is typed.
fn is_surprised(crush: &Crush) -> bool {
    crush.passings.iter().any(|one| one.event.surprise != 0.0)
}

/// Steps of VIX over calendar days, posts at the events.
pub fn scene(view: &CrushView) -> Scene {
    let crush = view.crush;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(crush);
    scene.description = format!("{}. VIX points by calendar day while nothing else happens.", scene.title);
    let vix = line(&crush.printed, |one| Some(one.vix));
    if let (false, Some(last)) = (view.pinned.is_empty(), vix.last()) {
        let a = value_at(&line(view.pinned, |one| Some(one.vix)), last.0);
        scene.description +=
            &a.map_or_else(|| " A has nothing there.".to_string(), |a| pinned::said(a, last.1, |x| say::fixed(x, 1)));
    }
    let of = |name, role, width, dash, points| Curve { name, role, width, dash, points };
    let (dotted, dashed): (&[f64], &[f64]) = (&[1.5, 3.5], &[6.0, 3.0]);
    let still = is_surprised(crush)
        .then(|| of("No surprise", Role::Ink2, 1.75, dotted, line(&crush.printed, |one| Some(one.still))));
    let to_expiry = line(&crush.printed, |one| one.to_expiry);
    let condor = (to_expiry.len() > 1).then(|| of("To expiry", Role::Condor, 1.75, dashed, to_expiry));
    let curves: Vec<Curve> = condor.into_iter().chain(still).chain([of("VIX", Role::Ink, 2.75, &[], vix)]).collect();
    let a = pinned::curve(&line(view.pinned, |one| Some(one.vix)), &curves);
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    // A hundredth of a point is no fall to fill a picture with.
    let level = crush.printed.first().map_or(0.0, |one| one.vix);
    let words = |vix: f64| say::number(say::rounded(vix, 2));
    let lines = Lines::new(&scene, &curves, &[level - 0.5, level + 0.5], 34.0, false).in_fine_steps(words);
    if !lines.has_room() || crush.printed.len() < 2 {
        return scene;
    }
    lines.grid_in(&mut scene, words);
    let mut taken = Taken::default();
    let end = crush.printed.last().map_or(0.0, |one| one.days);
    let drawn = crush.posts.partition_point(|post| post.days <= end);
    mark(&mut scene, &lines, &mut taken, &crush.posts[..drawn]);
    lines.draw(&mut scene, &curves, &mut taken);
    lines.places(&mut scene, |days| day_words(crush.today, days));
    scene
}

/// Headings and a row a day on which an event passes or the week is over, points.
pub fn table(crush: &Crush, pinned: &[Printed]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["Calendar days", "VIX", "No surprise", "To the condor's expiry"].map(String::from).to_vec();
    let is_told = |one: &&Printed| {
        one.days % 7.0 == 0.0 || crush.passings.iter().any(|passing| (one.days - passing.event.days).abs() < 0.01)
    };
    let shown: Vec<&Printed> = crush.printed.iter().filter(is_told).collect();
    let row = |one: &&Printed| {
        vec![
            say::number(say::rounded(one.days, 3)),
            say::fixed(one.vix, 2),
            say::fixed(one.still, 2),
            one.to_expiry.map_or_else(|| "—".into(), |level| say::fixed(level, 2)),
        ]
    };
    let table = (head, shown.iter().map(row).collect());
    if pinned.is_empty() {
        return table;
    }
    let a = line(pinned, |one| Some(one.vix));
    with_column(table, "A: VIX", shown.iter().map(|one| value_at(&a, one.days).map(|vix| say::fixed(vix, 2))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::scene::{Mark, Text};
    use crate::plan::{EventDay, EventName, Plan};
    use crate::units::Frac;

    fn said(events: &[(f64, f64, f64)], today: Option<Day>) -> Crush {
        let mut plan = Plan::default();
        plan.market.today = today;
        let event = |&(days, size, surprise): &(f64, f64, f64)| EventDay {
            days,
            size: Frac(size),
            name: EventName::Fomc,
            surprise,
        };
        plan.market.events = events.iter().map(event).collect();
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(&book)
    }

    #[test]
    fn the_finding_is_the_event_that_takes_most_and_what_its_surprise_does() {
        let calm = said(&[(9.0, 0.009, 0.0), (12.0, 0.004, 3.0)], None);
        assert_eq!(headline(&calm), "FOMC in 9 calendar days takes 0.29 points out of VIX");
        let dated = said(&[(9.0, 0.009, 2.0)], Day::iso("2026-11-30"));
        assert!(headline(&dated).starts_with("FOMC on Wed 9 Dec takes 0.29 points out of VIX; its surprise adds 2."));
        assert!(headline(&said(&[(9.0, 0.009, -1.0)], None)).contains("; its surprise takes "));
        assert_eq!(headline(&said(&[], None)), "No event on the calendar: no day on which VIX would fall by itself");
        // Beyond the picture there is one.
        let far = headline(&said(&[(200.0, 0.02, 0.0)], None));
        assert!(far.starts_with("No event on the calendar within ") && far.contains(" calendar days: no day"), "{far}");
    }

    /// Of a book that moves by hundredths of a point too: the levels at the left have room, and a step of them is no dust.
    #[test]
    fn the_levels_stand_whole_in_the_picture_however_little_vix_moves() {
        for size in [0.0003, 0.009, 0.03] {
            let crush = said(&[(9.0, size, 0.0)], None);
            let scene = scene(&CrushView { crush: &crush, pinned: &[], width: 390.0, height: 240.0 });
            let texts: Vec<&Text> = scene
                .marks
                .iter()
                .filter_map(|mark| if let Mark::Text(text) = mark { Some(text) } else { None })
                .collect();
            assert!(texts.iter().all(|text| text.extent().left >= 0.0), "{size}: {texts:?}");
            assert!(
                texts.iter().all(|text| text.words.split_once('.').is_none_or(|(_, part)| part.len() < 2)),
                "{size}"
            );
        }
    }

    #[test]
    fn the_table_has_both_sides_of_every_event() {
        let crush = said(&[(9.0, 0.009, 0.0)], None);
        let (head, rows) = table(&crush, &crush.printed);
        assert!(rows.iter().all(|row| row.len() == head.len()) && head.last().is_some_and(|name| name == "A: VIX"));
        assert!(rows.iter().any(|row| row[0] == "8.999") && rows.iter().any(|row| row[0] == "9"));
    }
}
