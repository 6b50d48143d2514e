//! Book: payoff, heat map, dates, breakdown.

pub mod breakdown;
pub mod curves;
pub mod dates;
pub mod details;
pub mod handle;
pub mod heat_map;
pub mod payoff;
pub mod readout;
pub mod verdict;
