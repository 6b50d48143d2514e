//! Condors: which legs of a statement make iron condors or layers of VIX calls, and why the others do not.

use std::collections::BTreeMap;

use crate::data::account::Account;
use crate::data::broker::calls::{self, Calls};
use crate::data::broker::legs::{Leg, Legs};
use crate::data::occ::{self, Index};
use crate::data::order::Order;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{listed, number};

/// Positions of an account: what of it can be held here.
#[derive(Clone, Debug, PartialEq)]
pub struct Positions {
    /// The day of the statement; none where it does not say.
    pub day: Option<Day>,
    /// Iron condors on SPX.
    pub condors: Vec<Order>,
    /// VIX calls that were bought, and spreads of them.
    pub layers: Vec<Calls>,
    /// Options on SPX and VIX that are in none of them.
    pub legs: Vec<Leg>,
    /// Why not, and what other products there are, a sentence for each: of SPX for each expiry.
    pub why: Vec<String>,
    /// What was read.
    pub account: Account,
}

/// Positions of the legs that were read.
///
/// # Errors
/// No option on SPX or VIX is held.
pub fn positions(legs: &Legs, day: Option<Day>, mut account: Account) -> Result<Positions, String> {
    let held = legs.held();
    let (format, others) = (account.format, legs.others());
    if legs.rows == 0 {
        let refused =
            account.refusals.first().map(|one| format!(" Line {}: {}", one.line, one.reason)).unwrap_or_default();
        return Err(match others.is_empty() {
            true => format!("This is {format}, but no position stands in it.{refused}"),
            false => {
                format!("This is {format}, but nothing in it is an option on SPX or VIX: it holds {others}.{refused}")
            }
        });
    }
    account.rows = legs.rows;
    let (mut condors, mut layers, mut rest, mut why) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut groups: BTreeMap<(String, Index, Day, String), Vec<Leg>> = BTreeMap::new();
    for leg in held {
        groups.entry((leg.trade.clone(), leg.index, leg.expiry, leg.root.clone())).or_default().push(leg);
    }
    for ((_, index, expiry, root), group) in groups {
        if index == Index::Vix {
            let (found, left) = calls::parted(group);
            layers.extend(found);
            why.extend(left.iter().map(calls::reason));
            rest.extend(left);
            continue;
        }
        let (found, left) = parted(group);
        condors.extend(found);
        if let Some(reason) = reason(&left) {
            why.push(format!("{root} {}: {reason}", date(expiry)));
            rest.extend(left);
        }
    }
    why.extend(legs.others_said());
    if let Some(day) = day {
        account.remarks.push(format!("Positions of {}.", date(day)));
    }
    let without = condors.iter().filter(|condor: &&Order| condor.credit.is_none()).count();
    account.remarks.push(held_said([condors.len(), layers.len(), rest.len()]));
    if without > 0 {
        account
            .remarks
            .push("Where a credit is not known, or is none that such a condor can bring, the model's is used.".into());
    }
    account.remarks.extend(why.iter().cloned());
    Ok(Positions { day, condors, layers, legs: rest, why, account })
}

/// What is held, counted.
fn held_said(counts: [usize; 3]) -> String {
    let names = [
        ["iron condor", "iron condors"],
        ["layer of VIX calls", "layers of VIX calls"],
        ["other option on SPX or VIX", "other options on SPX or VIX"],
    ];
    let each = counts.into_iter().zip(names).filter(|(count, _)| *count > 0);
    let parts: Vec<String> = each
        .map(|(count, [one, many])| format!("{} {}", number(count as f64), if count == 1 { one } else { many }))
        .collect();
    if parts.is_empty() {
        "No option on SPX or VIX is held any more.".into()
    } else {
        format!("Held: {}.", listed(&parts))
    }
}

/// The condors of one expiry and root, and the legs that are left: all four at once, else four of one size.
fn parted(group: Vec<Leg>) -> (Vec<Order>, Vec<Leg>) {
    if let Some(order) = condor(&group) {
        return (vec![order], Vec::new());
    }
    let mut sizes: BTreeMap<u64, Vec<Leg>> = BTreeMap::new();
    for leg in group {
        sizes.entry(leg.quantity.abs().to_bits()).or_default().push(leg);
    }
    let (mut condors, mut left) = (Vec::new(), Vec::new());
    for legs in sizes.into_values() {
        match condor(&legs) {
            Some(order) => condors.push(order),
            None => left.extend(legs),
        }
    }
    (condors, left)
}

/// Four legs as an iron condor that was sold.
fn condor(legs: &[Leg]) -> Option<Order> {
    let [first, ..] = legs else { return None };
    let pick = |call: bool, sold: bool| {
        let mut found = legs.iter().filter(|leg| leg.call == call && (leg.quantity < 0.0) == sold);
        found.next().filter(|_| found.next().is_none())
    };
    let four = [pick(false, false)?, pick(false, true)?, pick(true, true)?, pick(true, false)?];
    let strikes = four.map(|leg| leg.strike);
    let is_rising = strikes.windows(2).all(|pair| pair[0] < pair[1]);
    let size = first.quantity.abs();
    let is_one_size = legs.len() == 4 && legs.iter().all(|leg| leg.quantity.abs() == size) && size.fract() == 0.0;
    if !is_rising || !is_one_size || !(1.0..=1e6).contains(&size) {
        return None;
    }
    let [long_put, short_put, short_call, long_call] = four.map(|leg| leg.price);
    let credit = || Some(short_put? + short_call? - long_put? - long_call?);
    let width = (strikes[1] - strikes[0]).max(strikes[3] - strikes[2]);
    let weeklys = first.root == "SPXW";
    let is_pm = occ::index(&first.root).is_some_and(|(_, am)| !am);
    Some(Order {
        contracts: size as u32,
        weeklys,
        am: if is_pm { Some(false) } else { first.expiry.is_am_expiry().then_some(true) },
        expiry: first.expiry,
        strikes,
        credit: credit().filter(|credit| *credit > 0.0 && *credit < width),
        put_credit: short_put.zip(long_put).map(|(short, long)| short - long),
        traded: None,
        is_held: true,
        left_out: Vec::new(),
    })
}

/// Why legs are no condor; none where there are none.
fn reason(legs: &[Leg]) -> Option<String> {
    let count =
        |call: bool, sold: bool| legs.iter().filter(|leg| leg.call == call && (leg.quantity < 0.0) == sold).count();
    let four = [count(false, false), count(false, true), count(true, true), count(true, false)];
    if legs.is_empty() {
        return None;
    }
    let names: Vec<String> = legs.iter().take(8).map(Leg::name).collect();
    let sizes = |leg: &&Leg| leg.quantity.abs() != legs.first().map_or(0.0, |first| first.quantity.abs());
    let why = match four {
        [1, 1, 1, 1] if legs.iter().any(|leg| sizes(&leg)) => "the four legs are not of one size",
        [1, 1, 1, 1] => "the four strikes are not in the order of a condor that was sold",
        _ if legs.len() > 4 => "more than four legs, and no four of one size that are a condor",
        _ => "no long put, short put, short call and long call",
    };
    Some(format!("{why} ({}).", names.join("; ")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::broker::legs::Other;

    fn leg(quantity: f64, strike: f64, call: bool, price: f64) -> Leg {
        Leg {
            index: Index::Spx,
            root: "SPXW".into(),
            expiry: Day(20_469),
            strike,
            call,
            quantity,
            price: Some(price),
            trade: String::new(),
        }
    }

    fn of(legs: &[Leg]) -> Positions {
        let mut all = Legs::default();
        legs.iter().cloned().for_each(|leg| all.add(leg).unwrap());
        positions(&all, None, Account::new("Test")).unwrap()
    }

    fn four(size: f64) -> Vec<Leg> {
        [
            (size, 5985.0, false, 20.0),
            (-size, 6035.0, false, 26.0),
            (-size, 6715.0, true, 10.0),
            (size, 6765.0, true, 4.0),
        ]
        .map(|(quantity, strike, call, price)| leg(quantity, strike, call, price))
        .into()
    }

    #[test]
    fn four_legs_of_one_size_are_a_condor_with_its_credit() {
        let found = of(&four(5.0));
        let order = &found.condors[0];
        assert_eq!((order.contracts, order.strikes, order.credit), (5, [5985.0, 6035.0, 6715.0, 6765.0], Some(12.0)));
        assert_eq!((order.weeklys, order.am, found.legs.len()), (true, Some(false), 0));
    }

    #[test]
    fn two_sizes_of_one_day_are_two_condors() {
        let other = four(2.0).into_iter().map(|leg| Leg { strike: leg.strike + 5.0, ..leg });
        let found = of(&four(5.0).into_iter().chain(other).collect::<Vec<_>>());
        assert_eq!((found.condors.len(), found.legs.len()), (2, 0));
    }

    #[test]
    fn what_is_no_condor_stays_legs_and_says_why() {
        let three = of(&four(5.0)[1..]);
        assert!(three.condors.is_empty() && three.legs.len() == 3);
        assert!(three.why[0].starts_with("SPXW 16 Jan 2026: no long put, short put"), "{:?}", three.why);
        let mut uneven = four(5.0);
        uneven[0].quantity = 4.0;
        assert!(of(&uneven).why[0].contains("not of one size"));
        let bought: Vec<Leg> = four(5.0).into_iter().map(|leg| Leg { quantity: -leg.quantity, ..leg }).collect();
        assert!(of(&bought).why[0].contains("not in the order"));
        // A credit beyond the wider wing is none.
        let mut dear = four(1.0);
        dear[1].price = Some(99.0);
        assert_eq!(of(&dear).condors[0].credit, None);
    }

    #[test]
    fn vix_calls_are_layers_and_every_other_leg_is_named_with_why() {
        let vix = |quantity: f64, strike: f64, call: bool| Leg {
            index: Index::Vix,
            root: "VIX".into(),
            expiry: Day(20_474),
            ..leg(quantity, strike, call, 0.85)
        };
        let mut all = Legs::default();
        let held = four(1.0).into_iter().chain([vix(5.0, 30.0, true), vix(2.0, 15.0, false)]);
        held.for_each(|leg| all.add(leg).unwrap());
        all.other(Other::plain("AAPL"));
        all.other(Other::option("SPY 16 Jan 2026 690 call", "SPY"));
        let found = positions(&all, None, Account::new("Test")).unwrap();
        assert_eq!((found.condors.len(), found.layers.len(), found.legs.len()), (1, 1, 1));
        assert_eq!(found.layers[0].name(), "5 VIX 21 Jan 2026 30 call");
        assert_eq!(
            found.account.remarks,
            [
                "Held: 1 iron condor, 1 layer of VIX calls and 1 other option on SPX or VIX.",
                "Left out: 2 VIX 21 Jan 2026 15 put: a plan holds calls on VIX and no puts.",
                "AAPL: no option, but a stock, a fund, a future or the like.",
                "SPY 16 Jan 2026 690 call: an option on SPY, neither SPX nor VIX."
            ]
        );
    }

    #[test]
    fn without_an_option_on_either_index_it_is_refused() {
        let mut legs = Legs::default();
        legs.other(Other::plain("AAPL"));
        let said = positions(&legs, None, Account::new("a statement"));
        assert!(said.is_err_and(
            |said| said == "This is a statement, but nothing in it is an option on SPX or VIX: it holds AAPL."
        ));
    }
}
