//! Waterfall: the size rule by rule, as rows that a newcomer can read.

use serde::Serialize;

use crate::numbers::by_rising;
use crate::plan::sizing::RuleSwitches;
use crate::sizing::{Case, Effect, RULES, Rule, RuleKind, dollars, size};
use crate::units::Usd;
use crate::words::fixed;

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// Knob that switches the rule.
    pub id: &'static str,
    /// The rule's name in the first column.
    pub label: &'static str,
    /// Baseline, multiplier or cap.
    pub kind: RuleKind,
    /// What it finds, in words.
    pub finds: String,
    /// `clear`, `unknown`, `× 0.82`, `off`; empty for baseline and caps that are on.
    pub mark: String,
    /// Size before it; 0 before the baseline, the uncapped size before every cap.
    pub before: Usd,
    /// Size after it, or the cap itself; none where it sets no limit.
    pub after: Option<Usd>,
    /// Whether it is on.
    pub is_on: bool,
    /// Whether it sets the answer.
    pub binds: bool,
    /// Formula, and the same with numbers.
    pub sum: [String; 2],
    /// Where it comes from.
    pub source: &'static str,
}

/// The rows and what they come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Waterfall {
    /// Baseline, multipliers, then caps, the largest first and the binding one last.
    pub steps: Vec<Step>,
    /// The answer.
    pub size: Usd,
    /// Before the caps.
    pub uncapped: Usd,
    /// Knob of the rule that sets the answer.
    pub binding: &'static str,
    /// Inside a sentence, 'the stress cap'.
    pub binding_name: &'static str,
    /// What the Big Top frees for the hedge of what is held.
    pub freed: Usd,
}

/// The waterfall of a case with its own switches.
pub fn waterfall(case: &Case) -> Waterfall {
    let switches = &case.plan.rules;
    let answer = size(case, switches);
    let mut now = 0.0;
    // Only what is held beyond the answer, and only what the signal takes away.
    let freed = (case.held.min(case.without_big_top) - answer.usd).max(0.0);
    let mut steps = Vec::with_capacity(RULES.len());
    let mut caps = Vec::new();
    for rule in RULES {
        let effect = rule.effect_in(case, switches);
        let (before, after) = match effect {
            Effect::Weight(weight) => (0.0, Some(weight * case.risk_capital)),
            Effect::Factor(factor) => (now, Some(now * factor)),
            Effect::Cap(_) => (answer.uncapped, cap_in(rule, case)),
        };
        let step = step(rule, case, switches, [Some(before), after], rule.id == answer.binding.id);
        if rule.kind == RuleKind::Cap {
            caps.push(step);
        } else {
            now = after.unwrap_or(before);
            steps.push(step);
        }
    }
    steps.extend(by_rising(caps, |step| match step.after {
        _ if step.binds => f64::MAX,
        Some(most) if step.is_on => -most.0,
        // Off, or without a limit: first, the largest of them at the top.
        Some(most) => -1e15 - most.0,
        None => -f64::MAX,
    }));
    Waterfall {
        steps,
        size: Usd(answer.usd),
        uncapped: Usd(answer.uncapped),
        binding: answer.binding.id,
        binding_name: answer.binding.name,
        freed: Usd(freed),
    }
}

/// The cap itself, also while it is off.
fn cap_in(rule: &Rule, case: &Case) -> Option<f64> {
    match (rule.effect)(case) {
        Effect::Cap(cap) => dollars(cap),
        _ => None,
    }
}

fn step(rule: &Rule, case: &Case, switches: &RuleSwitches, [before, after]: [Option<f64>; 2], binds: bool) -> Step {
    let is_on = (rule.is_on)(switches);
    let mark = match (rule.effect)(case) {
        _ if !is_on => "off".to_string(),
        Effect::Factor(1.0) => (rule.clear)(case).to_string(),
        Effect::Factor(factor) => format!("× {}", fixed(factor, 2)),
        _ => String::new(),
    };
    Step {
        id: rule.id,
        label: rule.label,
        kind: rule.kind,
        finds: (rule.finds)(case),
        mark,
        before: Usd(before.unwrap_or(0.0)),
        after: after.map(Usd),
        is_on,
        binds,
        sum: (rule.sum)(case),
        source: rule.source,
    }
}
