//! Share: copies the link that brings the plan back, or any other text, and says so.

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use yew::prelude::*;

use crate::app::browser::dom::once_settled;

/// A button that copies.
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// DOM id.
    pub id: &'static str,
    /// What it copies, asked when it is pressed.
    pub text: Callback<(), String>,
    /// What it says.
    pub label: &'static str,
    /// What it says once the text is copied.
    pub done: &'static str,
    /// What it says where the clipboard is closed to us.
    pub failed: &'static str,
    /// Before the words.
    #[prop_or_default]
    pub children: Html,
}

/// The button; what it copies also stands somewhere on the page or in the address bar.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let said = use_state_eq(|| None::<&'static str>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let CopyProps { id, text, label, done, failed, children } = props;
    let onclick = {
        let (text, said, done, failed) = (text.clone(), said.clone(), *done, *failed);
        Callback::from(move |_: MouseEvent| {
            let (said, timer) = (said.clone(), timer.clone());
            once_settled(&window().navigator().clipboard().write_text(&text.emit(())), move |copied| {
                said.set(Some(if copied.is_some() { done } else { failed }));
                let back = said.clone();
                *timer.borrow_mut() = Some(Timeout::new(2500, move || back.set(None)));
            });
        })
    };
    html! {
        <button type="button" class="tool" id={*id} {onclick}>
            { children.clone() }<span role="status">{ said.unwrap_or(*label) }</span>
        </button>
    }
}

const CHAIN: &str = "M6.5 9.5l3-3M7.5 4.8l1-1a2.6 2.6 0 0 1 3.7 3.7l-1 1M8.5 11.2l-1 1a2.6 2.6 0 0 1-3.7-3.7l1-1";

/// The button that copies the link to the plan.
pub fn share(link: Callback<(), String>) -> Html {
    html! {
        <Copy id="share" text={link} label="Share" done="Link copied" failed="Copy it from the address bar">
            { crate::app::controls::icons::icon(CHAIN) }
        </Copy>
    }
}
