//! Book: what is owned, priced together; attribution, curves and the limits that a shock sets.

pub mod attribution;
pub mod corridor;
pub mod curves;
pub mod frontier;
pub mod landscape;
pub mod legs;
pub mod level;
pub mod limits;
pub mod liquidity;
pub mod pnl;
pub mod position;
pub mod setup;
