//! Carry: what the hedge costs a year while nothing happens.

use crate::book::Book;
use crate::holdings::Entry;
use crate::plan::holding::Kind;
use crate::units::Usd;

/// Whether a leg is paid for by the VIX share of the budget; the others are on the chain.
pub fn is_vix_leg(leg: &Entry) -> bool {
    matches!(leg.kind, Kind::Layer | Kind::Etp)
}

/// Carry of the legs on VIX and of those on the chain, dollars a year; negative where they earn. Options of 21 days or
/// fewer have none.
pub fn of(book: &Book) -> [Usd; 2] {
    let sum = |on_vix: bool| {
        let legs = book.legs().filter(|leg| is_vix_leg(leg) == on_vix);
        legs.filter_map(|leg| leg.held.carry(&book.today)).sum()
    };
    [sum(true), sum(false)]
}
