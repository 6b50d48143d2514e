//! Say: the ways to run a year, in words.

use crate::plan::odds::Recentre;
use crate::words::amount;
use crate::year::figures::Year;
use crate::year::ways::Way;

/// A way as a row is headed.
pub fn name(way: Way, year: &Year) -> String {
    match way {
        Way::Rules => "By the rules".into(),
        Way::NoHedge => "By the rules, no hedge".into(),
        Way::Typed => format!("{} in the pool, as typed", amount(year.typed.0)),
        Way::Untouched if year.typed.0 > 0.0 => "Untouched: as typed, condors held to expiry".into(),
        Way::Untouched => "Untouched: condors held to expiry".into(),
        Way::Promoter => "A promoter: no rule of the size, no gate, no hedge".into(),
        Way::NoPool => "By the rules, no pool".into(),
        Way::OtherGate if year.gate => "By the rules, no VIX gate".into(),
        Way::OtherGate => "By the rules, with the VIX gate".into(),
        Way::Otherwise(Recentre::Month) => "By the rules, range set anew each month".into(),
        Way::Otherwise(Recentre::Leaves) => "By the rules, range set anew when it is left".into(),
        Way::Otherwise(Recentre::Never) => "By the rules, range never set anew".into(),
    }
}

/// A way in a word or two, for a button.
pub fn short(way: Way, gate: bool) -> &'static str {
    match way {
        Way::Rules => "Rules",
        Way::NoHedge => "No hedge",
        Way::Typed => "As typed",
        Way::Untouched => "Untouched",
        Way::Promoter => "Promoter",
        Way::NoPool => "No pool",
        Way::OtherGate if gate => "No gate",
        Way::OtherGate => "Gate",
        Way::Otherwise(Recentre::Month) => "Monthly range",
        Way::Otherwise(Recentre::Leaves) => "Range when left",
        Way::Otherwise(Recentre::Never) => "Range kept",
    }
}

/// What the years are made of and what is left out of them, a sentence each.
pub fn notes(year: &Year) -> Vec<String> {
    let gate = if year.gate { "while VIX is at 20 or below" } else { "at every VIX" };
    let range = match year.recentre {
        Recentre::Month => "set round the price again each month",
        Recentre::Leaves => "set round the price again on the day that ends out of it",
        Recentre::Never => "never set anew",
    };
    let condors = if year.has_condors {
        format!("condors sold by their rule {gate} and left by your exits, ")
    } else {
        String::new()
    };
    let hedge = if year.is_hedged { "the hedge held and rolled, " } else { "" };
    let mut said = vec![format!(
        "252 trading days from today: {condors}{hedge}everything at your levels and nothing compounded, as in the back-test."
    )];
    if !year.curve.is_empty() {
        said.push(format!(
            "The pool’s range is {range}; by the rules its size is asked each month and when VIX has moved by a quarter, signals as they are in your plan. A loan or a cover that it has begins anew with every entry."
        ));
    }
    if year.ways.iter().any(|way| way.called.is_some()) {
        said.push("Its loan is in proportion to what is in it; where the lender sells the pool at a close, nothing is in it until its size is asked again, as typed each month, and then its range is round the price.".into());
    }
    if year.ways.iter().any(|way| way.falls.iter().any(|fall| fall.value > 1.0)) {
        said.push("A fall of more than 100\u{202f}% is of years that lost more than there was: nothing stops a programme here, and what it then owes counts.".into());
    }
    if let Some((last, rest)) = year.left_out.split_last() {
        let names = if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) };
        said.push(format!("Not in it: {names}."));
    }
    said
}
