//! A plan as JSON on standard input, its report as JSON on standard output.
//!
//! `cargo run --release --example evaluate < plan.json`. `{}` is the opening plan; fields are those of
//! `second_engine::plan::Plan`, documented in `docs/json.md`. Exit code 2 and a sentence on standard error where
//! the plan cannot be read or is at fault.

use std::io::Read;
use std::process::ExitCode;

use second_engine::views::json::evaluate_json;

fn main() -> ExitCode {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    let report = match (read, String::from_utf8(bytes)) {
        (Ok(_), Ok(text)) => evaluate_json(&text),
        (Err(wrong), _) => Err(format!("Standard input cannot be read: {wrong}.")),
        (_, Err(_)) => Err("Standard input is not text.".into()),
    };
    match report {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::from(2)
        }
    }
}
