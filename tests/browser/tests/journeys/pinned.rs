//! Compare: what is pinned stands in every chart of every view, said in its words, and in its table.

use crate::{Journey, open_view, same};
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::json;

use charts::{CHARTS, OF_FILES};

#[path = "../../../pictures/charts.rs"]
mod charts;

/// The views, in the order in which they are looked at.
const VIEWS: [&str; 6] = ["book", "time", "size", "hedge", "pool", "odds"];
/// Charts without a canvas that has words: the slider's is mute, the waterfall is a table.
const WITHOUT_WORDS: [&str; 2] = ["ridge", "waterfall"];
/// A conversion is held, so that its chart is there.
const PLAN: &str = "v=2&conversion.on=1";
/// What heads A's column or row in each table of Time that stands there without its chart.
const OF_A_IN_TIME: [&str; 4] = ["A, in its own shock", "A: total", "A: P&L together", "A: by the rules"];
/// What a chart says of plan A.
const OF_A: &str = "/ A: | A has | In A /";

pub const JOURNEYS: &[Journey] = &[(
    "a pinned plan stands in every chart of every view, and is gone from all once it is unpinned",
    |visit| {
        let page = visit.page;
        open_view(visit, "book", PLAN)?;
        page.click("#compare")?;
        page.wait_for_text("#compare", "Compare: A pinned")?;
        page.set_slider("#vix-slider", 30.0)?;
        each_says(page, true)?;
        page.show_view("book")?;
        page.wait_until("document.querySelectorAll('#parts .dbar line.a').length > 3")?;
        page.eval_js("document.getElementById('heat').scrollIntoView()")?;
        let figure = "document.getElementById('dates')?.closest('figure')";
        page.wait_until(&format!("{figure} !== undefined"))?;
        page.run_js(
            "[...document.querySelectorAll('[aria-label=\"Compared with A\"] button')].find(one => one.innerText === 'B − A').click()",
            &[],
        )?;
        page.wait_until(&format!("{figure}.innerText.includes('In the shock B is')"))?;
        // A table has A's column too.
        page.run_js("document.querySelector('[aria-label=\"Show the payoff as a table\"]').click()", &[])?;
        page.wait_until("document.querySelector('#payoff thead th:last-child')?.innerText.trim() === 'A'")?;
        page.run_js("document.querySelector('[aria-label=\"Show the payoff as a table\"]').click()", &[])?;
        page.run_js("document.getElementById('compare-unpin').click()", &[])?;
        page.wait_for_text("#compare", "Compare")?;
        each_says(page, false)?;
        same(page.eval_js("document.querySelectorAll('line.a').length")?, json!(0))
    },
)];

/// Whether a file below `src/views` is in this view's folder.
fn is_in(view: &str, file: &str) -> bool {
    file.strip_prefix(view).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether every chart says something of plan A.
fn each_says(page: &Page, of_a: bool) -> Outcome {
    let is_looked_at = |id: &str, file: &str| OF_FILES.contains(&id) || VIEWS.iter().any(|view| is_in(view, file));
    if let Some((id, file)) = CHARTS.iter().find(|(id, file)| !is_looked_at(id, file)) {
        return Err(format!("{id}, {file}: it is in no view that is looked at").into());
    }
    for view in VIEWS {
        page.show_view(view)?;
        page.wait_until_all_is_there()?;
        page.see_all()?;
        let has_words = |id: &&str| !WITHOUT_WORDS.contains(id) && !OF_FILES.contains(id);
        for (id, _) in CHARTS.iter().filter(|(id, file)| is_in(view, file) && has_words(id)) {
            let said = format!("document.querySelector('#{id} canvas')?.ariaLabel");
            page.wait_until(&format!("{said} !== undefined && {OF_A}.test({said}) === {of_a}"))
                .map_err(|error| format!("{id}: {error}"))?;
        }
        if view == "time" {
            for words in OF_A_IN_TIME {
                let said = format!(
                    "[...document.querySelectorAll('#time .sheet th')].some(one => one.innerText === '{words}')"
                );
                page.wait_until(&format!("{said} === {of_a}")).map_err(|error| format!("{words}: {error}"))?;
            }
        }
        if view == "size" {
            page.wait_until(&format!(
                "{OF_A}.test(document.querySelector('#waterfall caption').innerText) === {of_a}
                 && (document.querySelectorAll('#waterfall line.a').length > 3) === {of_a}"
            ))?;
        }
    }
    Ok(())
}
