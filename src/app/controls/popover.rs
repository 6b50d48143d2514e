//! Ask: 'why?' and '?'. What is asked is answered by the page's one popover.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Ask};

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
    let dispatch = use_context::<Dispatch>();
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
            if let Some(dispatch) = &dispatch {
                dispatch.dispatch(Act::Ask(Ask { at: (edge.left(), edge.bottom()), ..ask.clone() }));
            }
        })
    };
    html! {
        <button ref={node} type="button" class={props.class.clone()} aria-label={props.label.clone()} aria-haspopup="true" {onclick}>
            { props.children.clone() }
        </button>
    }
}
