//! `docs/notices.txt`, the licences of what is in the page, is of this `Cargo.lock`. Only `tools/notices` writes it, once
//! cargo-deny has nothing to object to: both take minutes to install, so here only their stamp is read.

#![allow(clippy::unwrap_used)]

use sha2::{Digest, Sha256};
use std::process::Command;

const NOTICES: &str = include_str!("../../docs/notices.txt");

#[test]
fn the_notices_are_of_this_lock_file_and_cargo_deny_has_passed_it() {
    let of = concat!(
        include_str!("../../Cargo.lock"),
        include_str!("../../deny.toml"),
        include_str!("../notices.toml"),
        include_str!("../notices.hbs"),
    );
    let hash: String = Sha256::digest(of).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let stamp = NOTICES.lines().last().unwrap_or_default();
    assert_eq!(stamp, format!("Of {hash}."), "Cargo.lock or deny.toml has changed: run tools/notices");
}

#[test]
fn every_crate_in_the_page_is_named_with_its_version() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--quiet", "--locked", "--package", "second-engine", "--features", "app"])
        .args(["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let shipped: Vec<String> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| format!("  {name} {}", rest.split(' ').next().unwrap_or_default()))
        .filter(|name| !name.starts_with("  second-engine "))
        .collect();
    assert!(shipped.len() > 50, "{shipped:?}");
    let is_named = |name: &String| NOTICES.lines().any(|line| line == name || line.starts_with(&format!("{name}  ")));
    let missing: Vec<&String> = shipped.iter().filter(|name| !is_named(name)).collect();
    assert!(missing.is_empty(), "not in the notices: {missing:?}");
}

#[test]
fn every_licence_has_its_text_and_the_projects_own_stand_beside_it() {
    for text in ["Apache License\n", "Permission is hereby granted, free of charge", "Unicode License"] {
        assert!(NOTICES.to_lowercase().contains(&text.to_lowercase()), "{text}");
    }
    assert!(!NOTICES.contains("&quot;") && !NOTICES.contains("{{"));
    let manifest = include_str!("../../Cargo.toml");
    assert!(manifest.contains("license = \"MIT OR Apache-2.0\""));
    assert!(include_str!("../../LICENSE-MIT").starts_with("MIT License\n\nCopyright (c) 2026 "));
    assert!(include_str!("../../LICENSE-APACHE").contains("Version 2.0, January 2004"));
    let readme = include_str!("../../README.md");
    assert!(readme.contains("(LICENSE-MIT)") && readme.contains("(LICENSE-APACHE)"));
}

#[test]
fn the_changelog_names_the_version_first() {
    let version = include_str!("../../Cargo.toml").lines().find_map(|line| line.strip_prefix("version = \""));
    let version = version.and_then(|rest| rest.strip_suffix('"')).unwrap();
    let heading = include_str!("../../CHANGELOG.md").lines().find(|line| line.starts_with("## ")).unwrap();
    assert!(heading.contains(version), "{heading} does not name {version}");
}
