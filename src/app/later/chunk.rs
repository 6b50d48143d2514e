//! Chunk: the split point. What only this file names lies in the chunk.

use second_engine::charts::svg::svg;
use second_engine::plan::file;
use second_engine::report::json::evaluate_json;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use super::Later;
use crate::app::dates::Dates;
use crate::app::details::details;
use crate::app::hedge_tab::HedgePanel;
use crate::app::help::Help;
use crate::app::learn_tab::LearnPanel;
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
