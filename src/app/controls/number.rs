//! Number box: the box of an input, wherever it stands, told from and telling the store by its address.

use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Knob, Unit, knob};
use yew::prelude::*;

use crate::app::controls::field::Field;
use crate::app::controls::scale::Scale;
use crate::app::controls::shown::Shown;
use crate::app::controls::wrong::error_id;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::parse;

/// What a box of an input shows.
#[derive(Properties, PartialEq)]
pub struct NumberBoxProps {
    /// The input.
    pub at: Address,
    /// DOM id where another box has the address' own.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Its name.
    pub label: AttrValue,
    /// The plan's value; `None` follows the model.
    pub value: Option<f64>,
    /// What the model fills in.
    #[prop_or_default]
    pub derived: Option<f64>,
    /// What was typed that cannot be used; its message is the caller's to place.
    #[prop_or_default]
    pub wrong: Option<Wrong>,
}

/// The box with its unit.
#[component]
pub fn NumberBox(props: &NumberBoxProps) -> Html {
    let (Some(knob), Some(dispatch)) = (knob(props.at.row), use_context::<Dispatch>()) else { return Html::default() };
    let at = props.at;
    let [low, high, step] = knob.range;
    let scale = Scale { low, high, step, is_log: knob.is_log };
    let here = props.value.or(props.derived).unwrap_or(low);
    let typed = {
        let dispatch = dispatch.clone();
        Callback::from(move |text: String| dispatch.dispatch(Act::Typed(at, text)))
    };
    let nudge = {
        let dispatch = dispatch.clone();
        // No day is next to one that nobody has said.
        let can_step = knob.unit != Unit::Day || props.value.is_some();
        Callback::from(move |by: f64| {
            if can_step {
                dispatch.dispatch(Act::Preview(at, Some(scale.nudged(here, by))));
            }
        })
    };
    let commit = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Act::Commit))
    };
    let forget = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Act::Forget(at)))
    };
    let rest = Callback::from(move |()| dispatch.dispatch(Act::Rested(at)));
    let stands = match (props.value, props.derived) {
        (Some(x), _) => parse::text(knob, x),
        (None, Some(x)) => parse::derived(knob, x),
        (None, None) => String::new(),
    };
    let wrong = props.wrong.as_ref();
    let text = wrong.map_or(stands, |wrong| wrong.text.clone());
    let is_linked = knob.is_auto() && props.value.is_none();
    let id = props.id.clone().unwrap_or_else(|| at.to_string().into());
    let error = wrong.filter(|wrong| wrong.is_said).map(|_| error_id(&id));
    html! {
        <Field {id} label={props.label.clone()} {text} unit={parse::unit(knob.unit)} is_number={knob.unit != Unit::Day} {is_linked} {error}
            {typed} {rest} {nudge} {commit} {forget} />
    }
}

/// The box of the knob, of the selected pool where it is a pool's; `dom` is its id in the document.
pub fn number(knob: &'static Knob, dom: impl Into<AttrValue>, shown: &Shown) -> Html {
    let at = shown.at(knob.id);
    let value = shown.plan.value(at);
    let derived = shown.derived(at);
    let label = shown.plan.named(at, knob.label);
    html! { <NumberBox {at} id={dom.into()} {label} {value} {derived} wrong={shown.wrong.get(&at).cloned()} /> }
}
