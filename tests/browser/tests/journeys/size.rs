//! The size tab: VIX is dragged over the waterfall, rules are switched, and the list of what to do is copied.

use crate::{Journey, Visit, expect, open_view};
use second_engine_browser::Outcome;
use serde_json::json;

/// Fees that beat the hurdle, so that a cap binds.
const RICH: &str = "v=2&pool.fee_apr=0.085";
const SAID: &str = "document.querySelector('#size-answer').textContent";
const USD: &str = "document.querySelector('#size-usd').textContent";

pub const JOURNEYS: &[Journey] = &[
    ("dragging VIX moves the waterfall and the sentence names the rule that binds", |visit| {
        open_view(visit, "size", RICH)?;
        visit.page.wait_until(&format!(
            "{SAID}.includes('the stress cap binds') && {SAID}.includes('the whole loss budget')"
        ))?;
        // What a bookmark or a shared link is called says the same size.
        visit
            .page
            .wait_until(&format!("document.title.includes({USD}) && document.title.includes('Second Engine')"))?;
        let before = visit.page.text("#size-usd")?;
        visit.page.set_slider("#vix-slider", 0.0)?;
        visit.page.wait_until(&format!("{SAID}.includes('the IL cap binds') && {USD} !== '{before}'"))?;
        binds(visit, "IL cap")?;
        // The last cap before the answer is the one that binds, and its dollars are the answer's.
        visit.page.wait_until(&format!("document.querySelector('#waterfall tr.binds .v').textContent === {USD}"))
    }),
    ("switching a rule off changes the answer and undo brings it back", |visit| {
        open_view(visit, "size", RICH)?;
        binds(visit, "Stress cap")?;
        let before = visit.page.text("#size-answer")?;
        visit.page.run_js("document.getElementById('sizing.rule.stress').click()", &[])?;
        binds(visit, "IL cap")?;
        visit.page.wait_until("location.hash.includes('sizing.rule.stress=0')")?;
        visit.page.run_js("document.querySelector('#undo').click()", &[])?;
        visit.page.wait_for_text("#size-answer", &before)
    }),
    ("a promoter switches every rule off and takes a quarter of the capital", |visit| {
        open_view(visit, "size", "v=2")?;
        visit.page.wait_until(&format!("{SAID}.startsWith('Hold nothing') && {SAID}.includes('hurdle')"))?;
        visit.page.run_js(
            "const profile = document.getElementById('sizing.profile');
             profile.selectedIndex = 1;
             profile.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        )?;
        visit.page.wait_until(&format!("{USD} === '$62,500' && {SAID}.includes('a promoter keeps no rule')"))?;
        let on = visit.page.eval_js("document.querySelectorAll('#waterfall input:checked').length")?;
        expect(on == json!(0), on)
    }),
    ("cash flows without a rate are said to have none, in words", |visit| {
        open_view(visit, "size", "v=2&pool.gas=100000&account.risk_share=0.1")?;
        visit.page.wait_until(&format!("{SAID}.includes('it has no IRR') && {SAID}.includes('never change sign')"))?;
        let complaints = visit.page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("the list of what to do copies as text, and every figure of the hurdle has its sum", |visit| {
        open_view(visit, "size", RICH)?;
        visit.page.show("#copy-actions")?;
        visit.page.run_js(
            "window.copied = '';
             navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); };
             document.querySelector('#copy-actions').click();",
            &[],
        )?;
        visit.page.wait_until(
            "window.copied.startsWith('VIX 17 → 45') && window.copied.includes('\\n- Withdraw $')
             && document.querySelector('#copy-actions').textContent === 'Copied'",
        )?;
        let asked = visit.page.eval_js("document.querySelectorAll('#hurdle .why').length")?;
        expect(asked == json!(7), asked)?;
        visit.page.run_js("document.querySelector('#hurdle .why').click()", &[])?;
        visit.page.wait_until("document.querySelector('#pop').textContent.includes('β_S')")
    }),
    ("levers and sensitivities follow once the slider rests", |visit| {
        open_view(visit, "size", RICH)?;
        visit.page.wait_until(
            "document.querySelector('#sensitivities canvas')?.height > 100
             && document.querySelectorAll('#levers li').length === 4",
        )
    }),
];

/// Waits until this rule is the one that binds.
fn binds(visit: &Visit, label: &str) -> Outcome {
    let row = format!("document.querySelector('#waterfall tr.binds .r')?.textContent.trim() === '{label}'");
    visit.page.wait_until(&row)
}
