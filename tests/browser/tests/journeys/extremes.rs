//! Plans at the ends of what can be typed: no view goes sideways and no word is cut, on the narrowest phone as on a wide
//! screen. One page a plan; the window changes its width under it.

use crate::{Journey, Visit, expect, report_of};
use second_engine_browser::Outcome;
use second_engine_browser::page::FAULTS;
use serde_json::json;

/// From wide to narrow, on both sides of each change of layout.
const WIDTHS: [u32; 7] = [1920, 1366, 1100, 1099, 768, 390, 320];
const VIEWS: [&str; 8] = ["book", "time", "size", "hedge", "pool", "odds", "data", "learn"];

pub const JOURNEYS: &[Journey] = &[
    ("sums of eleven digits and losses of as many cut nothing at any width", |visit| {
        holds_at_every_width(
            visit,
            "v=2&condor.contracts=9999&pool.deposit=999999999&account.equity=99999999999&shock.vix=150",
        )
    }),
    ("the smallest prices cut nothing at any width", |visit| {
        holds_at_every_width(
            visit,
            "v=2&holdings=pool,layer&pool.token=own&pool.token_price=0.01&pool.deposit=0.05&account.equity=1",
        )
    }),
    ("ten pools and five condors cut nothing at any width", |visit| {
        let held = [["condor"; 5].join(","), ["pool"; 10].join(","), ["layer"; 3].join(",")].join(",");
        holds_at_every_width(visit, &format!("v=2&holdings={held}&shock.vix=90"))
    }),
    ("the longest names cut nothing at any width", |visit| {
        let name = "Winter%20holding%20of%20the%20far%20expiration%20two";
        let named = ["condor", "pool", "layer", "etp", "chain", "strip", "conversion"];
        let names: String = named.iter().map(|kind| format!("&{kind}.name={name}")).collect();
        holds_at_every_width(visit, &format!("v=2&holdings={}{names}", named.join(",")))
    }),
    ("a book of nothing cuts nothing at any width", |visit| holds_at_every_width(visit, "v=2&holdings=")),
];

fn holds_at_every_width(visit: &Visit, fragment: &str) -> Outcome {
    let is_empty = report_of(fragment)?.holdings.is_empty();
    let page = visit.page;
    page.set_viewport(WIDTHS[0], 900)?;
    page.open(fragment)?;
    let mut found = Vec::new();
    for view in VIEWS {
        page.set_viewport(WIDTHS[0], 900)?;
        if is_empty && view == "book" {
            page.wait_until("document.getElementById('nothing-held') !== null")?;
        } else {
            page.show_view(view)?;
        }
        page.see_all()?;
        for width in WIDTHS {
            page.set_viewport(width, 900)?;
            // Charts are drawn anew in the frame after the one that tells of the width.
            page.run_js("return new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))", &[])?;
            let faults = page.run_js(FAULTS, &[])?;
            if faults != json!([]) {
                found.push(format!("{view} at {width}: {faults}"));
            }
        }
    }
    expect(found.is_empty(), found)
}
