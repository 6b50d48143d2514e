//! Door: `secondEngine.evaluate(json)` for scripts on the page; the same report as the other doors print. What answers
//! comes with the chunk: `secondEngine.ready` is a promise that it is there.

use gloo::utils::window;
use js_sys::{Error, Function, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::app::later;

/// Hangs the door on the window.
pub fn install() {
    let evaluate = Closure::<dyn Fn(JsValue) -> Result<String, JsValue>>::new(|plan: JsValue| {
        answer(&plan).map_err(|said| JsValue::from(Error::new(&said)))
    });
    let ready = Promise::new(&mut |done: Function, _| {
        later::with(move |_| {
            let _ = done.call0(&JsValue::NULL);
        });
    });
    let door = Object::new();
    let _ = Reflect::set(&door, &"evaluate".into(), evaluate.as_ref());
    let _ = Reflect::set(&door, &"ready".into(), &ready);
    let _ = Reflect::set(&window(), &"secondEngine".into(), &door);
    evaluate.forget();
}

fn answer(plan: &JsValue) -> Result<String, String> {
    let later = later::now().ok_or("The page is still loading: wait for secondEngine.ready.")?;
    (later.evaluate)(plan)
}
