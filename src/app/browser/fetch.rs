//! Fetch: a text that is a file of the page's own. The service worker has stored it, so it comes without a network.

use gloo::utils::{document, window};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use web_sys::Response;

use crate::app::browser::dom::once_settled;

/// Tells the text of the file of this name beside the page; `None` where it does not come. The name stays when the text
/// changes: the page's script, named by its content, says which is meant to a service worker that may be of another
/// version.
pub fn text(name: &str, tell: impl Fn(Option<String>) + 'static) {
    let tell = std::rc::Rc::new(tell);
    let script = document().query_selector("link[rel=modulepreload]").ok().flatten();
    let edition = script.and_then(|script| script.get_attribute("href")).unwrap_or_default();
    once_settled(&window().fetch_with_str(&format!("{name}?{edition}")), move |answer| {
        match answer.and_then(|answer| words(&answer.unchecked_into())) {
            None => tell(None),
            Some(words) => {
                let tell = tell.clone();
                once_settled(&words, move |text| tell(text.and_then(|text| text.as_string())));
            }
        }
    });
}

/// The text of an answer, to come; none where the file was not found.
fn words(answer: &Response) -> Option<Promise> {
    answer.text().ok().filter(|_| answer.ok())
}
