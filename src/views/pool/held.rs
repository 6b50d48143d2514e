//! Held: the pools that the tab and the claims speak of.

use crate::book::Book;
use crate::holdings::Entry;
use crate::holdings::pool::Pool;
use crate::holdings::pool::position::Position;
use crate::plan::PoolPlan;

/// A pool with what it holds: its entry, position, terms and reserves.
pub(in crate::views) type HeldPool<'a> = (&'a Entry, &'a Position, &'a PoolPlan, &'a Pool);

/// Pools that are on and have a deposit, in the plan's order.
pub(in crate::views) fn held(book: &Book) -> impl Iterator<Item = HeldPool<'_>> {
    book.pools().filter_map(|(entry, position, plan)| Some((entry, position, plan, position.pool.as_ref()?)))
}
