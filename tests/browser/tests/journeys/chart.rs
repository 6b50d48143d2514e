//! The charts: axes, tables, handles, the heat map, history, what can be saved, and that nothing jumps.

use crate::file::CATCH_FILES;
use crate::slider::{stand, strikes, value_of};
use crate::{Journey, expect, report_of, same, shows};
use second_engine::book::Book;
use second_engine::plan;
use second_engine::shock::explosions::SOURCE;
use second_engine::views::book::history;
use second_engine::views::report::evaluate;
use second_engine::words;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

const SHORT_PUT: &str = "#handle-condor-short_put";

/// Rows and columns of a table that a screen reader can walk, or why it is none.
const TABLE: &str = "
    const table = document.querySelector(arguments[0] + ' table');
    if (!table) return 'no table';
    const heads = [...table.querySelectorAll('thead th')];
    const rows = [...table.querySelectorAll('tbody tr')];
    if (!table.caption?.innerText) return 'no caption';
    if (heads.some(head => head.scope !== 'col' || !head.innerText)) return 'a column without a name';
    if (rows.some(row => row.children[0].scope !== 'row')) return 'a row without a name';
    if (rows.some(row => row.children.length !== heads.length)) return 'rows of another length';
    if (rows.some(row => [...row.children].some(cell => !/[0-9]/.test(cell.innerText)))) return 'an empty cell';
    return [rows.length, heads.length];
";

/// Where everything stands that must not jump.
const PLACES: &str = "
    ['.shock', '.say', '.views', '.row-2', '#readout', '#payoff', '#parts', '.row-2.heat', '#heat', '#dates', '.row-3', '.foot', '.rail']
        .map(css => [css, document.querySelector(css).getBoundingClientRect()])
        .map(([css, r]) => `${css} at ${Math.round(r.left)}, ${Math.round(r.top + scrollY)}, ${Math.round(r.width)} wide`)
";

pub const JOURNEYS: &[Journey] = &[
    ("the payoff reads along SPX or along VIX", |visit| {
        let page = visit.page;
        page.open("")?;
        let readout = |start: &str| page.wait_until(&format!("readout.innerText.startsWith('{start}')"));
        readout("The shock, SPX 5,8")?;
        page.wait_until("document.querySelectorAll('.grip').length > 3")?;
        page.click("[aria-label='x axis'] button:nth-child(2)")?;
        readout("The shock, VIX 45")?;
        same(page.eval_js("document.querySelectorAll('.grip').length")?.as_u64(), Some(0))?;
        let pressed =
            "[...document.querySelectorAll('[aria-label=\"x axis\"] button')].map(button => button.ariaPressed).join()";
        same(page.eval_js(pressed)?.as_str(), Some("false,true,false"))?;
        page.click("[aria-label='x axis'] button:first-child")?;
        readout("The shock, SPX 5,8")
    }),
    ("every chart can be read as a table", |visit| {
        let page = visit.page;
        page.open("")?;
        page.click("[title='Show the payoff as a table']")?;
        page.wait_until("document.querySelector('#payoff table') !== null")?;
        same(page.run_js(TABLE, &[json!("#payoff")])?, json!([21, 8]))?;
        page.eval_js("document.getElementById('heat').scrollIntoView({ block: 'center' })")?;
        page.wait_until("document.querySelector('[title=\"Show the heat map as a table\"]') !== null")?;
        page.click("[title='Show the heat map as a table']")?;
        page.wait_until("document.querySelector('#heat table') !== null")?;
        let size = page.run_js(TABLE, &[json!("#heat")])?;
        expect(size[0].as_u64() > Some(5) && size[1].as_u64() > Some(5), size)?;
        page.click("[title='Show the heat map as a table']")?;
        page.wait_until("document.querySelector('#heat table') === null")
    }),
    ("keys on a handle move its strike, and the others stay", |visit| {
        let page = visit.page;
        page.open("")?;
        let [long_put, short_put, short_call, long_call] = strikes(page)?;
        page.focus(SHORT_PUT)?;
        for (held, key, moved) in
            [(None, Key::Right, 5.0), (Some(Key::Shift), Key::Right, 55.0), (None, Key::Left, 50.0)]
        {
            page.press_holding(&Vec::from_iter(held), key)?;
            stand(page, [long_put, short_put + moved, short_call, long_call])?;
        }
        same(page.text("#undo")?.as_str(), "Undo")?;
        page.wait_until("location.hash.includes('condor.short_put=')")?;
        let fragment = page.settled_address()?;
        shows(page, &report_of(&fragment)?)?;
        page.press("]")?;
        stand(page, [long_put, short_put + 55.0, short_call, long_call])
    }),
    ("dragging a handle moves its strike as one step and no strike passes another", |visit| {
        let page = visit.page;
        page.open("")?;
        let before = strikes(page)?;
        page.hold(SHORT_PUT, &[(20, 0), (20, 0)])?;
        page.let_go()?;
        page.wait_until("location.hash.includes('condor.short_put=')")?;
        let after = strikes(page)?;
        expect(after[1] > before[1] && [after[0], after[2], after[3]] == [before[0], before[2], before[3]], after)?;
        page.wait_until_all_is_there()?;
        page.press_holding(&[Key::Control], "z")?;
        stand(page, before)?;
        page.hold(SHORT_PUT, &[(200, 0), (400, 0)])?;
        page.let_go()?;
        stand(page, [before[0], before[2] - 5.0, before[2], before[3]])
    }),
    ("dragging a handle moves a pool bound", |visit| {
        let page = visit.page;
        page.open("")?;
        page.hold("#handle-pool-low", &[(20, 0), (10, 0)])?;
        page.let_go()?;
        page.wait_until("location.hash.startsWith('#v=2&pool.low=')")?;
        let fragment = page.settled_address()?;
        let fragment = fragment.as_str();
        let low: f64 = fragment.split('=').next_back().unwrap_or_default().parse()?;
        expect(low > 2200.0 && low < 4400.0, low)?;
        shows(page, &report_of(fragment)?)
    }),
    ("a click on the heat map sets VIX, and SPX free of it", |visit| {
        let page = visit.page;
        page.open("")?;
        page.eval_js("document.getElementById('heat').scrollIntoView({ block: 'center' })")?;
        page.wait_until("document.querySelector('#heat .target') !== null")?;
        page.click("#heat .target")?;
        page.wait_until("/^#v=2&shock.vix=[0-9.]+&shock.spx=-?[0-9.]+$/.test(location.hash)")?;
        let fragment = page.settled_address()?;
        shows(page, &report_of(&fragment)?)?;
        let chains = "[...document.querySelectorAll('.more-moves .chain')].map(chain => chain.ariaPressed).join()";
        same(page.eval_js(chains)?.as_str(), Some("false,true"))?;

        let vix = value_of(page, "#vix-slider")?;
        page.focus("#heat .target")?;
        page.press(Key::Up)?;
        page.wait_until(&format!("document.getElementById('vix-slider').value === '{}'", vix + 0.5))?;
        page.click(".more-moves .chain")?;
        page.wait_until(&format!("location.hash === '#v=2&shock.vix={}'", vix + 0.5))
    }),
    ("a row of history puts what really happened on the book as it stands, whatever stood before", |visit| {
        let page = visit.page;
        // What another shock left behind goes: a peg, a severity, a fall of crypto's own. The book and VIX now stay.
        let before = "v=2&market.vix=21&condor.days=30&shock.crypto=-0.2&shock.severity=1.5&shock.peg=0.9";
        let plan = plan::url::parse(before).map_err(|wrong| wrong.text)?.plan;
        let book = Book::resolve(&plan).map_err(|wrong| wrong.to_string())?;
        page.open(before)?;
        for id in ["aug_2024", "apr_2025", "feb_2018", "mar_2020", "oct_2008", "oct_1987", "ftx_2022"] {
            let known = history::rows(&book).into_iter().find(|row| row.explosion.id == id).ok_or(id)?;
            let pressed = known.explosion.put_on(&plan);
            page.click("#history")?;
            page.wait_until(&format!("document.querySelector('tr:has(#event-{id})') !== null"))?;
            let row = page.text(&format!("tr:has(#event-{id})"))?;
            for said in [
                words::percent(known.explosion.spx, 1),
                known.token.map_or_else(|| "by betas".into(), |token| words::percent(token, 1)),
                words::signed(known.pnl),
                known.explosion.from.to_string(),
                known.explosion.to.to_string(),
                known.link.clone(),
            ] {
                expect(row.contains(&said), (&row, said))?;
            }
            expect(page.text("#history-menu")?.contains(SOURCE), "no source")?;
            page.click(&format!("#event-{id}"))?;
            page.wait_until("document.getElementById('history-menu') === null")?;
            shows(page, &evaluate(&pressed)?)?;
            let [short, _] = history::standing_words(&pressed).ok_or("nothing stands")?;
            page.wait_for_text("#standing", &short)?;
            page.wait_until("Number(document.getElementById('market.vix').value) === 21")?;
        }
        Ok(())
    }),
    ("the menus of the shock close at Escape and at a press elsewhere, and one is open at a time", |visit| {
        let page = visit.page;
        page.open("")?;
        let open = "document.querySelectorAll('.menu-sheet').length";
        for (button, menu) in [("#history", "history-menu"), ("#shock-more-button", "shock-more")] {
            page.click(button)?;
            page.wait_until(&format!("document.getElementById('{menu}') !== null"))?;
            page.press(Key::Escape)?;
            page.wait_until(&format!("{open} === 0 && '#' + document.activeElement.id === '{button}'"))?;
            page.click(button)?;
            page.wait_until(&format!("{open} === 1"))?;
            page.click(".brand")?;
            page.wait_until(&format!("{open} === 0"))?;
        }
        page.click("#history")?;
        page.eval_js("document.getElementById('shock-more-button').click()")?;
        page.wait_until(&format!("{open} === 1 && document.getElementById('shock-more') !== null"))
    }),
    ("every picture and table can be saved", |visit| {
        let page = visit.page;
        page.open("")?;
        page.run_js(CATCH_FILES, &[])?;
        page.see_all()?;
        page.wait_until(
            "document.querySelector('#heat .target') !== null && document.getElementById('dates') !== null",
        )?;
        let count = page.eval_js(
            "[...document.querySelectorAll('main button.tool')].filter(button => ['PNG', 'SVG', 'CSV'].includes(button.innerText))
                 .map(button => button.click()).length",
        )?;
        page.wait_until(&format!("saved.length === {count} && saved.every(file => file.name)"))?;
        let files = page.run_js(
            "return Promise.all(saved.map(async ({ blob, name }) => {
                 if (name.endsWith('.png')) {
                     const picture = await createImageBitmap(blob);
                     return [name, blob.type, picture.width > 300 && picture.height > 100];
                 }
                 const text = await blob.text();
                 if (name.endsWith('.svg')) {
                     const picture = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
                     return [name, blob.type, picture.tagName === 'svg' && picture.querySelectorAll('path, polyline, polygon').length > 5];
                 }
                 const rows = text.trimEnd().split('\\r\\n').map(row => row.replace(/\"[^\"]*\"/g, 'x').split(',').length);
                 return [name, blob.type, rows.length > 3 && rows.every(count => count === rows[0] && count > 1)];
             }))",
            &[],
        )?;
        let mut files: Vec<Value> = serde_json::from_value(files)?;
        files.sort_by_key(|file| file.to_string());
        let whole = |name: &str, kind: &str| json!([format!("second-engine-{name}"), kind, true]);
        same(
            files,
            vec![
                whole("condor-legs.csv", "text/csv"),
                whole("heat-map.csv", "text/csv"),
                whole("heat-map.png", "image/png"),
                whole("heat-map.svg", "image/svg+xml"),
                whole("hedge-layers.csv", "text/csv"),
                whole("payoff.csv", "text/csv"),
                whole("payoff.png", "image/png"),
                whole("payoff.svg", "image/svg+xml"),
                whole("price-by-date.csv", "text/csv"),
            ],
        )
    }),
    ("the readout follows the mouse and, by keys, the crosshair", |visit| {
        let page = visit.page;
        page.open("")?;
        page.hover("#crosshair", 120, 40)?;
        page.wait_until("readout.innerText.startsWith('At SPX')")?;
        let right = page.text("#readout")?;
        page.hover("#crosshair", -120, 40)?;
        page.wait_until("readout.innerText.startsWith('At SPX')")?;
        let left = page.text("#readout")?;
        expect(left != right, (left, right))?;
        page.hover("#verdict", 0, 0)?;
        page.wait_until("readout.innerText.startsWith('The shock, SPX')")?;
        page.focus("#crosshair")?;
        let now = page.eval_js("Number(crosshair.ariaValueNow)")?.as_f64().unwrap_or_default();
        page.press_holding(&[Key::Shift], Key::Right)?;
        page.wait_until(&format!("Number(crosshair.ariaValueNow) === {now} + 50"))?;
        page.press(Key::Escape)?;
        page.wait_until("readout.innerText.startsWith('The shock, SPX')")
    }),
    ("nothing jumps while VIX is dragged from end to end", |visit| {
        let page = visit.page;
        page.open("")?;
        page.eval_js("document.getElementById('heat').scrollIntoView({ block: 'center' })")?;
        page.wait_until(
            "document.querySelector('#heat .target') !== null && document.getElementById('dates') !== null && document.getElementById('odds-line') !== null",
        )?;
        page.see_all()?;
        page.set_slider("#vix-slider", 45.0)?;
        page.run_js(
            "window.shifts = [];
             new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: 'layout-shift' });",
            &[],
        )?;
        let before = page.eval_js(PLACES)?;
        page.hold("#vix-slider", &[(0, 0)])?;
        for vix in [9.0, 12.5, 17.0, 17.25, 22.0, 30.0, 45.0, 62.5, 80.0, 100.0, 125.0, 150.0] {
            page.run_js(
                "const slider = document.getElementById('vix-slider');
                 slider.value = arguments[0];
                 slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
                 return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));",
                &[json!(vix)],
            )?;
            moved(page, vix, &before)?;
        }
        page.let_go()?;
        let shifts = page.eval_js(
            "shifts.flatMap(shift => shift.sources.map(source => `${shift.value} ${source.node?.outerHTML?.slice(0, 90)}`))",
        )?;
        same(shifts, json!([]))
    }),
];

/// An error with what stands elsewhere than before.
fn moved(page: &Page, vix: f64, before: &Value) -> Outcome {
    let after = page.eval_js(PLACES)?;
    let pairs = before.as_array().into_iter().flatten().zip(after.as_array().into_iter().flatten());
    let jumped: Vec<_> = pairs.filter(|(before, after)| before != after).collect();
    expect(jumped.is_empty(), (vix, jumped))
}
