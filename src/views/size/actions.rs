//! Actions: what to do now, with the reason, as text that can be copied.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::world::ROLL_DAYS;
use crate::plan::holding::Kind;
use crate::sizing::ledger::{SizedPosition, Tweak};
use crate::sizing::stressed::SizingShock;
use crate::sizing::waterfall::Waterfall;
use crate::sizing::{Case, size};
use crate::views::size::answer::dearer;
use crate::words::{amount, calendar_days, number, trading_days, vix};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Action {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Moves below this are not worth their gas, dollars.
const SMALL: f64 = 100.0;

pub(super) fn actions(
    book: &Book,
    ledger: &SizedPosition,
    shocked: &SizingShock,
    case: &Case,
    fall: &Waterfall,
) -> Vec<Action> {
    let mut list = vec![resize(ledger, shocked, fall, &sized_name(book))];
    if fall.freed.0 > SMALL {
        list.push(Action {
            what: format!("Put {} into the hedge", amount(fall.freed.0)),
            why: "A big top is near: this much of what you hold is freed for it.".into(),
        });
    }
    let due = book.planned_layers().filter(|(_, layer, _)| layer.contracts > 0.0 && layer.days < ROLL_DAYS);
    for (entry, layer, _) in due {
        list.push(Action {
            what: format!("Roll {}, {} calls", entry.name, number(layer.contracts)),
            why: format!("{} are left; below {} a layer is rolled.", calendar_days(layer.days), number(ROLL_DAYS)),
        });
    }
    let gap = shocked.quick.due().0 - shocked.quick.at_hand.0 - shocked.quick.withdrawable.0;
    if gap > 0.0 {
        list.push(Action {
            what: format!("Raise {} of cash or stablecoins", amount(gap)),
            why: format!(
                "In this shock {} falls due and {} is ready.",
                amount(shocked.quick.due().0),
                amount(shocked.quick.due().0 - gap)
            ),
        });
    }
    if !case.failed.is_empty() {
        list.push(Action {
            what: "Leave this token".into(),
            why: format!("Its vetting fails: {}.", case.failed.join(", ")),
        });
    }
    list
}

/// What the sized pool is called.
fn sized_name(book: &Book) -> String {
    book.plan.sized_pool().map_or_else(|| "the pool".into(), |nth| book.plan.name(Kind::Pool, nth))
}

fn resize(ledger: &SizedPosition, shocked: &SizingShock, fall: &Waterfall, name: &str) -> Action {
    let step = fall.size.0 - ledger.held;
    let rule = fall.steps.iter().find(|step| step.binds);
    let why = rule.map_or_else(String::new, |step| format!("{}: {}.", step.label, step.finds));
    let why = why + &dearer(shocked, ledger.held, fall.size.0);
    let what = if step.abs() < SMALL && (fall.size.0 > 0.0) == (ledger.held > 0.0) {
        format!("Keep {name} as it is")
    } else if step > 0.0 {
        format!("You may add up to {} to {name}", amount(step))
    } else if fall.size.0 <= 0.0 {
        format!("Withdraw all {} from {name}", amount(-step))
    } else {
        format!("Withdraw {} from {name}", amount(-step))
    };
    Action { what, why }
}

/// Most times the hedge that is tried, in equal ratios, and tries in whole contracts.
const MOST_TIMES: f64 = 20.0;
const STEPS: u32 = 24;
const TRIES: usize = 6;

/// Keeping what is held with a larger hedge, where the rules then allow it: in whole contracts, asked again of every rule
/// that is on with a book that holds them. None where nothing is too large, no VIX layer is held, or no such hedge does.
pub fn larger_hedge(book: &Book, ledger: &SizedPosition) -> Option<Action> {
    let shocked = ledger.shocked(book);
    let allows = |hedge: f64| {
        let tweak = Tweak { hedge, ..ledger.as_is() };
        let case = Case { cvar: ledger.cvar_cap(&tweak), ..ledger.case(&shocked, &tweak) };
        size(&case, &ledger.plan.rules).usd >= ledger.held
    };
    if ledger.held <= 0.0 || allows(1.0) {
        return None;
    }
    // More is not always better: calls lose to time where VIX rests. The first multiple that does.
    let first = (1..=STEPS).map(|i| MOST_TIMES.powf(f64::from(i) / f64::from(STEPS))).find(|times| allows(*times))?;
    let (mut short, mut enough) = (first / MOST_TIMES.powf(1.0 / f64::from(STEPS)), first);
    for _ in 0..8 {
        let middle = 0.5 * (short + enough);
        if allows(middle) { enough = middle } else { short = middle }
    }
    // Rounding to whole contracts changes the proportion of the layers: try, and ask again.
    (0..TRIES).find_map(|i| with_hedge(book, ledger, enough * (1.0 + 0.05 * i as f64)))
}

fn with_hedge(book: &Book, ledger: &SizedPosition, times: f64) -> Option<Action> {
    let mut plan = book.plan.clone();
    let mut said = Vec::new();
    for (entry, layer, _) in book.planned_layers().filter(|(_, layer, _)| layer.contracts > 0.0) {
        let contracts = (layer.contracts * times).ceil();
        plan.layer_mut(entry.nth)?.contracts = Some(contracts);
        said.push(format!("{} {}", number(contracts), entry.name));
    }
    let larger = book.resolve_beside(&plan).ok()?;
    let asked = SizedPosition::alone(&larger)?;
    let shocked = asked.shocked(&larger);
    let allowed = size(&asked.case(&shocked, &asked.as_is()), &asked.plan.rules).usd;
    if said.is_empty() || allowed < ledger.held {
        return None;
    }
    let carry = |book: &Book| book.legs().filter_map(|leg| leg.held.carry(&book.today)).map(|usd| usd.0).sum::<f64>();
    Some(Action {
        what: format!("Or keep {} and hold {}", amount(ledger.held), said.join(", ")),
        why: format!(
            "Every rule that is on then allows {}. The hedge carries {} a year instead of {}.",
            amount(allowed),
            amount(carry(&larger)),
            amount(carry(book))
        ),
    })
}

/// The list as plain text, the answer on top.
pub fn text(answer: &str, actions: &[Action], [from, to, days]: [f64; 3]) -> String {
    let mut out = format!("VIX {} → {} in {}. {answer}\n", vix(from), vix(to), trading_days(days));
    for action in actions {
        out += &format!("- {}. {}\n", action.what, action.why);
    }
    out + "Educational, not advice.\n"
}
