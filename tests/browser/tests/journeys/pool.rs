//! The pool tab: a position is pasted, hedged, borrowed against, and VIX is dragged over it.

use crate::{Journey, Visit, expect, holds, open_view, report_of, shows};
use second_engine_browser::{Outcome, project};
use serde_json::json;
use std::fs;
use thirtyfour::Key;

pub const JOURNEYS: &[Journey] = &[
    ("the pool tab answers in one sentence with charts and tables", |visit| {
        open_view(visit, "pool", "")?;
        let answer = visit.page.text("#pool-answer")?;
        expect(answer.contains("a year") && answer.contains("LVR"), &answer)?;
        visit
            .page
            .wait_until("['strip', 'growth'].every(id => document.querySelector(`#${id} canvas`)?.height > 100)")?;
        let captions = visit.page.eval_js("document.querySelectorAll('#pool table caption').length")?;
        expect(captions.as_u64() >= Some(5), captions)?;
        let complaints = visit.page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("a v3 position is pasted, shown and used", |visit| {
        open_view(visit, "pool", "")?;
        paste(visit, "hello")?;
        visit
            .page
            .wait_until("document.querySelector('#import-read .err')?.textContent.includes('none of the formats')")?;
        paste(visit, &fs::read_to_string(project("tests/fixtures/uniswap_positions.txt"))?)?;
        visit.page.wait_until("document.querySelector('#import-read')?.textContent.includes('1234567890123456789')")?;
        visit.page.run_js("document.querySelector('#import-use').click()", &[])?;
        visit.page.wait_until("document.querySelector('#import-read').textContent === ''")?;
        visit.page.unfold()?;
        visit.page.wait_until("Number(document.getElementById('pool.low').value.replace(/,/g, '')) < 2100")
    }),
    ("dragging VIX moves the liquidation and the decomposition, which adds up", |visit| {
        open_view(visit, "pool", "v=2&pool.loan=17000&pool.cover=1&pool.cover_premium=0.02")?;
        let before = parts(visit)?;
        let then = "document.querySelector('#pool').textContent";
        let calm = visit.page.eval_js(&format!("{then}.includes('liquidates it')"))?;
        expect(calm == json!(false), calm)?;
        visit.page.set_slider("#vix-slider", 900.0)?;
        visit.page.wait_until(&format!("{then}.includes('This shock liquidates it')"))?;
        visit.page.wait_until(&format!("document.querySelector('#decomposition').textContent !== {before}"))?;
        // The last line is the sum of those above it, each rounded.
        visit.page.wait_until(
            "(() => {
                const usd = [...document.querySelectorAll('#decomposition td.num')]
                    .map(cell => Number(cell.textContent.replace(/[,$+]/g, '').replace('\\u2212', '-')));
                return Math.abs(usd.slice(0, -1).reduce((a, b) => a + b) - usd.at(-1)) <= 3;
            })()",
        )
    }),
    ("each pool has its own knobs, and undo brings the first one back", |visit| {
        let page = visit.page;
        open_view(visit, "pool", "")?;
        page.run_js("document.querySelector('#more-pool').click()", &[])?;
        let said = |words: &str, is_there: bool| {
            format!("document.querySelector('#pool').textContent.includes('{words}') === {is_there}")
        };
        // It opens with nothing in it, and says so.
        page.wait_until(&said("Pool 2 opens without a deposit", true))?;
        page.unfold()?;
        page.type_into("[id='pool2.deposit']", "50000")?;
        page.press(Key::Tab)?;
        page.wait_until("location.hash.includes('pool2.deposit=50000')")?;
        page.wait_until("document.querySelectorAll('#pool .positions .seg button').length === 2")?;
        holds(page, "pool.deposit", "30,000")?;
        page.click("#undo")?;
        holds(page, "pool2.deposit", "0")?;
        page.run_js("document.querySelector('#pool-remove').click()", &[])?;
        page.wait_until(&said("Pool 2", false))?;
        page.click("#undo")?;
        page.wait_until(&said("Pool 2", true))?;
        page.click("#undo")?;
        page.wait_until(&said("Pool 2", false))?;
        shows(page, &report_of("v=2")?)
    }),
    ("a strip that is held and a pool that is removed hand the focus on", |visit| {
        let page = visit.page;
        open_view(visit, "pool", "")?;
        page.focus("#strip-hold")?;
        page.press(Key::Enter)?;
        page.wait_until("document.getElementById('strip-hold') === null")?;
        page.wait_until("document.activeElement.id === 'view.strip.on'")?;
        page.click("#undo")?;
        page.wait_until("document.getElementById('strip-hold') !== null")?;
        page.focus("#pool-remove")?;
        page.press(Key::Enter)?;
        page.wait_until("document.getElementById('pool-remove') === null")?;
        page.wait_until("document.activeElement.id === 'more-pool'")?;
        page.press(Key::Enter)?;
        page.wait_until("document.getElementById('pool-remove') !== null")?;
        page.wait_until("document.activeElement.id === 'more-pool'")
    }),
    ("buying the strip names its cost and what is left", |visit| {
        open_view(visit, "pool", "v=2&holdings=condor,pool,layer,layer,layer,strip")?;
        visit.page.wait_until("document.querySelector('#pool').textContent.includes('6 options for $')")
    }),
];

fn paste(visit: &Visit, text: &str) -> Outcome {
    visit.page.run_js(
        "const box = document.querySelector('#import-text');
         box.closest('details').open = true;
         box.value = arguments[0];
         box.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        &[json!(text)],
    )?;
    Ok(())
}

/// The decomposition as it stands, as a JavaScript string.
fn parts(visit: &Visit) -> Outcome<String> {
    Ok(visit.page.eval_js("document.querySelector('#decomposition').textContent")?.to_string())
}
