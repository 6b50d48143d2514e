//! The page after a bad download, a bad update, with no room to keep it: it says what is wrong, and heals.

use crate::{Journey, expect, report_of, same, scratch_copy, shows};
use second_engine_browser::engine::Engine;
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, dist};
use second_engine_tools::precache;
use second_engine_tools::server::Server;
use std::fs;
use std::path::{Path, PathBuf};

/// Kept, checked, and there without a network.
const STORED: &str = "document.documentElement.dataset.offline === 'ready'";
/// The styles apply, so that a damaged style sheet is noticed.
const STYLED: &str = "getComputedStyle(document.body).margin === '0px'";
const ANOTHER_PAGE: &str = "<!doctype html><title>Sign in to this network</title>";

pub const JOURNEYS: &[Journey] = &[
    ("a file that came cut, or as another page, is named, is not kept, and heals once the host is well", |visit| {
        for (start, end, damage) in [
            ("second-engine-", "_bg.wasm", None),
            ("second-engine-", "_bg.wasm", Some(ANOTHER_PAGE)),
            ("second-engine-", ".js", None),
            ("second-engine-", ".js", Some(ANOTHER_PAGE)),
            ("second-engine-", ".js", Some("import './absent.js';")),
        ] {
            let folder = scratch_copy("damaged")?;
            let file = file_in(&folder, start, end)?;
            let whole = fs::read(&file)?;
            fs::write(&file, damage.map_or(&whole[..whole.len() / 2], str::as_bytes))?;
            let server = Server::start(&folder, "", 0)?;
            let page = visit.browser.page(&server.url())?;
            page.goto(&server.url())?;
            page.wait_until(&not_started(&name_of(&file)))?;
            page.wait_until(&unkept(&name_of(&file)))?;
            expect(page.eval_js("caches.keys().then(keys => keys.length)")? == 0, "something is kept")?;

            fs::write(&file, &whole)?;
            page.click("#afresh")?;
            page.wait_until_ready()?;
            works_offline(&page, server)?;
            fs::remove_dir_all(&folder)?;
        }
        Ok(())
    }),
    ("kept files that are damaged or gone heal from the host before the page sees them", |visit| {
        let server = Server::start(&dist(), "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;
        let damage = "(async () => {
            const cache = await caches.open((await caches.keys())[0]);
            for (const { url } of await cache.keys()) {
                const kept = await cache.match(url);
                const bytes = await kept.clone().arrayBuffer();
                const { headers } = kept;
                if (/_bg\\.wasm$/.test(url)) await cache.put(url, new Response(bytes.slice(0, 1000), { headers }));
                if (/second-engine-.*\\.js$/.test(url)) await cache.put(url, new Response('<!doctype html>', { headers }));
                if (/\\.css$/.test(url)) await cache.put(url, new Response('', { headers }));
                if (/later-.*\\.wasm$|\\/$/.test(url)) await cache.delete(url);
            }
            return true;
        })()";
        page.eval_js(damage)?;
        page.reload()?;
        page.wait_until_all_is_there()?;
        expect(page.eval_js(STYLED)? == true, "no styles")?;
        works_offline(&page, server)
    }),
    ("what is kept is looked at to the byte before the page says that it works offline, and heals", |visit| {
        let folder = scratch_copy("bytes")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;
        let rest = file_in(&folder, "later-", ".wasm")?;
        let whole = fs::read(&rest)?;
        fs::remove_file(&rest)?;
        page.eval_js(
            "caches.keys().then(([key]) => caches.open(key)).then(async cache => {
                await cache.put('model.md', new Response('cut'));
                const { url } = (await cache.keys()).find(({ url }) => /later-.*wasm$/.test(url));
                await cache.put(url, new Response('cut', { headers: { 'content-type': 'application/wasm' } }));
            })",
        )?;
        page.forget_downloads()?;
        page.goto("about:blank")?;
        page.goto(page.home())?;
        page.wait_until(&unkept(&format!("Not kept for use offline: {} (404 Not Found)", name_of(&rest))))?;
        expect(page.eval_js(STORED)? == false, "it works offline")?;
        page.wait_until("document.getElementById('saved').textContent.toLowerCase().includes('not kept offline')")?;
        let text = "caches.match('model.md').then(async text => (await text.text()).length > 1000)";
        page.wait_until(text)?;

        fs::write(&rest, whole)?;
        page.reload()?;
        page.wait_until(STORED)?;
        expect(
            page.eval_js("document.documentElement.dataset.unkept === undefined")? == true,
            "something is not kept",
        )?;
        page.wait_until("document.getElementById('saved').textContent.toLowerCase().includes('works offline')")?;
        works_offline(&page, server)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("without a network a kept file that is damaged is named", |visit| {
        let server = Server::start(&dist(), "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;
        page.eval_js(
            "caches.keys().then(([key]) => caches.open(key)).then(async cache => {
                const { url } = (await cache.keys()).find(({ url }) => url.endsWith('_bg.wasm'));
                await cache.put(url, new Response('<!doctype html>', { headers: { 'content-type': 'application/wasm' } }));
            })",
        )?;
        page.forget_downloads()?;
        drop(server);
        page.goto(page.home())?;
        page.wait_until(&not_started("_bg.wasm: 502 the host did not answer"))
    }),
    ("an icon that is missing is named, and does not keep the page from working offline", |visit| {
        let folder = scratch_copy("icon")?;
        let icon = folder.join("icon-512.png");
        let whole = fs::read(&icon)?;
        fs::remove_file(&icon)?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;
        page.wait_until(&unkept("icon-512.png (404 Not Found)"))?;
        page.wait_until("document.getElementById('saved').title.includes('icon-512.png')")?;
        // It comes by itself once it is there.
        fs::write(&icon, whole)?;
        page.reload()?;
        page.wait_until("caches.match('icon-512.png').then(icon => icon?.ok === true)")?;
        works_offline(&page, server)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("half an update changes nothing and says what is missing; the whole one is announced", |visit| {
        let folder = scratch_copy("half")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;

        let more = folder.join("more-0123456789abcdef.js");
        fs::write(&more, "let more;")?;
        next_edition(&folder)?;
        fs::remove_file(&more)?;
        page.reload()?;
        page.wait_until(&unkept(
            "A newer version is out, but not all of it came: more-0123456789abcdef.js (404 Not Found)",
        ))?;
        page.reload()?;
        expect(page.eval_js(EDITION)? == "first", "the next edition")?;
        is_all_of(&page, &dist())?;

        fs::write(&more, "let more;")?;
        page.reload()?;
        page.wait_until("document.documentElement.dataset.update === 'waiting'")?;
        expect(page.eval_js(EDITION)? == "first", "the next edition")?;
        is_all_of(&page, &dist())?;
        page.click("#update")?;
        page.wait_until(&format!("{EDITION} === 'next'"))?;
        page.wait_until_ready()?;
        is_all_of(&page, &folder)?;
        works_offline(&page, server)?;
        is_all_of(&page, &folder)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a page of the next release that comes while an older one is kept has its own files and texts", |visit| {
        let folder = scratch_copy("older")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;
        next_edition(&folder)?;
        page.eval_js("caches.keys().then(([key]) => caches.open(key)).then(cache => cache.delete('./'))")?;
        page.reload()?;
        expect(page.eval_js(EDITION)? == "next", "the first edition")?;
        is_all_of(&page, &folder)?;
        page.show_view("learn")?;
        page.run_js("document.querySelector('.positions button:last-child').click()", &[])?;
        page.wait_until(
            "document.getElementById('model-book')?.textContent.includes('It has this section.') === true",
        )?;
        page.wait_until("document.documentElement.dataset.update === 'waiting'")?;
        page.eval_js("window.isOld = true")?;
        page.click("#update")?;
        // It loads itself again: WebKit has no witness of its events then.
        page.wait_until("window.isOld === undefined && document.documentElement.dataset.offline === 'ready'")?;
        works_offline(&page, server)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a release that traps at start says so, and the next one takes over by itself", |visit| {
        let folder = scratch_copy("traps")?;
        let page = with_start(&folder, "throw new WebAssembly.RuntimeError('unreachable');", |server| {
            let page = visit.browser.page(&server.url())?;
            page.goto(&server.url())?;
            // WebKit tells no page what a module throws once it has awaited something.
            let why = if page.engine() == Engine::WebKit { "Five seconds have passed" } else { "unreachable" };
            page.wait_until(&not_started(why))?;
            page.wait_until("navigator.serviceWorker.controller !== null")?;
            Ok(page)
        })?;
        next_edition(&folder)?;
        page.0.goto(page.0.home())?;
        page.0.wait_until(&format!("{EDITION} === 'next'"))?;
        page.0.wait_until_ready()?;
        works_offline(&page.0, page.1)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("after a cut download, no network, two tabs and an update in between, the page and the plan are there", |visit| {
        let folder = scratch_copy("years")?;
        let rest = file_in(&folder, "later-", ".wasm")?;
        let whole = fs::read(&rest)?;
        fs::write(&rest, &whole[..1000])?;
        let server = Server::start(&folder, "", 0)?;
        let port = server.port();
        let page = visit.browser.page(&server.url())?;
        page.open("v=2")?;
        page.wait_until(&unkept(&name_of(&rest)))?;
        fs::write(&rest, &whole)?;
        page.reload()?;
        page.wait_until(STORED)?;

        drop(server);
        page.reload()?;
        page.set_slider("#vix-slider", 62.5)?;
        page.wait_until("location.hash === '#v=2&shock.vix=62.5'")?;
        page.new_tab()?;
        page.open("")?;
        shows(&page, &report_of("v=2&shock.vix=62.5")?)?;

        next_edition(&folder)?;
        let server = Server::start(&folder, "", port)?;
        page.reload()?;
        page.wait_until("document.documentElement.dataset.update === 'waiting'")?;
        page.click("#update")?;
        page.wait_until(&format!("{EDITION} === 'next'"))?;
        page.wait_until_ready()?;
        works_offline(&page, server)?;
        page.new_tab()?;
        page.open("")?;
        shows(&page, &report_of("v=2&shock.vix=62.5")?)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a file that is stuck on the line is named, seen and waited for", |visit| {
        for (start, end) in [("second-engine-", ".js"), ("second-engine-", "_bg.wasm"), ("styles-", ".css")] {
            let server = Server::start(&dist(), "", 0)?;
            let name = name_of(&file_in(&dist(), start, end)?);
            let page = visit.browser.page(&server.url())?;
            // A driver waits for a page to load; not for one that another opens.
            page.goto(&format!("{}icon.svg", server.url()))?;
            server.stick(Some(&name));
            page.eval_js("(window.other = open('./')) !== null")?;
            let says = |why: &str| {
                format!("other.document.getElementById('cannot-start')?.textContent.includes('{why}') === true")
            };
            // Firefox draws nothing and runs no module before a style sheet has come, whatever becomes of its link.
            let is_blank = start == "styles-" && page.engine() == Engine::Firefox;
            if start == "styles-" && !is_blank {
                page.wait_until(&says("The page looks odd: its style sheet has not come."))?;
            } else {
                page.wait_until(&says("Five seconds have passed"))?;
                page.wait_until(&says(&format!("{name}: not here yet")))?;
            }
            if !is_blank {
                page.wait_until("other.performance.getEntriesByType('paint').length > 0")?;
            }
            // What keeps the page does not wait for it.
            page.wait_until("navigator.serviceWorker.getRegistrations().then(all => all.length === 1)")?;
            server.stick(None);
            page.wait_until("other.document.documentElement.dataset.ready !== undefined")?;
            page.wait_until("other.getComputedStyle(other.document.body).margin === '0px'")?;
            page.wait_until("other.document.getElementById('cannot-start') === null")?;
            page.wait_until("other.document.documentElement.dataset.offline === 'ready'")?;
        }
        Ok(())
    }),
    ("a file that the line let slip once comes when the page loads once more by itself", |visit| {
        for (start, end) in [("second-engine-", ".js"), ("second-engine-", "_bg.wasm")] {
            let server = Server::start(&dist(), "", 0)?;
            server.slip(&name_of(&file_in(&dist(), start, end)?));
            let page = visit.browser.page(&server.url())?;
            page.open("")?;
            page.wait_until_ready()?;
            page.wait_until("document.getElementById('cannot-start') === null")?;
            // WebKit asks for what it has not got once more by itself, and the page need not load again.
            if page.engine() != Engine::WebKit {
                page.wait_until("performance.getEntriesByType('navigation')[0].type === 'reload'")?;
            }
            same(page.eval_js("sessionStorage.getItem('second-engine.slipped')")?.is_null(), true)?;
        }
        Ok(())
    }),
    ("a page whose file never comes loads once more by itself, no oftener", |visit| {
        let folder = scratch_copy("slips")?;
        with_start(
            &folder,
            "document.head.append(Object.assign(document.createElement('script'), { src: 'absent.js' }))",
            |server| {
                let page = visit.browser.page(&server.url())?;
                page.goto(&server.url())?;
                page.wait_until("performance.getEntriesByType('navigation')[0].type === 'reload'")?;
                page.wait_until(&not_started("A script could not be loaded"))?;
                page.wait_until(&not_started("Five seconds have passed"))?;
                same(page.eval_js("sessionStorage.getItem('second-engine.slipped')")?.as_str(), Some("yes"))
            },
        )?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a style sheet that is missing is told of, and comes once it is there", |visit| {
        let folder = scratch_copy("unstyled")?;
        let styles = file_in(&folder, "styles-", ".css")?;
        let whole = fs::read(&styles)?;
        fs::remove_file(&styles)?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(
            "document.querySelector('#cannot-start p')?.innerText === 'The page looks odd: its style sheet has not come.'",
        )?;
        fs::write(&styles, whole)?;
        page.click("#afresh")?;
        page.wait_until(STYLED)?;
        page.wait_until_ready()?;
        page.wait_until("document.getElementById('cannot-start') === null")?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("where a host changes the scripts in the page, a sentence that needs none says so", |visit| {
        let folder = scratch_copy("rewritten")?;
        let seen = "document.querySelector('.unscripted')?.checkVisibility() === true";
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        server.stick(Some("_bg.wasm"));
        page.goto(&format!("{}icon.svg", server.url()))?;
        page.eval_js("(window.other = open('./')) !== null")?;
        page.wait_until("other.document.querySelector('.unscripted')?.checkVisibility() === false")?;
        server.stick(None);
        edit(&folder.join("index.html"), |text| text.replace("</script>", "\n</script>"))?;
        let page = visit.browser.page(&server.url())?;
        page.goto(&server.url())?;
        page.wait_until(seen)?;
        expect(page.text(".unscripted")?.contains("its host changed the page"), page.text(".unscripted")?)?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a page that neither starts nor fails says so after five seconds", |visit| {
        let folder = scratch_copy("waits")?;
        with_start(&folder, "", |server| {
            let page = visit.browser.page(&server.url())?;
            page.goto(&server.url())?;
            page.wait_until(&not_started("Five seconds have passed"))?;
            page.wait_until("document.getElementById('afresh') !== null")
        })?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a page whose engine traps says that it has stopped, and starts afresh", |visit| {
        let folder = scratch_copy("stops")?;
        let start = "START;
            addEventListener('error-of-no-weight', () => { throw new Error('of no weight'); });
            addEventListener('trap', () => { throw new WebAssembly.RuntimeError('unreachable'); });";
        with_start(&folder, start, |server| {
            let page = visit.browser.page(&server.url())?;
            page.open("")?;
            page.eval_js("dispatchEvent(new Event('error-of-no-weight'))")?;
            page.eval_js("dispatchEvent(new Event('trap'))")?;
            let said = "The page has stopped. RuntimeError: unreachable. Your plans are kept.";
            page.wait_until(&format!("document.querySelector('#cannot-start p')?.innerText === '{said}'"))?;
            // An older engine.
            page.eval_js("delete AbortSignal.timeout")?;
            page.click("#afresh")?;
            page.wait_until("document.getElementById('cannot-start') === null")?;
            page.wait_until_ready()
        })?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a device without room for the page says so once, quietly, and the page works", |visit| {
        let server = Server::start(&dist(), "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.limit_storage(1000)?;
        page.open("")?;
        page.wait_until(&unkept("Not kept for use offline"))?;
        page.wait_until("document.getElementById('saved').textContent.toLowerCase().includes('not kept offline')")?;
        expect(page.eval_js("document.querySelector('[role=alert]') === null")? == true, "an alert")?;
        let complaints = page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("in a frame that may not load its scripts the page says so", |visit| {
        let folder = scratch_copy("frame")?;
        // Hosts that send the policy allow no frames at all.
        fs::remove_file(folder.join("_headers"))?;
        fs::write(folder.join("frame.html"), "<iframe sandbox=allow-scripts src='./'></iframe>")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.goto(&format!("{}frame.html", server.url()))?;
        page.enter_frame("iframe")?;
        page.wait_until(&not_started(".js"))?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("every file is sent compressed where that helps, with its type, and kept as long as it may be", |visit| {
        visit.page.open("")?;
        let sent = |file: &str| {
            let ask = format!(
                "fetch('{file}', {{ cache: 'reload' }}).then(({{ headers }}) => ['content-encoding', 'content-type', 'cache-control']
                    .map(name => headers.get(name) ?? '').join(' | '))"
            );
            visit.page.eval_js(&ask)
        };
        let lasts = "public, max-age=31536000, immutable";
        // WebKitGTK asks for no brotli.
        let way = if visit.page.engine() == Engine::WebKit { "gzip" } else { "br" };
        for (start, end, wanted) in [
            ("second-engine-", ".js", format!("{way} | text/javascript; charset=utf-8 | {lasts}")),
            ("second-engine-", "_bg.wasm", format!("{way} | application/wasm | {lasts}")),
            ("later-", ".wasm", format!("{way} | application/wasm | {lasts}")),
            ("styles-", ".css", format!("{way} | text/css; charset=utf-8 | {lasts}")),
            ("index", ".html", format!("{way} | text/html; charset=utf-8 | no-cache")),
            ("sw", ".js", format!("{way} | text/javascript; charset=utf-8 | no-cache")),
            ("icon-512", ".png", " | image/png | no-cache".to_owned()),
        ] {
            let name = name_of(&file_in(&dist(), start, end)?);
            let found = sent(&name)?;
            expect(found == *wanted, (name, found))?;
        }
        let told = visit.page.eval_js("fetch('./').then(({ headers }) => headers.get('content-security-policy'))")?;
        expect(told.as_str().is_some_and(|policy| policy.ends_with("; frame-ancestors 'none'")), told)
    }),
];

const EDITION: &str = "(document.documentElement.dataset.edition ?? 'first')";

fn not_started(why: &str) -> String {
    format!("document.getElementById('cannot-start')?.innerText.includes('{why}') === true")
}

fn unkept(why: &str) -> String {
    format!("document.documentElement.dataset.unkept?.includes('{why}') === true")
}

/// The page works, looks right and stays so when its server is gone.
fn works_offline(page: &Page, server: Server) -> Outcome {
    page.wait_until(STORED)?;
    drop(server);
    page.reload()?;
    page.wait_until_all_is_there()?;
    expect(page.eval_js(STYLED)? == true, "no styles")?;
    page.show_view("size")
}

/// Makes the next release of the one in the folder, of which nothing stays that has a hash in its name but what both
/// have: script, wasm and the rest have other bytes and other names, the model book one more section, the page a mark.
pub fn next_edition(folder: &Path) -> Outcome {
    let (index, told) = (folder.join("index.html"), folder.join("_headers"));
    let (mut page, mut headers) = (fs::read_to_string(&index)?, fs::read_to_string(&told)?);
    let scripts = |page: &str| precache::inline_scripts(page).map(|script| precache::hash(script.as_bytes())).collect();
    let before: Vec<String> = scripts(&page);

    let bundle = file_in(folder, "second-engine-", ".js")?;
    let mut script = fs::read(&bundle)?;
    for (start, end) in [("later-", ".wasm"), ("second-engine-", "_bg.wasm"), ("second-engine-", ".js")] {
        let old = file_in(folder, start, end)?;
        let content = match end {
            ".js" => [&script, b"\nglobalThis.edition = 'next';".as_slice()].concat(),
            // A section of wasm that nobody reads: its kind, length and name.
            _ => [&fs::read(&old)?, b"\0\x05\x04next".as_slice()].concat(),
        };
        let hash: String = precache::hash(&content).bytes().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (was, is) = (name_of(&old), format!("{start}{hash}{end}"));
        fs::remove_file(&old)?;
        fs::write(folder.join(&is), content)?;
        page = page.replace(&format!("{was} integrity="), &format!("{was} data-was=")).replace(&was, &is);
        script = String::from_utf8(script)?.replace(&was, &is).into_bytes();
        headers = headers.replace(&was, &is);
    }
    for (was, is) in before.iter().zip(scripts(&page)) {
        page = page.replace(was, &is);
        headers = headers.replace(was, &is);
    }
    fs::write(&index, page.replacen("<html", "<html data-edition=next", 1))?;
    fs::write(&told, headers)?;
    edit(&folder.join("model.md"), |text| format!("{text}\n## The next edition\n\nIt has this section.\n"))?;
    precache::list(folder)
}

/// All that the page has loaded whose name has a hash in it is of the release in this folder, its rest too.
fn is_all_of(page: &Page, folder: &Path) -> Outcome {
    page.wait_until_all_is_there()?;
    let loaded = page.eval_js(
        "performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop())
            .filter(name => /^(second-engine|later|offline|styles)-/.test(name))",
    )?;
    let loaded: Vec<String> = serde_json::from_value(loaded)?;
    expect(loaded.iter().any(|name| name.starts_with("later-")), &loaded)?;
    expect(loaded.iter().all(|name| folder.join(name).exists()), &loaded)
}

/// What is done with a server whose release has these words in place of the start of the app, which they may have as
/// `START`; afterwards the release is as built, and its server goes on.
pub fn with_start<T>(folder: &Path, words: &str, run: impl FnOnce(&Server) -> Outcome<T>) -> Outcome<(T, Server)> {
    let (bundle, index) = (file_in(folder, "second-engine-", ".js")?, folder.join("index.html"));
    let whole = [(&bundle, fs::read(&bundle)?), (&index, fs::read(&index)?)];
    edit(&bundle, |text| {
        let Some(end) = text.find(".__wbindgen_start()") else { return text };
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let from = text[..end].trim_end_matches(is_name).len();
        let start = format!("{}.__wbindgen_start()", &text[from..end]);
        text.replacen(&start, &format!("(() => {{ {} }})()", words.replace("START", &start)), 1)
    })?;
    // Of another content it has another hash.
    edit(&index, |text| text.replace(" integrity=", " data-was="))?;
    precache::list(folder)?;
    let server = Server::start(folder, "", 0)?;
    let done = run(&server)?;
    for (file, content) in whole {
        fs::write(file, content)?;
    }
    precache::list(folder)?;
    Ok((done, server))
}

/// The only file of this folder whose name starts and ends so.
pub fn file_in(folder: &Path, start: &str, end: &str) -> Outcome<PathBuf> {
    let is_it = |path: &PathBuf| name_of(path).starts_with(start) && name_of(path).ends_with(end);
    let found = fs::read_dir(folder)?.flatten().map(|file| file.path()).find(is_it);
    Ok(found.ok_or_else(|| format!("no {start}…{end} in {}", folder.display()))?)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn edit(file: &Path, change: impl Fn(String) -> String) -> Outcome {
    let text = fs::read_to_string(file)?;
    let changed = change(text.clone());
    expect(changed != text, format!("nothing to change in {}", file.display()))?;
    Ok(fs::write(file, changed)?)
}
