//! Credit: a typed one belongs to the strikes that it was paid for; other strikes are priced at the same vol offset.

use crate::book::Book;
use crate::holdings::condor::Condor;
use crate::holdings::{Held, fill};
use crate::plan::holding::Kind;
use crate::units::{Points, Years};

/// Digits after the point that a moved credit keeps: far below a cent, and moving back brings the credit back.
const DIGITS: f64 = 1e6;

impl Book {
    /// The credit of condor `nth`'s strikes as they now are, where those of `before` were filled at a typed credit: priced
    /// at that fill's vol offset, or as far from the model as it was where no offset prices it. `None` where no credit is
    /// typed, another one was typed on the way, or the strikes are the same.
    pub fn moved_credit(&self, before: &Book, nth: usize) -> Option<Points> {
        let typed = |book: &Book| book.plan.condor(nth)?.fill;
        let (was, now) = (before.condor_at(nth)?, self.condor_at(nth)?);
        if typed(self)? != typed(before)? || was.strikes == now.strikes {
            return None;
        }
        let credit = if was.is_fill_in_range {
            let smile = self.market.spx_smile(Years::from_calendar_days(now.days));
            fill::credit_at(now, &smile, self.market.rate.0, was.offset)
        } else {
            now.model_credit + was.credit - was.model_credit
        };
        Some(Points((credit * DIGITS).round() / DIGITS))
    }

    fn condor_at(&self, nth: usize) -> Option<&Condor> {
        self.of_kind(Kind::Condor).find(|entry| entry.nth == nth).and_then(|entry| match &entry.held {
            Held::Condor(condor) => Some(condor),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    /// The opening condor at these strikes and this credit.
    fn book(strikes: [f64; 4], fill: f64) -> Book {
        let mut plan = Plan::default();
        plan.pin_strikes(0, strikes);
        plan.a_condor().fill = Some(Points(fill));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn strikes_that_move_under_a_typed_credit_keep_its_vol_offset_and_bring_it_back() {
        let (old, new) = ([5920.0, 5970.0, 6720.0, 6770.0], [5820.0, 5870.0, 6720.0, 6770.0]);
        let filled = book(old, 11.0);
        let Some(credit) = book(new, 11.0).moved_credit(&filled, 0) else { unreachable!() };
        let moved = book(new, credit.0);
        let offset = |book: &Book| book.condor_at(0).map_or(f64::NAN, |condor| condor.offset.0);
        assert!((offset(&moved) - offset(&filled)).abs() < 1e-6, "{} {}", offset(&moved), offset(&filled));
        assert!(credit.0 < 11.0, "further out pays less: {}", credit.0);
        let back = book(old, credit.0).moved_credit(&moved, 0);
        assert!(back.is_some_and(|back| (back.0 - 11.0).abs() < 1e-4), "{back:?}");
        assert_eq!(filled.moved_credit(&filled, 0), None);
        assert_eq!(book(new, 9.0).moved_credit(&filled, 0), None);
    }

    #[test]
    fn a_credit_that_no_offset_prices_keeps_its_distance_from_the_model() {
        let (old, new) = ([5920.0, 5970.0, 6720.0, 6770.0], [5820.0, 5870.0, 6720.0, 6770.0]);
        let filled = book(old, -5.0);
        let model = |book: &Book| book.condor_at(0).map_or(f64::NAN, |condor| condor.model_credit);
        assert!(filled.condor_at(0).is_some_and(|condor| !condor.is_fill_in_range));
        let moved = book(new, -5.0);
        let credit = moved.moved_credit(&filled, 0).map_or(f64::NAN, |credit| credit.0);
        assert!((credit - model(&moved) - (-5.0 - model(&filled))).abs() < 1e-5);
    }
}
