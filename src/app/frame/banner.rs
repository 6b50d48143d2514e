//! Banner: what was wrong with a link or file, with the text kept for copying.

use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Damaged};

/// The banner.
pub fn banner(damaged: &Damaged, dispatch: Dispatch) -> Html {
    let dismiss = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Dismiss));
    html! {
        <section class="banner" id="damaged" role="alert">
            <p>{ &damaged.said }</p>
            if !damaged.text.is_empty() {
                <textarea readonly={true} rows="2" aria-label="The damaged text, for copying" value={damaged.text.clone()} />
            }
            <button type="button" class="tool" onclick={dismiss}>{ "Dismiss" }</button>
        </section>
    }
}
