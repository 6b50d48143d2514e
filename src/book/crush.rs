//! Crush: what the calendar of events does to VIX and to the vol of the next condor while nothing else happens, and what
//! the surprises that are typed add. Source: model book 3 and 8.

use crate::book::Book;
use crate::plan::EventDay;
use crate::shock::surprised;
use crate::units::Years;

/// Just before an event, calendar days.
const BEFORE: f64 = 1e-3;
/// Fewest and most calendar days that are looked ahead, and days beyond the last event.
const AHEAD: [f64; 2] = [30.0, 126.0];
const BEYOND: f64 = 7.0;

/// VIX printed on one day, SPX and tokens where they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Printed {
    /// Calendar days from today.
    pub days: f64,
    /// With the surprises of the events that are over, points.
    pub vix: f64,
    /// With none: the events' variance alone comes and goes.
    pub still: f64,
    /// The curve's level to the expiry of the condor that expires next, surprises included; `None` where none has a day left.
    pub to_expiry: Option<f64>,
}

/// What one event does on its day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passing {
    /// The event.
    pub event: EventDay,
    /// Points that VIX falls once it is over, by its own variance alone; not negative.
    pub falls: f64,
    /// Points that its surprise adds then; below 0 it takes more away.
    pub surprise: f64,
}

/// Calendar days from a day to the expiry of the condor that expires next, of those with a day left.
fn next_expiry(book: &Book, days: f64) -> Option<f64> {
    book.live_condors().map(|condor| condor.days - days).filter(|left| *left >= 1.0).min_by(f64::total_cmp)
}

/// Standard deviations of all surprises that are out by a day.
fn surprises(book: &Book, days: f64) -> f64 {
    let events = &book.plan.market.events;
    events.iter().filter(|event| event.days <= days).map(|event| event.surprise).sum()
}

/// One day. Surprises add up as in the shock.
fn at(book: &Book, days: f64) -> Printed {
    let now = book.market.calibration.vix;
    let aged = book.market.curve.aged(days);
    let sum = surprises(book, days);
    let moved = aged.moved_as_today(surprised(now, sum));
    let left = next_expiry(book, days);
    Printed {
        days,
        vix: moved.vix().0,
        still: aged.moved_as_today(now).vix().0,
        to_expiry: left.map(|left| moved.level(Years::from_calendar_days(left)).0),
    }
}

/// Day by day from today, and on either side of each day on which an event is over or comes within 30 calendar days.
pub fn of(book: &Book) -> Vec<Printed> {
    let events = &book.plan.market.events;
    let last = events.iter().map(|event| event.days + BEYOND).fold(AHEAD[0], f64::max).min(AHEAD[1]);
    let steps = events.iter().flat_map(|event| [event.days, event.days - 30.0]).flat_map(|day| [day - BEFORE, day]);
    let whole = (0..=last as u32).map(f64::from);
    let mut days: Vec<f64> = whole.chain(steps).filter(|day| (0.0..=last).contains(day)).collect();
    days.sort_by(f64::total_cmp);
    days.dedup();
    days.into_iter().map(|days| at(book, days)).collect()
}

/// Each event as it passes, by rising day: its own variance and its own surprise, whatever other event is over on that day
/// or comes within 30 days.
pub fn passings(book: &Book) -> Vec<Passing> {
    let now = book.market.calibration.vix;
    let one = |event: &EventDay| {
        let after = at(book, event.days);
        let with = after.still.hypot(100.0 * event.size.0 / Years::from_calendar_days(30.0).0.sqrt());
        let others = surprised(now, surprises(book, event.days) - event.surprise);
        let unsurprised = book.market.curve.aged(event.days).moved_as_today(others).vix().0;
        Passing { event: *event, falls: with - after.still, surprise: after.vix - unsurprised }
    };
    book.plan.market.events.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{EventName, Plan};
    use crate::units::Frac;

    fn book(surprises: [f64; 2]) -> Book {
        let mut plan = Plan::default();
        let event = |days, size, surprise| EventDay { days, size: Frac(size), name: EventName::Fomc, surprise };
        plan.market.events = vec![event(9.0, 0.009, surprises[0]), event(40.0, 0.008, surprises[1])];
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn vix_steps_down_by_the_events_own_variance_and_up_where_one_comes_within_thirty_days() {
        let book = book([0.0; 2]);
        let tau = 30.0 / 365.0;
        let step = |days: f64| {
            let [before, after] = [days - BEFORE, days].map(|days| at(&book, days));
            (after.vix * after.vix - before.vix * before.vix) * tau
        };
        // The first is over on day 9; the second comes within 30 days on day 10.
        assert!((step(9.0) + 0.81).abs() < 1e-9, "{}", step(9.0));
        assert!((step(10.0) - 0.64).abs() < 1e-9, "{}", step(10.0));
        assert!((step(40.0) + 0.64).abs() < 1e-9);
        let printed = of(&book);
        assert_eq!(printed[0].vix, printed[0].still);
        assert!((printed[0].vix - 17.0).abs() < 1e-12 && printed.iter().all(|one| one.vix == one.still));
        // Between the events nothing moves.
        assert!((at(&book, 20.0).vix - at(&book, 30.0).vix).abs() < 1e-12);
        // The untouched shock of that day prints the same.
        let untouched = book.shock.untouched(20.0 * 252.0 / 365.0).market.curve.vix().0;
        assert!((untouched - at(&book, 20.0).vix).abs() < 1e-9);
    }

    /// On day 10 one is over and the other comes within 30 days; two on one day each have their own.
    #[test]
    fn an_event_is_told_by_its_own_variance_and_surprise_whatever_else_happens_on_its_day() {
        let on = |events: &[(f64, f64, f64)]| {
            let mut plan = Plan::default();
            let event = |&(days, size, surprise)| EventDay { days, size: Frac(size), name: EventName::Fomc, surprise };
            plan.market.events = events.iter().map(event).collect();
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            book
        };
        let of = |events: &[(f64, f64, f64)]| passings(&on(events));
        let apart = of(&[(10.0, 0.009, 0.0), (40.0, 0.008, 0.0)]);
        let beside = of(&[(9.5, 0.009, 0.0), (40.0, 0.008, 0.0)]);
        assert!((apart[0].falls - beside[0].falls).abs() < 0.02 && apart[0].falls > 0.25, "{apart:?} {beside:?}");
        // Alone, what it takes is the step that VIX makes.
        let book = on(&[(9.0, 0.009, 0.0)]);
        let alone = passings(&book)[0];
        let [before, after] = [9.0 - BEFORE, 9.0].map(|days| at(&book, days).still);
        assert!((alone.falls - (before - after)).abs() < 1e-9, "{alone:?}");
        // A small one that goes as a large one comes has no surprise of it, and none is clamped away.
        let small = of(&[(100.0, 0.004, 0.0), (130.0, 0.009, 0.0)])[0];
        assert!(small.falls > 0.03 && small.surprise.abs() < 1e-12, "{small:?}");
        let [one, other] = [0, 1].map(|i| of(&[(9.0, 0.009, 1.0), (9.0, 0.004, 0.0)])[i]);
        assert!(one.falls > other.falls && one.surprise > 1.0 && other.surprise.abs() < 1e-12, "{one:?} {other:?}");
    }

    #[test]
    fn an_expiry_beyond_the_event_loses_its_variance_on_that_day_and_days_before_it_do_not() {
        let book = book([0.0; 2]);
        let [before, after] = [9.0 - BEFORE, 9.0].map(|days| at(&book, days));
        let total = |one: Printed| one.to_expiry.map_or(f64::NAN, |level| level * level * (45.0 - one.days) / 365.0);
        assert!((total(before) - total(after) - 0.81).abs() < 2e-2, "{}", total(before) - total(after));
        assert_eq!(at(&book, 44.5).to_expiry, None);
    }

    #[test]
    fn a_surprise_moves_vix_from_its_day_on_as_the_shock_has_it() {
        let told = book([2.0, 0.0]);
        let of_first = passings(&told)[0];
        assert!(of_first.falls > 0.25 && of_first.surprise > 2.0, "{of_first:?}");
        assert_eq!(at(&told, 8.9).vix, at(&told, 8.9).still);
        let mut plan = told.plan.clone();
        (plan.event.vix, plan.event.days) = (None, 10.0 * 252.0 / 365.0);
        let Ok(there) = Book::resolve(&plan) else { unreachable!() };
        assert!((there.shock.as_set(0.0).market.curve.vix().0 - at(&told, 10.0).vix).abs() < 1e-9);
        assert!(passings(&book([0.0; 2])).iter().all(|one| one.surprise.abs() < 1e-12));
    }
}
