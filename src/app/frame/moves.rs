//! Moves: SPX, the token and a crypto-only fall beside the VIX slider, each on a chain or free.

use second_engine::plan::knobs::knob;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::icons::{FREE, LINKED, icon};
use crate::app::controls::scale::Scale;
use crate::app::controls::slider::Slider;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// The three moves as simple returns.
pub struct Moves {
    /// SPX.
    pub spx: f64,
    /// Whether it follows VIX.
    pub is_spx_linked: bool,
    /// Token.
    pub token: f64,
    /// Whether it follows SPX and VIX.
    pub is_token_linked: bool,
    /// What it is called.
    pub token_name: &'static str,
    /// The crypto-only fall.
    pub crypto: f64,
}

/// Three short sliders.
pub fn moves(moves: &Moves, dispatch: &Dispatch) -> Html {
    html! {
        <div class="links">
            { row("shock.spx", "SPX", moves.spx, Some(moves.is_spx_linked), dispatch) }
            { row("shock.token", moves.token_name, moves.token, Some(moves.is_token_linked), dispatch) }
            { row("shock.crypto", "Crypto-only", moves.crypto, None, dispatch) }
        </div>
    }
}

fn row(id: &'static str, label: &'static str, value: f64, linked: Option<bool>, dispatch: &Dispatch) -> Html {
    let Some(knob) = knob(id) else { return Html::default() };
    let [low, high] = knob.window.map_or([knob.range[0], knob.range[1]], |window| window(&Default::default()));
    let scale = Scale { low, high, step: knob.range[2], is_log: false };
    let (preview, commit) = {
        let (moving, resting) = (dispatch.clone(), dispatch.clone());
        (
            Callback::from(move |x: f64| moving.dispatch(Act::Preview(id.into(), Some(x)))),
            Callback::from(move |()| resting.dispatch(Act::Commit)),
        )
    };
    let shown = words::percent(value, 1);
    let chain = linked.map(|is_linked| {
        let dispatch = dispatch.clone();
        let value = if is_linked { Some(crate::app::controls::scale::clean(value, 3)) } else { None };
        let said = if is_linked { "follows VIX; press to hold it here" } else { "held; press to let it follow VIX" };
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn([(id, value)])));
        html! {
            <button type="button" class="chain" aria-pressed={is_linked.to_string()} onclick={press} title={said}
                aria-label={format!("{}: {said}", label)}>{ icon(if is_linked { LINKED } else { FREE }) }</button>
        }
    });
    let slider_id = format!("{}-bar", id.replace('.', "-"));
    html! {
        <>
            <label for={slider_id.clone()}>{ label }</label>
            <Slider id={slider_id} label={format!("{} move", label)} value={value} shown={shown.clone()}
                {scale} from={0.0} {preview} {commit} />
            <span class="val">{ shown }</span>
            { chain.unwrap_or_else(|| html! { <span></span> }) }
        </>
    }
}
