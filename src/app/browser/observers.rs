//! Sight: how large an element is, whether it is in view, whether the page is dark, each kept up to date.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, MutationObserver,
    MutationObserverInit, ResizeObserver,
};
use yew::prelude::*;

use crate::app::browser::dom::is_dark;

/// Width and height of an element in css pixels; zero before the first look.
#[hook]
pub fn use_size(node: NodeRef) -> (f64, f64) {
    let size = use_state_eq(|| (0.0, 0.0));
    let set = size.setter();
    use_effect_with(node, move |node| {
        let element = node.cast::<HtmlElement>();
        let look = {
            let element = element.clone();
            move || {
                if let Some(element) = &element {
                    set.set((f64::from(element.client_width()), f64::from(element.client_height())));
                }
            }
        };
        look();
        let closure = Closure::<dyn FnMut()>::new(look);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, &element) {
            observer.observe(element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(closure);
        }
    });
    *size
}

/// Whether an element is in view, or nearly so.
#[hook]
pub fn use_in_view(node: NodeRef) -> bool {
    let is_in_view = use_state_eq(|| false);
    let set = is_in_view.setter();
    use_effect_with(node, move |node| {
        let seen = move |entries: js_sys::Array| {
            let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
            set.set(last.is_ok_and(|entry| entry.is_intersecting()));
        };
        let closure = Closure::<dyn FnMut(js_sys::Array)>::new(seen);
        let options = IntersectionObserverInit::new();
        options.set_root_margin("240px");
        let observer = IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &options).ok();
        if let (Some(observer), Some(element)) = (&observer, node.cast::<HtmlElement>()) {
            observer.observe(&element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(closure);
        }
    });
    *is_in_view
}

/// Whether the page is dark, whoever made it so.
#[hook]
pub fn use_dark() -> bool {
    let dark = use_state_eq(is_dark);
    let set = dark.setter();
    use_effect_with((), move |()| {
        let closure = Closure::<dyn FnMut()>::new(move || set.set(is_dark()));
        let observer = MutationObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(root)) = (&observer, document().document_element()) {
            let options = MutationObserverInit::new();
            options.set_attributes(true);
            let _ = observer.observe_with_options(&root, &options);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(closure);
        }
    });
    *dark
}

/// Below this width the page is laid out for a phone, css pixels.
const NARROW: f64 = 1100.0;

/// Whether the page is laid out for a phone.
#[hook]
pub fn use_narrow() -> bool {
    let width = || gloo::utils::window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(NARROW);
    let is_narrow = use_state_eq(|| width() < NARROW);
    let set = is_narrow.setter();
    use_effect_with((), move |()| {
        let listener =
            gloo::events::EventListener::new(&gloo::utils::window(), "resize", move |_| set.set(width() < NARROW));
        move || drop(listener)
    });
    *is_narrow
}
