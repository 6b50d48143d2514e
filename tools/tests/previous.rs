//! What a host that replaces all files keeps of the versions before.

#![allow(clippy::unwrap_used)]

use second_engine_tools::precache;
use second_engine_tools::server::Server;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const BLANK: &str = "const VERSION = 'VERSION';\nconst FILES = [\n  /* FILES */\n];\n";

/// A version with these files.
fn version(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("second-engine-previous-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files.iter().chain(&[("sw.js", BLANK)]) {
        fs::write(folder.join(file), text).unwrap();
    }
    precache::list(&folder).unwrap();
    folder
}

fn keep(address: &str, folder: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("previous.mjs");
    let ran = Command::new("node").arg(script).arg(address).arg(folder).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn the_files_of_the_versions_of_a_day_stay_and_no_others() {
    let [a, b, c] = ["a-00112233445566aa.js", "b-00112233445566bb.js", "c-00112233445566cc.js"];
    let first = version("first", &[(a, "a"), ("index.html", "first"), ("icon-192.png", "icon")]);
    // There is no version before the first.
    let nowhere = Server::start(Path::new("absent"), "", 0).unwrap();
    keep(&nowhere.url(), &first);
    assert_eq!(fs::read_to_string(first.join("previous.json")).unwrap(), "[]");

    let second = version("second", &[(b, "b"), ("index.html", "second")]);
    let live = Server::start(&first, "page", 0).unwrap();
    keep(live.url().trim_end_matches('/'), &second);
    assert_eq!(fs::read_to_string(second.join(a)).unwrap(), "a");
    assert_eq!(fs::read_to_string(second.join("index.html")).unwrap(), "second");
    assert!(!second.join("icon-192.png").exists());

    // Two versions back, but of this day; what is over, damaged, or elsewhere is not kept.
    let list = fs::read_to_string(second.join("previous.json")).unwrap();
    let over = format!("[[\"d-00112233445566dd.js\",\"{}\",1],[\"../e.js\",\"\",1e15],", precache::hash(b"d"));
    fs::write(second.join("previous.json"), list.replacen('[', &over, 1)).unwrap();
    fs::write(second.join("d-00112233445566dd.js"), "d").unwrap();
    fs::write(second.join(b), "another b").unwrap();
    let third = version("third", &[(c, "c"), ("index.html", "third")]);
    let live = Server::start(&second, "", 0).unwrap();
    keep(&live.url(), &third);
    assert!(third.join(a).exists() && !third.join(b).exists() && !third.join("d-00112233445566dd.js").exists());
    for folder in [first, second, third] {
        fs::remove_dir_all(folder).unwrap();
    }
}
