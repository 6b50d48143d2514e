//! Door: `secondEngine.evaluate(json)` for scripts on the page; the same report as the other doors print.

use gloo::utils::window;
use js_sys::{Error, Object, Reflect};
use second_engine::views::json::evaluate_json;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Hangs the door on the window.
pub fn install() {
    let evaluate = Closure::<dyn Fn(String) -> Result<String, JsValue>>::new(|json: String| {
        evaluate_json(&json).map_err(|said| JsValue::from(Error::new(&said)))
    });
    let door = Object::new();
    let _ = Reflect::set(&door, &"evaluate".into(), evaluate.as_ref());
    let _ = Reflect::set(&window(), &"secondEngine".into(), &door);
    evaluate.forget();
}
