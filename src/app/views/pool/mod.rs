//! The pool's tab: what the liquidity positions earn, cost and risk.

pub mod import;
pub mod panel;
pub mod sections;
pub mod sheets;
pub mod strips;

use second_engine::views::pool::{PoolTab, report as pool_report};
use yew::prelude::*;

use panel::Panel;

use crate::app::store::kept::use_kept;
use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// What the panel is made from, as it was when it was last in view.
pub struct View {
    /// The figures.
    pub tab: Shared<PoolTab>,
    /// The plan and what it comes to.
    pub props: ViewProps,
}

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <PoolView ..props.clone() /> }
}

/// The panel, kept while it is out of view, so that a drag elsewhere renders nothing here.
#[component]
fn PoolView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, wrong, selected, is_dark, .. } = props;
    let key = (plan.clone(), wrong.clone(), *selected, *is_dark);
    let view = use_kept(key, true, || View { tab: Shared::new(pool_report(book, report)), props: props.clone() });
    view.map(|view| html! { <Panel {view} /> }).unwrap_or_default()
}
