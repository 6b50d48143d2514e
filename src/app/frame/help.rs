//! Help: the list of keys, what the page is, its version and licences, in a dialog that Escape closes.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::app::frame::keys::KEYS;

/// How often it was asked for.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Counts; it opens when this changes.
    pub asked: u32,
}

/// The dialog.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let node = use_node_ref();
    use_effect_with((node.clone(), props.asked), |(node, asked)| {
        if let Some(dialog) = node.cast::<HtmlDialogElement>().filter(|dialog| *asked > 0 && !dialog.open()) {
            let _ = dialog.show_modal();
        }
    });
    let close = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <dialog ref={node} class="help" id="help-dialog" aria-labelledby="help-title">
            <h2 id="help-title">{ "Keys and help" }</h2>
            <p>{ "Drag VIX and see what happens to an SPX iron condor, a DEX liquidity pool, a VIX hedge and all of them together; read how large the pool may be. Dotted figures answer ‘why?’, every row’s ? says what it is and where it comes from. A chain means that the model fills the value in; press it to set the value by hand." }</p>
            <dl class="facts">{ for KEYS.iter().map(|(key, does)| html! { <div><dt><kbd>{ *key }</kbd></dt><dd>{ *does }</dd></div> }) }</dl>
            <p class="quiet">{ "Educational, not advice. No account, no tracking, no network after load: what you type stays on this device. Colours: teal is profit, vermilion is loss, always with a sign; series also differ by dash." }</p>
            <p class="quiet">
                { format!("Version {}, under the MIT licence or Apache 2.0. ", second_engine::VERSION) }
                <a href="notices.txt" target="_blank" rel="noopener">{ "Licences of what it is built with" }</a>
            </p>
            <button type="button" class="tool" onclick={close}>{ "Close" }</button>
        </dialog>
    }
}
