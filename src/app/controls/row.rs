//! Row: one input, made from its knob: reset dot, label, slider, chain, box, unit, '?', and what is wrong with it.

use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Knob, Options, help, knob};
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::icons::{FREE, LINKED, icon};
use crate::app::controls::number::NumberBox;
use crate::app::controls::popover::Why;
use crate::app::controls::scale::Scale;
use crate::app::controls::slider::Slider;
use crate::app::controls::wrong::wrong_note_as;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::parse;

/// One row.
#[derive(Properties, PartialEq)]
pub struct RowProps {
    /// The input.
    pub at: Address,
    /// Its name, its holding's before it where there are several: `Pool 2: Deposit`.
    pub name: AttrValue,
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
    /// The day that it counts to.
    #[prop_or_default]
    pub day: Option<AttrValue>,
    /// Whether there is room for a slider.
    #[prop_or(true)]
    pub has_slider: bool,
    /// Stands before the address in DOM ids, where the rail has a row of the same input.
    #[prop_or_default]
    pub prefix: &'static str,
}

impl RowProps {
    fn id(&self) -> AttrValue {
        format!("{}{}", self.prefix, self.at).into()
    }
}

/// The row of a knob. The message and the note have their places whether they are there or not, so that the box is
/// never made anew under the person's fingers.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let (Some(knob), Some(help), Some(dispatch)) = (knob(props.at.row), help(props.at.row), use_context::<Dispatch>())
    else {
        return Html::default();
    };
    let at = props.at;
    let is_changed = props.value != props.initial;
    let reset = {
        let (dispatch, initial) = (dispatch.clone(), props.initial);
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn([(at, initial)])))
    };
    let name = props.name.clone();
    let input = match knob.options() {
        Some(options) => choice(props, &name, options, dispatch.clone()),
        None if knob.is_switch() => switch(props, &name, dispatch.clone()),
        None => number(knob, &name, props, &dispatch),
    };
    let is_bad = props.wrong.as_ref().is_some_and(|wrong| wrong.is_said);
    html! {
        <>
            <div class={classes!("row", is_bad.then_some("bad"))}>
                if is_changed {
                    <button type="button" class="reset" onclick={reset} title="Back to the default"
                        aria-label={format!("{name}: back to the default")} />
                }
                <label for={props.id()}>{ knob.label }</label>
                { input }
                <Why class="ask" title={name.clone()} said={help.said} source={help.source}
                    label={format!("What is {name}?")}>{ "?" }</Why>
            </div>
            if let Some(wrong) = &props.wrong {
                { wrong_note_as(props.prefix, at, wrong, props.value.or(props.derived), &dispatch) }
            }
            if let Some(day) = &props.day {
                <p class="note-row day-row">{ day }</p>
            }
            if let Some(note) = &props.note {
                <p class="note-row">{ kept(note) }</p>
            }
        </>
    }
}

fn choice(props: &RowProps, name: &AttrValue, options: Options, dispatch: Dispatch) -> Html {
    let at = props.at;
    let chosen = props.value.map_or(0, |x| x as usize);
    let choose = Callback::from(move |i: usize| dispatch.dispatch(Act::turn([(at, Some(i as f64))])));
    let labels: Vec<AttrValue> = options.iter().map(|(_, label)| AttrValue::Static(label)).collect();
    html! { <span class="wide"><Select id={props.id()} label={name.clone()} {labels} {chosen} {choose} /></span> }
}

fn switch(props: &RowProps, name: &AttrValue, dispatch: Dispatch) -> Html {
    let (at, on) = (props.at, props.value == Some(1.0));
    let onchange =
        Callback::from(move |_: Event| dispatch.dispatch(Act::turn([(at, Some(if on { 0.0 } else { 1.0 }))])));
    html! {
        <span class="wide">
            <input id={props.id()} type="checkbox" checked={on} aria-label={name.clone()} {onchange} />
        </span>
    }
}

/// Slider, chain and box of a number.
fn number(knob: &'static Knob, name: &AttrValue, props: &RowProps, dispatch: &Dispatch) -> Html {
    let at = props.at;
    let [low, high] = props.window;
    let scale = Scale { low, high, step: knob.range[2], is_log: knob.is_log };
    let shown = props.value.or(props.derived);
    let here = shown.unwrap_or(low);
    let moving = dispatch.clone();
    let preview = Callback::from(move |x: f64| moving.dispatch(Act::Preview(at, Some(x))));
    let resting = dispatch.clone();
    let commit = Callback::from(move |()| resting.dispatch(Act::Commit));
    html! {
        <>
            if props.has_slider {
                <Slider id={format!("{}-slider", props.id())} label={name.clone()} value={here} shown={knob.shown(here)} {scale}
                    from={props.initial.or(props.derived).unwrap_or(low)} {preview} {commit} />
            }
            <span class="boxed">
                { chain(knob, name, props, dispatch) }
                <NumberBox {at} id={props.id()} label={name.clone()} value={props.value} derived={props.derived}
                    wrong={props.wrong.clone()} />
            </span>
        </>
    }
}

/// The button that lets the model fill the box in, or holds what it has filled in.
fn chain(knob: &'static Knob, name: &AttrValue, props: &RowProps, dispatch: &Dispatch) -> Html {
    if !knob.is_auto() {
        return Html::default();
    }
    let (at, is_linked, filled) = (props.at, props.value.is_none(), props.derived);
    let exact = |x: f64| parse::value(knob, &parse::derived(knob, x), filled).ok().flatten().unwrap_or(x);
    let held = if is_linked { filled.map(exact) } else { None };
    let dispatch = dispatch.clone();
    let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn([(at, held)])));
    let said = match (is_linked, knob.left_empty()) {
        (true, empty) => format!("{empty}; press to set it by hand"),
        (false, "follows the model") => "set by hand; press to follow the model".into(),
        (false, empty) => format!("set by hand; press where it is {empty}"),
    };
    html! {
        <button type="button" class="chain small" aria-pressed={is_linked.to_string()} onclick={press}
            disabled={is_linked && filled.is_none()} title={said.clone()} aria-label={format!("{name}: {said}")}>
            { icon(if is_linked { LINKED } else { FREE }) }
        </button>
    }
}
