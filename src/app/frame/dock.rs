//! Dock: on a phone, the slider and the book's result always in reach.

use second_engine::words;
use yew::prelude::*;

use crate::app::frame::vix::Vix;
use crate::app::store::shared::Shared;
use crate::app::views::book::verdict::sign;

/// What the dock shows.
pub struct Dock {
    /// VIX now.
    pub from: f64,
    /// VIX after the shock.
    pub to: f64,
    /// VIX after the shock as set.
    pub value: f64,
    /// The book in the shock.
    pub pnl: f64,
    /// Combined dollars along the link, by VIX.
    pub ridge: Shared<Vec<(f64, f64)>>,
    /// The loss budget, positive.
    pub budget: f64,
    /// VIX at which it is gone.
    pub gone: Option<f64>,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The dock.
pub fn dock(props: &Dock) -> Html {
    html! {
        <section class="dock" aria-label="VIX shock">
            <div class="ln">
                <span>{ format!("VIX {} → ", words::fixed(props.from, 1)) }<b>{ words::fixed(props.to, 1) }</b></span>
                <span>{ "Book " }<b class={classes!(sign(props.pnl))}>{ words::usd(props.pnl) }</b></span>
            </div>
            <Vix id="vix-slider-dock" from={props.from} value={props.value} ridge={props.ridge.clone()} budget={props.budget}
                gone={props.gone} is_dark={props.is_dark} is_big={false} />
        </section>
    }
}
