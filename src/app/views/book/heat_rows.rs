//! Heat rows: the heat map of a large book takes longer than a frame, so its rows are computed over several turns; the
//! last whole map stands until the next one is.

use second_engine::book::curves::{Heat, HeatAxis};
use second_engine::book::{Book, landscape};
use second_engine::numbers::pieces::in_pieces;
use yew::prelude::*;

use crate::app::store::kept::link_key;
use crate::app::store::made::{Pieces, TURN, use_made};
use crate::app::store::shared::Shared;

/// Columns and rows.
const SIZE: [usize; 2] = [81, 61];

/// A map row by row.
fn rows(book: Shared<Book>, axis: HeatAxis) -> Pieces<Heat> {
    let [columns, rows] = SIZE;
    in_pieces(async move { landscape::heating(&book, axis, columns, rows).await })
}

/// The map of this book, a small one's at once; while it is on its way the one before it, and `None` until one was in view.
#[hook]
pub fn use_heat(book: &Shared<Book>, axis: HeatAxis, is_in_view: bool) -> Option<Shared<Heat>> {
    let mut plan = link_key(&book.plan);
    if axis == HeatAxis::Token {
        // A typed SPX stands in every cell of it.
        plan.event.spx = book.plan.event.spx;
    }
    use_made((plan, axis), is_in_view, TURN, || rows(book.clone(), axis)).value
}
