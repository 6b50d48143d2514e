//! Runs a wasm test in a headless browser, in the version of Cargo.lock.
fn main() -> impl std::process::Termination {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
