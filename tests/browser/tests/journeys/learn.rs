//! The inputs' places, and the claims that load as links.

use crate::{Journey, expect, open_view, report_of, same, shows};
use second_engine::plan::knobs::{KNOBS, LISTS, TEXTS};
use second_engine::plan::url;
use second_engine::views::learn::CLAIMS;

pub const JOURNEYS: &[Journey] = &[
    ("every input of the plan has its place on the page", |visit| {
        let page = visit.page;
        // One of every kind, and a drawn path, so that the list of its days is there too.
        let fragment = "v=2&holdings=condor,pool,layer,layer,layer,etp,chain,strip,conversion&hedge_rules.from=drawn";
        page.open(fragment)?;
        page.click("#shock-more-button")?;
        page.wait_until("document.getElementById('shock-more') !== null")?;
        page.unfold()?;
        let ids = "[...document.querySelectorAll('[id]')].map(element => element.id)";
        let mut found: Vec<String> = serde_json::from_value(page.eval_js(ids)?)?;
        for tab in ["size", "hedge", "pool", "learn"] {
            page.show_view(tab)?;
            page.run_js("scrollTo(0, document.documentElement.scrollHeight)", &[])?;
            page.see_all()?;
            page.wait_until("document.querySelector('#size') === null || document.querySelector('#steward') !== null")?;
            page.wait_until(
                "document.querySelector('#hedge') === null || document.getElementById('hedge_rules.path') !== null",
            )?;
            found.extend(serde_json::from_value::<Vec<String>>(page.eval_js(ids)?)?);
        }
        let plan = url::parse(fragment).map_err(|wrong| wrong.text)?.plan;
        let wanted = KNOBS.iter().filter(|knob| (knob.applies)(&plan, 0)).map(|knob| knob.id);
        let missing: Vec<&str> = wanted
            .chain(LISTS.iter().map(|list| list.id))
            .chain(TEXTS.iter().map(|text| text.id).filter(|id| id.ends_with(".name")))
            .filter(|id| !found.iter().any(|known| known == id || known.starts_with(&format!("{id}-"))))
            .collect();
        expect(missing.is_empty(), missing)
    }),
    ("every claim shows its figure and the same sum in the person's own plan", |visit| {
        open_view(visit, "learn", "v=2&condor.contracts=7")?;
        for claim in CLAIMS {
            let figure = claim.finding()?.figure;
            // A joiner keeps a minus with its figure.
            let shown = visit.page.text(&format!("#claim-{} .claim-found b", claim.id))?.replace('\u{2060}', "");
            same(shown, figure)?;
            let yours = visit.page.text(&format!("#claim-{} .claim-yours", claim.id))?;
            expect(yours.contains("In yours: "), yours)?;
        }
        Ok(())
    }),
    ("a claim loads the plan that tests it, and undo brings one's own back", |visit| {
        let page = visit.page;
        let own = "v=2&shock.vix=33";
        open_view(visit, "learn", own)?;
        let claim = CLAIMS.iter().find(|claim| claim.id == "share").ok_or("no such claim")?;
        page.click("#claim-share a")?;
        shows(page, &report_of(&url::fragment(&claim.plan()))?)?;
        page.click("#undo")?;
        shows(page, &report_of(own)?)
    }),
];
