//! App: the page, in Yew. The only place that knows a browser; everything it says comes from the library.

mod ask;
mod banner;
mod browser;
mod canvas;
mod chips;
mod choice;
mod curves;
mod dates;
mod derived;
mod details;
mod dock;
mod door;
mod field;
mod figure;
mod foot;
mod handle;
mod heat_map;
mod hedge_tab;
mod help;
mod icons;
mod keeping;
mod keys;
mod later;
mod learn_tab;
mod live;
mod moves;
mod page;
mod paper;
mod parts;
mod payoff;
mod picture;
mod plot;
mod pool_tab;
mod rail;
mod refusal;
mod readout;
mod ready;
mod row;
mod sample;
mod scale;
mod share;
mod shared;
mod sheet;
mod sheet_state;
mod shock_bar;
mod sight;
mod size_tab;
mod slider;
mod store;
mod tabs;
mod top;
mod typed;
mod verdict;
mod vix;
mod wrong;

use std::rc::Rc;

use page::{Page, PageProps};

/// Installs the door for scripts and draws the page.
pub fn start() {
    door::install();
    match keeping::begin() {
        Ok(store) => {
            yew::Renderer::<Page>::with_props(PageProps { store: Rc::new(store) }).render();
        }
        Err(said) => gloo::utils::body().set_text_content(Some(&said)),
    }
}
