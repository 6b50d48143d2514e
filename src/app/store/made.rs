//! Made: what takes longer than a frame, made in pieces over several turns of the browser.

use yew::prelude::*;

use crate::app::browser::turns::Turns;
use crate::app::store::shared::Shared;

/// Milliseconds of a turn that pieces may take.
pub const TURN: f64 = 5.0;

/// Work in pieces: the value with the last of them.
pub type Pieces<T> = Box<dyn FnMut() -> Option<T>>;

/// The last whole value.
pub struct Made<T> {
    /// `None` until one was whole.
    pub value: Option<Shared<T>>,
    /// Whether it is of the key that was asked for, and not of one before.
    pub is_now: bool,
}

impl<T> Made<T> {
    /// The value where it is of the key that was asked for.
    pub fn now(&self) -> Option<Shared<T>> {
        self.value.clone().filter(|_| self.is_now)
    }
}

/// Pieces as long as there are milliseconds for them, one at least where there are any.
pub fn work<T>(pieces: &mut Pieces<T>, milliseconds: f64) -> Option<T> {
    timed(pieces, milliseconds).0
}

/// The same, and how many milliseconds they took.
fn timed<T>(pieces: &mut Pieces<T>, milliseconds: f64) -> (Option<T>, f64) {
    let start = js_sys::Date::now();
    let mut spent = 0.0;
    while spent < milliseconds {
        let value = pieces();
        spent = js_sys::Date::now() - start;
        if value.is_some() {
            return (value, spent);
        }
    }
    (None, spent)
}

/// The value for this key, begun anew with it while somebody wants it: at once where the last one was whole in so many
/// milliseconds, else a few in every turn. Until it is whole the one before it stands.
#[hook]
pub fn use_made<K, T>(key: K, is_wanted: bool, at_once: f64, begin: impl FnOnce() -> Pieces<T>) -> Made<T>
where
    K: Clone + PartialEq + 'static,
    T: 'static,
{
    let begun = use_mut_ref(|| None::<K>);
    let took = use_mut_ref(|| f64::INFINITY);
    let whole = use_mut_ref(|| None::<(K, Shared<T>)>);
    let turns = use_memo((), |()| Turns::default());
    let draw = use_force_update();
    use_effect_with((), {
        let turns = turns.clone();
        move |()| move || turns.stop()
    });
    let is_whole = whole.borrow().as_ref().is_some_and(|(of, _)| *of == key);
    if !is_wanted || begun.borrow().as_ref() != Some(&key) {
        // Nobody asks for the one before any more, or for this one just now: a drag that goes on has the turns to itself.
        turns.stop();
        *begun.borrow_mut() = None;
    }
    if is_wanted && !is_whole && begun.borrow().is_none() {
        *begun.borrow_mut() = Some(key.clone());
        let mut pieces = begin();
        // A frame is not given to what cannot end in it.
        let at_once = if *took.borrow() <= at_once { at_once } else { 0.0 };
        let (value, mut spent) = timed(&mut pieces, at_once);
        *took.borrow_mut() = if value.is_some() { spent } else { f64::INFINITY };
        match value {
            Some(value) => *whole.borrow_mut() = Some((key.clone(), Shared::new(value))),
            None => {
                let (whole, took, key) = (whole.clone(), took.clone(), key.clone());
                turns.go(move || {
                    let (value, more) = timed(&mut pieces, TURN);
                    spent += more;
                    let Some(value) = value else { return true };
                    *whole.borrow_mut() = Some((key.clone(), Shared::new(value)));
                    *took.borrow_mut() = spent;
                    draw.force_update();
                    false
                });
            }
        }
    }
    let whole = whole.borrow();
    Made {
        value: whole.as_ref().map(|(_, value)| value.clone()),
        is_now: whole.as_ref().is_some_and(|(of, _)| *of == key),
    }
}
