//! Checks: what a steward asks beside the size. None of them changes it.

pub mod cash_flow;
pub mod gate;
pub mod second_engine;
pub mod steward_score;

use serde::Serialize;

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Check {
    /// What is asked.
    pub label: &'static str,
    /// Whether it holds; `None` where there is nothing to test, which is no pass and no break.
    pub holds: Option<bool>,
    /// Whether it is no pass only because nobody has said what it asks: then nothing fails.
    pub is_unknown: bool,
    /// The two numbers it compares, or why there is nothing to test, in words.
    pub said: String,
}
