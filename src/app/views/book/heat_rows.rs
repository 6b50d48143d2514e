//! Heat rows: the heat map of a large book takes longer than a frame, so its rows are computed over several turns; the
//! last whole map stands until the next one is.

use second_engine::book::curves::{Heat, HeatAxis};
use second_engine::book::{Book, landscape};
use second_engine::plan::Plan;
use yew::prelude::*;

use crate::app::browser::turns::Turns;
use crate::app::store::kept::link_key;
use crate::app::store::shared::Shared;

/// Milliseconds of a turn that rows may take.
const TURN: f64 = 5.0;

/// Columns and rows.
const SIZE: [usize; 2] = [81, 61];

/// A map on its way, or whole.
struct Making {
    book: Shared<Book>,
    heat: Heat,
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
pub fn use_heat(book: &Shared<Book>, axis: HeatAxis, is_in_view: bool) -> Option<Shared<Heat>> {
    let begun = use_mut_ref(|| None::<(Plan, HeatAxis)>);
    let whole = use_mut_ref(|| None::<Shared<Heat>>);
    let turns = use_memo((), |()| Turns::default());
    let draw = use_force_update();
    let mut plan = link_key(&book.plan);
    if axis == HeatAxis::Token {
        // A typed SPX stands in every cell of it.
        plan.event.spx = book.plan.event.spx;
    }
    let key = (plan, axis);
    if is_in_view && begun.borrow().as_ref() != Some(&key) {
        *begun.borrow_mut() = Some(key);
        let [columns, rows] = SIZE;
        let mut making = Making { book: book.clone(), heat: landscape::heat_without_rows(book, axis, columns, rows) };
        // A small book's map is whole at once.
        match making.work() {
            Some(heat) => {
                turns.stop();
                *whole.borrow_mut() = Some(heat);
            }
            None => {
                let whole = whole.clone();
                turns.go(move || {
                    let Some(heat) = making.work() else { return true };
                    *whole.borrow_mut() = Some(heat);
                    draw.force_update();
                    false
                });
            }
        }
    }
    whole.borrow().clone()
}
