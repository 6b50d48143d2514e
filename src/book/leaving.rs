//! Leaving: a book's plan once a condor is closed or rolled today, as the three choices have it.
//!
//! Source: model book 12.

use crate::book::{Book, as_traded, exits};
use crate::holdings::condor::Condor;
use crate::plan::holding::{Holding, Terms};
use crate::plan::knobs::knob;
use crate::plan::{CondorPlan, Plan};
use crate::units::{Points, Usd, Vol, Years};

/// A condor of this book that is held and has not settled, with its terms.
fn held(book: &Book, nth: usize) -> Option<(&Condor, &CondorPlan)> {
    exits::held_of(book).find(|(entry, ..)| entry.nth == nth).map(|(_, condor, plan)| (condor, plan))
}

/// The plan with the `nth` condor bought back today at its mark and the slippage of four legs. `None` where none such is
/// held.
pub fn closed(book: &Book, nth: usize) -> Option<Plan> {
    bought_back(book, nth, 4.0, 0.0)
}

/// That, with so many dollars brought by what is sold in the same trade, and the slippage of so many legs.
fn bought_back(book: &Book, nth: usize, legs: f64, brings: f64) -> Option<Plan> {
    let (condor, _) = held(book, nth)?;
    let slippage = legs * book.plan.exits.slippage.0;
    let paid = condor.value(&book.market, Years::left(condor.days, 0.0)) + slippage;
    let pays = condor.dollars(paid) + condor.fees().0;
    // What of the hedge follows the condors stays as it is held: it never pauses.
    let mut plan = as_traded::with_layers_held(book);
    let terms = plan.condor_mut(nth)?;
    terms.write_down(condor.strikes.map(Points));
    terms.set_credit(Points(condor.credit));
    (terms.closed, terms.closed_at) = (true, Some(Points(paid)));
    bring(&mut plan, brings - pays);
    Some(plan)
}

/// Dollars that come to the cash at hand, as far as its input takes them; of what is paid no more than is there.
fn bring(plan: &mut Plan, usd: f64) {
    let [least, most, _] = knob("account.cash").map_or([0.0, f64::INFINITY, 0.0], |knob| knob.range);
    plan.account.cash = Usd((plan.account.cash.0 + usd).clamp(least, most));
}

/// That, and beside it the condor that it is rolled into: its strikes by the rule as levels, at the model's price on
/// vols as far off the model's as now; what both trades slip by is paid with the old one, so that nothing is lost of it.
/// `None` also where the rule finds no strikes, or no more may be held.
pub fn rolled(book: &Book, nth: usize) -> Option<Plan> {
    let (condor, old) = held(book, nth)?;
    let days = exits::roll_days(&book.plan, old, book.plan.market.today);
    let new = exits::roll_of(book, old, condor)?;
    let strikes = new.strikes.map(Points);
    let mut plan = bought_back(book, nth, 8.0, new.dollars(new.credit) - new.fees().0)?;
    let mut terms = CondorPlan {
        days,
        rolled_by: old.roll_rule(),
        vol_shift: Vol(old.vol_shift.0 + condor.offset.0),
        fill: None,
        put_credit: Points(0.0),
        opened: 0.0,
        closed_at: None,
        ..old.clone()
    };
    terms.set_levels(strikes);
    terms.set_prices([None; 4]);
    plan.add(Holding::new(Terms::Condor(terms))).then_some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::exits::Leave;
    use crate::book::pnl;
    use crate::holdings::Held;
    use crate::plan::StrikeRule;
    use crate::plan::holding::Kind;

    /// What a book's condors have made in the shock, and what its closed ones brought.
    fn made(plan: &Plan) -> f64 {
        let Ok(book) = Book::resolve(plan) else { unreachable!() };
        let closed = book.of_kind(Kind::Condor).filter_map(|entry| {
            let (terms, Held::Condor(condor)) = (plan.condor(entry.nth)?, &entry.held) else { return None };
            terms.closed.then(|| crate::book::trade::of(terms, condor, [0.0; 4]).total)
        });
        pnl::condors(&book, &book.shock.as_set(0.0)) + closed.sum::<Usd>().0
    }

    /// Today's trade, one of three weeks ago, one whose credit tells vols of its own.
    fn plans() -> [Plan; 4] {
        let plan = |change: fn(&mut CondorPlan)| {
            let mut plan = Plan::default();
            change(plan.a_condor());
            plan
        };
        [
            plan(|_| ()),
            plan(|condor| (condor.fill, condor.opened, condor.days) = (Some(Points(16.0)), 21.0, 24.0)),
            plan(|condor| condor.fill = Some(Points(16.0))),
            plan(|condor| condor.strikes_by = StrikeRule::ExpectedMove),
        ]
    }

    #[test]
    fn what_is_closed_or_rolled_in_the_plan_has_made_what_the_choice_says() {
        for plan in plans() {
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let [exit] = &exits::of(&book)[..] else { unreachable!() };
            let of = |way| exit.choice(way).map_or(f64::NAN, |choice| choice.shocked.0);
            let closes = closed(&book, 0).as_ref().map_or(f64::NAN, made);
            // And nothing of the hedge is lost by it.
            let hedge = |plan: &Plan| {
                let Ok(book) = Book::resolve(plan) else { unreachable!() };
                pnl::hedge(&book, &book.shock.as_set(0.0))
            };
            let left = closed(&book, 0).unwrap_or_default();
            assert!((hedge(&left) - hedge(&plan)).abs() < 1e-6 && hedge(&left) > 1000.0, "{}", hedge(&left));
            // Whatever VIX is later, its strikes are those that it was sold at.
            let mut then = closed(&book, 0).unwrap_or_default();
            then.market.vix = Points(30.0);
            let strikes = |book: &Book| {
                book.of_kind(Kind::Condor).find_map(|entry| match &entry.held {
                    Held::Condor(condor) => Some(condor.strikes),
                    _ => None,
                })
            };
            let Ok(later) = Book::resolve(&then) else { unreachable!() };
            assert_eq!(strikes(&later), strikes(&book));
            assert!((closes - of(Leave::Close)).abs() < 0.01, "{closes} {}", of(Leave::Close));
            let rolls = rolled(&book, 0).as_ref().map_or(f64::NAN, made);
            assert!((rolls - of(Leave::Roll)).abs() < 0.05, "{rolls} {}", of(Leave::Roll));
            // Cash pays what the choice says.
            let flow = |way| exit.choice(way).map_or(f64::NAN, |choice| choice.cash.0);
            let paid = |then: Option<Plan>| then.map_or(f64::NAN, |then| then.account.cash.0 - plan.account.cash.0);
            assert!((paid(closed(&book, 0)) - flow(Leave::Close)).abs() < 0.01);
            assert!((paid(rolled(&book, 0)) - flow(Leave::Roll)).abs() < 0.01);
        }
    }

    /// What is sold in the same trade pays for what is bought: little cash is enough, and none is made of it.
    #[test]
    fn a_roll_with_little_cash_moves_it_by_what_changes_hands_and_a_close_takes_no_more_than_is_there() {
        let mut plan = Plan::default();
        plan.account.cash = Usd(1000.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(exit) = exits::of(&book).into_iter().next() else { unreachable!() };
        let flow = |way| exit.choice(way).map_or(f64::NAN, |choice| choice.cash.0);
        let cash = |then: Option<Plan>| then.map_or(f64::NAN, |then| then.account.cash.0);
        assert!((cash(rolled(&book, 0)) - (1000.0 + flow(Leave::Roll))).abs() < 0.01);
        assert!(flow(Leave::Close) < -1000.0 && cash(closed(&book, 0)) == 0.0, "{}", flow(Leave::Close));
    }

    #[test]
    fn the_old_one_stays_as_a_closed_trade_and_the_new_one_is_sold_today_by_the_same_rule() {
        let [_, old, ..] = plans();
        let Ok(book) = Book::resolve(&old) else { unreachable!() };
        let Some(mut plan) = rolled(&book, 0) else { unreachable!() };
        assert!(
            plan.count(Kind::Condor) == 2
                && plan.condor(0).is_some_and(|one| one.closed && one.fill == Some(Points(16.0)))
        );
        let new = plan.condor(1).map(|one| (one.days, one.roll_rule(), one.fill, one.opened, one.closed));
        assert_eq!(new, Some((45.0, StrikeRule::Delta, None, 0.0, false)));
        plan.a_condor().contracts = 0.0;
        let Ok(none) = Book::resolve(&plan) else { unreachable!() };
        assert!(closed(&none, 0).is_none() && rolled(&none, 0).is_none() && closed(&none, 7).is_none());
    }
}
