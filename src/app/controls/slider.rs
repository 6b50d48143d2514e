//! Slider: a range input that previews while it moves and commits when it rests.

use gloo::events::EventListener;
use second_engine::words::decimal;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::app::controls::scale::{POSITIONS, Scale, steps};

/// What a slider shows and whom it tells.
#[derive(Properties, PartialEq)]
pub struct SliderProps {
    /// DOM id.
    pub id: AttrValue,
    /// Its name, for those who do not see the row.
    pub label: AttrValue,
    /// The value in the plan's unit.
    pub value: f64,
    /// The value with its unit.
    pub shown: AttrValue,
    /// What it runs over.
    pub scale: Scale,
    /// Where the filled part begins.
    pub from: f64,
    /// Told while it moves.
    pub preview: Callback<f64>,
    /// Told when it rests.
    pub commit: Callback<()>,
}

/// A thin track, filled from the default to the value.
#[component]
pub fn Slider(props: &SliderProps) -> Html {
    let node = use_node_ref();
    let scale = props.scale;
    let at = scale.fraction(props.value);
    let from = scale.fraction(props.from);
    use_effect_with((node.clone(), at, from), |(node, at, from)| {
        if let Some(element) = node.cast::<HtmlElement>() {
            let percent = |x: f64| format!("{:.2}%", 100.0 * x);
            let _ = element.style().set_property("--a", &percent(at.min(*from)));
            let _ = element.style().set_property("--b", &percent(at.max(*from)));
        }
    });
    let oninput = {
        let preview = props.preview.clone();
        Callback::from(move |event: InputEvent| {
            let input: Option<HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
            if let Some(position) = input.and_then(|input| decimal(&input.value())) {
                preview.emit(scale.value(position / POSITIONS));
            }
        })
    };
    let onkeydown = {
        let (preview, value) = (props.preview.clone(), props.value);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(by) = steps(&event.key(), event.shift_key()) {
                event.prevent_default();
                preview.emit(scale.nudged(value, by));
            }
        })
    };
    let onkeyup = {
        let commit = props.commit.clone();
        Callback::from(move |event: KeyboardEvent| {
            if steps(&event.key(), false).is_some() {
                commit.emit(());
            }
        })
    };
    use_resting(node.clone(), props.commit.clone());
    html! {
        <input ref={node} id={props.id.clone()} class="rng" type="range" min="0" max={POSITIONS.to_string()} step="any"
            value={(at * POSITIONS).to_string()} aria-label={props.label.clone()} aria-valuetext={props.shown.clone()}
            {oninput} {onkeydown} {onkeyup} />
    }
}

/// Commits on the DOM's change event, which comes once a drag ends.
#[hook]
fn use_resting(node: NodeRef, commit: Callback<()>) {
    use_effect_with((node, commit), |(node, commit)| {
        let commit = commit.clone();
        let listener =
            node.cast::<HtmlElement>().map(|element| EventListener::new(&element, "change", move |_| commit.emit(())));
        move || drop(listener)
    });
}
