//! Inputs: how numbers are typed, lists, plans by name, two plans side by side, own days and axes.

use crate::file::CATCH_FILES;
use crate::{Journey, expect, open_view, report_of, same, shows};
use second_engine::plan::{file, url};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;
use thirtyfour::Key;

pub const JOURNEYS: &[Journey] = &[
    (
        "a comma is a decimal sign where three digits do not follow, and parts thousands where the row says so",
        |visit| {
            let page = visit.page;
            page.open("")?;
            page.unfold()?;
            enter(page, "account.loss_budget", "3,5")?;
            page.wait_until("location.hash === '#v=2&account.loss_budget=0.035'")?;
            enter(page, "condor.fill", "9,40")?;
            // The credit is that of the strikes that stood there, which are written beside it.
            page.wait_until("/^#v=2&condor.strikes_by=level&condor.long_put=.*&condor.fill=9.4&account.loss_budget=0.035$/.test(location.hash)")?;
            enter(page, "market.spx", "6,300")?;
            page.wait_until("location.hash.startsWith('#v=2&market.spx=6300&')")
        },
    ),
    ("a number that reads two ways is asked about, and either reading is one click", |visit| {
        let page = visit.page;
        page.open("v=2&pool.low=60")?;
        page.unfold()?;
        enter(page, "pool.low", "1,234")?;
        page.wait_until("document.querySelectorAll('[id=\"pool.low-error\"] .offer').length === 2")?;
        same(page.eval_js("location.hash")?.as_str(), Some("#v=2&pool.low=60"))?;
        page.click("[id='pool.low-error'] .offer:last-of-type")?;
        page.wait_until("location.hash === '#v=2&pool.low=1234'")?;
        shows(page, &report_of("v=2&pool.low=1234")?)
    }),
    ("a credit that no condor pays is refused in words and nothing changes", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        enter(page, "condor.fill", "940")?;
        page.wait_until("document.getElementById('condor.fill-error')?.innerText.includes('wing width of 50')")?;
        shows(page, &report_of("v=2")?)
    }),
    ("a loan typed digit by digit keeps its box and ends as it was typed", |visit| {
        let page = visit.page;
        open_view(visit, "pool", "")?;
        for (id, text) in [("pool.loan", "600000"), ("pool.reit.price", "250")] {
            page.run_js("document.getElementById(arguments[0]).scrollIntoView({ block: 'center' })", &[json!(id)])?;
            page.type_into(&format!("[id='{id}']"), text)?;
            same(page.eval_js("document.activeElement.id")?.as_str(), Some(id))?;
            same(value(page, id)?, text.into())?;
        }
        Ok(())
    }),
    ("a click selects what stands in a box, so that typing replaces it", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        page.click("[id='condor.contracts']")?;
        page.wait_until_all_is_there()?;
        page.press("7")?;
        page.press(Key::Tab)?;
        page.wait_until("location.hash === '#v=2&condor.contracts=7'")
    }),
    ("nothing is said while a number is being typed, and all of it once typing rests", |visit| {
        let page = visit.page;
        page.open("")?;
        page.run_js(
            "window.seen = [];
             const box = document.getElementById('market.vix');
             box.addEventListener('input', () => requestAnimationFrame(() => {
                 seen.push([document.getElementById('market.vix-error') !== null, box.getBoundingClientRect().top]);
             }));",
            &[],
        )?;
        page.type_into("[id='market.vix']", "900")?;
        page.wait_until("document.getElementById('market.vix-error') !== null")?;
        page.wait_until("seen.length === 3")?;
        let seen = page.eval_js("seen")?;
        expect(seen[0][0] == json!(false) && seen[0][1] == seen[1][1], &seen)?;
        same(page.eval_js("document.activeElement.id")?.as_str(), Some("market.vix"))
    }),
    ("Escape takes back what was typed since the last step, right or wrong", |visit| {
        let page = visit.page;
        page.open("")?;
        page.type_into("[id='shock.vix']", "60")?;
        page.wait_until("document.getElementById('verdict').innerText.includes('60')")?;
        page.press(Key::Escape)?;
        page.wait_until("document.getElementById('shock.vix').value === '45.0'")?;
        page.wait_until("!document.getElementById('verdict').innerText.includes('60')")?;
        page.type_into("[id='shock.vix']", "high")?;
        page.wait_until("document.getElementById('shock.vix-error') !== null")?;
        page.press(Key::Escape)?;
        page.wait_until("document.getElementById('shock.vix-error') === null")?;
        page.wait_until("document.getElementById('shock.vix').value === '45.0'")
    }),
    ("a number of three hundred digits is refused in a line", |visit| {
        let page = visit.page;
        page.open("")?;
        page.type_into("[id='shock.vix']", "1e308")?;
        page.wait_until("document.getElementById('shock.vix-error') !== null")?;
        expect(page.text("[id='shock.vix-error']")?.len() < 200, page.text("[id='shock.vix-error']")?)
    }),
    ("brackets and arrows step a box, Shift by ten", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        page.focus("[id='condor.contracts']")?;
        page.press("]")?;
        page.wait_until("location.hash === '#v=2&condor.contracts=6'")?;
        page.press_holding(&[Key::Shift], Key::Up)?;
        page.wait_until("location.hash === '#v=2&condor.contracts=16'")?;
        page.wait_until_all_is_there()?;
        page.press("[")?;
        page.wait_until("location.hash === '#v=2&condor.contracts=15'")
    }),
    ("events are a small table whose names bring their usual size", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        press(page, "market.events-add")?;
        page.wait_until("location.hash === '#v=2&market.events=7:0.009:fomc'")?;
        page.run_js(
            "const names = document.getElementById('market.events-0-name');
             names.selectedIndex = 2;
             names.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        )?;
        page.wait_until("location.hash === '#v=2&market.events=7:0.008:cpi'")?;
        press(page, "market.events-add")?;
        enter(page, "market.events-1-day", "3")?;
        enter(page, "market.events-0-value", "1,1")?;
        page.wait_until("location.hash === '#v=2&market.events=3:0.011:fomc;7:0.008:cpi'")?;
        enter(page, "market.events-0-value", "much")?;
        page.wait_until(
            "document.getElementById('market.events-error')?.innerText.includes(\"'much' is not a number\")",
        )?;
        enter(page, "market.events-0-value", "0.9")?;
        page.wait_until("document.getElementById('market.events-error') === null")?;
        press(page, "market.events-1-remove")?;
        page.wait_until("location.hash === '#v=2&market.events=3:0.009:fomc'")
    }),
    (
        "what is typed key by key into an event stays whatever is said under the table, and the focus goes with its row",
        |visit| {
            let page = visit.page;
            page.open("v=2&market.today=2026-11-30&shock.days=9&market.events=9:0.009:fomc;10:0.006:cpi")?;
            page.unfold()?;
            page.type_into("[id='market.events-1-surprise']", "1.5")?;
            page.press(Key::Enter)?;
            page.wait_until("location.hash.includes('10:0.006:cpi:1.5')")?;
            page.type_into("[id='market.events-1-surprise']", "-2.5")?;
            page.press(Key::Enter)?;
            page.wait_until("location.hash.includes('10:0.006:cpi:-2.5')")?;
            // 1 and 13 are on both sides of FOMC, a Tuesday and a Sunday.
            page.type_into("[id='market.events-1-day']", "13")?;
            page.press(Key::Enter)?;
            page.wait_until("location.hash.includes('9:0.009:fomc;13:0.006:cpi:-2.5')")?;
            page.type_into("[id='market.events-1-day']", "2")?;
            page.press(Key::Enter)?;
            page.wait_until("location.hash.includes('2:0.006:cpi:-2.5;9:0.009:fomc')")?;
            page.wait_until("document.activeElement.id === 'market.events-0-day'")?;
            // What cannot be a day stays where it is put right, and says so at its own row.
            page.type_into("[id='market.events-0-day']", "-2")?;
            page.press(Key::Enter)?;
            page.wait_until(
                "document.getElementById('market.events-error')?.innerText.includes('row 1: −2 is no day ahead')",
            )?;
            let marked = "[...document.querySelectorAll('[id^=\"market.events-\"][aria-invalid]')].map(one => one.id.slice(14, 15)).join('')";
            same(page.eval_js(marked)?, "000".into())?;
            page.type_into("[id='market.events-0-day']", "10")?;
            page.press(Key::Enter)?;
            page.wait_until("location.hash.includes('9:0.009:fomc;10:0.006:cpi:-2.5')")
        },
    ),
    ("an event of an older link has no name and is read all the same", |visit| {
        visit.page.open("v=2&market.events=3:0.009")?;
        visit.page.unfold()?;
        same(value(visit.page, "market.events-0-value")?, "0.9".into())?;
        shows(visit.page, &report_of("v=2&market.events=3:0.009")?)
    }),
    ("a plan that a later page has kept is said, can be copied and is never written over", |visit| {
        let page = visit.page;
        page.open("")?;
        page.eval_js("localStorage['second-engine.plan'] = '#7\\n=v=99&later.input=3\\n'")?;
        page.open("")?;
        page.wait_until("document.querySelector('#damaged textarea')?.value.includes('later.input=3')")?;
        page.set_slider("#vix-slider", 62.5)?;
        page.wait_for_text("#plan-name", "My plan 2")?;
        expect(page.text("#plan-notice")?.starts_with("'My plan' stays as it is."), page.text("#plan-notice")?)?;
        same(page.eval_js("localStorage['second-engine.plan']")?.as_str(), Some("#7\n=v=99&later.input=3\n"))
    }),
    ("steps and inputs that this page does not know are said to stay, and are never written over", |visit| {
        let page = visit.page;
        let kept = "#7\n-v=3&later.row=1\n-v=2&shock.vix=900\n=v=2&shock.vix=50&later.input=3\n";
        page.open("")?;
        page.run_js("localStorage['second-engine.plan'] = arguments[0]; sessionStorage.clear()", &[json!(kept)])?;
        page.open("")?;
        shows(page, &report_of("v=2&shock.vix=50")?)?;
        let said = page.text("#plan-notice")?;
        expect(said.starts_with("This page does not know all that 'My plan' holds"), said)?;
        page.set_slider("#vix-slider", 51.0)?;
        page.wait_for_text("#plan-name", "My plan 2")?;
        shows(page, &report_of("v=2&shock.vix=51")?)?;
        page.set_slider("#vix-slider", 52.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=52'")?;
        page.wait_for_text("#plan-name", "My plan 2")?;
        same(page.eval_js("localStorage['second-engine.plan']")?, json!(kept))
    }),
    (
        "where the browser has no room, that is said once, nothing is called saved, and no step is lost by loading again",
        |visit| {
            let page = visit.page;
            page.open("")?;
            page.run_js(FILL, &[])?;
            page.set_slider("#vix-slider", 62.5)?;
            page.wait_until(
                "document.getElementById('plan-notice').textContent.startsWith('This browser keeps nothing')",
            )?;
            page.click("#plan-heard")?;
            page.wait_until("document.getElementById('plan-heard') === null")?;
            page.set_slider("#vix-slider", 33.0)?;
            page.wait_until("location.hash === '#v=2&shock.vix=33'")?;
            expect(page.eval_js("document.getElementById('plan-heard')")?.is_null(), "said again")?;
            expect(!page.text("#saved")?.contains("Saved"), "called saved")?;
            shows(page, &report_of("v=2&shock.vix=33")?)?;
            // Before the address has it, and after.
            page.set_slider("#vix-slider", 81.0)?;
            for _ in 0..2 {
                page.reload()?;
                shows(page, &report_of("v=2&shock.vix=81")?)?;
                page.wait_until("location.hash === '#v=2&shock.vix=81'")?;
            }
            same(page.eval_js("localStorage['second-engine.plan']")?, json!("#1\n=v=2\n"))
        },
    ),
    ("where the browser has no room, no other plan takes the place of one that is not kept", |visit| {
        let page = visit.page;
        two_plans_and_no_room(page)?;
        page.set_slider("#vix-slider", 91.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=91'")?;
        open_plans(page)?;
        press(page, "plan-new")?;
        press_plan(page, "Other")?;
        page.wait_until("document.getElementById('plan-held')?.innerText.includes(\"'My plan' is not kept\")")?;
        page.run_js(CATCH_FILES, &[])?;
        press(page, "plan-held-save")?;
        page.wait_until("saved.length === 1")?;
        let text = page.eval_js("saved[0].blob.text()")?;
        let plan = file::open(text.as_str().unwrap_or_default()).map_err(|wrong| wrong.text)?.plan;
        same(url::fragment(&plan), "v=2&shock.vix=91".into())?;
        page.wait_for_text("#plan-name", "My plan")?;
        shows(page, &report_of("v=2&shock.vix=91")?)?;
        press(page, "plan-leave")?;
        page.wait_for_text("#plan-name", "Other")?;
        shows(page, &report_of("v=2&shock.days=4")?)
    }),
    ("a plan that had no room is kept once another one is deleted", |visit| {
        let page = visit.page;
        two_plans_and_no_room(page)?;
        page.set_slider("#vix-slider", 91.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=91'")?;
        open_plans(page)?;
        for _ in 0..2 {
            page.run_js("document.querySelector(\"#plans button[aria-label$=' Other']\").click()", &[])?;
            page.wait_until("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 50)))")?;
        }
        page.wait_until("localStorage['second-engine.plan'].includes('=v=2&shock.vix=91')")?;
        page.wait_until("document.getElementById('saved').textContent.includes('Saved')")
    }),
    ("plans are kept by name and one is turned to with its own steps", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 77.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=77'")?;
        open_plans(page)?;
        press(page, "plan-new")?;
        page.wait_for_text("#plan-name", "My plan 2")?;
        page.wait_until("location.hash.includes('condor.contracts=3')")?;
        page.run_js(
            "const name = document.getElementById('plan-rename');
             name.value = 'Quiet';
             name.dispatchEvent(new Event('change', { bubbles: true }));",
            &[],
        )?;
        page.wait_for_text("#plan-name", "Quiet")?;
        page.reload()?;
        page.wait_for_text("#plan-name", "Quiet")?;
        open_plans(page)?;
        page.run_js(
            "[...document.querySelectorAll('#plans button')].find(button => button.textContent === 'My plan').click()",
            &[],
        )?;
        shows(page, &report_of("v=2&shock.vix=77")?)?;
        page.click("#undo")?;
        shows(page, &report_of("v=2")?)
    }),
    ("a link says where the plan is kept whose place it takes", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 77.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=77'")?;
        page.eval_js("location.hash = 'v=2&shock.vix=33'")?;
        page.wait_until(
            "document.getElementById('plan-notice').innerText.includes(\"Your plan is kept as 'My plan'.\")",
        )?;
        page.wait_for_text("#plan-name", "From a link")?;
        shows(page, &report_of("v=2&shock.vix=33")?)?;
        same(page.eval_js("localStorage['second-engine.plan'].includes('=v=2&shock.vix=77')")?, json!(true))
    }),
    ("two tabs that both changed a plan keep both, and the later one says so", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 77.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=77'")?;
        // What another tab would have written meanwhile.
        page.eval_js("localStorage['second-engine.plan'] = '#99\\n=v=2&shock.vix=70\\n'")?;
        page.set_slider("#vix-slider", 30.0)?;
        page.wait_for_text("#plan-name", "My plan 2")?;
        same(page.eval_js("localStorage['second-engine.plan']")?, json!("#99\n=v=2&shock.vix=70\n"))?;
        let said = page.text("#plan-notice")?;
        expect(said.contains("changed in another tab") && said.contains("'My plan 2'"), said)
    }),
    ("a plan that comes back after it was deleted is not taken for the one that another tab has read", |visit| {
        let page = visit.page;
        page.open("")?;
        let mut seen = vec!["#1".to_owned()];
        for vix in [77, 78, 79] {
            page.set_slider("#vix-slider", f64::from(vix))?;
            page.wait_until(&format!("location.hash === '#v=2&shock.vix={vix}'"))?;
            let revision = page.eval_js("localStorage['second-engine.plan'].split('\\n')[0]")?;
            let revision = revision.as_str().unwrap_or_default().to_owned();
            expect(!seen.contains(&revision), (&revision, &seen))?;
            seen.push(revision);
            page.eval_js("localStorage.clear()")?;
        }
        Ok(())
    }),
    ("a tab that has nothing new leaves what another one wrote", |visit| {
        let page = visit.page;
        page.open("")?;
        page.set_slider("#vix-slider", 77.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=77'")?;
        page.eval_js("localStorage['second-engine.plan'] = '#99\\n=v=2&shock.vix=70\\n'")?;
        page.goto(&format!("{}icon.svg", page.home()))?;
        same(page.eval_js("localStorage['second-engine.plan']")?, json!("#99\n=v=2&shock.vix=70\n"))
    }),
    ("a plan is pinned, compared, swapped and taken back", |visit| {
        let page = visit.page;
        page.open("")?;
        page.click("#compare")?;
        page.wait_for_text("#compare", "Compare: A pinned")?;
        page.set_slider("#vix-slider", 30.0)?;
        page.wait_until("document.getElementById('differences')?.innerText.includes('VIX after the shock')")?;
        page.wait_until("document.querySelectorAll('#differences tbody:last-child tr').length === 1")?;
        press(page, "compare-swap")?;
        shows(page, &report_of("v=2")?)?;
        press(page, "compare-copy")?;
        shows(page, &report_of("v=2&shock.vix=30")?)?;
        press(page, "compare-unpin")?;
        page.wait_until("document.getElementById('differences') === null")
    }),
    ("the payoff turns to the token's price", |visit| {
        let page = visit.page;
        page.open("")?;
        page.run_js(
            "const axes = document.querySelectorAll('[aria-label=\"x axis\"] button');
             [...axes].find(axis => axis.innerText.trim() === 'ETH').click();",
            &[],
        )?;
        page.wait_until("document.querySelector('#payoff canvas')?.ariaLabel.includes('over ETH')")?;
        page.wait_until("document.querySelectorAll('#payoff .grip').length === 2")
    }),
    ("the table of dates has the days, the part and the rule that are asked for", |visit| {
        let page = visit.page;
        page.open("")?;
        page.eval_js("document.getElementById('heat').scrollIntoView()")?;
        page.wait_until("document.getElementById('dates') !== null")?;
        page.type_into("#dates-days", "0 2 9")?;
        let heads = "[...document.querySelectorAll('#dates th[scope=col] b')].map(head => head.textContent).join()";
        page.wait_until(&format!("{heads}.startsWith('SPX,Now,day 2,day 5,day 9,')"))?;
        let figure = "document.getElementById('dates').closest('figure').innerText";
        press_word(page, "Part of the book", "Hedge")?;
        page.wait_until(&format!("{figure}.includes('Hedge in dollars')"))?;
        press_word(page, "Where VIX and the token stand later", "Held")?;
        page.wait_until(&format!("{figure}.includes('stay where the row has them')"))?;
        press_word(page, "Rows", "ETH")?;
        page.wait_until(&format!("{heads}.startsWith('ETH,Now,day 2,day 5,day 9,')"))?;
        page.wait_until(&format!("{figure}.includes('Hedge in dollars by price of ETH')"))?;
        press_word(page, "Rows", "SPX")?;
        page.type_into("#dates-days", "9999")?;
        page.wait_until("document.getElementById('dates-days-error')?.innerText.includes(\"'9999'\")")?;
        same(
            page.eval_js("[...document.querySelectorAll('#dates thead b')].some(b => b.innerText.includes('99'))")?
                .as_bool(),
            Some(false),
        )?;
        page.press(Key::Escape)?;
        page.wait_until("document.getElementById('dates-days-error') === null")?;
        page.type_into("#dates-days", "0 soon")?;
        page.wait_until("document.getElementById('dates-days-error')?.innerText.includes(\"'soon'\")")
    }),
    ("the readout is the shock's again when the pointer leaves", |visit| {
        let page = visit.page;
        page.open("")?;
        page.wait_until("document.getElementById('crosshair') !== null")?;
        page.hover("#crosshair", 40, 0)?;
        page.wait_until("document.getElementById('readout').innerText.startsWith('At ')")?;
        page.hover("#readout", 0, 0)?;
        page.wait_until("document.getElementById('readout').innerText.startsWith('The shock')")
    }),
];

/// Types this into a box and leaves it.
fn enter(page: &Page, id: &str, text: &str) -> Outcome {
    page.type_into(&format!("[id='{id}']"), text)?;
    page.press(Key::Tab)
}

/// Fills what a browser keeps for longer than a tab, to the last letters.
const FILL: &str = "for (let i = 0, n = 1 << 20; n >= 1;) try { localStorage.setItem(`fill${i}`, 'x'.repeat(n)); i++; } catch { n >>= 1; }";

/// 'My plan' on the page, 'Other' beside it, and no room for more.
fn two_plans_and_no_room(page: &Page) -> Outcome {
    page.open("")?;
    page.run_js(
        "localStorage['second-engine.plans'] = '0\\tMy plan\\n1\\tOther\\n^1\\n>0\\n';
         localStorage['second-engine.plan.1'] = '#1\\n=v=2&shock.days=4\\n';",
        &[],
    )?;
    page.run_js(FILL, &[]).map(drop)
}

/// Presses the plan of this name in the menu, which is open.
fn press_plan(page: &Page, name: &str) -> Outcome {
    page.run_js(
        "[...document.querySelectorAll('#plans button')].find(button => button.textContent === arguments[0]).click()",
        &[json!(name)],
    )
    .map(drop)
}

/// What stands in a box.
fn value(page: &Page, id: &str) -> Outcome<String> {
    let value = page.run_js("return document.getElementById(arguments[0]).value", &[json!(id)])?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// Presses a button of this id, also one in a menu that is closed.
fn press(page: &Page, id: &str) -> Outcome {
    page.wait_until(&format!("document.getElementById('{id}') !== null"))?;
    page.run_js("document.getElementById(arguments[0]).click()", &[json!(id)]).map(drop)
}

/// Presses the button of this word in the group of this name.
fn press_word(page: &Page, group: &str, word: &str) -> Outcome {
    let script = "const buttons = document.querySelectorAll(`[aria-label='${arguments[0]}'] button`);
         [...buttons].find(button => button.innerText.trim() === arguments[1]).click();";
    page.run_js(script, &[json!(group), json!(word)]).map(drop)
}

/// Opens the menu of plans.
pub fn open_plans(page: &Page) -> Outcome {
    press(page, "plan-menu-open")?;
    page.wait_until("document.getElementById('plan-new') !== null")
}
