//! History: a file of any format that is read.

use second_engine::data::named_by_file::named_by_file;
use second_engine::data::{Imported, read_bytes};

/// Reads it.
///
/// # Errors
/// A sentence that begins with its path.
pub fn history(path: &str) -> Result<Imported, String> {
    let bytes = std::fs::read(path).map_err(|wrong| format!("{path} cannot be read: {wrong}."))?;
    let found = read_bytes(&bytes, &mut |_| true).map_err(|wrong| format!("{path}: {wrong}"))?;
    Ok(named_by_file(found, path))
}
