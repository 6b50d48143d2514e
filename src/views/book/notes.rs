//! Notes: what the person must know about these numbers, beside the input it belongs to.

use crate::book::Book;
use crate::book::liquidity;
use crate::holdings::condor::LEGS;
use crate::plan::{PoolPlan, RangeBy};
use crate::views::book::leg_notes;
use crate::views::book::say::Say;
use crate::views::report::whole::{Note, Report};
use crate::words::{amount, fixed, number, price, share};

/// Warnings and estimates' errors that apply to this report.
pub(in crate::views) fn of(book: &Book, report: &Report) -> Vec<Note> {
    let mut say = Say::new(book);
    condors(report, &mut say);
    leg_notes::of(book, &mut say);
    smile(book, report, &mut say);
    shock(report, &mut say);
    calendar(book, report, &mut say);
    pools(book, &mut say);
    say.notes
}

fn condors(report: &Report, say: &mut Say) {
    for condor in &report.condors {
        if condor.vol_offset.is_none() {
            let edge = fixed(condor.credit.0 - condor.model_credit.0, 2);
            say.of("condor.fill", condor.nth, format!(
                "This fill is outside the model's range: no one vol shift prices it. The P&L starts at {edge} points against the model."
            ));
        }
        if condor.legs.iter().all(|leg| leg.is_priced) && say.has_typed_credit(condor.nth) {
            let mark: f64 = condor.legs.iter().zip(LEGS).map(|(leg, (_, held))| -held * leg.price.0).sum();
            let open = condor.credit.0 - mark;
            if open.abs() >= 0.005 {
                say.of(
                    "condor.fill",
                    condor.nth,
                    format!(
                        "The four legs cost {} to buy back at the prices you typed: the P&L starts {} points {}.",
                        fixed(mark, 2),
                        fixed(open.abs(), 2),
                        if open > 0.0 { "ahead" } else { "behind" }
                    ),
                );
            }
        } else if let Some(offset) = condor.vol_offset.filter(|_| say.has_typed_credit(condor.nth)) {
            let (size, side) = (fixed(100.0 * offset.0.abs(), 2), if offset.0 < 0.0 { "under" } else { "over" });
            say.of("condor.fill", condor.nth, format!(
                "It belongs to these strikes and moves with the strikes at the fill's offset of {size} vol points {side} the model, on every leg without a price of its own."
            ));
        }
        if condor.max_loss.0 < 0.0 {
            say.of("condor.fill", condor.nth, "The credit is larger than the wing: no fill like this exists.");
        }
        if condor.is_settled {
            let text = "Settled on the way, path unknown: the condor pays intrinsic at the scenario's SPX.";
            say.of("condor.days", condor.nth, text);
        }
    }
}

/// VIX of today above which the base curve without quotes is too high: it was 43 against 33 in April 2025.
const FAST_SPIKE: f64 = 35.0;

fn smile(book: &Book, report: &Report, say: &mut Say) {
    let (shock, market) = (&report.shock, &book.plan.market);
    let (from, then) = (&shock.smile_from, &shock.smile);
    // Only a condor is priced on the SPX smile.
    let is_used = book.has_condor();
    if from.is_typed && is_used {
        say.of("market.skew", 0, "Typed: a shock keeps this smile at every VIX and VVIX.");
    }
    let vvix = if from.is_typed || !is_used {
        format!("Usual at this VIX: {}.", fixed(from.usual_vvix.0, 0))
    } else {
        format!("Usual at this VIX: {}; the SPX smile is {}.", fixed(from.usual_vvix.0, 0), regime_word(from.regime))
    };
    say.of("market.vvix", 0, vvix);
    if market.vix.0 > FAST_SPIKE && market.futures.is_empty() {
        say.of("market.vix", 0, "In a fast spike the base curve is too high: type VIX futures quotes below.");
    }
    if !is_used {
        return;
    }
    let behind = match then.dates {
        [0, 0] if shock.vix.0 > 12.0 => "no real chain at this VIX: extrapolation".to_string(),
        [0, 0] => "no real chain below VIX 12: extrapolation".to_string(),
        [0, first] => format!("{first} real dates, known by their fit alone"),
        [1, _] => "one real date, 20 March 2020".to_string(),
        [dates, 0] => format!("{dates} real dates"),
        [dates, first] => format!("{dates} real dates and {first} of the first fit"),
    };
    let shape = if then.is_typed {
        "the typed shape".to_string()
    } else {
        format!("{} (VVIX {}, usual {})", regime_word(then.regime), fixed(shock.vvix.0, 0), fixed(then.usual_vvix.0, 0))
    };
    say.of(
        "shock.vix",
        0,
        format!(
            "SPX smile then: {shape}; it prints {} of VIX {}; behind it {behind}.",
            fixed(then.prints.0, 1),
            fixed(shock.vix.0, 1)
        ),
    );
}

/// The smile's slope by the regime of VVIX.
fn regime_word(regime: f64) -> &'static str {
    match regime {
        x if x < 0.25 => "flat",
        x if x > 0.75 => "steep",
        _ => "between flat and steep",
    }
}

fn shock(report: &Report, say: &mut Say) {
    let shock = &report.shock;
    if shock.is_spx_linked {
        say.of("shock.spx", 0, format!(
            "One standard error of SPX at this VIX is {}; on 22 explosions the fit of SPX on VIX missed by 3.7 points on average.",
            share(shock.spx_error.0, 1)
        ));
    }
}

/// Points of VIX from which on what the calendar does is said.
const SEEN: f64 = 0.05;

/// What the events that pass or come until the shock's date do to the VIX printed then.
fn calendar(book: &Book, report: &Report, say: &mut Say) {
    let (set, printed) = (report.shock.vix.0, book.shock.as_set(0.0).market.curve.vix().0);
    if (set - printed).abs() >= SEEN {
        let what =
            if printed < set { "events that pass until then take theirs" } else { "events that come up add theirs" };
        say.of(
            "shock.vix_of",
            0,
            format!(
                "VIX {} counts the events of the 30 calendar days from today. On its date it prints {}: {what}.",
                fixed(set, 1),
                fixed(printed, 1)
            ),
        );
    }
}

/// A range that does not hold today's price; bounds that are typed stay as they are when the pair is changed.
fn out_of_range(book: &Book, plan: &PoolPlan) -> String {
    let market = &book.plan.market;
    let stays = if plan.range_by == RangeBy::Level {
        format!(" Typed bounds, {} to {}, stay when the pair changes.", number(plan.low), number(plan.high))
    } else {
        String::new()
    };
    let now = plan.price_in(market);
    let now = if plan.inverted && now > 0.0 { 1.0 / now } else { now };
    format!(
        "The range does not hold today's price of {}: the position is all one token and earns nothing now.{stays}",
        price(now)
    )
}

fn pools(book: &Book, say: &mut Say) {
    let liquidated = liquidity::liquidated(book, &book.shock.as_set(0.0));
    for (entry, position, plan) in book.pools() {
        if position.pool.is_some() {
            if position.range.is_some_and(|[low, high]| !(low < position.entry && position.entry < high)) {
                say.of("pool.low", entry.nth, out_of_range(book, plan));
            }
            if let Some(loan) = liquidated.iter().find(|loan| loan.nth == entry.nth) {
                say.of("pool.loan", entry.nth, format!(
                    "Liquidated in this shock: {} is owed against {}, and the lender takes 7\u{202f}% of the debt on top, {}.",
                    amount(loan.debt.0),
                    amount(loan.value.0),
                    amount(loan.penalty.0)
                ));
            }
        }
        let reit = &plan.reit;
        if reit.price.0 > 0.0 && reit.growth.0 >= reit.discount.0 {
            say.of(
                "pool.reit.growth",
                entry.nth,
                format!(
                    "Dividend growth of {} must be below the discount rate, {}: the model has no price.",
                    share(reit.growth.0, 2),
                    share(reit.discount.0, 2)
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::{Plan, PoolToken};
    use crate::views::report::evaluate;

    #[test]
    fn a_pool_turned_to_another_pair_says_at_its_row_that_its_range_stayed() {
        let told = |change: fn(&mut Plan)| {
            let mut plan = Plan::default();
            change(&mut plan);
            let Ok(report) = evaluate(&plan) else { unreachable!() };
            report.notes.into_iter().find(|note| note.at.row == "pool.low").map(|note| note.text)
        };
        assert_eq!(told(|_| ()), None);
        let said = told(|plan| plan.a_pool().token = PoolToken::Btc).unwrap_or_default();
        assert!(said.contains("Typed bounds, 2,200 to 4,400, stay when the pair changes"), "{said}");
        let by_factor = told(|plan| {
            plan.a_pool().token = PoolToken::Btc;
            plan.a_pool().range_by = crate::plan::RangeBy::Factor;
        });
        assert_eq!(by_factor, None);
    }
}
