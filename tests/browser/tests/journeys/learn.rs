//! The inputs' places; claims against the table on file, terms that are searched, the model book.

use crate::{Journey, expect, open_view, report_of, same, shows};
use second_engine::book::Book;
use second_engine::plan::knobs::{KNOBS, LISTS, TEXTS};
use second_engine::plan::url;
use second_engine::views::learn;
use second_engine::views::learn::claim::ClaimKind;
use second_engine::views::learn::claims::CLAIMS;
use second_engine_browser::Outcome;

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
        for tab in ["time", "size", "hedge", "pool", "odds", "learn"] {
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
    ("every claim shows what the table on file says of it, and the same sum in the person's own plan", |visit| {
        let page = visit.page;
        let own = "v=2&condor.contracts=7&shock.vix=52";
        open_view(visit, "learn", own)?;
        page.wait_until("document.querySelector('.claim-range') !== null")?;
        page.wait_until("document.querySelector('.claim-range[aria-busy]') === null")?;
        page.wait_until("document.querySelector('.claim-yours p:not([aria-busy])') !== null")?;
        let yours = learn::reports(&Book::resolve(&url::parse(own).map_err(|wrong| wrong.text)?.plan)?);
        for (claim, yours) in CLAIMS.iter().zip(&yours) {
            let text = |css: &str| page.text(&format!("#claim-{} {css}", claim.id));
            let filed = filed(claim.id)?;
            same(format!("{} | {}", text(".claim-found b")?, text(".claim-found b + span")?), filed.found)?;
            same(text(".claim-text")?, filed.said)?;
            if claim.kind() == ClaimKind::Claim {
                same(text(".claim-range")?, filed.range)?;
                let wanted = format!("In yours: {}, {}", yours.here.figure, yours.here.outcome.words());
                same(text(".claim-yours p")?, wanted)?;
            }
        }
        let answer = include_str!("../../../claims.txt").trim_end().lines().last().unwrap_or_default();
        same(page.text("#learn-answer")?, answer.to_string())
    }),
    ("a term is found by what is typed, and a digit in the box turns no view", |visit| {
        let page = visit.page;
        open_view(visit, "learn", "")?;
        page.run_js(
            "[...document.querySelectorAll('.positions button')].find(one => one.textContent === 'Glossary').click()",
            &[],
        )?;
        page.wait_until("document.querySelectorAll('.terms li').length > 45")?;
        page.type_into("#terms-typed", "loyalty")?;
        page.wait_until("document.querySelectorAll('.terms li').length === 1")?;
        expect(page.text(".terms h2")?.starts_with("False binary"), page.text(".terms h2")?)?;
        page.type_into("#terms-typed", "2-sigma")?;
        page.wait_until("document.querySelector('.terms h2')?.textContent.startsWith('2-sigma')")?;
        expect(page.eval_js("document.body.dataset.view")? == "learn", "another view")?;
        page.type_into("#terms-typed", "moonshine")?;
        page.wait_for_text("#terms-count", "No term is about that.")
    }),
    ("a source leads to its section of the model book", |visit| {
        let page = visit.page;
        page.open("")?;
        page.click("#verdict button")?;
        page.wait_until("document.getElementById('pop').matches(':popover-open')")?;
        same(page.text("#pop .to")?, "Model book 10".to_string())?;
        page.click("#pop .to")?;
        page.wait_until("document.activeElement.id === 'book-10'")?;
        same(page.text("#book-10")?, "10 The combined book".to_string())?;
        expect(page.eval_js("document.getElementById('pop').matches(':popover-open')")? == false, "the popover stays")?;
        // Every section of the book is there, in its order.
        let sections = include_str!("../../../../docs/model.md").lines().filter_map(|line| line.strip_prefix("## "));
        let shown = page.eval_js("[...document.querySelectorAll('#model-book h2')].map(one => one.textContent)")?;
        same(serde_json::from_value::<Vec<String>>(shown)?, sections.map(String::from).collect())
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

/// What the table on file says of a claim.
struct Filed {
    /// Figure and outcome in the plan that tests it.
    found: String,
    /// What the figure is.
    said: String,
    /// Where it holds; empty for a note.
    range: String,
}

fn filed(id: &str) -> Outcome<Filed> {
    let table = include_str!("../../../claims.txt");
    let mut parts = table.split("\n\n");
    let part = parts.find(|part| part.starts_with(&format!("{id} ("))).ok_or("the table has no such claim")?;
    let line = |name: &str| part.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    let there = line("there").ok_or("no plan of its own")?;
    let (found, said) = there.rsplit_once(" | ").ok_or("no figure")?;
    Ok(Filed { found: found.into(), said: said.into(), range: line("range").unwrap_or_default().into() })
}
