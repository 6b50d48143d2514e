//! The door for the command line: plan in, report out, exit code 2 and the library's sentence where that cannot be.

#![cfg(not(target_arch = "wasm32"))]

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

/// Plans that are read, of version 1 and of version 2, bare and as files.
const PLANS: [&str; 7] = [
    "{}",
    r#"{"shock": {"vix": 60, "days": 9}}"#,
    r#"{"pool": {"kind": "weighted", "deposit": 0}}"#,
    r#"{"second_engine": 1, "plan": {"more_pools": [{"kind": "stable_swap"}], "hedge": {"etp": {"kind": "calls"}}}}"#,
    r#"{"event": {"vix": 60, "days": 9}, "response": {"severity": 1.7}}"#,
    r#"{"second_engine": 2, "plan": {"holdings": []}}"#,
    r#"{"holdings": [{"kind": "condor"}, {"kind": "condor", "name": "Spring", "terms": {"days": 90}}, {"kind": "pool"},
        {"kind": "pool", "on": false, "terms": {"token": "btc", "low": 70000, "high": 140000}}, {"kind": "strip"}]}"#,
];

/// Plans that are not, of either version.
const REFUSED: [&str; 10] = [
    "",
    "VIX,17",
    r#"{"shock": {"vix": 900}}"#,
    r#"{"shock": {"moon": 1}}"#,
    r#"{"pool": {"low": 5000}}"#,
    r#"{"event": {"vix": 900}}"#,
    r#"{"event": {"moon": 1}}"#,
    r#"{"holdings": [{"kind": "puddle"}]}"#,
    r#"{"holdings": [{"kind": "pool"}, {"kind": "pool", "terms": {"low": 5000}}]}"#,
    r#"{"second_engine": 3, "plan": {}}"#,
];

#[test]
fn the_command_line_prints_the_librarys_report() -> Result<(), Box<dyn Error>> {
    for plan in PLANS {
        let done = run(plan.as_bytes())?;
        assert_eq!(done.status.code(), Some(0), "{plan}");
        assert_eq!(String::from_utf8(done.stdout)?, evaluate_json(plan)? + "\n");
        assert_eq!(String::from_utf8(done.stderr)?, "");
    }
    Ok(())
}

#[test]
fn what_cannot_be_evaluated_is_said_on_standard_error_with_code_2() -> Result<(), Box<dyn Error>> {
    for plan in REFUSED {
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

#[test]
fn a_plan_of_version_1_and_the_same_of_version_2_print_the_same_report() {
    let both = [
        r#"{"condor": {"contracts": 3}, "pool": {"deposit": 9000}, "more_pools": [{"deposit": 5000}], "shock": {"vix": 60}}"#,
        r#"{"holdings": [{"kind": "condor", "terms": {"contracts": 3}}, {"kind": "pool", "terms": {"deposit": 9000}},
            {"kind": "pool", "terms": {"deposit": 5000}}, {"kind": "layer"}, {"kind": "layer"}, {"kind": "layer"}],
            "event": {"vix": 60}}"#,
    ];
    let [old, new] = both.map(evaluate_json);
    assert!(old.is_ok() && old == new, "{:?}", old.err());
}

#[test]
fn every_view_is_behind_the_door() -> Result<(), Box<dyn Error>> {
    for plan in PLANS {
        let whole: serde_json::Value = serde_json::from_str(&evaluate_json(plan)?)?;
        assert_eq!(whole["schema"], "second-engine-report/2", "{plan}");
        for view in ["book", "size", "hedge", "pool", "learn"] {
            assert!(!whole["views"][view].is_null(), "{plan}: no {view}");
        }
    }
    Ok(())
}
