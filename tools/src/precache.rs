//! Writes into the finished page what is known only now: the service worker's version and its list of files with what
//! each is to the byte, names by content, and the hash that lets inline scripts through the CSP. Brings what Trunk does
//! not know of: the chunks of wasm that come later, and what hosts are told to send with each file.

use crate::split::{self, replace_once};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::{error::Error, fs};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;
/// Makes a script small.
type Small = fn(&str) -> Outcome<String>;

const WORKER: &str = "sw.js";
const PAGE: &str = "index.html";
/// Fetched by the script in the page, so named by its content here.
const OFFLINE: &str = "offline.js";
/// Read by hosts that know such a file, and by `tools/serve`.
const HEADERS: &str = "_headers";
/// What a host keeps beside a file, or reads itself: no part of the page.
const BESIDE: [&str; 2] = ["br", "gz"];

/// Finishes the page that Trunk has put into the folder; `program` is the one that runs, beside whose folder
/// wasm-bindgen leaves the chunks.
pub fn finish(program: &Path, folder: &Path) -> Outcome {
    finish_by(program, folder, split::small)
}

fn finish_by(program: &Path, folder: &Path, small: Small) -> Outcome {
    bring_chunks(program, folder)?;
    let offline = name_by_content(folder, OFFLINE)?;

    let page = fs::read_to_string(folder.join(PAGE))?;
    let page = replace_once(&page, &format!("./{OFFLINE}"), &format!("./{offline}"))?;
    let page = rename_bundle(folder, page)?;
    let page = without_preload_integrity(&small_scripts(&page, small)?);
    let page = allow_inline_scripts(&page)?;
    fs::write(folder.join(PAGE), &page)?;

    list(folder)?;
    let names = files_below(folder, folder)?;
    Ok(fs::write(folder.join(HEADERS), headers(policy(&page)?, &names))?)
}

/// Writes the version and the list of files into the worker: anew, where they stand there already.
pub fn list(folder: &Path) -> Outcome {
    let files = files_below(folder, folder)?;
    let worker = fs::read_to_string(folder.join(WORKER))?;
    let mut entries = Vec::new();
    for file in &files {
        entries.push(entry(file, &fs::read(folder.join(file))?));
    }
    let blank = between(&worker, "const FILES = [\n", "\n];", "  /* FILES */")?;
    let blank = between(&blank, "const VERSION = '", "'", "VERSION")?;
    let version: String = Sha256::digest(format!("{entries:?}{blank}")).iter().take(8).map(hex).collect();
    let worker = replace_once(&blank, "'VERSION'", &format!("'{version}'"))?;
    Ok(fs::write(folder.join(WORKER), replace_once(&worker, "  /* FILES */", &entries.join("\n"))?)?)
}

/// A line of the worker's list: name, length, hash. The page itself is './': some hosts redirect index.html.
fn entry(file: &str, content: &[u8]) -> String {
    format!("  ['./{}', {}, '{}'],", if file == PAGE { "" } else { file }, content.len(), hash(content))
}

/// The hash as the worker and the CSP have it: SHA-256 in base 64.
pub fn hash(content: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(content))
}

fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}

/// The text with other words between the first `start` and the `end` after it.
fn between(text: &str, start: &str, end: &str, words: &str) -> Outcome<String> {
    let missing = || format!("{WORKER} has no {start}…{end}");
    let (before, rest) = text.split_once(start).ok_or_else(missing)?;
    let (_, after) = rest.split_once(end).ok_or_else(missing)?;
    Ok(format!("{before}{start}{words}{end}{after}"))
}

/// Copies the chunks that the page's script names from where wasm-bindgen left them: Trunk has it write beside the
/// folder of the program.
fn bring_chunks(program: &Path, folder: &Path) -> Outcome {
    let target = program.ancestors().nth(2).ok_or("a program without a target folder")?;
    let chunks = split::folder(&target.join("wasm-bindgen/release"));
    for chunk in fs::read_dir(&chunks)? {
        let chunk = chunk?;
        fs::copy(chunk.path(), folder.join(chunk.file_name()))?;
    }
    Ok(())
}

/// The script without lines that only say something, and without indentation.
fn without_comments(script: &str) -> String {
    let mut is_comment = false;
    let mut out = String::new();
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !(is_comment || line.is_empty() || line.starts_with("//")) {
            out.push_str(line);
            out.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    out
}

/// Gives a script a name by its content, without its comments; the name.
fn name_by_content(folder: &Path, file: &str) -> Outcome<String> {
    let script = without_comments(&fs::read_to_string(folder.join(file))?);
    let hash: String = Sha256::digest(&script).iter().take(8).map(hex).collect();
    let name = file.replacen('.', &format!("-{hash}."), 1);
    fs::write(folder.join(&name), script)?;
    fs::remove_file(folder.join(file))?;
    Ok(name)
}

/// Gives the page's module and its wasm names by their own content. Trunk's are by the wasm as it was before it was made
/// small, which differs from machine to machine; and the chunks that the module names may change while that does not.
fn rename_bundle(folder: &Path, mut page: String) -> Outcome<String> {
    for old in files_below(folder, folder)?.into_iter().filter(|name| name.starts_with("second-engine")) {
        let end = if old.ends_with(".js") { ".js" } else { "_bg.wasm" };
        let hash: String = Sha256::digest(fs::read(folder.join(&old))?).iter().take(8).map(hex).collect();
        let new = format!("second-engine-{hash}{end}");
        fs::rename(folder.join(&old), folder.join(&new))?;
        page = page.replace(&format!("./{old}"), &format!("./{new}"));
    }
    Ok(page)
}

/// The page with its inline scripts made small.
fn small_scripts(page: &str, small: Small) -> Outcome<String> {
    let mut parts = page.split("<script");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("<script");
        match part.split_once('>').and_then(|(head, rest)| Some((head, rest.split_once("</script>")?))) {
            Some((head, ("", after))) => out.push_str(&format!("{head}></script>{after}")),
            Some((head, (script, after))) => {
                out.push_str(&format!("{head}>{}</script>{after}", small(script)?.trim_end()));
            }
            None => out.push_str(part),
        }
    }
    Ok(out)
}

/// The page without a hash on the preload of wasm: no browser looks at it there, and some complain. Scripts and styles
/// keep theirs; of wasm the engine refuses what is cut, and the worker keeps nothing that is not to the byte.
fn without_preload_integrity(page: &str) -> String {
    let mut parts = page.split("<link ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        let is_wasm = tag.contains("application/wasm");
        let words = tag.split(' ').filter(|word| !(is_wasm && word.starts_with("integrity=")));
        out.push_str(&format!("<link {}>{after}", words.collect::<Vec<_>>().join(" ")));
    }
    out
}

/// The page with the hash of every inline script in place of 'inline-script-hashes' in its CSP.
fn allow_inline_scripts(page: &str) -> Outcome<String> {
    let hashes: Vec<String> =
        inline_scripts(page).map(|script| format!("'sha256-{}'", hash(script.as_bytes()))).collect();
    replace_once(page, "'inline-script-hashes'", &hashes.join(" "))
}

/// The scripts that stand in the page itself.
pub fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    let parts = page.split("<script").skip(1).filter_map(|after| after.split_once('>'));
    let inline = parts.filter(|(attributes, _)| !attributes.contains("src="));
    inline.filter_map(|(_, after)| Some(after.split_once("</script>")?.0))
}

/// The page's own CSP.
fn policy(page: &str) -> Outcome<&str> {
    let at = page.find("default-src").ok_or("the page has no policy")?;
    Ok(page[at..].split('"').next().unwrap_or_default())
}

/// What hosts are to send with each file: the policy with what only a header can say, and how long to keep it. No file
/// is named twice for one header: some hosts would send both.
fn headers(policy: &str, names: &[String]) -> String {
    let mut out = format!(
        "/*\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: no-referrer\n"
    );
    let asked = ["", PAGE, WORKER].map(|name| (name, "no-cache"));
    let lasting = names.iter().filter(|name| is_named_by_content(name)).map(|name| (name.as_str(), "lasting"));
    for (name, kind) in asked.into_iter().chain(lasting) {
        let value = if kind == "lasting" { "public, max-age=31536000, immutable" } else { kind };
        out.push_str(&format!("/{name}\n  Cache-Control: {value}\n"));
    }
    out
}

/// Whether a file's name changes with its content: a dash and up to sixteen digits of its hash, which loses the zeros
/// that it begins with.
fn is_named_by_content(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches("_bg");
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| (12..=16).contains(&hash.len()) && hash.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Every file of the page but the worker, sorted, with '/' between folders.
fn files_below(folder: &Path, root: &Path) -> Outcome<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path, root)?);
        } else if !path.extension().is_some_and(|kind| BESIDE.iter().any(|beside| kind == *beside)) {
            let parts: Vec<_> = path.strip_prefix(root)?.iter().map(|part| part.to_string_lossy()).collect();
            files.push(parts.join("/"));
        }
    }
    files.retain(|file| file != WORKER && file != HEADERS);
    files.sort();
    Ok(files)
}

/// Where the page's folder lies for a test, empty.
#[cfg(test)]
fn room(name: &str) -> std::path::PathBuf {
    let room = std::env::temp_dir().join(format!("second-engine-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&room);
    fs::create_dir_all(&room).unwrap();
    room
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As esbuild would, where there is none.
    fn uncommented(script: &str) -> Outcome<String> {
        Ok(without_comments(script))
    }

    const BLANK: &str = "const VERSION = 'VERSION';\nconst FILES = [\n  /* FILES */\n];\n";

    #[test]
    fn only_inline_scripts_are_hashed() {
        let page =
            "<meta 'inline-script-hashes'><script src=\"a.js\"></script><script type=\"module\">\nlet a;</script>";
        let expected = STANDARD.encode(Sha256::digest("\nlet a;"));
        let page = allow_inline_scripts(page).unwrap();
        assert!(page.starts_with(&format!("<meta 'sha256-{expected}'>")), "{page}");
    }

    #[test]
    fn scripts_in_the_page_are_made_small_and_nothing_else() {
        let page = "<p>// kept</p><script src=a.js></script><script>\n  // Why.\n  let a;\n</script><p>";
        assert_eq!(
            small_scripts(page, uncommented).unwrap(),
            "<p>// kept</p><script src=a.js></script><script>let a;</script><p>"
        );
    }

    #[test]
    fn scripts_and_styles_keep_their_integrity_and_the_preload_of_wasm_has_none() {
        let page = "<link href=./a.css integrity=sha384-a rel=stylesheet><link as=fetch href=./a.wasm \
                    integrity=sha384-b rel=preload type=application/wasm></head>";
        assert_eq!(
            without_preload_integrity(page),
            "<link href=./a.css integrity=sha384-a rel=stylesheet><link as=fetch href=./a.wasm rel=preload \
             type=application/wasm></head>"
        );
    }

    #[test]
    fn every_file_is_listed_with_its_length_and_hash_and_the_page_as_its_folder() {
        let dist = room("list");
        for (name, text) in [(PAGE, "page"), ("app.js", "let a;"), ("app.js.br", "-"), (HEADERS, "-"), (WORKER, BLANK)]
        {
            fs::write(dist.join(name), text).unwrap();
        }
        list(&dist).unwrap();
        let hash = |text: &str| super::hash(text.as_bytes());
        let worker = || fs::read_to_string(dist.join(WORKER)).unwrap();
        let (first, a, page) = (worker(), hash("let a;"), hash("page"));
        let wanted = format!("const FILES = [\n  ['./app.js', 6, '{a}'],\n  ['./', 4, '{page}'],\n];\n");
        assert!(first.ends_with(&wanted) && !first.contains("'VERSION'"), "{first}");

        list(&dist).unwrap();
        assert_eq!(worker(), first, "the same files, the same worker");
        fs::write(dist.join("app.js"), "let b;").unwrap();
        list(&dist).unwrap();
        assert!(worker().contains(&hash("let b;")) && worker().lines().next() != first.lines().next(), "{}", worker());
        fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn a_page_is_finished_with_its_chunks_and_with_names_by_content() {
        let room = room("finish");
        let (chunks, dist) = (room.join("target/wasm-bindgen/release/chunks"), room.join("dist"));
        for folder in [&chunks, &dist] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(chunks.join("later-0123456789abcdef.wasm"), "a chunk").unwrap();
        fs::write(dist.join(WORKER), BLANK).unwrap();
        fs::write(dist.join(OFFLINE), "// Why.\nlet a;\n").unwrap();
        let page = "<meta content=\"default-src 'none'; script-src 'inline-script-hashes'\"><script>import('./offline.js')</script>\
            <link href=./second-engine-1_bg.wasm><link href=./second-engine-1.js>";
        fs::write(dist.join(PAGE), page).unwrap();
        for name in ["second-engine-1.js", "second-engine-1_bg.wasm"] {
            fs::write(dist.join(name), name).unwrap();
        }
        finish_by(&room.join("target/debug/precache"), &dist, uncommented).unwrap();

        let files = files_below(&dist, &dist).unwrap();
        assert_eq!(files[..2], [PAGE, "later-0123456789abcdef.wasm"]);
        assert!(files.len() == 5 && files[2..].iter().all(|name| is_named_by_content(name)), "{files:?}");
        assert_eq!(fs::read_to_string(dist.join(&files[2])).unwrap(), "let a;\n");
        let page = fs::read_to_string(dist.join(PAGE)).unwrap();
        assert!(page.contains(&format!("import('./{}')", files[2])), "{page}");
        let named = |end: &str| files[3..].iter().find(|name| name.ends_with(end)).unwrap();
        let (wasm, bundle) = (named("_bg.wasm"), named(".js"));
        assert!(page.ends_with(&format!("<link href=./{wasm}><link href=./{bundle}>")), "{page}");
        let told = fs::read_to_string(dist.join(HEADERS)).unwrap();
        assert!(told.contains("; script-src 'sha256-") && told.contains("; frame-ancestors 'none'\n"), "{told}");
        assert!(told.contains("/later-0123456789abcdef.wasm\n  Cache-Control: public, max-age=31536000, immutable\n"));
        assert!(told.contains("/\n  Cache-Control: no-cache\n/index.html\n  Cache-Control: no-cache\n/sw.js\n"));
        fs::remove_dir_all(room).unwrap();
    }

    #[test]
    fn what_is_named_by_its_content_is_known_by_its_name() {
        for name in
            ["second-engine-58f1c08650738fc0_bg.wasm", "offline-58f1c08650738fc0.js", "styles-60781a2193793f2.css"]
        {
            assert!(is_named_by_content(name), "{name}");
        }
        for name in ["icon-192.png", "icon-maskable-512.png", "sw.js", "second-engine.js"] {
            assert!(!is_named_by_content(name), "{name}");
        }
    }

    #[test]
    fn a_worker_without_its_marks_fails_the_build() {
        assert!(between("f = [];", "const FILES = [\n", "\n];", "").is_err());
    }
}
