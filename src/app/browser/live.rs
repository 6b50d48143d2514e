//! Live: the verdict for those who hear the page, after each step and never during a drag.

use yew::prelude::*;

/// What was said at the last step; `step` counts them.
#[hook]
pub fn use_said(step: u32, said: impl FnOnce() -> String) -> AttrValue {
    let last = use_mut_ref(|| (0, AttrValue::default()));
    let mut last = last.borrow_mut();
    if last.0 != step {
        *last = (step, said().into());
    }
    last.1.clone()
}

/// A region that is read out when it changes.
pub fn live(said: AttrValue) -> Html {
    html! { <div id="aria-live" class="sr" aria-live="polite">{ said }</div> }
}
