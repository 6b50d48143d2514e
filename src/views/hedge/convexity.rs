//! Convexity in words: which legs protect, and why selling puts is no protection.

use serde::Serialize;

use crate::book::Book;
use crate::book::convexity::{Bends, Convexity, STEP, put_two_ways};
use crate::words::{share, usd};

/// The same put bought and sold, on one token: what convex and concave look like.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bend {
    /// Simple return of the token, P&L of the put bought, P&L of the put sold; dollars a token, at once.
    pub points: Vec<[f64; 3]>,
    /// Why negative convexity is no protection.
    pub sentence: String,
}

/// A put bought and the same put sold.
pub(super) fn bend(book: &Book) -> Bend {
    Bend {
        points: put_two_ways(book),
        sentence: "Negative convexity is not protection: selling puts earns a premium while nothing happens and loses the more the further the token falls, which is the pool's own risk held twice.".into(),
    }
}

/// The meter in one sentence.
pub fn sentence(meter: &Convexity) -> String {
    let Convexity { name, driver, .. } = meter;
    let (up, down) = (meter.up.0, meter.down.0);
    let is_on_token = matches!(*driver, "the token" | "the pair's price");
    let verdict = match meter.bends() {
        Bends::Nothing => return format!("{name}: nothing is held."),
        Bends::Up if is_on_token && down < 0.0 => "convex, but it leans on a rise: a fall still loses",
        Bends::Up => "convex: it gains more than it loses",
        Bends::Down => "concave: it loses more than it gains, which is no protection",
        Bends::Not => "straight: it gains what it would lose, and pays no more in a panic",
    };
    let x = share(STEP, 0);
    format!("{name}, {driver} up {x}: {}; down {x}: {}; {verdict}.", usd(up), usd(down))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::convexity;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{ChainKind, ChainPlan, Plan};

    fn said(kind: ChainKind, tokens: f64) -> String {
        let mut plan = Plan::default();
        plan.add(Holding::new(Terms::Chain(ChainPlan { kind, tokens, ..ChainPlan::default() })));
        let meters = Book::resolve(&plan).map(|book| convexity::of(&book)).unwrap_or_default();
        meters.last().map(sentence).unwrap_or_default()
    }

    #[test]
    fn a_square_leans_on_a_rise_a_vault_is_concave_and_nothing_is_nothing() {
        assert!(said(ChainKind::Squared, 5.0).contains("a fall still loses"));
        assert!(said(ChainKind::Vault, 5.0).contains("concave"));
        assert!(said(ChainKind::Put, 5.0).contains("On the chain, the token up 20"));
        assert_eq!(said(ChainKind::Put, 0.0), "On the chain: nothing is held.");
    }
}
