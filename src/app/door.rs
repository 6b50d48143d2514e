//! Door: `secondEngine.evaluate(json)` for scripts on the page; the same report as the other doors print.

use gloo::utils::window;
use js_sys::{Error, Object, Reflect};
use second_engine::plan::file;
use second_engine::report::evaluate;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Plan as JSON in, report as JSON out.
///
/// # Errors
/// The sentence that says what is wrong with the plan.
fn answer(json: &str) -> Result<String, String> {
    let opened = file::open(json).map_err(|wrong| wrong.text)?;
    let report = evaluate(&opened.plan).map_err(|error| {
        let said: Vec<String> = error.faults.into_iter().map(|fault| fault.text).collect();
        said.join(" ")
    })?;
    serde_json::to_string(&report).map_err(|wrong| wrong.to_string())
}

/// Hangs the door on the window.
pub fn install() {
    let evaluate = Closure::<dyn Fn(String) -> Result<String, JsValue>>::new(|json: String| {
        answer(&json).map_err(|said| JsValue::from(Error::new(&said)))
    });
    let door = Object::new();
    let _ = Reflect::set(&door, &"evaluate".into(), evaluate.as_ref());
    let _ = Reflect::set(&window(), &"secondEngine".into(), &door);
    evaluate.forget();
}
