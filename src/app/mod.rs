//! App: the page, in Yew. The only place that knows a browser; everything it says comes from the library.

mod browser;
mod controls;
mod figures;
mod frame;
mod later;
mod page;
mod store;
mod views;

use std::rc::Rc;

use page::{Page, PageProps};

/// Installs the door for scripts and draws the page.
pub fn start() {
    browser::door::install();
    match store::storage::begin() {
        Ok(store) => {
            yew::Renderer::<Page>::with_props(PageProps { store: Rc::new(store) }).render();
        }
        Err(said) => gloo::utils::body().set_text_content(Some(&said)),
    }
}
