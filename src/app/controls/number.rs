//! Number: a knob's box alone, without a row around it.

use second_engine::plan::knobs::Knob;
use yew::prelude::*;

use crate::app::controls::derived::derived;
use crate::app::controls::field::Field;
use crate::app::controls::row::Dispatch;
use crate::app::controls::rows::Shown;
use crate::app::controls::scale::Scale;
use crate::app::store::{Act, parse};

/// The box; `dom` is its id in the document.
pub fn number(knob: &'static Knob, dom: impl Into<AttrValue>, shown: &Shown, dispatch: &Dispatch) -> Html {
    let id = knob.id;
    let value = knob.value(shown.plan);
    let filled = if value.is_none() { derived(id, shown.plan, shown.report) } else { None };
    let wrong = shown.wrong.get(id);
    let stands = match (value, filled) {
        (Some(x), _) => parse::text(knob, x),
        (None, Some(x)) => parse::derived(knob, x),
        (None, None) => String::new(),
    };
    let text = wrong.map_or(stands, |wrong| wrong.text.clone());
    let error = wrong.is_some().then(|| AttrValue::from(format!("{id}-error")));
    let [low, high, step] = knob.range;
    let (scale, at) = (Scale { low, high, step, is_log: knob.is_log }, value.or(filled).unwrap_or(low));
    let (typing, nudging, resting) = (dispatch.clone(), dispatch.clone(), dispatch.clone());
    let typed = Callback::from(move |typed: String| typing.dispatch(Act::Typed(id, typed)));
    let nudge = Callback::from(move |by: f64| nudging.dispatch(Act::Preview(id, Some(scale.nudged(at, by)))));
    let commit = Callback::from(move |()| resting.dispatch(Act::Commit));
    html! {
        <Field id={dom.into()} label={knob.label} {text} unit={parse::unit(knob.unit)} is_linked={value.is_none()} {error} {typed} {nudge} {commit} />
    }
}
