//! Hold: a thread's walk, a little a turn, so that between two turns it hears that a hand wants its core.

use std::cell::{Cell, RefCell};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use crate::app::store::made::{Pieces, work};

/// Milliseconds of a turn.
const TURN: f64 = 8.0;

/// Where a walk asks for its next turn, and what does it.
type Walk = (MessagePort, Closure<dyn FnMut(MessageEvent)>);

thread_local! {
    static IS_HELD: Cell<bool> = const { Cell::new(false) };
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
    static WALK: RefCell<Option<Walk>> = const { RefCell::new(None) };
}

/// Does these pieces, all but those that wait for a hand; in place of what was walked before. A turn is a message to
/// itself: a timer would make each wait for four milliseconds.
pub fn walk(mut pieces: Pieces<()>) {
    let Ok(channel) = MessageChannel::new() else {
        while pieces().is_none() {}
        return;
    };
    let mut is_over = false;
    let turn = Closure::<dyn FnMut(MessageEvent)>::new(move |_: MessageEvent| {
        IS_DUE.set(false);
        is_over = is_over || work(&mut pieces, TURN).is_some();
        if !is_over {
            go_on();
        }
    });
    channel.port1().set_onmessage(Some(turn.as_ref().unchecked_ref()));
    WALK.set(Some((channel.port2(), turn)));
    IS_DUE.set(false);
    go_on();
}

/// Whether it is to wait from now on.
pub fn hold(is_held: bool) {
    IS_HELD.set(is_held);
    go_on();
}

fn go_on() {
    if !IS_HELD.get() && !IS_DUE.replace(true) {
        WALK.with_borrow(|walk| walk.iter().for_each(|(port, _)| drop(port.post_message(&JsValue::NULL))));
    }
}
