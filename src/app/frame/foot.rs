//! Footer: what the page is not, its keys, a memo on paper.

use yew::prelude::*;

use crate::app::frame::top::emit;

/// What the footer does.
#[derive(Properties, PartialEq)]
pub struct FootProps {
    /// Opens the help.
    pub help: Callback<()>,
    /// Prints the memo.
    pub print: Callback<()>,
}

/// The footer.
#[component]
pub fn Foot(props: &FootProps) -> Html {
    html! {
        <footer class="foot">
            <span>{ "Educational, not advice. No account, no tracking, no network after load: what you type stays on this device." }</span>
            <span class="grow"></span>
            <button type="button" onclick={emit(&props.help)}>{ "Keys" }</button>
            <button type="button" id="print" onclick={emit(&props.print)}>{ "Print a memo" }</button>
            <span>{ concat!("Version ", env!("CARGO_PKG_VERSION")) }</span>
        </footer>
    }
}
