//! Actions: what to do now, with the reason, as text that can be copied.
//!
//! Each is asked of every rule that is on before it is offered. One that a rule speaks against is not offered as if it
//! helped: the rules that disagree are named, each with what it would have. What needs a book of its own to be asked is in
//! `offers.rs`.

use serde::Serialize;

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::address::Changes;
use crate::plan::holding::Kind;
use crate::plan::knobs::knob;
use crate::sizing::kept::{At, Kept, SAME, broken, kept};
use crate::sizing::ledger::SizedPosition;
use crate::sizing::rules::{quick_ratio, stress_cap};
use crate::sizing::stressed::SizingShock;
use crate::sizing::waterfall::{Step, Waterfall};
use crate::sizing::{RuleKind, owed_at};
use crate::units::Usd;
use crate::views::size::answer::{SMALL, dearer};
use crate::words::{amount, fixed, place, trading_days, vix};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Action {
    /// What kind of thing.
    pub kind: Doing,
    /// What to do, in a few words.
    pub what: String,
    /// What it changes or which rule asks for it.
    pub why: String,
    /// What speaks against it, each in words that begin with a rule's label or with what cannot pay for it: it is not
    /// offered. Empty where nothing does.
    pub refused: Vec<String>,
    /// What its button sets; empty where nothing is to be done.
    pub changes: Changes,
}

/// What kind of thing an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// The sized pool stays.
    Keep,
    /// More in the sized pool.
    Add,
    /// Less in it.
    Withdraw,
    /// Cash for what falls due.
    Raise,
    /// What is freed goes into the hedge.
    Free,
    /// A layer that is due.
    Roll,
    /// More contracts of the hedge, the pool kept.
    Hedge,
    /// The sized pool's loan goes, the pool kept.
    Repay,
}

impl Action {
    /// One that is offered, or refused: then nothing is set.
    pub(super) fn new(kind: Doing, [what, why]: [String; 2], plan: &Plan, then: Option<&Plan>) -> Action {
        let changes = then.map_or_else(Vec::new, |then| plan.changes_to(then));
        Action { kind, what, why, refused: Vec::new(), changes }
    }

    /// The same, refused by these.
    pub(super) fn refused(self, by: Vec<String>) -> Action {
        if by.is_empty() { self } else { Action { refused: by, changes: Vec::new(), ..self } }
    }

    /// The plan with it done; none where nothing is to be done, or an input refuses what it would be set to.
    pub fn done(&self, plan: &Plan) -> Option<Plan> {
        let mut then = plan.clone();
        let is_set = self.changes.iter().all(|(at, value)| then.set(*at, *value).is_ok());
        (is_set && !self.changes.is_empty()).then_some(then)
    }
}

/// Why a withdrawal is not offered that only rules speak for which it breaks further.
const LOSES_MORE: &str = "less of it loses more";

/// What the headline adds where rules refuse to have the pool resized.
pub(super) fn disagreement(actions: &[Action]) -> Option<&'static str> {
    let refused = |kind| actions.iter().any(|action| action.kind == kind && !action.refused.is_empty());
    if actions.iter().any(|action| action.what.ends_with(LOSES_MORE)) {
        return Some(LOSES_MORE);
    }
    if refused(Doing::Withdraw) {
        return Some("the rules disagree about taking it out");
    }
    refused(Doing::Add).then_some("the rules disagree about adding to it")
}

/// What tells each of a list from the others while offers come in between and amounts move: its kind, and which of it.
pub fn keys(actions: &[Action]) -> Vec<String> {
    let key = |(i, one): (usize, &Action)| {
        let before = actions.iter().take(i).filter(|other| other.kind == one.kind).count();
        format!("{:?} {before}", one.kind)
    };
    actions.iter().enumerate().map(key).collect()
}

/// What the answer asks of the pool, and the cash that this shock then still asks for.
pub(super) fn actions(book: &Book, ledger: &SizedPosition, shocked: &SizingShock, fall: &Waterfall) -> Vec<Action> {
    let (resize, usd) = resize(book, ledger, shocked, fall);
    let withdrawn = if resize.kind == Doing::Withdraw { resize.done(&book.plan) } else { None };
    let raise = raise_cash(book, ledger, shocked, withdrawn.as_ref().map(|then| (then, usd)));
    std::iter::once(resize).chain(raise).collect()
}

/// Whether taking the pool out is refused by the very rule that leaves no room for it: less of it breaks that further.
pub(super) fn is_kept_by(first: &Action, fall: &Waterfall) -> bool {
    let binds = fall.steps.iter().find(|step| step.binds);
    first.kind == Doing::Withdraw && binds.is_some_and(|step| first.refused.iter().any(|no| no.starts_with(step.label)))
}

/// What the Big Top frees for the hedge, of what the first action takes out: its loan and its gas are paid before; nothing
/// where nothing is taken out.
pub(super) fn freed(book: &Book, actions: &[Action], fall: &Waterfall) -> Usd {
    // The plan is asked only where something is to be freed: this stands in every frame of a drag.
    let first = actions.first().filter(|first| first.kind == Doing::Withdraw && fall.freed.0 > SMALL);
    let cash =
        first.and_then(|first| first.done(&book.plan)).map(|then| then.account.cash.0 - book.plan.account.cash.0);
    Usd(cash.map(|cash| fall.freed.0.min(cash)).filter(|usd| *usd > SMALL).unwrap_or(0.0))
}

/// What the sized pool is called.
pub(super) fn sized_name(book: &Book) -> String {
    book.plan.sized_pool().map_or_else(|| "the pool".into(), |nth| book.plan.name(Kind::Pool, nth))
}

/// The plan with another deposit in its sized pool: what is borrowed against it grows and shrinks with it. What is taken out comes to the cash, its loan paid back, its gas paid and what is written on it sold in
/// proportion; what is put in is new money.
pub(super) fn resized(book: &Book, ledger: &SizedPosition, usd: f64) -> Option<Plan> {
    let mut plan = book.plan.clone();
    let held = ledger.held;
    let pool = plan.pool_mut(plan.sized_pool()?)?;
    let times = if held > 0.0 { usd / held } else { 0.0 };
    // Not past what their inputs take, and no loan past what may be owed by the last digit.
    let most = |id: &str| knob(id).map_or(f64::INFINITY, |knob| knob.range[1]);
    pool.deposit = Usd(usd.min(most("pool.deposit")));
    pool.loan = Usd(owed_at(pool.loan.0, times));
    plan.account.cash = Usd(plan.account.cash.0 + ledger.freed(usd));
    Some(plan)
}

/// What of it goes to the lender or comes from it, in words; empty where nothing is owed.
fn loan_said(ledger: &SizedPosition, usd: f64) -> String {
    match ledger.repaid(usd) {
        repaid if repaid >= SAME => {
            let (freed, gas) = (amount(ledger.freed(usd)), amount(ledger.position.gas.0));
            format!(" {} of it pays back the loan, {freed} comes to the cash after {gas} of gas.", amount(repaid))
        }
        repaid if repaid <= -SAME => format!(" It borrows {} more in proportion.", amount(-repaid)),
        _ => String::new(),
    }
}

/// What the legs written on the sized pool cost or bring, in words; empty where it is nothing.
fn legs_said(book: &Book, ledger: &SizedPosition, usd: f64) -> String {
    let cost = ledger.legs_cost(usd);
    if cost.abs() < SAME {
        return String::new();
    }
    let names: Vec<&str> = book.legs_on_sized().map(|leg| leg.name.as_str()).collect();
    let goes = if names.len() > 1 { "go" } else { "goes" };
    let it = if cost > 0.0 { "takes" } else { "brings" };
    format!(" {} {goes} with it, which {it} {}.", names.join(" and "), amount(cost.abs()))
}

/// Every rule that would have less than is held, with what it would have.
fn for_less(fall: &Waterfall, held: f64) -> Vec<(&'static str, String)> {
    let is_factor = |step: &Step| step.mark.starts_with('×');
    let is_less = |step: &Step| step.after.is_some_and(|usd| usd.0 < held - SAME);
    let less = |step: &&Step| step.is_on && is_less(step) && (is_factor(step) || step.kind != RuleKind::Multiplier);
    let words = |step: &Step| match step.after {
        _ if is_factor(step) => format!("{} takes {} ({})", step.label, step.mark, step.finds),
        after => format!("{} would have {} ({})", step.label, amount(after.map_or(0.0, |usd| usd.0)), step.finds),
    };
    fall.steps.iter().filter(less).map(|step| (step.id, words(step))).collect()
}

/// Rules that are on and that taking out so much makes worse: past the budget and further than now, or, of this shock, a
/// larger loss.
fn against_less(now: &At, then: &At) -> Vec<[Kept; 2]> {
    let mut found = broken(now, then);
    let is_named = found.iter().any(|pair| pair[0].rule.id == stress_cap::RULE.id);
    if now.ledger.plan.rules.stress && !is_named {
        let pair = [now, then].map(|at| kept(&stress_cap::RULE, at));
        let [before, after] = pair.map(|kept| kept.loss.unwrap_or(0.0));
        if after > before + SAME && after > 0.0 {
            found.push(pair);
        }
    }
    found
}

/// A rule as it stands with more and with less in the pool.
fn stands(pair: &[Kept; 2], [held, usd]: [f64; 2]) -> String {
    let [Some(before), Some(after)] = pair.map(|kept| kept.loss) else {
        return format!("{} would keep {}", pair[0].rule.label, amount(held));
    };
    let makes = |loss: f64| match loss {
        loss if loss.abs() < SAME => "nothing is lost".to_string(),
        loss if loss > 0.0 => format!("{} is lost", amount(loss)),
        loss => format!("{} is gained", amount(-loss)),
    };
    format!(
        "{} would keep {}: with {} {}, with {} {}",
        pair[0].rule.label,
        amount(held),
        amount(usd),
        makes(after),
        amount(held),
        makes(before)
    )
}

/// What becomes of the sized pool, and how large it is then.
pub(super) fn resize(book: &Book, ledger: &SizedPosition, shocked: &SizingShock, fall: &Waterfall) -> (Action, f64) {
    let (held, usd, name) = (ledger.held, fall.size.0, sized_name(book));
    let step = usd - held;
    let rule = fall.steps.iter().find(|step| step.binds);
    let mut why = rule.map_or_else(String::new, |step| format!("{}: {}.", step.label, step.finds));
    // Another rule that says no is a reason of its own.
    for no in fall.steps.iter().filter(|step| step.is_on && !step.binds && step.mark == "× 0.00") {
        why += &format!(" {}: {}.", no.label, no.finds);
    }
    if step.abs() < SMALL && (usd > 0.0) == (held > 0.0) {
        let than = if step > 0.0 { "more" } else { "less" };
        let what = match step.abs() {
            _ if held <= 0.0 => format!("Put nothing into {name}"),
            by if by < SAME => format!("Keep {name} as it is"),
            by => format!("Keep {name} as it is: {} {than} is not worth a move", amount(by)),
        };
        return (Action::new(Doing::Keep, [what, why], &book.plan, None), held);
    }
    let then = resized(book, ledger, usd);
    if step > 0.0 {
        let against = against_more(ledger, shocked, [held, usd]);
        if !against.is_empty() {
            let what = format!("No addition of {} to {name} is offered: the rules disagree", amount(step));
            let said = [what, format!("{why} {}.", against.join("; "))];
            return (Action::new(Doing::Add, said, &book.plan, None).refused(against), held);
        }
        let why = why
            + &loan_said(ledger, usd)
            + &legs_said(book, ledger, usd)
            + &new_money(book, ledger, shocked, [step, usd]);
        let what = format!("You may add up to {} to {name}", amount(step));
        return (Action::new(Doing::Add, [what, why], &book.plan, then.as_ref()), usd);
    }
    let cash = then.as_ref().map_or(0.0, |then| then.account.cash.0 - book.plan.account.cash.0);
    let [now, after] = [(held, 0.0), (usd, cash)].map(|(usd, cash)| At { ledger, shocked, usd, cash });
    let against = against_less(&now, &after);
    if !against.is_empty() {
        // A rule that less of the pool breaks further asks for no less of it, whatever its cap says.
        let is_against = |id: &str| against.iter().any(|pair| pair[0].rule.id == id);
        let asked = for_less(fall, held).into_iter().filter(|(id, _)| !is_against(id));
        let less: String = asked.map(|(_, words)| words + ". ").collect();
        let more: Vec<String> = against.iter().map(|pair| stands(pair, [held, usd])).collect();
        let reason = if less.is_empty() { LOSES_MORE } else { "the rules disagree" };
        let what = format!("No withdrawal of {} from {name} is offered: {reason}", amount(-step));
        let why = format!("{less}{}.", more.join("; "));
        return (Action::new(Doing::Withdraw, [what, why], &book.plan, None).refused(more), held);
    }
    let freed = fall.freed.0.min(cash);
    if freed > SMALL {
        why += &format!(" {} of it is what the Big Top frees: done alone, it stays in cash.", amount(freed));
    }
    why += &loan_said(ledger, usd);
    why += &legs_said(book, ledger, usd);
    let all = if usd <= 0.0 { "all " } else { "" };
    let what = format!("Withdraw {all}{} from {name}", amount(-step));
    (Action::new(Doing::Withdraw, [what, why + &dearer(shocked, held, usd)], &book.plan, then.as_ref()), usd)
}

/// What a larger pool makes worse than it is: it is within every cap and baseline, but borrows in proportion, and what is
/// owed falls due.
fn against_more(ledger: &SizedPosition, shocked: &SizingShock, [held, usd]: [f64; 2]) -> Vec<String> {
    if !ledger.plan.rules.quick_ratio {
        return Vec::new();
    }
    let [now, then] = [held, usd].map(|usd| kept(&quick_ratio::RULE, &At { ledger, shocked, usd, cash: 0.0 }));
    if !now.is_broken_by(&then) {
        return Vec::new();
    }
    let [now, then] = [now, then].map(|kept| fixed(1.0 - kept.past, 2));
    vec![format!("{} would be {then} instead of {now}, even with new money", quick_ratio::RULE.label)]
}

/// What the cash at hand has to do with a larger pool: it does not pay for it, or leaves too little ready.
fn new_money(book: &Book, ledger: &SizedPosition, shocked: &SizingShock, [step, usd]: [f64; 2]) -> String {
    let account = &book.plan.account;
    let at_hand = account.cash.0 + account.stablecoins.0;
    let step = step + ledger.legs_cost(usd).max(0.0);
    if at_hand < step {
        return format!(" It takes new money: {} is at hand.", amount(at_hand));
    }
    let [with, without] = [0.0, -step].map(|cash| kept(&quick_ratio::RULE, &At { ledger, shocked, usd, cash }).past);
    if ledger.plan.rules.quick_ratio && without > with + 1e-6 {
        return format!(
            " It takes new money: out of the cash at hand the quick ratio is {} then.",
            fixed(1.0 - without, 2)
        );
    }
    format!(" It is counted as new money: the {} at hand stay.", amount(at_hand))
}

/// The cash that falls short in this shock, with what is left after the withdrawal where one is offered.
fn raise_cash(
    book: &Book,
    ledger: &SizedPosition,
    shocked: &SizingShock,
    withdrawn: Option<(&Plan, f64)>,
) -> Option<Action> {
    let (plan, usd) = withdrawn.unwrap_or((&book.plan, ledger.held));
    let with = shocked.with_cash(plan.account.cash.0 - book.plan.account.cash.0);
    let (stop, [ready, due]) = with.gap(usd)?;
    let gap = due.0 - ready.0;
    if gap < SAME {
        return None;
    }
    let at = if stop.is_end {
        "In this shock".to_string()
    } else {
        format!("At {} on the way, where most is missing", place(stop.vix, stop.spx))
    };
    let after = if withdrawn.is_some() { format!("{at}, after the withdrawal,") } else { at };
    let why = format!("{after} {} falls due and {} is ready.", amount(due.0), amount(ready.0.max(0.0)));
    if withdrawn.is_some() {
        // What is missing without the withdrawal is another sum: it has a button once the withdrawal is done.
        let what = format!("Then raise {} of cash or stablecoins", amount(gap));
        return Some(Action::new(Doing::Raise, [what, why], &book.plan, None));
    }
    let what = format!("Raise {} of cash or stablecoins", amount(gap));
    let mut raised = book.plan.clone();
    raised.account.cash.0 += gap;
    Some(Action::new(Doing::Raise, [what, why], &book.plan, Some(&raised)))
}

/// The list as plain text, the answer on top.
pub fn text(answer: &str, actions: &[Action], [from, to, days]: [f64; 3]) -> String {
    let mut out = format!("VIX {} → {} in {}. {answer}\n", vix(from), vix(to), trading_days(days));
    for action in actions {
        out += &format!("- {}. {}\n", action.what, action.why);
    }
    out + "Educational, not advice.\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_keeps_its_key_while_others_come_in_between_and_amounts_move() {
        let plan = Plan::default();
        let one = |kind, what: &str| Action::new(kind, [what.into(), String::new()], &plan, None);
        let before = [one(Doing::Withdraw, "Withdraw $1"), one(Doing::Roll, "Roll 1"), one(Doing::Roll, "Roll 2")];
        let mut after = before.to_vec();
        after.insert(1, one(Doing::Repay, "Or pay back the loan"));
        after[0] = one(Doing::Withdraw, "Withdraw $2");
        let [before, after] = [keys(&before), keys(&after)];
        assert_eq!([&before[0], &before[1], &before[2]], [&after[0], &after[2], &after[3]]);
        assert!((0..4).all(|i| !after[i + 1..].contains(&after[i])), "{after:?}");
    }
}
