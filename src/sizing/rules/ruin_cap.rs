//! Ruin cap: the dollars that the person has taken from years of paths, or typed, as the most that the chance of ruin allows.
//!
//! Years are walked for seconds and sizes are asked for at once: what the years say is a value of the plan, never asked
//! again here. Model book 11.5, 14.

use crate::book::limits::LargestPool;
use crate::sizing::{Case, Effect, Rule, RuleKind};
use crate::words::amount;

/// Cap: as many dollars as the plan says; no limit where it says none.
pub const RULE: Rule = Rule {
    id: "sizing.rule.ruin",
    file: "ruin_cap",
    label: "Ruin cap",
    name: "the ruin cap",
    kind: RuleKind::Cap,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.ruin,
    effect: |case: &Case| Effect::Cap(case.plan.ruin_cap.map_or(LargestPool::Unlimited, LargestPool::UpTo)),
    finds: |case| {
        case.plan
            .ruin_cap
            .map_or("none is set", |_| "as last taken or typed; Odds says whether these years still come to it")
            .into()
    },
    sum: |case| {
        let said = case.plan.ruin_cap.map_or_else(
            || "none is set: Odds, The year ahead, offers one once its years are walked".to_string(),
            |usd| amount(usd.0),
        );
        [
            "the largest pool with which years are ruined no more often than you allow, as last taken or typed".into(),
            said,
        ]
    },
    source: "Model book 11.5, 14",
};
