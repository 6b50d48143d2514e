//! The rail: holdings of any kind and number, added, named, switched off, doubled and removed; an empty book.

use crate::{Journey, expect, holds, report_of, same, shows};
use second_engine::words;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;
use thirtyfour::Key;

/// The opening plan and one more of every kind.
const FULL: &str = "v=2&holdings=condor,condor,pool,pool,layer,layer,layer,layer,etp,chain,strip,conversion";
/// Nothing at all.
pub const NOTHING: &str = "v=2&holdings=";

/// Texts of more than a figure that may be broken between a sign and its dollars.
const TORN: &str = "
    document.querySelectorAll('details').forEach(part => part.open = true);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        const wraps = !getComputedStyle(parentElement).whiteSpace.startsWith('nowrap');
        if (/[−+]\\$/.test(data) && data.length > 14 && wraps) found.push(data);
    }
    return found;
";

pub const JOURNEYS: &[Journey] = &[
    ("every holding has its row with its dollars, and the rows of a group add up to its sum", |visit| {
        let page = visit.page;
        page.open(FULL)?;
        let report = report_of(FULL)?;
        shows(page, &report)?;
        for one in &report.holdings {
            let dollars = if one.quantity == 0.0 { "not held".into() } else { words::usd(one.pnl.0) };
            same(page.text(&format!("#hold-{} > span", one.id))?, dollars)?;
            same(page.text(&format!("#hold-{} > b", one.id))?, one.name.clone())?;
        }
        Ok(())
    }),
    ("what is added opens with the focus on it, and what is removed hands it to the next", |visit| {
        let page = visit.page;
        page.open("")?;
        page.click(".rail-head .add")?;
        page.click("#add-condor")?;
        page.wait_until("document.activeElement.id === 'hold-condor2'")?;
        page.wait_until("document.getElementById('held-condor2').open")?;
        page.unfold()?;
        press(page, "remove-condor")?;
        page.wait_until("document.activeElement.id === 'hold-condor' && !document.getElementById('hold-condor2')")?;
        page.unfold()?;
        press(page, "remove-condor")?;
        page.wait_until("document.activeElement.id === 'hold-pool' && !document.getElementById('hold-condor')")?;
        page.click("#undo")?;
        page.click("#undo")?;
        page.click("#undo")?;
        shows(page, &report_of("v=2")?)
    }),
    ("a copy has the terms of its like, a name of its own and the focus, and each is changed alone", |visit| {
        let page = visit.page;
        page.open("v=2&pool.low=2500")?;
        page.unfold()?;
        press(page, "duplicate-pool")?;
        page.wait_until("document.activeElement.id === 'hold-pool2'")?;
        page.unfold()?;
        holds(page, "pool2.low", "2,500")?;
        let names = [page.text("#hold-pool > b")?, page.text("#hold-pool2 > b")?];
        expect(names[0] != names[1], names)?;
        page.unfold()?;
        page.type_into("[id='pool2.low']", "2300")?;
        page.press(Key::Tab)?;
        page.wait_until("location.hash.includes('pool2.low=2300')")?;
        holds(page, "pool.low", "2,500")?;
        let fragment = page.eval_js("location.hash.slice(1)")?;
        shows(page, &report_of(fragment.as_str().unwrap_or_default())?)?;
        press(page, "remove-pool")?;
        page.wait_until("document.getElementById('hold-pool2') === null")?;
        page.unfold()?;
        holds(page, "pool.low", "2,300")
    }),
    ("an order is pasted into a condor or beside it, or refused in words with its text kept", |visit| {
        let page = visit.page;
        page.open("")?;
        // The day on which the order's expiry is 49 days away.
        page.run_js(
            "const Real = Date;
             window.Date = class extends Real {
                 constructor(...given) { given.length ? super(...given) : super(2025, 10, 28, 12); }
             };",
            &[],
        )?;
        page.unfold()?;
        let order = "SELL -5 IRON CONDOR SPX 100 (Weeklys) 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80";
        let other = order.replace("SPX", "SPY");
        let said =
            |words: &str| format!("document.getElementById('condor-order-read').textContent.includes(\"{words}\")");
        page.type_into("#condor-order", &other)?;
        page.wait_until(&said("'SPY', another product"))?;
        holds(page, "condor-order", &other)?;
        page.type_into("#condor-order", &order.replace("26", "25"))?;
        page.wait_until(&said("It expired on 16 Jan 2025, and today is 28 Nov 2025"))?;
        page.type_into("#condor-order", order)?;
        page.wait_until(&said("Read: 5 SPXW condors, 16 Jan 2026, 49 calendar days"))?;
        page.wait_until(&said("5985/6035/6715/6765, credit 12.80, taken to be sold today: type when it was."))?;
        let violations = page.violations()?;
        expect(violations.is_empty(), violations)?;
        page.press(Key::Tab)?;
        page.wait_until("document.activeElement.id === 'condor-order-use'")?;
        page.press(Key::Enter)?;
        page.wait_until(&said("Undo brings back"))?;
        page.wait_until("document.activeElement.id === 'condor-order'")?;
        holds(page, "condor-order", "")?;
        for (row, text) in [("contracts", "5"), ("days", "49"), ("long_put", "5,985"), ("short_put", "6,035")] {
            holds(page, &format!("condor.{row}"), text)?;
        }
        for (row, text) in [("short_call", "6,715"), ("long_call", "6,765"), ("fill", "12.80")] {
            holds(page, &format!("condor.{row}"), text)?;
        }
        page.type_into("#condor-order", &order.replace("-5", "-3"))?;
        page.wait_until(&said("It changes contracts from 5 to 3."))?;
        page.run_js("document.getElementById('condor-order-add').click()", &[])?;
        page.wait_until("document.getElementById('hold-condor2') !== null")?;
        page.unfold()?;
        holds(page, "condor2.contracts", "3")?;
        page.click("#undo")?;
        page.wait_until("document.getElementById('hold-condor2') === null")?;
        page.click("#undo")?;
        shows(page, &report_of("v=2")?)
    }),
    ("a holding switched off keeps its row and its terms, and shows no dollars", |visit| {
        let page = visit.page;
        page.open("")?;
        press(page, "pool.on")?;
        page.wait_for_text("#hold-pool > span", "off")?;
        page.wait_for_text("#verdict", &report_of("v=2&pool.on=0")?.verdict)?;
        let terms = page.text("#hold-pool > small")?;
        expect(terms.contains("2,200") && terms.contains("$30,000"), terms)
    }),
    ("the pool that is looked at stays the same while rows open and close and pools go and come back", |visit| {
        let page = visit.page;
        let looked = |wanted: &str| {
            page.wait_until(&format!(
                "document.querySelector('.positions [aria-pressed=true]')?.innerText === '{wanted}'"
            ))
        };
        // Which pool is looked at moves no figure of the book.
        page.open("v=2&holdings=condor,pool,pool,layer&pool.on=0&pool.name=A&pool2.name=B&pool2.low=2500&view=pool")?;
        looked("B")?;
        press(page, "pool.on")?;
        page.wait_until("document.querySelectorAll('.positions .seg button').length === 2")?;
        let verdict = page.text("#verdict")?;
        looked("B")?;
        press(page, "hold-pool")?;
        looked("A")?;
        page.run_js("document.querySelectorAll('.positions .seg button')[1].click()", &[])?;
        looked("B")?;
        press(page, "hold-pool")?;
        page.wait_until("!document.getElementById('held-pool').open")?;
        looked("B")?;
        same(page.text("#verdict")?, verdict.clone())?;
        press(page, "hold-pool")?;
        looked("A")?;
        page.run_js("document.querySelectorAll('.positions .seg button')[1].click()", &[])?;
        press(page, "remove-pool")?;
        page.wait_until("document.getElementById('hold-pool2') === null")?;
        page.wait_until("document.getElementById('hold-pool').innerText.includes('B')")?;
        page.click("#undo")?;
        page.wait_until("document.getElementById('hold-pool2') !== null")?;
        looked("B")?;
        same(page.text("#verdict")?, verdict)
    }),
    ("no line ends between a sign and its dollars", |visit| {
        let page = visit.page;
        for view in ["book", "time", "size", "hedge", "pool", "odds", "data", "learn"] {
            page.open(&format!("{FULL}&pool2.loan=4000&view={view}"))?;
            page.wait_until_all_is_there()?;
            same(page.run_js(TORN, &[])?, json!([]))?;
        }
        Ok(())
    }),
    ("a name of one's own stands in the rail, and one that is too long is refused in words", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        page.type_into("[id='pool.name']", "Second engine")?;
        page.press(Key::Tab)?;
        page.wait_for_text("#hold-pool > b", "Second engine")?;
        page.wait_until("location.hash.includes('pool.name=')")?;
        page.type_into("[id='pool.name']", &"x".repeat(60))?;
        page.press(Key::Tab)?;
        page.wait_until("document.getElementById('pool.name-error')?.innerText.includes('it may be 40')")
    }),
    ("an empty book says so in the rail and in the sentence, in every view", |visit| {
        let page = visit.page;
        page.open(NOTHING)?;
        page.wait_until("document.getElementById('none-held') !== null")?;
        same(page.text("#verdict")?, report_of(NOTHING)?.verdict)?;
        for view in ["book", "time", "size", "hedge", "pool"] {
            page.run_js("document.getElementById(`view-${arguments[0]}`).click()", &[json!(view)])?;
            page.wait_until(&format!("document.querySelector('.view').id === '{view}'"))?;
            let text = page.text("body")?;
            expect(!text.contains("NaN") && !text.contains("0 of 0"), (view, text))?;
        }
        page.click(".rail-head .add")?;
        page.click("#add-pool")?;
        page.wait_until("document.activeElement.id === 'hold-pool'")
    }),
    ("at the most that a plan holds the menu says so", |visit| {
        let page = visit.page;
        page.open(&format!("v=2&holdings={}", ["layer"; 100].join(",")))?;
        page.click(".rail-head .add")?;
        page.wait_until("document.getElementById('add-menu').innerText.includes('at most 100')")?;
        same(page.eval_js("document.getElementById('add-condor')")?, json!(null))
    }),
];

fn press(page: &Page, id: &str) -> Outcome {
    page.run_js("document.getElementById(arguments[0]).click()", &[json!(id)]).map(drop)
}
