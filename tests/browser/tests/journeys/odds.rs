//! The tab of odds: paths walked on every core, the same figures as the library's, started anew by a change, stopped by hand.

use crate::{Journey, expect, open_view, same};
use second_engine::book::Book;
use second_engine::odds::ask::Ask;
use second_engine::odds::convergence::Refined;
use second_engine::odds::{self, figures::Odds};
use second_engine::plan::url;
use second_engine::sizing::ledger::SizedPosition;
use second_engine::units::Usd;
use second_engine::views::odds::{answer, convergence_chart, moments, sizes_chart, tables, ways};
use second_engine::views::paths::allowed;
use second_engine::views::size;
use second_engine::views::year::{answer as year_said, ruin_chart, tables as year_tables};
use second_engine::year::{self, figures::Year};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use thirtyfour::Key;

/// What the library says of a link, and its answer.
pub fn said_of(fragment: &str) -> Outcome<(Odds, String)> {
    let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
    let book = Book::resolve(&plan)?;
    let odds = odds::run(&book, &Ask { rules_size: allowed(&book), ..Ask::of(&book) })?;
    let said = answer(&odds, &plan);
    Ok((odds, said))
}

/// What the library says of the year ahead of a link's plan.
pub fn year_of(fragment: &str) -> Outcome<Year> {
    let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
    Ok(year::run(&plan, &year::ask::Ask::of(&plan))?)
}

/// The cells of the first table that a CSS selector finds, row by row.
pub fn table(page: &Page, css: &str) -> Outcome<Vec<Vec<String>>> {
    let rows = page.eval_js(&format!(
        "[...document.querySelector('{css}').tBodies[0].rows].map(row => [...row.children].map(cell => cell.textContent.replaceAll('\\u2060', '').replaceAll('\\u00a0', ' ')))"
    ))?;
    Ok(serde_json::from_value(rows)?)
}

/// Waits until every path is walked and shown.
pub fn walked(page: &Page) -> Outcome {
    whole(page, "odds")
}

/// Waits until every year is.
pub fn years_walked(page: &Page) -> Outcome {
    whole(page, "year")
}

/// Waits until a run is whole, as long as it comes on: on a machine at other work it takes as long as it takes.
fn whole(page: &Page, id: &str) -> Outcome {
    let mut last = 0.0;
    loop {
        let waited = page.wait_until(&format!("document.querySelector('#{id}-run')?.dataset.whole === 'true'"));
        let walked = page.eval_js(&format!("document.querySelector('#{id}-run progress')?.value ?? 0"))?;
        let walked = walked.as_f64().unwrap_or_default();
        if waited.is_ok() || walked <= last {
            return waited;
        }
        last = walked;
    }
}

/// From now on it is known how many threads are asked to walk, whether the paths were ever busy, and what of their figures
/// was ever said to be of before: all of them, or those of the size that the rules allow.
pub const WATCHED: &str = "
    [window.walks, window.wasBusy, window.dimmed, window.sizeDimmed] = [0, false, false, false];
    const post = window.Worker.prototype.postMessage;
    window.Worker.prototype.postMessage = function (...message) {
        window.walks += message[0]?.[2]?.[1] === 'walk';
        return post.apply(this, message);
    };
    new MutationObserver(() => {
        window.wasBusy ||= document.querySelector('#odds-run')?.ariaBusy === 'true';
        window.dimmed ||= !!document.querySelector('#odds-bars')?.closest('.waits');
        window.sizeDimmed ||= !!document.querySelector('#odds-ways')?.closest('.waits');
    }).observe(document.body, { subtree: true, attributes: true, childList: true });
";

pub const JOURNEYS: &[Journey] = &[
    ("paths that threads of the page have walked say to the last digit what the library says", |visit| {
        let page = visit.page;
        for fragment in ["v=2&odds.paths=20000", "v=2&odds.paths=5000&odds.seed=7&condor.days=12"] {
            open_view(visit, "odds", fragment)?;
            walked(page)?;
            let (odds, said) = said_of(fragment)?;
            page.wait_for_text("#odds-answer", &said)?;
            same(table(page, "#odds-parts table")?, tables::parts(&odds, None).1)?;
            same(table(page, "#odds-ways table")?, tables::ways(&odds).1)?;
            // The line under the verdict says their chance, in every view, as long as the plan is this one.
            let theirs = "document.querySelector('#odds-line').textContent.includes(' paths break it after ')";
            page.wait_until(theirs)?;
            page.press("3")?;
            page.wait_until(&format!("document.querySelector('#odds-answer') === null && {theirs}"))?;
        }
        Ok(())
    }),
    (
        "the rules and a promoter stand beside the book as it is held, and without a sized pool it is said why not",
        |visit| {
            let page = visit.page;
            // Fees beat the hurdle, so that the rules allow a pool.
            let fragment = "v=2&odds.paths=5000&pool.fee_apr=0.085";
            open_view(visit, "odds", fragment)?;
            walked(page)?;
            let (odds, _) = said_of(fragment)?;
            page.wait_for_text("#odds-ways h2", &ways::headline(&odds))?;
            let rows = table(page, "#odds-ways table")?;
            let sizes = rows.first().map(|row| row.iter().skip(2).filter(|cell| cell.starts_with('$')).count());
            same(sizes, Some(2))?;
            same(rows, tables::ways(&odds).1)?;
            open_view(visit, "odds", "v=2&odds.paths=2000&pool.on=0")?;
            walked(page)?;
            page.wait_for_text("#odds-no-ways", ways::none_sized())?;
            same(page.eval_js("document.querySelector('#odds-ways') === null")?, true.into())
        },
    ),
    ("once all paths are walked, how VIX, SPX and ether move stands drawn, computed and counted in a fold", |visit| {
        let page = visit.page;
        let fragment = "v=2&odds.paths=2000";
        open_view(visit, "odds", fragment)?;
        walked(page)?;
        page.wait_until("document.querySelector('#odds-moments') !== null")?;
        page.eval_js("document.querySelector('#odds-moments > summary').click()")?;
        let book = Book::resolve(&url::parse(fragment).map_err(|wrong| wrong.text)?.plan)?;
        let found = odds::setup(&book, &Ask::of(&book))?.moments();
        same(table(page, "#odds-moments table")?, moments::table(&found).1)
    }),
    ("the errors of a run stand by the paths that it has had, and the last are those of all of them", |visit| {
        let page = visit.page;
        let fragment = "v=2&odds.paths=20000";
        open_view(visit, "odds", fragment)?;
        walked(page)?;
        page.eval_js("document.querySelector('#odds-errors > summary').click()")?;
        page.eval_js("document.querySelector('#odds-errors [title$=\"as a table\"]').click()")?;
        page.wait_until("document.querySelector('#odds-errors table') !== null")?;
        let rows = table(page, "#odds-errors table")?;
        let of_all = Refined::of(&said_of(fragment)?.0).into_iter().collect::<Vec<Refined>>();
        same(rows.last(), convergence_chart::table(&of_all).1.last())
    }),
    ("another shock is looked for among the paths that are walked: none is walked again", |visit| {
        let page = visit.page;
        open_view(visit, "odds", "v=2&odds.paths=5000&shock.vix=40")?;
        walked(page)?;
        page.run_js(WATCHED, &[])?;
        let place = "document.querySelector('#odds-place:not(.waits)')?.textContent";
        let before = page.eval_js(place)?.as_str().unwrap_or_default().to_string();
        let mut said = Vec::new();
        for vix in [62.5, 25.0] {
            page.set_slider("#vix-slider", vix)?;
            page.wait_until(&format!("location.hash.includes('shock.vix={vix}')"))?;
            page.wait_until(&format!("({place} ?? '{before}') !== '{}'", said.last().unwrap_or(&before)))?;
            said.push(page.eval_js(place)?.as_str().unwrap_or_default().to_string());
            walked(page)?;
            page.wait_until("document.querySelector('#odds-line').textContent.includes(' paths break it ')")?;
        }
        same(page.eval_js("window.walks")?.as_f64(), Some(0.0))?;
        // Of another day nothing was asked of them while their tab is not open: the line is the quadrature's until it is.
        page.press("3")?;
        page.type_into("[id='shock.days']", "4")?;
        page.press(Key::Tab)?;
        page.wait_until("document.querySelector('#odds-line[aria-busy=false]')?.textContent.includes('within 4 trading days') === true")?;
        expect(!page.text("#odds-line")?.contains(" paths break it "), page.text("#odds-line")?)?;
        page.show_view("odds")?;
        page.wait_until(
            "document.querySelector('#odds-line').textContent.includes(' paths break it after 4 trading days')",
        )?;
        same(page.eval_js("window.walks")?.as_f64(), Some(0.0))?;
        // A plan that the paths hang on walks them.
        page.type_into("[id='odds.seed']", "9")?;
        page.press(Key::Tab)?;
        page.wait_until("window.walks > 0")?;
        for (vix, said) in [62.5, 25.0].into_iter().zip(said) {
            let fragment = format!("v=2&odds.paths=5000&shock.vix={vix}");
            open_view(visit, "odds", &fragment)?;
            walked(page)?;
            page.wait_for_text("#odds-place", &said)?;
        }
        Ok(())
    }),
    (
        "where another shock lets the rules allow another size, all else is answered at once and only that is walked, once",
        |visit| {
            let page = visit.page;
            let fragment = |vix: f64| format!("v=2&odds.paths=20000&sizing.rule.hurdle=0&shock.vix={vix}");
            open_view(visit, "odds", &fragment(40.0))?;
            walked(page)?;
            let (of_first, _) = said_of(&fragment(40.0))?;
            same(table(page, "#odds-ways table")?, tables::ways(&of_first).1)?;
            page.run_js(WATCHED, &[])?;
            page.set_slider("#vix-slider", 62.5)?;
            page.wait_until("window.walks > 0")?;
            page.wait_until("document.querySelector('#odds-line').textContent.includes(' paths break it ')")?;
            walked(page)?;
            let (of_second, _) = said_of(&fragment(62.5))?;
            let ways = tables::ways(&of_second).1;
            expect(ways != tables::ways(&of_first).1, "the rules allow as much as before")?;
            same(table(page, "#odds-ways table")?, ways)?;
            same(table(page, "#odds-parts table")?, tables::parts(&of_second, None).1)?;
            page.wait_until("document.querySelector('#odds-ways:not(.waits)') !== null")?;
            let seen = page.eval_js(
                "[window.walks === Math.min(navigator.hardwareConcurrency, 32), window.wasBusy, window.sizeDimmed, window.dimmed]",
            )?;
            same(seen.to_string().as_str(), "[true,true,true,false]")
        },
    ),
    (
        "a change of the plan walks them again and the figures before it stay until then; stopped they stay too",
        |visit| {
            let page = visit.page;
            open_view(visit, "odds", "v=2&odds.paths=3000")?;
            walked(page)?;
            let (_, before) = said_of("v=2&odds.paths=3000")?;
            page.wait_for_text("#odds-answer", &before)?;
            page.type_into("[id='odds.paths']", "5000")?;
            page.press(Key::Tab)?;
            let (_, after) = said_of("v=2&odds.paths=5000")?;
            page.wait_for_text("#odds-answer", &after)?;
            walked(page)?;
            // Ten million are not done before a hand stops them.
            page.type_into("[id='odds.paths']", "10000000")?;
            page.press(Key::Tab)?;
            page.wait_until("document.querySelector('#odds-stop') !== null")?;
            page.eval_js("document.querySelector('#odds-stop').focus()")?;
            page.press(Key::Enter)?;
            // Whoever stopped it by a key can begin it anew by the same.
            page.wait_until("document.activeElement.id === 'odds-again'")?;
            page.wait_until("document.querySelector('#odds-run').textContent.startsWith('Stopped.')")?;
            page.wait_until("document.querySelector('#odds-bars canvas') !== null")
        },
    ),
    ("how far the paths go and what of the shock is not in them is said where their figures are", |visit| {
        let page = visit.page;
        open_view(visit, "odds", "v=2&odds.paths=5000&odds.until=400&shock.severity=2")?;
        walked(page)?;
        let said = page.text("#odds-note")?;
        expect(said.starts_with("Paths go ") && said.contains(" and not 400. The severity of the shock "), said)?;
        // They know nothing of it: the line under the verdict is not theirs.
        expect(page.text("#odds-line")?.contains("the model gives "), page.text("#odds-line")?)?;
        open_view(visit, "odds", "v=2&odds.paths=5000&odds.until=3&shock.days=9")?;
        walked(page)?;
        page.wait_for_text(
            "#odds-place",
            "The shock takes 9 trading days and the paths end after 3: it is not placed among them.",
        )?;
        page.wait_until("document.querySelector('#odds-note') === null")
    }),
    ("what a hand has stopped is asked where another shock stands, and walked no more until a hand says so", |visit| {
        let page = visit.page;
        open_view(visit, "odds", "v=2&odds.paths=10000000&shock.vix=40")?;
        let place = "document.querySelector('#odds-place:not(.waits)')?.textContent";
        page.wait_until(&format!("{place} !== undefined"))?;
        page.eval_js("document.querySelector('#odds-stop').click()")?;
        page.wait_until("document.querySelector('#odds-run').textContent.startsWith('Stopped.')")?;
        page.run_js(WATCHED, &[])?;
        let before = page.eval_js(place)?.as_str().unwrap_or_default().to_string();
        page.set_slider("#vix-slider", 80.0)?;
        page.wait_until("location.hash.includes('shock.vix=80')")?;
        page.wait_until(&format!("({place} ?? '{before}') !== '{before}'"))?;
        page.wait_until("document.querySelector('#odds-run').textContent.startsWith('Stopped.')")?;
        same(page.eval_js("[window.walks, window.wasBusy]")?.to_string().as_str(), "[0,false]")?;
        page.eval_js("document.querySelector('#odds-again').click()")?;
        page.wait_until("window.walks > 0 && document.querySelector('#odds-stop') !== null")
    }),
    ("the paths of a pinned plan say how far they are, and a hand stops them and walks them again", |visit| {
        let page = visit.page;
        open_view(visit, "book", "v=2&odds.paths=10000000")?;
        page.click("#compare")?;
        page.wait_for_text("#compare", "Compare: A pinned")?;
        page.show_view("odds")?;
        page.type_into("[id='odds.paths']", "2000")?;
        page.press(Key::Tab)?;
        walked(page)?;
        let says = |text: &str| format!("document.querySelector('#odds-a')?.textContent.includes('{text}') === true");
        page.wait_until(&says("of 10,000,000 paths"))?;
        page.eval_js("document.querySelector('#odds-a-stop').click()")?;
        page.wait_until(&says("A is not among these figures: its paths were stopped."))?;
        page.eval_js("document.querySelector('#odds-a-again').click()")?;
        page.wait_until("document.querySelector('#odds-a-stop') !== null")?;
        // It takes nothing away from the plan's own.
        walked(page)
    }),
    ("a pinned plan's chance by size stands beside the plan's own, drawn, said and in the table", |visit| {
        let page = visit.page;
        open_view(visit, "book", "v=2&odds.paths=2000&shock.vix=40")?;
        page.click("#compare")?;
        page.wait_for_text("#compare", "Compare: A pinned")?;
        page.show_view("odds")?;
        page.type_into("[id='odds.paths']", "3000")?;
        page.press(Key::Tab)?;
        walked(page)?;
        let (a, _) = said_of("v=2&odds.paths=2000&shock.vix=40")?;
        let (b, _) = said_of("v=2&odds.paths=3000&shock.vix=40")?;
        let said = format!(" A: {}.", sizes_chart::headline(&a));
        page.wait_until(&format!(
            "document.querySelector('#sizes canvas')?.getAttribute('aria-label').endsWith({}) === true",
            serde_json::Value::from(said)
        ))?;
        page.eval_js("document.querySelector('[aria-label=\"sizes: show as a table\"]').click()")?;
        page.wait_until("document.querySelector('#sizes table') !== null")?;
        same(table(page, "#sizes table")?, sizes_chart::table(&b, Some(&a)).1)
    }),
    (
        "the year ahead that threads have walked says to the last digit what the library says, and has its curve",
        |visit| {
            let page = visit.page;
            let fragment = "v=2&odds.paths=2000";
            open_view(visit, "odds", fragment)?;
            page.wait_until("document.querySelector('#odds-ahead button') !== null")?;
            page.eval_js("document.querySelectorAll('#odds-ahead button')[1].click()")?;
            years_walked(page)?;
            let year = year_of(fragment)?;
            page.wait_for_text("#year-answer", &year_said(&year))?;
            same(table(page, "#odds table")?, year_tables::outcomes(&year, None).1)?;
            page.wait_until("document.querySelector('#ruin canvas') !== null")?;
            // Back among the paths of the book as it is held nothing of the year is left.
            page.eval_js("document.querySelectorAll('#odds-ahead button')[0].click()")?;
            walked(page)?;
            page.wait_until("document.querySelector('#year-run') === null")
        },
    ),
    ("a pinned plan's year stands beside the plan's own, drawn, said and in the table", |visit| {
        let page = visit.page;
        let [a, b] = ["v=2&odds.paths=600", "v=2&odds.paths=1000"];
        open_view(visit, "book", a)?;
        page.click("#compare")?;
        page.wait_for_text("#compare", "Compare: A pinned")?;
        page.show_view("odds")?;
        page.type_into("[id='odds.paths']", "1000")?;
        page.press(Key::Tab)?;
        page.eval_js("document.querySelectorAll('#odds-ahead button')[1].click()")?;
        years_walked(page)?;
        let [a, b] = [year_of(a)?, year_of(b)?];
        let said = format!(" A: {}.", ruin_chart::headline(&a));
        page.wait_until(&format!(
            "document.querySelector('#ruin canvas')?.getAttribute('aria-label').endsWith({}) === true",
            serde_json::Value::from(said)
        ))?;
        same(table(page, "#odds table")?, year_tables::outcomes(&b, Some(&a)).1)?;
        // Unpinned it is gone.
        page.run_js("document.getElementById('compare-unpin').click()", &[])?;
        page.wait_until("/ A: /.test(document.querySelector('#ruin canvas')?.ariaLabel ?? ' A: ') === false")?;
        same(table(page, "#odds table")?, year_tables::outcomes(&b, None).1)
    }),
    (
        "the size that the years reach is taken as a cap in one step, which Size and the head obey, and undo takes it back",
        |visit| {
            let page = visit.page;
            let fragment = "v=2&odds.paths=5000&odds.ruin_limit=0.03&sizing.profile=promoter";
            let ahead = "document.querySelectorAll('#odds-ahead button')[1].click()";
            open_view(visit, "odds", fragment)?;
            page.wait_until("document.querySelector('#odds-ahead button') !== null")?;
            page.eval_js(ahead)?;
            years_walked(page)?;
            page.wait_until("document.querySelector('#ruin-cap button') !== null")?;
            let label = "document.querySelector('#ruin-cap button').textContent";
            let label = page.eval_js(label)?.as_str().unwrap_or_default().to_string();
            let usd = label.trim_start_matches("Use ").trim_end_matches(" as a cap").to_string();
            expect(label == format!("Use {usd} as a cap") && usd.starts_with('$'), &label)?;
            page.eval_js("(document.querySelector('#ruin-cap button').focus(), document.activeElement.click())")?;
            let cap = usd.replace(['$', ','], "");
            page.wait_until(&format!("location.hash.includes('sizing.ruin_cap={cap}')"))?;
            // The years of the plan with the cap say the same of the size, and offer nothing but to take it off.
            page.wait_until(&format!(
                "document.querySelector('#ruin-cap')?.textContent.includes('Your cap of {usd} is what these years say')"
            ))?;
            page.wait_until("document.querySelector('#ruin-cap button').textContent === 'Take the cap off'")?;
            // Whoever has taken it stands where it can be taken off.
            page.wait_until(
                "document.activeElement === document.querySelector('#ruin-cap button:not([aria-disabled])')",
            )?;
            // Size and the line behind the verdict obey it.
            let mut plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
            (plan.sizing.ruin_cap, plan.sizing.rules.ruin) = (Some(Usd(cap.parse()?)), true);
            let book = Book::resolve(&plan)?;
            let ledger = SizedPosition::alone(&book).ok_or("nothing to size")?;
            let tab = size::report(&book, &ledger);
            same(tab.waterfall.binding, "sizing.rule.ruin")?;
            page.press("3")?;
            page.wait_for_text("#size-answer", &tab.answer)?;
            page.wait_until(&format!("document.querySelector('#size-line')?.textContent.includes('{usd}')"))?;
            // One step back: neither the dollars nor the rule, of a promoter who kept none.
            page.eval_js("document.querySelector('#undo').click()")?;
            page.wait_until(
                "!/ruin_cap|rule.ruin/.test(location.hash) && location.hash.includes('sizing.profile=promoter')",
            )?;
            page.wait_until("!document.querySelector('#size-answer').textContent.includes('ruin cap')")
        },
    ),
    ("without anything held there are no odds, and a sentence says so", |visit| {
        let page = visit.page;
        open_view(visit, "odds", "v=2&holdings=")?;
        page.wait_for_text("#odds-answer", "Nothing is held: no path gains or loses anything.")
    }),
];
