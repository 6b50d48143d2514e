//! Files: what Save writes Open reads, and what Open cannot read.

use crate::inputs::open_plans;
use crate::{Journey, expect, holds, report_of, same, shows};
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::{Plan, file, url};
use second_engine::units::{Frac, Usd};
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, project};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// From here on what the page hands out as files is kept in `saved`, with its name, and not downloaded.
pub const CATCH_FILES: &str = "
    window.saved = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { saved.push({ blob }); return make.call(URL, blob); };
    HTMLAnchorElement.prototype.click = function () { saved.at(-1).name = this.download; };
";

const NOT_OPENED: &str = "The file was not opened and nothing was changed.";

/// Texts that are no plan, and the sentence about each.
const NO_PLANS: [(&str, &str); 8] = [
    ("", "This file is empty."),
    ("Date,Close\n2026-11-20,17.3\n", "This file is not JSON: line 1, column 1."),
    (
        r#"{"name": "left-pad", "version": "1.3.0"}"#,
        "This JSON belongs to another program: nothing in it is a part of a plan.",
    ),
    (r#"{"shock": {"vix": "high"}}"#, r#"'shock.vix' in this file cannot be "high"."#),
    (r#"{"shock": [5]}"#, "'shock' in this file must be a group of fields."),
    (r#"{"second_engine": 9, "plan": {}}"#, "This file is of version 9; this page reads version 2."),
    (
        r#"{"condor": {"strikes_by": "level", "short_put": 5900}}"#,
        "Short put 5,900 must be above long put 5,970: strikes rise from long put to long call.",
    ),
    (r#"{"shock": {"vix": 900}}"#, "VIX after the shock 900 points is out of range. It may be 9 points to 150 points."),
];

pub const JOURNEYS: &[Journey] = &[
    ("what Save writes Open reads back", |visit| {
        let page = visit.page;
        let fragment = "v=2&market.vix=21.5&condor.contracts=7&pool.low=2500&shock.vix=62.5&shock.spx=-0.123";
        page.open(fragment)?;
        page.run_js(CATCH_FILES, &[])?;
        page.click("#save")?;
        page.wait_until("saved.length === 1 && saved[0].name === 'second-engine-plan.json'")?;
        let text = page.eval_js("saved[0].blob.text()")?;
        let text = text.as_str().ok_or("an empty file")?;
        let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
        let json = |text: &str| serde_json::from_str::<Value>(text);
        same(json(text)?, json(&file::text(&plan))?)?;

        page.start_afresh()?;
        page.open("")?;
        let _file = open_text(page, text)?;
        shows(page, &report_of(fragment)?)?;
        page.wait_until(&format!("location.hash === '#{fragment}'"))?;
        page.click("#undo")?;
        shows(page, &report_of("v=2")?)
    }),
    ("every plan of this device goes out as one file and comes back on another", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=62.5")?;
        page.run_js(CATCH_FILES, &[])?;
        open_plans(page)?;
        page.click("#plan-copy")?;
        page.wait_for_text("#plan-name", "My plan 2")?;
        page.click("#plans-save")?;
        page.wait_until("saved.length === 1 && saved[0].name === 'second-engine-plans.json'")?;
        let text = page.eval_js("saved[0].blob.text()")?;
        let text = text.as_str().ok_or("an empty file")?;

        page.start_afresh()?;
        page.open("v=2&shock.vix=30")?;
        let _file = open_text(page, text)?;
        page.wait_until("document.getElementById('plan-notice').textContent.startsWith('2 plans were taken in')")?;
        shows(page, &report_of("v=2&shock.vix=30")?)?;
        open_plans(page)?;
        page.eval_js("[...document.querySelectorAll('#plans button')].find(button => button.textContent === 'My plan 2').click()")?;
        shows(page, &report_of("v=2&shock.vix=62.5")?)
    }),
    ("a file that is no plan gets its sentence and nothing is lost", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=60")?;
        for (text, said) in NO_PLANS {
            let _file = open_text(page, text)?;
            refused(page, said)?;
            if !text.is_empty() {
                same(page.eval_js("document.querySelector('#damaged textarea').value")?.as_str(), Some(text))?;
            }
            page.click("#damaged button")?;
            page.wait_until("document.getElementById('damaged') === null")?;
        }
        page.set_slider("#vix-slider", 30.0)?;
        shows(page, &report_of("v=2&shock.vix=30")?)
    }),
    ("a picture opened as a plan is refused in words", |visit| {
        visit.page.open("v=2&shock.vix=60")?;
        visit.page.choose_file("#file", &fs::canonicalize(project("static/icon-192.png"))?)?;
        refused(visit.page, "This file is not JSON: line 1, column 1.")
    }),
    ("fields that nobody knows are named and the rest of the file is used", |visit| {
        visit.page.open("")?;
        let _file = open_text(visit.page, r#"{"shock": {"vix": 60, "moon": 2}, "zoo": {}}"#)?;
        visit.page.wait_until("document.getElementById('damaged') !== null")?;
        let said = "This file sets 2 things that this page does not know: shock.moon, zoo. The rest was used.";
        same(visit.page.text("#damaged p")?, said.into())?;
        shows(visit.page, &report_of("v=2&shock.vix=60")?)
    }),
    ("a plan too long for a link is kept and saved, and Share says why it has none", |visit| {
        let page = visit.page;
        let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let pool = || Holding { name: "🦄".repeat(40), on: false, terms: Terms::fresh(Kind::Pool, 0) };
        while plan.add(pool()) {}
        for nth in 0..plan.holdings.len() {
            if let Some(pool) = plan.pool_mut(nth) {
                (pool.low, pool.high) = (1000.123456789 + nth as f64, 4000.98765432 + nth as f64);
                (pool.deposit, pool.gas) = (Usd(12345.678901234), Usd(12.345678901));
                (pool.fee_apr, pool.width) = (Frac(0.061234567891), Frac(0.123456789012));
            }
        }
        same(url::link(&plan), String::new())?;
        page.open("")?;
        let _file = open_text(page, &file::text(&plan))?;
        page.wait_until("document.getElementById('saved').textContent.includes('Saved')")?;
        same(page.eval_js("location.hash")?.as_str(), Some(""))?;
        page.click("#share")?;
        page.wait_until(
            "document.getElementById('plan-notice').textContent.startsWith('This plan is too long for a link')",
        )?;
        page.reload()?;
        expect(page.eval_js("document.getElementById('damaged')")?.is_null(), "a note about damage")?;
        page.wait_until_all_is_there()?;
        page.run_js(CATCH_FILES, &[])?;
        page.click("#save")?;
        page.wait_until("saved.length === 1")?;
        let text = page.eval_js("saved[0].blob.text()")?;
        let opened = file::open(text.as_str().unwrap_or_default());
        expect(opened.is_ok_and(|opened| opened.plan == plan), "another plan came back")
    }),
    ("a file that is too large is refused before it is read", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=60")?;
        page.wait_until_all_is_there()?;
        for (count, most) in [(20_000_000, "; at most 12000000 are read."), (5_000_000, "; a plan is a few thousand.")]
        {
            page.run_js(
                "const chosen = new DataTransfer();
                 chosen.items.add(new File(['[', '1,'.repeat(arguments[0]), '1]'], 'large.json'));
                 const input = document.getElementById('file');
                 input.files = chosen.files;
                 input.dispatchEvent(new Event('change', { bubbles: true }));",
                &[json!(count)],
            )?;
            refused(page, &format!("This file is {} bytes long{most}", 2 * count + 3))?;
            page.click("#damaged button")?;
            page.wait_until("document.getElementById('damaged') === null")?;
        }
        Ok(())
    }),
    ("the same file can be opened twice", |visit| {
        let scratch = Scratch::new(r#"{"shock": {"vix": 60}}"#)?;
        visit.page.open("")?;
        for _ in 0..2 {
            visit.page.choose_file("#file", &scratch.0)?;
            holds(visit.page, "shock.vix", "60.0")?;
            visit.page.set_slider("#vix-slider", 30.0)?;
            holds(visit.page, "shock.vix", "30.0")?;
        }
        Ok(())
    }),
];

fn refused(page: &Page, said: &str) -> Outcome {
    page.wait_until("document.getElementById('damaged') !== null")?;
    same(page.text("#damaged p")?, format!("{NOT_OPENED} {said}"))?;
    shows(page, &report_of("v=2&shock.vix=60")?)
}

/// The page reads the file when it comes to it: it must still be there.
fn open_text(page: &Page, text: &str) -> Outcome<Scratch> {
    let scratch = Scratch::new(text)?;
    page.choose_file("#file", &scratch.0)?;
    Ok(scratch)
}

/// A file of this text, gone when it is dropped.
struct Scratch(PathBuf);

/// How many there were.
static NTH: AtomicUsize = AtomicUsize::new(0);

impl Scratch {
    fn new(text: &str) -> Outcome<Scratch> {
        let path = std::env::temp_dir().join(format!(
            "second-engine-{}-{}.json",
            std::process::id(),
            NTH.fetch_add(1, Relaxed)
        ));
        fs::write(&path, text)?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
