//! Actions: what to do now, with the reason, as text that can be copied.
//!
//! Each is asked of every rule that is on before it is offered. One that a rule speaks against is not offered as if it
//! helped: the rules that disagree are named, each with what it would have. What needs a book of its own to be asked is in
//! `offers.rs`.

use serde::Serialize;

use crate::book::Book;
use crate::numbers::bracketed_root;
use crate::plan::Plan;
use crate::plan::address::Changes;
use crate::plan::holding::Kind;
use crate::plan::knobs::knob;
use crate::sizing::kept::{At, Kept, SAME, broken, kept};
use crate::sizing::ledger::SizedPosition;
use crate::sizing::rules::{quick_ratio, stress_cap};
use crate::sizing::stressed::SizingShock;
use crate::sizing::waterfall::{Step, Waterfall};
use crate::sizing::{Kind as RuleKind, size};
use crate::units::Usd;
use crate::views::size::answer::dearer;
use crate::words::{amount, fixed, place, trading_days, vix};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Action {
    /// What kind of thing.
    pub kind: Doing,
    /// What.
    pub what: String,
    /// Why.
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

/// What the headline adds: that rules refuse to have the pool resized, or how much stays in it once what is taken out is cash.
pub(super) fn beside(actions: &[Action], [allowed, left]: [f64; 2]) -> Option<String> {
    let is = |kind, is_refused| actions.iter().any(|one| one.kind == kind && one.refused.is_empty() != is_refused);
    if is(Doing::Withdraw, true) {
        return Some("the rules disagree about taking it out".into());
    }
    if is(Doing::Withdraw, false) && left > allowed + SAME {
        return Some(format!("{} once what is taken out is cash", amount(left)));
    }
    is(Doing::Add, true).then(|| "the rules disagree about adding to it".into())
}

/// Moves below this are not worth their gas, dollars.
pub(super) const SMALL: f64 = 100.0;

/// What the answer asks of the pool, and the cash that this shock then still asks for; with what is in the pool after them.
pub(super) fn actions(
    book: &Book,
    ledger: &SizedPosition,
    shocked: &SizingShock,
    fall: &Waterfall,
) -> (Vec<Action>, f64) {
    let (resize, usd) = resize(book, ledger, shocked, fall);
    let withdrawn = if resize.kind == Doing::Withdraw { resize.done(&book.plan) } else { None };
    let raise = raise_cash(book, ledger, shocked, withdrawn.as_ref().map(|then| (then, usd)));
    (std::iter::once(resize).chain(raise).collect(), usd)
}

/// What the sized pool is called.
pub(super) fn sized_name(book: &Book) -> String {
    book.plan.sized_pool().map_or_else(|| "the pool".into(), |nth| book.plan.name(Kind::Pool, nth))
}

/// The plan with another deposit in its sized pool: what is borrowed against it, and the limit of its cover, grow and shrink
/// with it. What is taken out comes to the cash, its loan paid back, its gas paid and what is written on it sold in
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
    let limit = |limit: Usd| if held > 0.0 { Usd((limit.0 * times).min(most("pool.cover_limit"))) } else { limit };
    pool.cover_limit = pool.cover_limit.map(limit);
    plan.account.cash = Usd(plan.account.cash.0 + freed(book, ledger, usd));
    Some(plan)
}

/// What is owed against a sized pool this many times as large: no more than its input takes.
fn owed_at(owed: f64, times: f64) -> f64 {
    (owed * times * (1.0 - 1e-12)).min(knob("pool.loan").map_or(f64::INFINITY, |knob| knob.range[1]))
}

/// Cash that a smaller sized pool frees, dollars; 0 where it is not smaller.
fn freed(book: &Book, ledger: &SizedPosition, usd: f64) -> f64 {
    let held = ledger.held;
    if usd >= held {
        return 0.0;
    }
    let owed = book.sized_plan().map_or(0.0, |pool| pool.loan.0);
    let repaid = owed - owed_at(owed, usd / held);
    (held - usd - repaid - ledger.position.gas.0 - legs_cost(book, held, usd)).max(0.0)
}

/// What the legs written on the sized pool cost more at today's prices when it goes from one size to another, dollars; 0
/// where it holds nothing yet.
fn legs_cost(book: &Book, held: f64, usd: f64) -> f64 {
    let outlay: f64 = book.legs_on_sized().map(|leg| leg.held.outlay().0).sum();
    if held > 0.0 { outlay * (usd / held - 1.0) } else { 0.0 }
}

/// It in words; empty where it is nothing.
fn legs_said(book: &Book, held: f64, usd: f64) -> String {
    let cost = legs_cost(book, held, usd);
    if cost.abs() < SAME {
        return String::new();
    }
    let names: Vec<&str> = book.legs_on_sized().map(|leg| leg.name.as_str()).collect();
    let goes = if names.len() > 1 { "go" } else { "goes" };
    let it = if cost > 0.0 { "takes" } else { "brings" };
    format!(" {} {goes} with it, which {it} {}.", names.join(" and "), amount(cost.abs()))
}

/// Every rule that would have less than is held, with what it would have.
fn for_less(fall: &Waterfall, held: f64) -> Vec<String> {
    let is_factor = |step: &Step| step.mark.starts_with('×');
    let is_less = |step: &Step| step.after.is_some_and(|usd| usd.0 < held - SAME);
    let less = |step: &&Step| step.is_on && is_less(step) && (is_factor(step) || step.kind != RuleKind::Multiplier);
    let words = |step: &Step| match step.after {
        _ if is_factor(step) => format!("{} takes {} ({})", step.label, step.mark, step.finds),
        after => format!("{} would have {} ({})", step.label, amount(after.map_or(0.0, |usd| usd.0)), step.finds),
    };
    fall.steps.iter().filter(less).map(words).collect()
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
    let [before, after] = pair.map(|kept| kept.loss.unwrap_or(0.0));
    let makes =
        |pnl: f64| if pnl > 0.0 { format!("{} is lost", amount(pnl)) } else { format!("{} is gained", amount(pnl)) };
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

/// The size after which the rules allow just what is left: what is taken out is cash then and lifts the quick ratio, so that
/// less need be taken out than the rules say before; theirs where the quick ratio is not in it.
fn withdrawn_to(book: &Book, ledger: &SizedPosition, shocked: &SizingShock, allowed: f64) -> f64 {
    let rules = &ledger.plan.rules;
    let is_short = |usd: f64| shocked.tightest(usd, 1.0).is_some_and(|at| at.ratio < 1.0);
    if !rules.quick_ratio || !(is_short(allowed) || is_short(ledger.held)) {
        return allowed;
    }
    let more = |usd: f64| {
        let with = shocked.with_cash(freed(book, ledger, usd));
        size(&ledger.case(&with, &ledger.as_is()), rules).usd - usd
    };
    // More cash and a smaller pool: the less is held the more of it is allowed.
    let found = bracketed_root(allowed, ledger.held, more).unwrap_or(allowed);
    // A leap from nothing to a size that carries its gas is no size.
    if more(found) < -SAME { allowed } else { found }
}

/// What becomes of the sized pool, and how large it is then.
pub(super) fn resize(book: &Book, ledger: &SizedPosition, shocked: &SizingShock, fall: &Waterfall) -> (Action, f64) {
    let (held, allowed, name) = (ledger.held, fall.size.0, sized_name(book));
    let usd = if held - allowed < SMALL { allowed } else { withdrawn_to(book, ledger, shocked, allowed) };
    let step = usd - held;
    let rule = fall.steps.iter().find(|step| step.binds);
    let mut why = rule.map_or_else(String::new, |step| format!("{}: {}.", step.label, step.finds));
    // Another rule that says no is a reason of its own.
    for no in fall.steps.iter().filter(|step| step.is_on && !step.binds && step.mark == "× 0.00") {
        why += &format!(" {}: {}.", no.label, no.finds);
    }
    if step.abs() < SMALL && (usd > 0.0) == (held > 0.0) {
        return (Action::new(Doing::Keep, [format!("Keep {name} as it is"), why], &book.plan, None), held);
    }
    let then = resized(book, ledger, usd);
    if step > 0.0 {
        let against = against_more(ledger, shocked, [held, usd]);
        if !against.is_empty() {
            let what = format!("No addition of {} to {name} is offered: the rules disagree", amount(step));
            let said = [what, format!("{why} {}.", against.join("; "))];
            return (Action::new(Doing::Add, said, &book.plan, None).refused(against), held);
        }
        let why = why + &legs_said(book, held, usd) + &new_money(book, ledger, shocked, [step, usd]);
        let what = format!("You may add up to {} to {name}", amount(step));
        return (Action::new(Doing::Add, [what, why], &book.plan, then.as_ref()), usd);
    }
    let cash = then.as_ref().map_or(0.0, |then| then.account.cash.0 - book.plan.account.cash.0);
    let [now, after] = [(held, 0.0), (usd, cash)].map(|(usd, cash)| At { ledger, shocked, usd, cash });
    let lifts = match usd {
        usd if usd > allowed + SAME => {
            format!(" What is taken out is cash then and lifts the quick ratio: with it {} is allowed.", amount(usd))
        }
        _ => String::new(),
    };
    let against = against_less(&now, &after);
    if !against.is_empty() {
        let less = for_less(fall, held).join("; ");
        let more: Vec<String> = against.iter().map(|pair| stands(pair, [held, usd])).collect();
        let what = format!("No withdrawal of {} from {name} is offered: the rules disagree", amount(-step));
        let why = format!("{less}. {}.{lifts}", more.join("; "));
        return (Action::new(Doing::Withdraw, [what, why], &book.plan, None).refused(more), held);
    }
    why += &lifts;
    why += &legs_said(book, held, usd);
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
    let step = step + legs_cost(book, ledger.held, usd).max(0.0);
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
    String::new()
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
    let at = match stop.is_end {
        true => "In this shock".to_string(),
        false => format!("At {} on the way", place(stop.vix, stop.spx)),
    };
    let after = if withdrawn.is_some() { format!("{at}, after the withdrawal,") } else { at };
    let what = format!("Raise {} of cash or stablecoins", amount(gap));
    let why = format!("{after} {} falls due and {} is ready.", amount(due.0), amount(ready.0.max(0.0)));
    // It comes on top of what is there, withdrawn or not: the withdrawal has a button of its own.
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
