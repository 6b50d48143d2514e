//! What is not on the first screen comes as a second file: when it comes, without a network, and when it does not.

use crate::delivery::file_in;
use crate::{Journey, expect, same, scratch_copy};
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, dist};
use second_engine_tools::server::Server;
use std::fs;
use std::path::Path;

const ANSWERED: &str = "document.querySelector('#size-answer')?.textContent.length > 20";
const SAID: &str = "document.querySelector('.room [role=alert]')?.textContent.includes('could not be loaded')";

pub const JOURNEYS: &[Journey] = &[
    ("the rest of the page comes once the first screen stands", |visit| {
        let page = visit.page;
        page.requests()?;
        page.open("")?;
        page.wait_until_all_is_there()?;
        let requests = page.requests()?;
        let place = |part: &str| requests.iter().position(|url| url.contains(part) && url.ends_with(".wasm"));
        expect(place("_bg.wasm").is_some() && place("_bg.wasm") < place("/later-"), &requests)?;
        page.show_view("size")
    }),
    ("the rest is there without a network after the first visit", |visit| {
        let server = Server::start(&dist(), "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until("document.documentElement.dataset.offline === 'ready'")?;
        drop(server);
        page.reload()?;
        page.wait_until_all_is_there()?;
        page.show_view("hedge")?;
        page.show_view("learn")?;
        page.run_js("document.querySelector('.positions button:last-child').click()", &[])?;
        page.wait_until("document.querySelectorAll('#model-book h2').length > 16")
    }),
    ("a rest that does not come is told in words, and comes when it is tried again", |visit| {
        let folder = scratch_copy("later")?;
        let chunk = file_in(&folder, "later-", ".wasm")?;
        let aside = folder.join("aside");
        fs::rename(&chunk, &aside)?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(SAID)?;
        let kept = "document.querySelector('.room [role=alert]').innerText.includes('your plan is kept')";
        same(page.eval_js(kept)?.as_bool(), Some(false))?;
        starts(&page, why(&chunk, "404 Not Found"))?;
        // The first screen works, and a file that is asked for is not forgotten.
        page.set_slider("#vix-slider", 60.0)?;
        page.wait_until("location.hash.includes('shock.vix=60')")?;
        page.wait_until(kept)?;
        page.run_js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }", &[])?;
        page.set_slider("#vix-slider", 61.0)?;
        page.wait_until(&format!("!{kept}"))?;
        page.run_js("document.getElementById('help').click()", &[])?;
        page.wait_until("document.getElementById('try-again') !== null")?;
        fs::rename(&aside, &chunk)?;
        page.run_js("document.getElementById('room-again').click()", &[])?;
        page.wait_until("document.getElementById('help-dialog')?.open === true")?;
        page.wait_until("document.querySelector('.room') === null && document.getElementById('try-again') === null")?;
        page.run_js(
            "document.getElementById('help-dialog').close(); document.getElementById('view-size').click()",
            &[],
        )?;
        page.wait_until(ANSWERED)?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a rest that came cut is told in words, and is fetched anew when it is tried again", |visit| {
        let folder = scratch_copy("cut-later")?;
        let chunk = file_in(&folder, "later-", ".wasm")?;
        let whole = fs::read(&chunk)?;
        fs::write(&chunk, &whole[..whole.len() / 2])?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(SAID)?;
        starts(&page, why(&chunk, "damaged"))?;
        fs::write(&chunk, &whole)?;
        page.run_js("document.getElementById('room-again').click()", &[])?;
        page.wait_until_all_is_there()?;
        page.show_view("size")?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a rest that does not come can be had by loading all afresh, and its worker says why it did not", |visit| {
        let folder = scratch_copy("afresh-later")?;
        let chunk = file_in(&folder, "later-", ".wasm")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until("document.documentElement.dataset.offline === 'ready'")?;
        let whole = fs::read(&chunk)?;
        fs::write(&chunk, &whole[..1000])?;
        page.eval_js("caches.keys().then(keys => Promise.all(keys.map(key => caches.delete(key))))")?;
        page.forget_downloads()?;
        page.goto("about:blank")?;
        page.open("")?;
        page.wait_until(SAID)?;
        starts(&page, why(&chunk, &format!("502 1000 of {} bytes", whole.len())))?;
        fs::write(&chunk, &whole)?;
        page.click("#room-again + button")?;
        page.wait_until("document.querySelector('.room [role=alert]') === null")?;
        page.wait_until_ready()?;
        page.wait_until_all_is_there()?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
];

fn starts(page: &Page, said: String) -> Outcome {
    let whole = page.text(".room [role=alert] p")?;
    expect(whole.starts_with(&said), (whole, said))
}

fn why(chunk: &Path, why: &str) -> String {
    let name = chunk.file_name().unwrap_or_default().to_string_lossy();
    format!("This part of the page could not be loaded ({name}: {why}). The rest works")
}
