//! Compare menu: pins the plan as A, and what can be done with A while it is pinned.

use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// What the menu shows.
#[derive(Properties, PartialEq)]
pub struct CompareProps {
    /// What tells B from A; `None` while nothing is pinned.
    pub sentence: Option<AttrValue>,
}

/// The button, and the menu that it opens once A is pinned.
#[component]
pub fn CompareMenu(CompareProps { sentence }: &CompareProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let press = |act: Act| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(act.clone()))
    };
    let Some(sentence) = sentence else {
        return html! {
            <span class="compare-menu">
                <button type="button" class="tool" id="compare" title="Pin this plan as A and compare what follows with it"
                    onclick={press(Act::Pin)}>{ "Compare" }</button>
            </span>
        };
    };
    html! {
        <span class="compare-menu">
            <button type="button" class="tool" id="compare" aria-pressed="true" popovertarget="compare-menu">{ "Compare: A pinned" }</button>
            <div id="compare-menu" class="menu" popover="auto" role="group" aria-label="Compare with A">
                <p id="compare-said">{ sentence.clone() }</p>
                <button type="button" class="tool" id="compare-pin" onclick={press(Act::Pin)}>{ "Pin this plan instead" }</button>
                <button type="button" class="tool" id="compare-swap" onclick={press(Act::SwapPinned)}>{ "Swap A and B" }</button>
                <button type="button" class="tool" id="compare-copy" onclick={press(Act::CopyPinned)}>{ "Back to A" }</button>
                <button type="button" class="tool" id="compare-unpin" onclick={press(Act::Unpin)}>{ "Unpin A" }</button>
            </div>
        </span>
    }
}
