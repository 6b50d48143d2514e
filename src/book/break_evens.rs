//! Break-evens on the SPX axis at the shock's date, with the hedge layered in and without it.

use serde::Serialize;

use crate::book::curves::{PayoffAxis, Places};
use crate::book::pnl::Pnl;
use crate::book::{Book, landscape, pnl};
use crate::numbers::bracketed_root;

/// Places that are scanned for a change of sign.
const PLACES: usize = 121;

/// Where the book makes nothing, SPX levels, rising.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BreakEvens {
    /// The ends of the axis that was scanned.
    pub range: [f64; 2],
    /// Condors, pools and hedge.
    pub with: Vec<f64>,
    /// Condors and pools.
    pub without: Vec<f64>,
    /// SPX, dollars with the hedge, dollars without it; by rising SPX.
    pub curve: Vec<[f64; 3]>,
}

/// The three parts with SPX at a level at the shock's date, VIX and tokens on the link.
pub fn at_spx(book: &Book, spx: f64) -> Pnl {
    let (shock, x) = (&book.shock, (spx / book.market.spx.0).ln());
    pnl::of(book, &shock.world(shock.vix_for(x), x, 0.0))
}

/// Where break-evens are sought; it follows a far shock in steps.
pub fn places(book: &Book) -> Places {
    landscape::payoff_places(book, PayoffAxis::Spx, PLACES)
}

/// Where the book breaks even at the shock's date; a book that makes nothing anywhere has no break-even.
pub fn of(book: &Book) -> BreakEvens {
    let places = places(book);
    let place = |i: usize| places.at(i);
    let range = [place(0), place(places.count() - 1)];
    let over: Vec<Pnl> = (0..places.count()).map(|i| at_spx(book, place(i))).collect();
    let roots = |of: fn(&Pnl) -> f64| {
        let signs = over.windows(2).enumerate().filter(|(_, pair)| {
            let (a, b) = (of(&pair[0]), of(&pair[1]));
            b == 0.0 && a != 0.0 || a * b < 0.0
        });
        signs.filter_map(|(i, _)| bracketed_root(place(i), place(i + 1), |spx| of(&at_spx(book, spx)))).collect()
    };
    let curve = over.iter().enumerate().map(|(i, pnl)| [place(i), pnl.combined(), pnl.condor + pnl.pool]).collect();
    BreakEvens { range, with: roots(Pnl::combined), without: roots(|pnl| pnl.condor + pnl.pool), curve }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;

    #[test]
    fn the_book_makes_nothing_at_its_break_evens() {
        let mut two = Plan::default();
        two.add_fresh(Kind::Condor);
        two.add_fresh(Kind::Pool);
        for plan in [Plan::default(), two] {
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let found = of(&book);
            assert!(!found.with.is_empty() && !found.without.is_empty());
            assert!(found.with.iter().all(|&spx| at_spx(&book, spx).combined().abs() < 1e-6));
            let bare = |spx: f64| at_spx(&book, spx).condor + at_spx(&book, spx).pool;
            assert!(found.without.iter().all(|&spx| bare(spx).abs() < 1e-6));
            let places = landscape::payoff_places(&book, PayoffAxis::Spx, 401);
            let chart = landscape::payoff(&book, &places, None).break_evens;
            assert!(chart.len() == found.with.len(), "{chart:?} {found:?}");
            assert!(chart.iter().zip(&found.with).all(|(a, b)| (a - b).abs() < 1e-6));
        }
    }

    #[test]
    fn a_book_of_nothing_breaks_even_nowhere() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let found = of(&book);
        assert!(found.with.is_empty() && found.without.is_empty() && found.curve.len() >= 2);
    }
}
