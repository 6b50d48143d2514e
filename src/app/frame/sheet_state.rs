//! The plan as a sheet on a phone: opened from the top bar, closed by its button, the ground behind it or Escape.

use gloo::events::EventListener;
use gloo::utils::{body, window};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// How the sheet is opened and closed.
pub struct SheetState {
    /// Opens it.
    pub open: Callback<()>,
    /// Closes it.
    pub close: Callback<()>,
}

/// The sheet's state is the body's `data-sheet`, which the style sheet reads.
#[hook]
pub fn use_sheet() -> SheetState {
    let open = use_callback((), |(), ()| {
        let _ = body().set_attribute("data-sheet", "1");
        focus("close-sheet");
    });
    let close = use_callback((), |(), ()| {
        if body().has_attribute("data-sheet") {
            let _ = body().remove_attribute("data-sheet");
            focus("open-sheet");
        }
    });
    use_effect_with(close.clone(), |close| {
        let close = close.clone();
        let listener = EventListener::new(&window(), "keydown", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                close.emit(());
            }
        });
        move || drop(listener)
    });
    SheetState { open, close }
}

fn focus(id: &str) {
    let element = gloo::utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
