//! Odds' props.

use second_engine::book::Book;
use second_engine::plan::Plan;
use yew::prelude::*;

use crate::app::store::shared::Shared;

/// What the odds are of.
#[derive(Properties, Clone, PartialEq)]
pub struct OddsProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
}
