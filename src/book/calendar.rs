//! Calendar: the last day of which an event is felt by anything held.

use crate::book::{Book, exits};
use crate::holdings::Held;
use crate::market::curve::ROLLED_DAYS;
use crate::plan::LayerPlan;

/// Calendar days of VIX's own horizon.
const VIX_DAYS: f64 = 30.0;

/// Calendar days from today up to which an event moves a price of what is held, in the shock and today. VIX counts 30 days
/// from any day, so an option on it feels that many beyond its expiry; levels that are entered count theirs.
pub fn last_felt(book: &Book) -> f64 {
    let shock = book.shock.calendar_days();
    let market = &book.plan.market;
    let entered = [(93.0, market.vix3m), (184.0, market.vix6m)];
    let entered = entered.into_iter().filter_map(|(days, level)| level.map(|_| days));
    let held = book.entries.iter().filter(|entry| entry.held.quantity() != 0.0);
    let felt = held.filter_map(|entry| match &entry.held {
        // What it may be rolled into, too: today and on the shock's day.
        Held::Condor(condor) => {
            let (plan, today) = (&book.plan, book.plan.market.today);
            let terms = plan.condor(entry.nth)?;
            let then = exits::shocked_day(book);
            let rest = then.zip(today).map_or(shock, |(then, today)| then.since(today));
            let rolled = [(today, 0.0), (then, rest)].map(|(day, on)| on + exits::roll_days(plan, terms, day));
            Some(rolled.into_iter().fold(condor.days, f64::max))
        }
        Held::Layer(layer) => Some(layer.days.max(LayerPlan::nth(0).days) + shock + VIX_DAYS),
        Held::Etp(_) => Some(shock + ROLLED_DAYS as f64 + VIX_DAYS),
        Held::Pool(_) | Held::Chain(_) | Held::Strip(_) | Held::Conversion(_) => None,
    });
    felt.chain(entered).fold(shock + VIX_DAYS, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::pnl;
    use crate::plan::holding::Kind;
    use crate::plan::{EventDay, EventName, Plan, Settlement};
    use crate::units::day::Day;
    use crate::units::{CALENDAR_DAYS, Frac, Points, TRADING_DAYS};

    /// Of a book of condors alone the last that feels an event is what one is rolled into on the shock's day.
    #[test]
    fn an_event_beyond_what_a_condor_may_be_rolled_into_moves_no_roll_and_one_before_it_does() {
        let mut near = 0;
        for (day, settles) in [
            (None, Settlement::Pm),
            (Day::iso("2026-11-30"), Settlement::Pm),
            (Day::iso("2026-11-30"), Settlement::Am),
            (Day::iso("2026-12-14"), Settlement::Am),
        ] {
            for days in [0.0, 5.0, 12.5] {
                let with = |at: Option<f64>| {
                    let mut plan = Plan::default();
                    plan.holdings.retain(|holding| holding.kind() == Kind::Condor);
                    (plan.event.days, plan.market.today, plan.a_condor().settles) = (days, day, settles);
                    let event = |days| EventDay { days, size: Frac(0.01), name: EventName::Fomc, surprise: 0.0 };
                    plan.market.events = at.map(event).into_iter().collect();
                    let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                    (last_felt(&book), format!("{:?} {:?}", exits::of(&book), exits::then(&book)))
                };
                let (last, bare) = with(None);
                assert_eq!(with(Some(last + 0.5)).1, bare, "{day:?} {settles:?} {days}");
                let inside = with(Some(last - 1.0)).1 != bare;
                near += u32::from(inside);
                assert!(inside || last <= days * 365.0 / 252.0 + 35.0, "{day:?} {settles:?} {days} {last}");
            }
        }
        assert!(near >= 10, "{near}");
    }

    #[test]
    fn an_event_beyond_the_last_day_moves_nothing_and_one_on_it_does() {
        for (vix, days) in [(None, 5.0), (Some(Points(45.0)), 5.0), (Some(Points(30.0)), 42.0)] {
            let with = |day: Option<f64>, is_entered: bool| {
                let mut plan = Plan::one_more_of_each();
                (plan.event.vix, plan.event.days) = (vix, days);
                plan.market.vix6m = is_entered.then_some(Points(21.0));
                let event = |days| EventDay { days, size: Frac(0.02), name: EventName::Fomc, surprise: 0.0 };
                plan.market.events = day.map(event).into_iter().collect();
                let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                let pnl = pnl::of(&book, &book.shock.as_set(0.0)).combined();
                (last_felt(&book), pnl)
            };
            for is_entered in [false, true] {
                let (last, bare) = with(None, is_entered);
                assert!((with(Some(last + 1.0), is_entered).1 - bare).abs() < 1e-9, "{days}");
                // A roll of the longest layer in the shock is what feels the last of them.
                let held = last - days * CALENDAR_DAYS / TRADING_DAYS;
                assert!((with(Some(held - 1.0), is_entered).1 - bare).abs() > 1e-6, "{days} {last}");
            }
        }
    }
}
