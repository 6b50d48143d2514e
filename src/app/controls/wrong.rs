//! Wrong: the message under a row whose input cannot be used: what is wrong, what is used meanwhile, and the way out.

use std::fmt::Display;

use second_engine::plan::address::Address;
use second_engine::plan::knobs::knob;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};

/// The id of the message about the box with this id.
pub fn error_id(dom: impl Display) -> AttrValue {
    format!("{dom}-error").into()
}

/// The message; `value` is what the charts use meanwhile. Nothing while the person is still typing.
pub fn wrong_note(at: Address, wrong: &Wrong, value: Option<f64>, dispatch: &Dispatch) -> Html {
    wrong_note_as("", at, wrong, value, dispatch)
}

/// The message about a box whose own id the rail has: `prefix` stands before it.
pub fn wrong_note_as(
    prefix: &'static str,
    at: Address,
    wrong: &Wrong,
    value: Option<f64>,
    dispatch: &Dispatch,
) -> Html {
    if !wrong.is_said {
        return Html::default();
    }
    let shown = |x: f64| knob(at.row).map_or_else(|| x.to_string(), |knob| knob.shown(x));
    let press = |act: Act| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(act.clone()))
    };
    let meanwhile = value
        .map_or_else(|| "The charts use what stood here before.".into(), |x| format!("The charts use {}.", shown(x)));
    let back = value.map_or_else(|| "Put it back".into(), |x| format!("Put {} back", shown(x)));
    let offers = wrong.offers.iter().filter(|x| Some(**x) != value).map(|x| {
        let press = press(Act::turn([(at, Some(*x))]));
        html! { <>{ " " }<button type="button" class="offer" onclick={press}>{ format!("Use {}", shown(*x)) }</button></> }
    });
    html! {
        <p class="err" id={error_id(format_args!("{prefix}{at}"))} role="alert">
            { format!("{} {meanwhile} ", wrong.said) }
            <button type="button" onclick={press(Act::Forget(at))}>{ back }</button>
            { for offers }
        </p>
    }
}
