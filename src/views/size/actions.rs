//! Actions: what to do now, with the reason, as text that can be copied.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::world::ROLL_DAYS;
use crate::plan::holding::Kind;
use crate::sizing::Case;
use crate::sizing::ledger::SizedPosition;
use crate::sizing::rules::stress_cap;
use crate::sizing::stressed::SizingShock;
use crate::sizing::waterfall::Waterfall;
use crate::words::{amount, fixed, number, vix};

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
    let mut list = vec![resize(ledger, fall, &sized_name(book))];
    let loss = -shocked.book.combined(ledger.held) - case.budget;
    if fall.binding == stress_cap::RULE.id && loss > SMALL && shocked.book.hedge > 0.0 {
        let times = 1.0 + loss / shocked.book.hedge;
        list.push(Action {
            what: format!(
                "Or keep {} and hold × {} the hedge",
                amount(ledger.held),
                fixed((100.0 * times).ceil() / 100.0, 2)
            ),
            why: format!(
                "This shock goes {} past the budget; the hedge gains {} now.",
                amount(loss),
                amount(shocked.book.hedge)
            ),
        });
    }
    if fall.freed.0 > SMALL {
        list.push(Action {
            what: format!("Put {} into the hedge", amount(fall.freed.0)),
            why: "A big top is near: half of the pool is freed for it.".into(),
        });
    }
    let due = book.planned_layers().filter(|(_, layer, _)| layer.contracts > 0.0 && layer.days < ROLL_DAYS);
    for (entry, layer, _) in due {
        list.push(Action {
            what: format!("Roll {}, {} calls", entry.name, number(layer.contracts)),
            why: format!("{} days are left; below {} a layer is rolled.", number(layer.days), number(ROLL_DAYS)),
        });
    }
    let gap = shocked.quick.due().0 - shocked.quick.at_hand.0 - shocked.quick.withdrawable.0;
    if case.quick_ratio.is_some_and(|ratio| ratio < 1.0) {
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

fn resize(ledger: &SizedPosition, fall: &Waterfall, name: &str) -> Action {
    let step = fall.size.0 - ledger.held;
    let why = match fall.steps.iter().find(|step| step.binds) {
        Some(step) => format!("{}: {}.", step.label, step.finds),
        None => String::new(),
    };
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

/// The list as plain text, the answer on top.
pub fn text(answer: &str, actions: &[Action], [from, to, days]: [f64; 3]) -> String {
    let mut out = format!("VIX {} → {} in {} trading days. {answer}\n", vix(from), vix(to), number(days));
    for action in actions {
        out += &format!("- {}. {}\n", action.what, action.why);
    }
    out + "Educational, not advice.\n"
}
