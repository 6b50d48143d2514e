//! Door: what scripts on the page may call. `secondEngine.evaluate(json)` gives the same report as the other doors print;
//! `secondEngine.odds(json)` and `secondEngine.year(json)` promise what paths say. What answers comes with the chunk:
//! `secondEngine.ready` is a promise that it is there.

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
    for name in ["odds", "year"] {
        let walked = Closure::<dyn Fn(JsValue) -> Promise>::new(move |plan| walked(name, &plan));
        let _ = Reflect::set(&door, &name.into(), walked.as_ref());
        walked.forget();
    }
    let _ = Reflect::set(&window(), &"secondEngine".into(), &door);
    evaluate.forget();
}

fn answer(plan: &JsValue) -> Result<String, String> {
    let later = later::now().ok_or("The page is still loading: wait for secondEngine.ready.")?;
    (later.evaluate)(plan)
}

/// What the paths of a plan say, once they are walked.
fn walked(door: &'static str, plan: &JsValue) -> Promise {
    Promise::new(&mut |done, failed| {
        let plan = plan.clone();
        later::with(move |later| (later.walk)(door, &plan, done, failed));
    })
}
