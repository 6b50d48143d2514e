//! The rules of the house that a compiler does not hold: order of rooms, purity, no panics, size.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Component, Path, PathBuf};

/// Files that are tables: their length is the number of their rows.
const TABLES: [&str; 5] = [
    "src/plan/knobs/mod.rs",
    "src/plan/knobs/hedge.rs",
    "src/plan/knobs/pool.rs",
    "src/plan/knobs/sizing.rs",
    "src/shock/explosions.rs",
];
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
    let start =
        text.rfind("#[cfg(test)]").filter(|&at| text[at..].lines().take(4).any(|line| line.starts_with("mod ")));
    &text[..start.unwrap_or(text.len())]
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
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

#[test]
fn nothing_outside_the_tests_can_panic_on_purpose() {
    for (path, text) in files("src", &[".rs"]) {
        let code = without_comments(without_tests(&text));
        for word in [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("] {
            assert!(!code.contains(word), "{path} says {word}");
        }
    }
}

#[test]
fn no_file_is_longer_than_four_hundred_lines_but_tables() {
    for (path, text) in files("src", &[".rs"]) {
        let lines = without_tests(&text).lines().count();
        assert!(lines <= MOST_LINES || TABLES.contains(&path.as_str()), "{path} has {lines} lines before its tests");
    }
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
