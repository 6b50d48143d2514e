//! Footer: what the page is not, its keys, a memo on paper.

use yew::prelude::*;

use crate::app::frame::top::emit;

/// The footer: what opens the help, what prints the memo.
pub fn foot(help: &Callback<()>, print: &Callback<()>) -> Html {
    html! {
        <footer class="foot">
            <span>{ "Educational, not advice. No account, no tracking, no network after load: what you type stays on this device." }</span>
            <span class="grow"></span>
            <button type="button" onclick={emit(help)}>{ "Keys" }</button>
            <button type="button" id="print" onclick={emit(print)}>{ "Print a memo" }</button>
            <span>{ concat!("Version ", env!("CARGO_PKG_VERSION")) }</span>
        </footer>
    }
}
