//! Rail's props: what the rail shows and tells, and what each holding in it is made from.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::shared::Shared;
use crate::app::store::wrongs::Wrongs;

/// What the rail shows and tells.
#[derive(Properties, PartialEq)]
pub struct RailProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan, as it is held.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: Wrongs,
    /// Which pool is looked at.
    pub selected: usize,
    /// Told which pool is looked at.
    pub select: Callback<usize>,
    /// Whether it is folded.
    pub is_folded: bool,
    /// Folds it, or opens it again.
    pub fold: Callback<()>,
    /// Closes the sheet.
    pub close: Callback<()>,
    /// Told what changed.
    pub dispatch: Dispatch,
}
