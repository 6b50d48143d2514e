//! Golden numbers from independent software: a file of `vectors/` a test, tolerances as its README states. They run
//! natively and in a browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod book;
mod checks;
mod hedge;
mod market;
mod options;
mod pool;
mod shock;
mod signals;
mod simulation;
mod sizing;
mod table;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
