//! Live: the verdict for those who hear the page, after each step and never during a drag.

use yew::prelude::*;

/// What is said, and when.
#[derive(Properties, PartialEq)]
pub struct LiveProps {
    /// Counts steps.
    pub step: u32,
    /// The verdict.
    pub said: AttrValue,
}

/// A region that is read out when it changes.
#[component]
pub fn Live(props: &LiveProps) -> Html {
    let last = use_mut_ref(|| (0, AttrValue::default()));
    if last.borrow().0 != props.step {
        *last.borrow_mut() = (props.step, props.said.clone());
    }
    let said = last.borrow().1.clone();
    html! { <div id="aria-live" class="sr" aria-live="polite">{ said }</div> }
}
