//! Engines: condors and pools as the subject of a sentence, by what of them is held.

use crate::book::Book;
use crate::words::{amount, capital};

/// How many there are that hold anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Engines {
    /// Condors with contracts.
    pub condors: usize,
    /// Pools with a deposit.
    pub pools: usize,
}

impl Engines {
    /// Those of a book.
    pub fn of(book: &Book) -> Engines {
        Engines {
            condors: book.condors().filter(|condor| condor.contracts > 0.0).count(),
            pools: book.positions().filter(|position| position.pool.is_some()).count(),
        }
    }

    /// Whether there is neither: what is left is the hedge.
    pub fn is_empty(self) -> bool {
        self.condors + self.pools == 0
    }

    /// `the condor`, `condor and pool`, `condors and pool`.
    pub fn name(self) -> &'static str {
        match (self.condors, self.pools) {
            (0, 0) => "neither condor nor pool",
            (0, 1) => "the pool",
            (0, _) => "the pools",
            (1, 0) => "the condor",
            (_, 0) => "the condors",
            (1, 1) => "condor and pool",
            (1, _) => "condor and pools",
            (_, 1) => "condors and pool",
            (_, _) => "condors and pools",
        }
    }

    /// `the condor loses`, `condor and pool lose`, of `loses`.
    pub fn does(self, verb: &str) -> String {
        let is_one = self.condors + self.pools <= 1;
        let verb = match verb.split_once(' ') {
            _ if is_one => verb.to_string(),
            Some((does, rest)) => format!("{} {rest}", many(does)),
            None => many(verb),
        };
        format!("{} {verb}", self.name())
    }

    /// What there would be to cover: `what the condor loses`.
    pub fn loss(self) -> String {
        if self.is_empty() { "a loss".into() } else { format!("what {}", self.does("loses")) }
    }

    /// The condors' part with the hedge as a subject: `condor and hedge together gain`.
    pub fn gain_with_hedge(self) -> &'static str {
        match self.condors {
            0 => "the hedge gains",
            1 => "condor and hedge together gain",
            _ => "condors and hedge together gain",
        }
    }

    /// What the mean of the pools over the twentieth of cases is called in which the condors do worst.
    pub fn pool_in_tail(self) -> &'static str {
        match (self.condors > 1, self.pools > 1) {
            (false, false) => "Pool in the condor's worst 5 %",
            (false, true) => "Pools in the condor's worst 5 %",
            (true, false) => "Pool in the condors' worst 5 %",
            (true, true) => "Pools in the condors' worst 5 %",
        }
    }

    /// Why there is no loss to cover in a shock in which they make this many dollars, none lost.
    pub fn without_loss(self, pnl: f64) -> String {
        if self.is_empty() {
            return "There is neither condor nor pool whose loss it could cover.".into();
        }
        let made =
            if pnl < 0.5 { self.begins("comes out even") } else { format!("{} {}", self.begins("gains"), amount(pnl)) };
        format!("{made} in this shock: there is no loss to cover.")
    }

    /// The same as [`Engines::does`] at the beginning of a sentence.
    pub fn begins(self, verb: &str) -> String {
        capital(&self.does(verb))
    }
}

/// A verb of several: `lose` of `loses`, `do` of `does`.
fn many(verb: &str) -> String {
    match verb {
        "does" => "do".into(),
        verb => verb.strip_suffix('s').unwrap_or(verb).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;

    fn of(change: impl FnOnce(&mut Plan)) -> Engines {
        let mut plan = Plan::default();
        change(&mut plan);
        Book::resolve(&plan).map(|book| Engines::of(&book)).unwrap_or_default()
    }

    fn off(plan: &mut Plan, kind: Kind) {
        plan.holdings.iter_mut().filter(|holding| holding.kind() == kind).for_each(|holding| holding.on = false);
    }

    #[test]
    fn a_mean_over_a_tail_is_of_one_or_of_several() {
        let said = |condors: usize, pools: usize| Engines { condors, pools }.pool_in_tail();
        assert_eq!(said(1, 1), "Pool in the condor's worst 5 %");
        assert_eq!(said(2, 1), "Pool in the condors' worst 5 %");
        assert_eq!(said(1, 2), "Pools in the condor's worst 5 %");
        assert_eq!(said(2, 2), "Pools in the condors' worst 5 %");
    }

    #[test]
    fn only_what_holds_something_is_named() {
        assert_eq!(of(|_| ()).does("loses"), "condor and pool lose");
        assert_eq!(of(|plan| off(plan, Kind::Pool)).does("loses"), "the condor loses");
        assert_eq!(of(|plan| off(plan, Kind::Condor)).begins("comes out even"), "The pool comes out even");
        let more = |plan: &mut Plan| assert!(plan.add_fresh(Kind::Condor));
        assert_eq!(of(more).begins("does not lose"), "Condors and pool do not lose");
        let empty = of(|plan| [Kind::Pool, Kind::Condor].into_iter().for_each(|kind| off(plan, kind)));
        assert!(empty.is_empty());
        assert_eq!(empty.does("loses"), "neither condor nor pool loses");
    }
}
