//! The page for everyone: accessibility rules and narrow screens.

use crate::{Journey, Visit, expect};
use second_engine_browser::{Outcome, project};
use serde_json::json;
use std::fs;

pub const JOURNEYS: &[Journey] = &[
    ("axe finds nothing to object to on a wide screen", |visit| axe_is_content(visit, 1440, 900)),
    ("axe finds nothing to object to on a phone", |visit| axe_is_content(visit, 390, 844)),
    ("nothing is wider than the narrowest screen", |visit| {
        visit.page.set_viewport(320, 640)?;
        visit.page.open("")?;
        let width = visit.page.eval_js("document.documentElement.scrollWidth")?;
        expect(width.as_u64() <= Some(320), width)
    }),
];

/// axe-core's rules, all of them, in both themes. Injected by the driver, which the page's CSP does not concern.
fn axe_is_content(visit: &Visit, width: u32, height: u32) -> Outcome {
    let file = project(".tools/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).map_err(|_| "axe-core is not installed: run tools/test")?;
    visit.page.set_viewport(width, height)?;
    for theme in ["light", "dark"] {
        visit.page.open_at(&format!("theme={theme}"), "")?;
        visit.page.run_js(&axe, &[])?;
        let found = visit.page.run_js(
            "return axe.run(document, { preload: false }).then(result => result.violations.flatMap(rule =>
                 rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))",
            &[],
        )?;
        expect(found == json!([]), (width, theme, found))?;
    }
    Ok(())
}
