//! Turns: long work in pieces, one a turn of the browser's, so that no task holds the page up.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;

/// Work that goes on; other work, or the end, takes its place.
#[derive(Clone, Default)]
pub struct Turns(Rc<RefCell<Option<Timeout>>>);

impl Turns {
    /// Does `piece` once a turn from the next one on, as long as it says that there is more.
    pub fn go(&self, mut piece: impl FnMut() -> bool + 'static) {
        let turns = self.clone();
        let timer = Timeout::new(0, move || {
            if piece() {
                turns.go(piece);
            }
        });
        // The timer that has just fired is dropped here: it has nothing left to cancel.
        *self.0.borrow_mut() = Some(timer);
    }

    /// Does no more of it.
    pub fn stop(&self) {
        *self.0.borrow_mut() = None;
    }
}
