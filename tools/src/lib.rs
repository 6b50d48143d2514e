//! What the build needs besides cargo: a static file server, shared by `tools/serve` and the browser tests.

pub mod server;
