//! Dates: the combined book by SPX level and trading day, as a tinted table.

use second_engine::book::curves::{DateRow, DateTable};
use second_engine::book::setup::Setup;
use second_engine::plan::Plan;
use second_engine::words;
use yew::prelude::*;

use super::curves::use_kept;
use super::figure::{act, figure};
use super::later;
use super::shared::Shared;
use super::sheet::Sheet;

/// What the table is made from.
#[derive(Clone, Properties, PartialEq)]
pub struct DatesProps {
    /// The plan, resolved.
    pub setup: Shared<Setup>,
    /// The plan, the position in front as its first.
    pub plan: Shared<Plan>,
    /// Whether anybody looks.
    pub is_in_view: bool,
}

/// The price and date table; its room until it has been in view.
#[component]
pub fn Dates(props: &DatesProps) -> Html {
    let kept = use_kept(Plan::clone(&props.plan), props.is_in_view, || props.setup.dates());
    let Some(table) = kept else { return later::dates_room() };
    let save = {
        let table = table.clone();
        Callback::from(move |()| sheet(&table).save("price-by-date"))
    };
    let head = |i: usize, days: f64| {
        let above = match i {
            i if i == table.shock_column => "shock",
            i if i == table.expiry_column => "expiry",
            _ => "",
        };
        html! { <th scope="col">{ above }<b>{ day(days) }</b></th> }
    };
    let most = table.rows.iter().flat_map(|row| &row.pnl).fold(1.0_f64, |most, x| most.max(x.abs()));
    let acts = html! { <><span></span><span>{ act("CSV", "Save the table as CSV", save) }</span></> };
    let dek = "Combined book in dollars by trading day, VIX and token linked";
    let picture = html! {
            <div class="scroll-x" tabindex="0" role="region" aria-label="Combined book by SPX level and trading day">
                <table class="grid-t" id="dates">
                    <thead><tr><th scope="col"><b>{ "SPX" }</b></th><th scope="col">{ "move" }</th><th scope="col">{ "VIX" }</th>
                        { for table.days.iter().enumerate().map(|(i, days)| head(i, *days)) }</tr></thead>
                    <tbody>{ for table.rows.iter().map(|row| line(row, &table, most)) }</tbody>
                </table>
            </div>
    };
    figure(finding(&table), dek, acts, picture)
}

fn day(days: f64) -> String {
    if days == 0.0 { "Now".into() } else { format!("{} d", words::fixed(days, 0)) }
}

fn line(row: &DateRow, table: &DateTable, most: f64) -> Html {
    let cell = |(i, usd): (usize, &f64)| {
        let step = (10.0 * usd.abs() / most).ceil() as u8;
        let tint = (step > 0).then(|| format!("{}{step}", if *usd < 0.0 { "tn" } else { "tp" }));
        let is_here = row.is_shock && i == table.shock_column;
        html! { <td class={classes!(tint, is_here.then_some("sel"))}>{ words::signed(*usd) }</td> }
    };
    html! {
        <tr class={row.is_shock.then_some("here")}>
            <th scope="row">{ words::fixed(row.spx, 0) }</th><td>{ words::percent(row.spx_return, 1) }</td>
            <td>{ words::fixed(row.vix, 0) }</td>
            { for row.pnl.iter().enumerate().map(cell) }
        </tr>
    }
}

/// The finding: what waiting does to the shock's row.
fn finding(table: &DateTable) -> String {
    let shock = table.rows.iter().find(|row| row.is_shock);
    let at = |column: usize| shock.and_then(|row| row.pnl.get(column)).copied();
    match (at(table.shock_column), at(table.expiry_column)) {
        (Some(then), Some(expiry)) if table.expiry_column > table.shock_column => {
            let does = if expiry > then { "repairs" } else { "deepens" };
            format!("Waiting for expiry {does} it: {} to {}", words::usd(then), words::usd(expiry))
        }
        _ => "By price and date".into(),
    }
}

fn sheet(table: &DateTable) -> Sheet {
    let days = table.days.iter().map(|days| format!("day {}", words::number(*days)));
    let head = ["SPX", "SPX move", "VIX"].into_iter().map(String::from).chain(days).collect();
    let rows = table.rows.iter().map(|row| {
        let lead = [words::fixed(row.spx, 2), words::percent(row.spx_return, 2), words::fixed(row.vix, 2)];
        lead.into_iter().chain(row.pnl.iter().map(|usd| words::fixed(*usd, 2))).collect()
    });
    Sheet { head, rows: rows.collect() }
}
