//! What builds and serves the page.

pub mod server;
pub mod split;
