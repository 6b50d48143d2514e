//! Views: the row of the views' names.

use yew::prelude::*;

use crate::app::browser::dom;
use crate::app::views::which::{VIEWS, View};

/// What the row shows.
#[derive(Properties, PartialEq)]
pub struct ViewsRowProps {
    /// The view in front.
    pub view: View,
    /// Turns to another one.
    pub turn: Callback<View>,
    /// Counts steps: the links follow the plan at rest.
    pub step: u32,
    /// What differs from the opening plan, from the chunk.
    pub marks: Html,
}

/// The row: links that can be copied or opened elsewhere, and a click turns to them here.
#[component]
pub fn ViewsRow(props: &ViewsRowProps) -> Html {
    let plan_part = dom::fragment();
    let link = |view: View| {
        let turn = props.turn.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                turn.emit(view);
            }
        });
        let href = match plan_part.as_str() {
            "" => format!("#view={}", view.id()),
            plan => format!("#{plan}&view={}", view.id()),
        };
        html! {
            <a class="view-name" id={format!("view-{}", view.id())} {href} {onclick}
                aria-current={(view == props.view).then_some("page")}>{ view.name() }</a>
        }
    };
    html! {
        <div class="views-row">
            <nav class="views" aria-label="Views">{ for VIEWS.into_iter().map(link) }</nav>
            { props.marks.clone() }
        </div>
    }
}
