//! Wrong: the message under a row whose input cannot be used: what is wrong, what is used meanwhile, and the way out.

use second_engine::plan::knobs::knob;
use yew::prelude::*;

use super::row::Dispatch;
use super::store::{Act, Wrong};

/// What is wrong with which row.
#[derive(Properties, PartialEq)]
pub struct WrongProps {
    /// Knob or list.
    pub id: &'static str,
    /// What is wrong.
    pub wrong: Wrong,
    /// What the charts use meanwhile.
    pub value: Option<f64>,
}

/// The message.
#[component]
pub fn WrongNote(props: &WrongProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let id = props.id;
    let shown = |x: f64| knob(id).map_or_else(|| x.to_string(), |knob| knob.shown(x));
    let forget = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Forget(id)))
    };
    let meanwhile = props
        .value
        .map_or_else(|| "The charts use what stood here before.".into(), |x| format!("The charts use {}.", shown(x)));
    let back = props.value.map_or_else(|| "Put it back".into(), |x| format!("Put {} back", shown(x)));
    html! {
        <p class="err" id={format!("{id}-error")} role="alert">
            { format!("{} {meanwhile} ", props.wrong.said) }
            <button type="button" onclick={forget}>{ back }</button>
            if let Some(x) = props.wrong.repair.filter(|x| Some(*x) != props.value) {
                { " " }
                <button type="button" onclick={Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Turn(vec![(id, Some(x))])))}>
                    { format!("Use {}", shown(x)) }
                </button>
            }
        </p>
    }
}
