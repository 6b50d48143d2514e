//! Share: copies the link that brings the plan back, and says so.

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use yew::prelude::*;

use super::browser::once_settled;
use super::icons::icon;

/// The link.
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The whole address.
    pub link: String,
}

const CHAIN: &str = "M6.5 9.5l3-3M7.5 4.8l1-1a2.6 2.6 0 0 1 3.7 3.7l-1 1M8.5 11.2l-1 1a2.6 2.6 0 0 1-3.7-3.7l1-1";

/// The button; where the clipboard is closed to us, the link stands in the address bar anyway.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let said = use_state_eq(|| "Share");
    let timer = use_mut_ref(|| None::<Timeout>);
    let onclick = {
        let (link, said) = (props.link.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            let (said, timer) = (said.clone(), timer.clone());
            once_settled(&window().navigator().clipboard().write_text(&link), move |copied| {
                said.set(if copied.is_some() { "Link copied" } else { "Copy it from the address bar" });
                let back = said.clone();
                *timer.borrow_mut() = Some(Timeout::new(2500, move || back.set("Share")));
            });
        })
    };
    html! {
        <button type="button" class="tool" id="share" title="Copy the link to this plan" {onclick}>
            { icon(CHAIN) }<span role="status">{ *said }</span>
        </button>
    }
}
