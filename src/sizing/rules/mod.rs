//! Rules: one file a rule of the waterfall.

pub mod ad_divergence;
pub mod baseline;
pub mod big_top;
pub mod correlation_shift;
pub mod cvar_cap;
pub mod half_kelly;
pub mod il_cap;
pub mod quick_ratio;
pub mod stress_cap;
pub mod vetting;
pub mod worst_of_set;
