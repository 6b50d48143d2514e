//! Share: copies the link that brings the plan back, or any other text, and says so.

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Clipboard, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::browser::dom::once_settled;
use crate::app::controls::icons::{CHAIN, icon};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

const TOO_LONG: &str = "This plan is too long for a link: save it as a file to pass it on.";

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
    /// What is to be known where there is no text.
    #[prop_or_default]
    pub none: &'static str,
    /// Before the words.
    #[prop_or_default]
    pub children: Html,
}

/// The button. Where the clipboard is closed to us (a page that came over plain http has none) the text stands in a box
/// under it, chosen, until that is left.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let said = use_state_eq(|| None::<&'static str>);
    let shown = use_state_eq(|| None::<String>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let body = use_node_ref();
    use_effect_with(shown.is_some(), {
        let body = body.clone();
        move |_| {
            if let Some(body) = body.cast::<HtmlTextAreaElement>() {
                let _ = body.focus();
                body.select();
            }
        }
    });
    let CopyProps { id, text, label, done, failed, none, children } = props;
    let dispatch = use_context::<Dispatch>();
    let onclick = {
        let (text, said, shown) = (text.clone(), said.clone(), shown.clone());
        let (done, failed, none) = (*done, *failed, *none);
        Callback::from(move |_: MouseEvent| {
            let text = text.emit(());
            if let (true, Some(dispatch)) = (text.is_empty(), &dispatch) {
                return dispatch.dispatch(Act::Tell(none.into()));
            }
            let tell = {
                let (said, shown, timer, text) = (said.clone(), shown.clone(), timer.clone(), text.clone());
                move |is_copied: bool| {
                    said.set(Some(if is_copied { done } else { failed }));
                    shown.set((!is_copied).then(|| text.clone()));
                    let back = said.clone();
                    *timer.borrow_mut() = Some(Timeout::new(2500, move || back.set(None)));
                }
            };
            match clipboard() {
                Some(clipboard) => once_settled(&clipboard.write_text(&text), move |copied| tell(copied.is_some())),
                None => tell(false),
            }
        })
    };
    let leave = {
        let shown = shown.clone();
        Callback::from(move |_: FocusEvent| shown.set(None))
    };
    let escape = {
        let shown = shown.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                shown.set(None);
            }
        })
    };
    html! {
        <span class="copy">
            <button type="button" class="tool" id={*id} {onclick}>
                { children.clone() }<span role="status">{ said.unwrap_or(*label) }</span>
            </button>
            if let Some(text) = &*shown {
                <textarea ref={body} class="copy-text" readonly={true} rows="4" aria-label={format!("{label}: the text, to copy")}
                    value={text.clone()} onblur={leave} onkeydown={escape} />
            }
        </span>
    }
}

/// The clipboard; none where the browser has none for this page, though its type says otherwise.
fn clipboard() -> Option<Clipboard> {
    Reflect::get(&window().navigator(), &"clipboard".into()).ok()?.dyn_into().ok()
}

/// The button that copies the link to the plan.
pub fn share(link: &Callback<(), String>) -> Html {
    html! {
        <Copy id="share" text={link.clone()} label="Share" done="Link copied" failed="Copy it here" none={TOO_LONG}>
            { icon(CHAIN) }
        </Copy>
    }
}
