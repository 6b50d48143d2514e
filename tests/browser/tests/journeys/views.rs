//! The views: by click and by key, in the link, one in the document; the head in sight; nothing cut or too wide.

use crate::{Journey, expect, report_of, same, shows};
use second_engine::book::Book;
use second_engine::plan::url;
use second_engine::views::json as doors;
use second_engine_browser::Outcome;
use second_engine_browser::page::{FAULTS, Page};
use serde_json::json;
use thirtyfour::Key;

const VIEWS: [&str; 8] = ["book", "time", "size", "hedge", "pool", "odds", "data", "learn"];
/// Two of every kind.
const TWO_OF_ALL: &str =
    "v=2&holdings=condor,condor,pool,pool,layer,layer,etp,etp,chain,chain,strip,strip,conversion,conversion";
/// From the narrowest phone to a wide screen, and both sides of each change of layout.
const WIDTHS: [u32; 10] = [320, 360, 390, 768, 1099, 1100, 1280, 1360, 1440, 1920];

pub const JOURNEYS: &[Journey] = &[
    ("a click and a key turn to each view, and only the view in front is in the document", |visit| {
        let page = visit.page;
        page.open("")?;
        for (i, view) in VIEWS.into_iter().enumerate().rev() {
            page.show_view(view)?;
            stands(page, view)?;
            let next = VIEWS[(i + 2) % VIEWS.len()];
            page.press(((i + 2) % VIEWS.len() + 1).to_string())?;
            stands(page, next)?;
        }
        page.type_into("[id='market.vix']", "2")?;
        same(page.eval_js("document.querySelector('.view').id")?.as_str(), Some("size"))
    }),
    ("the view is part of the link, and a link without one opens the book", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=60&view=hedge")?;
        stands(page, "hedge")?;
        shows(page, &report_of("v=2&shock.vix=60")?)?;
        expect(page.eval_js("document.getElementById('damaged')")?.is_null(), "the view is taken for an unknown key")?;
        page.show_view("size")?;
        same(page.eval_js("location.hash")?.as_str(), Some("#v=2&shock.vix=60&view=size"))?;
        page.set_slider("#vix-slider", 70.0)?;
        page.wait_until("location.hash === '#v=2&shock.vix=70&view=size'")?;
        page.reload()?;
        stands(page, "size")?;
        page.show_view("book")?;
        same(page.eval_js("location.hash")?.as_str(), Some("#v=2&shock.vix=70"))?;
        let href = page.eval_js("document.getElementById('view-pool').getAttribute('href')")?;
        same(href.as_str(), Some("#v=2&shock.vix=70&view=pool"))?;
        page.eval_js("location.hash = 'v=2&view=learn'")?;
        stands(page, "learn")?;
        page.wait_for_text("#verdict", &report_of("v=2")?.verdict)?;
        page.eval_js("location.hash = 'v=2&shock.vix=33'")?;
        stands(page, "book")
    }),
    ("another view keeps the shock and the rail where they are, and begins at its top", |visit| {
        let page = visit.page;
        page.open("")?;
        page.unfold()?;
        page.set_slider("#vix-slider", 60.0)?;
        page.eval_js("document.getElementById('rail').scrollTop = 300")?;
        page.eval_js("scrollTo(0, 700)")?;
        page.wait_until_all_is_there()?;
        page.press("4")?;
        stands(page, "hedge")?;
        page.wait_until("scrollY === 0 && document.getElementById('rail').scrollTop === 300")?;
        shows(page, &report_of("v=2&shock.vix=60")?)
    }),
    ("the head stays in sight in every view, wherever one scrolls to", |visit| {
        let page = visit.page;
        page.open("")?;
        for view in VIEWS {
            page.show_view(view)?;
            page.eval_js("scrollTo(0, document.documentElement.scrollHeight)")?;
            for part in ["#shock\\\\.vix", "#vix-slider", "#verdict", "#view-learn", "#undo"] {
                let seen = format!(
                    "(() => {{ const r = document.querySelector('{part}').getBoundingClientRect();
                         return r.top >= 0 && r.bottom <= 224
                             && document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2)?.closest('.head') !== null; }})()"
                );
                page.wait_until(&seen)?;
            }
        }
        Ok(())
    }),
    ("two links skip to the view and to the book", |visit| {
        let page = visit.page;
        page.open("v=2&shock.vix=60")?;
        for (skip, id) in [(1, "main"), (2, "rail")] {
            page.eval_js("document.activeElement.blur(), scrollTo(0, 0), getSelection().removeAllRanges()")?;
            page.focus(".skip")?;
            if skip == 2 {
                page.press(Key::Tab)?;
            }
            page.press(Key::Enter)?;
            page.wait_until(&format!("document.activeElement.id === '{id}'"))?;
            same(page.eval_js("location.hash")?.as_str(), Some("#v=2&shock.vix=60"))?;
        }
        Ok(())
    }),
    ("nothing is cut, overprinted or too wide in any view at any width", |visit| {
        for width in WIDTHS {
            visit.page.set_viewport(width, 900)?;
            visit.page.open("")?;
            for view in VIEWS {
                visit.page.show_view(view)?;
                visit.page.see_all()?;
                faultless(visit.page, &format!("{view} at {width}"))?;
            }
        }
        Ok(())
    }),
    ("three pools alone leave no column of what is held blank", |visit| {
        let page = visit.page;
        for (width, columns) in [(1440, 3), (1920, 3), (1200, 2)] {
            page.set_viewport(width, 900)?;
            page.open("v=2&holdings=pool,pool,pool")?;
            page.see_all()?;
            page.wait_until("document.querySelectorAll('.row-3 .fig').length === 3")?;
            let places = page.eval_js(
                "(() => { const row = document.querySelector('.row-3').getBoundingClientRect();
                     const figures = [...document.querySelectorAll('.row-3 .fig')].map(one => one.getBoundingClientRect());
                     const first = figures.filter(one => Math.abs(one.top - figures[0].top) < 2);
                     return [first.length, Math.round(row.right - Math.max(...first.map(one => one.right)))]; })()",
            )?;
            let is_full = places[0].as_i64() >= Some(columns) && places[1].as_i64() < Some(40);
            expect(is_full, (width, places))?;
        }
        Ok(())
    }),
    ("on a phone the heat map's caption stands over its buttons", |visit| {
        let page = visit.page;
        page.set_viewport(390, 844)?;
        for link in ["", "v=2&holdings=condor"] {
            page.open(link)?;
            page.see_all()?;
            page.eval_js("document.getElementById('heat').scrollIntoView()")?;
            page.wait_until("document.querySelector('.fig:has(> #heat) .dek')?.innerText.includes('dollars')")?;
            let gap = page.eval_js(
                "(() => { const figure = document.getElementById('heat').closest('.fig');
                     return figure.querySelector('.acts').getBoundingClientRect().top - figure.querySelector('.dek').getBoundingClientRect().bottom; })()",
            )?;
            expect(gap.as_f64() >= Some(0.0), (link, gap))?;
        }
        Ok(())
    }),
    ("figures of many digits push nothing aside", |visit| {
        let large = "v=2&condor.contracts=5000&pool.deposit=20000000&account.equity=90000000&shock.vix=150";
        for width in [320, 390, 1100, 1366, 1920] {
            visit.page.set_viewport(width, 900)?;
            visit.page.open(large)?;
            for view in VIEWS {
                visit.page.show_view(view)?;
                visit.page.see_all()?;
                let wide = visit.page.eval_js("document.documentElement.scrollWidth - innerWidth")?;
                if wide.as_i64() > Some(0) {
                    expect(false, (view, width, wide, visit.page.run_js(FAULTS, &[])?))?;
                }
            }
        }
        Ok(())
    }),
    ("no two elements have one id in any view, with two of every kind and a message in both places", |visit| {
        let page = visit.page;
        page.open(TWO_OF_ALL)?;
        page.unfold()?;
        page.show_view("hedge")?;
        page.see_all()?;
        page.type_into("[id='view.etp.shares']", "abc")?;
        page.press(Key::Tab)?;
        page.type_into("[id='legs.layer.strike']", "abc")?;
        page.press(Key::Tab)?;
        for box_id in ["etp.shares", "view.etp.shares", "layer.strike", "legs.layer.strike"] {
            page.wait_until(&format!(
                "document.getElementById(document.getElementById('{box_id}').getAttribute('aria-describedby'))
                     ?.innerText.includes(\"'abc'\")"
            ))?;
        }
        for view in VIEWS {
            page.show_view(view)?;
            page.see_all()?;
            let twice = page.eval_js(
                "[...document.querySelectorAll('[id]')].map(element => element.id).filter((id, i, all) => all.indexOf(id) !== i)",
            )?;
            expect(twice == json!([]), (view, twice))?;
        }
        Ok(())
    }),
    ("what is not as it opened is named beside the views, and one click puts it back", |visit| {
        let page = visit.page;
        page.open("v=2&shock.severity=1.2&shock.peg=0.97&sizing.rule.stress=0&shock.correlation=0.5&shock.vix=60")?;
        page.wait_until("document.querySelectorAll('.marks > button:not(.back)').length === 3")?;
        page.wait_until("document.querySelector('.marks-more summary').textContent === '+ 2 more'")?;
        page.click("[aria-label^='Severity']")?;
        page.wait_until("!location.hash.includes('severity') && location.hash.includes('shock.peg=0.97')")?;
        page.click(".marks .back")?;
        page.wait_until("document.querySelector('.marks') === null")?;
        page.wait_until(
            "location.hash.includes('shock.vix=60') && location.hash.includes('sizing.profile=steward')
                 && !/severity|peg|stress|correlation/.test(location.hash)",
        )
    }),
    (
        "a memo that is printed from a dark page is drawn light before it is, and the page is dark again after it",
        |visit| {
            let page = visit.page;
            page.open_at("theme=dark", "v=2")?;
            page.wait_until("document.querySelector('#payoff canvas') !== null")?;
            page.wait_until("document.querySelector('#print') !== null")?;
            page.run_js(
            "const corner = () => document.querySelector('#payoff canvas').getContext('2d').getImageData(1, 1, 1, 1).data[0];
             window.before = corner();
             window.print = () => { window.printed = [document.documentElement.dataset.theme, corner()]; dispatchEvent(new Event('afterprint')); };
             [...document.querySelectorAll('button, a')].find(one => one.textContent.trim() === 'Print a memo').click()",
            &[],
        )?;
            page.wait_until("window.printed !== undefined")?;
            same(
                page.eval_js("[window.printed[0], window.before < 60, window.printed[1] > 200]")?,
                json!(["light", true, true]),
            )?;
            page.wait_until("document.documentElement.dataset.theme === 'dark'")
        },
    ),
    ("on paper stands a memo: inputs, what differs, the answer, limits, version", |visit| {
        let page = visit.page;
        page.open("v=2&shock.severity=1.2&view=size")?;
        same(page.eval_js("document.querySelector('.memo')")?, json!(null))?;
        page.wait_until("document.querySelector('#size-answer:not([aria-busy=true])') !== null")?;
        page.wait_until("document.querySelector('#odds-line[aria-busy=false]') !== null")?;
        let [size, odds] = [page.text("#size-answer")?, page.text("#odds-line")?];
        page.eval_js("dispatchEvent(new Event('beforeprint'))")?;
        page.wait_until("document.querySelector('.memo') !== null")?;
        let memo = page.text(".memo")?;
        let answer = report_of("v=2&shock.severity=1.2")?.verdict;
        // Size and odds are worked out anew for paper, and are those of the page.
        for said in
            [answer.as_str(), size.trim(), odds.trim(), "Severity", "opened at", "Combined", "Limits", "Version"]
        {
            expect(memo.contains(said), (said, &memo))?;
        }
        // Of Time the library's own: its dates, every finding, cell and note.
        let plan = url::parse("v=2&shock.severity=1.2").map_err(|wrong| wrong.text)?.plan;
        let of_time = doors::whole(&Book::resolve(&plan)?).views.time.memo;
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{2060}', "");
        let memo = bare(&memo);
        let parts = of_time.parts.iter().flat_map(|part| {
            [&part.finding, &part.note]
                .into_iter()
                .chain(part.head.iter().filter(|_| part.head.len() > 2))
                .chain(part.rows.iter().flatten())
        });
        for said in parts.chain([&of_time.dates]) {
            expect(memo.contains(&bare(said)), (said, &memo))?;
        }
        page.eval_js("dispatchEvent(new Event('afterprint'))")?;
        page.wait_until("document.querySelector('.memo') === null")
    }),
    ("ctrl-p prints with the memo, from a box that is being typed in too", |visit| {
        let page = visit.page;
        page.open("")?;
        // What hears the keys comes with the rest.
        page.wait_until_all_is_there()?;
        for is_typing in [false, true] {
            page.eval_js(
                "(window.printed = null, window.print = () => { printed = document.querySelector('.memo') !== null }, 0)",
            )?;
            if is_typing {
                page.type_into("[id='market.vix']", "2")?;
            }
            page.press_holding(&[Key::Control], "p")?;
            page.wait_until("window.printed === true")?;
            page.eval_js("dispatchEvent(new Event('afterprint'))")?;
            page.wait_until("document.querySelector('.memo') === null")?;
        }
        Ok(())
    }),
];

/// Waits until this view is in front, alone.
fn stands(page: &Page, view: &str) -> Outcome {
    page.wait_until(&format!(
        "[...document.querySelectorAll('.view')].map(view => view.id).join() === '{view}'
         && document.querySelector('[aria-current=page]').id === 'view-{view}'"
    ))
}

fn faultless(page: &Page, state: &str) -> Outcome {
    let faults = page.run_js(FAULTS, &[])?;
    expect(faults == json!([]), (state, faults))
}
