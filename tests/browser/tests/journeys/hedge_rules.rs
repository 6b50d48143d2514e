//! The hedge's solvers, its rules along a path and the conversion: solved, used, undone, picked, drawn, typed wrong.

use crate::{Journey, Visit, expect, open_view, same};
use second_engine_browser::Outcome;
use serde_json::json;
use thirtyfour::Key;

pub const JOURNEYS: &[Journey] = &[
    ("contracts for no net vega are used as one step and undone as one", |visit| {
        open_rules(visit, "")?;
        let page = visit.page;
        page.unfold()?;
        page.wait_until("document.querySelectorAll('#solve-zero_vega tbody button').length === 4")?;
        let first = "document.querySelector('#solve-zero_vega tbody td')?.textContent";
        let wanted = page.eval_js(first)?;
        let held = "['layer', 'layer2', 'layer3'].map(layer => document.getElementById(`${layer}.contracts`).value)";
        let before = page.eval_js(held)?;
        page.run_js("document.querySelector('#solve-zero_vega tbody button').click()", &[])?;
        page.wait_until(&format!("{held}.join('/') === {wanted}"))?;
        page.click("#undo")?;
        page.wait_until(&format!("JSON.stringify({held}) === JSON.stringify({before})"))?;
        same(page.eval_js("document.getElementById('undo').disabled")?, json!(true))
    }),
    ("the solvers follow the shock once it rests", |visit| {
        open_rules(visit, "")?;
        let page = visit.page;
        let answer =
            "[...document.querySelectorAll('#hedge h2')].find(h => h.textContent.includes('To cover'))?.textContent";
        page.wait_until(&format!("{answer} !== undefined"))?;
        let before = page.eval_js(answer)?;
        page.set_slider("#vix-slider", 700.0)?;
        page.wait_until(&format!("{answer} !== {before}"))
    }),
    ("picking March 2020 draws its path anew, and where its closes are from is said", |visit| {
        open_rules(visit, "")?;
        choose_path(visit, "Mar 2020")?;
        visit.page.wait_until("document.querySelector('#hedge').textContent.includes('Along Mar 2020 the rules')")?;
        visit.page.wait_until(
            "document.querySelector('#hedge').textContent.includes('102 daily closes of VIX, SPX and, where it traded, ETH')",
        )?;
        visit.page.wait_until("document.querySelector('#replay canvas')?.height > 100")?;
        let complaints = visit.page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("a path of one's own is typed, and one that cannot be says what is wrong with it", |visit| {
        open_rules(visit, "")?;
        choose_path(visit, "A path I draw")?;
        let page = visit.page;
        let path = "[id='hedge_rules.path']";
        page.wait_until(&format!("document.querySelector(\"{path}\") !== null"))?;
        page.type_into(path, "10:40; 5:20")?;
        page.wait_until(
            "document.getElementById('hedge_rules.path-error')?.textContent.includes('days must rise from above 0')",
        )?;
        page.type_into(path, "10:40; 25:200")?;
        page.wait_until(
            "document.getElementById('hedge_rules.path-error')?.textContent.includes('200 on day 25 is out of range')",
        )?;
        page.type_into(path, "10:40; 25:20")?;
        page.wait_until("document.getElementById('hedge_rules.path-error') === null")?;
        page.wait_until("document.querySelector('#hedge').textContent.includes('Along your path the rules')")
    }),
    ("a drawn path's levels move by keys and by hand, each as one step", |visit| {
        open_rules(visit, "v=2&hedge_rules.from=drawn")?;
        let page = visit.page;
        let text = "document.getElementById('hedge_rules.path')?.value";
        page.wait_until(&format!("{text} === '20:14;30:45;90:18'"))?;
        page.wait_until(
            "document.getElementById('path-1')?.getAttribute('aria-valuetext') === 'trading day 30, VIX 45'",
        )?;
        page.focus("#path-1")?;
        page.press(Key::Up)?;
        page.wait_until(&format!("{text} === '20:14;30:46;90:18'"))?;
        page.press(Key::Right)?;
        page.wait_until(&format!("{text} === '20:14;31:46;90:18'"))?;
        page.drag("#path-1", 60, 20)?;
        page.wait_until(&format!("{text} !== '20:14;31:46;90:18'"))?;
        page.click("#undo")?;
        page.wait_until(&format!("{text} === '20:14;31:46;90:18'"))?;
        page.click("#path-more")?;
        page.wait_until(&format!("{text} === '20:14;31:46;90:18;110:18'"))?;
        page.click("#path-fewer")?;
        page.wait_until(&format!("{text} === '20:14;31:46;90:18'"))
    }),
    ("the table of rules grows by a band, and one layer gets an action of its own", |visit| {
        open_rules(visit, "")?;
        let page = visit.page;
        let rows = "document.querySelectorAll('[id=\"hedge_rules.bands\"] tbody tr').length";
        page.wait_until(&format!("{rows} === 4"))?;
        page.run_js("document.getElementById('hedge_rules.bands-add').click()", &[])?;
        page.wait_until(&format!("{rows} === 5"))?;
        page.run_js(
            "const select = document.getElementById('hedge_rules.bands-4-2');
            select.selectedIndex = [...select.options].findIndex(option => option.textContent === 'Keep, never pause');
            select.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        )?;
        page.wait_until("location.hash.includes('0:refresh;15:hold;20:keep;25:take_profit;30:hold:keep')")?;
        page.click("#undo")?;
        page.click("#undo")?;
        page.wait_until(&format!("{rows} === 4"))
    }),
    ("a dear call turns the conversion from a short into an edge", |visit| {
        open_rules(visit, "v=2&holdings=condor,pool,layer,layer,layer,conversion&conversion.call=500")?;
        let text = "document.querySelector('#hedge').textContent";
        visit.page.wait_until(&format!("{text}.includes('The call is dear')"))?;
        visit.page.wait_until("document.querySelector('#conversion canvas')?.height > 100")?;
        open_rules(visit, "v=2&holdings=condor,pool,layer,layer,layer,conversion&conversion.call=9000")?;
        visit.page.wait_until(&format!("{text}.includes('A call at $9,000 cannot be')"))
    }),
];

/// Chooses a path by its label, as a person does in the list.
fn choose_path(visit: &Visit, label: &str) -> Outcome {
    let select = "document.getElementById('hedge_rules.from')";
    visit.page.wait_until(&format!("{select} !== null"))?;
    let script = "const select = document.getElementById('hedge_rules.from');
        select.selectedIndex = [...select.options].findIndex(option => option.textContent === arguments[0]);
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    visit.page.run_js(script, &[json!(label)]).map(|_| ())
}

/// Opens the view and goes down to the rules, which are computed once they are in view.
fn open_rules(visit: &Visit, fragment: &str) -> Outcome {
    open_view(visit, "hedge", fragment)?;
    visit.page.see_all()?;
    visit.page.eval_js("document.querySelector('.rules').scrollIntoView()").map(drop)
}
