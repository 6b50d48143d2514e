//! wasm-bindgen for a page in two parts: what the first screen needs, and chunks that come later.
//!
//! Split functions (`wasm_split`) say what goes into a chunk, the linker's relocations what that needs. The main part
//! goes on to wasm-bindgen; the chunks are optimised, named by a hash of their content and left in [`folder`], from
//! where the build's hook takes them. What loads them is written into wasm-bindgen's own script: one file, and one
//! round trip, less than a script beside it. The names that script and wasm know each other by, two hundred of them with
//! a hash each, become one or two letters, and esbuild makes the script small.

use sha2::{Digest, Sha256};
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_split_cli_support::{Options, transform};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Under this name the main part imports what loads the chunks.
const LINK: &str = "./__wasm_split.js";
/// How the loader fetches a chunk and starts it, and how the page does: what came damaged, or as another type, is fetched
/// once more, past whatever a cache holds of it; what is wrong then stands as a mark on the root.
const HEALS: [(&str, &str); 3] = [
    ("const src = fetch(", "const url = ("),
    ("src.catch(() => {});", "const src = fetch(url);\nsrc.catch(() => {});"),
    (
        "return async (imports) => (WebAssembly.instantiateStreaming(src, imports));",
        "let why = 'it did not come';\n\
         return imports => WebAssembly.instantiateStreaming(src, imports).catch(async () => {\n\
         const again = await fetch(url, { cache: 'reload' });\n\
         why = again.ok ? 'damaged' : `${again.status} ${again.statusText}`;\n\
         return WebAssembly.instantiate(await again.arrayBuffer(), imports);\n\
         }).catch(error => {\n\
         document.documentElement.dataset.missed = `${url.href.split('/').pop()}: ${why}`;\n\
         throw error;\n});",
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

/// What starts the app keeps its name: journeys put other words in its place.
const START: &str = "__wbindgen_start";
/// Loops and branches written anew between two rounds: brotli has half a percent less. The main part's are in index.html's
/// line for Trunk: there large functions that are used once stay apart and all stand by name, alike beside alike, and the
/// lowest KiB of memory, where the stack of 1 MiB ends, counts as unused: together another percent. A piece of long work
/// stays a call (src/numbers/pieces.rs).
const PASSES: [&str; 6] = ["--no-inline=*6pieces4next*", "-O2", "--flatten", "--rereloop", "-O2", "-O2"];
/// How what wasm-bindgen exports for its own script begins.
const OWN: [&str; 3] = ["__wbindgen_", "__externref_", "wasm_bindgen_"];
/// Sections that no browser reads; the main part's go by index.html's line for Trunk.
const STRIPPED: [&str; 2] = ["--strip-producers", "--strip-target-features"];

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
    let (script, wasm) = (out.join(&name).with_extension("js"), out.join(format!("{}_bg.wasm", name.display())));
    let loader = fs::read_to_string(work.join(LINK))?;
    let whole = with_loader(&fs::read_to_string(&script)?, &loader, &names)?;
    let (whole, wasm_of_it) = with_short_names(&whole, &fs::read(&wasm)?)?;
    fs::write(wasm, wasm_of_it)?;
    Ok(fs::write(script, small(&whole)?)?)
}

/// The script and the wasm with short names for what the one gives the other.
fn with_short_names(script: &str, wasm: &[u8]) -> Outcome<(String, Vec<u8>)> {
    let mut module = walrus::Module::from_buffer(wasm).map_err(|error| format!("{error:#}"))?;
    let mut script = script.to_owned();
    let given = module.imports.iter_mut().filter(|import| import.name.starts_with("__wb"));
    let mut from: Option<String> = None;
    for (index, import) in given.enumerate() {
        let module = std::mem::replace(&mut import.module, "a".into());
        if from.replace(module.clone()).is_some_and(|before| before != module) {
            return Err("wasm-bindgen's imports come from more than one module".into());
        }
        let short = short_name(index);
        script = replace_once(&script, &format!(" {}: ", import.name), &format!(" {short}: "))?;
        import.name = short;
    }
    if let Some(from) = from {
        script = replace_once(&script, &format!(" \"{from}\": "), " \"a\": ")?;
    }
    // Chunks ask the main part for its table, memory and stack by their names: those stay.
    let is_own = |name: &str| name != START && OWN.iter().any(|start| name.starts_with(start));
    let asked = module.exports.iter_mut().filter(|export| is_own(&export.name));
    let mut asked: Vec<_> = asked.collect();
    asked.sort_by_key(|export| std::cmp::Reverse(export.name.len()));
    for (index, export) in asked.into_iter().enumerate() {
        let short = format!("_{}", short_name(index));
        script = script.replace(&format!("wasm.{}", export.name), &format!("wasm.{short}"));
        export.name = short;
    }
    Ok((script, module.emit_wasm()))
}

/// a to z, then aa, ab…
fn short_name(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    if index < 26 { letter.into() } else { format!("{}{letter}", short_name(index / 26 - 1)) }
}

/// The script as esbuild writes it: no comments, short names inside. Nobody reads what wasm-bindgen warns of: how hosts
/// send wasm is told by what does not start, and old ways to start are not used.
pub fn small(script: &str) -> Outcome<String> {
    let refuses = |error| format!("esbuild: {error}");
    let mut esbuild = Command::new("esbuild")
        .args(["--minify", "--format=esm", "--pure:console.warn", "--log-level=warning"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(refuses)?;
    // It reads all before it writes.
    esbuild.stdin.take().ok_or("esbuild takes no script")?.write_all(script.as_bytes())?;
    let done = esbuild.wait_with_output().map_err(refuses)?;
    if !done.status.success() {
        return Err("esbuild refuses the page's script".into());
    }
    Ok(String::from_utf8(done.stdout)?)
}

fn run(arguments: Vec<OsString>) -> Outcome {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments).map_err(|error| format!("{error:#}").into())
}

/// Optimises a chunk into the folder; its name there: what it is called, and a hash of what is in it.
fn optimised(chunk: &Path, folder: &Path) -> Outcome<String> {
    let small = folder.join("small");
    let mut command = Command::new("wasm-opt");
    let done = command.args(PASSES).args(STRIPPED).args(FEATURES).arg(chunk).arg("-o").arg(&small).status();
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
    replace_once(script, import, &format!("{own}const {name} = {{ {} }};", exports.join(", ")))
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
            "/**\n * A note.\n */\nlet shared;\n\
             const __wasm_split_load_later = load(() => {\n\
             const url = (new URL(\"./later-0123.wasm\", import.meta.url));\n\
             const src = fetch(url);\nsrc.catch(() => {});\n\
             let why = 'it did not come';\n\
             return imports => WebAssembly.instantiateStreaming(src, imports).catch(async () => {\n\
             const again = await fetch(url, { cache: 'reload' });\n\
             why = again.ok ? 'damaged' : `${again.status} ${again.statusText}`;\n\
             return WebAssembly.instantiate(await again.arrayBuffer(), imports);\n\
             }).catch(error => {\n\
             document.documentElement.dataset.missed = `${url.href.split('/').pop()}: ${why}`;\n\
             throw error;\n});\n});\n\
             const import1 = { __wasm_split_load_later };\n\nfunction a() {\n    // Why.\n    return import1;\n}"
        );
    }

    #[test]
    fn what_script_and_wasm_give_each_other_has_short_names_in_both() {
        let mut module = walrus::Module::default();
        let kind = module.types.add(&[], &[]);
        for name in ["__wbg_log_0123456789abcdef", "__wasm_split_load_later", "__wbg_log_0123456789abcdee"] {
            module.add_import_func("./page_bg.js", name, kind);
        }
        let memory = module.memories.add_local(false, false, 1, None, None);
        for name in ["memory", "__wbindgen_free", "__wbindgen_free_all"] {
            module.exports.add(name, memory);
        }
        let script = "wasm.__wbindgen_free_all(wasm.__wbindgen_free, wasm.memory);\n\
            const import0 = {\n __wbg_log_0123456789abcdef: function() {},\n \
            __wbg_log_0123456789abcdee: function() {},\n};\nreturn {\n \"./page_bg.js\": import0 };";
        let (script, wasm) = with_short_names(script, &module.emit_wasm()).unwrap();
        assert_eq!(
            script,
            "wasm._a(wasm._b, wasm.memory);\nconst import0 = {\n a: function() {},\n b: function() {},\n};\nreturn {\n \"a\": import0 };"
        );
        let module = walrus::Module::from_buffer(&wasm).unwrap();
        let names: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["a", "__wasm_split_load_later", "b"]);
        let names: Vec<&str> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!(names, ["memory", "_b", "_a"]);
        assert!(with_short_names("const import0 = {};", &wasm).is_ok(), "none of its names is wasm-bindgen's now");
    }

    #[test]
    fn short_names_are_all_different() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(short_name), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
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
