//! What the hedge's panel is made from.

use second_engine::views::hedge::{HedgeRange, HedgeTab};

use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// What the panel is made from, as it was when it was last in view.
pub struct View {
    /// What moves with the slider.
    pub tab: Shared<HedgeTab>,
    /// What does not.
    pub range: Shared<HedgeRange>,
    /// Plan A's, where one is pinned.
    pub pinned: Option<Shared<PinnedRange>>,
    /// The plan and what it comes to.
    pub props: ViewProps,
}

/// What of plan A's hedge is drawn beside this one.
pub struct PinnedRange {
    /// Its curves.
    pub range: HedgeRange,
    /// What is paid for it, dollars.
    pub outlay: f64,
}

impl View {
    /// Whether the plan has a leg of the hedge, on or off.
    pub fn is_planned(&self) -> bool {
        self.props.plan.holdings.iter().any(|holding| holding.kind().is_hedge())
    }
}
