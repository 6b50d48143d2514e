//! Events: what their surprises do to VIX, and which of them nothing feels.

use crate::book::{Book, calendar};
use crate::plan::EventDay;
use crate::views::book::say::Say;
use crate::views::report::whole::Report;
use crate::words::{calendar_days, capital, dates, fixed, listed, number, vix};

/// Beside the list of events.
pub(super) fn of(book: &Book, report: &Report, say: &mut Say) {
    let plan = &book.plan;
    let shock = book.shock.calendar_days();
    let moved = |event: &&EventDay| event.surprise != 0.0;
    let (over, later): (Vec<&EventDay>, Vec<&EventDay>) =
        plan.market.events.iter().filter(moved).partition(|event| event.is_over_by(shock));
    if !over.is_empty() {
        let each: Vec<String> = over.iter().map(|event| surprise(book, event)).collect();
        let set = plan.event.vix.unwrap_or(plan.market.vix);
        let beside = if plan.event.surprise == 0.0 { "" } else { ", the macro surprise beside it," };
        say.of(
            "market.events",
            0,
            format!(
                "Within the shock: {}{beside} moves VIX from {} to {}. Surprises add up; tables by date keep that VIX on every day, before the event too.",
                listed(&each),
                vix(set.0),
                fixed(report.shock.vix.0, 1)
            ),
        );
    }
    if !later.is_empty() {
        let each: Vec<String> = later.iter().map(|event| surprise(book, event)).collect();
        say.of("market.events", 0, format!("After the shock's day, so that it moves nothing: {}.", listed(&each)));
    }
    let last = calendar::last_felt(book);
    let beyond: Vec<String> =
        plan.market.events.iter().filter(|event| event.days > last).map(|event| named(book, event)).collect();
    if !beyond.is_empty() {
        say.of(
            "market.events",
            0,
            format!(
                "{} after the last date of what is held ({} from today): no price of today or of the shock’s day feels it.",
                capital(&listed(&beyond)),
                calendar_days(last.round())
            ),
        );
    }
}

/// `FOMC in 9 calendar days`, or on its day where today is known.
pub fn named(book: &Book, event: &EventDay) -> String {
    match book.plan.market.today {
        Some(today) => format!("{} on {}", event.name.words(), dates::named_day(today, today.plus(event.days))),
        None => format!("{} in {}", event.name.words(), calendar_days(event.days)),
    }
}

fn surprise(book: &Book, event: &EventDay) -> String {
    let sign = if event.surprise > 0.0 { "+" } else { "" };
    format!("{} by {sign}{} σ", named(book, event), number(event.surprise))
}

#[cfg(test)]
mod tests {
    use crate::book::Book;
    use crate::plan::{EventDay, EventName, Plan};
    use crate::units::{Frac, Points};
    use crate::views::assemble;

    fn with(change: impl Fn(&mut Plan)) -> (f64, Vec<String>) {
        let mut plan = Plan::default();
        let event = |days: f64, surprise: f64| EventDay { days, size: Frac(0.009), name: EventName::Fomc, surprise };
        plan.market.events = vec![event(3.0, 2.0), event(6.0, -0.5), event(20.0, 4.0)];
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let report = assemble::report(&book);
        let notes = report.notes.iter().filter(|note| note.at.row == "market.events");
        (report.shock.vix.0, notes.map(|note| note.text.clone()).collect())
    }

    #[test]
    fn surprises_up_to_the_shocks_day_move_vix_and_later_ones_do_not() {
        let (vix, said) = with(|_| ());
        assert!((vix - 45.0 * (0.06f64 * 1.5).exp()).abs() < 1e-9, "{vix}");
        assert!(
            said[0].starts_with(
                "Within the shock: FOMC in 3 calendar days by +2 σ and FOMC in 6 calendar days by −0.5 σ moves VIX from 45 to 49.2."
            ),
            "{said:?}"
        );
        assert!(said[1].starts_with("After the shock's day") && said[1].contains("FOMC in 20 calendar days by +4 σ"));
        // On its day, and not on the one before it.
        let over = |days: f64| with(|plan| plan.event.days = days).0;
        assert_eq!(over(0.0), 45.0);
        assert!((over(252.0 / 365.0 * 3.0) - 45.0 * 0.12f64.exp()).abs() < 1e-9);
        // With the macro surprise; and from today's level where VIX is untouched.
        let both = with(|plan| (plan.event.vix, plan.event.surprise) = (None, 1.0)).0;
        assert!((both - 17.0 * (0.06f64 * 2.5).exp()).abs() < 1e-9, "{both}");
    }

    #[test]
    fn an_event_after_the_last_date_is_said_and_events_larger_than_vix_are_refused_in_words() {
        let (_, said) =
            with(|plan| plan.market.events = vec![EventDay { days: 400.0, size: Frac(0.009), ..EventDay::default() }]);
        assert_eq!(
            said,
            [
                "Event in 400 calendar days after the last date of what is held (257 calendar days from today): no price of today or of the shock’s day feels it."
            ]
        );
        let mut plan = Plan::default();
        plan.market.vix = Points(10.0);
        plan.market.events = vec![EventDay { days: 3.0, size: Frac(0.06), ..EventDay::default() }];
        let refused = Book::resolve(&plan).err().map(|error| (error.faults[0].at.row, error.faults[0].text.clone()));
        assert!(
            refused.is_some_and(|(row, said)| row == "market.events" && said.contains("larger than the level of 30"))
        );
    }
}
