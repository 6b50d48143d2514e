//! Room: where a view from the chunk stands, as high as a view before it is there, so that nothing below jumps.

use yew::prelude::*;

use crate::app::browser::dom::{mark, tell};
use crate::app::figures::figure::{dates_room, figure};
use crate::app::later::{Arrival, Later, fetch};

/// The view; before it is there its room, or why it is not.
pub fn show(arrival: Arrival, view: impl FnOnce(&'static Later) -> Html) -> Html {
    match arrival {
        Arrival::Here(later) => view(later),
        Arrival::Coming => html! { <div class="room" aria-busy="true"></div> },
        Arrival::Failed => html! { <div class="room">{ failed("room-again") }</div> },
    }
}

/// A part of a menu or of the rail, where no room need be kept; `id` is of the button that tries again.
pub fn part(arrival: Arrival, id: &'static str, part: impl FnOnce(&'static Later) -> Html) -> Html {
    match arrival {
        Arrival::Here(later) => part(later),
        Arrival::Coming => html! { <p class="note" aria-busy="true">{ "Loading…" }</p> },
        Arrival::Failed => failed(id),
    }
}

/// Says that the chunk did not come, and why as the page's script has it, and, by the style sheet, that the plan is kept where
/// the last attempt to keep it worked; the button that tries again has this id.
pub fn failed(id: &'static str) -> Html {
    let again = Callback::from(|_: MouseEvent| fetch());
    let afresh = Callback::from(|_: MouseEvent| tell("second-engine-afresh"));
    html! {
        <section class="banner" role="alert">
            <p>{ "This part of the page could not be loaded (" }{ mark("data-missed") }{ "). The rest works" }<span class="if-kept">{ ", and your plan is kept" }</span>{ "." }</p>
            <button type="button" class="tool" {id} onclick={again}>{ "Try again" }</button>
            <button type="button" class="tool" onclick={afresh}>{ "Load afresh" }</button>
        </section>
    }
}

/// Heat map and table of dates before they are there.
pub fn pair_room() -> Html {
    let heat = figure("Every shock at once", " ", Html::default(), html! { <div class="plot bleed" id="heat"></div> });
    html! { <>{ heat }{ dates_room() }</> }
}
