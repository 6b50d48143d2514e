//! wasm-bindgen in the version of Cargo.lock, which splits what it is given first: Trunk finds it on the PATH and
//! downloads nothing.
fn main() -> impl std::process::Termination {
    second_engine_tools::split::wasm_bindgen(std::env::args_os().collect())
}
