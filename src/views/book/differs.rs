//! Differs: what is not as the page opened, one list: the bar beside the views and the memo's first part show its
//! assumptions, the memo's inputs the rest.
//!
//! The four numbers of the shock that stand in the verdict are not in it: VIX, days, SPX and the token.

use serde::Serialize;

use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::holding::Kind;
use crate::plan::knobs::{Group, KNOBS, Knob, LISTS};

/// An input, a list or a holding that is not as it opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differs {
    /// Where it stands.
    pub at: Address,
    /// What it is called, with its holding's name where there are several.
    pub name: String,
    /// As it is, in words.
    pub now: String,
    /// As it opened, in words.
    pub opened: String,
    /// Whether it is assumed of the world, or a rule: it hides behind folds, so the bar names it.
    pub is_assumption: bool,
    /// The opening value in the plan's unit (`None` in it leaves it to the model); `None` where an input does not bring it
    /// back: a list, a holding that is there or not.
    pub back: Option<Option<f64>>,
}

/// An input's value in words; a rule is on or off, a choice is named.
pub fn stands(knob: &Knob, value: Option<f64>) -> String {
    match (knob.options(), value) {
        (_, None) if knob.left_empty() == "not known" => "not known".into(),
        (_, None) => "the model’s".into(),
        (Some(options), Some(x)) => options.get(x as usize).map_or_else(String::new, |(_, label)| (*label).to_string()),
        (None, Some(x)) if knob.is_switch() => if x == 1.0 { "on" } else { "off" }.into(),
        (None, Some(x)) => knob.shown(x),
    }
}

/// Whether the verdict says it.
fn is_left_out(id: &str) -> bool {
    matches!(id, "shock.vix" | "shock.days" | "shock.spx" | "shock.token" | "market.today")
}

/// What is assumed of the world and which rules are on.
fn is_assumption(knob: &Knob) -> bool {
    knob.group == Group::Shock || knob.id.starts_with("sizing.rule.")
}

/// Everything that differs from the opening plan where it matters: assumptions, then what is held, then all other inputs.
pub fn of(plan: &Plan) -> Vec<Differs> {
    let opening = Plan::example();
    let mut found: Vec<Differs> =
        KNOBS.iter().filter(|k| is_assumption(k)).flat_map(|k| inputs(k, plan, &opening)).collect();
    for kind in Kind::ALL {
        let [now, then] = [plan.count(kind), opening.count(kind)];
        found.extend((now.min(then)..now.max(then)).map(|nth| {
            let is_new = nth < now;
            let names = if is_new { plan } else { &opening };
            let word = |is: bool| if is { "held" } else { "not held" }.to_string();
            Differs {
                at: Address::new(kind.switch(), nth),
                name: names.name(kind, nth),
                now: word(is_new),
                opened: word(!is_new),
                is_assumption: false,
                back: None,
            }
        }));
    }
    found.extend(KNOBS.iter().filter(|k| !is_assumption(k)).flat_map(|k| inputs(k, plan, &opening)));
    for list in LISTS {
        if list.text(plan) != list.text(&opening) {
            let at = Address::new(list.id, 0);
            found.push(Differs {
                at,
                name: list.label.into(),
                now: list.said(plan),
                opened: list.said(&opening),
                is_assumption: false,
                back: None,
            });
        }
    }
    found
}

/// Those of a list that the bar names.
pub fn assumptions(all: &[Differs]) -> impl Iterator<Item = &Differs> {
    all.iter().filter(|one| one.is_assumption)
}

/// What an input opened at, where it is in the list.
pub fn opened_at(all: &[Differs], at: Address) -> Option<&str> {
    all.iter().find(|one| one.at == at && one.back.is_some()).map(|one| one.opened.as_str())
}

/// The input on each holding that both plans have.
fn inputs(knob: &'static Knob, plan: &Plan, opening: &Plan) -> Vec<Differs> {
    if is_left_out(knob.id) {
        return Vec::new();
    }
    let count = knob.kind().map_or(1, |kind| plan.count(kind).min(opening.count(kind)));
    let differs = |nth: &usize| knob.value(plan, *nth) != knob.value(opening, *nth) && (knob.applies)(plan, *nth);
    let one = |nth: usize| {
        let (at, then) = (Address::new(knob.id, nth), knob.value(opening, nth));
        Differs {
            at,
            name: plan.named(at, knob.label),
            now: stands(knob, knob.value(plan, nth)),
            opened: stands(knob, then),
            is_assumption: is_assumption(knob),
            back: Some(then),
        }
    };
    (0..count).filter(differs).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::FutureQuote;
    use crate::units::{Frac, Points, Usd};

    #[test]
    fn the_bar_and_the_memo_name_the_same_assumptions() {
        let mut plan = Plan::example();
        plan.event.peg = Usd(0.97);
        plan.a_condor().contracts = 5.0;
        let assumed: Vec<_> = assumptions(&of(&plan)).map(|one| one.at.row).collect();
        assert_eq!(assumed, ["shock.peg"]);
        assert_eq!(opened_at(&of(&plan), Address::new("condor.contracts", 0)), Some("3"));
    }

    #[test]
    fn nothing_differs_from_the_opening_plan_whatever_the_shock() {
        let mut plan = Plan::example();
        assert_eq!(of(&plan), []);
        (plan.event.vix, plan.event.days, plan.event.spx) = (Some(Points(80.0)), 21.0, Some(Frac(-0.1)));
        assert_eq!(of(&plan), []);
    }

    #[test]
    fn one_list_names_assumptions_first_and_then_what_is_held_and_typed() {
        let mut plan = Plan::example();
        plan.event.peg = Usd(0.97);
        plan.sizing.rules.stress = false;
        plan.a_condor().contracts = 5.0;
        plan.a_condor().long_put_price = Some(Points(7.25));
        plan.market.futures = vec![FutureQuote { days: 30.0, level: Points(19.5) }];
        plan.add_fresh(Kind::Pool);
        let found = of(&plan);
        let names: Vec<&str> = found.iter().map(|one| one.at.row).collect();
        let place = |row: &str| names.iter().position(|name| *name == row).unwrap_or(usize::MAX);
        let rows = ["shock.peg", "sizing.rule.stress", "pool.on", "condor.contracts", "condor.long_put_price"];
        let places = rows.map(place);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]) && places[4] < usize::MAX, "{names:?}");
        let said =
            |row: &str| found.iter().find(|one| one.at.row == row).map(|one| (one.now.as_str(), one.opened.as_str()));
        assert_eq!(said("condor.long_put_price").map(|words| words.1), Some("the model’s"));
        assert_eq!(said("pool.on"), Some(("held", "not held")));
        assert!(found.iter().any(|one| one.at.row == "market.futures" && one.opened == "none"), "{names:?}");
    }

    #[test]
    fn putting_everything_back_leaves_nothing_that_differs() {
        let mut plan = Plan::example();
        (plan.response.severity, plan.event.peg) = (1.2, Usd(0.97));
        (plan.a_pool().deposit, plan.market.spx) = (Usd(12_000.0), Points(6000.0));
        let found = of(&plan);
        assert!(found.len() >= 4);
        for one in found {
            assert!(one.back.is_some_and(|back| plan.set(one.at, back).is_ok()), "{}", one.at);
        }
        assert_eq!(of(&plan), []);
    }
}
