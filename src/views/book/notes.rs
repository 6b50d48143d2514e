//! Notes: what the person must know about these numbers, beside the knob it belongs to.

use crate::book::Book;
use crate::units::Years;
use crate::views::book::leg_notes;
use crate::views::report::{Note, Report};
use crate::words::{amount, fixed, share};

/// Warnings and estimates' errors that apply to this report.
pub(in crate::views) fn of(book: &Book, report: &Report) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut say = |knob: &'static str, text: String| notes.push(Note { knob, text });
    let shock = &report.shock;
    let scenario = book.shock.as_set(0.0);
    if !book.is_fill_in_range {
        let edge = book.condor.credit - book.model_credit;
        say(
            "condor.fill",
            format!(
                "This fill is outside the model's range: no one vol shift prices it. The P&L starts at {} points against the model.",
                fixed(edge, 2)
            ),
        );
    }
    if report.condor.max_loss.0 < 0.0 {
        say("condor.fill", "The credit is larger than the wing: no fill like this exists.".into());
    }
    if report.condor.is_settled {
        say("condor.days", "Settled on the way, path unknown: the condor pays intrinsic at the scenario's SPX.".into());
    }
    leg_notes::of(book, &mut say);
    if shock.vix.0 > 28.0 {
        say("shock.vix", "Above VIX 28 no option chain stands behind the smile: extrapolation.".into());
    }
    if shock.is_spx_linked {
        say(
            "shock.spx",
            format!(
                "One standard error of SPX at this VIX is {}; on 22 explosions the link missed by 3.7 points on average.",
                share(shock.spx_error.0, 1)
            ),
        );
    }
    for (i, position) in book.positions().enumerate().filter(|(_, position)| position.pool.is_some()) {
        let name = if i == 0 { String::new() } else { format!("Pool {}: ", i + 1) };
        let price = book.pool_price(i, position, &scenario);
        if position.range.is_some_and(|[low, high]| !(low < position.entry && position.entry < high)) {
            say(
                "pool.low",
                format!(
                    "{name}The range does not hold today's price: the position is all one token and earns nothing now."
                ),
            );
        }
        let (time, value) = (Years::from_trading_days(scenario.days), position.dollars_at(price, scenario.peg));
        if position.loan_in(&book.shock).liquidated(value, time) {
            say(
                "pool.loan",
                format!(
                    "{name}Liquidated in this shock: {} is owed against {}, and the lender takes 7\u{202f}% of the debt on top.",
                    amount(position.loan_in(&book.shock).debt(time).0),
                    amount(value.0)
                ),
            );
        }
    }
    for (i, pool) in book.plan.positions().enumerate() {
        let name = if i == 0 { String::new() } else { format!("Pool {}: ", i + 1) };
        let reit = &pool.reit;
        if reit.price.0 > 0.0 && reit.growth.0 >= reit.discount.0 {
            say(
                "pool.reit.growth",
                format!(
                    "{name}Dividend growth of {} must be below the discount rate, {}: the model has no price.",
                    share(reit.growth.0, 2),
                    share(reit.discount.0, 2)
                ),
            );
        }
    }
    notes
}
