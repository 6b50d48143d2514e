//! Signals: what dated series say about the market, one file a signal, and how a known one sets the plan.
//!
//! Every signal answers each day by rows of that day and before it. Where it cannot, it is unknown and says why: unknown is
//! never a pass. Model book 13.

pub mod advance_decline;
pub mod betas;
pub mod big_top;
pub mod correlation_shift;
pub mod flags;
pub mod macd;
pub mod regression;
pub mod rsi;
pub mod series;
pub mod standing;
