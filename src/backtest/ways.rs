//! Ways: how the pool may be sized: by the plan's rules, with one of them switched over, by none, or as it is typed.

use crate::plan::Plan;
use crate::plan::sizing::RuleSwitches;
use crate::sizing::{RULES, Rule};

/// The way of the plan's own rules; behind it each rule switched over.
pub const RULED: usize = 0;
/// No rule at all.
pub const PROMOTER: usize = 1 + RULES.len();
/// The size that is typed.
pub const TYPED: usize = 2 + RULES.len();

/// The switches with one rule on where it is off, and off where it is on.
fn switched(rule: &Rule, rules: &RuleSwitches) -> RuleSwitches {
    let mut plan = Plan::default();
    plan.sizing.rules = *rules;
    let to = if (rule.is_on)(rules) { 0.0 } else { 1.0 };
    // Every rule has its row in the table of inputs: a test of the sizing holds that.
    let _ = plan.set(rule.id.into(), Some(to));
    plan.sizing.rules
}

/// The switches of each way but the typed size.
pub fn switches(rules: &RuleSwitches) -> Vec<RuleSwitches> {
    let switched = RULES.iter().map(|rule| switched(rule, rules));
    std::iter::once(*rules).chain(switched).chain([RuleSwitches::PROMOTER]).collect()
}
