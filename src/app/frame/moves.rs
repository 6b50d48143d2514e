//! Moves: SPX and the token, each on a chain or free, a crypto-only fall and the peg, all typed.

use second_engine::plan::knobs::knob;
use yew::prelude::*;

use crate::app::controls::icons::{FREE, LINKED, icon};
use crate::app::controls::number::number;
use crate::app::controls::scale::clean;
use crate::app::controls::shown::Shown;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// The line of boxes.
pub fn moves(shown: &Shown, dispatch: &Dispatch) -> Html {
    html! {
        <div class="ln">
            { boxed("shock.spx", "SPX", shown) }{ chain("shock.spx", "SPX", shown, dispatch) }
            { boxed("shock.token", shown.plan.market.token.name(), shown) }{ chain("shock.token", shown.plan.market.token.name(), shown, dispatch) }
            { boxed("shock.crypto", "crypto only", shown) }
            { boxed("shock.peg", "peg", shown) }
        </div>
    }
}

/// A knob's name and its box.
pub fn boxed(id: &'static str, name: &'static str, shown: &Shown) -> Html {
    let Some(knob) = knob(id) else { return Html::default() };
    html! { <><label for={id}>{ name }</label>{ number(knob, id, shown) }</> }
}

fn chain(id: &'static str, name: &'static str, shown: &Shown, dispatch: &Dispatch) -> Html {
    let is_linked = shown.plan.value(id.into()).is_none();
    let held = shown.derived(id.into()).map(|x| clean(x, 3));
    let said = if is_linked { "follows VIX; press to hold it here" } else { "held; press to let it follow VIX" };
    let dispatch = dispatch.clone();
    let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn([(id, held)])));
    html! {
        <button type="button" class="chain" aria-pressed={is_linked.to_string()} onclick={press} title={said}
            aria-label={format!("{name}: {said}")}>{ icon(if is_linked { LINKED } else { FREE }) }</button>
    }
}
