//! Marks: what is not as it opened, beside the names of the views; one press puts it back.

use second_engine::plan::Plan;
use second_engine::plan::knobs::{Group, KNOBS, Knob};
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// An input that is not as it opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    id: &'static str,
    name: &'static str,
    /// The value in words.
    said: String,
    /// The opening value, in words and in the plan's unit.
    back: (String, Option<f64>),
}

/// As many marks as stand in the row.
const SHOWN: usize = 3;

/// What differs from the opening plan, each with a way back.
pub fn marks(plan: &Plan) -> Html {
    html! { <Marks marks={differing(plan)} /> }
}

/// What the marks show.
#[derive(Properties, PartialEq)]
struct MarksProps {
    marks: Vec<Mark>,
}

#[component]
fn Marks(props: &MarksProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>().filter(|_| !props.marks.is_empty()) else { return Html::default() };
    let turn = |changes: Vec<(&'static str, Option<f64>)>| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(changes.clone())))
    };
    let button = |mark: &Mark| {
        let (name, said, (back, value)) = (mark.name, &mark.said, &mark.back);
        html! {
            <button type="button" key={mark.id} onclick={turn(vec![(mark.id, *value)])}
                aria-label={format!("{name} {said}: put it back to {back}")}>{ format!("{name} {said}") }<i aria-hidden="true">{ "×" }</i></button>
        }
    };
    let all: Vec<Html> = props.marks.iter().map(button).collect();
    let rest = all.len().saturating_sub(SHOWN);
    let back = props.marks.iter().map(|mark| (mark.id, mark.back.1)).collect();
    html! {
        <div class="marks" role="group" aria-label="What differs from the opening state">
            <span>{ "Not as it opened:" }</span>
            { for all.iter().take(SHOWN).cloned() }
            if rest > 0 {
                <details class="marks-more">
                    <summary>{ format!("+ {rest} more") }</summary>
                    <div>{ for all.iter().skip(SHOWN).cloned() }</div>
                </details>
            }
            <button type="button" class="back" onclick={turn(back)}>{ "put all back" }</button>
        </div>
    }
}

/// An input's value in words; a rule is on or off, a choice is named.
pub fn stands(knob: &Knob, value: Option<f64>) -> String {
    match (knob.options(), value) {
        (_, None) => "the model’s".into(),
        (Some(options), Some(x)) => options.get(x as usize).map_or_else(String::new, |(_, label)| (*label).to_string()),
        (None, Some(x)) if knob.is_switch() => if x == 1.0 { "on" } else { "off" }.into(),
        (None, Some(x)) => knob.shown(x),
    }
}

/// Inputs of the shock that its own boxes do not show at a glance, and rules switched off, where they differ from the
/// opening plan.
pub fn differing(plan: &Plan) -> Vec<Mark> {
    let is_seen = |id: &str| matches!(id, "shock.vix" | "shock.days" | "shock.spx" | "shock.token");
    let counts =
        |knob: &&Knob| (knob.group == Group::Shock && !is_seen(knob.id)) || knob.id.starts_with("sizing.rule.");
    let example = Plan::example();
    let differs = |knob: &&Knob| (knob.applies)(plan, 0) && knob.value(plan, 0) != knob.opened(&example, 0);
    let mark = |knob: &'static Knob| Mark {
        id: knob.id,
        name: knob.label,
        said: stands(knob, knob.value(plan, 0)),
        back: (stands(knob, knob.opened(&example, 0)), knob.opened(&example, 0)),
    };
    KNOBS.iter().filter(counts).filter(differs).map(mark).collect()
}
