//! VIX calls: the strike of a layer moved to one that a chain lists, and what its calls cost there at mid and at the ask.

use crate::calibration::calibrate::{day_of, days_left, set_all};
use crate::calibration::forward;
use crate::calibration::natural::{book_of, listed_quotes, place, quote_at};
use crate::data::chain::{Expiry, OptionChain, Side};
use crate::data::occ::Index;
use crate::holdings::Held;
use crate::holdings::vix_layer::{Layer, wing_of};
use crate::market::Market;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::holding::Kind;
use crate::units::{Points, Years};
use crate::words::dates::date;
use crate::words::{calendar_days, capital, fixed, number};

/// Share by which a listed strike is another one. House choice: twice the widest step near the money.
const FAR_STRIKE: f64 = 0.1;
/// Days by which an expiry is another one, and the part of a layer's own days. House choice: monthly expiries lie 28 or 35 apart.
const FAR_DAYS: f64 = 18.0;
const FAR_PART: f64 = 0.25;
/// Share by which the plan's future is another one. House choice: the plan's own lie within 5 to 10 % of quoted ones.
const FAR_FUTURE: f64 = 0.05;

/// A layer's call, or call spread, on listed strikes.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedCall {
    /// Points for one at mid and at the natural, bought at the ask and its wing sold at the bid; none where a quote lacks
    /// them.
    pub cost: Option<[f64; 2]>,
    /// Inputs that pin it: address and value.
    pub changes: Vec<(String, Option<f64>)>,
    /// What was done, a sentence each.
    pub said: Vec<String>,
}

/// Layer `nth` on the listed strike nearest its own, of the expiry nearest its own that is to come.
///
/// # Errors
/// A sentence: the plan has no such layer or it is off, the chain is of SPX, or nothing that it lists is near.
pub fn listed(chain: &OptionChain, plan: &Plan, nth: usize) -> Result<ListedCall, String> {
    if chain.index != Index::Vix {
        return Err("This is a chain of SPX options: a layer is bought on VIX.".into());
    }
    let terms = plan.layer(nth).ok_or("The plan has no such layer.")?;
    let (layer, _) = held(plan, nth)?;
    let day = plan.market.today.map_or_else(|| day_of(chain, plan), Ok)?;
    let away = |one: &Expiry| (one.day.since(day) - terms.days).abs();
    let to_come = chain.expiries.iter().filter(|one| days_left(one, day) > 0.0 && listed_quotes(one).next().is_some());
    let expiry = to_come.reduce(|best, one| if away(one) < away(best) { one } else { best });
    let expiry = expiry.ok_or("No expiry of this chain that is to come lists a strike.")?;
    let days = expiry.day.since(day);
    if (days - terms.days).abs() > FAR_DAYS.max(FAR_PART * terms.days) {
        return Err(format!(
            "No expiry of this chain is near its {}: that of {} in {} is nearest.",
            calendar_days(terms.days),
            date(expiry.day),
            calendar_days(days)
        ));
    }
    let all: Vec<f64> = listed_quotes(expiry).map(|quote| quote.strike).collect();
    let strike = *all.get(place(&all, layer.strike.0)).ok_or("It lists no strike.")?;
    let name = format!("{} of {}", expiry.root, date(expiry.day));
    if (strike / layer.strike.0 - 1.0).abs() > FAR_STRIKE {
        return Err(format!(
            "{name} lists nothing near its strike {}: {} is nearest.",
            number(layer.strike.0),
            number(strike)
        ));
    }
    let wing = layer.wing.map(|wing| {
        // The plan rounds a width to strikes that it knows: another call than that would not be the listed one.
        let is_held = |one: &f64| wing_of(Points(strike), Points(one - strike)) == Some(Points(*one));
        let above: Vec<f64> = all.iter().copied().filter(|one| *one > strike && is_held(one)).collect();
        above
            .get(place(&above, wing.0))
            .copied()
            .ok_or_else(|| format!("{name} lists no call above {} to sell.", number(strike)))
    });
    let wing = wing.transpose()?;
    let id = |row: &'static str| Address::new(row, nth).to_string();
    let mut changes = vec![(id("layer.strike"), Some(strike)), (id("layer.days"), Some(days))];
    changes.extend(wing.map(|wing| (id("layer.spread"), Some(wing - strike))));
    let strikes = match wing {
        Some(wing) => format!("{}/{} call spread", number(strike), number(wing)),
        None => format!("{} call", number(strike)),
    };
    let cost = cost(expiry, strike, wing);
    let mut said = vec![match cost {
        Some([mid, natural]) => {
            format!("{name} lists the {strikes}: {} at mid, {} at the natural.", fixed(mid, 2), fixed(natural, 2))
        }
        None => format!("{name} lists the {strikes}; bid or ask is missing, so that what it costs is not known."),
    }];
    let then = set_all(plan.clone(), &changes).and_then(|then| {
        let (layer, market) = held(&then, nth).ok()?;
        let price = |days| layer.price_on(&market.vix_smile(Years::from_calendar_days(days)), market.rate.0);
        let future = market.vix_future(Years::from_calendar_days(layer.days)).0;
        Some((price(days_left(expiry, day)), layer.premium, future))
    });
    said.extend(then.map(|(morning, evening, future)| {
        format!(
            "The plan's own smile says {} to the morning on which it settles, on its future {}; a layer counts whole days and costs {}, which is what the plan pays for it: what was paid cannot be typed.",
            fixed(morning, 2),
            fixed(future, 2),
            fixed(evening, 2)
        )
    }));
    said.extend((terms.strike.is_none()).then(|| {
        "A strike that is set here is bought again at each roll, in the year ahead and in the back-test: empty it there, and the layer's rule chooses.".into()
    }));
    let roll_days = plan.hedge_rules.roll_days;
    said.extend((days < roll_days).then(|| {
        format!("With {} left it is due to be rolled at once: the rule is {}.", calendar_days(days), number(roll_days))
    }));
    said.extend(future_apart(expiry, days_left(expiry, day), plan, then.map(|then| then.2)));
    if (terms.days - days).abs() > 1e-9 {
        said.push(format!("{} in the plan, {} in this chain.", capital(&calendar_days(terms.days)), number(days)));
    }
    Ok(ListedCall { cost, changes, said })
}

/// The layer as the book holds it, and the market.
fn held(plan: &Plan, nth: usize) -> Result<(Layer, Market), String> {
    let book = book_of(plan)?;
    let of = book.entries.iter().find(|entry| entry.kind == Kind::Layer && entry.nth == nth);
    match of.map(|entry| &entry.held) {
        Some(Held::Layer(layer)) => Ok((*layer, book.market.clone())),
        _ => Err("It is switched off, or holds nothing: it has no strike.".into()),
    }
}

/// What a call costs, less what its wing brings.
fn cost(expiry: &Expiry, strike: f64, wing: Option<f64>) -> Option<[f64; 2]> {
    let quoted = |strike: f64| -> Option<&Side> {
        quote_at(expiry, strike).map(|quote| &quote.call).filter(|call| call.ask > 0.0 && call.ask >= call.bid)
    };
    let bought = quoted(strike)?;
    let mid = |side: &Side| 0.5 * (side.bid + side.ask);
    let both = match wing {
        None => [mid(bought), bought.ask],
        Some(wing) => {
            let sold = quoted(wing).filter(|call| call.bid > 0.0)?;
            [mid(bought) - mid(sold), bought.ask - sold.bid]
        }
    };
    both.iter().all(|x| x.is_finite()).then_some(both)
}

/// That its future by parity is another than the plan's.
fn future_apart(expiry: &Expiry, days: f64, plan: &Plan, own: Option<f64>) -> Option<String> {
    let years = Years::from_calendar_days(days).0;
    let level = forward::of(&expiry.quotes, years, plan.market.rate.0).ok()?.level;
    own.filter(|own| (own / level - 1.0).abs() > FAR_FUTURE).map(|own| {
        format!(
            "Its future by put-call parity is {}, the plan's {}: use these futures first, and the price of the plan is beside the quoted one.",
            fixed(level, 2),
            fixed(own, 2)
        )
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::calibration::calibrate::market_of;
    use crate::data::account::Account;
    use crate::data::chain::Quote;
    use crate::options::black;
    use crate::units::day::Day;

    const MADE: Day = Day(20_600);

    /// Calls and puts as this plan prices them, bid 0.05 below and ask 0.05 above, on strikes so far apart.
    fn chain(plan: &Plan, ahead: &[i32], step: f64) -> OptionChain {
        let market = market_of(plan).unwrap();
        let expiry = |ahead: &i32| {
            let smile = market.vix_smile(Years::from_calendar_days(f64::from(*ahead)));
            let side = |of, strike| {
                let mid = smile.price(of, strike, market.rate.0);
                Side { bid: (mid - 0.05).max(0.0), ask: mid + 0.05, ..Side::default() }
            };
            let quote = |i: i32| {
                let strike = 10.0 + step * f64::from(i);
                let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
                Quote { strike, call, put }
            };
            let quotes = (0..60).map(quote).collect();
            Expiry { day: Day(MADE.0 + ahead), root: "VIX".into(), am: true, quotes }
        };
        OptionChain {
            index: Index::Vix,
            made: Some(MADE),
            spot: None,
            expiries: ahead.iter().map(expiry).collect(),
            account: Account::new("Test"),
        }
    }

    #[test]
    fn a_layer_takes_the_nearest_listed_strike_and_expiry_and_both_prices_are_said() {
        let plan = Plan::default();
        let found = listed(&chain(&plan, &[27, 46, 118], 1.0), &plan, 0).unwrap();
        let (layer, _) = held(&plan, 0).unwrap();
        let strike = found.changes.iter().find(|(id, _)| id == "layer.strike").and_then(|one| one.1).unwrap();
        assert!((strike - layer.strike.0).abs() <= 0.5 && strike.fract() == 0.0, "{strike}");
        assert!(found.changes.contains(&("layer.days".into(), Some(27.0))), "{:?}", found.changes);
        let [mid, natural] = found.cost.unwrap();
        assert!((natural - mid - 0.05).abs() < 1e-9);
        // The quotes are this plan's own prices.
        let then = set_all(plan.clone(), &found.changes).unwrap();
        assert!((held(&then, 0).unwrap().0.premium - mid).abs() < 1e-9);
        let said = found.said.join(" ");
        assert!(
            said.contains(" at mid, ") && said.contains("The plan's own smile says ") && said.contains("27 in this")
        );
        assert!(!said.contains("parity"), "{said}");
    }

    #[test]
    fn a_spread_keeps_its_width_on_listed_strikes_and_costs_ask_less_bid() {
        let mut plan = Plan::default();
        plan.set(Address::new("layer.spread", 0), Some(10.0)).unwrap();
        let found = listed(&chain(&plan, &[30], 2.5), &plan, 0).unwrap();
        assert!(found.changes.contains(&("layer.spread".into(), Some(10.0))), "{:?}", found.changes);
        let then = set_all(plan.clone(), &found.changes).unwrap();
        let (layer, _) = held(&then, 0).unwrap();
        assert_eq!(layer.wing.map(|wing| wing.0), Some(layer.strike.0 + 10.0));
        let [mid, natural] = found.cost.unwrap();
        assert!((natural - mid - 0.1).abs() < 1e-9 && found.said[0].contains(" call spread: "), "{:?}", found.said);
    }

    #[test]
    fn what_is_not_near_not_bought_or_of_spx_is_a_sentence() {
        let plan = Plan::default();
        let chain_of = |step| chain(&plan, &[30], step);
        let mut far = chain_of(1.0);
        far.expiries[0].quotes.retain(|quote| quote.strike > 30.0);
        assert!(listed(&far, &plan, 0).is_err_and(|said| said.contains("lists nothing near its strike")));
        let past = OptionChain { expiries: chain(&plan, &[-2], 1.0).expiries, ..chain_of(1.0) };
        assert!(listed(&past, &plan, 0).is_err_and(|said| said.contains("No expiry")));
        let soon = listed(&chain_of(1.0), &plan, 2);
        assert!(soon.is_err_and(|said| said.contains("is near its 220 calendar days: ")));
        let spx = OptionChain { index: Index::Spx, ..chain_of(1.0) };
        assert!(listed(&spx, &plan, 0).is_err_and(|said| said.contains("chain of SPX")));
        assert!(listed(&chain_of(1.0), &plan, 9).is_err_and(|said| said.contains("no such layer")));
        let mut off = plan.clone();
        off.holding_mut(Kind::Layer, 0).unwrap().on = false;
        assert!(listed(&chain_of(1.0), &off, 0).is_err_and(|said| said.contains("switched off")));
        let mut other = plan.clone();
        other.market.vix = Points(24.0);
        let found = listed(&chain(&other, &[30], 0.5), &plan, 0).unwrap();
        assert!(found.said.iter().any(|said| said.contains("use these futures first")), "{:?}", found.said);
        let mut bare = chain_of(1.0);
        bare.expiries[0].quotes.iter_mut().for_each(|quote| quote.call.ask = 0.0);
        assert!(listed(&bare, &plan, 0).is_ok_and(|found| found.cost.is_none()));
    }
}
