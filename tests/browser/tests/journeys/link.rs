//! Links: what is shared, what is read back, and what cannot be read.

use crate::{Journey, expect, report_of, same, shows};
use second_engine::plan::Plan;
use second_engine::units::Points;
use second_engine::views::report::evaluate;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;

const OWN: &str = "The link cannot be read; the page shows its own example.";

/// Fragments that no page wrote, and the sentence about each.
const DAMAGED: [(&str, &str); 8] = [
    ("v=2&shock.vix=NaN", "VIX after the shock must be a number, not 'NaN'."),
    ("v=2&shock.vix=900", "VIX after the shock 900 points is out of range. It may be 9 points to 150 points."),
    ("v=2&shock.vix=0", "VIX after the shock 0 points is out of range. It may be 9 points to 150 points."),
    ("v=2&shock.vix=%ff%fe", "This link holds bytes that are not text."),
    ("v=2&shock.vix=4%", "VIX after the shock must be a number, not '4%'."),
    ("v=2&shock.v", "This link is cut or mixed up: 'shock.v' has no value."),
    ("v=3&shock.vix=60", "This link is of version 3; this page reads version 2. Update the page."),
    ("v=2&pool.low=5000", "Lower bound 5,000 must be below the upper bound, 4,400."),
];

pub const JOURNEYS: &[Journey] = &[
    ("a shared link brings the same verdict to another browser", |visit| {
        let page = visit.page;
        page.open_clipboard()?;
        page.open("")?;
        page.set_slider("#vix-slider", 62.5)?;
        page.type_into("[id='shock.days']", "4")?;
        page.press(thirtyfour::Key::Tab)?;
        page.focus("#vix-slider")?;
        page.press("]")?;
        page.click("#share")?;
        page.wait_for_text("#share", "Link copied")?;
        let link = page.eval_js("navigator.clipboard.readText()")?;
        let link = link.as_str().ok_or("nothing was copied")?;
        let (home, fragment) = link.split_once('#').ok_or("the link has no plan")?;
        same(home, page.home())?;
        page.wait_until(&format!("location.href === '{link}'"))?;
        let report = report_of(fragment)?;
        shows(page, &report)?;

        let other = visit.browser.page(page.home())?;
        other.open(fragment)?;
        shows(&other, &report)?;
        expect(other.eval_js("document.getElementById('damaged')")?.is_null(), "a note about damage")
    }),
    ("without a clipboard the link stands in a box, chosen, until that is left", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 62.5)?;
        page.wait_until("location.hash.includes('shock.vix=62.5')")?;
        page.eval_js("void Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")?;
        for _ in 0..3 {
            page.click("#share")?;
            page.wait_for_text("#share", "Copy it here")?;
            let chosen = "(box => box && box === document.activeElement && box.value === location.href
                && box.selectionEnd - box.selectionStart === box.value.length)(document.querySelector('.copy-text'))";
            page.wait_until(chosen)?;
            page.press(thirtyfour::Key::Escape)?;
            page.wait_until("!document.querySelector('.copy-text')")?;
        }
        Ok(())
    }),
    ("a link holds only what differs from the default plan", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 60.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=60'")?;
        page.unfold()?;
        page.type_into("[id='pool.deposit']", "12,500")?;
        page.press(thirtyfour::Key::Tab)?;
        page.wait_until("location.hash === '#v=2&pool.deposit=12500&shock.vix=60'")?;
        page.set_slider("#vix-slider", 45.0)?;
        page.wait_until("location.hash === '#v=2&pool.deposit=12500'")?;
        page.click("[aria-label='Deposit: back to the default']")?;
        page.wait_until("location.hash === '#v=2'")
    }),
    ("a link of version 1 opens under today's names", |visit| {
        let page = visit.page;
        page.open("v=1&hedge.short.on=0&hedge.long.strike=40")?;
        let now = "v=2&layer.on=0&layer3.strike=40";
        shows(page, &report_of(now)?)?;
        page.set_slider("#vix-slider", 60.0)?;
        page.wait_until(&format!("location.hash === '#{now}&shock.vix=60'"))
    }),
    ("a link of a later version stays in the address and asks for an update, however often it is loaded", |visit| {
        let page = visit.page;
        let later = "v=9&shock.vix=60&later.input=3";
        page.open(later)?;
        for _ in 0..2 {
            let said = page.text("#damaged p")?;
            expect(said.contains("version 9") && said.contains("Update the page"), &said)?;
            same(page.eval_js("location.hash.slice(1)")?.as_str(), Some(later))?;
            page.reload()?;
        }
        Ok(())
    }),
    ("a key that nobody knows is named and the rest of the link is used", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=60&moon.phase=2")?;
        let said = "This link sets 'moon.phase', which this page does not know. The rest was used.";
        same(page.text("#damaged p")?, said.into())?;
        shows(page, &report_of("v=2&shock.vix=60")?)?;
        page.click("#damaged button")?;
        page.wait_until("document.getElementById('damaged') === null")
    }),
    ("an input of a holding that the link does not hold is named in the page's words", |visit| {
        let page = visit.page;
        page.open("v=2&pool3.low=1000&shock.vix=60")?;
        let said = "This link sets 'Lower bound' of Pool 3, which is not among its holdings. The rest was used.";
        same(page.text("#damaged p")?, said.into())?;
        shows(page, &report_of("v=2&shock.vix=60")?)
    }),
    ("a damaged link opens the example, says what is wrong and keeps the text", |visit| {
        for (fragment, said) in DAMAGED {
            visit.page.open(fragment)?;
            refused(visit.page, fragment, said)?;
        }
        Ok(())
    }),
    ("a link of a hundred thousand characters is refused and the page lives", |visit| {
        let fragment = format!("v=2&shock.vix=60&x={}", "9".repeat(100_000 - 19));
        visit.page.open(&fragment)?;
        let said =
            "This link is 100000 characters long; at most 60000 are read. The page shows its own example instead.";
        refused(visit.page, &fragment, said)
    }),
    ("a damaged link costs nothing that was kept: it is one undo away", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 77.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=77'")?;
        page.open("v=2&shock.vix=900")?;
        shows(page, &evaluate(&Plan::example())?)?;
        page.click("#undo")?;
        shows(page, &report_of("v=2&shock.vix=77")?)
    }),
    ("a link put into the address of the open page is opened", |visit| {
        let page = visit.page;
        page.open("")?;
        page.eval_js("location.hash = 'v=2&shock.vix=33'")?;
        shows(page, &report_of("v=2&shock.vix=33")?)?;
        page.eval_js("location.hash = 'v=2&shock.vix=abc'")?;
        let said = "The link was not opened and nothing was changed. VIX after the shock must be a number, not 'abc'.";
        page.wait_until("document.getElementById('damaged') !== null")?;
        same(page.text("#damaged p")?, said.into())?;
        shows(page, &report_of("v=2&shock.vix=33")?)
    }),
];

/// The example is shown, the sentence said, the text kept for copying, and the slider still moves the verdict.
fn refused(page: &Page, fragment: &str, said: &str) -> Outcome {
    same(page.text("#damaged p")?, format!("{OWN} {said}"))?;
    same(page.eval_js("document.querySelector('#damaged textarea').value")?.as_str(), Some(fragment))?;
    let mut example = Plan::example();
    shows(page, &evaluate(&example)?)?;
    page.set_slider("#vix-slider", 30.0)?;
    example.event.vix = Some(Points(30.0));
    shows(page, &evaluate(&example)?)?;
    same(page.eval_js("document.querySelector('#damaged textarea').value")?.as_str(), Some(fragment))
}
