//! The size tab's risk: the correlation map by wing, where the budget breaks, the tests that move with the slider.

use crate::{Journey, expect, open_view};

pub const JOURNEYS: &[Journey] = &[
    ("the risk below the sizing answers in sentences, charts and tables", |visit| {
        open_view(visit, "size", "")?;
        visit.page.show("#risk")?;
        visit.page.wait_until(
            "['correlation', 'frontier'].every(id => document.querySelector(`#${id} canvas`)?.height > 100)",
        )?;
        let answer = visit.page.text("#risk-answer")?;
        expect(answer.contains("condor and pool") && answer.contains("VIX"), &answer)?;
        let checks = visit.page.eval_js("document.querySelectorAll('#second-engine li, #steward li').length")?;
        expect(checks.as_u64() == Some(10), checks)?;
        let complaints = visit.page.complaints()?;
        expect(complaints.is_empty(), complaints)
    }),
    ("the correlation map turns to a wing and shows its table", |visit| {
        open_view(visit, "size", "")?;
        visit.page.show("#risk")?;
        visit.page.wait_until("document.querySelectorAll('#risk .seg button').length === 3")?;
        visit.page.run_js("document.querySelectorAll('#risk .seg button')[1].click()", &[])?;
        visit
            .page
            .wait_until("document.querySelectorAll('#risk .seg button')[1].getAttribute('aria-pressed') === 'true'")?;
        visit
            .page
            .wait_until("document.querySelector('#risk .fig h2').textContent.startsWith('Put spread and pool')")?;
        visit.page.run_js("document.querySelector('#risk .fig .acts button').click()", &[])?;
        visit.page.wait_until("document.querySelectorAll('#correlation tbody tr').length >= 32")
    }),
    ("dragging VIX fails and passes the second-engine test, the worst of the horizon stays", |visit| {
        open_view(visit, "size", "")?;
        visit.page.show("#risk")?;
        visit.page.wait_until("document.querySelectorAll('#second-engine li').length === 3")?;
        let failing = "document.querySelectorAll('#second-engine .minus').length";
        let kept = "document.querySelector('#risk .facts').textContent";
        let before = visit.page.eval_js(kept)?;
        // Little is lost at 16, the budget is gone at 48; far up the calls would catch up.
        visit.page.set_slider("#vix-slider", 16.0)?;
        visit.page.wait_until(&format!("{failing} <= 1"))?;
        visit.page.set_slider("#vix-slider", 48.0)?;
        visit.page.wait_until(&format!("{failing} >= 2"))?;
        let after = visit.page.eval_js(kept)?;
        expect(before == after, after)
    }),
];
