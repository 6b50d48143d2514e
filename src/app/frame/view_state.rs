//! The view in front: read from the address, turned by a click or a key, written into the address.

use gloo::events::EventListener;
use gloo::utils::window;
use second_engine::plan::url;
use yew::prelude::*;

use crate::app::browser::dom;
use crate::app::views::which::View;

/// The view in front, and what turns to another one.
#[hook]
pub fn use_view() -> (View, Callback<View>) {
    let view = use_state_eq(|| {
        let view = View::of(&dom::view_in_address());
        dom::show_view(view.id());
        view
    });
    let set = view.setter();
    let turn = use_callback((), {
        let set = set.clone();
        move |view: View, ()| {
            dom::show_view(view.id());
            dom::write_fragment(&dom::fragment());
            set.set(view);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    use_effect_with((), move |()| {
        // A link put into the address of the open page; one that names no view is a book's.
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            if url::is_link(&dom::fragment()) {
                let view = View::of(&dom::view_in_address());
                dom::show_view(view.id());
                set.set(view);
            }
        });
        move || drop(listener)
    });
    (*view, turn)
}
