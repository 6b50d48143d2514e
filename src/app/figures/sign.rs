//! Sign: profit and loss as a class, and a loss as a bar beside its budget.

use yew::prelude::*;

/// Class of a profit or a loss.
pub fn sign(usd: f64) -> Option<&'static str> {
    match usd.round() {
        x if x < 0.0 => Some("minus"),
        x if x > 0.0 => Some("plus"),
        _ => None,
    }
}

/// The loss as a bar, the budget as a post on it.
pub fn gauge(loss: f64, budget: f64) -> Html {
    let full = (budget / 0.75).max(1.0);
    let width = (100.0 * loss / full).clamp(0.0, 100.0);
    html! {
        <svg class="gauge" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" y="3" width="100" height="4" /><rect class="loss" y="3" width={format!("{width:.2}")} height="4" />
            <line class="post" x1="75" x2="75" y1="0" y2="10" />
        </svg>
    }
}
