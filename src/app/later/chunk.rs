//! Chunk: the split point. What only this file names lies in the chunk.

use second_engine::draw::svg::svg;
use second_engine::plan::file;
use second_engine::views::json::evaluate_json;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::app::later::Later;
use crate::app::dates::Dates;
use crate::app::views::book::details::details;
use crate::app::views::book::heat_map;
use crate::app::hedge_tab::HedgePanel;
use crate::app::frame::help::Help;
use crate::app::learn_tab::LearnPanel;
use crate::app::views::book::payoff;
use crate::app::pool_tab::PoolPanel;
use crate::app::size_tab::SizePanel;

static LATER: Later = Later {
    dates: |props| html! { <Dates ..props.clone() /> },
    details,
    size: |props| html! { <SizePanel ..props.clone() /> },
    hedge: |props| html! { <HedgePanel ..props.clone() /> },
    pool: |props| html! { <PoolPanel ..props.clone() /> },
    learn: |props| html! { <LearnPanel ..props.clone() /> },
    help: |asked| html! { <Help {asked} /> },
    payoff_table: |payoff| payoff::sheet(payoff).table("Profit and loss along the axis, dollars"),
    payoff_csv: |payoff| payoff::sheet(payoff).save("payoff"),
    heat_table: |heat| heat_map::sheet(heat).table("Combined book in dollars: rows are VIX, columns are SPX moves"),
    heat_csv: |heat| heat_map::sheet(heat).save("heat-map"),
    svg,
    plan_text: file::text,
    read_plan: file::open,
    evaluate: evaluate_json,
};

/// Fetches the chunk, the first time, and says what it holds.
///
/// # Errors
/// Where it cannot be fetched; the next call tries again.
#[wasm_split(later, fallible)]
pub fn later() -> Result<&'static Later, SplitLoaderError> {
    Ok(&LATER)
}
