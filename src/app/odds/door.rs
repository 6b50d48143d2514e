//! Door: `secondEngine.odds(plan)` and `secondEngine.year(plan)`. A thread of its own walks a script's paths, whatever the page
//! is doing meanwhile, and one wish after another, since there are no more cores than the page's own paths have.

use std::cell::RefCell;
use std::collections::VecDeque;

use js_sys::{Array, Error, Function};
use wasm_bindgen::JsValue;

use crate::app::browser::handed::text_of;
use crate::app::browser::threads::Thread;
use crate::app::odds::message::{FIGURES, whole};

/// What a script wants, and whom to tell: the promise's two ends.
struct Wish {
    door: &'static str,
    plan: String,
    done: Function,
    failed: Function,
}

thread_local! {
    static WISHES: RefCell<VecDeque<Wish>> = RefCell::default();
    /// The thread that walks the first of them.
    static THREAD: RefCell<Option<Thread>> = const { RefCell::new(None) };
}

/// Walks the paths of a plan that a script has handed in.
pub fn walk(door: &'static str, plan: &JsValue, done: Function, failed: Function) {
    match text_of(plan) {
        Err(said) => refuse(&failed, &said),
        Ok(plan) => {
            let is_first = WISHES.with_borrow_mut(|wishes| {
                wishes.push_back(Wish { door, plan, done, failed });
                wishes.len() == 1
            });
            if is_first {
                begin();
            }
        }
    }
}

fn refuse(failed: &Function, said: &str) {
    let _ = failed.call1(&JsValue::NULL, &Error::new(said));
}

/// A thread for the first wish; the first thing that it says is that it is ready, and is text.
fn begin() {
    let hear = |data: JsValue| {
        if data.as_string().is_some() {
            let asked = WISHES.with_borrow(|wishes| wishes.front().map(|wish| whole(wish.door, &wish.plan)));
            return THREAD
                .with_borrow(|thread| thread.iter().zip(asked).for_each(|(thread, asked)| thread.post(&asked)));
        }
        let message = Array::from(&data);
        if message.get(0).as_string().as_deref() == Some(FIGURES) {
            let found = message.get(1).as_string().and_then(|text| serde_json::from_str(&text).ok());
            end(found.unwrap_or_else(|| Err(NO_THREAD.into())));
        }
    };
    let thread = Thread::start(hear, || end(Err(NO_THREAD.into())));
    let is_there = thread.is_some();
    THREAD.set(thread);
    if !is_there {
        end(Err(NO_THREAD.into()));
    }
}

const NO_THREAD: &str = "This browser starts no thread for the paths, so there are no odds.";

/// Tells what the first wish came to; the next one goes.
fn end(found: Result<String, String>) {
    THREAD.take();
    let (wish, is_more) = WISHES.with_borrow_mut(|wishes| (wishes.pop_front(), !wishes.is_empty()));
    if let Some(Wish { done, failed, .. }) = wish {
        match found {
            Ok(text) => drop(done.call1(&JsValue::NULL, &text.into())),
            Err(said) => refuse(&failed, &said),
        }
    }
    if is_more {
        begin();
    }
}
