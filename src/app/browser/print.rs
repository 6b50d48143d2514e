//! Paper: a print is always light, and has a memo that exists only for it.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use yew::prelude::*;

use crate::app::browser::dom::is_dark;

fn set_theme(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// Whether the page is on its way to paper, and what sends it there.
#[hook]
pub fn use_paper() -> (bool, Callback<()>) {
    let is_printed = use_state_eq(|| false);
    let set = is_printed.setter();
    // The memo is drawn before the browser takes its picture.
    let print = use_callback((), {
        let set = set.clone();
        move |(), ()| {
            set.set(true);
            Timeout::new(60, || {
                let _ = window().print();
            })
            .forget();
        }
    });
    use_effect_with((), move |()| {
        let was_dark = std::rc::Rc::new(std::cell::Cell::new(false));
        let before = {
            let (was_dark, set) = (was_dark.clone(), set.clone());
            EventListener::new(&window(), "beforeprint", move |_| {
                set.set(true);
                was_dark.set(is_dark());
                if is_dark() {
                    set_theme("light");
                }
            })
        };
        let after = EventListener::new(&window(), "afterprint", move |_| {
            set.set(false);
            if was_dark.take() {
                set_theme("dark");
            }
        });
        move || drop((before, after))
    });
    (*is_printed, print)
}
