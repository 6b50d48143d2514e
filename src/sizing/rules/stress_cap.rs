//! Stress cap: the largest pool with which this shock costs no more than the budget. Model book 11.5.

use crate::sizing::{Case, Effect, Kind, Rule, most};
use crate::words::vix;

/// The rule.
pub const RULE: Rule = Rule {
    id: "sizing.rule.stress",
    file: "stress_cap",
    label: "Stress cap",
    name: "the stress cap",
    kind: Kind::Cap,
    clear: |_| "",
    is_on: |rules| rules.stress,
    effect: |case: &Case| Effect::Cap(case.stress),
    finds: |case| format!("VIX {} → {}, tightest at {}", vix(case.vix[0]), vix(case.vix[1]), vix(case.stress_vix)),
    sum: |case| {
        [
            "the smallest on the way of (budget + rest of the book) ÷ the pool’s loss per dollar, gas apart".into(),
            most(case.stress),
        ]
    },
    source: "Model book 11.5",
};
