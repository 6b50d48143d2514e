//! Quick ratio: where on the way to the shock less is ready than falls due, × the least ratio. Model book 10, 11.4, 15.

use crate::sizing::stressed::Tightest;
use crate::sizing::{Case, Effect, Rule, RuleKind};
use crate::words::{amount, fixed, place};

/// Multiplier: the least of ready over due on the way, at most 1.
pub const RULE: Rule = Rule {
    id: "sizing.rule.quick_ratio",
    file: "quick_ratio",
    label: "Quick ratio",
    name: "the quick ratio",
    kind: RuleKind::Multiplier,
    clear: |_| "pass",
    signal: None,
    is_on: |rules| rules.quick_ratio,
    effect: |case: &Case| Effect::Factor(factor(case)),
    finds: |case| match case.quick_ratio {
        None => "nothing falls due".into(),
        Some(at) => {
            let side = if at.ratio < 1.0 { "below" } else { "at least" };
            let taken = if case.deposit < case.held - 0.5 { " and the rest of it as cash" } else { "" };
            format!("{} with {} in the pool{taken}, {side} 1", said(&at), amount(case.deposit))
        }
    },
    sum: |case| {
        [
            "the least on the way of ready cash ÷ what falls due, at most 1".into(),
            format!("× {}", in_words(factor(case))),
        ]
    },
    source: "Model book 10, 11.4, 15",
};

/// A ratio in words: one below 1 never reads as 1.
pub fn in_words(ratio: f64) -> String {
    if ratio > 0.995 && ratio < 1.0 { "just under 1.00".into() } else { fixed(ratio, 2) }
}

/// The least ratio and where it is, in words.
pub fn said(at: &Tightest) -> String {
    let place =
        at.on_way.map_or_else(|| "in the shock".into(), |(vix, spx)| format!("at {} on the way", place(vix, spx)));
    format!("{} {place}", in_words(at.ratio))
}

fn factor(case: &Case) -> f64 {
    case.quick_ratio.map_or(1.0, |at| at.ratio.clamp(0.0, 1.0))
}
