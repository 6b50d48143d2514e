//! The door for the command line: plan in, report out, exit code 2 and the library's sentence where that cannot be.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use second_engine::book::Book;
use second_engine::plan::holding::Kind;
use second_engine::plan::{Plan, file, url};
use second_engine::units::day::Day;
use second_engine::views::json::{self, evaluate_json};
use second_engine::views::paths;
use serde_json::Value;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The example, built once for all of these tests.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    Ok(PROGRAM.get_or_init(|| built().map_err(|wrong| wrong.to_string())).clone()?)
}

/// The example as this run of the tests built it; built now where only this file is run.
fn built() -> Result<PathBuf, Box<dyn Error>> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--profile", "test", "--example", "evaluate"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    let folder = std::env::current_exe()?.parent().and_then(Path::parent).ok_or("no folder")?.join("examples");
    let program = folder.join(format!("evaluate{}", std::env::consts::EXE_SUFFIX));
    if built.success() && program.exists() { Ok(program) } else { Err("the example is not built".into()) }
}

fn run(input: &[u8]) -> Result<Output, Box<dyn Error>> {
    run_with(&[], input)
}

fn run_with(words: &[&str], input: &[u8]) -> Result<Output, Box<dyn Error>> {
    let pipe = Stdio::piped;
    let mut child = Command::new(program()?).args(words).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn()?;
    child.stdin.take().ok_or("no input")?.write_all(input)?;
    Ok(child.wait_with_output()?)
}

/// Plans that are read, of version 1 and of version 2, bare and as files.
const PLANS: [&str; 8] = [
    "{}",
    r#"{"shock": {"vix": 60, "days": 9}}"#,
    r#"{"pool": {"kind": "weighted", "deposit": 0}}"#,
    r#"{"second_engine": 1, "plan": {"more_pools": [{"kind": "stable_swap"}], "hedge": {"etp": {"kind": "calls"}}}}"#,
    r#"{"event": {"vix": 60, "days": 9}, "response": {"severity": 1.7}}"#,
    r#"{"second_engine": 2, "plan": {"holdings": []}}"#,
    r#"{"holdings": [{"kind": "pool"}, {"kind": "conversion"}, {"kind": "conversion", "on": false}, {"kind": "chain"}]}"#,
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

/// Plans of few paths: dated, without a pool, of several pools, with a cap.
const OF_PATHS: [&str; 4] = [
    r#"{"odds": {"paths": 600}, "market": {"today": "2026-11-28"}}"#,
    r#"{"odds": {"paths": 1, "gate": false}, "holdings": [{"kind": "condor"}, {"kind": "layer"}]}"#,
    r#"{"odds": {"paths": 300, "recentre": "leaves"}, "holdings": [{"kind": "pool"},
        {"kind": "pool", "terms": {"token": "btc", "low": 70000, "high": 140000, "loan": 5000}}]}"#,
    r#"{"odds": {"paths": 4200, "until": 7}, "event": {"days": 2.5}, "sizing": {"ruin_cap": 12000}}"#,
];

#[test]
fn the_command_line_prints_what_paths_say_and_the_schemas_describe_it() -> Result<(), Box<dyn Error>> {
    let schemas = [include_str!("../docs/odds.schema.json"), include_str!("../docs/year.schema.json")];
    for (door, schema) in ["odds", "year"].into_iter().zip(schemas) {
        let schema: Value = serde_json::from_str(schema)?;
        for plan in OF_PATHS {
            let done = run_with(&[door], plan.as_bytes())?;
            assert_eq!(String::from_utf8(done.stderr)?, "", "{door} {plan}");
            assert_eq!(done.status.code(), Some(0), "{door} {plan}");
            let said = String::from_utf8(done.stdout)?;
            assert!(said == paths::answered(door, plan)? + "\n", "{door} {plan}");
            let whole: Value = serde_json::from_str(&said)?;
            assert_eq!(faults(&schema, &schema, &whole, ""), Vec::<String>::new(), "{door} {plan}");
            assert_eq!(whole["schema"], format!("second-engine-{door}/1"));
        }
        let refused = run_with(&[door], br#"{"odds": {"paths": 1000000000}}"#)?;
        assert_eq!(refused.status.code(), Some(2));
        assert_eq!(String::from_utf8(refused.stdout)?, "");
        let said = String::from_utf8(refused.stderr)?;
        assert!(said.starts_with("Paths 1,000,000,000 is out of range. It may be 1 to 10,000,000."), "{said}");
    }
    let unknown = run_with(&["moon"], b"{}")?;
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(String::from_utf8(unknown.stderr)?, "There are doors for odds and year, not for 'moon'.\n");
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
fn the_twenty_links_of_version_1_print_what_the_library_says_of_them() -> Result<(), Box<dyn Error>> {
    let links: Vec<Value> = serde_json::from_str(include_str!("golden/vectors/links.json"))?;
    assert_eq!(links.len(), 20);
    for link in links {
        let opened = url::parse(link["link"].as_str().ok_or("no link")?).map_err(|wrong| wrong.text)?;
        let done = run(link["plan"].to_string().as_bytes())?;
        assert_eq!(done.status.code(), Some(0), "{}", link["group"]);
        // The plan of version 1 goes in; what comes out is what its link comes to.
        assert!(String::from_utf8(done.stdout)? == json::text(&opened.plan)? + "\n", "{}", link["group"]);
    }
    Ok(())
}

/// What an array of the report holds, by its address.
fn rows<'a>(whole: &'a Value, address: &str) -> &'a [Value] {
    whole.pointer(address).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[test]
fn every_view_is_behind_the_door() -> Result<(), Box<dyn Error>> {
    for text in PLANS {
        let whole: Value = serde_json::from_str(&evaluate_json(text)?)?;
        let plan = file::open(text).map_err(|wrong| wrong.text)?.plan;
        let on = |kind| (0..plan.count(kind)).filter(|nth| plan.is_on(kind, *nth)).count();
        let number = |address: &str| whole.pointer(address).and_then(Value::as_f64);
        assert_eq!(whole["schema"], "second-engine-report/2", "{text}");
        assert_eq!(rows(&whole, "/condors").len(), on(Kind::Condor), "{text}");
        assert_eq!(rows(&whole, "/pools").len(), on(Kind::Pool), "{text}");
        // Every curve of the book meets the verdict at the shock.
        let verdict = number("/combined/pnl").ok_or("no verdict")?;
        let mut curves = vec!["/views/book/payoff_spx", "/views/book/payoff_vix"];
        if on(Kind::Pool) > 0 {
            curves.push("/views/book/payoff_token");
        }
        for curve in curves {
            let at = number(&format!("{curve}/shock/combined")).ok_or(curve)?;
            assert!((at - verdict).abs() < 1e-6 * verdict.abs().max(1.0), "{text}: {curve} {at} for {verdict}");
            assert!(rows(&whole, &format!("{curve}/points")).len() > 80, "{text}: {curve}");
        }
        let mut axes = vec![["/views/book/dates", "/views/book/other_dates"]];
        if on(Kind::Pool) > 0 {
            axes.push(["/views/book/dates_token", "/views/book/other_dates_token"]);
        }
        let shocked = |table: &Value| {
            let row = rows(table, "/rows").iter().find(|row| row["is_shock"] == true)?;
            row["pnl"].get(table["shock_column"].as_u64()? as usize)?.as_f64()
        };
        for ([whole_book, others], later) in axes.iter().flat_map(|axis| ["linked", "held"].map(|later| (axis, later)))
        {
            let tables = rows(&whole, others).iter().chain(whole.pointer(whole_book));
            let of: Vec<&Value> = tables.filter(|table| table["later"] == later).collect();
            let book = of.iter().find(|table| table["part"] == "book").and_then(|table| shocked(table));
            let is_verdict = |x: f64| (x - verdict).abs() < 1e-6 * verdict.abs().max(1.0);
            assert!(book.is_some_and(is_verdict), "{text}: {others} {later}");
            let parts: Vec<f64> = of.iter().filter(|t| t["part"] != "book").filter_map(|t| shocked(t)).collect();
            assert!(parts.is_empty() || is_verdict(parts.iter().sum()), "{text}: {others} {later}");
        }
        assert!(rows(&whole, "/views/book/heat/pnl").len() == 25 * 19, "{text}");
        assert!(rows(&whole, "/views/book/pnl_by_vix").len() == 61, "{text}");
        assert_eq!(rows(&whole, "/views/hedge/conversions").len(), on(Kind::Conversion), "{text}");
        assert!(rows(&whole, "/views/learn").len() > 10, "{text}");
        for view in ["book", "size", "hedge", "pool", "learn"] {
            assert!(whole["views"][view].to_string().len() > 200, "{text}: little in {view}");
        }
    }
    Ok(())
}

/// What of a value the schema does not allow, by address; the words that schemars writes and no other.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    const KNOWN: [&str; 19] = [
        "$schema",
        "title",
        "description",
        "$defs",
        "format",
        "type",
        "properties",
        "required",
        "$ref",
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "const",
        "anyOf",
        "oneOf",
        "default",
    ];
    let Some(words) = schema.as_object() else {
        return if schema == &Value::Bool(true) { Vec::new() } else { vec![format!("{at}: not allowed")] };
    };
    let mut found: Vec<String> = Vec::new();
    found
        .extend(words.keys().filter(|word| !KNOWN.contains(&word.as_str())).map(|word| format!("{at}: {word} unread")));
    if let Some(target) = schema["$ref"].as_str() {
        let target = root.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Bool(false));
        // What a flattened struct refers to is one of several with the properties beside it.
        found.extend(faults(root, target, value, at));
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name)) {
        found.push(format!("{at}: {value} is not {types:?}"));
    }
    if words.get("const").is_some_and(|only| only != value) {
        found.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    let bound = |word: &str| schema[word].as_f64().zip(value.as_f64());
    if bound("minimum").is_some_and(|(least, x)| x < least) || bound("maximum").is_some_and(|(most, x)| x > most) {
        found.push(format!("{at}: {value} is out of range"));
    }
    for (word, is_one) in [("anyOf", false), ("oneOf", true)] {
        let Some(all) = schema[word].as_array() else { continue };
        let fits = all.iter().filter(|one| faults(root, one, value, at).is_empty()).count();
        if fits == 0 || is_one && fits > 1 {
            found.push(format!("{at}: {fits} of {word} fit"));
        }
    }
    if let Some(fields) = value.as_object() {
        if let Some(properties) = schema["properties"].as_object() {
            for (name, field) in fields {
                match properties.get(name) {
                    Some(schema) => found.extend(faults(root, schema, field, &format!("{at}/{name}"))),
                    None => found.push(format!("{at}/{name}: not in the schema")),
                }
            }
        }
        let missing =
            rows(schema, "/required").iter().filter_map(Value::as_str).filter(|name| !fields.contains_key(*name));
        found.extend(missing.map(|name| format!("{at}: {name} is missing")));
    }
    if let Some(all) = value.as_array() {
        let count = |word: &str| schema[word].as_u64().map(|count| count as usize);
        if count("minItems").is_some_and(|least| all.len() < least) || count("maxItems").is_some_and(|n| all.len() > n)
        {
            found.push(format!("{at}: {} items", all.len()));
        }
        let first = rows(schema, "/prefixItems");
        for (i, one) in all.iter().enumerate() {
            if let Some(schema) = first.get(i).or_else(|| words.get("items")) {
                found.extend(faults(root, schema, one, &format!("{at}/{i}")));
            }
        }
    }
    found
}

#[test]
fn real_reports_are_what_the_schema_says() -> Result<(), Box<dyn Error>> {
    let schema: Value = serde_json::from_str(include_str!("../docs/report.schema.json"))?;
    let mut dated = Plan::default();
    dated.market.today = Day::iso("2026-11-28");
    let mut plans = vec![Plan::default(), Plan { holdings: Vec::new(), ..Plan::default() }, dated];
    let mut runner = TestRunner::new(plans::config(5, 2026));
    while plans.len() < 8 {
        let plan = plans::any_plan().new_tree(&mut runner).map_err(|wrong| wrong.to_string())?.current().0;
        if Book::resolve(&plan).is_ok() {
            plans.push(plan);
        }
    }
    for plan in &plans {
        let whole: Value = serde_json::from_str(&json::text(plan)?)?;
        assert_eq!(faults(&schema, &schema, &whole, ""), Vec::<String>::new(), "{}", url::fragment(plan));
    }
    // The check itself: a field that is missing, one that is not known, a null that may not be.
    let whole: Value = serde_json::from_str(&json::text(&Plan::default())?)?;
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut whole = whole.clone();
        change(&mut whole);
        faults(&schema, &schema, &whole, "")
    };
    let without = |whole: &mut Value| {
        whole.as_object_mut().map(|fields| fields.remove("verdict"));
    };
    assert_eq!(broken(&without), [": verdict is missing"]);
    assert_eq!(broken(&|whole| whole["combined"]["moon"] = 1.into()), ["/combined/moon: not in the schema"]);
    assert_eq!(broken(&|whole| whole["combined"]["pnl"] = Value::Null).len(), 1);
    Ok(())
}
