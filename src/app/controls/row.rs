//! Row: one input, made from its knob: reset dot, label, slider, chain, box, unit, '?', and what is wrong with it.

use second_engine::plan::knobs::{Access, Knob, knob};
use yew::prelude::*;

use crate::app::controls::field::Field;
use crate::app::controls::icons::{FREE, LINKED, icon};
use crate::app::controls::popover::Why;
use crate::app::controls::scale::Scale;
use crate::app::controls::slider::Slider;
use crate::app::controls::wrong::wrong_note;
use crate::app::store::parse;
use crate::app::store::{Act, Store, Wrong};

/// Where acts go; passed down as a context.
pub type Dispatch = UseReducerDispatcher<Store>;

/// One row.
#[derive(Properties, PartialEq)]
pub struct RowProps {
    /// The knob.
    pub id: &'static str,
    /// The plan's value; `None` is linked.
    pub value: Option<f64>,
    /// What the model fills in, where it is known.
    pub derived: Option<f64>,
    /// The default.
    pub initial: Option<f64>,
    /// Ends of the slider.
    pub window: [f64; 2],
    /// What was typed that cannot be used.
    pub wrong: Option<Wrong>,
    /// What to know about it.
    pub note: Option<AttrValue>,
    /// Whether there is room for a slider.
    pub has_slider: bool,
}

/// The row of a knob.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let (Some(knob), Some(dispatch)) = (knob(props.id), use_context::<Dispatch>()) else { return Html::default() };
    let is_changed = props.value != props.initial;
    let reset = {
        let (dispatch, id, initial) = (dispatch.clone(), props.id, props.initial);
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Turn(vec![(id, initial)])))
    };
    let input = match knob.access {
        Access::Choice(options, ..) => choice(knob, options, props.value, dispatch.clone()),
        Access::Switch(..) => switch(knob, props.value, dispatch.clone()),
        _ => number(knob, props, &dispatch),
    };
    html! {
        <>
            <div class={classes!("row", props.wrong.is_some().then_some("bad"))}>
                if is_changed {
                    <button type="button" class="reset" onclick={reset} title="Back to the default"
                        aria-label={format!("{}: back to the default", knob.label)} />
                }
                <label for={props.id}>{ knob.label }</label>
                { input }
                <Why class="ask" title={knob.label} said={knob.help} source={knob.source}
                    label={format!("What is {}?", knob.label)}>{ "?" }</Why>
            </div>
            if let Some(wrong) = &props.wrong {
                { wrong_note(props.id, wrong, props.value.or(props.derived), &dispatch) }
            }
            if let Some(note) = &props.note {
                <p class="note-row">{ note.clone() }</p>
            }
        </>
    }
}

fn choice(
    knob: &'static Knob,
    options: &'static [(&'static str, &'static str)],
    value: Option<f64>,
    dispatch: Dispatch,
) -> Html {
    let id = knob.id;
    let chosen = value.map_or(0, |x| x as usize);
    let choose = Callback::from(move |i: usize| dispatch.dispatch(Act::Turn(vec![(id, Some(i as f64))])));
    let labels: Vec<AttrValue> = options.iter().map(|(_, label)| AttrValue::Static(label)).collect();
    html! { <span class="wide"><crate::app::controls::choice::Select {id} label={knob.label} {labels} {chosen} {choose} /></span> }
}

fn switch(knob: &'static Knob, value: Option<f64>, dispatch: Dispatch) -> Html {
    let id = knob.id;
    let on = value == Some(1.0);
    let onchange =
        Callback::from(move |_: Event| dispatch.dispatch(Act::Turn(vec![(id, Some(if on { 0.0 } else { 1.0 }))])));
    html! { <span class="wide"><input {id} type="checkbox" checked={on} {onchange} /></span> }
}

/// Slider, chain and box of a number.
fn number(knob: &'static Knob, props: &RowProps, dispatch: &Dispatch) -> Html {
    let id = props.id;
    let [low, high] = props.window;
    let scale = Scale { low, high, step: knob.range[2], is_log: knob.is_log };
    let shown = props.value.or(props.derived);
    let at = shown.unwrap_or(low);
    let (act, commit, typed_text, nudge) = {
        let preview = dispatch.clone();
        let rest = dispatch.clone();
        let text = dispatch.clone();
        let arrow = dispatch.clone();
        let full = Scale { low: knob.range[0], high: knob.range[1], ..scale };
        (
            Callback::from(move |x: f64| preview.dispatch(Act::Preview(id, Some(x)))),
            Callback::from(move |()| rest.dispatch(Act::Commit)),
            Callback::from(move |typed: String| text.dispatch(Act::Typed(id, typed))),
            Callback::from(move |by: f64| arrow.dispatch(Act::Preview(id, Some(full.nudged(at, by))))),
        )
    };
    let can_link = matches!(knob.access, Access::Linked(..));
    let is_linked = can_link && props.value.is_none();
    let chain = {
        let dispatch = dispatch.clone();
        let value = if is_linked {
            shown.map(|x| parse::value(knob, &parse::derived(knob, x)).ok().flatten().unwrap_or(x))
        } else {
            None
        };
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Turn(vec![(id, value)])))
    };
    let stands = match (props.value, props.derived) {
        (Some(x), _) => parse::text(knob, x),
        (None, Some(x)) => parse::derived(knob, x),
        (None, None) => String::new(),
    };
    let text = props.wrong.as_ref().map_or(stands, |wrong| wrong.text.clone());
    let error = props.wrong.is_some().then(|| AttrValue::from(format!("{id}-error")));
    let chain_label =
        if is_linked { "follows the model; press to set it by hand" } else { "set by hand; press to follow the model" };
    html! {
        <>
            if props.has_slider {
                <Slider id={format!("{id}-slider")} label={knob.label} value={at} shown={knob.shown(at)} {scale}
                    from={props.initial.or(props.derived).unwrap_or(low)} preview={act} commit={commit.clone()} />
            }
            <span class="boxed">
                if can_link {
                    <button type="button" class="chain small" aria-pressed={is_linked.to_string()} onclick={chain}
                        disabled={is_linked && shown.is_none()}
                        title={chain_label} aria-label={format!("{}: {chain_label}", knob.label)}>
                        { icon(if is_linked { LINKED } else { FREE }) }
                    </button>
                }
                <Field {id} label={knob.label} {text} unit={parse::unit(knob.unit)} {is_linked} {error}
                    typed={typed_text} {nudge} {commit} />
            </span>
        </>
    }
}
