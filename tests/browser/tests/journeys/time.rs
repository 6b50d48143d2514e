//! The time tab: its answer, the calendar, what time brings, close or roll or wait, and the exit rules in history.

use crate::{Journey, expect, open_view, report_of, same, shows};
use second_engine::book::by_date::{self, DatePart};
use second_engine::book::greeks::{self, Against, Greek};
use second_engine::book::greeks_by_day::{self, Scenario};
use second_engine::book::{Book, corridor, exits, explained, leaving};
use second_engine::plan::url;
use second_engine::views::time::{
    choices, corridor_words, explained_chart, greeks_chart, in_the_shock, of, trades, walk,
};
use second_engine::views::{assemble, report::Report};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;
use thirtyfour::Key;

/// Two condors, one of them sold twelve days ago.
const TWO: &str = "v=2&holdings=condor,condor,pool,layer,layer,layer&condor2.days=24&condor2.contracts=2&condor2.fill=14&condor2.opened=12&condor2.put_credit=8";

fn book_of(fragment: &str) -> Outcome<(Book, Report)> {
    let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
    let book = Book::resolve(&plan)?;
    let report = assemble::report(&book);
    Ok((book, report))
}

/// The answer, every finding and every cell of the three choices are the library's for this link.
fn answers(page: &Page, fragment: &str) -> Outcome {
    let (book, report) = book_of(fragment)?;
    let tab = of(&book, &report);
    page.wait_for_text("#time-answer", &tab.answer)?;
    let heads =
        page.eval_js("[...document.querySelectorAll('#time figure h2')].map(head => head.innerText).join('|')")?;
    // A joiner keeps a sign with its dollars; it is no word.
    let heads = heads.as_str().unwrap_or_default().replace('\u{2060}', "");
    let said = tab.exits.iter().map(choices::finding);
    for finding in said.chain((!report.condors.is_empty()).then(|| trades::finding(&report))) {
        expect(heads.contains(&finding), format!("{finding} is not in {heads}"))?;
    }
    let cells = page.eval_js(
        "[...document.querySelectorAll('.choices tbody')].map(body => [...body.rows].map(row => [...row.cells].map(cell => cell.innerText.replaceAll('\\u2060', ''))))",
    )?;
    let days = second_engine::words::trading_days(report.shock.days);
    let wanted: Vec<_> = tab.exits.iter().map(|exit| choices::table(exit, &days, None).1).collect();
    same(cells, json!(wanted))
}

pub const JOURNEYS: &[Journey] = &[
    ("the time tab answers in one sentence, with the calendar, what time brings and close, roll or wait", |visit| {
        let page = visit.page;
        open_view(visit, "time", TWO)?;
        answers(page, TWO)?;
        page.wait_until("['lanes', 'decay'].every(id => document.querySelector(`#${id} canvas`)?.height > 100)")?;
        page.set_slider("#vix-slider", 60.0)?;
        let dragged = format!("{TWO}&shock.vix=60");
        answers(page, &dragged)?;
        shows(page, &report_of(&dragged)?)?;
        let complaints = page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    (
        "next Friday after CPI with VIX at 24 is a day, a drag and one sentence, and the roll that it speaks of is a button",
        |visit| {
            let page = visit.page;
            let start = "v=2&market.today=2026-11-30&market.events=10:0.009:cpi&condor.days=53";
            open_view(visit, "time", start)?;
            page.type_into("[id='shock.days']", "9")?;
            page.press(Key::Tab)?;
            page.set_slider("#vix-slider", 24.0)?;
            let asked = format!("{start}&shock.days=9&shock.vix=24");
            answers(page, &asked)?;
            let said = page.text("#time-answer")?;
            expect(said.contains("At VIX 24 on Fri 11 Dec, after CPI, the book "), &said)?;
            page.click("#condor-roll")?;
            page.wait_until("document.querySelector('#hold-condor2') !== null")?;
            let (book, _) = book_of(&asked)?;
            let rolled = leaving::rolled(&book, 0).ok_or("no roll")?;
            answers(page, &url::fragment(&rolled))?;
            shows(page, &report_of(&url::fragment(&rolled))?)?;
            page.wait_until_all_is_there()?;
            page.press_holding(&[Key::Control], "z")?;
            page.wait_until("document.querySelector('#hold-condor2') === null")?;
            answers(page, &asked)
        },
    ),
    ("close, roll or wait are asked on the shock's day too, and the roll triggers stand beside them", |visit| {
        let page = visit.page;
        open_view(visit, "time", TWO)?;
        answers(page, TWO)?;
        let (book, report) = book_of(TWO)?;
        let heads = |page: &Page| -> Outcome<String> {
            let heads = page.eval_js(
                "[...document.querySelectorAll('#time .duo figure')].map(one => one.innerText.replace(/\\s+/g, ' ')).join('|')",
            )?;
            Ok(heads.as_str().unwrap_or_default().replace('\u{2060}', ""))
        };
        // The page's narrow spaces became plain ones above.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        expect(heads(page)?.contains(&plain(&of(&book, &report).triggers)), heads(page)?)?;
        page.run_js("document.querySelectorAll('.decided .seg button')[1].click()", &[])?;
        page.wait_until("document.querySelector('.choices')?.innerText.includes('Made by then')")?;
        let said = heads(page)?;
        for exit in exits::then(&book) {
            let finding = plain(&choices::finding_then(&exit, &in_the_shock(&book)));
            expect(said.contains(&finding), (finding, &said))?;
        }
        let complaints = page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("the corridor says the chance of staying in it, turns to the token and has every figure in its table", |visit| {
        let page = visit.page;
        open_view(visit, "time", "")?;
        let (book, _) = book_of("v=2")?;
        let weeks = corridor::of(&book);
        page.wait_until("document.querySelector('#corridor canvas')?.height > 100")?;
        let head = "document.querySelector('.corridor:not(.waits) h2')?.innerText";
        page.wait_until(&format!("{head} === {}", json!(corridor_words::headline(&weeks, true))))?;
        page.run_js("document.querySelectorAll('.corridor .seg button')[1].click()", &[])?;
        page.wait_until("document.querySelector('.corridor .cap').innerText.includes('bounds')")?;
        page.run_js("document.querySelector('.corridor .acts button').click()", &[])?;
        page.wait_until("document.querySelectorAll('#corridor tbody tr').length === 7")?;
        // Pools alone have one too.
        let pools = "v=2&holdings=pool";
        open_view(visit, "time", pools)?;
        let weeks = corridor::of(&book_of(pools)?.0);
        page.wait_until(&format!("{head} === {}", json!(corridor_words::headline(&weeks, false))))?;
        let complaints = page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    (
        "the exit rules are walked through every explosion once the hand rests, and a rule that is typed walks anew",
        |visit| {
            let page = visit.page;
            open_view(visit, "time", "")?;
            for (typed, link) in [(None, "v=2"), (Some("0"), "v=2&exits.days=0")] {
                if let Some(text) = typed {
                    page.type_into("[id='exits.days']", text)?;
                    page.press(Key::Tab)?;
                }
                let (book, _) = book_of(link)?;
                let found = walk::of(&book);
                page.wait_until(&format!(
                    "document.querySelector('#walk:not(.waits) h2')?.innerText === {}",
                    json!(found.finding)
                ))?;
                let rows = page.eval_js("document.querySelectorAll('#walk tbody tr').length")?;
                same(rows, json!(22))?;
                answers(page, link)?;
            }
            Ok(())
        },
    ),
    (
        "every dollar between two dates is explained, Greeks are drawn against what is chosen, and the book stands by day",
        |visit| {
            let page = visit.page;
            open_view(visit, "time", TWO)?;
            let told = |fragment: &str| -> Outcome<String> {
                let (book, _) = book_of(fragment)?;
                Ok(explained_chart::headline(&explained::of(&book), &explained_chart::from_words(&book)))
            };
            let headed = |id: &str, finding: &str| {
                page.eval_js(&format!("document.getElementById('{id}')?.scrollIntoView()"))?;
                page.wait_until(&format!(
                    "document.getElementById('{id}')?.closest('figure')?.querySelector('h2')?.innerText.replaceAll('\\u2060', '') === {}",
                    json!(finding)
                ))
            };
            let seen = |fragment: &str, greek, part, against| -> Outcome {
                let (book, _) = book_of(fragment)?;
                headed("greeks", &greeks_chart::headline(&greeks::curves(&book, part, greek, against), None, "ETH"))
            };
            // Nobody has looked at them yet.
            page.wait_until("document.querySelectorAll('#time .unseen').length > 0")?;
            page.eval_js("document.querySelectorAll('#time .unseen')[0].scrollIntoView()")?;
            page.wait_until("!!document.getElementById('by-day')")?;
            page.eval_js("document.querySelectorAll('#time .unseen')[0]?.scrollIntoView()")?;
            page.wait_until("!!document.getElementById('explained')")?;
            headed("explained", &told(TWO)?)?;
            page.type_into("[id='explain.vix']", "24")?;
            page.press(Key::Tab)?;
            page.type_into("[id='explain.days']", "3")?;
            page.press(Key::Tab)?;
            let later = format!("{TWO}&explain.vix=24&explain.days=3");
            headed("explained", &told(&later)?)?;
            page.eval_js("document.querySelectorAll('#time .unseen')[0]?.scrollIntoView()")?;
            page.wait_until("!!document.getElementById('greeks')")?;
            seen(&later, Greek::Delta, DatePart::Book, Against::Spx)?;
            // Clear of what sticks to the top.
            page.eval_js("scrollBy(0, -300)")?;
            page.click(".dates-asked [aria-label=Greek] button:nth-child(4)")?;
            page.click(".dates-asked [aria-label=Against] button:nth-child(4)")?;
            page.click(".dates-asked [aria-label=Of] button:nth-child(4)")?;
            seen(&later, Greek::Vega, DatePart::Hedge, Against::Date)?;
            page.type_into("#time-days", "0 2 4x")?;
            page.press(Key::Tab)?;
            page.wait_for_text("#time-days-error", "'4x' is no trading day from 0 to 756.")?;
            page.type_into("#time-days", "0 2")?;
            page.press(Key::Tab)?;
            let (book, _) = book_of(&later)?;
            let days = greeks_by_day::by_day(&book, &[0.0, 2.0], DatePart::Book, Scenario::Shocked);
            let wanted = greeks_chart::days_table(&days, None, (DatePart::Book, &by_date::parts(&book)), "ETH").1;
            page.wait_until(&format!(
                "JSON.stringify([...document.querySelectorAll('#by-day tbody tr')].map(row => [...row.cells].map(cell => cell.innerText))) === {}",
                json!(json!(wanted).to_string())
            ))?;
            let complaints = page.complaints()?;
            expect(complaints.is_empty(), complaints)
        },
    ),
    ("a condor that is closed leaves the shock and the calendar, and what it made stands apart", |visit| {
        let page = visit.page;
        let closed = format!("{TWO}&condor2.closed=1&condor2.closed_at=7");
        open_view(visit, "time", &closed)?;
        answers(page, &closed)?;
        shows(page, &report_of(&closed)?)?;
        let said = page.text("#time")?;
        expect(said.contains("realised") && said.contains("+1,384"), said)?;
        let rows = page.eval_js("document.querySelectorAll('.choices').length")?;
        same(rows, json!(1))?;
        // Without the credit that it was sold for it is refused in words.
        open_view(visit, "time", "v=2&condor.closed=1")?;
        page.wait_until("document.body.innerText.includes('A closed condor needs the credit that it was sold for')")
    }),
    ("a book without a condor has no exits, and an empty one says so", |visit| {
        let page = visit.page;
        for link in ["v=2&condor.on=0", "v=2&holdings="] {
            open_view(visit, "time", link)?;
            answers(page, link)?;
            let tables = page.eval_js("document.querySelectorAll('.choices, #walk').length")?;
            same(tables, json!(0))?;
        }
        Ok(())
    }),
];
