//! The door for the command line: plan in, report out, exit code 2 and the library's sentence where that cannot be.

use second_engine::views::json::evaluate_json;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The example as this run of the tests built it; built now where only this file is run.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--profile", "test", "--example", "evaluate"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    let folder = std::env::current_exe()?.parent().and_then(Path::parent).ok_or("no folder")?.join("examples");
    let program = folder.join(format!("evaluate{}", std::env::consts::EXE_SUFFIX));
    if built.success() && program.exists() { Ok(program) } else { Err("the example is not built".into()) }
}

fn run(input: &[u8]) -> Result<Output, Box<dyn Error>> {
    let pipe = Stdio::piped;
    let mut child = Command::new(program()?).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn()?;
    child.stdin.take().ok_or("no input")?.write_all(input)?;
    Ok(child.wait_with_output()?)
}

#[test]
fn the_command_line_prints_the_librarys_report() -> Result<(), Box<dyn Error>> {
    for plan in ["{}", r#"{"shock": {"vix": 60, "days": 9}}"#, r#"{"pool": {"kind": "weighted", "deposit": 0}}"#] {
        let done = run(plan.as_bytes())?;
        assert_eq!(done.status.code(), Some(0), "{plan}");
        assert_eq!(String::from_utf8(done.stdout)?, evaluate_json(plan)? + "\n");
        assert_eq!(String::from_utf8(done.stderr)?, "");
    }
    Ok(())
}

#[test]
fn what_cannot_be_evaluated_is_said_on_standard_error_with_code_2() -> Result<(), Box<dyn Error>> {
    for plan in ["", "VIX,17", r#"{"shock": {"vix": 900}}"#, r#"{"shock": {"moon": 1}}"#, r#"{"pool": {"low": 5000}}"#]
    {
        let done = run(plan.as_bytes())?;
        assert_eq!(done.status.code(), Some(2), "{plan}");
        assert_eq!(String::from_utf8(done.stdout)?, "");
        assert_eq!(String::from_utf8(done.stderr)?, evaluate_json(plan).err().unwrap_or_default() + "\n");
    }
    let bytes = run(&[0xff, 0xfe])?;
    assert_eq!(
        (bytes.status.code(), String::from_utf8(bytes.stderr)?),
        (Some(2), "Standard input is not text.\n".into())
    );
    Ok(())
}

#[test]
fn the_plan_in_the_note_on_json_is_one_that_can_be_evaluated() {
    let note = include_str!("../docs/json.md");
    let plan: String = note.lines().filter_map(|line| line.strip_prefix("    ")).collect::<Vec<_>>().join("\n");
    assert!(plan.contains("\"sizing\"") && plan.contains("\"hedge\""), "{plan}");
    assert_eq!(evaluate_json(&plan).err(), None);
}
