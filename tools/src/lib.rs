//! What the build needs besides cargo: a static file server, shared by `tools/serve` and the browser tests, and
//! wasm-bindgen for a page in two parts.

pub mod server;
pub mod split;
