//! Rules of the waterfall: each is a file and a row of [`RULES`].

pub mod ad_divergence;
pub mod baseline;
pub mod big_top;
pub mod correlation_shift;
pub mod cvar_cap;
pub mod half_kelly;
pub mod il_cap;
pub mod quick_ratio;
pub mod ruin_cap;
pub mod stress_cap;
pub mod vetting;
pub mod worst_of_set;

use super::Rule;

/// Every rule, in the order of the waterfall.
pub static RULES: &[Rule] = &[
    baseline::RULE,
    ad_divergence::RULE,
    big_top::RULE,
    correlation_shift::RULE,
    quick_ratio::RULE,
    vetting::RULE,
    stress_cap::RULE,
    worst_of_set::RULE,
    cvar_cap::RULE,
    ruin_cap::RULE,
    half_kelly::RULE,
    il_cap::RULE,
];
