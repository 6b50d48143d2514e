//! What the build needs besides cargo: a static file server, shared by `tools/serve` and the browser tests,
//! wasm-bindgen for a page in two parts, and what finishes the page.

pub mod precache;
pub mod server;
pub mod split;
