//! Dock: on a phone, the slider, the book's result and the shock's sheet always in reach.

use second_engine::words;
use yew::prelude::*;

use crate::app::figures::sign::sign;
use crate::app::frame::top::emit;
use crate::app::frame::vix::Vix;
use crate::app::store::shared::Shared;

/// What the dock shows.
pub struct Dock {
    /// VIX now.
    pub from: f64,
    /// VIX after the shock.
    pub to: f64,
    /// Trading days.
    pub days: f64,
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
    /// Whether SPX follows VIX.
    pub is_linked: bool,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Opens or closes the shock's sheet.
    pub shock: Callback<()>,
}

/// The dock.
pub fn dock(props: &Dock) -> Html {
    let days = words::trading_days(props.days);
    html! {
        <section class="dock" aria-label="VIX shock">
            <div class="ln">
                <span>{ format!("VIX {} → {}, {days}", words::vix(props.from), words::vix(props.to)) }</span>
                <b id="dock-pnl" class={classes!(sign(props.pnl))}>{ words::usd(props.pnl) }</b>
                <button type="button" class="tool line" id="open-shock" onclick={emit(&props.shock)}>{ "Shock…" }</button>
            </div>
            <Vix id="vix-slider-dock" from={props.from} value={props.value} ridge={props.ridge.clone()} budget={props.budget}
                gone={props.gone} is_linked={props.is_linked} is_dark={props.is_dark} is_big={false} />
        </section>
    }
}
