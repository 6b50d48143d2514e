//! Ask: 'why?' and '?'. One popover for the whole page, placed beside what was asked about.

use gloo::utils::window;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A question, with where it was asked and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// Left and bottom of what was asked about, css pixels in the window.
    pub at: (f64, f64),
    /// What it is.
    pub title: String,
    /// The formula, where there is one.
    pub formula: String,
    /// One sentence, or the formula with its numbers.
    pub said: String,
    /// Where it comes from.
    pub source: String,
}

/// Whom to ask; passed down as a context.
#[derive(Clone, PartialEq)]
pub struct Asker(pub Callback<Ask>);

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

/// What can be asked about.
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// What it is.
    pub title: AttrValue,
    /// The formula.
    #[prop_or_default]
    pub formula: AttrValue,
    /// One sentence, or the formula with its numbers.
    pub said: AttrValue,
    /// Where it comes from.
    pub source: AttrValue,
    /// Class of the button.
    #[prop_or(AttrValue::Static("why"))]
    pub class: AttrValue,
    /// Its name, where its content does not say enough.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// What it shows.
    pub children: Html,
}

/// A button that asks.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    let asker = use_context::<Asker>();
    let node = use_node_ref();
    let onclick = {
        let node = node.clone();
        let ask = Ask {
            at: (0.0, 0.0),
            title: props.title.to_string(),
            formula: props.formula.to_string(),
            said: props.said.to_string(),
            source: props.source.to_string(),
        };
        Callback::from(move |_: MouseEvent| {
            let Some(element) = node.cast::<HtmlElement>() else { return };
            let edge = element.get_bounding_client_rect();
            if let Some(Asker(asker)) = &asker {
                asker.emit(Ask { at: (edge.left(), edge.bottom()), ..ask.clone() });
            }
        })
    };
    html! {
        <button ref={node} type="button" class={props.class.clone()} aria-label={props.label.clone()} aria-haspopup="true" {onclick}>
            { props.children.clone() }
        </button>
    }
}
