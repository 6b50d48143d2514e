//! Vetting: one hard item that fails sets the size to 0. One that nobody knows leaves it and is named: it is no pass, and
//! no failure either. Model book 11.4, 15.

use crate::sizing::{Case, Effect, Rule, RuleKind};

/// Multiplier: 0 where a hard item fails, else 1.
pub const RULE: Rule = Rule {
    id: "sizing.rule.vetting",
    file: "vetting",
    label: "Token vetting",
    name: "the token's vetting",
    kind: RuleKind::Multiplier,
    clear: |case| if case.unvetted.is_empty() { "pass" } else { "unknown" },
    signal: None,
    is_on: |rules| rules.vetting,
    effect: |case: &Case| Effect::Factor(if case.failed.is_empty() { 1.0 } else { 0.0 }),
    finds: |case| match (case.failed.is_empty(), case.unvetted.is_empty()) {
        (false, _) => format!("fails: {}", case.failed.join(", ")),
        (true, false) => format!("not known, no pass: {}", case.unvetted.join(", ")),
        _ => "all hard items hold".into(),
    },
    sum: |case| {
        let factor = if case.failed.is_empty() { "× 1" } else { "× 0" };
        ["× 0 where a hard item of the vetting fails".into(), factor.into()]
    },
    source: "Model book 11.4, 15",
};
