//! The hedge's tab: what it costs when nothing happens, what it pays, and how each leg bends.

pub mod bands;
mod conversion;
mod explosions;
pub mod grip;
pub mod held;
pub mod legs;
pub mod made;
pub mod panel;
pub mod replay;
pub mod rules;
pub mod sections;
pub mod sheets;
pub mod solvers;

use second_engine::book::break_evens;
use second_engine::views::hedge::{of, range as range_of};
use yew::prelude::*;

use panel::Panel;

use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::pinned::use_of_a;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::made::{PinnedRange, View};
use crate::app::views::props::ViewProps;
use rules::Rules;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <HedgeView ..props.clone() /> }
}

/// The panel, kept while it is out of view. Curves, explosions and rolls are kept while only VIX moves.
#[component]
fn HedgeView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, wrong, is_dark, .. } = props;
    let is_linked = book.plan.event.spx.is_none();
    let link = if is_linked { link_key(&book.plan) } else { book.plan.clone() };
    let range = use_kept((link, break_evens::places(book)), true, || range_of(book));
    let pinned = use_of_a(true, |a| PinnedRange { range: range_of(&a.book), outlay: a.report.hedge.outlay.0 });
    let key = (plan.clone(), wrong.clone(), *is_dark, range.clone(), pinned.clone());
    let view = use_kept(key, true, || {
        let tab = Shared::new(of(book, report));
        range.map(|range| View { tab, range, pinned, props: props.clone() })
    });
    html! {
        <>
            { view.map(|view| html! { <Panel {view} /> }).unwrap_or_default() }
            <Rules tab={props.clone()} />
        </>
    }
}
