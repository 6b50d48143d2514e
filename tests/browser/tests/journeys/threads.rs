//! The paths where the browser starts no thread, and where one of them breaks.

use crate::odds::{WATCHED, said_of, table, walked, year_of, years_walked};
use crate::{Journey, expect, open_view, report_of, same, shows};
use second_engine::views::odds::tables;
use second_engine::views::year::{answer as year_said, tables as year_tables};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use thirtyfour::Key;

/// Threads that are refused when they are asked for, and such as come to nothing.
const WITHOUT: [&str; 2] = [
    "window.Worker = class { constructor() { throw new Error('no threads here'); } };",
    "window.Worker = class { constructor() { setTimeout(() => this.onerror?.(new Event('error'))); } postMessage() {} terminate() {} };",
];
/// From now on the first thread that is asked to walk after `breaks` is set throws before it does.
const BREAKING: &str = "
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
        if (window.breaks && message[0]?.[2]?.[1] === 'walk') {
            window.breaks = false;
            post.call(this, null);
        }
        return post.apply(this, message);
    };
    window.breaks = arguments[0];
";
const BROKEN: &str = "A thread that walked was ended before it was done: the browser may be short of memory.";

/// The first thread is refused, or comes to nothing.
const FEWER: [&str; 2] = [
    "let nth = 0;
     const Whole = window.Worker;
     window.Worker = function (...what) {
         if (nth++ === 0) throw new Error('no more threads');
         return new Whole(...what);
     };",
    "let nth = 0;
     const Whole = window.Worker;
     window.Worker = function (...what) {
         return nth++ === 0 ? new Whole('absent.js', { type: 'module' }) : new Whole(...what);
     };",
];
/// Threads are asked to walk and hear nothing of it, and what the page looks at now and then it looks at all the time.
const SILENT: &str = "
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
        if (message[0]?.[2]?.[1] !== 'walk') post.apply(this, message);
    };
    const every = window.setInterval;
    window.setInterval = (act, ms) => every(act, ms / 100);
";

/// Opens the tab of odds in a page that has been changed by a script.
fn open_after(page: &Page, fragment: &str, script: &str) -> Outcome {
    page.open(fragment)?;
    page.run_js(script, &[true.into()])?;
    page.show_view("odds")
}

/// Asks for so many paths.
fn ask_for(page: &Page, paths: &str) -> Outcome {
    page.type_into("[id='odds.paths']", paths)?;
    page.press(Key::Tab)
}

pub const JOURNEYS: &[Journey] = &[
    (
        "without threads the page walks paths and years itself, says to the last digit what the library says, and why it takes longer",
        |visit| {
            let page = visit.page;
            for script in WITHOUT {
                let fragment = "v=2&odds.paths=1500";
                open_after(page, fragment, script)?;
                page.wait_until(
                    "document.querySelector('#odds-here')?.textContent.startsWith('This browser starts no thread ')",
                )?;
                walked(page)?;
                let (odds, said) = said_of(fragment)?;
                page.wait_for_text("#odds-answer", &said)?;
                same(table(page, "#odds-parts table")?, tables::parts(&odds, None).1)?;
            }
            page.eval_js("document.querySelectorAll('#odds-ahead button')[1].click()")?;
            page.wait_until(
                "document.querySelector('#year-here')?.textContent.includes(' the years itself, ') === true",
            )?;
            years_walked(page)?;
            let year = year_of("v=2&odds.paths=1500")?;
            page.wait_for_text("#year-answer", &year_said(&year))?;
            same(table(page, "#odds table")?, year_tables::outcomes(&year, None).1)
        },
    ),
    ("while the page walks the paths itself the slider moves everything, they go on, and a hand stops them", |visit| {
        let page = visit.page;
        let walks = "document.querySelector('#odds-run progress')?.value > 0";
        open_after(page, "v=2&odds.paths=10000000", WITHOUT[0])?;
        page.wait_until(walks)?;
        page.run_js(
                "window.fewest = 0;
                 new MutationObserver(() => {
                     const now = document.querySelector('#odds-run progress')?.value ?? 0;
                     window.beganAnew ||= now < window.fewest;
                     window.fewest = now;
                 }).observe(document.querySelector('#odds-run'), { subtree: true, attributes: true, childList: true });",
                &[],
            )?;
        page.set_slider("#vix-slider", 62.5)?;
        shows(page, &report_of("v=2&odds.paths=10000000&shock.vix=62.5")?)?;
        let moved = page.eval_js("window.fewest")?;
        page.wait_until(&format!("window.fewest > {moved}"))?;
        page.wait_until("window.beganAnew !== true")?;
        // The first figures are those of the paths so far.
        page.wait_until("document.querySelector('#odds-bars canvas') !== null")?;
        page.eval_js("document.querySelector('#odds-stop').click()")?;
        page.wait_until("document.querySelector('#odds-run').textContent.startsWith('Stopped.')")?;
        let text = page.text("#odds-run")?;
        page.run_js("return new Promise(done => setTimeout(done, 400))", &[])?;
        same(page.text("#odds-run")?, text)
    }),
    ("paths that the page itself has walked are asked where another shock stands, and not walked again", |visit| {
        let page = visit.page;
        let fragment = |vix: f64| format!("v=2&odds.paths=1500&shock.vix={vix}");
        open_after(page, &fragment(40.0), WITHOUT[1])?;
        walked(page)?;
        let mut before = page.text("#odds-place")?;
        page.run_js(WATCHED, &[])?;
        let mut said = Vec::new();
        for vix in [62.5, 25.0] {
            page.set_slider("#vix-slider", vix)?;
            page.wait_until(&format!("location.hash.includes('shock.vix={vix}')"))?;
            let place = "document.querySelector('#odds-place:not(.waits)')?.textContent.trim()";
            page.wait_until(&format!("({place} ?? '{before}') !== '{before}'"))?;
            before = page.text("#odds-place")?;
            said.push(before.clone());
        }
        same(page.eval_js("window.wasBusy")?, false.into())?;
        for (vix, said) in [62.5, 25.0].into_iter().zip(said) {
            open_view(visit, "odds", &fragment(vix))?;
            walked(page)?;
            page.wait_for_text("#odds-place", &said)?;
        }
        Ok(())
    }),
    (
        "paths of the page itself that a hand has stopped are asked where another shock stands, and walked no more",
        |visit| {
            let page = visit.page;
            open_after(page, "v=2&odds.paths=10000000&shock.vix=40", WITHOUT[0])?;
            let place = "document.querySelector('#odds-place:not(.waits)')?.textContent.trim()";
            page.wait_until(&format!("{place} !== undefined"))?;
            page.eval_js("document.querySelector('#odds-stop').click()")?;
            let stopped = "document.querySelector('#odds-run').textContent.startsWith('Stopped.')";
            page.wait_until(stopped)?;
            page.run_js(WATCHED, &[])?;
            for vix in [80.0, 25.0] {
                let before = page.text("#odds-place")?;
                page.set_slider("#vix-slider", vix)?;
                page.wait_until(&format!("location.hash.includes('shock.vix={vix}')"))?;
                page.wait_until(&format!("({place} ?? '{before}') !== '{before}'"))?;
                page.wait_until(stopped)?;
            }
            same(page.eval_js("window.wasBusy")?, false.into())
        },
    ),
    ("where a browser starts only some of the threads these walk, and no page does", |visit| {
        let page = visit.page;
        for script in FEWER {
            let fragment = "v=2&odds.paths=1500";
            open_after(page, fragment, script)?;
            walked(page)?;
            let (odds, _) = said_of(fragment)?;
            same(table(page, "#odds-parts table")?, tables::parts(&odds, None).1)?;
            expect(page.eval_js("document.querySelector('#odds-here') === null")? == true, "the page walks itself")?;
        }
        Ok(())
    }),
    ("threads that say nothing any more are taken for such as were ended", |visit| {
        let page = visit.page;
        open_after(page, "v=2&odds.paths=1500", SILENT)?;
        page.wait_for_text("#odds-answer", BROKEN)?;
        page.wait_until("document.querySelector('#odds-again') !== null")
    }),
    ("a thread that breaks is said, what was found stays, and the paths are walked again when asked", |visit| {
        let page = visit.page;
        open_view(visit, "odds", "v=2&odds.paths=3000")?;
        walked(page)?;
        let before = page.text("#odds-answer")?;
        page.run_js(BREAKING, &[true.into()])?;
        ask_for(page, "5000")?;
        page.wait_until(&format!("document.querySelector('#odds-run').textContent.startsWith('{BROKEN}')"))?;
        let said = page.text("#odds-run")?;
        expect(said.contains("The figures shown are of the plan before."), said)?;
        same(page.text("#odds-answer")?, before)?;
        page.eval_js("document.querySelector('#odds-again').click()")?;
        let (_, after) = said_of("v=2&odds.paths=5000")?;
        page.wait_for_text("#odds-answer", &after)?;
        walked(page)?;
        expect(page.eval_js("document.querySelector('#odds-here') === null")? == true, "the page walks itself")?;
        // Before anything was found it is the answer.
        open_after(page, "v=2&odds.paths=3000", BREAKING)?;
        page.wait_for_text("#odds-answer", BROKEN)?;
        page.eval_js("document.querySelector('#odds-again').click()")?;
        walked(page)
    }),
];
