//! Choice: a list to choose from, whose choice always is the plan's.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What a list offers.
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// DOM id.
    pub id: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// What it offers.
    pub labels: Vec<AttrValue>,
    /// Which one stands.
    pub chosen: usize,
    /// Told which one is chosen.
    pub choose: Callback<usize>,
}

/// A list.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let node = use_node_ref();
    // The browser moves the choice by itself; after each render it is put back on the plan's.
    let chosen = props.chosen;
    {
        let node = node.clone();
        use_effect(move || {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_selected_index(i32::try_from(chosen).unwrap_or(0));
            }
        });
    }
    let onchange = {
        let choose = props.choose.clone();
        Callback::from(move |event: Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            choose.emit(usize::try_from(index).unwrap_or(0));
        })
    };
    html! {
        <select ref={node} class="select" id={props.id.clone()} aria-label={props.label.clone()} {onchange}>
            { for props.labels.iter().map(|label| html! { <option>{ label.clone() }</option> }) }
        </select>
    }
}
