//! Handed: what a script hands to the door, as a plan's text. JSON would turn into `null` or leave out what it cannot hold,
//! and a plan reads either as 'left to the model': such a value is refused by its name.

use js_sys::{Array, JSON, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

const NO_PLAN: &str = "A plan is JSON text, such as '{}', or an object that JSON can hold.";

/// The text itself, or that of an object.
///
/// # Errors
/// The sentence that says what cannot be used.
pub fn text_of(plan: &JsValue) -> Result<String, String> {
    if let Some(text) = plan.as_string() {
        return Ok(text);
    }
    if !is_plain(plan, false) {
        return Err(NO_PLAN.into());
    }
    let mut wrong = None::<String>;
    let mut looked = |name: JsString, value: JsValue| {
        let is_held = value.is_null()
            || value.as_bool().is_some()
            || value.is_string()
            || value.as_f64().is_some_and(f64::is_finite)
            || is_plain(&value, true);
        if !is_held {
            wrong.get_or_insert(format!("'{}' is {}, which JSON cannot hold.", String::from(name), kind(&value)));
        }
        Ok(Some(value))
    };
    let text = JSON::stringify_with_replacer_func(plan, &mut looked, None);
    match wrong {
        Some(said) => Err(said),
        None => text.ok().and_then(|text| text.as_string()).ok_or_else(|| NO_PLAN.into()),
    }
}

/// Whether it is an object of fields and nothing more, of whichever window, or a list.
fn is_plain(value: &JsValue, may_be_list: bool) -> bool {
    // A proxy may throw here; what has no answer is not asked further.
    let above = |of: &JsValue| if of.is_object() { Reflect::get_prototype_of(of).ok() } else { None };
    match above(value) {
        None => false,
        Some(_) if Array::is_array(value) => may_be_list,
        Some(parent) => parent.is_null() || above(&parent).is_some_and(|top| top.is_null()),
    }
}

/// What a value is, in a word or two.
fn kind(value: &JsValue) -> String {
    match value.as_f64() {
        Some(x) if x.is_nan() => "NaN".into(),
        Some(x) => if x > 0.0 { "Infinity" } else { "-Infinity" }.into(),
        None if value.is_undefined() => "undefined".into(),
        None if value.is_object() => "an object of another kind".into(),
        None => format!("a {}", value.js_typeof().unchecked_into::<JsString>()),
    }
}
