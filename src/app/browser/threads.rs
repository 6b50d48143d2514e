//! Threads: the page's own engine once more, beside the page. What it is asked it hears in `reader::worker`.

use gloo::utils::document;
use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A thread, and what hears it; it ends with this.
pub struct Thread {
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(Event)>,
}

impl Drop for Thread {
    fn drop(&mut self) {
        // What was on its way when it ended is of nobody's.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Thread {
    /// One on its way: it says when it is ready. `None` where the browser starts none.
    pub fn start(mut hear: impl FnMut(JsValue) + 'static, mut fail: impl FnMut() + 'static) -> Option<Thread> {
        let script = document().query_selector("link[rel=modulepreload]").ok().flatten();
        let script = script.and_then(|script| script.get_attribute("href")).unwrap_or_default();
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // The query is for the service worker, as in `fetch.rs`.
        let worker = Worker::new_with_options(&format!("reader.js?{script}"), &options).ok()?;
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| hear(event.data()));
        let fail = Closure::<dyn FnMut(Event)>::new(move |_: Event| fail());
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let first = Object::new();
        let whole = web_sys::Url::new_with_base(&script, &base).ok()?.href();
        let _ = Reflect::set(&first, &"script".into(), &whole.into());
        let _ = Reflect::set(&first, &"engine".into(), &wasm_bindgen::module());
        worker.post_message(&first).ok()?;
        Some(Thread { worker, _hear: hear, _fail: fail })
    }

    /// Tells it something.
    pub fn post(&self, message: &JsValue) {
        let _ = self.worker.post_message(message);
    }
}
