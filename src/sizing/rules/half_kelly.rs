//! Half-Kelly: ½(μ − r)/σ² of risk capital, held in [0, 1]. Source: Kelly 1956; model book 11.5.

use crate::book::limits::LargestPool;
use crate::sizing::kelly::Kelly;
use crate::sizing::{Case, Effect, Rule, RuleKind};
use crate::units::Usd;
use crate::words::{amount, share};

/// Cap: half of Kelly's fraction of risk capital.
pub const RULE: Rule = Rule {
    id: "sizing.rule.kelly",
    file: "half_kelly",
    label: "Half-Kelly",
    name: "the half-Kelly cap",
    kind: RuleKind::Cap,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.kelly,
    effect: |case: &Case| Effect::Cap(LargestPool::UpTo(Usd(case.kelly.half() * case.risk_capital))),
    finds: |case| format!("μ {}, σ {}", share(case.kelly.mean, 1), share(case.kelly.deviation, 0)),
    sum: |case| {
        let Kelly { mean, rate, deviation } = case.kelly;
        let half = case.kelly.half();
        let with = format!(
            "½ × ({} − {}) ÷ {}² = {}; × {} = {}",
            share(mean, 1),
            share(rate, 1),
            share(deviation, 1),
            share(half, 1),
            amount(case.risk_capital),
            amount(half * case.risk_capital)
        );
        ["½ (μ − r) ÷ σ², at least 0 and at most 1, of risk capital; μ is net carry and beta premium".into(), with]
    },
    source: "Kelly 1956; model book 11.5",
};
