//! Icons: 16 by 16, drawn with the text's colour.

use yew::{Html, html};

/// The icon with these paths.
pub fn icon(paths: &'static str) -> Html {
    html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d={paths} /></svg> }
}

/// Two links of a chain.
pub const CHAIN: &str = "M6.5 9.5l3-3M7.5 4.8l1-1a2.6 2.6 0 0 1 3.7 3.7l-1 1M8.5 11.2l-1 1a2.6 2.6 0 0 1-3.7-3.7l1-1";
/// An arrow back.
pub const UNDO: &str = "M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3";
/// An arrow forward.
pub const REDO: &str = "M13 6H6.5a3.5 3.5 0 0 0 0 7H10M13 6l-3-3M13 6l-3 3";
/// A whole chain.
pub const LINKED: &str =
    "M6.2 9.8l3.6-3.6M7.3 4.9l1.1-1.1a2.7 2.7 0 0 1 3.8 3.8l-1.1 1.1M8.7 11.1l-1.1 1.1a2.7 2.7 0 0 1-3.8-3.8l1.1-1.1";
/// A broken chain.
pub const FREE: &str = "M7.3 4.9l1.1-1.1a2.7 2.7 0 0 1 3.8 3.8l-1.1 1.1M8.7 11.1l-1.1 1.1a2.7 2.7 0 0 1-3.8-3.8l1.1-1.1M3 5.5l-1-.4M5.5 3l-.4-1";
/// Two sliders.
pub const PLAN: &str = "M2 5h6M12 5h2M2 11h2M8 11h6M8.2 5a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0M4.2 11a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0";
/// An arrow to a wall.
pub const FOLD: &str = "M9.5 4L5.5 8l4 4M12.5 3v10";
/// Three dots.
pub const MORE: &str = "M2.6 8h.8M7.6 8h.8M12.6 8h.8";

/// Half dark, half light.
pub fn theme() -> Html {
    html! {
        <svg viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="5.5" /><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
        </svg>
    }
}

/// The two engines.
pub fn brand() -> Html {
    html! {
        <svg class="mark" width="22" height="16" viewBox="0 0 22 16" aria-hidden="true">
            <path class="line-condor" d="M1 14 L6 4 H13 L18 14" /><path class="line-pool" d="M4 15 C8 8 14 3.5 21 2" />
        </svg>
    }
}
