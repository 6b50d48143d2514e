//! Differences: the table of what tells B from A, results first, then the inputs that differ.

use second_engine::views::book::compare::{Differences, Line};
use yew::prelude::*;

use crate::app::figures::figure::{act, figure};
use crate::app::figures::sheet::Sheet;

/// The table under its finding.
pub fn differences(found: &Differences, sentence: &str) -> Html {
    let sheet = Sheet { head: Differences::HEAD.map(String::from).to_vec(), rows: found.rows() };
    let save = act("CSV", "Save the differences as CSV", Callback::from(move |()| sheet.save("a-and-b")));
    let body = html! {
        <div class="sheet" tabindex="0" role="region" aria-label="What tells B from A">
            <table id="differences">
                <caption class="sr">{ "What tells B from A" }</caption>
                <thead><tr>{ for Differences::HEAD.iter().map(|cell| html! { <th scope="col">if cell.is_empty() { <span class="sr">{ "What differs" }</span> } else { { *cell } }</th> }) }</tr></thead>
                <tbody>{ for found.results.iter().map(line) }</tbody>
                <tbody>{ for found.inputs.iter().map(line) }</tbody>
            </table>
        </div>
    };
    figure(sentence.to_string(), "A is the plan that was pinned, B the one on the page", save, body)
}

fn line(line: &Line) -> Html {
    let is_other = line.a != line.b;
    html! {
        <tr class={is_other.then_some("other")}>
            <th scope="row">{ &line.label }</th><td>{ &line.a }</td><td>{ &line.b }</td><td>{ &line.by }</td>
        </tr>
    }
}
