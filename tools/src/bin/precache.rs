//! Trunk's post_build hook. Writes into the finished page what is known only now:
//! the service worker's version and list of files, and the hash that lets Trunk's inline start script through the CSP.
//! Brings what Trunk does not know of: the chunks of wasm that come later.

use base64::{Engine, engine::general_purpose::STANDARD};
use second_engine_tools::split::{self, replace_once};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

const WORKER: &str = "sw.js";
const PAGE: &str = "index.html";

fn main() -> Outcome<()> {
    let folder =
        PathBuf::from(env::var("TRUNK_STAGING_DIR").map_err(|_| "run by Trunk, which sets TRUNK_STAGING_DIR")?);

    bring_chunks(&env::current_exe()?, &folder)?;

    let page = fs::read_to_string(folder.join(PAGE))?;
    fs::write(folder.join(PAGE), allow_inline_scripts(&page)?)?;

    let files = files_below(&folder, &folder)?;
    let worker = fs::read_to_string(folder.join(WORKER))?;
    fs::write(folder.join(WORKER), fill_worker(&worker, &version(&folder, &files)?, &files)?)?;
    Ok(())
}

/// Copies the chunks that the page's script names from where wasm-bindgen left them: Trunk has it write beside the
/// folder of this program.
fn bring_chunks(program: &Path, folder: &Path) -> Outcome<()> {
    let target = program.ancestors().nth(2).ok_or("a program without a target folder")?;
    let chunks = split::folder(&target.join("wasm-bindgen/release"));
    for chunk in fs::read_dir(&chunks)? {
        let chunk = chunk?;
        fs::copy(chunk.path(), folder.join(chunk.file_name()))?;
    }
    Ok(())
}

/// The page with the hash of every inline script in place of 'inline-script-hashes' in its CSP.
fn allow_inline_scripts(page: &str) -> Outcome<String> {
    let hashes: Vec<String> = page
        .split("<script")
        .skip(1)
        .filter_map(|after| after.split_once('>'))
        .filter(|(attributes, _)| !attributes.contains("src="))
        .filter_map(|(_, after)| after.split_once("</script>"))
        .map(|(script, _)| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    replace_once(page, "'inline-script-hashes'", &hashes.join(" "))
}

/// The worker with its version and files filled in. The page itself is './': some hosts redirect index.html.
fn fill_worker(worker: &str, version: &str, files: &[String]) -> Outcome<String> {
    let list: Vec<String> =
        files.iter().map(|file| format!("  './{}',", if file == PAGE { "" } else { file })).collect();
    let worker = replace_once(worker, "'VERSION'", &format!("'{version}'"))?;
    replace_once(&worker, "  /* FILES */", &list.join("\n"))
}

/// A short hash of all names and contents, the worker's own included: any change makes a new version.
fn version(folder: &Path, files: &[String]) -> Outcome<String> {
    let mut hash = Sha256::new();
    for file in files.iter().map(String::as_str).chain([WORKER]) {
        let content = fs::read(folder.join(file))?;
        hash.update(format!("{file} {}\n", content.len()));
        hash.update(content);
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// Every file but the worker, sorted, with '/' between folders.
fn files_below(folder: &Path, root: &Path) -> Outcome<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path, root)?);
        } else {
            let parts: Vec<_> = path.strip_prefix(root)?.iter().map(|part| part.to_string_lossy()).collect();
            files.push(parts.join("/"));
        }
    }
    files.retain(|file| file != WORKER);
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_scripts_are_hashed() {
        let page =
            "<meta 'inline-script-hashes'><script src=\"a.js\"></script><script type=\"module\">\nlet a;</script>";
        let expected = STANDARD.encode(Sha256::digest("\nlet a;"));
        let page = allow_inline_scripts(page).unwrap();
        assert!(page.starts_with(&format!("<meta 'sha256-{expected}'>")), "{page}");
    }

    #[test]
    fn the_page_is_listed_as_its_folder() {
        let worker = "v = 'VERSION';\nf = [\n  /* FILES */\n];";
        let files = ["app.js".to_owned(), PAGE.to_owned()];
        assert_eq!(fill_worker(worker, "ab", &files).unwrap(), "v = 'ab';\nf = [\n  './app.js',\n  './',\n];");
    }

    #[test]
    fn chunks_are_brought_and_listed_by_the_names_they_have() {
        let room = env::temp_dir().join(format!("second-engine-precache-{}", std::process::id()));
        let (chunks, dist) = (room.join("target/wasm-bindgen/release/chunks"), room.join("dist"));
        for folder in [&chunks, &dist] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(chunks.join("later-0123.wasm"), "a chunk").unwrap();
        for name in [PAGE, WORKER] {
            fs::write(dist.join(name), name).unwrap();
        }
        bring_chunks(&room.join("target/debug/precache"), &dist).unwrap();
        assert_eq!(files_below(&dist, &dist).unwrap(), [PAGE, "later-0123.wasm"]);
        let before = version(&dist, &["later-0123.wasm".to_owned()]).unwrap();
        fs::write(dist.join("later-0123.wasm"), "another").unwrap();
        assert_ne!(version(&dist, &["later-0123.wasm".to_owned()]).unwrap(), before);
        fs::remove_dir_all(room).unwrap();
    }

    #[test]
    fn a_worker_without_its_marks_fails_the_build() {
        assert!(fill_worker("f = [];", "ab", &[]).is_err());
    }
}
