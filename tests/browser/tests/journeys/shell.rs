//! The page as it arrives: quiet, private, at home anywhere.

use crate::delivery::file_in;
use crate::{Journey, expect, scratch_copy};
use second_engine_browser::dist;
use second_engine_tools::server::Server;
use serde_json::json;

pub const JOURNEYS: &[Journey] = &[
    ("the page loads without a word on the console", |visit| {
        visit.page.open("")?;
        let complaints = visit.page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("no request leaves the origin", |visit| {
        visit.page.open("")?;
        let origin = visit.page.eval_js("location.origin + '/'")?;
        let home = origin.as_str().unwrap_or("no origin");
        let requests = visit.page.requests()?;
        expect(requests.iter().any(|url| url.ends_with(".wasm")), &requests)?;
        let inside = |url: &str| url.starts_with(home) || url.starts_with("data:") || url.starts_with("blob:");
        let outside: Vec<_> = requests.iter().filter(|url| !inside(url) && *url != "about:blank").collect();
        expect(outside.is_empty(), outside)
    }),
    ("the content security policy has nothing to refuse", |visit| {
        visit.page.open("")?;
        let violations = visit.page.violations()?;
        expect(violations.is_empty(), violations)
    }),
    ("the content security policy refuses a script from elsewhere", |visit| {
        visit.page.open("")?;
        visit.page.run_js(
            "const script = document.createElement('script');
             script.src = 'https://example.org/a.js';
             document.head.append(script);",
            &[],
        )?;
        visit.page.wait_until("violations.some(text => text.startsWith('script-src'))")
    }),
    ("the page works under any path", |visit| {
        let server = Server::start(&dist(), "some/where", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until("document.documentElement.dataset.offline === 'ready'")?;
        let complaints = page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("a page that cannot start says so, and which file is missing", |visit| {
        let folder = scratch_copy("cannot-start")?;
        std::fs::remove_file(file_in(&folder, "second-engine-", "_bg.wasm")?)?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.goto(&server.url())?;
        page.wait_until(
            "document.getElementById('cannot-start')?.innerText.includes('_bg.wasm: 404 Not Found') === true",
        )?;
        Ok(std::fs::remove_dir_all(&folder)?)
    }),
    ("the theme follows the system until one is asked for", |visit| {
        for (system, query, shown) in [("light", "", "light"), ("dark", "", "dark"), ("dark", "theme=light", "light")] {
            visit.page.set_system_theme(system)?;
            visit.page.open_at(query, "")?;
            let theme = visit.page.eval_js("document.documentElement.dataset.theme")?;
            expect(theme == json!(shown), (system, query, theme))?;
        }
        Ok(())
    }),
];
