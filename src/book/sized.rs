//! Sized: the pool that is sized, and what is written on it.
//!
//! House choice: what is written on a pool (a strip, a conversion) is a share of what that pool holds, so it grows and
//! shrinks with it, at the model's price of today; every other leg stays as it is. So the answer hangs on no holding.

use std::sync::Arc;

use crate::book::Book;
use crate::book::limits::{self, BySize};
use crate::holdings::Entry;
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::Position;
use crate::holdings::world::World;

/// The sized pool, or one of $1,000 on its terms where it holds nothing, with the legs written on it.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedPool {
    /// The pool.
    pub position: Position,
    /// What is written on it, as much as goes with this position.
    pub legs: Vec<Arc<Entry>>,
}

impl SizedPool {
    /// Of a book; none where no pool is on, or its terms allow no deposit.
    pub fn of(book: &Book) -> Option<SizedPool> {
        let of = |book: &Book| {
            let position = book.sized_position().filter(|position| position.pool.is_some())?.clone();
            Some(SizedPool { position, legs: book.legs_on_sized().cloned().collect() })
        };
        of(book).or_else(|| of(&limits::with_stand_in(book)?))
    }

    /// P&L at any size in a world.
    pub fn in_world(&self, world: &World) -> BySize {
        self.by_size(&self.position.pnl(world), self.legs.iter().map(|leg| leg.held.pnl(world)).sum())
    }

    /// The same where the P&L of the pool and of the legs on it are known.
    pub fn by_size(&self, pnl: &PoolPnl, legs: f64) -> BySize {
        BySize::new(&self.position, pnl).with_legs(legs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::way::Parts;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::units::Usd;

    fn with_legs(deposit: f64) -> Book {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Strip);
        plan.add_fresh(Kind::Conversion);
        plan.a_pool().deposit = Usd(deposit);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn what_is_written_on_the_sized_pool_grows_with_it_from_any_holding() {
        let at = |held: f64, usd: f64| {
            let book = with_legs(held);
            let (world, sized) = (book.shock.as_set(0.0), SizedPool::of(&book));
            Parts::new(&book, sized.as_ref(), &world).combined(usd)
        };
        let alone = |held: f64| {
            let book = with_legs(held);
            crate::book::pnl::of(&book, &book.shock.as_set(0.0)).combined()
        };
        for usd in [500.0, 30_000.0, 90_000.0] {
            for held in [0.0, 2_000.0, 250_000.0] {
                let (said, whole) = (at(held, usd), alone(usd));
                assert!((said - whole).abs() < 1e-6 * whole.abs(), "{said} for {whole}: {usd} from {held}");
            }
        }
        assert!((at(30_000.0, 0.0) - alone(0.0)).abs() < 1e-6);
    }

    #[test]
    fn a_leg_as_large_as_its_own_terms_is_no_part_of_the_pool() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Chain);
        plan.add_fresh(Kind::Strip);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let ids: Vec<String> = book.legs_on_sized().map(|leg| leg.id()).collect();
        assert_eq!(ids, ["strip"]);
        assert!(
            book.own_legs().any(|leg| leg.kind == Kind::Chain) && !book.own_legs().any(|leg| leg.kind == Kind::Strip)
        );
    }
}
