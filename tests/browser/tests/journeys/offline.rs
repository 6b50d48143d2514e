//! The page without a network, and the page when a newer one is out.

use crate::delivery::{next_edition, with_start};
use crate::{Journey, expect, report_of, scratch_copy, shows};
use second_engine_browser::dist;
use second_engine_tools::server::Server;
use std::fs;

const STORED: &str = "document.documentElement.dataset.offline === 'ready'";

pub const JOURNEYS: &[Journey] = &[
    ("once loaded the page works without a network, in a new tab too, and keeps what is edited there", |visit| {
        let server = Server::start(&dist(), "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("v=2")?;
        page.wait_until(STORED)?;
        page.wait_until("events.includes('second-engine-offline-ready')")?;
        drop(server);
        expect(page.eval_js("fetch('absent').then(() => 'answered', () => 'offline')")? == "offline", "a server")?;

        page.reload()?;
        page.set_slider("#vix-slider", 62.5)?;
        page.wait_until("location.hash === '#v=2&shock.vix=62.5'")?;
        page.reload()?;
        shows(&page, &report_of("v=2&shock.vix=62.5")?)?;
        page.new_tab()?;
        page.open("")?;
        shows(&page, &report_of("v=2&shock.vix=62.5")?)?;
        page.open_at("from=mail", "another-plan")?;
        expect(page.eval_js("location.hash")? == "#another-plan", page.eval_js("location.href")?)?;
        expect(page.eval_js("navigator.serviceWorker.controller !== null")? == true, "no service worker")
    }),
    ("what is kept stays where all is to be loaded afresh without a network", |visit| {
        let folder = scratch_copy("afresh")?;
        let start = "START; addEventListener('trap', () => { throw new WebAssembly.RuntimeError('unreachable'); });";
        let (page, server) = with_start(&folder, start, |server| {
            let page = visit.browser.page(&server.url())?;
            page.open("")?;
            page.wait_until(STORED)?;
            Ok(page)
        })?;
        drop(server);
        page.reload()?;
        page.eval_js("window.isOld = true")?;
        page.eval_js("dispatchEvent(new Event('trap'))")?;
        page.click("#afresh")?;
        page.wait_until("document.getElementById('cannot-start')?.innerText.includes('what is kept stays') === true")?;
        page.wait_until("window.isOld === undefined")?;
        page.wait_until_ready()?;
        page.wait_until_all_is_there()?;
        page.wait_until(STORED)?;
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("a tab in the background starts, and leaves an update to the person", |visit| {
        let folder = scratch_copy("background")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;
        next_edition(&folder)?;
        page.reload()?;
        page.wait_until("document.documentElement.dataset.update === 'waiting'")?;
        page.eval_js("window.isSame = true")?;
        page.eval_js("(window.other = open('about:blank')) !== null")?;
        page.come_to_front()?;
        page.wait_until("other.document.hidden && !document.hidden")?;
        page.eval_js("(other.location = location.href) !== null")?;
        page.wait_until("other.document.documentElement.dataset.ready !== undefined")?;
        page.wait_until("other.document.documentElement.dataset.update === 'waiting'")?;
        // Longer than a page has to start.
        std::thread::sleep(std::time::Duration::from_secs(6));
        expect(page.eval_js("other.document.hidden && window.isSame === true")? == true, "this tab was loaded again")?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
    ("an update is announced and waits until it is wanted", |visit| {
        let folder = scratch_copy("update")?;
        let server = Server::start(&folder, "", 0)?;
        let page = visit.browser.page(&server.url())?;
        page.open("")?;
        page.wait_until(STORED)?;

        next_edition(&folder)?;
        page.reload()?;
        page.wait_until("document.documentElement.dataset.update === 'waiting'")?;
        page.wait_until("events.includes('second-engine-update')")?;
        page.reload()?;
        expect(page.eval_js("document.documentElement.dataset.edition ?? 'first'")? == "first", "the next edition")?;

        page.wait_until("document.documentElement.dataset.update === 'waiting'")?;
        page.eval_js("dispatchEvent(new CustomEvent('second-engine-apply-update'))")?;
        page.wait_until("document.documentElement.dataset.edition === 'next'")?;
        page.wait_until_ready()?;
        page.wait_until("caches.keys().then(keys => keys.length === 1)")?;
        drop(server);
        Ok(fs::remove_dir_all(&folder)?)
    }),
];
