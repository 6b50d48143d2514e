//! App: the page, in Yew. The only place that knows a browser; everything it says comes from the library.

mod browser;
mod controls;
mod figures;
mod frame;
mod later;
mod odds;
mod page;
mod reader;
mod store;
mod views;

use std::rc::Rc;

use page::{Page, PageProps};

/// Installs the door for scripts and draws the page; in a thread without one, which reads files, answers for them.
pub fn start() {
    if web_sys::window().is_none() {
        return later::with(|later| (later.read_files)());
    }
    browser::door::install();
    match store::storage::begin() {
        Ok(store) => {
            yew::Renderer::<Page>::with_props(PageProps { store: Rc::new(store) }).render();
        }
        Err(said) => gloo::utils::body().set_text_content(Some(&said)),
    }
}
