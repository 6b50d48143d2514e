//! The page's binary keeps the linker's relocations: by them the build splits off what is loaded later
//! (tools/src/split.rs).

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && env::var_os("CARGO_FEATURE_APP").is_some() {
        println!("cargo::rustc-link-arg-bin=second-engine=--emit-relocs");
    }
}
