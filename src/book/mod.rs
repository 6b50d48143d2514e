//! Book: what is owned, priced together; attribution, curves and the limits that a shock sets.

pub mod at_vix;
pub mod attribution;
pub mod by_date;
pub mod conversion;
pub mod corridor;
pub mod curves;
pub mod frontier;
pub mod landscape;
pub mod legs;
pub mod limits;
pub mod liquidity;
pub mod pnl;
pub mod position;
pub mod replay;
pub mod resolve;
pub mod token_axis;
