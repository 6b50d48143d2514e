//! Walker: one of the threads that walk, and what is kept of what they have counted.

use wasm_bindgen::JsValue;

use crate::app::browser::threads::Thread;
use crate::app::odds::message::hold;

/// One thread that walks.
pub struct Walker {
    /// Itself.
    pub thread: Thread,
    /// Whether it has started.
    pub is_ready: bool,
    /// What it has counted, as bytes.
    pub tally: JsValue,
    /// Whether that is of all that it had to walk.
    pub is_done: bool,
}

impl Walker {
    /// One on its way.
    pub fn new(thread: Thread) -> Walker {
        Walker { thread, is_ready: false, tally: JsValue::NULL, is_done: false }
    }

    /// It waits for a hand, or goes on; before it is ready it hears nothing.
    pub fn hold(&self, is_held: bool) {
        if self.is_ready {
            self.thread.post(&hold(is_held));
        }
    }
}

/// What has been counted and will be asked: of all paths, or of those that were walked before a hand stopped them.
pub struct Kept {
    /// As texts.
    pub tallies: Vec<JsValue>,
    /// Dollars that the rules allowed then.
    pub rules: Option<f64>,
}
