//! Paper: a print is always light, whatever the page is.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use yew::prelude::*;

use crate::app::browser::dom::is_dark;

fn set_theme(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// Turns the light on before a print and off again after it.
#[hook]
pub fn use_light_paper() {
    use_effect_with((), |()| {
        let was_dark = std::rc::Rc::new(std::cell::Cell::new(false));
        let before = {
            let was_dark = was_dark.clone();
            EventListener::new(&window(), "beforeprint", move |_| {
                was_dark.set(is_dark());
                if is_dark() {
                    set_theme("light");
                }
            })
        };
        let after = EventListener::new(&window(), "afterprint", move |_| {
            if was_dark.take() {
                set_theme("dark");
            }
        });
        move || drop((before, after))
    });
}
