//! The careful figure: the largest pool with SPX and token one standard error against the book.

use crate::book::Book;
use crate::book::limits;
use crate::book::way::{Allowed, Parts, SECTIONS, STEPS, Scan, part_of, stays};
use crate::numbers::lowest;

/// The careful figure: the largest pool with SPX's log move one standard error off its link and the token one deviation
/// of its residual off its own, each on the side that leaves less, at every stop in 64 equal steps; what is held by hand
/// stays as held.
pub fn of(book: &Book, scan: &Scan) -> Allowed {
    let shock = &book.shock;
    let spx = if shock.event.spx.is_none() { [-1.0, 1.0].as_slice() } else { &[0.0] };
    let token = if shock.event.token.is_none() { [-1.0, 1.0].as_slice() } else { &[0.0] };
    let first = if stays(shock) { STEPS } else { 0 };
    let at = |share: f64, dx: f64, z: f64| {
        let stop = part_of(shock, share);
        let error = stop.link().error(stop.vix()).0;
        let parts = Parts::new(book, scan.sized(), &stop.as_set_off(dx * error, z));
        Allowed { largest: parts.largest(book.budget, 1.0, 1.0), vix: stop.vix(), spx: stop.event.spx }
    };
    // Where a book gains by any deviation the figure itself is the careful one.
    let mut least = scan.way(book).allows(book.budget, 1.0, 1.0);
    let mut place = None;
    let share = |i: u32| f64::from(i) / f64::from(STEPS);
    for i in first..=STEPS {
        for (dx, z) in spx.iter().flat_map(|dx| token.iter().map(move |z| (*dx, *z))) {
            let there = at(share(i), dx, z);
            if limits::room(there.largest) < limits::room(least.largest) {
                (least, place) = (there, Some((i, dx, z)));
            }
        }
    }
    // Beside the smallest of them it may turn between two: else a longer way, with other places, could allow more.
    if let Some((i, dx, z)) = place.filter(|(i, ..)| *i > first && limits::room(least.largest) > 0.0) {
        let room = |share: f64| limits::room(at(share, dx, z).largest);
        let there = at(lowest([share(i - 1), share((i + 1).min(STEPS))], SECTIONS, &room), dx, z);
        if limits::room(there.largest) < limits::room(least.largest) {
            least = there;
        }
    }
    let capital = book.plan.account.risk_capital().0;
    Allowed { largest: limits::within_capital(least.largest, capital), ..least }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::way;
    use crate::plan::Plan;
    use crate::units::Frac;

    fn at(change: impl FnOnce(&mut Plan)) -> (Allowed, Allowed) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let scan = way::scan(&book);
        (scan.way(&book).allows(book.budget, 1.0, 1.0), of(&book, &scan))
    }

    #[test]
    fn the_careful_figure_allows_no_more_and_what_is_held_is_not_doubted() {
        let (found, careful) = at(|_| ());
        assert!(limits::room(careful.largest) < limits::room(found.largest), "{found:?} {careful:?}");
        let (found, careful) = at(|plan| {
            plan.event.spx = Some(Frac(-0.08));
            plan.event.token = Some(Frac(-0.3));
        });
        assert!((limits::room(found.largest) / limits::room(careful.largest) - 1.0).abs() < 1e-9);
    }
}
