//! Kept: what a rule says of a book with so much in the sized pool; asked before and after an action.

use crate::sizing::ledger::SizedPosition;
use crate::sizing::rules::{cvar_cap, il_cap, quick_ratio, stress_cap, worst_of_set};
use crate::sizing::stressed::SizingShock;
use crate::sizing::{Effect, RULES, Rule, dollars};

/// A book in its shock, with so much in the sized pool.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The book's ledger.
    pub ledger: &'a SizedPosition,
    /// Its shock.
    pub shocked: &'a SizingShock,
    /// In the sized pool, dollars.
    pub usd: f64,
    /// Dollars that have come to the cash at hand of the ledger's book; negative where they have left.
    pub cash: f64,
}

/// One rule and one book.
#[derive(Clone, Copy)]
pub struct Kept {
    /// The rule.
    pub rule: &'static Rule,
    /// How far the book is past what it allows; 0 where it is kept. Dollars; of the quick ratio what is missing to 1.
    pub past: f64,
    /// What it loses in the rule's shock, dollars; none for a rule that looks at no loss.
    pub loss: Option<f64>,
}

/// Dollars that are no difference.
pub const SAME: f64 = 0.5;

impl Kept {
    /// Whether a rule that stood like this stands worse like that: past what it allows, and further than before.
    pub fn is_broken_by(&self, then: &Kept) -> bool {
        let room = if self.rule.id == quick_ratio::RULE.id { 1e-6 } else { SAME + 1e-6 * then.past };
        then.past > self.past + room
    }
}

/// How one rule stands.
pub fn kept(rule: &'static Rule, at: &At) -> Kept {
    let At { ledger, shocked, usd, cash } = *at;
    let of_loss = |loss: f64| Kept { rule, past: (loss - ledger.budget).max(0.0), loss: Some(loss) };
    match rule.id {
        id if id == stress_cap::RULE.id => of_loss(-shocked.way.worst(usd).1.0),
        id if id == worst_of_set::RULE.id => of_loss(ledger.worst_of_set(usd)),
        id if id == cvar_cap::RULE.id && ledger.cvar().is_some_and(|within| within.has(usd)) => {
            Kept { rule, past: 0.0, loss: None }
        }
        id if id == cvar_cap::RULE.id => of_loss(ledger.cvar_of(usd)),
        id if id == il_cap::RULE.id => of_loss(ledger.case_of(shocked, usd).il_loss.unwrap_or(0.0) * usd),
        id if id == quick_ratio::RULE.id => {
            let missing = shocked.with_cash(cash).tightest(usd, 1.0).map_or(0.0, |at| 1.0 - at.ratio);
            Kept { rule, past: missing.clamp(0.0, 1.0), loss: None }
        }
        _ => {
            let case = ledger.case_of(shocked, usd);
            let most = match rule.effect_in(&case, &ledger.plan.rules) {
                Effect::Weight(weight) => weight * case.risk_capital,
                Effect::Factor(factor) => factor * usd,
                Effect::Cap(cap) => dollars(cap).unwrap_or(f64::INFINITY),
            };
            Kept { rule, past: (usd - most).max(0.0), loss: None }
        }
    }
}

/// The rules that are on and stand worse then than now, as they stand at both.
pub fn broken(now: &At, then: &At) -> Vec<[Kept; 2]> {
    // Of one book's two sizes; a book that is another one is asked.
    let is_resized = std::ptr::eq(now.ledger, then.ledger) && now.usd == now.ledger.held;
    let one = |rule: &'static Rule| {
        if rule.id == cvar_cap::RULE.id && is_resized && now.ledger.has_no_more_cvar(then.usd) {
            return None;
        }
        let after = kept(rule, then);
        if after.past <= 0.0 {
            return None;
        }
        let before = kept(rule, now);
        // What CVaR loses is asked for only where it is to be told.
        let told = |kept: Kept, at: &At| {
            let is_unasked = kept.loss.is_none() && rule.id == cvar_cap::RULE.id;
            Kept { loss: if is_unasked { Some(at.ledger.cvar_of(at.usd)) } else { kept.loss }, ..kept }
        };
        before.is_broken_by(&after).then(|| [told(before, now), told(after, then)])
    };
    RULES.iter().filter(|rule| (rule.is_on)(&then.ledger.plan.rules)).filter_map(one).collect()
}
