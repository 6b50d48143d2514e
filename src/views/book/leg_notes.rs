//! Notes about the hedge: what settled on the way, what has no carry, what lies off the curve, what the budget misses.

use crate::book::Book;
use crate::holdings::leg::Leg;
use crate::holdings::vix_layer::{ROLL_DAYS, State};
use crate::plan::StrikeBy;
use crate::units::Years;
use crate::words::{amount, fixed, number};

/// Strikes over the future between which the smile of VIX options is tested: falling and convex prices.
const TESTED: [f64; 2] = [0.5, 4.0];
/// Knobs of the layers, shortest first: days, strike, delta.
const KNOBS: [[&str; 3]; 3] = [
    ["hedge.short.days", "hedge.short.strike", "hedge.short.delta"],
    ["hedge.medium.days", "hedge.medium.strike", "hedge.medium.delta"],
    ["hedge.long.days", "hedge.long.strike", "hedge.long.delta"],
];

/// What the person must know about the legs held, each beside its knob.
pub(super) fn of(book: &Book, say: &mut impl FnMut(&'static str, String)) {
    let passed = book.shock.plan.days;
    let plans = book.plan.hedge.layers();
    for ((layer, (_, plan)), [days, strike, delta]) in book.layers.iter().zip(plans).zip(KNOBS) {
        if layer.contracts == 0.0 {
            continue;
        }
        let name = number(layer.days);
        if layer.state(passed) == State::Expired {
            say(days, format!("The {name}-day layer settled on the way, path unknown: it pays intrinsic at VIX."));
        } else if layer.days <= ROLL_DAYS {
            say(
                days,
                format!(
                    "{name} days is not above {ROLL_DAYS}, the age at which a layer is rolled: it has no carry a year."
                ),
            );
        }
        let expiry = Years::from_calendar_days(layer.days);
        let future = book.market.vix_future(expiry).0;
        let ratio = layer.strike.0 / future;
        if !(TESTED[0]..=TESTED[1]).contains(&ratio) {
            let text = format!(
                "The strike of {} is {} times the future, {}: off the curve that was tested, {} to {} times. Its price of {} is extrapolation.",
                number(layer.strike.0),
                fixed(ratio, 1),
                fixed(future, 1),
                TESTED[0],
                TESTED[1],
                fixed(layer.premium, 2)
            );
            say(strike, text);
        }
        let by_delta = plan.strike.is_none() && plan.by == StrikeBy::Delta;
        if by_delta && book.market.vix_strike_at_delta(plan.delta, expiry).is_none() {
            say(delta, format!("No strike has a delta of {}: the strike is the future itself.", number(plan.delta)));
        }
    }
    for (leg, knob) in book
        .legs()
        .filter(|leg| !matches!(leg, Leg::Layer(_)))
        .zip(book.etp.iter().map(|_| "hedge.etp.days").chain(book.chain.iter().map(|_| "hedge.chain.days")))
    {
        if leg.quantity() > 0.0 && leg.state(passed) == State::Expired {
            say(knob, format!("{} settled on the way, path unknown: what it then pays is intrinsic.", leg.label()));
        }
    }
    let [vix, chain] = book.carries();
    let [vix_budget, chain_budget] = book.plan.hedge.budgets(&book.plan.account);
    if vix.0 > vix_budget.0 && vix.0 > 0.0 {
        say(
            "hedge.budget",
            format!(
                "These layers carry {} a year; the VIX share of the budget is {}.",
                amount(vix.0),
                amount(vix_budget.0)
            ),
        );
    }
    if chain.0 > chain_budget.0 && chain.0 > 0.0 {
        say(
            "hedge.chain.tokens",
            format!(
                "The leg on the chain carries {} a year; the chain's share of the budget is {}.",
                amount(chain.0),
                amount(chain_budget.0)
            ),
        );
    }
}
