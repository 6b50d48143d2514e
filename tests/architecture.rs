//! The rules of the house that a compiler does not hold: order of rooms, purity, no panics, size.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use second_engine::book::Book;
use second_engine::book::by_date::{self, DatePart, Later};
use second_engine::plan::Plan;
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::knobs::{KNOBS, LISTS, TEXTS};
use second_engine::plan::{ConversionPlan, EventPlan};
use second_engine::units::Points;
use second_engine::views::book::compare::{self, Side};
use second_engine::views::json;
use second_engine::views::report::{Report, evaluate};
use serde_json::Value;

const MOST_LINES: usize = 400;
/// Folders that hold what was made or fetched.
const NOT_OURS: [&str; 5] = [".git", "target", "node_modules", "dist", "pkg"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the repository whose name ends so, as (path from the root, text), by path.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                found.push((path.strip_prefix(root()).unwrap().to_string_lossy().into_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// Code without its comment lines; tests at the end of a file stay.
fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The part of a file before its tests.
fn without_tests(text: &str) -> &str {
    // The test module closes its file; a `cfg(test)` on anything else would hide code from these rules.
    let start = text
        .rfind("#[cfg(test)]")
        .filter(|&at| text[at..].lines().take(4).any(|line| line.split_whitespace().any(|word| word == "mod")));
    &text[..start.unwrap_or(text.len())]
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The letters, digits and underscores that a text begins with.
fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())]
}

/// Whether `word` stands in `text` with no letter, digit or underscore at either side.
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(is_name)
            && !text[at + word.len()..].chars().next().is_some_and(is_name)
    })
}

/// The rooms in the order of the map: a room uses only those before it.
fn rooms() -> Vec<String> {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).expect("the map");
    let name = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_string());
    map.lines().filter_map(name).collect()
}

/// The room of a source file; nothing for the page, `main.rs` and the map itself.
fn room(path: &str) -> Option<String> {
    let inside = path.strip_prefix("src/")?;
    let room = inside.split('/').next()?.trim_end_matches(".rs");
    (!["app", "main", "lib"].contains(&room)).then(|| room.to_string())
}

/// Library files as (path, room, text).
fn library() -> Vec<(String, String, String)> {
    files("src", &[".rs"]).into_iter().filter_map(|(path, text)| Some((path.clone(), room(&path)?, text))).collect()
}

/// Rooms named by `crate::X`, also in braces.
fn rooms_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        if code[..at].chars().next_back().is_some_and(|c| is_name(c) || c == '$') {
            continue;
        }
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            None => used.push(rest.chars().take_while(|c| is_name(*c)).collect()),
            Some(group) => {
                let mut depth = 0;
                let mut top = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        _ if depth == 0 => top.push(c),
                        _ => {}
                    }
                }
                let first = |item: &str| item.trim().chars().take_while(|c| is_name(*c)).collect::<String>();
                used.extend(top.split(',').map(first).filter(|name| !name.is_empty()));
            }
        }
    }
    used
}

#[test]
fn a_room_uses_only_rooms_before_it_on_the_map() {
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|room| room == name);
    assert!(rooms.len() > 10, "{rooms:?}");
    for (path, room, text) in library() {
        let here = place(&room).unwrap_or_else(|| panic!("{path} is in no room of the map"));
        for used in rooms_used(&without_comments(&text)) {
            // A macro of the crate root is no room.
            let Some(there) = place(&used) else { continue };
            assert!(there <= here, "{path} uses {used}, which comes after {room}");
        }
        let reaches_up =
            rooms.iter().find(|name| path.matches('/').count() == 1 && text.contains(&format!("super::{name}::")));
        assert_eq!(reaches_up, None, "{path} names another room by super");
    }
}

#[test]
fn the_map_lists_the_rooms_in_the_order_of_their_modules() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).expect("the map");
    let row = |line: &str| Some(line.strip_prefix("//! | [`")?.split('`').next()?.to_string());
    assert_eq!(map.lines().filter_map(row).collect::<Vec<_>>(), rooms());
}

#[test]
fn the_library_reads_no_clock_no_chance_no_storage_and_no_browser() {
    let words = ["std::time", "Instant", "SystemTime", "web_sys", "js_sys", "wasm_bindgen", "gloo", "yew", "rand"];
    for (path, _, text) in library() {
        let code = without_comments(without_tests(&text));
        for word in words.into_iter().chain(["std::fs", "std::env", "std::net", "std::thread"]) {
            assert!(!says(&code, word), "{path} says {word}");
        }
    }
}

/// Fails with every line of what was found.
fn none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{} {what}:\n{}", found.len(), found.join("\n"));
}

#[test]
fn nothing_outside_the_tests_can_panic_on_purpose() {
    let mut found = Vec::new();
    for (path, text) in files("src", &[".rs"]) {
        let code = without_comments(without_tests(&text));
        let words = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];
        found.extend(words.into_iter().filter(|word| code.contains(word)).map(|word| format!("{path} says {word}")));
    }
    none(&found, "ways to panic");
}

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let lines = |text: &str| without_tests(text).lines().count();
    let all = files("src", &[".rs"]);
    let long = all.iter().filter(|(_, text)| lines(text) > MOST_LINES);
    let found: Vec<String> = long.map(|(path, text)| format!("{path}: {}", lines(text))).collect();
    none(&found, "files are too long before their tests");
}

#[test]
fn no_file_points_out_of_the_repository() {
    let endings = [".rs", ".toml", ".md", ".ts", ".js", ".mjs", ".json", ".html", ".css", ".yml", ".yaml", ".sh"];
    for (path, text) in files("", &endings) {
        let is_end = |c: char| !(is_name(c) || "./-".contains(c));
        for way in text.split(is_end).filter(|way| way.starts_with("../")) {
            let target = Path::new(&path).parent().unwrap_or(Path::new("")).join(way);
            assert!(stays_inside(&target), "{path} points to {way}, which is outside");
        }
    }
}

fn stays_inside(path: &Path) -> bool {
    let mut inside = PathBuf::new();
    path.components().all(|part| match part {
        Component::ParentDir => inside.pop(),
        Component::Normal(name) => {
            inside.push(name);
            true
        }
        _ => true,
    })
}

/// Rooms whose numbers a person reads; only `words` rounds them, a half away from zero, so that one number is one text.
#[test]
fn numbers_that_are_read_are_rounded_by_words_alone() {
    let mut found = Vec::new();
    let rooms =
        ["src/views", "src/backtest", "src/sizing", "src/plan", "src/book", "src/data", "src/signals", "src/app"];
    for (path, text) in rooms.into_iter().flat_map(|room| files(room, &[".rs"])) {
        let code = without_comments(without_tests(&text));
        // A share of a width is no number that is read.
        let digits = code.match_indices("{:.").map(|(at, _)| code[at..].chars().take(24).collect::<String>());
        let said = digits.filter(|rest| !rest.contains("%\"") && !path.ends_with("breakdown.rs"));
        found.extend(said.map(|rest| format!("{path}: {rest}")));
        // Where an explosion's VIX is put on the slider it is an input.
        if path.starts_with("src/views") && !path.ends_with("history.rs") && code.contains(").round() / 10") {
            found.push(format!("{path} rounds by hand"));
        }
    }
    none(&found, "numbers rounded beside words");
}

/// Files of the page that may compute: they place marks on a screen or on a slider, and know no finance.
const COMPUTE: [&str; 2] = ["src/app/controls/scale.rs", "src/app/browser/canvas.rs"];

/// What makes one number of several, or of another unit.
const FORMULAS: [&str; 20] = [
    ".exp()",
    ".ln()",
    ".sqrt()",
    ".powf(",
    ".powi(",
    ".ln_1p()",
    ".exp_m1()",
    ".log10()",
    ".hypot(",
    ".sum(",
    ".sum::<",
    ".product(",
    ".product::<",
    ".fold(",
    ".try_fold(",
    ".reduce(",
    ".count()",
    ".len() as f64",
    "/ 1e",
    "* 1e",
];

/// Where the page makes one of several that are no figures: file, how, how often.
const NO_FIGURES: [(&str, &str, usize); 8] = [
    // Which line of a table is its last.
    ("src/app/views/book/breakdown.rs", ".count()", 1),
    // How deep a cell is tinted; whether two columns would be headed by the same day.
    ("src/app/views/book/dates.rs", ".fold(", 1),
    ("src/app/views/book/dates.rs", ".count()", 1),
    // The day that a new row of a list begins with.
    ("src/app/controls/list.rs", ".fold(", 1),
    // Numbers of plans; steps of a kept one that are undone.
    ("src/app/store/plans.rs", ".fold(", 1),
    ("src/app/store/plans.rs", ".count()", 1),
    // Letters and signs of what is typed.
    ("src/app/store/parse.rs", ".fold(", 1),
    ("src/app/store/parse.rs", ".count()", 1),
];

/// Fields that the page may reckon with: places on a screen and in a list.
const PLACES: [&str; 4] = ["x", "y", "at", "nth"];

/// Where the page reckons with another one that is no figure: file and operand.
const NO_FIGURE_FIELDS: [(&str, &str); 3] = [
    // How far a key moves the crosshair.
    ("src/app/views/book/hand.rs", "payoff.now.token"),
    // Ends of a bar, as shares of its cell.
    ("src/app/views/size/fall.rs", "bar.from"),
    ("src/app/views/size/fall.rs", "bar.to"),
];

/// The figure that a word of code ends or, where `is_right`, begins with: a field, `end.fees` of `(end.fees`, or what has a
/// unit, `fees.0` or `of(c).0`. Literals, locals, calls and [`PLACES`] are none.
fn figure(word: &str, is_right: bool) -> Option<&str> {
    let word = if is_right { word.trim_start_matches(['(', '-', '*', '&']) } else { word };
    let word = if is_right { word.trim_end_matches([',', ';', ')', ']', '}', '|']) } else { word };
    if word.ends_with(").0") {
        return Some(word);
    }
    let is_path = |c: char| is_name(c) || c == '.';
    let path = if is_right {
        let end = word.find(|c| !is_path(c)).unwrap_or(word.len());
        if word[end..].starts_with(['(', ':', '?']) {
            return None;
        }
        &word[..end]
    } else {
        &word[word.trim_end_matches(is_path).len()..]
    };
    let field = path.rsplit('.').find(|part| !part.starts_with(|c: char| c.is_ascii_digit()))?;
    let is_field = path.contains('.') && path.starts_with(|c: char| c.is_ascii_lowercase());
    (is_field && !PLACES.contains(&field)).then_some(path)
}

/// Where code adds, takes away, multiplies or divides a figure, `fees.0 - lvr.0` or `2.0 * terms.per_side`, adds one up,
/// `sum += fees.0`, or turns a number over, `1.0 / price`.
fn sums_of_figures<'a>(path: &str, code: &'a str) -> Vec<[&'a str; 3]> {
    let words: Vec<&str> = code.split_whitespace().collect();
    let is_allowed = |found: &str| NO_FIGURE_FIELDS.contains(&(path, found));
    let is_sum = |three: &&[&str]| {
        let [left, right] =
            [figure(three[0], false), figure(three[2], true)].map(|one| one.is_some_and(|one| !is_allowed(one)));
        match three[1] {
            "/" if three[0].ends_with("1.0") && three[2].starts_with(|c: char| c.is_ascii_lowercase()) => true,
            "+" | "-" | "*" | "/" => left || right,
            "+=" | "-=" | "*=" | "/=" => right,
            _ => false,
        }
    };
    words.windows(3).filter(is_sum).map(|three| [three[0], three[1], three[2]]).collect()
}

/// What a file of the page computes and should not; and what of [`NO_FIGURES`] it no longer does.
fn computed(path: &str, code: &str) -> Vec<String> {
    if COMPUTE.contains(&path) {
        return Vec::new();
    }
    let allowed = |word: &str| NO_FIGURES.iter().find(|row| row.0 == path && row.1 == word).map_or(0, |row| row.2);
    let is_wrong = |word: &&str| code.matches(word).count() != allowed(word);
    let words = FORMULAS.into_iter().filter(is_wrong);
    let said = words.map(|word| format!("{path} computes {word}, allowed: {}", allowed(word)));
    let sums = sums_of_figures(path, code);
    said.chain(sums.into_iter().map(|sum| format!("{path} computes {}", sum.join(" ")))).collect()
}

#[test]
fn a_sum_of_figures_is_seen() {
    let seen = |code: &str| sums_of_figures("src/app/page.rs", code).len();
    for code in [
        "row(\"Net\", |end| -end.interest.0 - end.premium.0),",
        "let net = (fees.0 + lvr().0) * 2.0;",
        "    paid += line.cost.0;",
        "count(2.0 * terms.per_side, \"option\")",
        "words::usd(condor.pnl\n            + other)",
        "cash(sign * of(c).0)",
        "let twice = of(c).0 * 2.0;",
        "[1.0 / high, low]",
    ] {
        assert_eq!(seen(code), 1, "{code}");
    }
    for code in [
        "let x = 100.0 * share + 2.0;",
        "a.0, b.0",
        "self.steps += 1;",
        "f64::from(event.client_x()) - edge.left()",
        "handle.x + gap / 2.0 - other.x",
        "at.nth - 1",
        "x * knob.unit.screen_factor()",
    ] {
        assert_eq!(seen(code), 0, "{code}");
    }
}

#[test]
fn a_figure_that_the_page_makes_of_several_is_seen() {
    let seen = |code: &str| computed("src/app/views/hedge/sheets.rs", code).len();
    for code in [
        "let day: f64 = tab.legs.iter().filter_map(|leg| leg.carry_day).map(|usd| usd.0).sum();",
        "let day = tab.legs.iter().map(|leg| leg.carry_day.0).sum::<f64>();",
        "let paid = lines.iter().fold(0.0, add);",
        "let kept: f64 = shares.iter().product();",
        "explosions.rows.iter().filter(|row| row.cut.is_some_and(|cut| cut.0 < low)).count().to_string()",
        "sheets::cents(per_square / 1e4)",
        "words::number(gain / rows.len() as f64)",
    ] {
        assert_eq!(seen(code), 1, "{code}");
    }
    assert_eq!(seen("cents(tab.carry_day.0)"), 0);
    // What is allowed once is allowed once, and where it is.
    let dates = |code: &str| computed("src/app/views/book/dates.rs", code).len();
    assert_eq!([dates("a.fold(0.0, f); b.count()"), dates("a.fold(0.0, f); b.fold(0.0, f); b.count()")], [0, 1]);
    assert_eq!((dates("b.count()"), computed(COMPUTE[0], "x.exp()").len()), (1, 0));
}

#[test]
fn the_page_holds_no_formula() {
    let mut found = Vec::new();
    let page = files("src/app", &[".rs"]);
    for (path, text) in &page {
        found.extend(computed(path, &without_comments(without_tests(text))));
    }
    let is_gone = |path: &&str| !page.iter().any(|(known, _)| known == path);
    let allowed = COMPUTE.into_iter().chain(NO_FIGURES.map(|row| row.0));
    found.extend(allowed.filter(is_gone).map(|path| format!("{path} is allowed and is not there")));
    let is_unsaid = |row: &(&str, &str)| !page.iter().any(|(path, text)| path == row.0 && says(text, row.1));
    let unsaid = NO_FIGURE_FIELDS.into_iter().filter(is_unsaid);
    found.extend(unsaid.map(|(path, field)| format!("{path} may reckon with {field} and does not")));
    none(&found, "formulas in the page; they are the library's");
}

#[test]
fn a_folder_is_a_module_by_its_mod_rs() {
    let folders = ["src", "tests", "tools/src", "tests/browser/src"];
    let all = folders.into_iter().flat_map(|folder| files(folder, &[".rs"])).map(|(path, _)| path);
    let beside = all.filter(|path| root().join(path.trim_end_matches(".rs")).is_dir());
    none(&beside.collect::<Vec<_>>(), "files stand beside a folder of their name; each should be its mod.rs");
}

/// Names that the `mod.rs` of a folder shows again from a file inside, by that `mod.rs`: each with the path it has there.
type Shown = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The file of a path of modules, the longest that is one: `plan::pool::PoolPlan` is `src/plan/pool.rs`, and so is
/// `plan::PoolPlan`, which `src/plan/mod.rs` shows again.
fn file_of(modules: &[String], known: &BTreeSet<String>, shown: &Shown) -> Option<String> {
    (1..=modules.len()).rev().find_map(|n| {
        let way = modules[..n].join("/");
        let is_known = |path: &String| known.contains(path);
        let file = [format!("src/{way}.rs"), format!("src/{way}/mod.rs")].into_iter().find(is_known)?;
        let again = modules.get(n).and_then(|name| shown.get(&file)?.get(name));
        again.and_then(|path| file_of(path, known, shown)).or(Some(file))
    })
}

/// The module that a file is, as names from the root.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').map(ToString::to_string).collect()
}

/// What a `use` item names.
struct Import {
    path: String,
    /// What it is called where it is imported.
    name: String,
    /// Whether it begins with `pub`.
    is_shown: bool,
}

/// Every path that the `use` items of some code name, braces undone: `crate::plan::{Plan, fault::Fault}` is two; and the
/// code without these items.
fn imports(code: &str) -> (Vec<Import>, String) {
    let (mut found, mut other) = (Vec::new(), String::new());
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let line = rest[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_item = rest[line..at].chars().all(|c| " pub(crate)insuper".contains(c));
        let Some(end) = rest[at..].find(';') else { break };
        other.push_str(&rest[..if is_item { line } else { at + 4 }]);
        if is_item {
            let item = rest[at + 4..at + end].replace(" as ", "@");
            let item: String = item.chars().filter(|c| !c.is_whitespace()).collect();
            let mut paths = Vec::new();
            undone("", &item, &mut paths);
            found.extend(paths.into_iter().map(|path| {
                let (path, name) = path.split_once('@').unwrap_or((&path, path.rsplit("::").next().unwrap_or("")));
                Import { path: path.into(), name: name.into(), is_shown: rest[line..at].contains("pub") }
            }));
        }
        rest = &rest[at + if is_item { end } else { 4 }..];
    }
    (found, other + rest)
}

fn undone(head: &str, item: &str, found: &mut Vec<String>) {
    let Some(open) = item.find('{') else {
        found.push(format!("{head}{item}"));
        return;
    };
    let head = format!("{head}{}", &item[..open]);
    let (mut depth, mut start) = (0, open + 1);
    for (i, c) in item.char_indices().skip(open) {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 1 => {
                if start < i {
                    undone(&head, &item[start..i], found);
                }
                start = i + 1;
                depth -= usize::from(c == '}');
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

/// Paths that code names where it uses them: `crate::words::number(x)`, `super::walk(y)`.
fn named_inline(code: &str) -> Vec<String> {
    let starts = ["crate::", "super::"].into_iter().flat_map(|word| code.match_indices(word));
    let is_first =
        |at: usize| !code[..at].chars().next_back().is_some_and(|c| is_name(c) || matches!(c, ':' | '$' | '"'));
    let path = |at: usize| code[at..].chars().take_while(|c| is_name(*c) || *c == ':').collect();
    starts.map(|(at, _)| at).filter(|at| is_first(*at)).map(path).collect()
}

/// A path from the root of the crate; nothing for one of another crate.
fn from_root(path: &str, file: &str, known: &BTreeSet<String>) -> Option<Vec<String>> {
    let here = module_of(file);
    let mut names: Vec<String> = path.split("::").map(ToString::to_string).collect();
    match names[0].as_str() {
        "crate" => drop(names.remove(0)),
        "self" => drop(names.splice(..1, here)),
        "super" => {
            let ups = names.iter().take_while(|name| *name == "super").count();
            names.splice(..ups, here[..here.len().saturating_sub(ups)].to_vec());
        }
        // `mod x; use x::Y;` in the file of a folder.
        first => {
            let inside = format!("src/{}/{first}", here.join("/"));
            if !known.contains(&format!("{inside}.rs")) && !known.contains(&format!("{inside}/mod.rs")) {
                return None;
            }
            names.splice(..0, here);
        }
    }
    Some(names)
}

/// Which file takes something from which, by a `use` or by a path in its code. What a `mod.rs` shows again is taken from
/// the file it is in. A folder's own file that its `mod.rs` names without a `use`, `mod x; x::f()`, is no arrow.
fn arrows(all: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let known: BTreeSet<String> = all.iter().map(|(path, _)| path.clone()).collect();
    let (mut taken, mut shown) = (Vec::new(), Shown::new());
    for (path, text) in all {
        let (items, other) = imports(&without_comments(without_tests(text)));
        let folder = path.strip_suffix("mod.rs");
        for item in items {
            let Some(names) = from_root(&item.path, path, &known) else { continue };
            let inside = file_of(&names, &known, &Shown::new());
            let is_inside = folder.zip(inside).is_some_and(|(folder, file)| file != *path && file.starts_with(folder));
            if item.is_shown && item.name != "*" && is_inside {
                shown.entry(path.clone()).or_default().insert(item.name, names);
            } else {
                taken.push((path, names));
            }
        }
        let inline = named_inline(&other);
        taken.extend(inline.iter().filter_map(|named| Some((path, from_root(named, path, &known)?))));
    }
    let mut arrows: BTreeMap<String, BTreeSet<String>> =
        known.iter().map(|path| (path.clone(), BTreeSet::new())).collect();
    for (path, names) in taken {
        if let (Some(file), Some(to)) = (file_of(&names, &known, &shown), arrows.get_mut(path))
            && file != *path
        {
            to.insert(file);
        }
    }
    arrows
}

fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let (mut done, mut found) = (BTreeSet::new(), Vec::new());
    for start in arrows.keys() {
        round(start, arrows, &mut Vec::new(), &mut done, &mut found);
    }
    found
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let found = |files: [[&str; 2]; 3]| {
        let files = files.map(|[path, code]| (format!("src/{path}"), code.to_string()));
        circles(&arrows(&files)).len()
    };
    let front = |code| ["a/mod.rs", code];
    // A file and the front of its folder; a path in the code; a front that shows what is inside; a name of its own.
    assert_eq!(found([front("use crate::a::b::Y;"), ["a/b.rs", "use crate::a::X;"], ["c.rs", ""]]), 1);
    assert_eq!(found([front("use crate::a::b::Y;"), ["a/b.rs", "fn f() { super::x() }"], ["c.rs", ""]]), 1);
    assert_eq!(
        found([front("pub use b::Y;"), ["a/b.rs", "fn f() { crate::c::x() }"], ["c.rs", "use crate::a::Y;"]]),
        1
    );
    assert_eq!(found([front(""), ["a/b.rs", "use crate::c as d;"], ["c.rs", "use crate::{a::{b as e}, x};"]]), 1);
    // Shown again from one file and used by another; a circle in the tests alone.
    assert_eq!(found([front("pub use b::Y;"), ["a/b.rs", ""], ["a/c.rs", "use crate::a::Y;"]]), 0);
    let tests = "#[cfg(test)]\nmod tests { use crate::a::X; }";
    assert_eq!(found([front("use crate::a::b::Y;"), ["a/b.rs", tests], ["c.rs", ""]]), 0);
}

#[test]
fn no_file_imports_one_that_imports_it_however_far_round() {
    let arrows = arrows(&files("src", &[".rs"]));
    let count: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(count > 1800, "only {count} arrows were found");
    none(&circles(&arrows), "circles of imports");
}

/// Goes along every arrow once; what comes back to where it went through is a circle.
fn round<'a>(
    here: &'a str,
    arrows: &'a BTreeMap<String, BTreeSet<String>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    circles: &mut Vec<String>,
) {
    if let Some(at) = way.iter().position(|step| *step == here) {
        circles.push(format!("{} -> {here}", way[at..].join(" -> ")));
        return;
    }
    if done.contains(here) {
        return;
    }
    way.push(here);
    for next in &arrows[here] {
        round(next, arrows, way, done, circles);
    }
    way.pop();
    done.insert(here);
}

/// The opening plan with one more of every kind.
fn one_of_each() -> Plan {
    let mut plan = Plan::default();
    for kind in Kind::ALL {
        if plan.count(kind) == 0 {
            assert!(plan.add_fresh(kind));
        }
    }
    plan
}

/// Every field of a plan's JSON that holds no further group, by its path; a list of rows is one field. A holding goes by
/// its kind and its place in it.
fn leaves(plan: &Plan) -> BTreeMap<String, Value> {
    fn look(path: &str, value: &Value, found: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    look(&format!("{path}.{name}"), field, found);
                }
            }
            value => drop(found.insert(path.trim_start_matches('.').to_string(), value.clone())),
        }
    }
    let mut found = BTreeMap::new();
    let Value::Object(mut fields) = serde_json::to_value(plan).unwrap() else { panic!("no plan") };
    fields.remove("holdings");
    look("", &Value::Object(fields), &mut found);
    for (kind, nth, holding) in plan.each() {
        let mut holding = serde_json::to_value(holding).unwrap();
        holding.as_object_mut().unwrap().entry("name").or_insert_with(|| Value::from(""));
        look(&format!("{}{}", kind.word(), nth + 1), &holding, &mut found);
    }
    found
}

/// Fields of a plan that nobody types.
const NO_INPUT: [&str; 1] = [
    // What a holding is: chosen when it is added.
    ".kind",
];

#[test]
fn every_field_of_a_plan_is_an_input() {
    let plan = one_of_each();
    let before = leaves(&plan);
    let mut typed = BTreeSet::new();
    let mut changed = |after: &Plan| {
        let after = leaves(after);
        typed.extend(
            before.iter().filter(|(path, value)| after.get(*path) != Some(value)).map(|(path, _)| path.clone()),
        );
    };
    // The profile writes every rule: a rule without a row of its own would hide behind it.
    for knob in KNOBS.iter().filter(|knob| knob.id != "sizing.profile") {
        let [low, high, _] = knob.range;
        let values: Vec<f64> = match knob.options() {
            Some(options) => (0..options.len()).map(|i| i as f64).collect(),
            None if knob.is_switch() => vec![0.0, 1.0],
            None => vec![low, high],
        };
        for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
            for value in &values {
                let mut after = plan.clone();
                knob.set(&mut after, nth, Some(*value)).expect(knob.id);
                changed(&after);
            }
        }
    }
    for text in TEXTS {
        for nth in 0..plan.count(text.kind) {
            let mut after = plan.clone();
            text.set(&mut after, nth, "A name").expect(text.id);
            changed(&after);
        }
    }
    for list in LISTS {
        let mut after = plan.clone();
        list.set_text(&mut after, "20:15").unwrap_or_else(|_| list.set_text(&mut after, list.example).expect(list.id));
        changed(&after);
    }
    let is_kind = |path: &str| NO_INPUT.iter().any(|end| path.ends_with(end) && path.matches('.').count() == 1);
    let missing: Vec<&String> = before.keys().filter(|path| !typed.contains(*path) && !is_kind(path)).collect();
    assert!(before.len() > 200, "{}", before.len());
    assert!(missing.is_empty(), "no knob, text or list changes {missing:?}");
}

#[test]
fn every_field_of_a_plan_is_read_by_more_than_its_row() {
    let code: Vec<(bool, String)> = files("src", &[".rs"])
        .into_iter()
        .filter(|(path, _)| !path.starts_with("src/plan/knobs/") && !path.starts_with("src/app/"))
        .map(|(path, text)| (path.starts_with("src/plan/"), without_comments(without_tests(&text))))
        .collect();
    // Where the fields are declared a name alone is no use of it.
    let is_field = |text: &str, name: &str| text.split('.').any(|rest| first_word(rest) == name);
    let is_read =
        |name: &str| code.iter().any(|(is_plan, text)| if *is_plan { is_field(text, name) } else { says(text, name) });
    let leaves = leaves(&one_of_each());
    let unread = leaves.keys().filter(|path| !is_read(path.rsplit('.').next().unwrap_or(path)));
    none(&unread.cloned().collect::<Vec<_>>(), "fields of a plan have a row and no formula");
}

#[test]
fn every_kind_of_holding_has_a_switch_a_name_and_terms_and_a_fresh_one_changes_nothing() {
    let opening = evaluate(&Plan::default()).unwrap();
    for kind in Kind::ALL {
        let id = |row: &str| format!("{}.{row}", kind.word());
        assert!(KNOBS.iter().any(|knob| knob.id == id("on") && knob.kind() == Some(kind)), "{kind:?} has no switch");
        assert!(KNOBS.iter().filter(|knob| knob.kind() == Some(kind)).count() > 3, "{kind:?} has no terms to type");
        assert!(TEXTS.iter().any(|text| text.id == id("name") && text.kind == kind), "{kind:?} has no name");
        assert_eq!(Kind::of_word(kind.word()), Some(kind));
        for nth in [0, 1, 5] {
            assert_eq!((Terms::fresh(kind, nth).kind(), Terms::added(kind, nth).kind()), (kind, kind));
        }
        let mut plan = Plan::default();
        assert!(plan.add(Holding::new(Terms::added(kind, plan.count(kind)))));
        let report = evaluate(&plan).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(report.combined.pnl, opening.combined.pnl, "{kind:?}");
        assert_eq!(report.combined.worst_pnl, opening.combined.worst_pnl, "{kind:?}");
        assert_eq!(report.hedge.outlay, opening.hedge.outlay, "{kind:?}");
    }
    // Terms that a file leaves out are those of a fresh one.
    assert_eq!(Terms::fresh(Kind::Conversion, 0), Terms::Conversion(ConversionPlan::default()));
    assert_eq!(EventPlan::calm(3.0).vix, None);
}

/// Where a kind's figures are summed: its part of the dates, its line in a comparison, its row in the breakdown.
fn sums(kind: Kind) -> (DatePart, &'static str, String) {
    match kind {
        Kind::Condor => (DatePart::Condor, "Condors", "condor".into()),
        Kind::Pool => (DatePart::Pool, "Pools", "pool".into()),
        Kind::Layer | Kind::Etp | Kind::Chain | Kind::Strip | Kind::Conversion => {
            (DatePart::Hedge, "Hedge", format!("hedge.{}", kind.word()))
        }
    }
}

/// Whether a list shows this kind.
type Shows = fn(Kind) -> bool;

/// Lists of what the doors say whose rows are holdings, and which kinds each shows.
const SHOWN: [(&str, Shows); 16] = [
    ("holdings", |_| true),
    ("condors", |kind| kind == Kind::Condor),
    ("pools", |kind| kind == Kind::Pool),
    ("hedge.layers", |kind| kind == Kind::Layer),
    ("hedge.others", |kind| kind.is_hedge() && kind != Kind::Layer),
    ("views.hedge.legs", Kind::is_hedge),
    ("views.hedge.range.legs", Kind::is_hedge),
    ("views.hedge.range.roll", |kind| kind == Kind::Layer),
    ("views.hedge.then.layers", |kind| kind == Kind::Layer),
    ("views.hedge.conversions", |kind| kind == Kind::Conversion),
    ("views.pool.positions", |kind| kind == Kind::Pool),
    ("views.pool.positions.strip.held", |kind| kind == Kind::Strip),
    ("views.pool.whole_book.greeks", |kind| !kind.is_hedge()),
    ("views.time.exits", |kind| kind == Kind::Condor),
    ("views.time.exits_then", |kind| kind == Kind::Condor),
    ("views.time.explained.holdings", |_| true),
];

/// Every list in a JSON value with rows that have the id of a holding, by its path: which kinds its rows are.
fn lists_of_holdings(path: &str, value: &Value, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                lists_of_holdings(&format!("{path}.{name}"), field, found);
            }
        }
        Value::Array(rows) => {
            let path = path.trim_start_matches('.');
            for row in rows {
                let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
                let kind = Kind::ALL.iter().find(|kind| kind.word() == id.trim_end_matches(char::is_numeric));
                // The breakdown's rows go by where they are summed; claims have ids of their own.
                if let Some(kind) = kind.filter(|_| !["parts", "views.learn"].contains(&path)) {
                    found.entry(path.to_string()).or_default().insert(kind.word());
                }
                lists_of_holdings(path, row, found);
            }
        }
        _ => {}
    }
}

/// One of each, on and in a shock, called `My condor`, `My pool`, ….
fn one_of_each_in_a_shock() -> Plan {
    let mut plan = one_of_each();
    plan.event.vix = Some(Points(45.0));
    for kind in Kind::ALL {
        let name = TEXTS.iter().find(|text| text.id == format!("{}.name", kind.word())).unwrap();
        name.set(&mut plan, 0, &format!("My {}", kind.word())).unwrap();
    }
    plan
}

#[test]
fn every_kind_of_holding_is_in_every_list_of_holdings_that_the_doors_give() {
    let whole = json::whole(&Book::resolve(&one_of_each_in_a_shock()).unwrap());
    let mut found = BTreeMap::new();
    lists_of_holdings("", &serde_json::to_value(&whole).unwrap(), &mut found);
    let words = |shows: Shows| Kind::ALL.into_iter().filter(|kind| shows(*kind)).map(Kind::word).collect();
    let wanted = SHOWN.into_iter().map(|(path, shows)| (path.to_string(), words(shows)));
    assert_eq!(found, wanted.collect::<BTreeMap<String, BTreeSet<&str>>>());
}

#[test]
fn every_kind_of_holding_counts_in_the_breakdown_the_dates_and_a_comparison() {
    let plan = one_of_each_in_a_shock();
    let (book, report) = (Book::resolve(&plan).unwrap(), evaluate(&plan).unwrap());
    let part = |report: &Report, id: &str| report.parts.iter().find(|part| part.id == id).map(|part| part.usd.0);
    let sum: f64 = ["condor", "pool", "hedge"].map(|id| part(&report, id).unwrap()).iter().sum();
    assert!((sum - part(&report, "combined").unwrap()).abs() < 1e-9);
    for kind in Kind::ALL {
        let (date_part, line, row) = sums(kind);
        let held = report.holdings.iter().find(|one| one.id == kind.word()).unwrap();
        assert!(held.name == format!("My {}", kind.word()) && !held.label.is_empty(), "{kind:?}");
        assert!(held.pnl.0.abs() > 1.0, "{kind:?} does nothing in this shock, and would count for nothing unseen");
        assert_eq!(part(&report, &row).map(f64::round), Some(held.pnl.0.round()), "{kind:?} has no row of its own");
        // The same without it.
        let mut less = plan.clone();
        less.holding_mut(kind, 0).unwrap().on = false;
        let (book_less, less_report) = (Book::resolve(&less).unwrap(), evaluate(&less).unwrap());
        assert_eq!(part(&less_report, &row).filter(|_| kind.is_hedge()), None, "{kind:?}");
        let dates = |book: &Book, part| by_date::of(book, &[0.0, 5.0], part, Later::Linked).rows;
        assert!(by_date::parts(&book).contains(&date_part), "{kind:?} is in no part of the dates");
        assert_ne!(dates(&book, date_part), dates(&book_less, date_part), "{kind:?} counts in no date");
        let side = |plan, report| Side { plan, report };
        let told = compare::differences(side(&less, &less_report), side(&plan, &report));
        let result = told.results.iter().find(|one| one.label == line).unwrap();
        assert_ne!(result.a, result.b, "{kind:?} is no part of '{line}' where two plans are compared");
        let switch =
            told.inputs.iter().find(|one| one.label.contains(&held.name)).unwrap_or_else(|| panic!("{kind:?}"));
        assert_eq!([switch.a.as_str(), switch.b.as_str()], ["off", "on"]);
    }
    // The dates' parts are the book at the shock.
    let pnl = |part| {
        let table = by_date::of(&book, &[0.0], part, Later::Linked);
        table.rows.iter().find(|row| row.is_shock).map(|row| row.pnl[table.shock_column]).unwrap()
    };
    let parts: f64 = by_date::parts(&book).into_iter().filter(|part| *part != DatePart::Book).map(pnl).sum();
    assert!((parts - pnl(DatePart::Book)).abs() < 1e-9);
}

#[test]
fn every_place_that_the_glossary_names_is_on_the_page() {
    let text = std::fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary");
    let code: Vec<(String, String)> = files("src", &[".rs"]);
    let views = std::fs::read_to_string(root().join("src/app/views/which.rs")).expect("the views");
    let (mut count, mut lost) = (0, Vec::new());
    for term in second_engine::views::learn::terms::terms(&text) {
        for (view, place) in term.places {
            assert!(views.contains(&format!("=> \"{view}\"")), "{}: there is no view {view}", term.name);
            // A word of a label of an input, of a heading or of a table: between quotes, at their start.
            let said = format!("\"{place}");
            let is_said = code.iter().any(|(_, text)| without_comments(without_tests(text)).contains(&said));
            if !is_said {
                lost.push(format!("{}: {place}", term.name));
            }
            count += 1;
        }
    }
    none(&lost, "places of the glossary are nowhere on the page");
    assert!(count > 50, "{count}");
}

#[test]
fn where_no_size_can_be_said_the_page_is_called_what_its_file_calls_it() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path}"));
    let (page, line) = (read("index.html"), read("src/app/frame/size_line.rs"));
    let between = |text: &str, from: &str, to: &str| {
        let start = text.find(from)? + from.len();
        Some(text[start..start + text[start..].find(to)?].to_string())
    };
    let title = between(&page, "<title>", "</title>");
    assert!(title.is_some() && title == between(&line, "const TITLE: &str = \"", "\""), "{title:?}");
}
