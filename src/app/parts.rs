//! Parts: where the combined figure comes from, line by line, with bars to both sides.

use second_engine::report::Part;
use second_engine::words;
use yew::prelude::*;

use super::figure::Figure;
use super::verdict::sign;

/// The breakdown.
pub fn parts(parts: &[Part]) -> Html {
    let most = parts.iter().map(|part| part.usd.0).fold(1.0, f64::max) * 1.02;
    let least = parts.iter().map(|part| part.usd.0).fold(-1.0, f64::min) * 1.02;
    let body = html! {
        <table class="parts" id="parts">
            <caption class="sr">{ "Profit and loss in the shock, part by part, in dollars" }</caption>
            <thead class="sr"><tr><th scope="col">{ "Part" }</th><th scope="col">{ "Bar" }</th><th scope="col">{ "Dollars" }</th></tr></thead>
            <tbody>{ for parts.iter().map(|part| row(part, least, most)) }</tbody>
        </table>
    };
    let (title, dek) = ("Where it comes from".into(), "Each part in dollars; they add up to the cent".into());
    Figure { title, dek, body, ..Figure::default() }.html()
}

fn row(part: &Part, least: f64, most: f64) -> Html {
    let (class, label) = match part.id {
        "combined" => ("sum-row", part.label.clone()),
        id if id.contains('.') => ("", part.label.clone()),
        _ => ("h", part.label.clone()),
    };
    let at = |x: f64| 100.0 * (x - least) / (most - least);
    let (zero, end) = (at(0.0), at(part.usd.0));
    let width = (end - zero).abs().max(0.6);
    let bar = if part.usd.0 < 0.0 { "m" } else { "p" };
    html! {
        <tr class={class} key={part.id}>
            <th scope="row">{ label }</th>
            <td><svg class="dbar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                <line x1={format!("{zero:.2}")} x2={format!("{zero:.2}")} y1="-7" y2="19" />
                <rect class={bar} x={format!("{:.2}", end.min(zero))} y="1" width={format!("{width:.2}")} height="10" />
            </svg></td>
            <td class={classes!("num", sign(part.usd.0))}>{ words::signed(part.usd.0) }</td>
        </tr>
    }
}
