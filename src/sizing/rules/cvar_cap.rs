//! CVaR cap: the largest pool with which the mean of the worst twentieth costs no more than the budget.
//! Model book 11.5, 14.

use crate::book::limits::LargestPool;
use crate::sizing::{Case, Effect, Rule, RuleKind, most};
use crate::words::{amount, trading_days};

/// Cap: the largest pool whose CVaR is within the budget.
pub const RULE: Rule = Rule {
    id: "sizing.rule.cvar",
    file: "cvar_cap",
    label: "CVaR 95",
    name: "the CVaR cap",
    kind: RuleKind::Cap,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.cvar,
    effect: |case: &Case| Effect::Cap(case.cvar),
    finds: |case| format!("worst 5 % over {}{}", trading_days(case.days), from_on(case)),
    sum: |case| {
        let most = if case.cvar_least > 0.0 && case.cvar == LargestPool::None {
            format!("kept only from {} on, more than the other rules allow", amount(case.cvar_least))
        } else if case.cvar_least > 0.0 {
            format!("kept from {} to {}", amount(case.cvar_least), most(case.cvar))
        } else {
            most(case.cvar)
        };
        ["the largest pool whose mean loss in the worst 5 % is the budget".into(), most]
    },
    source: "Model book 11.5, 14; Rockafellar, Uryasev 2000",
};

/// Where smaller pools break the budget: the rest of the book does without one, or their gas is not earned.
fn from_on(case: &Case) -> String {
    if case.cvar_least > 0.0 {
        return format!(", within the budget only from {} on", amount(case.cvar_least));
    }
    String::new()
}
