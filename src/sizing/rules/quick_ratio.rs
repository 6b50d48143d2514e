//! Quick ratio: where less is ready than falls due in the shock, × the ratio. Model book 11.4, 15.

use crate::sizing::{Case, Effect, Kind, Rule};
use crate::words::{amount, fixed};

/// The rule.
pub const RULE: Rule = Rule {
    id: "sizing.rule.quick_ratio",
    file: "quick_ratio",
    label: "Quick ratio",
    name: "the quick ratio",
    kind: Kind::Multiplier,
    clear: |_| "pass",
    is_on: |rules| rules.quick_ratio,
    effect: |case: &Case| Effect::Factor(factor(case)),
    finds: |case| match case.quick_ratio {
        None => "nothing falls due".into(),
        Some(ratio) if ratio < 1.0 => {
            format!("{} in the shock with {} in the pool, below 1", below_one(ratio), amount(case.deposit))
        }
        Some(ratio) => {
            format!("{} in the shock with {} in the pool, at least 1", fixed(ratio, 2), amount(case.deposit))
        }
    },
    sum: |case| {
        [
            "ready cash ÷ what falls due in the shock, at most 1".into(),
            format!("× {}", if factor(case) < 1.0 { below_one(factor(case)) } else { fixed(1.0, 2) }),
        ]
    },
    source: "Model book 11.4, 15",
};

/// A ratio below 1 in words that say so.
fn below_one(ratio: f64) -> String {
    if ratio > 0.995 { "just under 1.00".into() } else { fixed(ratio, 2) }
}

fn factor(case: &Case) -> f64 {
    case.quick_ratio.map_or(1.0, |ratio| ratio.clamp(0.0, 1.0))
}
