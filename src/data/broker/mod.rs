//! Brokers: positions as their platforms export them, one file a broker; the options on SPX and VIX among them, and which of
//! them make iron condors or layers of VIX calls.

pub mod calls;
pub mod condors;
pub mod ibkr;
pub mod legs;
pub mod named;
pub mod optionnet;
pub mod tastytrade;
pub mod thinkorswim;
