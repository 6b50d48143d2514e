//! Keys: what the keyboard does wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::handle::turned;
use super::row::Dispatch;
use super::store::Act;

/// The list that the help dialog shows.
pub const KEYS: &[(&str, &str)] = &[
    ("← → ↑ ↓", "nudge the slider, box, handle or crosshair in focus"),
    ("Shift + arrow", "ten steps"),
    ("Page Up, Page Down", "ten steps"),
    ("Home, End", "the slider’s ends"),
    ("[ ]", "short put down, up by 5; on a handle, that handle"),
    ("{ }", "short call down, up by 5"),
    ("Ctrl Z", "undo"),
    ("Ctrl Shift Z", "redo"),
    ("Esc", "close what is open"),
    ("?", "this list"),
];

/// Whether what has the focus takes text.
fn is_typing(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        let kind = element.get_attribute("type");
        match element.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => kind.is_none_or(|kind| kind == "text"),
            _ => false,
        }
    })
}

/// Listens to the whole window.
#[hook]
pub fn use_keys(dispatch: Dispatch, strikes: [f64; 4], help: Callback<()>) {
    use_effect_with((dispatch, strikes, help), |(dispatch, strikes, help)| {
        let (dispatch, strikes, help) = (dispatch.clone(), *strikes, help.clone());
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if is_typing(event) {
                return;
            }
            let has_control = event.ctrl_key() || event.meta_key();
            let key = event.key();
            let act = |id: &'static str, value: f64| {
                dispatch.dispatch(turned(id, value, strikes, false));
                dispatch.dispatch(Act::Commit);
            };
            match (has_control, key.as_str()) {
                (true, "z") if !event.shift_key() => dispatch.dispatch(Act::Undo),
                (true, "z" | "Z" | "y") => dispatch.dispatch(Act::Redo),
                (false, "?") => help.emit(()),
                (false, "[") => act("condor.short_put", strikes[1] - 5.0),
                (false, "]") => act("condor.short_put", strikes[1] + 5.0),
                (false, "{") => act("condor.short_call", strikes[2] - 5.0),
                (false, "}") => act("condor.short_call", strikes[2] + 5.0),
                _ => return,
            }
            event.prevent_default();
        });
        move || drop(listener)
    });
}
