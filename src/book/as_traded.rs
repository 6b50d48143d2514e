//! As traded: a book's plan with what its condors were sold at written down, so that it is the same trade on a later day.

use crate::book::Book;
use crate::holdings::Held;
use crate::plan::holding::Kind;
use crate::plan::{Plan, StrikeRule};
use crate::units::{Points, Vol};

/// The plan with each condor that is held at its own strikes, at the credit that it brought and on the vols that the credit
/// tells: the shift of its expiry takes the fill's offset over. Leg prices and everything else stay.
pub fn of(book: &Book) -> Plan {
    let mut plan = book.plan.clone();
    for entry in book.of_kind(Kind::Condor) {
        let Held::Condor(held) = &entry.held else { continue };
        let Some(condor) = plan.condor_mut(entry.nth).filter(|_| held.contracts > 0.0) else { continue };
        let [long_put, short_put, short_call, long_call] = held.strikes.map(Points);
        condor.strikes_by = StrikeRule::Level;
        (condor.long_put, condor.short_put) = (long_put, short_put);
        (condor.short_call, condor.long_call) = (short_call, long_call);
        condor.fill = Some(Points(held.credit));
        condor.vol_shift = Vol(condor.vol_shift.0 + held.offset.0);
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::decay;
    use crate::book::pnl;
    use crate::units::day::Day;

    /// Held a day, two weeks: what the condors have made is what time alone brings them, at the model's credit and at one
    /// that was typed.
    #[test]
    fn a_condor_moved_to_a_later_day_has_made_what_time_brings() {
        for fill in [None, Some(Points(16.0))] {
            for days in [1.0, 14.0] {
                let mut plan = Plan::default();
                plan.market.today = Day::iso("2026-11-30");
                plan.a_condor().fill = fill;
                let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                let Some(day) = plan.market.today.map(|today| today.plus(days)) else { unreachable!() };
                let Ok(later) = Book::resolve(&of(&book).moved_to(day).plan) else { unreachable!() };
                let made = |book: &Book| pnl::condors(book, &book.today);
                let (gain, brings) = (made(&later) - made(&book), decay::by(&book, days).condor);
                assert!((gain - brings).abs() < 0.02 * brings.abs(), "{fill:?} {days}: {gain} {brings}");
                let strikes = |book: &Book| book.condors().next().map(|condor| condor.strikes);
                assert_eq!(strikes(&later), strikes(&book));
            }
        }
    }

    #[test]
    fn written_down_it_is_the_same_book_today() {
        let mut plan = Plan::one_more_of_each();
        plan.a_condor().fill = Some(Points(16.0));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Ok(same) = Book::resolve(&of(&book)) else { unreachable!() };
        let shocked = |book: &Book| pnl::of(book, &book.shock.as_set(0.0)).combined();
        assert!((shocked(&book) - shocked(&same)).abs() < 0.01, "{} {}", shocked(&book), shocked(&same));
    }
}
