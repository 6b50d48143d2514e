//! The page on a phone, 390 by 844, by touch.

use crate::{Journey, Visit, expect, report_of, same, shows};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;

const DOCK: &str = "#vix-slider-dock";
const SHEET: &str = "getComputedStyle(document.getElementById('rail')).display === 'block'";

/// Elements that reach beyond the screen, those in a box of their own that scrolls apart.
const TOO_WIDE: &str = "
    const scrolls = element => {
        for (let up = element; up && up !== document.body; up = up.parentElement)
            if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)) return true;
        return false;
    };
    const wide = [...document.querySelectorAll('body *')].filter(element => {
        const edge = element.getBoundingClientRect();
        return edge.width > 0 && (edge.right > innerWidth + 0.5 || edge.left < -0.5)
            && !element.matches('.sr, .sr *, .skip') && !scrolls(element);
    });
    return [document.documentElement.scrollWidth > innerWidth ? ['the page'] : [],
        wide.map(element => element.outerHTML.slice(0, 120))].flat();
";

pub const JOURNEYS: &[Journey] = &[
    ("on a phone the dock is in view wherever one scrolls to, and a finger moves its slider", |visit| {
        let page = at_phone(visit, "")?;
        for share in [0.0, 0.5, 1.0] {
            page.eval_js(&format!("scrollTo(0, {share} * document.documentElement.scrollHeight)"))?;
            let [left, top, width, height] = page.place(".dock")?;
            same([left, width, top + height], [0.0, 390.0, 844.0])?;
            page.wait_until("document.elementFromPoint(195, 820)?.closest('.dock') !== null")?;
        }
        let [left, top, width, height] = page.place(DOCK)?;
        let at = |share: f64| (left + share * width, top + height / 2.0);
        page.touch(&[at(0.5), at(0.6), at(0.7)])?;
        page.wait_until("location.hash.startsWith('#v=2&shock.vix=')")?;
        let fragment = page.settled_address()?;
        shows(page, &report_of(&fragment)?)
    }),
    ("on a phone the plan is a sheet over the page, the dock stays in reach", |visit| {
        let page = at_phone(visit, "")?;
        same(page.eval_js(SHEET)?.as_bool(), Some(false))?;
        for close in ["done", "escape", "ground"] {
            page.click("#open-sheet")?;
            page.wait_until(SHEET)?;
            page.wait_until("document.activeElement.id === 'close-sheet'")?;
            page.wait_until("document.elementFromPoint(195, 820)?.closest('.dock') !== null")?;
            match close {
                "done" => page.click("#close-sheet")?,
                "escape" => page.press(thirtyfour::Key::Escape)?,
                _ => page.touch(&[(195.0, 30.0)])?,
            }
            page.wait_until(&format!("!({SHEET})"))?;
            page.wait_until("document.activeElement.id === 'open-sheet'")?;
        }
        page.click("#open-sheet")?;
        page.set_slider(DOCK, 60.0)?;
        page.unfold()?;
        page.type_into("[id='pool.deposit']", "12500")?;
        page.press(thirtyfour::Key::Tab)?;
        shows(page, &report_of("v=2&pool.deposit=12500&shock.vix=60")?)
    }),
    ("on a phone nothing is wider than the screen, whatever is open", |visit| {
        let page = at_phone(visit, "")?;
        narrow(page, "as it opens")?;
        page.set_slider(DOCK, 150.0)?;
        narrow(page, "at the highest VIX")?;
        page.click("#open-shock")?;
        page.click("#history")?;
        page.wait_until("document.getElementById('history-menu') !== null")?;
        narrow(page, "with history")?;
        page.eval_js("document.getElementById('event-mar_2020').click()")?;
        page.wait_until("document.getElementById('history-menu') === null")?;
        page.eval_js("document.getElementById('shock-more-button').click()")?;
        page.wait_until("document.getElementById('shock-more') !== null")?;
        narrow(page, "with every shock input")?;
        page.click("#open-shock")?;
        page.eval_js("document.querySelectorAll('[title$=\"as a table\"]').forEach(button => button.click())")?;
        page.wait_until("document.querySelector('#payoff table') !== null")?;
        narrow(page, "with tables for charts")?;
        page.click("#open-sheet")?;
        page.unfold()?;
        page.type_into("[id='pool.low']", "123456789")?;
        narrow(page, "with the plan and a message")?;
        page.open("v=2&shock.vix=900")?;
        narrow(page, "with a damaged link")
    }),
    ("on a phone everything works without hovering", |visit| {
        let page = at_phone(visit, "")?;
        page.be_without_hover()?;
        same(page.eval_js("matchMedia('(hover: none)').matches")?.as_bool(), Some(true))?;
        // No rule shows, hides or enables anything under a pointer.
        let found = page.run_js(
            "const rules = list => [...list].flatMap(rule => rule.cssRules?.length ? rules(rule.cssRules) : [rule]);
             return rules([...document.styleSheets].flatMap(sheet => [...sheet.cssRules]))
                 .filter(rule => rule.selectorText?.includes(':hover'))
                 .filter(rule => ['display', 'visibility', 'opacity', 'pointerEvents', 'width', 'height']
                     .some(name => rule.style[name] !== ''))
                 .map(rule => rule.cssText);",
            &[],
        )?;
        same(found, json!([]))?;
        page.eval_js("document.getElementById('payoff').scrollIntoView({ block: 'center' })")?;
        let before = page.text("#readout")?;
        let [left, top, width, height] = page.place("#crosshair")?;
        page.touch(&[(left + 0.4 * width, top + 0.5 * height)])?;
        page.wait_until("document.getElementById('readout').innerText.startsWith('At SPX')")?;
        expect(page.text("#readout")? != before, before)
    }),
    ("on a phone a finger drags a strike", |visit| {
        let page = at_phone(visit, "")?;
        page.eval_js("document.getElementById('payoff').scrollIntoView({ block: 'center' })")?;
        page.wait_until("document.getElementById('handle-condor-short_put') !== null")?;
        let before = page.eval_js("document.getElementById('handle-condor-short_put').ariaValueNow")?;
        let [left, top, width, height] = page.place("#handle-condor-short_put")?;
        let from = (left + width / 2.0, top + height / 2.0);
        page.touch(&[from, (from.0 + 20.0, from.1), (from.0 + 40.0, from.1)])?;
        page.wait_until("location.hash.includes('condor.short_put=')")?;
        let after = page.eval_js("document.getElementById('handle-condor-short_put').ariaValueNow")?;
        expect(after != before, (before, after))?;
        let fragment = page.settled_address()?;
        shows(page, &report_of(&fragment)?)
    }),
];

fn at_phone<'a>(visit: &Visit<'a>, fragment: &str) -> Outcome<&'a Page<'a>> {
    visit.page.set_viewport(390, 844)?;
    visit.page.open(fragment)?;
    Ok(visit.page)
}

fn narrow(page: &Page, state: &str) -> Outcome {
    let wide = page.run_js(TOO_WIDE, &[])?;
    expect(wide == json!([]), (state, wide))
}
