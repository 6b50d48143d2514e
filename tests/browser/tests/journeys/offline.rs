//! The page without a network, and the page when a newer one is out.

use crate::delivery::next_edition;
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
