//! Legs of an order, and the condor that they are.

use crate::data::order::word::{Loose, Right, Side, Strike, WANTED, unread_number};
use crate::data::order::words::Words;
use crate::words::{clip, fixed, listed, number, rounded};

/// Most contracts of a condor of a plan.
const MOST_CONTRACTS: f64 = 10_000.0;
/// Lowest and highest strike of one.
const LEVELS: [f64; 2] = [100.0, 100_000.0];

/// One option of an order: contracts below 0 are sold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Contracts.
    pub contracts: f64,
    /// Put or call.
    pub right: Right,
    /// Strike.
    pub level: f64,
}

/// Contracts with their sign, of what the words and the number say.
fn contracts(side: Option<Side>, quantity: Option<Loose>) -> Result<f64, String> {
    let Some(Loose { size, sign, text, .. }) = quantity else {
        return Err(format!("How many contracts is not said, such as 'SELL -5'. {WANTED}"));
    };
    let signed = match (side, sign) {
        (Some(side), Some(sign)) if side != sign => {
            let word = if side == Side::Sell { "sells" } else { "buys" };
            return Err(format!("This {word} '{text}': the word and the sign contradict each other."));
        }
        (side, sign) => side.or(sign).ok_or_else(|| {
            format!("Whether '{text}' is sold or bought is not said, by SELL or a minus sign. {WANTED}")
        })?,
    };
    if size == 0.0 || size.fract() != 0.0 || size > MOST_CONTRACTS {
        return Err(format!(
            "'{}' contracts: wanted is a whole number from 1 to {}.",
            clip(text),
            number(MOST_CONTRACTS)
        ));
    }
    Ok(if signed == Side::Sell { -size } else { size })
}

/// Legs and credit of an order with its four strikes in a row.
///
/// # Errors
/// The sentence that says what is wrong with them.
pub fn in_one(mut words: Words) -> Result<(Vec<Leg>, Option<f64>), String> {
    let levels = words.strikes.iter().map(|strike| number(strike.level)).collect::<Vec<_>>();
    let [a, b, c, d] = words.strikes[..] else {
        let seen = match &levels[..] {
            [] => "No strike is".into(),
            [one] => format!("One strike, {one}, is"),
            many => format!("{} strikes, {}, are", many.len(), clip(&many.join("/"))),
        };
        return Err(format!("{seen} there: an iron condor has four, two of puts and two of calls. {WANTED}"));
    };
    let quantity = words.take_quantity();
    let signed = contracts(words.side, quantity)?;
    let mut strikes = [a, b, c, d];
    let rises = |pair: [Strike; 2]| pair[1].level >= pair[0].level;
    // In a row from one end to the other no order of legs is meant: the outer two are the wings.
    let is_row = rises([a, b]) == rises([b, c]) && rises([b, c]) == rises([c, d]);
    let said: Option<[Option<Right>; 4]> = match words.rights[..] {
        [] => Some(strikes.map(|strike| strike.right)),
        [all] => Some([Some(all); 4]),
        [first, second] => Some([Some(first), Some(first), Some(second), Some(second)]),
        [a, b, c, d] => Some([a, b, c, d].map(Some)),
        _ => None,
    };
    let Some(said) = said else {
        return Err(format!("{} words for puts and calls stand beside four strikes. {WANTED}", words.rights.len()));
    };
    for (strike, right) in strikes.iter_mut().zip(said) {
        strike.right = strike.right.or(right);
    }
    // Where nothing says which are calls, the higher two are.
    let is_first_higher = a.level + b.level > c.level + d.level;
    let [higher, lower] = [Right::Call, Right::Put];
    let usual = if is_first_higher { [higher, higher, lower, lower] } else { [lower, lower, higher, higher] };
    let mut legs = Vec::new();
    for (strike, usual) in strikes.into_iter().zip(usual) {
        let right = strike.right.unwrap_or(usual);
        let is_second = legs.iter().any(|leg: &Leg| leg.right == right);
        legs.push(Leg { contracts: if is_second { -signed } else { signed }, right, level: strike.level });
    }
    if is_row {
        for (leg, is_wing) in legs.iter_mut().zip([true, false, false, true]) {
            leg.contracts = if is_wing { -signed } else { signed };
        }
    }
    Ok((legs, words.take_price()?))
}

/// What an order's legs say.
pub struct Priced {
    /// Each leg.
    pub legs: Vec<Leg>,
    /// Points received per condor, where a price is there.
    pub credit: Option<f64>,
    /// Of it those for the put side, where each leg has its price.
    pub put_credit: Option<f64>,
}

/// Legs and credit of an order with one option a line; four prices are those of the legs, one is the condor's.
///
/// # Errors
/// The sentence that says what is wrong with them.
pub fn by_leg(parts: Vec<Words>) -> Result<Priced, String> {
    let (mut legs, mut prices, mut others) = (Vec::new(), Vec::new(), Vec::new());
    // Where a minus says what is sold, what has no sign is bought.
    let has_minus =
        parts.iter().any(|part| part.clone().take_quantity().is_some_and(|one| one.sign == Some(Side::Sell)));
    for mut part in parts {
        let [strike] = part.strikes[..] else {
            if let Some(text) = part.other_number() {
                return Err(unread_number(text));
            }
            others.extend(part.take_price()?);
            continue;
        };
        let Some(right) = strike.right.or(part.rights.first().copied()) else {
            return Err(format!("Whether {} is a put or a call is not said. {WANTED}", number(strike.level)));
        };
        let quantity = part.take_quantity();
        let is_bare = part.side.is_none() && quantity.as_ref().is_some_and(|one| one.sign.is_none());
        let side = if has_minus && is_bare { Some(Side::Buy) } else { part.side };
        let leg = Leg { contracts: contracts(side, quantity)?, right, level: strike.level };
        prices.extend(part.take_price()?.map(|price| (leg, price)));
        legs.push(leg);
    }
    let received = |(leg, price): &(Leg, f64)| if leg.contracts < 0.0 { *price } else { -*price };
    let credit = match (&prices[..], &others[..]) {
        ([], []) => None,
        ([], [net]) | ([(_, net)], []) => Some(*net),
        ([_, _, _, _], []) => {
            let net = rounded(prices.iter().map(received).sum(), 6);
            if net <= 0.0 {
                return Err(format!(
                    "The four prices come to {} points: a condor that is sold brings some.",
                    fixed(net, 2)
                ));
            }
            Some(net)
        }
        (prices, others) => {
            let seen = prices.len().saturating_add(others.len());
            return Err(format!(
                "{seen} prices are there: wanted are one for the condor, or one for each of its legs."
            ));
        }
    };
    let puts = prices.iter().filter(|(leg, _)| leg.right == Right::Put).map(received).sum();
    let is_by_leg = prices.len() == 4;
    Ok(Priced { legs, credit, put_credit: is_by_leg.then(|| rounded(puts, 6)) })
}

/// Contracts and the four strikes, lowest first.
///
/// # Errors
/// The sentence that says what is wrong with them.
pub fn condor(legs: &[Leg]) -> Result<(u32, [f64; 4]), String> {
    let of = |right: Right| legs.iter().filter(move |leg| leg.right == right).collect::<Vec<_>>();
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let (puts, calls) = (of(Right::Put), of(Right::Call));
    let ([put, other_put], [call, other_call]) = (&puts[..], &calls[..]) else {
        let seen = format!("{} and {}", count(puts.len(), "put"), count(calls.len(), "call"));
        return Err(format!("Here are {seen}: an iron condor has two puts and two calls. {WANTED}"));
    };
    let size = put.contracts.abs();
    if legs.iter().any(|leg| leg.contracts.abs() != size) {
        let sizes: Vec<String> = legs.iter().map(|leg| number(leg.contracts.abs())).collect();
        return Err(format!("The legs have {} contracts: those of a condor are all equal.", listed(&sizes)));
    }
    let mut strikes = [0.0; 4];
    for ([a, b], name, at) in [([put, other_put], "puts", [0, 1]), ([call, other_call], "calls", [3, 2])] {
        let (long, short) = if a.contracts > 0.0 { (a, b) } else { (b, a) };
        if a.contracts * b.contracts > 0.0 {
            let done = if a.contracts > 0.0 { "bought" } else { "sold" };
            return Err(format!(
                "Both {name} are {done}: of each pair of a condor one is sold and one is bought. {WANTED}"
            ));
        }
        if a.level == b.level {
            return Err(format!("Both {name} are at {}: a wing has a width.", number(a.level)));
        }
        for (place, leg) in at.into_iter().zip([long, short]) {
            strikes[place] = leg.level;
        }
    }
    let [long_put, short_put, short_call, long_call] = strikes;
    let shown = clip(&strikes.map(number).join("/"));
    match (long_put < short_put, short_call < long_call) {
        (true, true) => {}
        (false, false) => {
            return Err("This buys an iron condor: those that are sold are held here. Wanted is 'SELL -5 …', with the nearer strikes sold.".into());
        }
        _ => {
            return Err(format!(
                "The strikes {shown} are no iron condor: the nearer put and the nearer call are both sold. {WANTED}"
            ));
        }
    }
    if short_put == short_call {
        return Err(format!(
            "Put and call are both sold at {}: that is an iron butterfly. {WANTED}",
            number(short_put)
        ));
    }
    if short_put > short_call {
        let (put, call) = (number(short_put), number(short_call));
        return Err(format!(
            "The put sold at {put} is above the call sold at {call}: in a condor puts are below calls."
        ));
    }
    let [low, high] = LEVELS;
    if let Some(level) = strikes.into_iter().find(|level| !(low..=high).contains(level)) {
        return Err(format!(
            "The strike {} is none of SPX: wanted is {} to {}.",
            number(level),
            number(low),
            number(high)
        ));
    }
    Ok((size as u32, strikes))
}
