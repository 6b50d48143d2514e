//! The table of charts against the files of the views, the style sheets, the pictures that are drawn and those on file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use second_engine::views::book::pnl_by_vix_chart::HEIGHT;

use crate::charts::{CHARTS, OF_FILES};
use crate::{NAMES, pictures};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, as (path from that folder, text).
fn files(folder: &str) -> Vec<(String, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![root().join(folder)]);
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).expect("a folder").flatten() {
            let path: PathBuf = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let inside = path.strip_prefix(root().join(folder)).expect("inside");
                found.push((inside.to_string_lossy().into_owned(), text));
            }
        }
    }
    found
}

#[test]
fn every_file_with_a_scene_is_in_the_table() {
    let views = files("src/views");
    let found: BTreeSet<&str> =
        views.iter().filter(|(_, code)| code.contains("\npub fn scene(")).map(|(path, _)| path.as_str()).collect();
    assert_eq!(found, CHARTS.iter().map(|(_, file)| *file).collect());
}

/// The rules of a style sheet that hold on every screen, as (one selector, its declarations): none within an `@media`.
fn rules(css: &str) -> Vec<(String, Vec<(String, String)>)> {
    let (mut plain, mut rest) = (String::new(), css);
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let (mut found, mut head, mut body, mut depth) = (Vec::new(), String::new(), String::new(), 0);
    for c in plain.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                depth = 0;
                if !head.trim().starts_with('@') {
                    let each = body.split(';').filter_map(|one| one.split_once(':'));
                    let each: Vec<_> = each.map(|(name, value)| (name.trim().into(), value.trim().into())).collect();
                    found.extend(head.split(',').map(|one| (one.trim().to_string(), each.clone())));
                }
                (head, body) = (String::new(), String::new());
            }
            '}' => depth -= 1,
            c if depth == 0 => head.push(c),
            c => body.push(c),
        }
    }
    found
}

/// The pixels that a rule for exactly this selector sets as the height.
fn height(css: &str, selector: &str) -> Option<f64> {
    let of = rules(css).into_iter().filter(|(head, _)| head == selector).flat_map(|(_, each)| each);
    let pixels = |value: String| value.strip_suffix("px").and_then(|number| number.parse().ok());
    of.filter(|(name, _)| name == "height").filter_map(|(_, value)| pixels(value)).next_back()
}

#[test]
fn a_height_is_the_property_of_that_name_in_a_rule_for_the_room_itself() {
    let of = |css: &str| height(css, "#room");
    assert_eq!(of("/* one */ .a { color: red } #other, #room { margin: 0; height: 240px }"), Some(240.0));
    for none in [
        "#room { line-height: 17px; max-height: 60px; min-height: 3px }",
        "#room + .cap { height: 34px }",
        "#room .x { height: 34px }",
        ".x:has(+ #room) { height: 34px }",
        "@media (max-width: 900px) { #room { height: 340px } }",
        ".plot:not(.bleed) { height: 300px }",
        "/* #room { height: 400px } */",
        "#room { height: 100% }",
    ] {
        assert_eq!(of(none), None, "{none}");
    }
}

#[test]
fn every_chart_has_a_height_on_the_page() {
    let css: String =
        files("static").into_iter().filter(|(path, _)| path.ends_with(".css")).map(|file| file.1).collect();
    let page: String = files("src/app").into_iter().map(|file| file.1).collect();
    let mut flat = Vec::new();
    for (id, file) in CHARTS {
        // The slider's room has no id of its own; a table is as high as its rows.
        let is_high = match file {
            "book/pnl_by_vix_chart.rs" => height(&css, ".vix canvas") == Some(HEIGHT),
            _ if page.contains(&format!("<table class=\"fall\" id=\"{id}\">")) => height(&css, ".fall td").is_some(),
            _ => {
                // Drawn by a picture, whose room is as high as all are that the style sheet does not name.
                let usual = page.contains(&format!("<Picture id=\"{id}\"")).then_some(".plot:not(.bleed)");
                let named = height(&css, &format!("#{id}"));
                named.or_else(|| height(&css, usual?)).is_some_and(|pixels| pixels > 100.0)
            }
        };
        flat.extend((!is_high).then_some(id));
    }
    assert_eq!(flat, Vec::<&str>::new(), "charts without a height");
}

/// The chart whose picture this is: the one of the longest id that the name begins with.
fn chart_of(name: &str) -> Option<&'static str> {
    let of =
        CHARTS.iter().map(|(id, _)| *id).filter(|id| name.strip_prefix(id).is_some_and(|rest| rest.starts_with('-')));
    of.max_by_key(|id| id.len())
}

#[test]
fn every_picture_on_file_is_drawn_and_every_chart_has_one_alone_and_one_with_a_pinned_plan() {
    // While the files are written anew they are not all there yet.
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        return;
    }
    // Every test beside this file's once more, noting the names it draws instead of comparing.
    let names = std::env::temp_dir().join(format!("second-engine-pictures-{}", std::process::id()));
    std::fs::write(&names, "").expect("a file of names");
    let mut others = Command::new(std::env::current_exe().expect("this program"));
    let done = others.args(["--skip", "table::"]).env(NAMES, &names).output().expect("the other tests");
    let drawn = std::fs::read_to_string(&names).expect("names");
    std::fs::remove_file(&names).expect("removed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    let drawn: BTreeSet<&str> = drawn.lines().collect();
    let filed = std::fs::read_dir(pictures()).expect("pictures").flatten();
    let filed: Vec<String> = filed.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    let filed: BTreeSet<&str> = filed.iter().filter_map(|file| file.strip_suffix(".svg")).collect();
    assert_eq!(filed.difference(&drawn).collect::<Vec<_>>(), Vec::<&&str>::new(), "on file and drawn by no test");
    assert_eq!(drawn.difference(&filed).collect::<Vec<_>>(), Vec::<&&str>::new(), "drawn and not on file");
    for name in &drawn {
        assert!(chart_of(name).is_some(), "{name} is of no chart in the table");
    }
    for (id, file) in CHARTS {
        let pinned = format!("{id}-pinned-light");
        assert_ne!(drawn.contains(pinned.as_str()), OF_FILES.contains(&id), "{file}: {pinned}, drawn or not");
        let is_alone = |name: &&&str| chart_of(name) == Some(id) && !name.contains("-pinned-");
        assert!(drawn.iter().any(|name| is_alone(&name)), "{file} is drawn with a pinned plan alone");
    }
}
