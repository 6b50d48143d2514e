//! Holdings: what can be held, one file a kind.

pub mod chain;
pub mod condor;
pub mod etp;
pub mod fill;
pub mod greeks;
pub mod leg;
pub mod margin;
pub mod pool;
pub mod vix_layer;
