//! Queue: which kind of run walks. There are no more threads than cores: of several kinds the first in order has them all.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A kind that wants to walk.
#[derive(Clone)]
pub struct Turn {
    /// Begins its run.
    pub go: Rc<dyn Fn()>,
    /// Ends it for another's sake: it will be begun anew.
    pub pause: Rc<dyn Fn()>,
}

thread_local! {
    static QUEUE: RefCell<BTreeMap<u8, Turn>> = RefCell::default();
}

/// The kind of this place goes, now or when those before it have left; one after it that goes is paused. Asked again it
/// begins anew.
pub fn want(place: u8, turn: &Turn) {
    let before = QUEUE.with_borrow_mut(|queue| {
        let before = queue.first_key_value().map(|(first, turn)| (*first, turn.clone()));
        queue.insert(place, turn.clone());
        before
    });
    match before {
        Some((first, _)) if first < place => {}
        Some((first, other)) if first > place => {
            (other.pause)();
            (turn.go)();
        }
        _ => (turn.go)(),
    }
}

/// It does not want to any more: the next one goes.
pub fn leave(place: u8) {
    let next = QUEUE.with_borrow_mut(|queue| {
        let was_first = queue.first_key_value().is_some_and(|(first, _)| *first == place);
        queue.remove(&place);
        queue.first_key_value().filter(|_| was_first).map(|(_, turn)| turn.clone())
    });
    if let Some(turn) = next {
        (turn.go)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_kind_goes_first_whichever_asks_first_and_one_at_a_time() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let turn = |name: &'static str| {
            let say = |what: &'static str| -> Rc<dyn Fn()> {
                let log = log.clone();
                Rc::new(move || log.borrow_mut().push(format!("{name} {what}")))
            };
            Turn { go: say("goes"), pause: say("pauses") }
        };
        let said = || std::mem::take(&mut *log.borrow_mut());
        let (odds, year) = (turn("odds"), turn("year"));
        want(1, &year);
        assert_eq!(said(), ["year goes"]);
        want(0, &odds);
        assert_eq!(said(), ["year pauses", "odds goes"]);
        want(1, &year);
        assert_eq!(said(), [""; 0]);
        want(0, &odds);
        assert_eq!(said(), ["odds goes"]);
        leave(0);
        assert_eq!(said(), ["year goes"]);
        // It is not there any more: nothing changes.
        leave(0);
        want(0, &odds);
        leave(1);
        assert_eq!(said(), ["year pauses", "odds goes"]);
        leave(0);
        assert_eq!(said(), [""; 0]);
    }
}
