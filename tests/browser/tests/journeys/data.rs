//! The tab of data: files dropped anywhere, what was read of them, what goes into the plan, and that they stay here.

use crate::{Journey, Visit, expect, open_view, report_of, same, scratch_copy, shows};
use second_engine::backtest;
use second_engine::data::bytes::too_large;
use second_engine::data::read_bytes;
use second_engine::numbers::pieces::whole;
use second_engine::plan::{file, url};
use second_engine::signals::histories::Histories;
use second_engine::units::day::Day;
use second_engine::views::data::backtest::tables;
use second_engine::views::data::{self, DataTab, Set};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use second_engine_tools::precache;
use second_engine_tools::server::Server;
use serde_json::{Value, json};
use std::fs;
use thirtyfour::Key;

/// A plan of the first trading day after the histories, which has a pool.
const PLAN: &str = "v=2&market.today=2025-11-20";
/// Trading days of the histories.
const COUNT: usize = 200;

/// SPX that rises while fewer and fewer stocks do, VIX and a token beside it; the last of each on 19 November 2025.
pub fn histories() -> Vec<(String, String)> {
    let last = Day::of(2025, 11, 19).unwrap_or(Day(0));
    let back = |day: &Day| (1..6).map(|n| Day(day.0 - n)).find(|day| day.is_trading_day());
    let mut days: Vec<Day> = std::iter::successors(Some(last), back).take(COUNT).collect();
    days.reverse();
    let wave = |nth: usize, by: usize| ((nth * nth * 7 + nth * by) % 41) as f64 / 20.0 - 1.0;
    let rows = |head: &str, row: &dyn Fn(usize) -> String| {
        let rows = days.iter().enumerate().map(|(nth, day)| format!("{},{}\n", String::from(*day), row(nth)));
        format!("{head}\n{}", rows.collect::<String>())
    };
    let breadth = |nth: usize| if nth < COUNT - 8 { "1800,1100" } else { "900,2100" }.to_string();
    vec![
        (
            "spx.csv".into(),
            rows("observation_date,SP500", &|nth| format!("{}", 6000.0 + 2.0 * nth as f64 + 9.0 * wave(nth, 3))),
        ),
        ("vix.csv".into(), rows("observation_date,VIXCLS", &|nth| format!("{}", 17.0 + 2.0 * wave(nth, 11)))),
        ("eth.csv".into(), rows("observation_date,CBETHUSD", &|nth| format!("{}", 3200.0 + 90.0 * wave(nth, 5)))),
        ("breadth.csv".into(), rows("date,nyse_advancers,nyse_decliners", &breadth)),
    ]
}

/// Drops files on the page, wherever the person is.
pub fn drop_on(page: &Page, files: &[(String, String)]) -> Outcome {
    page.run_js(
        "const carried = new DataTransfer();
         for (const [name, text] of arguments[0]) carried.items.add(new File([text], name));
         const dropped = name => document.body.dispatchEvent(new DragEvent(name, { dataTransfer: carried, bubbles: true, cancelable: true }));
         dropped('dragover');
         dropped('drop');",
        &[json!(files)],
    )
    .map(drop)
}

/// What the library says of these files for this link; each is kept, on a day that does not matter here.
fn said_of(files: &[(String, String)], fragment: &str) -> Outcome<DataTab> {
    let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
    Ok(data::of(&sets(files)?, &plan))
}

fn sets(files: &[(String, String)]) -> Outcome<Vec<Set>> {
    let mut sets = Vec::new();
    for (id, (name, text)) in files.iter().enumerate() {
        let read = read_bytes(text.as_bytes(), &mut |_| true)?;
        sets.push(Set::new(id as u64 + 1, name, text.len(), None, read));
    }
    Ok(sets)
}

/// Everything that the reader was asked for is done.
pub fn read_all(page: &Page, sets: usize) -> Outcome {
    page.wait_until(&format!(
        "document.querySelector('#read-said')?.ariaBusy === 'false' && document.querySelectorAll('.sets tbody th').length === {sets}"
    ))
}

fn text_of(page: &Page, css: &str) -> Outcome<String> {
    let all = page.run_js(
        "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText).join('|')",
        &[json!(css)],
    )?;
    Ok(all.as_str().unwrap_or_default().replace('\u{2060}', ""))
}

/// On a page whose reader runs these words first.
fn with_reader(visit: &Visit, words: &str, run: impl FnOnce(&Page) -> Outcome) -> Outcome {
    let folder = scratch_copy("reader")?;
    let reader = folder.join("reader.js");
    fs::write(&reader, format!("{words}\n{}", fs::read_to_string(&reader)?))?;
    precache::list(&folder)?;
    let server = Server::start(&folder, "", 0)?;
    let page = visit.browser.page(&server.url())?;
    run(&page)?;
    Ok(fs::remove_dir_all(&folder)?)
}

/// Pastes a text where nothing is typed into.
fn paste(page: &Page, text: &str) -> Outcome {
    page.run_js(
        "const carried = new DataTransfer();
         carried.setData('text/plain', arguments[0]);
         document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, dataType: 'text/plain', data: arguments[0], bubbles: true, cancelable: true }));",
        &[json!(text)],
    )
    .map(drop)
}

/// A file that takes long to read is stopped at once: the thread is ended.
fn end_the_thread(page: &Page) -> Outcome {
    page.run_js(
        "new MutationObserver((_, once) => {
             const stop = document.getElementById('stop-reading');
             if (stop) once.disconnect();
             stop?.click();
         }).observe(document.getElementById('read-said'), { childList: true, subtree: true });
         const carried = new DataTransfer();
         carried.items.add(new File(['Date,Close\\n' + '2020-01-02,13.5\\n'.repeat(2e6)], 'long.csv'));
         document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }))",
        &[],
    )?;
    page.wait_until(
        "document.getElementById('read-said').innerText.includes('Stopped. What was read before is still there.')",
    )
}

fn open_data(page: &Page) -> Outcome {
    page.open(PLAN)?;
    page.wait_until_all_is_there()?;
    page.show_view("data")
}

/// What the zone notes of all files.
fn notes(page: &Page) -> Outcome<Value> {
    page.eval_js(
        "[...document.querySelectorAll('#read-said .note')].map(one => one.innerText.replaceAll('\\u2060', ''))",
    )
}

pub const JOURNEYS: &[Journey] = &[
    ("files dropped on any tab are read in the tab of data, which says what the library says of them", |visit| {
        let page = visit.page;
        page.open(PLAN)?;
        page.wait_until_all_is_there()?;
        let files = histories();
        drop_on(page, &files)?;
        read_all(page, 4)?;
        same(page.eval_js("document.body.dataset.view")?, json!("data"))?;
        let tab = said_of(&files, PLAN)?;
        page.wait_for_text("#data-answer", &tab.answer)?;
        let heads = text_of(page, "#data figure h2")?;
        for finding in [&tab.sets_said, &tab.signals_said, &tab.betas_said, &tab.signal_series[0].headline] {
            expect(heads.contains(finding.as_str()), format!("{finding} is not in {heads}"))?;
        }
        let signals = text_of(page, ".signals")?;
        for row in &tab.signals {
            expect(
                signals.contains(&row.standing) && signals.contains(&row.now),
                format!("{} in {signals}", row.standing),
            )?;
        }
        page.wait_until("['signals'].every(id => document.querySelector(`#${id} canvas`)?.height > 100)")?;
        let complaints = page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    (
        "a signal goes into the plan with its days, Size says them, a link carries them and a hand takes them away",
        |visit| {
            let page = visit.page;
            open_view(visit, "data", PLAN)?;
            let files = histories();
            drop_on(page, &files)?;
            read_all(page, 4)?;
            let plan = url::parse(PLAN).map_err(|wrong| wrong.text)?.plan;
            let tab = said_of(&files, PLAN)?;
            let offer = tab.offers.iter().find(|offer| offer.id == "flag-ad_divergence");
            let offer =
                offer.ok_or_else(|| format!("{:?}", tab.offers.iter().map(|offer| &offer.id).collect::<Vec<_>>()))?;
            let then = offer.put_on(&plan)?;
            expect(then.sizing.ad_divergence == Some(true), "no divergence in the histories")?;
            page.click("#offer-flag-ad_divergence")?;
            let link = url::fragment(&then);
            expect(link.contains("&data=sizing.ad_divergence:2025-11-"), &link)?;
            page.wait_until(&format!("location.hash === '#{link}&view=data'"))?;
            page.show_view("size")?;
            shows(page, &report_of(&link)?)?;
            let said = then
                .estimate("sizing.ad_divergence")
                .map(|one| one.said_of_file(then.market.today))
                .unwrap_or_default();
            expect(said.ends_with("(a file, to 19 Nov)"), &said)?;
            page.wait_until(&format!(
                "document.querySelector('#size').innerText.replaceAll('\\u2060', '').includes({})",
                json!(said)
            ))?;

            page.start_afresh()?;
            open_view(visit, "size", &link)?;
            page.wait_until(&format!(
                "document.querySelector('#size').innerText.replaceAll('\\u2060', '').includes({})",
                json!(said)
            ))?;
            page.run_js(
                "const choice = document.getElementById('sizing.ad_divergence');
             choice.selectedIndex = [...choice.options].findIndex(one => one.selected) === 0 ? 1 : 0;
             choice.dispatchEvent(new Event('change', { bubbles: true }))",
                &[],
            )?;
            page.wait_until("!location.hash.includes('data=')")
        },
    ),
    (
        "futures, smile and a listed strike of a chain of VIX options go into the plan, and Hedge shows what they make",
        |visit| {
            let page = visit.page;
            let chain = include_str!("../../../fixtures/files/quotedata_vix.csv");
            let files = vec![("vix_quotedata.csv".to_string(), chain.to_string())];
            let mut link = "v=2&market.today=2025-11-28".to_string();
            open_view(visit, "data", &link)?;
            drop_on(page, &files)?;
            read_all(page, 1)?;
            for id in ["level-1", "smile-1", "call-1-1"] {
                let tab = said_of(&files, &link)?;
                let offer = tab.offers.iter().find(|offer| offer.id == id);
                let offer = offer.ok_or_else(|| format!("no {id} in {:?}", tab.sets))?;
                link = url::fragment(&offer.put_on(&url::parse(&link).map_err(|wrong| wrong.text)?.plan)?);
                // What is taken goes, and the next one may lie under the head then.
                page.eval_js(&format!("document.getElementById('offer-{id}').scrollIntoView({{ block: 'center' }})"))?;
                page.click(&format!("#offer-{id}"))?;
                page.wait_until(&format!("location.hash === '#{link}&view=data'"))?;
            }
            expect(link.contains("market.vix_option_levels=") && link.contains("layer.days=19"), &link)?;
            page.wait_until("[...document.querySelectorAll('#data figure canvas')].some(one => one.height > 100)")?;
            page.show_view("hedge")?;
            shows(page, &report_of(&link)?)
        },
    ),
    ("what was read is there after the page is loaded again, and is forgotten one by one and at once", |visit| {
        let page = visit.page;
        open_view(visit, "data", PLAN)?;
        let files = histories();
        drop_on(page, &files)?;
        read_all(page, 4)?;
        page.reload()?;
        page.wait_until_ready()?;
        page.wait_until_all_is_there()?;
        read_all(page, 4)?;
        page.wait_for_text("#data-answer", &said_of(&files, PLAN)?.answer)?;
        let forget =
            |name: &str| page.eval_js(&format!("document.querySelector('[aria-label=\"Forget {name}\"]').click()"));
        forget("spx.csv")?;
        read_all(page, 3)?;
        page.wait_for_text("#data-answer", &said_of(&files[1..], PLAN)?.answer)?;
        // A press that was a mistake is taken back, the last one first, each file where it was.
        forget("eth.csv")?;
        read_all(page, 2)?;
        for count in [3, 4] {
            page.click("#undo-forget")?;
            read_all(page, count)?;
        }
        same(page.eval_js("document.querySelector('#undo-forget')")?, json!(null))?;
        page.wait_for_text("#data-answer", &said_of(&files, PLAN)?.answer)?;
        page.reload()?;
        page.wait_until_ready()?;
        page.wait_until_all_is_there()?;
        read_all(page, 4)?;
        page.wait_for_text("#data-answer", &said_of(&files, PLAN)?.answer)?;
        same(page.eval_js("document.querySelector('#undo-forget')")?, json!(null))?;
        forget("spx.csv")?;
        read_all(page, 3)?;
        page.click("#forget-all")?;
        page.wait_for_text("#forget-all", "Really forget all files")?;
        page.click("#forget-all")?;
        page.wait_for_text("#data-answer", &said_of(&[], PLAN)?.answer)?;
        page.reload()?;
        page.wait_until_ready()?;
        page.wait_until_all_is_there()?;
        page.wait_for_text("#data-answer", &said_of(&[], PLAN)?.answer)
    }),
    ("where the device keeps no files they are read all the same, that is said once, and nothing is lost", |visit| {
        let closed = "IDBFactory.prototype.open = () => { throw new DOMException('closed', 'SecurityError'); };";
        with_reader(visit, closed, |page| {
            open_data(page)?;
            let files = histories();
            drop_on(page, &files)?;
            read_all(page, 4)?;
            let tab = said_of(&files, PLAN)?;
            page.wait_for_text("#data-answer", &tab.answer)?;
            let wanted = ["This browser keeps no files here: they are gone when the page is closed."];
            same(notes(page)?, json!(wanted))?;
            same(page.eval_js("document.querySelector('#read-said .err')")?, json!(null))?;
            let offer = tab.offers.iter().find(|offer| offer.id == "flag-ad_divergence").ok_or("no offer")?;
            page.click("#offer-flag-ad_divergence")?;
            let link = url::fragment(&offer.put_on(&url::parse(PLAN).map_err(|wrong| wrong.text)?.plan)?);
            page.wait_until(&format!("location.hash === '#{link}&view=data'"))?;

            // A thread that is ended knew them alone: the next one has them from the page.
            end_the_thread(page)?;
            read_all(page, 4)?;
            same(notes(page)?, json!(wanted))?;

            page.eval_js("document.querySelector('[aria-label=\"Forget spx.csv\"]').click()")?;
            read_all(page, 3)?;
            page.click("#undo-forget")?;
            read_all(page, 4)?;
            same(notes(page)?, json!(wanted))?;
            page.click("#forget-all")?;
            page.click("#forget-all")?;
            page.wait_until("document.getElementById('read-said').innerText.trim() === 'All files are forgotten.'")?;
            page.reload()?;
            page.wait_until_all_is_there()?;
            page.wait_for_text("#data-answer", &said_of(&[], &link)?.answer)?;
            page.wait_until(&format!("location.hash === '#{link}&view=data'"))
        })
    }),
    (
        "a database that never answers keeps nobody waiting, and what was dropped and pasted is read again by the next thread",
        |visit| {
            let silent = "const open = IDBFactory.prototype.open;
                IDBFactory.prototype.open = function (...given) {
                    const request = open.apply(this, given);
                    Object.defineProperty(request, 'onsuccess', { set() {} });
                    return request;
                };";
            with_reader(visit, silent, |page| {
                open_data(page)?;
                page.wait_until("document.querySelector('#read-said .err')?.innerText.includes('This device: what is kept on it cannot be read now.') === true")?;
                let mut files = histories();
                let last = files.pop().ok_or("no file")?;
                drop_on(page, &files)?;
                read_all(page, 3)?;
                paste(page, &last.1)?;
                read_all(page, 4)?;
                let wanted = ["This browser keeps no files here: they are gone when the page is closed."];
                same(notes(page)?, json!(wanted))?;
                let answer = page.text("#data-answer")?;
                end_the_thread(page)?;
                read_all(page, 4)?;
                page.wait_for_text("#data-answer", &answer)
            })
        },
    ),
    ("where the device has room for some files the others are named, and are gone at the next visit", |visit| {
        let full = "const add = IDBObjectStore.prototype.add;
            let room = 2;
            IDBObjectStore.prototype.add = function (...given) {
                if (room-- <= 0) throw new DOMException('full', 'QuotaExceededError');
                return add.apply(this, given);
            };";
        with_reader(visit, full, |page| {
            open_data(page)?;
            let files = histories();
            drop_on(page, &files)?;
            read_all(page, 4)?;
            page.wait_for_text("#data-answer", &said_of(&files, PLAN)?.answer)?;
            let wanted = ["This browser could not keep eth.csv and breadth.csv: gone when the page is closed."];
            same(notes(page)?, json!(wanted))?;
            same(page.eval_js("document.querySelector('#read-said .err')")?, json!(null))?;
            page.reload()?;
            page.wait_until_all_is_there()?;
            read_all(page, 2)?;
            page.wait_for_text("#data-answer", &said_of(&files[..2], PLAN)?.answer)?;
            same(notes(page)?, json!([]))
        })
    }),
    ("what is no data is refused by its name and the rest is read; a pasted text is read too", |visit| {
        let page = visit.page;
        open_view(visit, "data", PLAN)?;
        let mut files = histories();
        files.truncate(1);
        let wrong = [
            ("letter.txt", "Dear all,\nthis is no data.\n"),
            ("page.csv", "<!doctype html><html><body>Not found</body></html>"),
            ("empty.csv", ""),
        ];
        let all: Vec<(String, String)> =
            files.iter().cloned().chain(wrong.map(|(name, text)| (name.into(), text.into()))).collect();
        drop_on(page, &all)?;
        read_all(page, 1)?;
        let said = text_of(page, "#read-said .err")?;
        for (name, text) in wrong {
            let why = read_bytes(text.as_bytes(), &mut |_| true).err().ok_or("a file that is none is read")?;
            expect(said.contains(&format!("{name}: {why}")), format!("{name}: {why} is not in {said}"))?;
        }
        shows(page, &report_of(PLAN)?)?;
        paste(page, &histories()[1].1)?;
        read_all(page, 2)?;
        expect(text_of(page, "#read-said")?.contains("Pasted text: a history of VIX"), "the pasted text is not named")
    }),
    ("100 MB of noise are refused by their size, the file beside them is read, and the page answers", |visit| {
        let page = visit.page;
        open_view(visit, "data", PLAN)?;
        let small = &histories()[1];
        page.run_js(
            "const piece = Uint8Array.from({ length: 1e6 }, (_, i) => (i * i * 31 + 7 * i) % 251);
             const carried = new DataTransfer();
             carried.items.add(new File(Array(100).fill(piece), 'noise.csv'));
             carried.items.add(new File([arguments[1]], arguments[0]));
             document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }))",
            &[json!(small.0), json!(small.1)],
        )?;
        read_all(page, 1)?;
        let said = text_of(page, "#read-said .err")?;
        let why = too_large(100_000_000);
        expect(said.contains(&format!("noise.csv: {why}")), format!("{why} is not in {said}"))?;
        page.show_view("book")?;
        page.set_slider("#vix-slider", 33.0)?;
        shows(page, &report_of(&format!("{PLAN}&shock.vix=33"))?)
    }),
    ("a file that is being read is stopped, what was read before is there, and the next one is read", |visit| {
        let page = visit.page;
        open_view(visit, "data", PLAN)?;
        let files = histories();
        drop_on(page, &files[..1])?;
        read_all(page, 1)?;
        end_the_thread(page)?;
        read_all(page, 1)?;
        drop_on(page, &files[1..2])?;
        read_all(page, 2)?;
        page.wait_for_text("#data-answer", &said_of(&files[..2], PLAN)?.answer)
    }),
    ("a plan that is pasted is opened, in one step that undo takes back", |visit| {
        let page = visit.page;
        page.open(PLAN)?;
        // What reads it comes with the rest of the page.
        page.wait_until_all_is_there()?;
        let before = page.text("#verdict")?;
        let plan = url::parse("v=2&shock.vix=33").map_err(|wrong| wrong.text)?.plan;
        paste(page, &file::text(&plan))?;
        shows(page, &report_of("v=2&shock.vix=33")?)?;
        page.click("#undo")?;
        page.wait_for_text("#verdict", &before)
    }),
    ("the plan walks through the files by the rules and untouched, with the library's figures", |visit| {
        let page = visit.page;
        open_view(visit, "data", PLAN)?;
        // Without a file the explosions alone are asked.
        page.click("#walk-through")?;
        page.wait_until("document.querySelector('.explosions-eve tbody')?.rows.length === 22")?;
        let said = text_of(page, "#data")?;
        let is_alone = said.contains("There is no history of SPX")
            && page.eval_js("!document.getElementById('equity')")? == json!(true);
        expect(is_alone, said)?;
        let files = histories();
        drop_on(page, &files)?;
        read_all(page, 4)?;
        page.click("#walk-through")?;
        page.wait_until("document.querySelector('#equity canvas')?.height > 100")?;
        let plan = url::parse(PLAN).map_err(|wrong| wrong.text)?.plan;
        let sets = sets(&files)?;
        let all = Histories::of(sets.iter().map(|set| &set.read), plan.market.token)?;
        let found = whole(backtest::run(&plan, &all, None, &mut |_| {}))?;
        let heads = text_of(page, "#data figure h2")?;
        for finding in [found.won_said(), found.broken_said()] {
            expect(heads.contains(&finding), format!("{finding} is not in {heads}"))?;
        }
        let cells = page.eval_js(
            "[...document.querySelector('[aria-label^=\"The programme by the rules\"] tbody').rows].map(row => [...row.cells].map(cell => cell.innerText.replaceAll('\\u2060', '')))",
        )?;
        same(cells, json!(tables::compared(&found).1))?;
        page.set_slider("#vix-slider", 60.0)?;
        page.wait_until("document.querySelector('#data').innerText.includes('The plan has changed since')")?;
        // A start that is chosen is none of the result that stands there.
        let choose = |nth: usize| {
            page.run_js(
                "const choice = document.getElementById('walk-from');
                 choice.selectedIndex = arguments[0];
                 choice.dispatchEvent(new Event('change', { bubbles: true }))",
                &[json!(nth)],
            )
        };
        choose(3)?;
        page.wait_for_text(
            "#walked-from",
            "Another start is chosen: this was walked from the first day, and stays so until it is walked again.",
        )?;
        choose(0)?;
        page.wait_until("!document.querySelector('#walked-from')")?;
        // The main table of explosions needs no room beside a phone's.
        let wide = "const one = document.querySelector('.explosions-eve > .fig .sheet'); return [one.scrollWidth - one.clientWidth, one.querySelectorAll('thead th').length]";
        same(page.run_js(wide, &[])?, json!([0, 6]))
    }),
    (
        "a back-test that is stopped leaves every file read, and one that is walked while a file is forgotten ends with it",
        |visit| {
            let page = visit.page;
            open_view(visit, "data", PLAN)?;
            let files = histories();
            drop_on(page, &files)?;
            read_all(page, 4)?;
            let stands = "!document.getElementById('stop-walk') && !document.getElementById('walk-through').disabled";
            let while_walking = |then: &str| {
                page.run_js(
                    "return new Promise(done => {
                     new MutationObserver((_, once) => {
                         if (!document.getElementById('stop-walk')) return;
                         once.disconnect();
                         document.querySelector(arguments[0]).click();
                         done();
                     }).observe(document.getElementById('data'), { childList: true, subtree: true });
                     document.getElementById('walk-through').click();
                 })",
                    &[json!(then)],
                )
            };
            let is_walked = || page.eval_js("document.getElementById('equity') !== null");
            while_walking("#stop-walk")?;
            page.wait_until(stands)?;
            read_all(page, 4)?;
            same(is_walked()?, json!(false))?;
            while_walking("[aria-label=\"Forget breadth.csv\"]")?;
            read_all(page, 3)?;
            page.wait_until(stands)?;
            same(is_walked()?, json!(false))?;
            // The thread still stands and walks what is left.
            page.click("#walk-through")?;
            page.wait_until("document.querySelector('#equity canvas')?.height > 100")
        },
    ),
    (
        "what a file says of a pool is marked under its box, travels in a link, and goes when it is typed over",
        |visit| {
            let page = visit.page;
            open_view(visit, "data", PLAN)?;
            let row = |nth: i64| format!("{},500,3000,1000000\n", 1_760_572_800 + 86_400 * nth);
            let text = format!("date,feesUSD,token0Price,tvlUSD\n{}", (0..34).map(row).collect::<String>());
            let files = vec![("pool.csv".to_string(), text)];
            drop_on(page, &files)?;
            read_all(page, 1)?;
            let plan = url::parse(PLAN).map_err(|wrong| wrong.text)?.plan;
            let tab = said_of(&files, PLAN)?;
            let offer =
                tab.offers.iter().find(|offer| offer.id == "yields-1-1").ok_or_else(|| format!("{:?}", tab.sets))?;
            let then = offer.put_on(&plan)?;
            page.click("#offer-yields-1-1")?;
            let link = url::fragment(&then);
            expect(link.contains("&data=pool.fee_apr:2025-"), &link)?;
            page.wait_until(&format!("location.hash === '#{link}&view=data'"))?;
            let at = "pool.fee_apr".into();
            let said = then.words_under(at).ok_or("no mark")?;
            page.start_afresh()?;
            open_view(visit, "pool", &link)?;
            page.unfold()?;
            let under = "document.getElementById('pool.fee_apr')?.closest('.row')?.nextElementSibling?.innerText";
            page.wait_until(&format!("{under} === {}", json!(said)))?;
            page.type_into("[id='pool.fee_apr']", "7")?;
            page.press(Key::Tab)?;
            page.wait_until("!location.hash.includes('pool.fee_apr:')")
        },
    ),
];
