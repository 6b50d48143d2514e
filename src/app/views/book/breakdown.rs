//! Parts: where the combined figure comes from, line by line, with bars to both sides.

use second_engine::draw::ticks::whole_steps;
use second_engine::views::report::{Part, Report};
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::figure::figure;
use crate::app::figures::sign::sign;

/// The breakdown; a part's dollars in plan A are a tick across its bar.
pub fn parts(report: &Report, a: Option<&Report>) -> Html {
    let parts = &report.parts;
    let in_a = |part: &Part| a.map(|a| a.parts.iter().find(|one| one.id == part.id).map_or(0.0, |one| one.usd.0));
    let ends = whole_steps(parts.iter().flat_map(|part| [Some(part.usd.0), in_a(part)]).flatten());
    let table = html! {
            <table class="parts" id="parts">
                <caption class="sr">{ "Profit and loss in the shock, part by part, in dollars" }</caption>
                <thead class="sr"><tr><th scope="col">{ "Part" }</th><th scope="col">{ "Bar" }</th><th scope="col">{ "Dollars" }</th></tr></thead>
                <tbody>{ for parts.iter().map(|part| row(part, in_a(part), ends)) }</tbody>
            </table>
    };
    let dek =
        if a.is_some() { "Each part in dollars; tick: in A" } else { "Each part in dollars; they add up to the cent" };
    figure(finding(parts), dek, Html::default(), table)
}

/// The finding: the part that costs most.
fn finding(parts: &[Part]) -> String {
    let least = parts.iter().filter(|part| part.id.contains('.')).min_by(|a, b| a.usd.0.total_cmp(&b.usd.0));
    match least {
        Some(part) if part.usd.0 < -0.5 => format!("Costliest: {}, {}", part.label, words::usd(part.usd.0)),
        _ => "No part of it costs anything".into(),
    }
}

fn row(part: &Part, a: Option<f64>, ends: [f64; 2]) -> Html {
    let class = match part.id.as_str() {
        "combined" => "sum-row",
        id if id.contains('.') => "",
        _ => "h",
    };
    bar(class, &part.label, (part.usd.0, a), ends)
}

/// A table of parts with a bar each, and what they are in plan A; the last line is their sum. `id` is its DOM id.
pub fn bars<'a>(
    id: &'static str,
    caption: &'static str,
    parts: impl Iterator<Item = (&'a str, f64, Option<f64>)> + Clone,
) -> Html {
    let ends = whole_steps(parts.clone().flat_map(|part| [Some(part.1), part.2]).flatten());
    let last = parts.clone().count().saturating_sub(1);
    let line = |(i, (name, usd, a)): (usize, (&str, f64, Option<f64>))| {
        bar(if i == last { "sum-row" } else { "" }, name, (usd, a), ends)
    };
    html! {
        <table class="parts" {id}>
            <caption class="sr">{ caption }</caption>
            <thead class="sr"><tr><th scope="col">{ "Part" }</th><th scope="col">{ "Bar" }</th><th scope="col">{ "Dollars" }</th></tr></thead>
            <tbody>{ for parts.enumerate().map(line) }</tbody>
        </table>
    }
}

/// A line of a breakdown: its name, a bar between these ends, its dollars and those in plan A.
fn bar(class: &'static str, label: &str, (usd, a): (f64, Option<f64>), [least, most]: [f64; 2]) -> Html {
    let at = |x: f64| 100.0 * (x - least) / (most - least);
    let (zero, end) = (at(0.0), at(usd));
    let width = (end - zero).abs().max(0.6);
    let fill = if usd < 0.0 { "m" } else { "p" };
    html! {
        <tr {class}>
            <th scope="row">{ label.to_string() }</th>
            <td><svg class="dbar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                <line x1={format!("{zero:.2}")} x2={format!("{zero:.2}")} y1="-7" y2="19" />
                <rect class={fill} x={format!("{:.2}", end.min(zero))} y="1" width={format!("{width:.2}")} height="10" />
                { a.map(|a| html! { <line class="a" x1={format!("{:.2}", at(a))} x2={format!("{:.2}", at(a))} y1="-2" y2="14" /> }).unwrap_or_default() }
            </svg></td>
            <td class={classes!("num", sign(usd))}>{ words::signed(usd) }
                { a.map(|a| html! { <span class="sr">{ format!(", in A {}", words::signed(a)) }</span> }).unwrap_or_default() }</td>
        </tr>
    }
}
