//! Footer: what the page is not, and where its numbers come from.

use yew::prelude::*;

use crate::app::frame::top::emit;

/// The footer; `help` opens the help.
pub fn foot(help: &Callback<()>) -> Html {
    let print = Callback::from(|_: MouseEvent| {
        let _ = gloo::utils::window().print();
    });
    html! {
        <footer class="foot">
            <span>{ "Educational, not advice. No account, no tracking, no network after load: what you type stays on this device." }</span>
            <span class="grow"></span>
            <button type="button" onclick={emit(help)}>{ "Keys" }</button>
            <button type="button" onclick={print}>{ "Print" }</button>
            <span>{ concat!("Version ", env!("CARGO_PKG_VERSION")) }</span>
        </footer>
    }
}
