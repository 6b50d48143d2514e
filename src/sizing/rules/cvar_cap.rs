//! CVaR cap: the largest pool with which the mean of the worst twentieth costs no more than the budget.
//! Model book 11.5, 14.

use crate::sizing::{Case, Effect, Kind, Rule, most};
use crate::words::trading_days;

/// The rule.
pub const RULE: Rule = Rule {
    id: "sizing.rule.cvar",
    file: "cvar_cap",
    label: "CVaR 95",
    name: "the CVaR cap",
    kind: Kind::Cap,
    clear: |_| "",
    is_on: |rules| rules.cvar,
    effect: |case: &Case| Effect::Cap(case.cvar),
    finds: |case| format!("worst 5 % over {}", trading_days(case.days)),
    sum: |case| ["the largest pool whose mean loss in the worst 5 % is the budget".into(), most(case.cvar)],
    source: "Model book 11.5, 14; Rockafellar, Uryasev 2000",
};
