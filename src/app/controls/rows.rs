//! Rows: the rows of the knobs that are wanted, each with what the plan and the report say of it.

use std::collections::BTreeMap;

use second_engine::plan::Plan;
use second_engine::plan::knobs::{KNOBS, Knob, ListKnob};
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::derived::derived;
use crate::app::controls::field::Field;
use crate::app::controls::popover::Why;
use crate::app::controls::row::{Dispatch, Row, RowProps};
use crate::app::controls::wrong::wrong_note;
use crate::app::store::{Act, Wrong};

/// What rows are made from.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it comes to.
    pub report: &'a Report,
    /// What is typed wrong.
    pub wrong: &'a BTreeMap<&'static str, Wrong>,
}

/// The rows of the knobs that apply to this plan and are wanted, with sliders where there is room for them.
pub fn rows_where(is_wanted: &dyn Fn(&Knob) -> bool, has_sliders: bool, shown: &Shown) -> Html {
    let wanted = KNOBS.iter().filter(|knob| (knob.applies)(shown.plan) && is_wanted(knob));
    wanted.map(|knob| row(knob, has_sliders, shown)).collect()
}

/// The row of a knob.
pub fn row(knob: &'static Knob, has_slider: bool, shown: &Shown) -> Html {
    let Shown { plan, report, wrong } = *shown;
    let value = knob.value(plan);
    let props = RowProps {
        id: knob.id,
        value,
        derived: if value.is_none() { derived(knob.id, plan, report) } else { None },
        initial: knob.value(&Plan::default()),
        window: window(knob, plan),
        wrong: wrong.get(knob.id).cloned(),
        note: note(knob.id, report),
        has_slider,
    };
    html! { <Row key={knob.id} ..props /> }
}

/// What to know about an input.
pub fn note(id: &str, report: &Report) -> Option<AttrValue> {
    report.notes.iter().find(|note| note.knob == id).map(|note| note.text.clone().into())
}

/// Ends of a knob's slider, on round numbers where they follow the plan.
pub fn window(knob: &Knob, plan: &Plan) -> [f64; 2] {
    let [low, high, _] = knob.range;
    let [from, to] = knob.window.map_or([low, high], |window| window(plan));
    [from.max(low), to.min(high)]
}

/// The row of a list.
pub fn list_row(list: &'static ListKnob, shown: &Shown, dispatch: &Dispatch) -> Html {
    let id = list.id;
    let wrong = shown.wrong.get(id);
    let (typed, commit) = {
        let (typing, resting) = (dispatch.clone(), dispatch.clone());
        (
            Callback::from(move |typed: String| typing.dispatch(Act::Typed(id, typed))),
            Callback::from(move |()| resting.dispatch(Act::Commit)),
        )
    };
    let text = wrong.map_or_else(|| list.text(shown.plan), |wrong| wrong.text.clone());
    let error = wrong.is_some().then(|| AttrValue::from(format!("{id}-error")));
    // The message has its place whether it is there or not: Yew compares a list without keys from its end, and
    // would make the box anew under the person's fingers.
    html! {
        <div key={id}>
            <div class={classes!("row", "list", wrong.is_some().then_some("bad"))}>
                <label for={id}>{ list.label }</label>
                <span class="wide"><Field {id} label={list.label} {text} {error} {typed} {commit} /></span>
                <Why class="ask" title={list.label} said={list.help} formula={format!("For example {}", list.example)}
                    source={list.source} label={format!("What is {}?", list.label)}>{ "?" }</Why>
            </div>
            { wrong.map(|wrong| wrong_note(id, wrong, None, dispatch)).unwrap_or_default() }
        </div>
    }
}
