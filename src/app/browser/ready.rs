//! Ready: tells the page's shell, and tests, that the first picture stands.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::utils::document;
use yew::prelude::*;

use crate::app::later;

/// Sets `data-ready` on the root, in the frame after the first render's effects, and lets the chunk come. A tab that
/// nobody looks at has no frames: there it is at once.
#[hook]
pub fn use_ready() {
    let frame = use_mut_ref(|| None::<AnimationFrame>);
    use_effect_with((), move |()| {
        if document().hidden() {
            ready();
        } else {
            *frame.borrow_mut() = Some(request_animation_frame(|_| ready()));
        }
    });
}

fn ready() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-ready", "1");
    }
    later::fetch();
}
