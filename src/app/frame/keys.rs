//! Keys: what the keyboard does wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::which::View;

/// The list that the help dialog shows.
pub const KEYS: &[(&str, &str)] = &[
    ("← → ↑ ↓", "nudge the slider, box, handle or crosshair in focus"),
    ("Shift + arrow", "ten steps"),
    ("Page Up, Page Down", "ten steps"),
    ("Home, End", "the slider’s ends"),
    ("1 to 5", "the views: Book, Size, Hedge, Pool, Learn"),
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

/// Whether the box with the focus holds nothing that is not entered yet: undo is then the plan's, not the box's.
fn is_settled(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.get_attribute("data-draft").as_deref() == Some("no"))
}

/// Listens to the whole window.
#[hook]
pub fn use_keys(dispatch: Dispatch, help: Callback<()>, turn: Callback<View>) {
    use_effect_with((dispatch, help, turn), |(dispatch, help, turn)| {
        let (dispatch, help, turn) = (dispatch.clone(), help.clone(), turn.clone());
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let has_control = event.ctrl_key() || event.meta_key();
            if is_typing(event) && !(has_control && is_settled(event)) {
                return;
            }
            let key = event.key();
            let act = |id: &'static str, by: f64| dispatch.dispatch(Act::Nudge(id.into(), by));
            match (has_control, key.as_str()) {
                (true, "z") if !event.shift_key() => dispatch.dispatch(Act::Undo),
                (true, "z" | "Z" | "y") => dispatch.dispatch(Act::Redo),
                (false, "?") => help.emit(()),
                (false, "[") => act("condor.short_put", -5.0),
                (false, "]") => act("condor.short_put", 5.0),
                (false, "{") => act("condor.short_call", -5.0),
                (false, "}") => act("condor.short_call", 5.0),
                (false, key) if !event.alt_key() && View::of_key(key).is_some() => {
                    View::of_key(key).into_iter().for_each(|view| turn.emit(view));
                }
                _ => return,
            }
            event.prevent_default();
        });
        move || drop(listener)
    });
}
