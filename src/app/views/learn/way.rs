//! Way: from a source anywhere on the page to the section of the model book that it cites.

use std::cell::RefCell;

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

thread_local! {
    /// Anchor that is asked for and not yet shown.
    static WANTED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Told that one is asked for, while Learn is in front.
    static TOLD: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
}

/// Whom to tell; nobody once Learn goes.
pub fn tell(whom: Option<Callback<()>>) {
    TOLD.with_borrow_mut(|told| *told = whom);
}

/// Whether a section is asked for.
pub fn is_wanted() -> bool {
    WANTED.with_borrow(Option::is_some)
}

/// The anchor that is asked for, once.
pub fn wanted() -> Option<String> {
    WANTED.with_borrow_mut(Option::take)
}

/// The anchor of a section: `book-11.5`; of the whole book where it names none.
pub fn anchor(section: &str) -> String {
    if section.is_empty() { "book-0".into() } else { format!("book-{section}") }
}

/// Shows a section of the model book.
pub fn to_section(section: &str) {
    WANTED.with_borrow_mut(|wanted| *wanted = Some(anchor(section)));
    match TOLD.with_borrow(Clone::clone) {
        Some(told) => told.emit(()),
        None => to_view("learn"),
    }
}

/// Turns to a view, as a press of its name does.
pub fn to_view(view: &str) {
    let name = document().get_element_by_id(&format!("view-{view}"));
    if let Some(name) = name.and_then(|name| name.dyn_into::<HtmlElement>().ok()) {
        name.click();
    }
}

/// A button that shows a section of the model book.
pub fn link(section: &str, said: &str) -> Html {
    let section = section.to_string();
    let onclick = Callback::from(move |_: MouseEvent| to_section(&section));
    html! { <button type="button" class="to" {onclick}>{ said.to_string() }</button> }
}
