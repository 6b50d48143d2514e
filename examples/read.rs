//! What files are, and what was read of them, in sentences.
//!
//! `cargo run --release --example read -- FILE…`. Formats are recognised by what is in a file, never by its name;
//! what a history is of by its name where nothing in it says. Exit code
//! 2 where one of them is not read; why stands in its place.

use std::process::ExitCode;
use std::time::Instant;

use second_engine::data::bytes::{LARGEST, too_large};
use second_engine::data::named_by_file::named_by_file;
use second_engine::data::read_bytes;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("Which files? For instance: cargo run --release --example read -- VIX_History.csv");
        return ExitCode::from(2);
    }
    let mut is_read = true;
    for file in &files {
        println!("{file}");
        let start = Instant::now();
        match opened(file).and_then(|bytes| read_bytes(&bytes, &mut |_| true)) {
            Ok(found) => named_by_file(found, file).said().iter().for_each(|said| println!("  {said}")),
            Err(said) => {
                is_read = false;
                println!("  {said}");
            }
        }
        println!("  ({} ms)", start.elapsed().as_millis());
    }
    if is_read { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// The bytes of a file; none of one that is too large.
fn opened(file: &str) -> Result<Vec<u8>, String> {
    let wrong = |wrong: std::io::Error| format!("It cannot be opened: {wrong}.");
    let bytes = std::fs::metadata(file).map_err(wrong)?.len() as usize;
    if bytes > LARGEST { Err(too_large(bytes)) } else { std::fs::read(file).map_err(wrong) }
}
