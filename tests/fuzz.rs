//! Fuzzing of every door through which a stranger's text comes in: link, history, file, JSON and each import. Nothing
//! panics, what is refused is refused in a sentence, what opens is priced in finite numbers and is the same after a round
//! through link and file.
//!
//! A case is a text of the corpus (`fixtures/doors`, the importers' own fixtures) with a few things done to it. Here it
//! is short and always the same; `tools/fuzz MINUTES` draws new cases for that long (`SECOND_ENGINE_FUZZ`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "plans/mod.rs"]
mod plans;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestCaseResult, TestRunner};
use second_engine::book::Book;
use second_engine::data::chain::Quote;
use second_engine::data::{self, Imported, levels, order};
use second_engine::plan::history::History;
use second_engine::plan::holding::{Holding, Terms};
use second_engine::plan::knobs::KNOBS;
use second_engine::plan::{Plan, PoolPlan, file, url};
use second_engine::units::day::Day;
use second_engine::views::assemble;
use second_engine::views::data::{self as tab, DataTab, Set};
use second_engine::views::json::{evaluate_json, whole};
use serde_json::Value;

/// One thing done to a text; places are shares of its length, in 65,536ths.
#[derive(Clone, Debug)]
enum Change {
    /// Characters from the first place to the second go.
    Cut(u16, u16),
    /// What stands between the places stands there twice.
    Twice(u16, u16),
    /// This is put there.
    Put(u16, String),
    /// The number behind the place becomes this.
    Number(u16, String),
    /// In JSON the leaf at the place becomes this.
    Leaf(u16, String),
    /// The value behind the first `=` or `:` past the place becomes this.
    Value(u16, String),
}

/// What numbers break on.
const NUMBERS: [&str; 24] = [
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "1e308",
    "-1e308",
    "1e-320",
    "1e999",
    "NaN",
    "inf",
    "-inf",
    "9007199254740993",
    "-2147483648",
    "2147483648",
    "18446744073709551616",
    "1,5",
    "1.234,5",
    "1 000",
    "0x10",
    "١",
    "",
    "null",
    "1e",
];

/// What readers break on.
const SNIPPETS: [&str; 26] = [
    "&",
    "=",
    "%",
    "%00",
    "%F0",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ",",
    ";",
    ":",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{0}",
    "😀",
    "\t",
    "&holdings=",
    "&shock.vix=",
    "\"plan\":",
    "null",
    "-",
    ".",
];

fn change() -> impl Strategy<Value = Change> {
    let number = || {
        prop_oneof![
            proptest::sample::select(&NUMBERS[..]).prop_map(String::from),
            any::<f64>().prop_map(|x| x.to_string())
        ]
    };
    let key = || (0..KNOBS.len()).prop_map(|i| format!("&{}=", KNOBS[i].id));
    let snippet = prop_oneof![
        proptest::sample::select(&SNIPPETS[..]).prop_map(String::from),
        key(),
        (key(), number()).prop_map(|(key, number)| key + &number),
        any::<char>().prop_map(String::from),
    ];
    let place = any::<u16>;
    prop_oneof![
        1 => (place(), place()).prop_map(|(a, b)| Change::Cut(a, b)),
        1 => (place(), place()).prop_map(|(a, b)| Change::Twice(a, b)),
        3 => (place(), snippet).prop_map(|(at, text)| Change::Put(at, text)),
        5 => (place(), number()).prop_map(|(at, text)| Change::Number(at, text)),
        3 => (place(), number()).prop_map(|(at, text)| Change::Value(at, text)),
        9 => (place(), number()).prop_map(|(at, text)| Change::Leaf(at, text)),
    ]
}

/// What is no list and no group.
fn leaves<'a>(value: &'a mut Value, found: &mut Vec<&'a mut Value>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| leaves(item, found)),
        Value::Object(fields) => fields.values_mut().for_each(|field| leaves(field, found)),
        leaf => found.push(leaf),
    }
}

fn changed(text: &str, changes: &[Change]) -> String {
    let one = |text: String, change: &Change| {
        let letters: Vec<char> = text.chars().collect();
        let at = |place: u16| usize::from(place) * letters.len() / 65_536;
        let join = |parts: &[&[char]]| parts.concat().into_iter().collect::<String>();
        let put = |from: usize, to: usize, new: &str| {
            join(&[&letters[..from], &new.chars().collect::<Vec<_>>(), &letters[to..]])
        };
        let ends = |a: u16, b: u16| (at(a.min(b)), at(a.max(b)));
        match change {
            Change::Cut(a, b) => put(ends(*a, *b).0, ends(*a, *b).1, ""),
            Change::Twice(a, b) => {
                let (a, b) = ends(*a, *b);
                join(&[&letters[..b], &letters[a..]])
            }
            Change::Put(place, new) => put(at(*place), at(*place), new),
            Change::Number(place, new) => {
                let is_digit = |c: &char| c.is_ascii_digit() || *c == '.';
                let Some(from) = letters[at(*place)..].iter().position(is_digit).map(|i| i + at(*place)) else {
                    return text;
                };
                let to = letters[from..].iter().position(|c| !is_digit(c)).map_or(letters.len(), |i| i + from);
                put(from, to, new)
            }
            Change::Leaf(place, new) => {
                let Ok(mut value) = serde_json::from_str::<Value>(&text) else { return text };
                let mut all = Vec::new();
                leaves(&mut value, &mut all);
                let count = all.len();
                if let Some(leaf) = all.into_iter().nth(usize::from(*place) * count / 65_536) {
                    *leaf = serde_json::from_str(new).unwrap_or_else(|_| Value::String(new.clone()));
                }
                value.to_string()
            }
            Change::Value(place, new) => {
                let is_mark = |c: &char| *c == '=' || *c == ':';
                let Some(from) = letters[at(*place)..].iter().position(is_mark).map(|i| i + at(*place) + 1) else {
                    return text;
                };
                let is_end = |c: &char| ['&', ',', '}', '\n'].contains(c);
                let to = letters[from..].iter().position(is_end).map_or(letters.len(), |i| i + from);
                put(from, to, new)
            }
        }
    };
    changes.iter().fold(text.to_string(), one)
}

/// How many cases a door sees here; the JSON door, which works out every view, fewer.
const CASES: u32 = 400;
const JSON_CASES: u32 = 12;
const CASES_OF_A_FORMAT: u32 = 20;

/// Puts changed texts through a door: as many as always, or new ones for as long as is asked.
fn fuzz(corpus: &[String], seed: u64, count: u32, door: impl Fn(&str) -> TestCaseResult) {
    for text in BTreeSet::from_iter(corpus) {
        if let Err(error) = door(text) {
            panic!("{error}\n{text}");
        }
    }
    let cases = (proptest::sample::select(corpus.to_vec()), proptest::collection::vec(change(), 1..6));
    let run = |seed| {
        let config = ProptestConfig { rng_seed: RngSeed::Fixed(seed), ..plans::config(count, seed) };
        let of = TestRunner::new(config).run(&cases, |(text, changes)| {
            let text = changed(&text, &changes);
            door(&text).map_err(|error| TestCaseError::fail(format!("{error}\nin the text {text:?}")))
        });
        if let Err(error) = of {
            panic!("seed {seed}: {error}");
        }
    };
    run(seed);
    for_minutes(run);
}

/// Runs with new seeds for as many minutes as are asked for.
fn for_minutes(run: impl Fn(u64)) {
    let minutes = std::env::var("SECOND_ENGINE_FUZZ").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let mut seed = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    while Instant::now() < end {
        run(seed);
        seed = seed.wrapping_add(1);
    }
}

/// A refusal is a sentence for a person, not too long, that begins with a capital or a name in quotes.
fn is_a_sentence(said: &str) -> TestCaseResult {
    let is_begun = said.starts_with(|c: char| c.is_uppercase() || c == '\'' || c.is_ascii_digit());
    prop_assert!(
        is_begun && said.ends_with(['.', '?', '!', '”']) && said.chars().count() < 1_500,
        "no sentence: {}",
        said
    );
    Ok(())
}

/// The words of a value's debug text that are no quoted text.
fn is_finite(what: &impl std::fmt::Debug) -> TestCaseResult {
    let text = format!("{what:?}");
    let mut is_quoted = false;
    let mut word = String::new();
    let mut before = ' ';
    for (i, c) in text.chars().enumerate() {
        if c == '"' && before != '\\' {
            is_quoted = !is_quoted;
        }
        before = if c == '\\' && before == '\\' { ' ' } else { c };
        if c.is_alphanumeric() && !is_quoted {
            word.push(c);
        } else {
            let near = || text.chars().skip(i.saturating_sub(160)).take(200).collect::<String>();
            prop_assert!(word != "NaN" && word != "inf", "a number that is none: … {} …", near());
            word.clear();
        }
    }
    Ok(())
}

/// Fails with the first field in which they differ.
fn is_same(a: &Plan, b: &Plan) -> TestCaseResult {
    let [a, b] = [a, b].map(|plan| format!("{plan:#?}"));
    let differs = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    prop_assert!(a == b, "through the file: {:?}", differs);
    Ok(())
}

/// A plan that came through a door: refused in sentences, or priced in finite numbers; the file brings it back as it is,
/// and the link, which leaves out what is not in use, brings back the same report.
fn priced(plan: &Plan, tally: &Cell<u32>) -> TestCaseResult {
    let book = match Book::resolve(plan) {
        Ok(book) => book,
        Err(error) => return error.faults.iter().try_for_each(|fault| is_a_sentence(&fault.text)),
    };
    tally.set(tally.get() + 1);
    let report = assemble::report(&book);
    is_finite(&report)?;
    let failed = |said: String| TestCaseError::fail(said);
    let back =
        file::open(&file::text(plan)).map_err(|wrong| failed(format!("no way back from the file: {}", wrong.text)))?;
    is_same(&back.plan, plan)?;
    let link = url::fragment(plan);
    let back = url::parse(&link).map_err(|wrong| failed(format!("no way back from {link}: {}", wrong.text)))?;
    let there = Book::resolve(&back.plan).map_err(|error| failed(format!("refused through {link}: {error:?}")))?;
    let [there, here] = [&assemble::report(&there), &report].map(|report| format!("{report:?}"));
    prop_assert!(there == here, "another report through the link {}", link);
    Ok(())
}

/// So that a door that refuses everything does not pass for a safe one.
fn enough(tally: &Cell<u32>, least: u32) {
    assert!(tally.get() >= least, "{} texts were priced, {least} are wanted", tally.get());
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_string).collect()
}

fn links() -> Vec<String> {
    let mut all = lines(include_str!("fixtures/doors/links.txt"));
    all.push(url::fragment(&Plan::example()));
    all
}

#[test]
fn no_link_breaks_anything() {
    let tally = Cell::new(0);
    fuzz(&links(), 11, CASES, |text| match url::parse(text) {
        Ok(opened) => priced(&opened.plan, &tally),
        Err(wrong) => is_a_sentence(&wrong.text),
    });
    enough(&tally, 100);
}

#[test]
fn no_kept_history_breaks_anything() {
    let tally = Cell::new(0);
    let corpus = [links().iter().map(|link| format!("-{link}\n")).collect::<String>() + "=v=2\n+v=2&shock.vix=60\n"];
    fuzz(&corpus, 12, CASES, |text| match History::read(text) {
        Ok(read) => {
            let again = History::read(&read.history.text()).map_err(TestCaseError::fail)?;
            prop_assert!(again.is_whole);
            prop_assert_eq!(again.history.text(), read.history.text());
            priced(read.history.present(), &tally)
        }
        Err(said) => is_a_sentence(&said),
    });
    enough(&tally, 100);
}

#[test]
fn no_plan_file_breaks_anything() {
    let tally = Cell::new(0);
    let mut corpus = lines(include_str!("fixtures/doors/plans.txt"));
    // As often as all the others, for most of these stay plans.
    corpus.extend((0..10).flat_map(|_| [file::text(&Plan::example()), file::text(&Plan::default())]));
    fuzz(&corpus, 13, CASES, |text| match file::open(text) {
        Ok(opened) => priced(&opened.plan, &tally),
        Err(wrong) => is_a_sentence(&wrong.text),
    });
    enough(&tally, 20);
}

#[test]
fn nothing_said_to_the_json_door_breaks_anything() {
    let tally = Cell::new(0);
    let mut corpus = lines(include_str!("fixtures/doors/json.txt"));
    // As often as all the others, for most of these stay plans.
    corpus.extend((0..corpus.len() / 2).flat_map(|_| [file::text(&Plan::example()), file::text(&Plan::default())]));
    fuzz(&corpus, 15, JSON_CASES, |text| {
        let said = match evaluate_json(text) {
            Ok(said) => said,
            Err(said) => return is_a_sentence(&said),
        };
        tally.set(tally.get() + 1);
        let failed = |said: String| TestCaseError::fail(said);
        let plan = file::open(text).map_err(|wrong| failed(format!("answered, but not opened: {}", wrong.text)))?.plan;
        let book = Book::resolve(&plan).map_err(|error| failed(format!("answered, but refused: {error:?}")))?;
        let every_view = whole(&book);
        // In the text a number that is none would be null, as is what there is not.
        is_finite(&every_view)?;
        let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|wrong| failed(wrong.to_string()));
        let wanted = serde_json::to_value(&every_view).map_err(|wrong| failed(wrong.to_string()))?;
        prop_assert!(read(&said)? == wanted, "the answer is not that of the plan");
        Ok(())
    });
    enough(&tally, 10);
}

#[test]
fn no_import_breaks_anything() {
    let tally = Cell::new(0);
    let mut corpus = lines(include_str!("fixtures/doors/positions.txt"));
    let files = [
        include_str!("fixtures/uniswap_subgraph.json"),
        include_str!("fixtures/uniswap_positions.txt"),
        include_str!("fixtures/files/defillama.csv"),
    ];
    corpus.extend(files.map(String::from));
    // Most changes leave a date or a number that is none, and one text of the corpus is always refused: half as many cases
    // more leave as many texts that are read.
    fuzz(&corpus, 14, CASES + CASES / 2, |text| {
        let imported = match data::read(text) {
            Ok(imported) => imported,
            Err(said) => return is_a_sentence(&said),
        };
        is_finite(&imported)?;
        tally.set(tally.get() + 1);
        let Imported::Position(position) = imported else { return Ok(()) };
        let pool = match position.pool_plan(3000.0, &PoolPlan::default()) {
            Ok(pool) => pool,
            Err(said) => return is_a_sentence(&said),
        };
        let mut plan = Plan::default();
        plan.holdings.push(Holding::new(Terms::Pool(Box::new(pool))));
        priced(&plan, &tally)
    });
    enough(&tally, 100);
}

/// The fixtures of every format, by name.
fn files() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/files");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect(folder).map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// What was read of a file is in order, finite and told in sentences.
fn is_in_order(found: &Imported) -> TestCaseResult {
    is_finite(found)?;
    found.said().iter().try_for_each(|said| is_a_sentence(said))?;
    match found {
        Imported::Series(series) => {
            prop_assert!(
                series.days.windows(2).all(|pair| pair[0] < pair[1]),
                "days that do not rise: {:?}",
                series.days
            );
            prop_assert!(series.columns.iter().all(|column| column.values.len() == series.days.len()));
            prop_assert_eq!(series.closes().len(), series.days.len());
            if let Ok(then) =
                levels::of_series(series, &Plan::default()).and_then(|found| found.put_on(&Plan::default()))
            {
                prop_assert!(Book::resolve(&then).is_ok(), "levels that no book takes");
            }
        }
        Imported::Chain(chain) => {
            let rise = |quotes: &[Quote]| quotes.windows(2).all(|pair| pair[0].strike < pair[1].strike);
            prop_assert!(chain.strikes() > 0 && chain.expiries.iter().all(|expiry| rise(&expiry.quotes)));
        }
        Imported::Strip(strip) => {
            prop_assert!(strip.futures.windows(2).all(|pair| pair[0].expiry < pair[1].expiry));
        }
        Imported::Positions(positions) => {
            for order in &positions.condors {
                prop_assert!(order.strikes.windows(2).all(|pair| pair[0] < pair[1]) && order.contracts > 0);
            }
        }
        Imported::Position(_) => {}
    }
    Ok(())
}

/// What the tab of data says of it is finite and crosses as JSON, and each of its offers can be taken.
fn is_said(found: Imported) -> TestCaseResult {
    let plan = Plan::default();
    let tab = tab::of(&[Set::new(1, "file.csv", 1, None, found)], &plan);
    is_finite(&tab)?;
    let text = serde_json::to_string(&tab).unwrap();
    prop_assert_eq!(&serde_json::from_str::<DataTab>(&text).unwrap(), &tab);
    for offer in &tab.offers {
        prop_assert!(offer.put_on(&plan).is_ok(), "an offer that cannot be taken: {:?}", offer);
    }
    Ok(())
}

/// Every format by itself, side by side: each has its own cases, and some of them are read.
#[test]
fn no_file_breaks_anything() {
    std::thread::scope(|scope| {
        let one = |(nth, text): (usize, String)| {
            scope.spawn(move || {
                let tally = Cell::new(0);
                fuzz(&[text], 15 + nth as u64, CASES_OF_A_FORMAT, |text| match data::read(text) {
                    Ok(found) => {
                        tally.set(tally.get() + 1);
                        is_in_order(&found)?;
                        is_said(found)
                    }
                    Err(said) => is_a_sentence(&said),
                });
                enough(&tally, 4);
            })
        };
        let all: Vec<_> = files().into_iter().enumerate().map(one).collect();
        assert!(all.len() >= 24 && all.into_iter().all(|one| one.join().is_ok()));
    });
}

#[test]
fn no_bytes_break_anything() {
    // Bytes as they come, and the texts of files with bytes put among theirs.
    let corpus: Vec<Vec<u8>> = files().into_iter().map(String::into_bytes).chain([Vec::new()]).collect();
    let cases = (proptest::sample::select(corpus), any::<u16>(), proptest::collection::vec(any::<u8>(), 0..200));
    let door = |bytes: &[u8]| match data::read_bytes(bytes, &mut |_| true) {
        Ok(found) => is_in_order(&found),
        Err(said) => is_a_sentence(&said),
    };
    let run = |seed| {
        let config = ProptestConfig { rng_seed: RngSeed::Fixed(seed), ..plans::config(CASES, seed) };
        let of = TestRunner::new(config).run(&cases, |(mut file, place, bytes)| {
            let at = usize::from(place) * file.len() / 65_536;
            file.splice(at..at, bytes);
            door(&file)
        });
        if let Err(error) = of {
            panic!("seed {seed}: {error}");
        }
    };
    run(16);
    for_minutes(run);
}

#[test]
fn no_order_breaks_anything() {
    let tally = Cell::new(0);
    let corpus: Vec<String> =
        include_str!("fixtures/doors/orders.txt").split("\n\n").map(|text| text.trim_end().to_string()).collect();
    fuzz(&corpus, 16, CASES, |text| {
        let order = match order::read(text) {
            Ok(order) => order,
            Err(said) => return is_a_sentence(&said),
        };
        is_finite(&order)?;
        let mut plan = Plan::default();
        for nth in [0, 1] {
            let placed = match order.placed(&plan, nth, Day(20_420)) {
                Ok(placed) => placed,
                Err(said) => return is_a_sentence(&said),
            };
            match plan.condor_mut(nth) {
                Some(condor) => *condor = placed.terms,
                None => drop(plan.add(Holding::new(Terms::Condor(placed.terms)))),
            }
        }
        priced(&plan, &tally)
    });
    enough(&tally, 50);
}
