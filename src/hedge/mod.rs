//! Hedge: layers of VIX calls, each priced on the future of its own expiry.

pub mod conversion;
pub mod layer;
pub mod replay;
pub mod solve;
