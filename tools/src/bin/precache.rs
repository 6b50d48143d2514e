//! Trunk's post_build hook (tools/src/precache.rs).

use second_engine_tools::precache;
use std::{env, error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::var("TRUNK_STAGING_DIR").map_err(|_| "run by Trunk, which sets TRUNK_STAGING_DIR")?;
    precache::finish(&env::current_exe()?, &PathBuf::from(folder))
}
