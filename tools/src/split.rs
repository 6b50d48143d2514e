//! wasm-bindgen for a page in two parts: what the first screen needs, and chunks that come later.
//!
//! Split functions (`wasm_split`) say what goes into a chunk, the linker's relocations what that needs. The main part
//! goes on to wasm-bindgen; the chunks are optimised, named by a hash of their content and left in [`folder`], from
//! where the build's hook takes them. What loads them is written into wasm-bindgen's own script: one file, and one
//! round trip, less than a script beside it.

use sha2::{Digest, Sha256};
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_split_cli_support::{Options, transform};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Under this name the main part imports what loads the chunks.
const LINK: &str = "./__wasm_split.js";
/// How the loader fetches a chunk and starts it, and how the page does: what came damaged, or as another type, is fetched
/// once more, past whatever a cache holds of it.
const HEALS: [(&str, &str); 3] = [
    ("const src = fetch(", "const url = ("),
    ("src.catch(() => {});", "const src = fetch(url);\nsrc.catch(() => {});"),
    (
        "return async (imports) => (WebAssembly.instantiateStreaming(src, imports));",
        "return imports => WebAssembly.instantiateStreaming(src, imports).catch(async () => {\n\
         const again = await fetch(url, { cache: 'reload' });\n\
         return WebAssembly.instantiate(await again.arrayBuffer(), imports);\n});",
    ),
];
/// What rustc's target gives the binary, and nothing that browsers lack.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Where the chunks of a page lie whose wasm-bindgen writes into `out`.
pub fn folder(out: &Path) -> PathBuf {
    out.join("chunks")
}

/// wasm-bindgen with these arguments, the program's name first. Without relocations it is wasm-bindgen and no more.
pub fn wasm_bindgen(arguments: Vec<OsString>) -> Outcome {
    let value = |name: &str| {
        let found = arguments.iter().filter_map(|argument| argument.to_str()).find_map(|text| text.strip_prefix(name));
        found.map(PathBuf::from)
    };
    let input = arguments.iter().position(|argument| Path::new(argument).extension() == Some("wasm".as_ref()));
    let (Some(at), Some(out), Some(name)) = (input, value("--out-dir="), value("--out-name=")) else {
        return run(arguments);
    };
    let wasm = fs::read(&arguments[at])?;
    let folder = folder(&out);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    // The name of the section that --emit-relocs leaves.
    if !wasm.windows(10).any(|bytes| bytes == b"reloc.CODE") {
        return run(arguments);
    }
    let work = out.join("split");
    let main = work.join("main.wasm");
    let mut options = Options::new(&wasm);
    (options.output_dir, options.main_out_path, options.link_name) = (&work, &main, LINK);
    let split = transform(options).map_err(|error| format!("the page cannot be split: {error:#}"))?;

    let mut names = Vec::new();
    fs::create_dir_all(&folder)?;
    for chunk in &split.split_modules {
        names.push((file_name(chunk), optimised(chunk, &folder)?));
    }
    let mut all = arguments.clone();
    all[at] = main.into();
    // The chunks use the main part's memory, table and stack.
    all.push("--keep-lld-exports".into());
    run(all)?;
    let script = out.join(name).with_extension("js");
    let loader = fs::read_to_string(work.join(LINK))?;
    Ok(fs::write(&script, with_loader(&fs::read_to_string(&script)?, &loader, &names)?)?)
}

fn run(arguments: Vec<OsString>) -> Outcome {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments).map_err(|error| format!("{error:#}").into())
}

/// Optimises a chunk into the folder; its name there: what it is called, and a hash of what is in it.
fn optimised(chunk: &Path, folder: &Path) -> Outcome<String> {
    let small = folder.join("small");
    let done = Command::new("wasm-opt").arg("-O2").args(FEATURES).arg(chunk).arg("-o").arg(&small).status();
    if !done.map_err(|error| format!("wasm-opt: {error}"))?.success() {
        return Err(format!("wasm-opt refuses {}", chunk.display()).into());
    }
    let hash: String = Sha256::digest(fs::read(&small)?).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let stem = file_name(chunk).trim_start_matches("split_").trim_end_matches(".wasm").to_owned();
    let name = format!("{stem}-{hash}.wasm");
    fs::rename(small, folder.join(&name))?;
    Ok(name)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// wasm-bindgen's script with the loader in place of its import, and the chunks under their new names.
fn with_loader(script: &str, loader: &str, names: &[(String, String)]) -> Outcome<String> {
    // `import * as NAME from './__wasm_split.js'`, or 'import { … }'.
    let is_import = |line: &&str| line.starts_with("import ") && line.contains(LINK);
    let import = script.lines().find(is_import).ok_or("the script imports no loader of chunks")?;
    let name = import.strip_prefix("import * as ").and_then(|rest| rest.split(' ').next());
    let name = name.ok_or("the script imports the loader in a new way")?;

    // It imports `initSync` from the script that it now stands in.
    let mut own: String =
        loader.lines().filter(|line| !line.starts_with("import ")).map(|line| format!("{line}\n")).collect();
    let exports: Vec<&str> =
        loader.lines().filter_map(|line| line.strip_prefix("export const ")?.split(' ').next()).collect();
    own = own.replace("export const ", "const ");
    for (old, new) in names {
        own = replace_once(&own, &format!("./{old}"), &format!("./{new}"))?;
    }
    for (once, heals) in HEALS {
        if own.matches(once).count() != names.len() {
            return Err(format!("the loader has {once} in a new way").into());
        }
        own = own.replace(once, heals);
    }
    let script = replace_once(script, import, &format!("{own}const {name} = {{ {} }};", exports.join(", ")))?;
    Ok(without_comments(&script))
}

/// The script without lines that only say something, and without indentation: a twelfth less to load.
pub fn without_comments(script: &str) -> String {
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

/// The text with the only place where the mark stands replaced.
pub fn replace_once(text: &str, mark: &str, value: &str) -> Outcome<String> {
    match text.matches(mark).count() {
        1 => Ok(text.replace(mark, value)),
        count => Err(format!("{mark} stands {count} times in the file, expected once").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "import { initSync } from \"./main.js\";\nlet shared;\n\
        export const __wasm_split_load_later = load(() => {\n\
        const src = fetch(new URL(\"./split_later.wasm\", import.meta.url));\n\
        src.catch(() => {});\n\
        return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n});\n";

    fn names() -> Vec<(String, String)> {
        vec![("split_later.wasm".into(), "later-0123.wasm".into())]
    }

    #[test]
    fn the_loader_stands_in_the_script_and_fetches_the_chunk_by_its_new_name_once_more_where_it_is_damaged() {
        let script = "/**\n * A note.\n */\nimport * as import1 from \"./__wasm_split.js\"\n\n\
            function a() {\n    // Why.\n    return import1;\n}";
        let found = with_loader(script, LOADER, &names()).unwrap();
        assert_eq!(
            found,
            "let shared;\n\
             const __wasm_split_load_later = load(() => {\n\
             const url = (new URL(\"./later-0123.wasm\", import.meta.url));\n\
             const src = fetch(url);\nsrc.catch(() => {});\n\
             return imports => WebAssembly.instantiateStreaming(src, imports).catch(async () => {\n\
             const again = await fetch(url, { cache: 'reload' });\n\
             return WebAssembly.instantiate(await again.arrayBuffer(), imports);\n});\n});\n\
             const import1 = { __wasm_split_load_later };\nfunction a() {\nreturn import1;\n}\n"
        );
    }

    #[test]
    fn a_script_or_loader_of_another_form_fails_the_build() {
        assert!(with_loader("import { load } from './__wasm_split.js'", LOADER, &names()).is_err());
        assert!(with_loader("let a;", LOADER, &names()).is_err());
        let script = "import * as import1 from \"./__wasm_split.js\"";
        assert!(with_loader(script, "export const a = 1;", &names()).is_err());
        assert!(with_loader(script, &LOADER.replace("src.catch", "src.finally"), &names()).is_err());
    }
}
