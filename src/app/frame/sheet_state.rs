//! Sheets of a phone, the book's and the shock's: opened by a button, closed by a button, the ground behind or Escape.

use gloo::events::EventListener;
use gloo::utils::{body, document, window};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::app::browser::dom::focus;

/// How the sheets are opened and closed.
pub struct Sheets {
    /// Opens the book's.
    pub book: Callback<()>,
    /// Opens the shock's, or closes it.
    pub shock: Callback<()>,
    /// Closes what is open.
    pub close: Callback<()>,
}

/// Attribute of the body that the style sheet reads, the button that opens, and what has the focus then.
const BOOK: [&str; 3] = ["data-sheet", "open-sheet", "close-sheet"];
const SHOCK: [&str; 3] = ["data-shock", "open-shock", "shock.vix"];

fn open([attribute, _, first]: [&str; 3]) {
    let _ = body().set_attribute(attribute, "1");
    focus(first);
}

/// Whether there was something to close.
fn close([attribute, button, _]: [&str; 3]) -> bool {
    let is_open = body().has_attribute(attribute);
    if is_open {
        let _ = body().remove_attribute(attribute);
        focus(button);
    }
    is_open
}

/// The sheets' state is the body's attributes.
#[hook]
pub fn use_sheets() -> Sheets {
    let book = use_callback((), |(), ()| {
        close(SHOCK);
        open(BOOK);
    });
    let shock = use_callback((), |(), ()| {
        close(BOOK);
        if !close(SHOCK) {
            open(SHOCK);
        }
    });
    let close = use_callback((), |(), ()| {
        close(SHOCK);
        close(BOOK);
    });
    use_effect_with(close.clone(), |close| {
        let close = close.clone();
        let listener = EventListener::new(&window(), "keydown", move |event| {
            let is_escape = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
            // A menu on the sheet goes first.
            let has_menu = document().query_selector(".menu-sheet").ok().flatten().is_some();
            if is_escape && !has_menu {
                close.emit(());
            }
        });
        move || drop(listener)
    });
    Sheets { book, shock, close }
}
