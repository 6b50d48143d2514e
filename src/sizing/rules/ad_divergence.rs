//! A/D divergence: fewer stocks carry the index. × 0.60 while the signal is on. Model book 11.4, 13.

use crate::sizing::{Case, Effect, Rule, RuleKind, signal_finds};

/// What is left while breadth diverges.
pub const FACTOR: f64 = 0.60;

/// Multiplier: 0.60 while the signal is on, else 1.
pub const RULE: Rule = Rule {
    id: "sizing.rule.ad_divergence",
    file: "ad_divergence",
    label: "A/D divergence",
    name: "the A/D divergence",
    kind: RuleKind::Multiplier,
    clear: |case| if case.plan.ad_divergence.is_none() { "unknown" } else { "clear" },
    signal: Some("sizing.ad_divergence"),
    is_on: |rules| rules.ad_divergence,
    effect: |case: &Case| Effect::Factor(factor(case)),
    finds: |case| {
        let (signal, set_by) = (case.plan.ad_divergence, &case.set_by.ad_divergence);
        signal_finds(signal, set_by, "breadth falls behind SPX", "no divergence")
    },
    sum: |case| {
        [
            "× 0.60 while the A/D line is below its mean of 21 trading days and SPX near its high".into(),
            format!("× {}", factor(case)),
        ]
    },
    source: "Model book 11.4, 13",
};

fn factor(case: &Case) -> f64 {
    if case.plan.ad_divergence == Some(true) { FACTOR } else { 1.0 }
}
