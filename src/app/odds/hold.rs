//! Hold: a thread's walk, a little a turn, so that between two turns it hears that a hand wants its core.

use std::cell::{Cell, RefCell};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use crate::app::store::made::{Pieces, work};

/// Milliseconds of a turn.
const TURN: f64 = 8.0;

/// Where a walk asks for its next turn, where it hears of it, and what does it.
type Walk = ([MessagePort; 2], Closure<dyn FnMut(MessageEvent)>);

thread_local! {
    static IS_HELD: Cell<bool> = const { Cell::new(false) };
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
    /// Whether nothing is being walked: nobody is to be asked to go on.
    static IS_OVER: Cell<bool> = const { Cell::new(true) };
    static WALK: RefCell<Option<Walk>> = const { RefCell::new(None) };
}

/// Does these pieces, all but those that wait for a hand; in place of what was walked before. A turn is a message to
/// itself: a timer would make each wait for four milliseconds.
pub fn walk(mut pieces: Pieces<()>) {
    let Ok(channel) = MessageChannel::new() else {
        while pieces().is_none() {}
        return;
    };
    let turn = Closure::<dyn FnMut(MessageEvent)>::new(move |_: MessageEvent| {
        IS_DUE.set(false);
        IS_OVER.set(IS_OVER.get() || work(&mut pieces, TURN).is_some());
        go_on();
    });
    let [asks, hears] = [channel.port2(), channel.port1()];
    hears.set_onmessage(Some(turn.as_ref().unchecked_ref()));
    // A turn that the one before has asked for is nobody's.
    let before = WALK.replace(Some(([asks, hears], turn)));
    before.iter().for_each(|([_, hears], _)| hears.set_onmessage(None));
    IS_DUE.set(false);
    IS_OVER.set(false);
    go_on();
}

/// Whether it is to wait from now on.
pub fn hold(is_held: bool) {
    IS_HELD.set(is_held);
    go_on();
}

/// What is walked is walked no further, and nobody hears of it.
pub fn end() {
    let before = WALK.take();
    before.iter().for_each(|([_, hears], _)| hears.set_onmessage(None));
    IS_OVER.set(true);
    IS_DUE.set(false);
}

fn go_on() {
    if !IS_HELD.get() && !IS_OVER.get() && !IS_DUE.replace(true) {
        WALK.with_borrow(|walk| walk.iter().for_each(|([asks, _], _)| drop(asks.post_message(&JsValue::NULL))));
    }
}
