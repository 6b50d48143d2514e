//! Stress cap: the largest pool with which this shock costs no more than the budget. Model book 11.5.

use crate::sizing::{Case, Effect, Rule, RuleKind, most};
use crate::words::{place, vix};

/// Cap: what this shock's way leaves of the budget.
pub const RULE: Rule = Rule {
    id: "sizing.rule.stress",
    file: "stress_cap",
    label: "Stress cap",
    name: "the stress cap",
    kind: RuleKind::Cap,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.stress,
    effect: |case: &Case| Effect::Cap(case.stress),
    finds: |case| {
        let tightest = match case.stress_spx {
            None => vix(case.stress_vix),
            spx => place(case.stress_vix, spx),
        };
        format!("VIX {} → {}, tightest at {tightest}", vix(case.vix[0]), vix(case.vix[1]))
    },
    sum: |case| {
        [
            "the smallest on the way of (budget + rest of the book) ÷ the pool’s loss per dollar, gas apart".into(),
            most(case.stress),
        ]
    },
    source: "Model book 11.5",
};
