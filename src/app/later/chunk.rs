//! Chunk: the split point. What only this file names lies in the chunk.

use second_engine::draw::svg::svg;
use second_engine::plan::file;
use second_engine::views::json;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::app::frame::help::Help;
use crate::app::later::Later;
use crate::app::views::book::dates::DatesFigure;
use crate::app::views::book::details::details;
use crate::app::views::book::{heat_map, payoff};
use crate::app::views::{hedge, learn, pool, size};

static LATER: Later = Later {
    dates: |props| html! { <DatesFigure ..props.clone() /> },
    details,
    size: size::view,
    hedge: hedge::view,
    pool: pool::view,
    learn: learn::view,
    help: |asked| html! { <Help {asked} /> },
    payoff_table: |payoff| payoff::sheet(payoff).table("Profit and loss along the axis, dollars"),
    payoff_csv: |payoff| payoff::sheet(payoff).save("payoff"),
    heat_table: |heat| heat_map::sheet(heat).table("Combined book in dollars: rows are VIX, columns are SPX moves"),
    heat_csv: |heat| heat_map::sheet(heat).save("heat-map"),
    svg,
    plan_text: file::text,
    read_plan: file::open,
    report_text: json::text,
    evaluate: json::evaluate_json,
};

/// Fetches the chunk, the first time, and says what it holds.
///
/// # Errors
/// Where it cannot be fetched; the next call tries again.
#[wasm_split(later, fallible)]
pub fn later() -> Result<&'static Later, SplitLoaderError> {
    Ok(&LATER)
}
