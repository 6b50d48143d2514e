//! Liquidations in words: which loans the shock takes, for whoever sums it up.

use crate::book::Book;
use crate::book::liquidity::liquidated;
use crate::holdings::world::World;
use crate::words::amount;

/// Every loan that a world liquidates, in one sentence; none where none is.
pub fn sentence(book: &Book, world: &World) -> Option<String> {
    let found = liquidated(book, world);
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    let penalty: f64 = found.iter().map(|one| one.penalty.0).sum();
    let (last, others) = names.split_last()?;
    let loans = if others.is_empty() {
        format!("The loan of {last} is liquidated")
    } else {
        format!("The loans of {} and {last} are liquidated", others.join(", "))
    };
    Some(format!("{loans}: {} of penalty is in the loss.", amount(penalty)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::units::{Frac, Usd};

    #[test]
    fn each_liquidated_loan_is_named_once() {
        let said = |loans: [f64; 2]| {
            let mut plan = Plan::default();
            plan.add_fresh(Kind::Pool);
            plan.event.token = Some(Frac(-0.4));
            for (nth, loan) in loans.into_iter().enumerate() {
                if let Some(pool) = plan.pool_mut(nth) {
                    pool.loan = Usd(loan);
                }
            }
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            sentence(&book, &book.shock.as_set(0.0))
        };
        assert_eq!(said([0.0, 1_000.0]), None);
        assert!(said([0.0, 20_000.0]).is_some_and(|said| said.starts_with("The loan of Pool 2 is liquidated: $1,40")));
        assert!(said([20_000.0; 2]).is_some_and(|said| said.starts_with("The loans of Pool 1 and Pool 2 are")));
    }
}
