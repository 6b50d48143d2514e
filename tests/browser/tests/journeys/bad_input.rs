//! Input that cannot be used: the message stands at its row, what was typed stays, everything else goes on.

use crate::{Journey, Visit, expect, holds, report_of, same, shows};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;
use thirtyfour::Key;

/// Box, what is typed, what is said, the button that mends it and what stands in the box then.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

// The last one leaves another strike behind.
const STRIKES: [Case; 2] = [
    (
        "condor.short_put",
        "7000",
        "Short call 6,720 must be above short put 7,000: strikes rise from long put to long call. The charts use 6,020.",
        "Put 6,020 back",
        "6,020",
    ),
    (
        "condor.short_put",
        "5,000",
        "Short put 5,000 must be above long put 5,970: strikes rise from long put to long call. The charts use 6,020.",
        "Use 5,975",
        "5,975",
    ),
];

const BOUNDS: [Case; 2] = [
    (
        "pool.low",
        "4,600",
        "Lower bound 4,600 must be below the upper bound, 4,400. The charts use 2,200.",
        "Put 2,200 back",
        "2,200",
    ),
    (
        "pool.high",
        "2000",
        "Lower bound 2,200 must be below the upper bound, 2,000. The charts use 4,400.",
        "Put 4,400 back",
        "4,400",
    ),
];

const NUMBERS: [Case; 7] = [
    (
        "market.token_price",
        "0",
        "Token price $0 is out of range. It may be $0.01 to $1,000,000. The charts use $3,200.",
        "Put $3,200 back",
        "3,200",
    ),
    (
        "market.token_price",
        "-5",
        "Token price −$5 is out of range. It may be $0.01 to $1,000,000. The charts use $3,200.",
        "Put $3,200 back",
        "3,200",
    ),
    (
        "market.spx",
        "0",
        "SPX 0 is out of range. It may be 500 to 50,000. The charts use 6,400.",
        "Put 6,400 back",
        "6,400",
    ),
    (
        "market.vix",
        "abc",
        "VIX now must be a number, not 'abc'. The charts use 17 points.",
        "Put 17 points back",
        "17.0",
    ),
    ("market.vix", "", "VIX now is empty. The charts use 17 points.", "Put 17 points back", "17.0"),
    (
        "market.vix",
        "900",
        "VIX now 900 points is out of range. It may be 9 points to 100 points. The charts use 17 points.",
        "Put 17 points back",
        "17.0",
    ),
    ("condor.contracts", "2.5", "Contracts must be a whole number, not 2.5. The charts use 5.", "Put 5 back", "5"),
];

pub const JOURNEYS: &[Journey] = &[
    ("strikes out of order are said at their row, the rest goes on, one click mends them", |visit| {
        // Levels as the model sets them on the opening plan, so that the sentences have round numbers in them.
        let levels = "v=2&condor.long_put=5970&condor.short_put=6020&condor.short_call=6720&condor.long_call=6770";
        mended(visit, levels, &STRIKES)
    }),
    ("pool bounds the wrong way round are said at their row, the rest goes on, one click mends them", |visit| {
        mended(visit, "v=2", &BOUNDS)
    }),
    ("what is no price, no number or not whole is said at its row, the rest goes on, one click mends it", |visit| {
        mended(visit, "v=2", &NUMBERS)
    }),
    ("a bound that waited for the other one is used once that allows it", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        page.type_into("[id='pool.low']", "5000")?;
        page.type_into("[id='pool.high']", "6000")?;
        page.press(Key::Tab)?;
        page.wait_until("document.getElementById('pool.low-error') === null")?;
        page.wait_until("location.hash === '#v=2&pool.low=5000&pool.high=6000'")?;
        shows(page, &report_of("v=2&pool.low=5000&pool.high=6000")?)
    }),
    ("what was typed wrong outlives a step of undo and a reload", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 60.0)?;
        wrong(page, "market.vix", "abc", "VIX now must be a number, not 'abc'.")?;
        page.click("#undo")?;
        holds(page, "shock.vix", "45.0")?;
        same(value(page, "market.vix")?, "abc".into())?;
        page.reload()?;
        same(value(page, "market.vix")?, "abc".into())
    }),
    ("a condor that has expired says so at its row and everything else goes on", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        page.type_into("[id='condor.days']", "0")?;
        page.press(Key::Tab)?;
        shows(page, &report_of("v=2&condor.days=0")?)?;
        let settled = "Settled at today’s close, at SPX as it stands today: nothing that comes moves it.";
        page.wait_until(&format!(
            "document.getElementById('condor.days').closest('.row').nextElementSibling.innerText.replace(\"'\", '’') === '{settled}'"
        ))?;
        page.set_slider("#vix-slider", 30.0)?;
        shows(page, &report_of("v=2&condor.days=0&shock.vix=30")?)?;
        let text = page.text("body")?;
        let holes: Vec<&str> = text.lines().filter(|line| line.contains("NaN") || line.contains("inf ")).collect();
        expect(holes.is_empty(), holes)
    }),
    ("a cell that cannot be read is named and keeps what was typed", |visit| {
        let page = visit.page;
        page.open("v=2&market.futures=20:17.6;48:18.9")?;
        page.unfold()?;
        page.type_into("[id='market.futures-1-day']", "later")?;
        page.press(Key::Tab)?;
        let said = "VIX futures: Calendar day 'later' is not a number.";
        page.wait_until(&format!("document.getElementById('market.futures-error')?.innerText.startsWith(\"{said}\")"))?;
        page.set_slider("#vix-slider", 30.0)?;
        shows(page, &report_of("v=2&market.futures=20:17.6;48:18.9&shock.vix=30")?)?;
        same(value(page, "market.futures-1-day")?, "later".into())?;
        page.type_into("[id='market.futures-1-day']", "50")?;
        page.press(Key::Tab)?;
        page.wait_until("document.getElementById('market.futures-error') === null")?;
        shows(page, &report_of("v=2&market.futures=20:17.6;50:18.9&shock.vix=30")?)
    }),
];

/// One after the other: types it, sees the message, moves the slider, sees that what was typed still stands, mends it
/// by the button.
fn mended(visit: &Visit, fragment: &str, cases: &[Case]) -> Outcome {
    visit.page.open(fragment)?;
    visit.page.unfold()?;
    cases.iter().try_for_each(|case| mended_here(visit.page, fragment, case))
}

fn mended_here(page: &Page, fragment: &str, (id, text, said, button, after): &Case) -> Outcome {
    wrong(page, id, text, said)?;
    shows(page, &report_of(fragment)?)?;

    page.set_slider("#vix-slider", 30.0)?;
    shows(page, &report_of(&format!("{fragment}&shock.vix=30"))?)?;
    same(value(page, id)?, (*text).into())?;
    page.set_slider("#vix-slider", 45.0)?;

    let pressed = page.run_js(
        "const buttons = [...document.getElementById(arguments[0] + '-error').querySelectorAll('button')];
         const found = buttons.find(button => button.innerText === arguments[1]);
         found?.click();
         return found ? null : buttons.map(button => button.innerText);",
        &[json!(id), json!(button)],
    )?;
    expect(pressed.is_null(), (id, text, pressed))?;
    page.wait_until(&format!("document.getElementById('{id}-error') === null"))?;
    holds(page, id, after)?;
    page.wait_until(&format!("!document.getElementById('{id}').hasAttribute('aria-invalid')"))
}

/// Types this and leaves the box: the box says that it is wrong and points at the sentence, the text stays.
fn wrong(page: &Page, id: &str, text: &str, said: &str) -> Outcome {
    page.type_into(&format!("[id='{id}']"), text)?;
    page.press(Key::Tab)?;
    page.wait_until(&format!("document.getElementById('{id}').ariaInvalid === 'true'"))?;
    // Typed key by key: the message about the last one is the one that counts.
    let last = json!(said);
    page.wait_until(&format!("document.getElementById('{id}-error')?.innerText.startsWith({last})"))?;
    let described = page.run_js(
        "const box = document.getElementById(arguments[0]);
         const note = document.getElementById(box.getAttribute('aria-describedby'));
         const buttons = [...note.querySelectorAll('button')].map(button => button.innerText);
         const said = buttons.reduce((said, button) => said.replace(button, ''), note.innerText);
         return note.getAttribute('role') + ': ' + said.trim();",
        &[json!(id)],
    )?;
    let described = described.as_str().unwrap_or_default();
    expect(described.starts_with(&format!("alert: {said}")), (described, said))?;
    same(value(page, id)?, text.into())
}

/// What stands in a box.
fn value(page: &Page, id: &str) -> Outcome<String> {
    let value = page.run_js("return document.getElementById(arguments[0]).value", &[json!(id)])?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
