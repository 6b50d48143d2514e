//! The pool's tab: what the liquidity positions earn, cost and risk.

mod import;
pub mod panel;
mod sections;
mod sheets;

use second_engine::report::pool_tab::PoolTab;
use yew::prelude::*;

use panel::Panel;

use super::curves::use_kept;
use super::shared::Shared;
use super::tabs::TabProps;

/// What the panel is made from, as it was when it was last in view.
pub struct View {
    /// The figures.
    pub tab: Shared<PoolTab>,
    /// The plan and what it comes to.
    pub props: TabProps,
}

/// The panel, kept while it is out of view, so that a drag elsewhere renders nothing here.
#[component]
pub fn PoolPanel(props: &TabProps) -> Html {
    let TabProps { setup, plan, report, wrong, front, is_dark, is_in_view, step: _, arrival: _ } = props;
    let key = (plan.clone(), wrong.clone(), *front, *is_dark);
    let view = use_kept(key, *is_in_view, || View { tab: Shared::new(setup.pool_tab(report)), props: props.clone() });
    view.map(|view| html! { <Panel {view} /> }).unwrap_or_default()
}
