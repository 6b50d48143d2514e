//! Message: how the desk and its threads speak of paths.
//!
//! A door says `[RUN, "", [WHOLE, its name, a plan as text]]`. The desk says `[RUN, plan as in a link, [kind, WALK or JOIN, what is asked as text, …]]`; a thread tells `[word, value]`. One that walks is
//! told `[HOLD, "", whether]` between two turns.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::app::odds::run::Asked;

/// What every message about paths begins with.
pub const RUN: &str = "run";
/// What a message to one that walks begins with where it is to wait for a hand, or to go on; then which.
pub const HOLD: &str = "hold";
/// What a message to the reader of files begins with where it is to walk no further.
pub const END: &str = "end";
/// Asks to walk: then the first batch and how many threads walk.
pub const WALK: &str = "walk";
/// Asks to join: then the tallies as they were told.
pub const JOIN: &str = "join";
/// Asks for all that a door says, walked and joined by one thread: then its name and the plan's text.
pub const WHOLE: &str = "whole";
/// Tells how many paths are walked so far.
pub const COUNTED: &str = "counted";
/// Tells a tally, as [`bytes`].
pub const TALLY: &str = "tally";
/// Tells the tally of all that the thread has to walk, as [`bytes`].
pub const ALL: &str = "all";
/// Tells figures of all paths to which something is still added, as [`FIGURES`] tells them.
pub const FIRST: &str = "first";
/// Tells the figures, or why there are none, as text.
pub const FIGURES: &str = "figures";

/// What a kind's threads are asked.
pub fn message(kind: &str, act: &str, plan: &str, asked: &Asked, more: &[JsValue]) -> JsValue {
    let about = Array::of3(&kind.into(), &act.into(), &text(asked));
    for one in more {
        about.push(one);
    }
    Array::of3(&RUN.into(), &plan.into(), &about).into()
}

/// What one that walks is told where a hand comes and goes.
pub fn hold(is_held: bool) -> JsValue {
    Array::of3(&HOLD.into(), &"".into(), &is_held.into()).into()
}

/// What the reader is told where nobody waits for its back-test any more.
pub fn end() -> JsValue {
    Array::of1(&END.into()).into()
}

/// What a door's thread is asked.
pub fn whole(door: &str, plan: &str) -> JsValue {
    Array::of3(&RUN.into(), &"".into(), &Array::of3(&WHOLE.into(), &door.into(), &plan.into()).into()).into()
}

/// A value as text; empty where it is none.
pub fn text(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value).unwrap_or_default().into()
}

/// A tally as bytes: a million counts, most of them small, which as text take a quarter of the walk's own time to read.
/// Nothing where it cannot be written.
pub fn bytes(tally: &impl Serialize) -> JsValue {
    postcard::to_allocvec(tally).map_or(JsValue::NULL, |bytes| Uint8Array::from(&bytes[..]).into())
}
