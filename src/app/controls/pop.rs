//! Pop: the page's one popover, placed beside what was asked about.

use gloo::utils::{document, window};
use second_engine::views::learn::text::{Cited, cited};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::store::act::Ask;
use crate::app::views::learn::way;

/// The one popover.
#[derive(Properties, PartialEq)]
pub struct PopProps {
    /// What it answers; `None` before the first question.
    pub ask: Option<Ask>,
    /// Counts questions, so that the same one can be asked again.
    pub count: u32,
}

/// The popover: the browser closes it at Escape or a click elsewhere.
#[component]
pub fn Pop(props: &PopProps) -> Html {
    let node = use_node_ref();
    use_effect_with((node.clone(), props.count, props.ask.clone()), |(node, _, ask)| {
        if let (Some(element), Some(ask)) = (node.cast::<HtmlElement>(), ask) {
            let size = |read: Result<wasm_bindgen::JsValue, _>| read.ok().and_then(|x| x.as_f64()).unwrap_or(1000.0);
            let (width, height) = (size(window().inner_width()), size(window().inner_height()));
            let _ = element.show_popover();
            let (own_width, own_height) = (f64::from(element.offset_width()), f64::from(element.offset_height()));
            let left = ask.at.0.min(width - own_width - 12.0).max(12.0);
            let top = (ask.at.1 + 6.0).min(height - own_height - 12.0).max(12.0);
            let _ = element.style().set_property("left", &format!("{left:.0}px"));
            let _ = element.style().set_property("top", &format!("{top:.0}px"));
        }
    });
    let ask = props.ask.clone().unwrap_or_default();
    html! {
        <div ref={node} id="pop" class="pop" popover="auto" role="note" aria-live="polite">
            <b>{ ask.title }</b>
            if !ask.formula.is_empty() {
                <p class="f">{ ask.formula }</p>
            }
            <p>{ ask.said }</p>
            <p class="quiet">{ for cited(&ask.source).into_iter().map(source) }</p>
        </div>
    }
}

/// A piece of a source; a section of the model book is a button that shows it.
fn source(piece: Cited) -> Html {
    match piece {
        Cited::Words(words) => html! { { words } },
        Cited::Section(said, section) => {
            let onclick = Callback::from(move |_: MouseEvent| {
                let pop = document().get_element_by_id("pop").and_then(|pop| pop.dyn_into::<HtmlElement>().ok());
                let _ = pop.map(|pop| pop.hide_popover());
                way::to_section(&section);
            });
            html! { <button type="button" class="to" {onclick}>{ said }</button> }
        }
    }
}
