//! Break-evens on the SPX axis at the shock's date, with the hedge layered in and without it.

use crate::book::landscape;
use serde::Serialize;

use crate::book::Book;
use crate::book::curves::{PayoffAxis, Places};
use crate::book::pnl::Pnl;
use crate::numbers::bracketed_root;

/// Places that are scanned for a change of sign.
const PLACES: usize = 121;

/// Where the book makes nothing, SPX levels, rising.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakEvens {
    /// The ends of the axis that was scanned.
    pub range: [f64; 2],
    /// Condor, pool and hedge.
    pub with: Vec<f64>,
    /// Condor and pool.
    pub without: Vec<f64>,
    /// SPX, dollars with the hedge, dollars without it; by rising SPX.
    pub curve: Vec<[f64; 3]>,
}

/// The three parts with SPX at a level at the shock's date, VIX and token on the link.
pub fn at_spx(book: &Book, spx: f64) -> Pnl {
    let (shock, x) = (&book.shock, (spx / book.market.spx.0).ln());
    let vix = landscape::vix_for(book, shock, x);
    book.pnl(shock, &shock.scenario(vix, x, shock.token_return(vix, x, 0.0)))
}

/// Where break-evens are sought; it follows a far shock in steps.
pub fn places(book: &Book) -> Places {
    landscape::payoff_places(book, PayoffAxis::Spx, PLACES)
}

pub(super) fn of(book: &Book) -> BreakEvens {
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
