//! The VIX slider, keys and the way back.

use crate::{Journey, holds, report_of, same, shows};
use second_engine::book::Book;
use second_engine::plan;
use second_engine::views::book::odds;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;
use std::thread::sleep;
use std::time::Duration;
use thirtyfour::Key;

const SLIDER: &str = "#vix-slider";

pub const JOURNEYS: &[Journey] = &[
    ("dragging VIX changes verdict, sums and dock at once, and the address once it is let go", |visit| {
        let page = visit.page;
        page.open("")?;
        shows(page, &report_of("v=2")?)?;
        page.hold(SLIDER, &[(40, 0), (60, 0)])?;
        let vix = value_of(page, SLIDER)?;
        let dragged = format!("v=2&shock.vix={vix}");
        shows(page, &report_of(&dragged)?)?;
        sleep(Duration::from_millis(700));
        same(page.eval_js("location.hash")?.as_str(), Some(""))?;
        page.let_go()?;
        page.wait_until(&format!("location.hash === '#{dragged}'"))
    }),
    ("the odds follow the slider at rest, and never stand beside a shock that they are not of", |visit| {
        let page = visit.page;
        page.open("")?;
        page.wait_until("document.getElementById('odds-line') !== null")?;
        page.wait_for_text("#odds-line", &odds_of("v=2")?)?;
        page.run_js(
            "window.seen = [];
            const look = () => {
                const [odds, vix] = ['odds-line', 'vix-slider'].map(id => document.getElementById(id));
                if (getComputedStyle(odds).visibility !== 'hidden') seen.push([vix.value, odds.textContent]);
                requestAnimationFrame(look);
            };
            look();",
            &[],
        )?;
        page.hold(SLIDER, &[(20, 0), (40, 0), (60, 0), (90, 0), (40, 0)])?;
        page.let_go()?;
        let vix = value_of(page, SLIDER)?;
        page.wait_for_text("#odds-line", &odds_of(&format!("v=2&shock.vix={vix}"))?)?;
        same(
            page.eval_js("seen.filter(([vix, text]) => !text.includes(` to ${vix} within 5 trading days on `))")?,
            json!([]),
        )?;
        page.click("#odds-line .why")?;
        page.wait_until("document.getElementById('pop').innerText.includes('VXO before 1990 is not in it')")
    }),
    ("arrow keys nudge a slider by a step, with shift by ten", |visit| {
        let page = visit.page;
        page.open("")?;
        page.focus(SLIDER)?;
        for (held, key, vix) in [
            (None, Key::Right, "45.25"),
            (None, Key::Up, "45.5"),
            (Some(Key::Shift), Key::Right, "48"),
            (Some(Key::Shift), Key::Left, "45.5"),
            (None, Key::Down, "45.25"),
            (None, Key::PageDown, "42.75"),
            (None, Key::Home, "9"),
            (None, Key::End, "150"),
        ] {
            page.press_holding(&Vec::from_iter(held), key)?;
            page.wait_until(&format!("document.querySelector('{SLIDER}').value === '{vix}'"))?;
        }
        page.unfold()?;
        page.focus("[id='condor.days-slider']")?;
        page.press(Key::Right)?;
        page.press_holding(&[Key::Shift], Key::Left)?;
        page.wait_until("document.getElementById('condor.days').value === '36'")?;
        page.wait_until("location.hash === '#v=2&condor.days=36&shock.vix=150'")
    }),
    ("square brackets move the short put, braces the short call, the other strikes stay", |visit| {
        let page = visit.page;
        page.open("")?;
        let [long_put, short_put, short_call, long_call] = strikes(page)?;
        let [mut put, mut call] = [short_put, short_call];
        for (key, by) in
            [("[", [-5.0, 0.0]), ("]", [5.0, 0.0]), ("]", [5.0, 0.0]), ("}", [0.0, 5.0]), ("{", [0.0, -5.0])]
        {
            page.press(key)?;
            (put, call) = (put + by[0], call + by[1]);
            stand(page, [long_put, put, call, long_call])?;
        }
        Ok(())
    }),
    ("a drag is one step: ctrl-z takes it back, ctrl-shift-z brings it again", |visit| {
        let page = visit.page;
        page.open("")?;
        same(page.eval_js("document.getElementById('undo').disabled")?.as_bool(), Some(true))?;
        page.hold(SLIDER, &[(25, 0), (25, 0), (25, 0), (-10, 0)])?;
        page.let_go()?;
        let dragged = value_of(page, SLIDER)?;
        page.wait_until_all_is_there()?;
        page.press_holding(&[Key::Control], "z")?;
        page.wait_until(&format!("document.querySelector('{SLIDER}').value === '45'"))?;
        page.wait_until("document.getElementById('undo').disabled")?;
        shows(page, &report_of("v=2")?)?;
        page.press_holding(&[Key::Control, Key::Shift], "z")?;
        page.wait_until(&format!("document.querySelector('{SLIDER}').value === '{dragged}'"))?;
        page.wait_until("document.getElementById('redo').disabled")
    }),
    ("ctrl-z takes back what Enter has set, though the box still has the focus", |visit| {
        let page = visit.page;
        page.open("")?;
        page.type_into("[id='market.vix']", "20")?;
        page.press(Key::Enter)?;
        shows(page, &report_of("v=2&market.vix=20")?)?;
        page.wait_until_all_is_there()?;
        page.press_holding(&[Key::Control], "z")?;
        shows(page, &report_of("v=2")?)?;
        same(page.eval_js("document.getElementById('market.vix').value")?.as_str(), Some("17.0"))
    }),
    ("a drag that the mouse leaves comes to rest where it was let go", |visit| {
        let page = visit.page;
        page.open("")?;
        page.hold(SLIDER, &[(50, 0), (50, 300)])?;
        page.let_go()?;
        let vix = value_of(page, SLIDER)?;
        page.wait_until(&format!("location.hash === '#v=2&shock.vix={vix}'"))?;
        page.hover("#verdict", 0, 0)?;
        same(value_of(page, SLIDER)?, vix)
    }),
    ("undo goes on after the page is loaded again", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider(SLIDER, 60.0)?;
        page.type_into("[id='shock.days']", "6")?;
        page.press(Key::Tab)?;
        page.wait_until("location.hash === '#v=2&shock.vix=60&shock.days=6'")?;
        page.reload()?;
        shows(page, &report_of("v=2&shock.vix=60&shock.days=6")?)?;
        page.click("#undo")?;
        holds(page, "shock.days", "5")?;
        page.click("#undo")?;
        holds(page, "shock.vix", "45.0")?;
        shows(page, &report_of("v=2")?)?;
        page.wait_until("location.hash === '#v=2'")?;
        page.reload()?;
        page.click("#redo")?;
        holds(page, "shock.vix", "60.0")
    }),
    ("an edit is there again even where the page is loaded at once", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=60")?;
        page.set_slider(SLIDER, 30.0)?;
        page.reload()?;
        shows(page, &report_of("v=2&shock.vix=30")?)
    }),
];

/// What is said of the odds of a link's plan.
fn odds_of(fragment: &str) -> Outcome<String> {
    let plan = plan::url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
    Ok(odds::of(&Book::resolve(&plan).map_err(|wrong| wrong.to_string())?).sentence)
}

/// Where a range input stands.
pub fn value_of(page: &Page, css: &str) -> Outcome<f64> {
    let value = page.run_js("return Number(document.querySelector(arguments[0]).value)", &[css.into()])?;
    value.as_f64().ok_or_else(|| format!("{css} has no value").into())
}

/// Waits until the four strikes in the rail are these.
pub fn stand(page: &Page, wanted: [f64; 4]) -> Outcome {
    for _ in 0..40 {
        if strikes(page)? == wanted {
            return Ok(());
        }
        sleep(Duration::from_millis(25));
    }
    same(strikes(page)?, wanted)
}

/// The four strikes in the rail, lowest first.
pub fn strikes(page: &Page) -> Outcome<[f64; 4]> {
    page.unfold()?;
    let found = page.eval_js(
        "['long_put', 'short_put', 'short_call', 'long_call'].map(name =>
             Number(document.getElementById('condor.' + name).value.replace(',', '')))",
    )?;
    Ok(serde_json::from_value(found)?)
}
