//! The hedge tab: its answer, its table of legs, and what is typed wrong there.

use crate::{Journey, Visit, expect, open_view, report_of, same, shows};
use second_engine::book::Book;
use second_engine::plan::url;
use second_engine::views::{assemble, hedge};
use second_engine::words;
use second_engine_browser::Outcome;
use serde_json::json;
use thirtyfour::Key;

/// The answer that the library gives for a link.
fn answer_of(fragment: &str) -> Outcome<String> {
    let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
    let book = Book::resolve(&plan)?;
    Ok(hedge::of(&book, &assemble::report(&book)).answer)
}

/// Types into a box of the table, as a person does, and leaves it.
fn typed(visit: &Visit, id: &str, text: &str) -> Outcome {
    visit.page.run_js(
        "const box = document.getElementById(arguments[0]);
         box.value = arguments[1];
         box.dispatchEvent(new InputEvent('input', { bubbles: true }));
         box.dispatchEvent(new Event('change', { bubbles: true }));",
        &[json!(id), json!(text)],
    )?;
    Ok(())
}

pub const JOURNEYS: &[Journey] = &[
    ("the hedge tab answers first, with charts and tables under it", |visit| {
        open_view(visit, "hedge", "")?;
        same(visit.page.text("#hedge-answer")?, answer_of("v=2")?)?;
        visit.page.wait_until(
            "['hedge-payoff', 'explosions', 'bend'].every(id => document.querySelector(`#${id} canvas`)?.height > 100)",
        )?;
        let rows = visit.page.eval_js("document.querySelectorAll('#legs tbody tr').length")?;
        same(rows, json!(3))?;
        let complaints = visit.page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("a layer switched off costs nothing and pays nothing, and undo brings it back", |visit| {
        let page = visit.page;
        open_view(visit, "hedge", "")?;
        page.run_js("document.getElementById('legs.layer.on').click()", &[])?;
        let without = "v=2&layer.on=0";
        page.wait_for_text("#hedge-answer", &answer_of(without)?)?;
        shows(page, &report_of(without)?)?;
        page.click("#undo")?;
        shows(page, &report_of("v=2")?)?;
        page.wait_for_text("#hedge-answer", &answer_of("v=2")?)
    }),
    ("a strike that no option has is said in words under the table, and the rest goes on", |visit| {
        let page = visit.page;
        open_view(visit, "hedge", "")?;
        typed(visit, "legs.layer3.strike", "900")?;
        page.wait_until(
            "document.querySelector('#hedge .err')?.textContent.includes('out of range. It may be 1 points to 500 points')",
        )?;
        same(page.text("#hedge-answer")?, answer_of("v=2")?)?;
        typed(visit, "legs.layer3.strike", "40")?;
        page.wait_until("!document.querySelector('#hedge .err')")?;
        page.wait_for_text("#hedge-answer", &answer_of("v=2&layer3.strike=40")?)?;
        typed(visit, "legs.layer3.strike", "")?;
        page.wait_for_text("#hedge-answer", &answer_of("v=2")?)
    }),
    ("a leg on the chain has its row, its line in the breakdown and its meter", |visit| {
        let plan = "v=2&holdings=condor,pool,layer,layer,layer,etp,chain&chain.kind=vault";
        open_view(visit, "hedge", plan)?;
        let rows =
            visit.page.eval_js("[...document.querySelectorAll('#legs tbody th')].map(cell => cell.innerText)")?;
        let report = report_of(plan)?;
        let names: Vec<&str> = report.holdings.iter().skip(2).map(|leg| leg.name.as_str()).collect();
        same(rows, json!(names))?;
        let vault = report.parts.iter().find(|part| part.id == "hedge.chain").ok_or("no such part")?;
        visit.page.wait_until("document.querySelector('#convexity').textContent.includes('concave')")?;
        visit.page.show_view("book")?;
        let lines = visit.page.text("#parts")?;
        expect(lines.contains(&words::signed(vault.usd.0)), lines)
    }),
    ("what is added in the view leaves the focus on its button", |visit| {
        let page = visit.page;
        open_view(visit, "hedge", "")?;
        for (i, kind) in ["layer", "etp", "chain"].into_iter().enumerate() {
            page.focus(&format!("#more-{kind}"))?;
            page.press(Key::Enter)?;
            page.wait_until(&format!("document.querySelectorAll('#legs tbody tr').length === {}", i + 4))?;
            page.wait_until(&format!("document.activeElement.id === 'more-{kind}'"))?;
        }
        page.see_all()?;
        page.eval_js("document.querySelector('.rules').scrollIntoView()")?;
        page.wait_until("document.getElementById('more-conversion') !== null")?;
        page.focus("#more-conversion")?;
        page.press(Key::Enter)?;
        page.wait_until("document.getElementById('view.conversion.on') !== null")?;
        page.wait_until("document.activeElement.id === 'more-conversion'")
    }),
    ("the explosions stay while VIX is dragged, the answer moves", |visit| {
        let page = visit.page;
        open_view(visit, "hedge", "")?;
        page.show("#explosions")?;
        let finding = "document.querySelector('#explosions').closest('figure').querySelector('h2').textContent";
        let before = page.eval_js(finding)?;
        page.set_slider("#vix-slider", 900.0)?;
        page.wait_until("!document.querySelector('#hedge-answer').textContent.includes('at VIX 45')")?;
        same(page.eval_js(finding)?, before)
    }),
];
