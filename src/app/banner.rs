//! Banner: what was wrong with a link or file, with the text kept for copying.

use yew::prelude::*;

use super::row::Dispatch;
use super::store::{Act, Damaged};

/// What was wrong.
#[derive(Properties, PartialEq)]
pub struct BannerProps {
    /// The note.
    pub damaged: Damaged,
}

/// The banner.
#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let dismiss = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Dismiss));
    html! {
        <section class="banner" id="damaged" role="alert">
            <p>{ &props.damaged.said }</p>
            if !props.damaged.text.is_empty() {
                <textarea readonly={true} rows="2" aria-label="The damaged text, for copying" value={props.damaged.text.clone()} />
            }
            <button type="button" class="tool" onclick={dismiss}>{ "Dismiss" }</button>
        </section>
    }
}
