//! A plan as JSON on standard input, what Second Engine says of it as JSON on standard output.
//!
//! `cargo run --release --example evaluate < plan.json` prints the report; `-- odds` and `-- year` behind `evaluate` print
//! what drawn paths say of the book as it is held and of the year ahead. `{}` is the opening plan; fields are those of
//! `second_engine::plan::Plan`, documented in `docs/json.md`. Exit code 2 and a sentence on standard error where the plan
//! cannot be read or is at fault, or there is no such door.

use std::io::Read;
use std::process::ExitCode;

use second_engine::views::json::evaluate_json;
use second_engine::views::paths;

fn main() -> ExitCode {
    let door = std::env::args().nth(1);
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    let said = match (read, String::from_utf8(bytes)) {
        (Ok(_), Ok(text)) => match door {
            None => evaluate_json(&text),
            Some(door) => paths::answered(&door, &text),
        },
        (Err(wrong), _) => Err(format!("Standard input cannot be read: {wrong}.")),
        (_, Err(_)) => Err("Standard input is not text.".into()),
    };
    match said {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::from(2)
        }
    }
}
