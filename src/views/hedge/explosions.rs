//! Explosions in words: what the hedge takes away of the losses that history would have brought today's book.

use serde::Serialize;

use crate::book::Book;
use crate::book::explosions::{self, Broken, Cuts, ExplosionRow};
use crate::numbers::pieces::whole;
use crate::shock::explosions::{EXPLOSIONS, SOURCE};
use crate::units::{Frac, Usd};
use crate::views::engines::Engines;
use crate::views::hedge::findings::taken;
use crate::words::amount;

/// What is said of the drawdown that this hedge takes away.
pub const CLAIMED_CUT: [f64; 2] = [0.35, 0.40];

/// Explosions in which condor and pool lose, by what the hedge takes away of the loss, beside the claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByClaim {
    /// Less than is claimed.
    pub below: usize,
    /// As much as is claimed, both ends included.
    pub within: usize,
    /// More.
    pub above: usize,
}

/// Today's book in every explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplosionsReport {
    /// Oldest first.
    pub rows: Vec<ExplosionRow>,
    /// How much of the loss the hedge takes away.
    #[serde(flatten)]
    pub cuts: Cuts,
    /// How many explosions lie below the claim, within it and above.
    pub by_claim: ByClaim,
    /// The loss budget; positive.
    pub budget: Usd,
    /// How many cost more than it.
    pub broken: Broken,
    /// The finding in one sentence.
    pub sentence: String,
    /// Where the events are from.
    pub source: &'static str,
    /// What it is that loses there.
    #[serde(skip)]
    pub engines: Engines,
}

/// Today's book in every explosion, with the hedge and without.
pub fn of(book: &Book) -> ExplosionsReport {
    whole(making(book))
}

/// [`of`], with a pause after each explosion.
pub async fn making(book: &Book) -> ExplosionsReport {
    let rows = explosions::making(book).await;
    let cuts = explosions::cuts(rows.iter().map(|row| row.cut));
    let by_claim = by_claim(rows.iter().filter_map(|row| row.cut));
    let count = |is_it: fn(&ExplosionRow) -> bool| rows.iter().filter(|row| is_it(row)).count();
    let settled = [count(|row| row.is_settled), count(|row| row.is_path_unknown)];
    let broken = explosions::broken(&rows, book.budget);
    let engines = Engines::of(book);
    let cut = sentence(engines, book.has_hedge(), &cuts, settled);
    let sentence = format!("{} {cut}", over_budget(broken, book.budget));
    ExplosionsReport { sentence, rows, cuts, by_claim, budget: Usd(book.budget), broken, source: SOURCE, engines }
}

fn by_claim(cuts: impl Iterator<Item = Frac>) -> ByClaim {
    let [low, high] = CLAIMED_CUT;
    let mut found = ByClaim::default();
    for cut in cuts {
        match cut.0 {
            cut if cut < low => found.below += 1,
            cut if cut > high => found.above += 1,
            _ => found.within += 1,
        }
    }
    found
}

/// How many cost more than the budget, as a sentence.
pub fn over_budget(broken: Broken, budget: f64) -> String {
    let Broken { count, total, on_way } = broken;
    let way = match on_way {
        0 => String::new(),
        n if n == count => ", on the way and not at the end".into(),
        n => format!(", in {n} of them on the way and not at the end"),
    };
    match count {
        0 => format!("In none of {total} explosions does the book lose more than its budget of {}.", amount(budget)),
        n => format!("In {n} of {total} explosions the book loses more than its budget of {}{way}.", amount(budget)),
    }
}

/// Cuts in a sentence; `settled` counts where something settled on the way, and where no close says at which level.
fn sentence(engines: Engines, is_held: bool, cuts: &Cuts, settled: [usize; 2]) -> String {
    let lose = engines.begins("loses");
    let (all, losing) = (EXPLOSIONS.len(), cuts.losing);
    match (cuts.median, cuts.mean) {
        (Some(_), Some(_)) if !is_held => {
            format!("{lose} in {losing} of {all} explosions, and there is no hedge to take any of it away.")
        }
        (Some(median), Some(mean)) => {
            let path = match settled {
                [0, _] => String::new(),
                [n, 0] => format!("; in {n} something settled on the way, at the close of its own day"),
                [n, unknown] => format!("; in {n} something settled on the way, in {unknown} of these path unknown"),
            };
            format!(
                "{lose} in {losing} of {all} explosions; there the hedge {} of the loss in the median and {} on average (the claim is 35–40\u{202f}% less){path}.",
                taken(median),
                taken(mean)
            )
        }
        _ if engines.is_empty() => "There is neither condor nor pool whose loss it could take away.".into(),
        _ => format!("{lose} in none of {all} explosions: there is no loss to take away."),
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
    fn every_cut_is_below_the_claim_within_it_or_above() {
        let cuts = [-0.2, 0.349, 0.35, 0.4, 0.401, 1.7].map(Frac);
        assert_eq!(by_claim(cuts.into_iter()), ByClaim { below: 2, within: 2, above: 2 });
        let report = Book::resolve(&Plan::default()).map(|book| of(&book));
        assert!(report.is_ok_and(|report| {
            let ByClaim { below, within, above } = report.by_claim;
            below + within + above == report.cuts.losing && report.cuts.losing > 0
        }));
    }

    #[test]
    fn a_book_of_nothing_loses_in_none() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let said = Book::resolve(&plan).map(|book| of(&book).sentence).unwrap_or_default();
        assert!(said.contains("In none of 22") && said.contains("neither condor nor pool"), "{said}");
    }

    #[test]
    fn the_sentence_counts_those_beyond_the_budget() {
        let of = |share: f64| {
            let mut plan = Plan::default();
            plan.account.loss_budget = crate::units::Frac(share);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            of(&book)
        };
        let report = of(0.03);
        let Broken { count: beyond, on_way, total } = report.broken;
        let at_end = report.rows.iter().filter(|row| row.hedged.0 < -7500.0).count();
        assert!(beyond > 0 && total == 22 && beyond - on_way == at_end, "{:?}", report.broken);
        assert_eq!(beyond, report.rows.iter().filter(|row| row.worst.0 < -7500.0).count());
        assert!(
            report
                .sentence
                .starts_with(&format!("In {beyond} of 22 explosions the book loses more than its budget of $7,500"))
        );
        assert!(of(0.9).sentence.starts_with("In none of 22 explosions does the book lose more"));
    }

    #[test]
    fn the_table_says_which_explosions_are_counted_with_the_worst_of_their_way() {
        // Many calls: some ends gain where the way still loses.
        let mut plan = Plan::default();
        for nth in 0..3 {
            if let Some(layer) = plan.layer_mut(nth) {
                layer.contracts = Some(14.0);
            }
        }
        let mut on_way = 0;
        for budget in [0.005, 0.02, 0.06] {
            plan.account.loss_budget = crate::units::Frac(budget);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let report = of(&book);
            let (head, rows) = crate::views::hedge::explosions_chart::table(&report, None);
            let column = |name: &str| head.iter().position(|one| one == name).unwrap_or(usize::MAX);
            let [worst, vix, breaks] = ["Worst on the way", "at VIX", "Breaks the budget"].map(column);
            for (cells, row) in rows.iter().zip(&report.rows) {
                assert_eq!(cells[worst], crate::words::fixed(row.worst.0, 0));
                assert_eq!(cells[vix], crate::words::vix(row.worst_vix.0));
                assert_eq!(cells[breaks] == "yes", row.worst.0 < -report.budget.0);
            }
            assert_eq!(rows.iter().filter(|cells| cells[breaks] == "yes").count(), report.broken.count);
            on_way += report.broken.on_way;
        }
        assert!(on_way > 0);
    }
}
