//! What the pool's panel is made from.

use second_engine::views::pool::PoolTab;

use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// What the panel is made from, as it was when it was last in view.
pub struct View {
    /// The figures.
    pub tab: Shared<PoolTab>,
    /// Plan A's, where one is pinned.
    pub pinned: Option<Shared<PoolTab>>,
    /// The plan and what it comes to.
    pub props: ViewProps,
}
