//! Answer: what an example says, a sentence or a row a line; what is wrong on standard error with exit code 2.

use std::process::ExitCode;

/// Prints it.
pub fn answer(said: Result<Vec<String>, String>) -> ExitCode {
    match said {
        Ok(lines) => {
            println!("{}", lines.join("\n"));
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::from(2)
        }
    }
}
