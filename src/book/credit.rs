//! Credit: a typed one belongs to the strikes that it was paid for; other strikes are priced at the same vol offset.

use crate::book::Book;
use crate::holdings::condor::Condor;
use crate::holdings::fill;
use crate::units::{Points, Vol, Years};

/// Digits after the point that a moved credit keeps: far below a cent, and moving back brings the credit back.
const DIGITS: f64 = 1e6;
/// Least price that can be typed; a leg worth less has the model's.
const LEAST_PRICE: f64 = 0.01;

impl Book {
    /// The credit of condor `nth`'s strikes as they now are, where those of `before` were filled at a typed credit: priced
    /// at that fill's vol offset, or as far from the model as it was where no offset prices it. `None` where no credit is
    /// typed, another one was typed on the way, or the strikes are the same.
    pub fn moved_credit(&self, before: &Book, nth: usize) -> Option<Points> {
        // What was paid on an earlier day stays what was paid.
        let typed = |book: &Book| book.plan.condor(nth).filter(|plan| plan.opened <= 0.0)?.fill;
        let (was, now) = (before.condor_at(nth)?, self.condor_at(nth)?);
        if typed(self)? != typed(before)? || was.strikes == now.strikes {
            return None;
        }
        let credit = if was.is_fill_in_range {
            let smile = now.model_smile(&self.market, Years::from_calendar_days(now.days));
            fill::credit_at(now, &smile, self.market.rate.0, was.offset)
        } else {
            now.model_credit + was.credit - was.model_credit
        };
        Some(Points((credit * DIGITS).round() / DIGITS))
    }

    /// The prices of condor `nth`'s legs once its strikes have moved, from those typed and the book before: one that was
    /// typed for its strike of before stays as many vol points off the model's at the new one. This book knows none.
    pub fn moved_prices(&self, before: &Book, nth: usize, typed: [Option<Points>; 4]) -> [Option<Points>; 4] {
        let (Some(was), Some(now), Some(plan)) = (before.condor_at(nth), self.condor_at(nth), before.plan.condor(nth))
        else {
            return typed;
        };
        let prices = self.on_vols_of(was, now);
        std::array::from_fn(|i| {
            let is_new = typed[i] != plan.prices()[i] || was.strikes[i] == now.strikes[i];
            if is_new || typed[i].is_none() { typed[i] } else { prices[i] }
        })
    }

    /// The prices of condor `nth`'s legs on the day of this book, which knows none, each that was typed in the book before as
    /// many vol points off the model's as then. None of what has settled.
    pub fn aged_prices(&self, before: &Book, nth: usize) -> [Option<Points>; 4] {
        let both = before.condor_at(nth).zip(self.condor_at(nth)).filter(|(_, now)| now.settled.is_none());
        both.map_or([None; 4], |(was, now)| {
            let prices = self.on_vols_of(was, now);
            std::array::from_fn(|i| was.own[i].and(prices[i]))
        })
    }

    /// Each leg of a condor of this book as far off the model's vol as another condor's is; none below a cent.
    fn on_vols_of(&self, was: &Condor, now: &Condor) -> [Option<Points>; 4] {
        let smile = now.model_smile(&self.market, Years::from_calendar_days(now.days));
        let moved = Condor { own: was.own, offset: Vol(0.0), ..*now };
        moved.legs_on(&smile, self.market.rate.0).map(|price| {
            let price = (price * DIGITS).round() / DIGITS;
            (price >= LEAST_PRICE).then_some(Points(price))
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
    fn a_typed_price_moves_with_its_strike_and_comes_back() {
        let (old, new) = ([5920.0, 5970.0, 6720.0, 6770.0], [5820.0, 5970.0, 6720.0, 6770.0]);
        let priced = |strikes, prices: [Option<f64>; 4]| {
            let mut plan = Plan::default();
            plan.pin_strikes(0, strikes);
            plan.a_condor().set_prices(prices.map(|x| x.map(Points)));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            book
        };
        let typed = [Some(30.0), None, Some(20.0), None];
        let before = priced(old, typed);
        let moved = priced(new, [None; 4]).moved_prices(&before, 0, typed.map(|x| x.map(Points)));
        let own = |book: &Book| book.condor_at(0).map_or([None; 4], |condor| condor.own);
        let after = priced(new, moved.map(|x| x.map(|x| x.0)));
        for (a, b) in own(&before).into_iter().zip(own(&after)) {
            assert!((a.is_none() && b.is_none()) || a.zip(b).is_some_and(|(a, b)| (a.0 - b.0).abs() < 1e-6));
        }
        assert!(
            moved[0].is_some_and(|x| x.0 < 30.0) && moved[1].is_none() && moved[2] == Some(Points(20.0)),
            "{moved:?}"
        );
        let back = priced(old, [None; 4]).moved_prices(&after, 0, moved);
        assert!(back[0].is_some_and(|x| (x.0 - 30.0).abs() < 1e-4), "{back:?}");
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
