//! Wrong: the message under a row whose input cannot be used: what is wrong, what is used meanwhile, and the way out.

use second_engine::plan::knobs::knob;
use yew::prelude::*;

use crate::app::controls::row::Dispatch;
use crate::app::store::{Act, Wrong};

/// The message; `value` is what the charts use meanwhile.
pub fn wrong_note(id: &'static str, wrong: &Wrong, value: Option<f64>, dispatch: &Dispatch) -> Html {
    let shown = |x: f64| knob(id).map_or_else(|| x.to_string(), |knob| knob.shown(x));
    let forget = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Forget(id)))
    };
    let meanwhile = value
        .map_or_else(|| "The charts use what stood here before.".into(), |x| format!("The charts use {}.", shown(x)));
    let back = value.map_or_else(|| "Put it back".into(), |x| format!("Put {} back", shown(x)));
    html! {
        <p class="err" id={format!("{id}-error")} role="alert">
            { format!("{} {meanwhile} ", wrong.said) }
            <button type="button" onclick={forget}>{ back }</button>
            if let Some((x, dispatch)) = wrong.repair.filter(|x| Some(*x) != value).map(|x| (x, dispatch.clone())) {
                { " " }
                <button type="button" onclick={Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Turn(vec![(id, Some(x))])))}>
                    { format!("Use {}", shown(x)) }
                </button>
            }
        </p>
    }
}
