//! Sample: a short stroke in a series' colour, dash and width, beside its name.

use yew::prelude::*;

/// The stroke of `condor`, `pool`, `hedge`, `combined` or `expiry`.
pub fn sample(series: &'static str) -> Html {
    html! {
        <svg class={classes!("sample", series)} width="22" height="8" aria-hidden="true"><line x1="0" x2="22" y1="4" y2="4" /></svg>
    }
}
