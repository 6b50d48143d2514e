//! Browser: the few things that the page asks of the window, each of which may fail quietly.

use gloo::utils::{document, window};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, BlobPropertyBag};

use crate::app::browser::canvas;

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

/// The address' fragment without `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_string()
}

/// Writes the fragment without a new entry in the browser's history.
pub fn write_fragment(fragment: &str) {
    let location = window().location();
    let path =
        format!("{}{}#{fragment}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// The whole address with this fragment.
pub fn address(fragment: &str) -> String {
    let location = window().location();
    let part = |read: Result<String, JsValue>| read.unwrap_or_default();
    format!("{}{}#{fragment}", part(location.origin()), part(location.pathname()))
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

/// Whether the page is dark now.
pub fn is_dark() -> bool {
    document().document_element().and_then(|root| root.get_attribute("data-theme")).is_some_and(|theme| theme == "dark")
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
