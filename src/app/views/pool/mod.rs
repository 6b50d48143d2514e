//! The pool's tab: what the liquidity positions earn, cost and risk.

pub mod import;
pub mod made;
pub mod panel;
pub mod sections;
pub mod sheets;
pub mod strips;

use second_engine::views::pool::{report as pool_report, report_with};
use yew::prelude::*;

use panel::Panel;

use crate::app::store::kept::use_kept;
use crate::app::store::pinned::use_of_a;
use crate::app::store::shared::Shared;
use crate::app::views::pool::made::View;
use crate::app::views::props::ViewProps;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <PoolView ..props.clone() /> }
}

/// The panel, kept while it is out of view, so that a drag elsewhere renders nothing here.
#[component]
fn PoolView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, scan, wrong, selected, is_dark, .. } = props;
    let pinned = use_of_a(true, |a| pool_report(&a.book, &a.report));
    let key = (plan.clone(), wrong.clone(), *selected, *is_dark, pinned.clone());
    let view = use_kept(key, true, || View {
        tab: Shared::new(report_with(book, report, scan)),
        pinned,
        props: props.clone(),
    });
    view.map(|view| html! { <Panel {view} /> }).unwrap_or_default()
}
