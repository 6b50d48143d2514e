//! Natural: what a condor's four strikes bring at mid and at the natural, sold at the bid and bought at the ask; and its
//! strikes moved to those that are listed.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::calibration::calibrate::{day_of, days_left};
use crate::data::chain::{Chain, Expiry, Quote};
use crate::data::occ::Index;
use crate::holdings::Held;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::condor::Settlement;
use crate::plan::holding::Kind;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{fixed, listed, number};

/// Rows of the four strikes, lowest first.
const STRIKES: [&str; 4] = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];

/// A listed strike that is further away than this share is another one, of a market at another level. House choice.
const FAR: f64 = 0.02;

/// Points for selling a condor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    /// Every leg at its mid.
    pub mid: f64,
    /// Sold at the bid, bought at the ask.
    pub natural: f64,
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
    /// What was done, a sentence each.
    pub said: Vec<String>,
}

/// The credit of four listed strikes, lowest first; `None` where one is not listed or lacks bid or ask.
pub fn credit(expiry: &Expiry, strikes: [f64; 4]) -> Option<Credit> {
    let at = |strike: f64| expiry.quotes.iter().find(|quote| (quote.strike - strike).abs() < 1e-6);
    let [k1, k2, k3, k4] = strikes.map(at);
    let legs = [(k1?.put, -1.0), (k2?.put, 1.0), (k3?.call, 1.0), (k4?.call, -1.0)];
    // Of a leg that is bought the ask is enough for the natural; the middle of no bid and an ask is half of it.
    let is_quoted =
        legs.iter().all(|(leg, sign)| leg.ask > 0.0 && leg.ask >= leg.bid && (*sign < 0.0 || leg.bid > 0.0));
    let sum = |of: &dyn Fn(f64, f64, f64) -> f64| legs.iter().map(|(leg, sign)| of(leg.bid, leg.ask, *sign)).sum();
    let found = Credit {
        mid: sum(&|bid, ask, sign| sign * 0.5 * (bid + ask)),
        natural: sum(&|bid, ask, sign| if sign > 0.0 { bid } else { -ask }),
    };
    (is_quoted && found.mid.is_finite() && found.natural.is_finite()).then_some(found)
}

/// Condor `nth` on the nearest listed strikes of the expiry nearest its own that settles as it does.
///
/// # Errors
/// A sentence: the plan has no such condor, or the chain no four strikes of an expiry that is to come.
pub fn snapped(chain: &Chain, plan: &Plan, nth: usize) -> Result<Snapped, String> {
    if chain.index != Index::Spx {
        return Err("This is a chain of VIX options: a condor is sold on SPX.".into());
    }
    let terms = plan.condor(nth).ok_or("The plan has no such condor.")?;
    let book = Book::resolve(plan).map_err(|error| {
        error.faults.first().map_or_else(|| "The plan cannot be reckoned.".into(), |fault| fault.text.clone())
    })?;
    let entry = book.entries.iter().find(|entry| entry.kind == Kind::Condor && entry.nth == nth);
    let Some(Held::Condor(condor)) = entry.map(|entry| &entry.held) else {
        return Err("This condor is switched off: it has no strikes.".into());
    };
    let day = day_of(chain, plan)?;
    let is_am = terms.settles == Settlement::Am;
    let to_come =
        chain.expiries.iter().filter(|one| days_left(one, day) > 0.0 && listed_quotes(one).count() >= STRIKES.len());
    let away = |one: &Expiry| ((days_left(one, day) - terms.days_left()).abs(), one.am != is_am);
    let nearest = to_come.reduce(|best, one| if away(one) < away(best) { one } else { best });
    let expiry = nearest.ok_or("No expiry of this chain that is to come lists four strikes.")?;
    let strikes = nearest_strikes(expiry, condor.strikes);
    if strikes.iter().zip(condor.strikes).any(|(listed, own)| (listed - own).abs() > FAR * own) {
        let own: Vec<String> = condor.strikes.iter().map(|strike| number(*strike)).collect();
        return Err(format!(
            "{} of {} lists nothing near the condor's strikes, {}.",
            expiry.root,
            date(expiry.day),
            listed(&own)
        ));
    }
    let credit = credit(expiry, strikes);
    let id = |row: &'static str| Address::new(row, nth).to_string();
    let mut changes = vec![(id("condor.strikes_by"), Some(0.0))];
    changes.extend(STRIKES.iter().zip(strikes).map(|(row, strike)| (id(row), Some(strike))));
    changes.push((id("condor.days"), Some(expiry.day.since(day))));
    changes.push((id("condor.settles"), Some(f64::from(u8::from(expiry.am)))));
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
    Ok(Snapped { expiry: expiry.day, root: expiry.root.clone(), strikes, credit, changes, said })
}

fn listed_quotes(expiry: &Expiry) -> impl Iterator<Item = &Quote> {
    expiry.quotes.iter().filter(|quote| quote.strike > 0.0)
}

/// The nearest strikes that rise; the expiry lists four at least.
fn nearest_strikes(expiry: &Expiry, wanted: [f64; 4]) -> [f64; 4] {
    let all: Vec<f64> = listed_quotes(expiry).map(|quote| quote.strike).collect();
    let nearest = |wanted: f64| {
        (0..all.len()).reduce(|a, b| if (all[b] - wanted).abs() < (all[a] - wanted).abs() { b } else { a })
    };
    let mut places = wanted.map(|one| nearest(one).unwrap_or(0));
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
        let chain = Chain { index: Index::Spx, made, spot: None, expiries, account: Account::new("Test") };
        let mut plan = Plan::default();
        plan.pin_strikes(0, [5972.0, 6020.0, 6722.0, 6770.0]);
        let found = snapped(&chain, &plan, 0).unwrap();
        assert_eq!((found.expiry, found.root.as_str()), (Day(20_644), "SPXW"));
        assert_eq!(found.strikes, [5975.0, 6025.0, 6725.0, 6775.0]);
        let credit = found.credit.unwrap();
        assert!((credit.mid - 10.0).abs() < 1e-9 && (credit.natural - 8.0).abs() < 1e-9, "{credit:?}");
        for (id, value) in &found.changes {
            plan.set(Address::read(id).unwrap(), *value).unwrap();
        }
        assert_eq!(plan.condor(0).map(|one| (one.short_put.0, one.days)), Some((6025.0, 44.0)));
        assert!(snapped(&chain, &plan, 7).is_err());
    }

    #[test]
    fn strikes_past_the_last_listed_one_stay_apart_and_a_leg_without_a_quote_has_no_credit() {
        let mut one = expiry(20_644, "SPXW", 25.0);
        assert_eq!(nearest_strikes(&one, [1e5; 4]), [9900.0, 9925.0, 9950.0, 9975.0]);
        assert_eq!(nearest_strikes(&one, [1.0; 4]), [5000.0, 5025.0, 5050.0, 5075.0]);
        one.quotes[1].put = Side::default();
        assert_eq!(credit(&one, [5000.0, 5025.0, 5050.0, 5075.0]), None);
        assert_eq!(credit(&one, [5001.0, 5025.0, 5050.0, 5075.0]), None);
    }
}
