//! Typed: a trade and a shock of one's own, by keys alone, and every number that a shock has.

use crate::{Journey, expect, report_of, same, shows};
use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Group, KNOBS};
use second_engine::plan::url;
use second_engine::views::report::Report;
use second_engine::words;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use thirtyfour::Key;

/// Boxes of an added condor and what is typed there, in the order of the rail.
const TRADE: [(&str, &str); 7] = [
    ("condor2.contracts", "3"),
    ("condor2.days", "40"),
    ("condor2.long_put", "5900"),
    ("condor2.short_put", "5960"),
    ("condor2.short_call", "6750"),
    ("condor2.long_call", "6800"),
    ("condor2.fill", "12.5"),
];
/// Boxes of the shock, in the order of its strip.
const SHOCK: [(&str, &str); 3] = [("shock.vix", "30"), ("shock.days", "3"), ("shock.spx", "-3")];
/// The link of both.
const BOTH: &str = "v=2&holdings=condor,condor,pool,layer,layer,layer&condor2.contracts=3&condor2.days=40\
    &condor2.strikes_by=level&condor2.long_put=5900&condor2.short_put=5960&condor2.short_call=6750\
    &condor2.long_call=6800&condor2.fill=12.5&shock.vix=30&shock.days=3&shock.spx=-0.03";

/// What every number of a shock has something to do with: a token that is not the market's, and an option on the market's.
const WIDE: &str = "v=2&holdings=condor,pool,pool,layer,layer,layer,chain&pool2.token=btc&pool2.range_by=factor";
/// Box, what is typed and what is in the link then; what a held move leaves without effect comes before it.
const NUMBERS: [(&str, &str, &str); 25] = [
    ("shock.severity", "1.4", "1.4"),
    ("shock.correlation", "30", "0.3"),
    ("shock.band", "1.2", "1.2"),
    ("shock.beta_spx", "1.6", "1.6"),
    ("shock.beta_vix", "-0.007", "-0.007"),
    ("shock.residual", "60", "0.6"),
    ("shock.vvix", "140", "140"),
    ("shock.token_vol", "110", "1.1"),
    ("shock.fee_multiple", "3", "3"),
    ("shock.gas_multiple", "8", "8"),
    ("shock.depth", "0.4", "0.4"),
    ("shock.rate", "-0.5", "-0.005"),
    ("shock.differential", "1.5", "0.015"),
    ("shock.dollar", "2", "0.02"),
    ("shock.beta_dollar", "-1.2", "-1.2"),
    ("shock.beta_differential", "-4", "-4"),
    ("shock.loan_differential", "0.5", "0.5"),
    ("shock.surprise", "1.5", "1.5"),
    ("shock.btc", "-20", "-0.2"),
    ("shock.vix", "38", "38"),
    ("shock.days", "4", "4"),
    ("shock.crypto", "-10", "-0.1"),
    ("shock.peg", "0.97", "0.97"),
    ("shock.token", "-25", "-0.25"),
    ("shock.spx", "-6", "-0.06"),
];

pub const JOURNEYS: &[Journey] = &[
    ("a condor and a shock typed by keys alone have the library's verdict, breakdown and link", |visit| {
        let page = visit.page;
        page.open("")?;
        page.wait_until_all_is_there()?;
        reach(page, &[], "#add")?;
        page.press(Key::Enter)?;
        reach(page, &[], "#add-condor")?;
        page.press(Key::Enter)?;
        page.wait_until("document.activeElement.id === 'hold-condor2'")?;
        page.wait_until("document.getElementById('condor2.contracts') !== null")?;
        for (id, text) in TRADE {
            reach(page, &[], &format!("[id='{id}']"))?;
            page.press(text)?;
        }
        // The strip stands before the rail.
        reach(page, &[Key::Shift], "[id='shock.vix']")?;
        for (id, text) in SHOCK {
            if page.eval_js("document.activeElement.id")? != id {
                reach(page, &[], &format!("[id='{id}']"))?;
            }
            page.press(text)?;
        }
        page.press(Key::Tab)?;
        same(page.settled_address()?.as_str(), BOTH)?;
        let report = report_of(BOTH)?;
        shows(page, &report)?;
        breaks_down(page, &report)
    }),
    ("each number of a shock that is typed stands in the link and moves the report", |visit| {
        let page = visit.page;
        page.open(WIDE)?;
        page.wait_until_all_is_there()?;
        page.click("#shock-more-button")?;
        let (mut link, mut before) = (WIDE.to_owned(), report_of(WIDE)?);
        for (id, text, word) in NUMBERS {
            page.type_into(&format!("[id='{id}']"), text)?;
            page.press(Key::Tab)?;
            page.wait_until(&format!("(location.hash + '&').includes('&{id}={word}&')"))?;
            link.push_str(&format!("&{id}={word}"));
            let report = report_of(&link)?;
            expect(report != before, (id, "moves nothing"))?;
            shows(page, &report).map_err(|error| format!("{id}: {error}"))?;
            before = report;
        }
        let plan = url::parse(&link).map_err(|wrong| wrong.text)?.plan;
        same(page.settled_address()?, url::fragment(&plan))?;
        breaks_down(page, &before)?;
        let is_number = |at: &Address| {
            KNOBS.iter().any(|knob| knob.id == at.row && knob.group == Group::Shock && knob.options().is_none())
        };
        let each = KNOBS.iter().map(|knob| Address::from(knob.id)).filter(|at| is_number(at) && plan.applies(*at));
        let left: Vec<String> =
            each.map(|at| at.to_string()).filter(|id| !NUMBERS.iter().any(|one| one.0 == id)).collect();
        same(left, Vec::new())
    }),
];

/// Presses Tab, with these keys held, until what a CSS selector finds has the focus.
fn reach(page: &Page, held: &[Key], css: &str) -> Outcome {
    for _ in 0..250 {
        page.press_holding(held, Key::Tab)?;
        if page.run_js("return document.activeElement.matches(arguments[0])", &[css.into()])? == true {
            return Ok(());
        }
    }
    Err(format!("Tab does not come to {css}").into())
}

/// The lines of the breakdown are those of this report.
fn breaks_down(page: &Page, report: &Report) -> Outcome {
    let found = page.eval_js(
        "[...document.querySelectorAll('#parts tbody tr')].map(row =>
             ['th', '.num'].map(cell => row.querySelector(cell).textContent.trim()))",
    )?;
    // A joiner keeps a sign with its dollars; it is no word.
    let plain = |text: &str| text.replace('\u{2060}', "");
    let found: Vec<[String; 2]> = serde_json::from_value(found)?;
    let wanted = report.parts.iter().map(|part| [plain(&part.label), plain(&words::signed(part.usd.0))]);
    same(found.iter().map(|row| row.each_ref().map(|cell| plain(cell))).collect::<Vec<_>>(), wanted.collect())
}
