//! Memo: what stands on paper before the view: the answer, what is held, what time brings, the inputs and what differs from
//! the opening plan, the limits of the model and its version.

use second_engine::book::{Book, corridor, explained};
use second_engine::plan::address::Address;
use second_engine::plan::knobs::{KNOBS, Knob};
use second_engine::plan::{Plan, url};
use second_engine::views::book::differs::{self, Differs, stands};
use second_engine::views::book::odds;
use second_engine::views::report::Report;
use second_engine::views::time::memo::MemoPart;
use second_engine::views::{size, time};
use second_engine::words;
use yew::prelude::*;

use crate::app::browser::dom;
use crate::app::figures::sheet::Sheet;
use crate::app::frame::holdings::RailHolding;
use crate::app::frame::odds::by_paths;
use crate::app::odds::horizon::HORIZON;

/// The memo; `plan` is the whole plan.
pub fn memo(plan: &Plan, report: &Report, held: &[RailHolding]) -> Html {
    let combined = &report.combined;
    let (differs, link, book) = (differs::of(plan), url::link(plan), Book::resolve(plan).ok());
    let line = |one: &RailHolding| {
        html! { <tr><th scope="row">{ &one.name }</th><td class="t">{ &one.line }</td><td>{ one.pnl.map_or_else(|| if one.is_on { "not held" } else { "off" }.into(), words::usd) }</td></tr> }
    };
    html! {
        <section class="memo" aria-label="Memo">
            <h1>{ "Second Engine: a VIX shock on the book" }</h1>
            <p>{ format!("{}. Version {}.", dom::today(), second_engine::VERSION) }</p>
            <p class="memo-answer">{ &report.verdict }</p>
            if let Some(book) = &book {
                <p class="memo-answer">{ size::said(book, report).unwrap_or_default() }</p>
                <p>{ chances(book, plan) }</p>
            }
            <table>
                <thead><tr><th scope="col">{ "Held" }</th><th scope="col" class="t">{ "Terms" }</th><th scope="col">{ "In the shock" }</th></tr></thead>
                <tbody>
                    { for held.iter().map(line) }
                    <tr class="sumrow"><th scope="row">{ "Combined" }</th><td class="t">{ format!("loss budget {}", words::amount(combined.budget.0)) }</td><td>{ words::usd(combined.pnl.0) }</td></tr>
                </tbody>
            </table>
            if let Some(book) = &book {
                { of_time(book, report) }
            }
            <h2>{ "Assumed, not as it opened" }</h2>
            { assumed(&differs) }
            <h2>{ "Inputs" }</h2>
            { inputs(plan, &differs) }
            <h2>{ "Limits" }</h2>
            <p>{ limits(combined.largest_pool.is_some() || !report.pools.is_empty()) }</p>
            if !link.is_empty() {
                <p class="memo-link">{ dom::address(&link) }</p>
            }
        </section>
    }
}

/// How often it was and how likely the model has it, as under the verdict.
fn chances(book: &Book, plan: &Plan) -> String {
    let odds = odds::of(book);
    by_paths(&odds, plan, HORIZON.whole(plan).as_deref()).unwrap_or(odds).sentence
}

/// Its dates, and what there is to decide until the last expiry.
fn of_time(book: &Book, report: &Report) -> Html {
    let memo = time::memo::of(book, &time::of(book, report), &corridor::of(book), &explained::of(book));
    html! {
        <>
            <h2>{ "Time" }</h2>
            <p>{ memo.dates }</p>
            { for memo.parts.iter().map(part) }
        </>
    }
}

/// A finding over its figures; names with one value each stand in columns, as the inputs do.
fn part(part: &MemoPart) -> Html {
    let is_list = part.head.len() == 2;
    let cell = |cell: Option<&String>| cell.cloned().unwrap_or_default();
    let item = |row: &Vec<String>| html! { <div><dt>{ cell(row.first()) }</dt><dd>{ cell(row.last()) }</dd></div> };
    html! {
        <div class="memo-part">
            <p class="memo-answer">{ &part.finding }</p>
            if is_list {
                <dl class="memo-list">{ for part.rows.iter().map(item) }</dl>
            } else if !part.head.is_empty() {
                { Sheet { head: part.head.clone(), rows: part.rows.clone() }.table(&part.finding) }
            }
            if !part.note.is_empty() {
                <p class="cap">{ &part.note }</p>
            }
        </div>
    }
}

/// What the figures cannot know.
fn limits(has_pool: bool) -> String {
    let linked = if has_pool { "VIX, SPX and the token" } else { "VIX and SPX" };
    format!(
        "Educational, not advice. The figures are a model’s: the central case unless a band is named, {linked} on the spot–vol link of 1990 to 2026 where they are not typed, liquidity and fills as assumed. A path in between can be worse than its end. Events that never happened are outside of what the link has seen."
    )
}

/// Every input of what is held and of the plan as a whole, each with its row.
fn each(plan: &Plan) -> impl Iterator<Item = (&'static Knob, Address)> {
    KNOBS.iter().flat_map(|knob| {
        let count = knob.kind().map_or(1, |kind| plan.count(kind));
        (0..count).map(move |nth| (knob, Address::new(knob.id, nth)))
    })
}

/// Whether it is an input of what counts: of a holding that is off only that it is off.
fn counts(plan: &Plan, at: Address) -> bool {
    at.kind().is_none_or(|kind| plan.is_on(kind, at.nth)) || at.row.ends_with(".on")
}

/// The list of the bar beside the views.
fn assumed(differs: &[Differs]) -> Html {
    if differs::assumptions(differs).next().is_none() {
        return html! { <p>{ "Nothing: the shock above apart, every assumption and every rule is as it opened." }</p> };
    }
    let line = |one: &Differs| {
        html! { <div><dt>{ &one.name }</dt><dd>{ format!("{}, opened at {}", one.now, one.opened) }</dd></div> }
    };
    html! { <dl class="memo-list">{ for differs::assumptions(differs).map(line) }</dl> }
}

/// Whether a person has typed what the model would fill in: the price of a leg, a smile.
fn is_typed(plan: &Plan, knob: &Knob, at: Address) -> bool {
    knob.is_auto() && plan.value(at).is_some() && knob.initial(at.nth).is_none()
}

/// Every input, with what it opened at where it is another; then lists and holdings that are.
fn inputs(plan: &Plan, differs: &[Differs]) -> Html {
    let is_shown = |knob: &Knob, at: Address| {
        !knob.is_advanced || is_typed(plan, knob, at) || differs::opened_at(differs, at).is_some()
    };
    let shown = each(plan).filter(|(knob, at)| plan.applies(*at) && counts(plan, *at) && is_shown(knob, *at));
    let line = |(knob, at): (&Knob, Address)| {
        let opened = differs::opened_at(differs, at).map(|opened| format!(", opened at {opened}"));
        let now = stands(knob, plan.value(at)) + &opened.unwrap_or_default();
        // Which one is held its own name says; its terms are the table's.
        let whose = at.kind().filter(|kind| at.row == kind.switch());
        let label =
            whose.map_or_else(|| plan.named(at, knob.label), |kind| format!("{}, held", plan.name(kind, at.nth)));
        html! { <div><dt>{ label }</dt><dd>{ now }</dd></div> }
    };
    let others = differs.iter().filter(|one| one.back.is_none()).map(|one| {
        html! { <div><dt>{ &one.name }</dt><dd>{ format!("{}, opened: {}", one.now, one.opened) }</dd></div> }
    });
    html! { <dl class="memo-list">{ for shown.map(line) }{ for others }</dl> }
}
