//! Memo: what stands on paper before the view: the answer, what is held, the inputs and what differs from the opening
//! plan, the limits of the model and its version.

use second_engine::plan::knobs::{Access, KNOBS, Knob};
use second_engine::plan::{Plan, url};
use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::browser::dom;
use crate::app::frame::holdings::RailHolding;

/// The memo; `plan` is the whole plan.
pub fn memo(plan: &Plan, report: &Report, held: &[RailHolding]) -> Html {
    let combined = &report.combined;
    let line = |one: &RailHolding| {
        html! { <tr><th scope="row">{ &one.name }</th><td class="t">{ &one.line }</td><td>{ one.pnl.map_or_else(|| "off".into(), words::usd) }</td></tr> }
    };
    html! {
        <section class="memo" aria-label="Memo">
            <h1>{ "Second Engine: a VIX shock on the book" }</h1>
            <p>{ format!("{}. Version {}.", dom::today(), env!("CARGO_PKG_VERSION")) }</p>
            <p class="memo-answer">{ &report.verdict }</p>
            <table>
                <thead><tr><th scope="col">{ "Held" }</th><th scope="col" class="t">{ "Terms" }</th><th scope="col">{ "In the shock" }</th></tr></thead>
                <tbody>
                    { for held.iter().map(line) }
                    <tr class="sumrow"><th scope="row">{ "Combined" }</th><td class="t">{ format!("loss budget {}", words::amount(combined.budget.0)) }</td><td>{ words::usd(combined.pnl.0) }</td></tr>
                </tbody>
            </table>
            <h2>{ "Not as it opened" }</h2>
            { differences(plan) }
            <h2>{ "Inputs" }</h2>
            { inputs(plan) }
            <h2>{ "Limits" }</h2>
            <p>{ "Educational, not advice. The figures are a model’s: the central case unless a band is named, VIX, SPX and the token on the link of 1990 to 2026 where they are not typed, liquidity and fills as assumed. A path in between can be worse than its end. Events that never happened are outside of what the link has seen." }</p>
            <p class="memo-link">{ dom::address(&url::fragment(plan)) }</p>
        </section>
    }
}

/// The value in words.
fn stands(knob: &Knob, plan: &Plan) -> String {
    match (knob.access, knob.value(plan)) {
        (_, None) => "by the model".into(),
        (Access::Switch(..), Some(x)) => if x == 1.0 { "on" } else { "off" }.into(),
        (Access::Choice(options, ..), Some(x)) => {
            options.get(x as usize).map_or_else(String::new, |(_, label)| (*label).into())
        }
        (_, Some(x)) => knob.shown(x),
    }
}

fn differences(plan: &Plan) -> Html {
    let initial = Plan::default();
    let differs = |knob: &&Knob| (knob.applies)(plan) && knob.value(plan) != knob.value(&initial);
    let found: Vec<&Knob> = KNOBS.iter().filter(differs).collect();
    if found.is_empty() {
        return html! { <p>{ "Nothing: this is the opening example." }</p> };
    }
    let line = |knob: &Knob| {
        html! { <div><dt>{ knob.label }</dt><dd>{ format!("{}, opened at {}", stands(knob, plan), stands(knob, &initial)) }</dd></div> }
    };
    html! { <dl class="memo-list">{ for found.into_iter().map(line) }</dl> }
}

fn inputs(plan: &Plan) -> Html {
    let is_shown = |knob: &&Knob| (knob.applies)(plan) && !knob.is_advanced;
    let line = |knob: &Knob| html! { <div><dt>{ knob.label }</dt><dd>{ stands(knob, plan) }</dd></div> };
    html! { <dl class="memo-list">{ for KNOBS.iter().filter(is_shown).map(line) }</dl> }
}
