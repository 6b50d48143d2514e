//! Explosions in words: what the hedge takes away of the losses that history would have brought today's book.

use serde::Serialize;

use crate::book::Book;
use crate::book::explosions::{self, Cuts, ExplosionRow};
use crate::shock::explosions::EXPLOSIONS;
use crate::words::share;

/// What is said of the drawdown that this hedge takes away.
pub const CLAIMED_CUT: [f64; 2] = [0.35, 0.40];

/// Today's book in every explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplosionsReport {
    /// Oldest first.
    pub rows: Vec<ExplosionRow>,
    /// How much of the loss the hedge takes away.
    #[serde(flatten)]
    pub cuts: Cuts,
    /// The finding in one sentence.
    pub sentence: String,
}

/// Today's book in every explosion, with the hedge and without.
pub fn of(book: &Book) -> ExplosionsReport {
    let rows = explosions::of(book);
    let cuts = explosions::cuts(&rows);
    let settled = rows.iter().filter(|row| row.is_settled).count();
    ExplosionsReport { sentence: sentence(book.has_hedge(), &cuts, settled), rows, cuts }
}

fn sentence(is_held: bool, cuts: &Cuts, settled: usize) -> String {
    let (all, losing) = (EXPLOSIONS.len(), cuts.losing);
    match (cuts.median, cuts.mean) {
        (Some(_), Some(_)) if !is_held => {
            format!(
                "Condor and pool lose in {losing} of {all} explosions, and there is no hedge to take any of it away."
            )
        }
        (Some(median), Some(mean)) => {
            let path = match settled {
                0 => String::new(),
                n => format!("; in {n} of them something settled on the way, path unknown"),
            };
            format!(
                "Condor and pool lose in {losing} of {all} explosions; there the hedge takes away {} of the loss in the median and {} on average (the claim is 35–40\u{202f}%){path}.",
                share(median.0, 0),
                share(mean.0, 0)
            )
        }
        _ => format!("Condor and pool lose in none of {all} explosions: there is no loss to take away."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn without_a_hedge_nothing_is_taken_away() {
        let mut plan = Plan::default();
        for holding in &mut plan.holdings {
            holding.on = !holding.kind().is_hedge();
        }
        let report = Book::resolve(&plan).map(|book| of(&book));
        assert!(report.is_ok_and(|report| {
            report.rows.iter().all(|row| row.hedge.0 == 0.0 && row.hedged == row.unhedged)
                && report.sentence.contains("no hedge")
        }));
    }

    #[test]
    fn a_book_of_nothing_loses_in_none() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let said = Book::resolve(&plan).map(|book| of(&book).sentence).unwrap_or_default();
        assert!(said.contains("in none of 22"), "{said}");
    }
}
