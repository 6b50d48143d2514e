//! Vetting: one hard item that fails sets the size to 0. Model book 11.4, 15.

use crate::sizing::{Case, Effect, Kind, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "sizing.rule.vetting",
    file: "vetting",
    label: "Token vetting",
    name: "the token's vetting",
    kind: Kind::Multiplier,
    clear: "pass",
    is_on: |rules| rules.vetting,
    effect: |case: &Case| Effect::Factor(if case.failed.is_empty() { 1.0 } else { 0.0 }),
    finds: |case| {
        if case.failed.is_empty() { "all hard items hold".into() } else { format!("fails: {}", case.failed.join(", ")) }
    },
    sum: |case| {
        let factor = if case.failed.is_empty() { "× 1" } else { "× 0" };
        ["× 0 where a hard item of the vetting fails".into(), factor.into()]
    },
    source: "Model book 11.4, 15",
};
