//! Pop: the page's one popover, placed beside what was asked about.

use gloo::utils::window;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::controls::popover::Ask;

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
            <p class="quiet">{ ask.source }</p>
        </div>
    }
}
