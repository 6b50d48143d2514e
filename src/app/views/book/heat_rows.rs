//! Heat rows: the heat map of a large book takes longer than a frame, so its rows are computed over several turns; the
//! last whole map stands until the next one is.

use gloo::timers::callback::Timeout;
use second_engine::book::curves::Heat;
use second_engine::book::{Book, landscape};
use second_engine::plan::Plan;
use yew::prelude::*;

use crate::app::store::kept::link_key;
use crate::app::store::shared::Shared;

/// Milliseconds of a turn that rows may take.
const TURN: f64 = 5.0;

/// Columns and rows.
const SIZE: [usize; 2] = [81, 61];

/// A map on its way, or whole.
struct Making {
    key: Plan,
    book: Shared<Book>,
    heat: Heat,
    next: Option<Timeout>,
}

impl Making {
    /// Rows as long as the turn has room for them, one at least; the map where it is whole now.
    fn work(&mut self) -> Option<Shared<Heat>> {
        let start = js_sys::Date::now();
        while !landscape::is_whole(&self.heat) {
            landscape::add_row(&self.book, &mut self.heat);
            if js_sys::Date::now() - start >= TURN {
                break;
            }
        }
        landscape::is_whole(&self.heat).then(|| Shared::new(self.heat.clone()))
    }
}

/// The map of this book; while it is on its way the one before it, and `None` until one was in view.
#[hook]
pub fn use_heat(book: &Shared<Book>, is_in_view: bool) -> Option<Shared<Heat>> {
    let making = use_mut_ref(|| None::<Making>);
    let whole = use_mut_ref(|| None::<Shared<Heat>>);
    let draw = use_force_update();
    let key = link_key(&book.plan);
    let is_new = is_in_view && making.borrow().as_ref().is_none_or(|making| making.key != key);
    if is_new {
        let [columns, rows] = SIZE;
        let heat = landscape::heat_without_rows(book, columns, rows);
        let mut fresh = Making { key, book: book.clone(), heat, next: None };
        // A small book's map is whole at once.
        let done = fresh.work();
        *making.borrow_mut() = Some(fresh);
        match done {
            Some(heat) => *whole.borrow_mut() = Some(heat),
            None => go_on(making, whole.clone(), draw),
        }
    }
    whole.borrow().clone()
}

type Slot<T> = std::rc::Rc<std::cell::RefCell<Option<T>>>;

/// The rest of the rows, a turn after another; a newer map, or the page's end, takes the timer away.
fn go_on(making: Slot<Making>, whole: Slot<Shared<Heat>>, draw: UseForceUpdateHandle) {
    let slot = making.clone();
    let timer = Timeout::new(0, move || {
        let done = slot.borrow_mut().as_mut().and_then(Making::work);
        match done {
            Some(heat) => {
                *whole.borrow_mut() = Some(heat);
                draw.force_update();
            }
            None => go_on(slot, whole, draw),
        }
    });
    if let Some(making) = making.borrow_mut().as_mut() {
        // The timer that has just fired is dropped here: it has nothing left to cancel.
        making.next = Some(timer);
    }
}
