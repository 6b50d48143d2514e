//! As traded: a book's plan with what its condors were sold at written down, so that it is the same trade on a later day.

use crate::book::Book;
use crate::holdings::Held;
use crate::plan::holding::Kind;
use crate::plan::knobs::knob;
use crate::plan::moved::Moved;
use crate::plan::{CondorPlan, Plan};
use crate::units::day::Day;
use crate::units::{Points, Vol};

/// The plan with each condor that is or was held at its own strikes, rolled by the rule that it was sold by; those that are
/// held at the credit that they brought and on the vols that the credit tells: the shift of their expiry takes the fill's
/// offset over. VIX calls keep strike and count. Leg prices and everything else stay.
pub fn of(book: &Book) -> Plan {
    let mut plan = with_layers_held(book);
    for entry in book.of_kind(Kind::Condor) {
        let Held::Condor(held) = &entry.held else { continue };
        let is_trade = |condor: &&mut CondorPlan| held.contracts > 0.0 || condor.closed;
        let Some(condor) = plan.condor_mut(entry.nth).filter(is_trade) else { continue };
        condor.write_down(held.strikes.map(Points));
        if held.contracts == 0.0 {
            continue;
        }
        condor.set_credit(Points(held.credit));
        condor.vol_shift = Vol(condor.vol_shift.0 + held.offset.0);
    }
    plan
}

/// A book's plan with the strike and the count of each layer of VIX calls written down: a condor that is closed, or a day that
/// passes, makes another option of none.
pub fn with_layers_held(book: &Book) -> Plan {
    let mut plan = book.plan.clone();
    for entry in book.of_kind(Kind::Layer) {
        let Held::Layer(held) = &entry.held else { continue };
        let Some(layer) = plan.layer_mut(entry.nth).filter(|_| held.contracts > 0.0) else { continue };
        // Nothing that its input does not take.
        let takes = |row: &str, x: f64| knob(row).is_some_and(|knob| (knob.range[0]..=knob.range[1]).contains(&x));
        if takes("layer.contracts", held.contracts) {
            layer.contracts = Some(held.contracts);
        }
        if takes("layer.strike", held.strike.0) {
            layer.strike = Some(held.strike);
        }
    }
    plan
}

/// That on a later day. Prices of legs that were typed are those of that day on the vols that they told.
pub fn moved(book: &Book, day: Day) -> Moved {
    let traded = of(book);
    let mut moved = traded.moved_to(day);
    let each = || 0..traded.count(Kind::Condor);
    let has_prices = |nth: usize| traded.condor(nth).is_some_and(|condor| condor.prices() != [None; 4]);
    if !each().any(has_prices) {
        return moved;
    }
    let mut bare = moved.plan.clone();
    each().for_each(|nth| bare.condor_mut(nth).into_iter().for_each(|condor| condor.set_prices([None; 4])));
    let (Ok(before), Ok(later)) = (Book::resolve(&traded), Book::resolve(&bare)) else { return moved };
    for nth in each() {
        let prices = later.aged_prices(&before, nth);
        bare.condor_mut(nth).into_iter().for_each(|condor| condor.set_prices(prices));
    }
    moved.plan = bare;
    moved.said += " Prices of legs are the model’s of that day, on the vols that the typed ones told: type what they trade at now.";
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{decay, exits, pnl};
    use crate::plan::{Settlement, StrikeRule};

    /// Held a day, two weeks: what the condors have made is what time alone brings them, at the model's credit and at one
    /// that was typed.
    #[test]
    fn a_condor_moved_to_a_later_day_has_made_what_time_brings() {
        let prices = [24.0, 30.0, 14.0, 9.5].map(|x| Some(Points(x)));
        let two = [Some(Points(24.0)), None, Some(Points(14.0)), None];
        for (fill, prices) in
            [(None, [None; 4]), (Some(16.0), [None; 4]), (Some(16.0), prices), (None, prices), (None, two)]
        {
            for days in [1.0, 14.0] {
                let mut plan = Plan::default();
                plan.market.today = Day::iso("2026-11-30");
                plan.a_condor().fill = fill.map(Points);
                plan.a_condor().set_prices(prices);
                let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                let Some(day) = plan.market.today.map(|today| today.plus(days)) else { unreachable!() };
                let Ok(later) = Book::resolve(&moved(&book, day).plan) else { unreachable!() };
                let made = |book: &Book| pnl::condors(book, &book.today);
                let (gain, brings) = (made(&later) - made(&book), decay::by(&book, days).condor);
                assert!((gain - brings).abs() < 0.02 * brings.abs(), "{fill:?} {days}: {gain} {brings}");
                let strikes = |book: &Book| book.condors().next().map(|condor| condor.strikes);
                assert_eq!(strikes(&later), strikes(&book));
            }
        }
    }

    /// As the page moves: resolved and written down anew at each step.
    #[test]
    fn moved_by_a_and_then_by_b_it_is_moved_by_both_to_the_cent() {
        let changes: [fn(&mut Plan); 6] = [
            |_| (),
            |plan| plan.a_condor().fill = Some(Points(16.0)),
            |plan| plan.a_condor().settles = Settlement::Am,
            |plan| plan.a_condor().strikes_by = StrikeRule::ExpectedMove,
            |plan| plan.a_condor().set_prices([24.0, 30.0, 14.0, 9.5].map(|x| Some(Points(x)))),
            |plan| {
                let condor = plan.a_condor();
                (condor.fill, condor.opened, condor.closed, condor.closed_at) =
                    (Some(Points(14.0)), 24.0, true, Some(Points(7.0)));
            },
        ];
        for change in changes {
            let mut plan = Plan::one_more_of_each();
            change(&mut plan);
            let Some(start) = Day::iso("2026-11-30") else { unreachable!() };
            plan.market.today = Some(start);
            let moved = |plan: &Plan, to: Day| {
                let Ok(book) = Book::resolve(plan) else { unreachable!() };
                super::moved(&book, to).plan
            };
            // To a thousandth of a point: a price is written down anew at each step.
            let told = |plan: &Plan| {
                let mut plan = plan.clone();
                for nth in 0..plan.count(Kind::Condor) {
                    let Some(condor) = plan.condor_mut(nth) else { continue };
                    let prices = condor.prices().map(|price| price.map(|x| Points((1e3 * x.0).round() / 1e3)));
                    condor.set_prices(prices);
                }
                plan
            };
            for (a, b) in [(1.0, 1.0), (4.0, 17.0), (20.0, 3.0), (30.0, 20.0)] {
                let to = start.plus(a + b);
                let [twice, once] = [moved(&moved(&plan, start.plus(a)), to), moved(&plan, to)];
                assert_eq!(told(&twice), told(&once));
                let [twice, once] = [twice, once].map(|plan| {
                    let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                    [pnl::condors(&book, &book.today), pnl::of(&book, &book.shock.as_set(0.0)).combined()]
                });
                assert!(twice.iter().zip(once).all(|(twice, once)| (twice - once).abs() < 0.01), "{twice:?} {once:?}");
            }
        }
    }

    /// On a day with VIX 17 again: the same calls, fewer days left.
    #[test]
    fn vix_calls_keep_their_strike_and_their_count() {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-11-30");
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(day) = plan.market.today.map(|today| today.plus(20.0)) else { unreachable!() };
        let layers =
            |book: &Book| -> Vec<(f64, f64)> { book.layers().map(|layer| (layer.strike.0, layer.contracts)).collect() };
        for moved in [moved(&book, day).plan, {
            // The condor has expired meanwhile.
            let mut plan = moved(&book, day).plan;
            plan.holdings.retain(|holding| holding.kind() != Kind::Condor);
            plan
        }] {
            let Ok(later) = Book::resolve(&moved) else { unreachable!() };
            assert_eq!(layers(&later), layers(&book));
        }
    }

    #[test]
    fn it_is_rolled_by_the_rule_that_it_was_sold_by() {
        let mut plan = Plan::default();
        (plan.a_condor().strikes_by, plan.a_condor().multiple) = (StrikeRule::ExpectedMove, 1.3);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let mut written = of(&book);
        assert_eq!(
            (written.a_condor().strikes_by, written.a_condor().roll_rule()),
            (StrikeRule::Level, StrikeRule::ExpectedMove)
        );
        // And SPX a tenth higher they are sold there, not where they were.
        written.market.spx = Points(1.1 * written.market.spx.0);
        let Ok(later) = Book::resolve(&written) else { unreachable!() };
        let [old, new] =
            [later.condors().next().map(|condor| condor.strikes), exits::rolls(&later)[0].map(|new| new.strikes)];
        assert!(old.zip(new).is_some_and(|(old, new)| new[1] > old[1] + 300.0), "{old:?} {new:?}");
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
