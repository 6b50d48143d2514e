//! Natural: what a condor's four strikes bring at mid and at the natural, sold at the bid and bought at the ask; and its
//! strikes moved to those that are listed.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::calibration::calibrate::{day_of, days_left, set_all, spot_apart};
use crate::calibration::forward;
use crate::data::chain::{Expiry, OptionChain, Quote};
use crate::data::occ::Index;
use crate::holdings::Held;
use crate::holdings::condor::Condor;
use crate::plan::address::Address;
use crate::plan::condor::Settlement;
use crate::plan::holding::Kind;
use crate::plan::{CondorPlan, Plan};
use crate::units::day::Day;
use crate::units::{MULTIPLIER, Years};
use crate::words::dates::date;
use crate::words::{amount, calendar_days, capital, fixed, listed, number, rounded};

/// Rows of the four strikes, lowest first.
const STRIKES: [&str; 4] = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];

/// Rows of the typed prices of the four legs.
const PRICES: [&str; 4] =
    ["condor.long_put_price", "condor.short_put_price", "condor.short_call_price", "condor.long_call_price"];

/// A listed strike that is further away than this share is another one, of a market at another level. House choice.
const FAR: f64 = 0.02;

/// Points that two prices of an option may differ by in their last printed digit.
const CENT: f64 = 0.005;

/// Points for selling a condor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    /// Every leg at its mid.
    pub mid: f64,
    /// Sold at the bid, bought at the ask.
    pub natural: f64,
    /// Of the mid what is for the put side, and of the natural.
    pub put_side: [f64; 2],
}

/// One of the two ways that a credit is typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// Points, to the cent.
    pub credit: f64,
    /// Inputs that type it, beside [`Snapped::changes`].
    pub changes: Vec<(String, Option<f64>)>,
}

/// A condor on listed strikes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapped {
    /// The expiry's last day.
    pub expiry: Day,
    /// `SPX` or `SPXW`.
    pub root: String,
    /// Strikes, lowest first.
    pub strikes: [f64; 4],
    /// What they bring; none where a leg lacks bid or ask.
    pub credit: Option<Credit>,
    /// Inputs that pin them: address and value.
    pub changes: Vec<(String, Option<f64>)>,
    /// What the plan's model says that they bring; none where the plan cannot be reckoned with them.
    pub model: Option<f64>,
    /// The credit at mid and at the natural; `None` where it says nothing of what was received, or is none.
    pub fills: [Option<Fill>; 2],
    /// What was done, a sentence each.
    pub said: Vec<String>,
}

/// The credit of four listed strikes, lowest first; `None` where one is not listed or lacks bid or ask.
pub fn credit(expiry: &Expiry, strikes: [f64; 4]) -> Option<Credit> {
    let [k1, k2, k3, k4] = strikes.map(|strike| quote_at(expiry, strike));
    let legs = [(k1?.put, -1.0), (k2?.put, 1.0), (k3?.call, 1.0), (k4?.call, -1.0)];
    // Of a leg that is bought the ask is enough for the natural; the middle of no bid and an ask is half of it.
    let is_quoted =
        legs.iter().all(|(leg, sign)| leg.ask > 0.0 && leg.ask >= leg.bid && (*sign < 0.0 || leg.bid > 0.0));
    let sum = |of: &dyn Fn(f64, f64, f64) -> f64| legs.iter().map(|(leg, sign)| of(leg.bid, leg.ask, *sign)).sum();
    let found = Credit {
        mid: sum(&|bid, ask, sign| sign * 0.5 * (bid + ask)),
        natural: sum(&|bid, ask, sign| if sign > 0.0 { bid } else { -ask }),
        put_side: [
            0.5 * (legs[1].0.bid + legs[1].0.ask - legs[0].0.bid - legs[0].0.ask),
            legs[1].0.bid - legs[0].0.ask,
        ],
    };
    (is_quoted && found.mid.is_finite() && found.natural.is_finite()).then_some(found)
}

/// Condor `nth` on listed strikes of the expiry nearest its own that settles as it does: shorts on the nearest, wings where
/// they keep their width best.
///
/// # Errors
/// A sentence: the plan has no such condor, or the chain no four strikes of an expiry that is to come.
pub fn snapped(chain: &OptionChain, plan: &Plan, nth: usize) -> Result<Snapped, String> {
    if chain.index != Index::Spx {
        return Err("This is a chain of VIX options: a condor is sold on SPX.".into());
    }
    let terms = plan.condor(nth).ok_or("The plan has no such condor.")?;
    let condor = condor(plan, nth)?;
    // A plan's days count from its own day, however old the quotes are.
    let day = plan.market.today.map_or_else(|| day_of(chain, plan), Ok)?;
    let is_am = terms.settles == Settlement::Am;
    let to_come =
        chain.expiries.iter().filter(|one| days_left(one, day) > 0.0 && listed_quotes(one).count() >= STRIKES.len());
    let away = |one: &Expiry| ((days_left(one, day) - terms.days_left()).abs(), one.am != is_am);
    let nearest = to_come.reduce(|best, one| if away(one) < away(best) { one } else { best });
    let expiry = nearest.ok_or("No expiry of this chain that is to come lists four strikes.")?;
    let strikes = listed_strikes(expiry, condor.strikes);
    // Strikes that happen to be listed there are another trade where SPX stands elsewhere: in the money, for instance.
    let is_elsewhere =
        forward_apart(expiry, days_left(expiry, day), plan).is_some() || spot_apart(chain, plan).is_some();
    if is_elsewhere || strikes.iter().zip(condor.strikes).any(|(listed, own)| (listed - own).abs() > FAR * own) {
        return Err(nothing_near(chain, expiry, days_left(expiry, day), plan, condor.strikes));
    }
    let credit = credit(expiry, strikes);
    let id = |row: &'static str| Address::new(row, nth).to_string();
    let days = expiry.day.since(day);
    let mut changes = vec![(id("condor.strikes_by"), Some(0.0))];
    changes.extend(STRIKES.iter().zip(strikes).map(|(row, strike)| (id(row), Some(strike))));
    changes.push((id("condor.days"), Some(days)));
    changes.push((id("condor.settles"), Some(f64::from(u8::from(expiry.am)))));
    let sold = model(plan, nth, &changes);
    let model = sold.map(|(credit, _)| credit);
    let words: Vec<String> = strikes.iter().map(|strike| number(*strike)).collect();
    let mut said = vec![format!("{} of {} lists {}.", expiry.root, date(expiry.day), listed(&words))];
    said.push(match credit {
        Some(credit) => format!(
            "Selling it brings {} points at mid and {} at the natural.",
            fixed(credit.mid, 2),
            fixed(credit.natural, 2)
        ),
        None => "One of its legs lacks bid or ask: what selling it brings is not known.".into(),
    });
    said.extend(model.map(|model| format!("The model says {} on these strikes.", fixed(model, 2))));
    said.extend(sold.and_then(|(_, prices)| outside(expiry, strikes, prices)));
    said.extend(widths(&condor, strikes));
    if (terms.days - days).abs() > 1e-9 {
        said.push(format!("{} in the plan, {} in this chain.", calendar_days(terms.days), number(days)));
    }
    if expiry.am != is_am {
        let when = |is_am: bool| if is_am { "open" } else { "close" };
        said.push(format!("It settles at the {}, the plan's at the {}.", when(expiry.am), when(is_am)));
    }
    let is_typed = terms.fill.is_some() || terms.prices().iter().any(Option::is_some);
    if is_typed && strikes != condor.strikes {
        said.push("What is typed of its credit and of its legs' prices stays, though it was of other strikes.".into());
    }
    let fills = credit.map_or([None, None], |credit| {
        [(credit.mid, credit.put_side[0]), (credit.natural, credit.put_side[1])].map(|way| fill(terms, nth, way))
    });
    Ok(Snapped { expiry: expiry.day, root: expiry.root.clone(), strikes, credit, changes, model, fills, said })
}

/// A plan's book.
///
/// # Errors
/// Its first fault.
pub fn book_of(plan: &Plan) -> Result<Book, String> {
    Book::resolve(plan).map_err(|error| {
        error.faults.first().map_or_else(|| "The plan cannot be reckoned.".into(), |fault| fault.text.clone())
    })
}

/// A condor as the plan's own market has it.
fn condor(plan: &Plan, nth: usize) -> Result<Condor, String> {
    sold(&book_of(plan)?, nth).ok_or_else(|| "This condor is switched off: it has no strikes.".into())
}

/// It as the book holds it; `None` where it is off.
fn sold(book: &Book, nth: usize) -> Option<Condor> {
    match book.entries.iter().find(|entry| entry.kind == Kind::Condor && entry.nth == nth).map(|entry| &entry.held) {
        Some(Held::Condor(condor)) => Some(*condor),
        _ => None,
    }
}

/// The model's credit and the prices of its legs once the strikes are changed.
fn model(plan: &Plan, nth: usize, changes: &[(String, Option<f64>)]) -> Option<(f64, [f64; 4])> {
    let mut then = set_all(plan.clone(), changes)?;
    // What is typed of its credit bends its own smile: the model alone is asked.
    if let Some(terms) = then.condor_mut(nth) {
        terms.fill = None;
        terms.set_prices([None; 4]);
    }
    let book = Book::resolve(&then).ok()?;
    let condor = sold(&book, nth)?;
    Some((condor.model_credit, condor.legs_at(&book.market, Years::from_calendar_days(condor.days))))
}

/// Which legs the model prices outside bid and ask, a sentence.
fn outside(expiry: &Expiry, strikes: [f64; 4], prices: [f64; 4]) -> Option<String> {
    let far = (0..4).filter_map(|leg| {
        let quote = quote_at(expiry, strikes[leg])?;
        let (side, word) = if leg < 2 { (quote.put, "put") } else { (quote.call, "call") };
        let is_out = side.ask > 0.0 && (prices[leg] < side.bid - CENT || prices[leg] > side.ask + CENT);
        let [price, bid, ask] = [prices[leg], side.bid, side.ask].map(|points| fixed(points, 2));
        is_out.then(|| format!("{price} for the {} {word}, quoted {bid} to {ask}", number(strikes[leg])))
    });
    let far: Vec<String> = far.collect();
    (!far.is_empty()).then(|| format!("It lies outside bid and ask with {}.", listed(&far)))
}

/// A credit, with what of it is for the put side, as the one that was received. Of a condor that was sold on another day, or
/// is closed, today's quotes say nothing of that. Prices of legs on other strikes, and another credit's put side, are none of
/// its own.
fn fill(terms: &CondorPlan, nth: usize, (credit, put_side): (f64, f64)) -> Option<Fill> {
    let credit = rounded(credit, 2);
    if terms.opened > 0.0 || terms.closed || credit <= 0.0 {
        return None;
    }
    let id = |row: &'static str| Address::new(row, nth).to_string();
    let mut changes = vec![(id("condor.fill"), Some(credit))];
    if terms.put_credit.0 > 0.0 {
        changes.push((id("condor.put_credit"), Some(rounded(put_side, 2).clamp(0.0, credit))));
    }
    let typed = PRICES.into_iter().zip(terms.prices()).filter(|(_, price)| price.is_some());
    changes.extend(typed.map(|(row, _)| (id(row), None)));
    Some(Fill { credit, changes })
}

/// Widths of the put wing and the call wing.
fn wings([k1, k2, k3, k4]: [f64; 4]) -> [f64; 2] {
    [k2 - k1, k4 - k3]
}

/// Wings that no listed pair keeps as wide as they are, and what that does to the most that can be lost.
fn widths(condor: &Condor, strikes: [f64; 4]) -> Option<String> {
    let (own, listed_ones) = (wings(condor.strikes), wings(strikes));
    let other = ["put", "call"].into_iter().zip(own.into_iter().zip(listed_ones));
    let words: Vec<String> = other
        .filter(|(_, (own, listed))| (own - listed).abs() > 1e-6)
        .map(|(side, (own, listed))| format!("{side} wing {} points wide, {} in the plan", number(listed), number(own)))
        .collect();
    if words.is_empty() {
        return None;
    }
    let more = listed_ones[0].max(listed_ones[1]) - own[0].max(own[1]);
    let dollars = MULTIPLIER * condor.contracts * more;
    let lost = match dollars {
        _ if condor.contracts <= 0.0 => String::new(),
        usd if usd > 0.0 => format!(": the most that can be lost, before its credit, grows by {}", amount(usd)),
        usd if usd < 0.0 => format!(": the most that can be lost, before its credit, falls by {}", amount(-usd)),
        _ => ": the most that can be lost, before its credit, stays".into(),
    };
    Some(format!("{}{lost}.", capital(&listed(&words))))
}

/// Why nothing is near, and where SPX of the chain is.
fn nothing_near(chain: &OptionChain, expiry: &Expiry, days: f64, plan: &Plan, own: [f64; 4]) -> String {
    let own: Vec<String> = own.iter().map(|strike| number(*strike)).collect();
    let first =
        format!("{} of {} lists nothing near the condor's strikes, {}", expiry.root, date(expiry.day), listed(&own));
    let typed = number(plan.market.spx.0);
    if let Some(spot) = spot_apart(chain, plan) {
        return format!(
            "{first}: SPX is {} in this chain and {typed} in the plan. Use its surface first, which takes that SPX along, or type it.",
            number(rounded(spot, 1))
        );
    }
    match forward_apart(expiry, days, plan) {
        Some(level) => {
            let level = number(rounded(level, 1));
            format!("{first}: its forward by put-call parity is {level}, SPX of the plan {typed}.")
        }
        None => {
            let mut strikes = listed_quotes(expiry).map(|quote| quote.strike);
            let low = strikes.next().unwrap_or(0.0);
            let [low, high] = [low, strikes.next_back().unwrap_or(low)].map(number);
            format!("{first}: its strikes go from {low} to {high} alone.")
        }
    }
}

/// The forward of an expiry by parity, where it is further from SPX of the plan than what nobody earns in its days explains.
fn forward_apart(expiry: &Expiry, days: f64, plan: &Plan) -> Option<f64> {
    let years = Years::from_calendar_days(days).0;
    let forward = forward::of(&expiry.quotes, years, plan.market.rate.0).ok()?;
    let most = FAR + plan.market.rate.0.abs() * years;
    (forward.level / plan.market.spx.0 - 1.0).abs().gt(&most).then_some(forward.level)
}

/// The quotes of one strike of an expiry.
pub fn quote_at(expiry: &Expiry, strike: f64) -> Option<&Quote> {
    expiry.quotes.iter().find(|quote| (quote.strike - strike).abs() < 1e-6)
}

/// Its quotes that have a strike, by rising strike.
pub fn listed_quotes(expiry: &Expiry) -> impl DoubleEndedIterator<Item = &Quote> {
    expiry.quotes.iter().filter(|quote| quote.strike > 0.0)
}

/// Shorts on the nearest listed strike, wings on the one that keeps their width best; where a short one step further keeps it
/// to the point, that one. The expiry lists four at least.
fn listed_strikes(expiry: &Expiry, wanted: [f64; 4]) -> [f64; 4] {
    let all: Vec<f64> = listed_quotes(expiry).map(|quote| quote.strike).collect();
    let [put, call] = [spread(&all, [wanted[1], wanted[0]]), spread(&all, [wanted[2], wanted[3]])];
    match (put, call) {
        (Some([k2, k1]), Some([k3, k4])) if k2 < k3 => [k1, k2, k3, k4],
        _ => nearest_strikes(&all, wanted),
    }
}

/// Short and long of one side; `None` where nothing is listed on the long's side of the short.
fn spread(all: &[f64], [short, long]: [f64; 2]) -> Option<[f64; 2]> {
    let width = (long - short).abs();
    let near = place(all, short);
    let pair = |at: usize| {
        let sold = *all.get(at)?;
        let off = |bought: f64| ((bought - sold).abs() - width).abs();
        let beyond = all.iter().copied().filter(|one| if long < short { *one < sold } else { *one > sold });
        // Of two that are as far off the narrower, which can lose less.
        let key = |bought: f64| (off(bought), (bought - sold).abs());
        let bought = beyond.reduce(|best, one| if key(one) < key(best) { one } else { best })?;
        Some(([sold, bought], off(bought)))
    };
    let around = [Some(near), near.checked_sub(1), Some(near + 1)];
    let exact = around.into_iter().flatten().filter_map(pair).filter(|(_, off)| *off < 1e-6).map(|(pair, _)| pair);
    let moved = |pair: [f64; 2]| (pair[0] - short).abs();
    let exact = exact.reduce(|best, one| if moved(one) < moved(best) { one } else { best });
    exact.or_else(|| pair(near).map(|(pair, _)| pair))
}

/// Where in these the nearest is.
pub fn place(all: &[f64], wanted: f64) -> usize {
    let away = |at: usize| (all[at] - wanted).abs();
    (0..all.len()).reduce(|a, b| if away(b) < away(a) { b } else { a }).unwrap_or(0)
}

/// The nearest strikes that rise, of four at least.
fn nearest_strikes(all: &[f64], wanted: [f64; 4]) -> [f64; 4] {
    let mut places = wanted.map(|one| place(all, one));
    for i in 1..4 {
        places[i] = places[i].max(places[i - 1] + 1);
    }
    // Past the last strike they are pushed back down, and stay apart.
    for i in (0..4).rev() {
        places[i] = places[i].min(all.len() - 4 + i);
    }
    places.map(|place| all[place])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::account::Account;
    use crate::data::chain::Side;
    use crate::units::Points;

    fn expiry(day: i32, root: &str, step: f64) -> Expiry {
        let side = |price: f64| Side { bid: price - 0.5, ask: price + 0.5, ..Side::default() };
        let quote = |i: i32| {
            let strike = 5000.0 + step * f64::from(i);
            Quote { strike, call: side(1000.0 - 0.1 * strike), put: side(0.1 * strike) }
        };
        Expiry { day: Day(day), root: root.into(), am: root == "SPX", quotes: (0..200).map(quote).collect() }
    }

    #[test]
    fn a_condor_goes_to_listed_strikes_of_the_nearest_expiry_and_its_credit_is_said() {
        let made = Some(Day(20_600));
        let expiries = vec![expiry(20_610, "SPXW", 25.0), expiry(20_644, "SPX", 25.0), expiry(20_644, "SPXW", 25.0)];
        let chain = OptionChain { index: Index::Spx, made, spot: None, expiries, account: Account::new("Test") };
        let mut plan = Plan::default();
        plan.pin_strikes(0, [5972.0, 6020.0, 6722.0, 6770.0]);
        let found = snapped(&chain, &plan, 0).unwrap();
        assert_eq!((found.expiry, found.root.as_str()), (Day(20_644), "SPXW"));
        // 48 wide is not listed: 50 is nearest to that.
        assert_eq!(found.strikes, [5975.0, 6025.0, 6725.0, 6775.0]);
        let widths = "Put wing 50 points wide, 48 in the plan and call wing 50 points wide, 48 in the plan: the most that can be lost, before its credit, grows by $1,000.";
        assert!(found.said.iter().any(|said| said == widths), "{:?}", found.said);
        assert!(found.said.iter().any(|said| said == "45 calendar days in the plan, 44 in this chain."));
        let model = found.model.unwrap();
        assert!(model > 0.0 && found.said[2] == format!("The model says {} on these strikes.", fixed(model, 2)));
        let credit = found.credit.unwrap();
        assert!((credit.mid - 10.0).abs() < 1e-9 && (credit.natural - 8.0).abs() < 1e-9, "{credit:?}");
        for (id, value) in &found.changes {
            plan.set(Address::read(id).unwrap(), *value).unwrap();
        }
        assert_eq!(plan.condor(0).map(|one| (one.short_put.0, one.days)), Some((6025.0, 44.0)));
        assert!(snapped(&chain, &plan, 7).is_err());
        assert!(!found.said.iter().any(|said| said.starts_with("What is typed")), "{:?}", found.said);
        let mut typed = plan.clone();
        typed.pin_strikes(0, [5972.0, 6020.0, 6722.0, 6770.0]);
        let [mid, natural] = found.fills.clone().map(Option::unwrap);
        for (id, value) in &mid.changes {
            typed.set(Address::read(id).unwrap(), *value).unwrap();
        }
        let said = snapped(&chain, &typed, 0).unwrap().said;
        assert!(said.iter().any(|said| said.starts_with("What is typed of its credit")), "{said:?}");
        assert_eq!(mid.changes, [("condor.fill".to_string(), Some(10.0))]);
        assert_eq!(natural.changes, [("condor.fill".to_string(), Some(8.0))]);
        if let Some(condor) = plan.condor_mut(0) {
            condor.opened = 3.0;
        }
        assert_eq!(snapped(&chain, &plan, 0).unwrap().fills, [None, None]);
    }

    #[test]
    fn a_natural_that_pays_nothing_is_no_credit_and_its_put_side_is_within_it() {
        let mut plan = Plan::default();
        plan.a_condor().put_credit.0 = 4.0;
        let terms = plan.condor(0).unwrap();
        assert_eq!([fill(terms, 0, (0.004, 2.0)), fill(terms, 0, (-1.0, -0.5))], [None, None]);
        let changes = fill(terms, 0, (8.0, 9.0)).unwrap().changes;
        assert_eq!(changes, [("condor.fill".into(), Some(8.0)), ("condor.put_credit".to_string(), Some(8.0))]);
    }

    #[test]
    fn legs_that_the_model_prices_outside_bid_and_ask_are_named_and_no_other() {
        let plan = Plan::default();
        let own = condor(&plan, 0).unwrap();
        let book = Book::resolve(&plan).unwrap();
        let prices = own.legs_at(&book.market, Years::from_calendar_days(own.days));
        let (credit, legs) = model(&plan, 0, &[]).unwrap();
        assert!((credit - (legs[1] + legs[2] - legs[0] - legs[3])).abs() < 1e-9 && legs == prices, "{legs:?}");
        // A typed credit moves its own smile, and not what the model says.
        let mut typed = plan.clone();
        typed.a_condor().fill = Some(Points(credit + 2.0));
        assert_eq!(model(&typed, 0, &[]), Some((credit, legs)));
        let quoted = |by: [f64; 4]| {
            let side = |leg: usize| Side {
                bid: prices[leg] + by[leg] - 0.1,
                ask: prices[leg] + by[leg] + 0.1,
                ..Side::default()
            };
            let quote = |leg: usize| Quote { strike: own.strikes[leg], call: side(leg), put: side(leg) };
            let quotes = (0..4).map(quote).collect();
            outside(&Expiry { day: Day(20_644), root: "SPXW".into(), am: false, quotes }, own.strikes, prices)
        };
        assert_eq!(quoted([0.09, -0.09, 0.0, 0.1]), None);
        let said = quoted([0.0, 0.5, 0.0, -0.5]).unwrap();
        let [put, call] = [1, 3].map(|leg| number(own.strikes[leg]));
        assert!(
            said.contains(&format!(" for the {put} put, quoted "))
                && said.contains(&format!(" for the {call} call, quoted ")),
            "{said}"
        );
        assert!(
            said.starts_with("It lies outside bid and ask with ") && said.matches(" for the ").count() == 2,
            "{said}"
        );
    }

    #[test]
    fn a_wing_keeps_its_width_where_a_pair_of_listed_strikes_does() {
        let mut one = expiry(20_644, "SPXW", 25.0);
        one.quotes.retain(|quote| quote.strike <= 5300.0 || quote.strike % 50.0 == 0.0);
        assert_eq!(listed_strikes(&one, [5100.0, 5150.0, 5520.0, 5570.0]), [5100.0, 5150.0, 5500.0, 5550.0]);
        // 5,575 is not listed: the short call one step up from 5,525 keeps the width.
        one.quotes.push(Quote { strike: 5525.0, ..one.quotes[0] });
        one.quotes.sort_by(|a, b| a.strike.total_cmp(&b.strike));
        assert_eq!(listed_strikes(&one, [5100.0, 5150.0, 5530.0, 5580.0]), [5100.0, 5150.0, 5550.0, 5600.0]);
        // No pair is 60 wide: the short is the nearest, and the wing the one that is least off.
        assert_eq!(listed_strikes(&one, [5088.0, 5148.0, 5530.0, 5590.0]), [5100.0, 5150.0, 5525.0, 5600.0]);
    }

    #[test]
    fn where_nothing_is_near_the_chains_own_level_is_said() {
        let expiries = vec![expiry(20_644, "SPXW", 5.0)];
        let mut chain = OptionChain {
            index: Index::Spx,
            made: Some(Day(20_600)),
            spot: Some(5498.8),
            expiries,
            account: Account::new("Test"),
        };
        let plan = Plan::default();
        let why = snapped(&chain, &plan, 0).unwrap_err();
        assert!(why.contains(": SPX is 5,498.8 in this chain and 6,400 in the plan. Use its surface first"), "{why}");
        chain.spot = None;
        let why = snapped(&chain, &plan, 0).unwrap_err();
        assert!(why.contains("nothing near the condor's strikes") && why.ends_with('.'), "{why}");
        // SPX is the plan's, and strikes near it alone are listed.
        let mut near = Plan::default();
        near.market.spx.0 = 5498.8;
        chain.expiries[0].quotes.retain(|quote| (5480.0..=5520.0).contains(&quote.strike));
        chain.spot = Some(5498.8);
        let why = snapped(&chain, &near, 0).unwrap_err();
        assert!(why.ends_with(": its strikes go from 5,480 to 5,520 alone."), "{why}");
    }

    /// All of the strikes are listed, and stand in the money there.
    #[test]
    fn strikes_of_another_spx_are_no_condor_though_they_are_listed() {
        let mut one = expiry(20_644, "SPXW", 5.0);
        for quote in &mut one.quotes {
            let side = |mid: f64| Side { bid: mid - 0.5, ask: mid + 0.5, ..Side::default() };
            let away = quote.strike - 5_200.0;
            (quote.call, quote.put) = (side(20.0 + (-away).max(0.0)), side(20.0 + away.max(0.0)));
        }
        let chain = |spot| OptionChain {
            index: Index::Spx,
            made: Some(Day(20_600)),
            spot,
            expiries: vec![one.clone()],
            account: Account::new("Test"),
        };
        let mut plan = Plan::default();
        plan.pin_strikes(0, [5_100.0, 5_150.0, 5_700.0, 5_750.0]);
        plan.market.spx.0 = 5_400.0;
        // Its forward by parity is 5,200.
        let by_parity = snapped(&chain(None), &plan, 0).unwrap_err();
        assert!(by_parity.contains(": its forward by put-call parity is 5,2"), "{by_parity}");
        let by_spot = snapped(&chain(Some(5_205.0)), &plan, 0).unwrap_err();
        assert!(by_spot.contains(": SPX is 5,205 in this chain and 5,400 in the plan."), "{by_spot}");
        plan.market.spx.0 = 5_205.0;
        assert!(snapped(&chain(Some(5_205.0)), &plan, 0).is_ok());
    }

    #[test]
    fn strikes_past_the_last_listed_one_stay_apart_and_a_leg_without_a_quote_has_no_credit() {
        let mut one = expiry(20_644, "SPXW", 25.0);
        assert_eq!(listed_strikes(&one, [1e5; 4]), [9900.0, 9925.0, 9950.0, 9975.0]);
        assert_eq!(listed_strikes(&one, [1.0; 4]), [5000.0, 5025.0, 5050.0, 5075.0]);
        one.quotes[1].put = Side::default();
        assert_eq!(credit(&one, [5000.0, 5025.0, 5050.0, 5075.0]), None);
        assert_eq!(credit(&one, [5001.0, 5025.0, 5050.0, 5075.0]), None);
    }
}
