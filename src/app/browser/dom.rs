//! Browser: the few things that the page asks of the window, each of which may fail quietly.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{body, document, window};
use js_sys::Promise;
use second_engine::plan::url::VIEW;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, CssStyleSheet, CustomEvent, HtmlElement};

use crate::app::browser::canvas;

/// Of the root: `yes` while the last attempt to keep the plan worked, `no` where it did not; none before the first.
pub const KEPT: &str = "data-kept";

/// Adds rules behind those that the page came with. Built sheets are let through by any policy of styles.
pub fn adopt_styles(css: &str) {
    let Ok(sheet) = CssStyleSheet::new() else { return };
    if sheet.replace_sync(css).is_ok() {
        let all = js_sys::Array::from(&document().adopted_style_sheets());
        all.push(&sheet);
        document().set_adopted_style_sheets(&all);
    }
}

/// What the root is marked with under `data-…`: what the page's shell has to say.
pub fn mark(data: &str) -> Option<String> {
    document().document_element()?.get_attribute(data)
}

/// Tells the page's shell.
pub fn tell(event: &str) {
    if let Ok(event) = CustomEvent::new(event) {
        let _ = window().dispatch_event(&event);
    }
}

/// Text kept under this key, where the browser lets us keep any.
pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps text under this key; whether that worked.
pub fn store(key: &str, text: &str) -> bool {
    window().local_storage().ok().flatten().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Takes away what is kept under this key.
pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Every key that begins like this.
pub fn keys(start: &str) -> Vec<String> {
    let Ok(Some(storage)) = window().local_storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok()?);
    all.filter(|key| key.starts_with(start)).collect()
}

/// Text kept under this key as long as the tab lives.
pub fn remembered(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// Keeps text under this key as long as the tab lives.
pub fn remember(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(key, text);
    }
}

/// The address' fragment without `#`, the view in it too.
fn whole_fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_string()
}

/// The view that this part of a fragment names, also where a program that passed the link on has encoded the sign.
fn view_named(part: &str) -> Option<&str> {
    let rest = part.strip_prefix(VIEW)?;
    rest.strip_prefix('=').or_else(|| rest.strip_prefix("%3D")).or_else(|| rest.strip_prefix("%3d"))
}

/// The fragment without the view: the plan's part.
fn plan_part(whole: &str) -> String {
    let parts: Vec<&str> = whole.split('&').filter(|part| view_named(part).is_none()).collect();
    parts.join("&")
}

/// The view that the fragment names; empty where it names none.
fn view_part(whole: &str) -> String {
    let parts = whole.split('&').flat_map(|part| part.split("%26"));
    parts.filter_map(view_named).last().unwrap_or_default().to_string()
}

/// A plan's fragment with this view; a link that names none opens the book.
fn joined(fragment: &str, view: &str) -> String {
    match (fragment, view) {
        (plan, "" | "book") => plan.to_string(),
        ("", view) => format!("{VIEW}={view}"),
        (plan, view) => format!("{plan}&{VIEW}={view}"),
    }
}

/// The plan's part of the address' fragment.
pub fn fragment() -> String {
    plan_part(&whole_fragment())
}

/// The view that the address names; empty where it names none.
pub fn view_in_address() -> String {
    view_part(&whole_fragment())
}

/// The view in front, which links carry and the style sheet reads.
pub fn show_view(id: &str) {
    let _ = body().set_attribute("data-view", id);
}

/// A plan's fragment with the view in front.
fn with_view(fragment: &str) -> String {
    joined(fragment, &body().get_attribute("data-view").unwrap_or_default())
}

/// Writes the plan's fragment, and the view in front, without a new entry in the browser's history.
pub fn write_fragment(fragment: &str) {
    let location = window().location();
    let fragment = with_view(fragment);
    let hash = if fragment.is_empty() { fragment } else { format!("#{fragment}") };
    let path = format!("{}{}{hash}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// The whole address with this plan's fragment and the view in front.
pub fn address(fragment: &str) -> String {
    let location = window().location();
    let part = |read: Result<String, JsValue>| read.unwrap_or_default();
    format!("{}{}#{}", part(location.origin()), part(location.pathname()), with_view(fragment))
}

/// Puts the keyboard focus on the element with this id, where there is one.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Whether the element with this id has the focus.
pub fn is_focused(id: &str) -> bool {
    document().active_element().is_some_and(|element| element.id() == id)
}

/// Whether no element has the focus.
pub fn is_nothing_focused() -> bool {
    document().active_element().is_none_or(|element| element.is_same_node(Some(&body())))
}

/// The same once what has changed is drawn: for a button that goes with what it does, or is made anew. A view is drawn
/// when its figures are there, seconds later on a slow machine: it is looked again while nothing has the focus, until the
/// person presses something.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    let pressed = Rc::new(Cell::new(false));
    // They go with the last of the timers.
    let listeners = Rc::new(["keydown", "pointerdown"].map(|event| {
        let pressed = pressed.clone();
        EventListener::new(&window(), event, move |_| pressed.set(true))
    }));
    for wait in [0, 60, 120, 240, 480, 960, 1920, 3840, 7680] {
        let (id, pressed, listeners) = (id.clone(), pressed.clone(), listeners.clone());
        Timeout::new(wait, move || {
            let _until_here = listeners;
            if wait == 0 || !pressed.get() && is_nothing_focused() {
                focus(&id);
            }
        })
        .forget();
    }
}

/// Hands the text to the person as a file.
pub fn save_text(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        canvas::download(&blob, name);
    }
}

/// The time of day on the person's clock, as 14:02.
pub fn clock() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// The date on the person's clock, as 2026-11-26.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Whether the page is dark now.
pub fn is_dark() -> bool {
    document().document_element().and_then(|root| root.get_attribute("data-theme")).is_some_and(|theme| theme == "dark")
}

/// Says yes or no in this attribute of the root, for the page's shell too.
pub fn set_mark(name: &str, is_set: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(name, if is_set { "yes" } else { "no" });
    }
}

/// Tells how the promise ended: with what, or with `None` where it failed.
pub fn once_settled(promise: &Promise, tell: impl Fn(Option<JsValue>) + 'static) {
    let tell = std::rc::Rc::new(tell);
    let failed = std::rc::Rc::clone(&tell);
    let kept = Closure::<dyn FnMut(JsValue)>::new(move |value| tell(Some(value)));
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| failed(None));
    let _ = promise.then2(&kept, &refused);
    // One of the two is called, once; a person does this a few times a day.
    kept.forget();
    refused.forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_its_view_beside_the_plan() {
        for (plan, view) in [("v=2&shock.vix=60", "size"), ("v=2", ""), ("", "pool"), ("", "")] {
            let whole = joined(plan, view);
            assert_eq!((plan_part(&whole).as_str(), view_part(&whole).as_str()), (plan, view), "{whole}");
        }
        assert_eq!(joined("v=2", "book"), "v=2");
        assert_eq!(view_part("v%3D2%26shock.vix%3D60%26view%3Dhedge"), "hedge");
    }
}
