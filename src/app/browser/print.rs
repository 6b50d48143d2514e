//! Paper: a print is always light, and has a memo that exists only for it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use yew::prelude::*;

use crate::app::browser::dom::is_dark;

/// Milliseconds in which the page is drawn anew.
const DRAWN_MS: u32 = 120;

fn set_theme(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// Prints once the browser has drawn twice more: with the first frame charts hear of their width, by the second they are
/// drawn. On a machine at other work frames are late.
fn print_drawn(frame: Rc<RefCell<Option<AnimationFrame>>>) {
    let kept = frame.clone();
    *frame.borrow_mut() = Some(request_animation_frame(move |_| {
        let last = request_animation_frame(|_| {
            let _ = window().print();
        });
        *kept.borrow_mut() = Some(last);
    }));
}

/// Whether the page is on its way to paper, and what sends it there.
#[hook]
pub fn use_paper() -> (bool, Callback<()>) {
    let is_printed = use_state_eq(|| false);
    let was_dark = use_mut_ref(|| false);
    let set = is_printed.setter();
    let lay_out = {
        let was_dark = was_dark.clone();
        move || {
            set.set(true);
            if is_dark() {
                *was_dark.borrow_mut() = true;
                set_theme("light");
            }
        }
    };
    // The memo and the charts are drawn before the browser takes its picture; where it takes one by itself the charts are
    // not always.
    let frame = use_mut_ref(|| None);
    let print = use_callback((), {
        let lay_out = lay_out.clone();
        move |(), ()| {
            lay_out();
            let frame = frame.clone();
            Timeout::new(DRAWN_MS, move || print_drawn(frame)).forget();
        }
    });
    let set = is_printed.setter();
    use_effect_with((), move |()| {
        let before = EventListener::new(&window(), "beforeprint", move |_| lay_out());
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
