//! Big Top: × 0.50 while the signal is on; the freed half goes to the hedge. Model book 11.4, 13.

use crate::sizing::{Case, Effect, Rule, RuleKind, signal_finds};

/// What is left while a big top is near.
pub const FACTOR: f64 = 0.50;

/// Multiplier: 0.50 while the signal is on, else 1.
pub const RULE: Rule = Rule {
    id: "sizing.rule.big_top",
    file: "big_top",
    label: "Big Top",
    name: "the Big Top",
    kind: RuleKind::Multiplier,
    clear: |case| if case.plan.big_top.is_none() { "unknown" } else { "clear" },
    signal: Some("sizing.big_top"),
    is_on: |rules| rules.big_top,
    effect: |case: &Case| Effect::Factor(factor(case)),
    finds: |case| {
        let set_by = &case.set_by.big_top;
        let found = signal_finds(case.plan.big_top, set_by, "near", "not near");
        if case.plan.big_top == Some(true) { format!("{found}; what it frees goes to the hedge") } else { found }
    },
    sum: |case| {
        let formula = "× 0.50 while SPX is overbought, breadth diverges and money or the VIX curve is stretched";
        [formula.into(), format!("× {}", factor(case))]
    },
    source: "Model book 11.4, 13",
};

fn factor(case: &Case) -> f64 {
    if case.plan.big_top == Some(true) { FACTOR } else { 1.0 }
}
