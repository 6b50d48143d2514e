//! Notes: what the person must know about these numbers, beside the knob it belongs to.

use crate::book::resolve::Book;
use crate::plan::address::Address;
use crate::units::Years;
use crate::views::report::{Note, Report};
use crate::words::{amount, fixed, share};

impl Book {
    /// Warnings and estimates' errors that apply to this report.
    pub(in crate::views) fn notes(&self, report: &Report) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut say = |row: &'static str, text: String| notes.push(Note { at: row.into(), text });
        let shock = &report.shock;
        if !self.is_fill_in_range {
            let edge = self.condor.credit - self.model_credit;
            say(
                "condor.fill",
                format!(
                    "This fill is outside the model's range: no one vol shift prices it. The P&L starts at {} points against the model.",
                    fixed(edge, 2)
                ),
            );
        }
        if report.condor.max_loss.0 < 0.0 {
            say("condor.fill", "The credit is larger than the wing: no fill like this exists.".into());
        }
        if report.condor.is_settled {
            say(
                "condor.days",
                "Settled on the way, path unknown: the condor pays intrinsic at the scenario's SPX.".into(),
            );
        }
        self.leg_notes(&mut say);
        if shock.vix.0 > 28.0 {
            say("shock.vix", "Above VIX 28 no option chain stands behind the smile: extrapolation.".into());
        }
        if shock.is_spx_linked {
            say(
                "shock.spx",
                format!(
                    "One standard error of SPX at this VIX is {}; on 22 explosions the link missed by 3.7 points on average.",
                    share(shock.spx_error.0, 1)
                ),
            );
        }
        self.pool_notes(&mut notes);
        notes
    }

    /// What the person must know about each pool, beside its own inputs.
    fn pool_notes(&self, notes: &mut Vec<Note>) {
        let scenario = self.shock.as_set(0.0);
        let mut say = |row: &'static str, i: usize, text: String| {
            let at = Address::new(row, i);
            notes.push(Note { at, text: self.plan.named(at, &text) });
        };
        for (i, position) in self.positions().enumerate().filter(|(_, position)| position.pool.is_some()) {
            let price = self.pool_price(i, position, &scenario);
            if position.range.is_some_and(|[low, high]| !(low < position.entry && position.entry < high)) {
                let text =
                    "The range does not hold today's price: the position is all one token and earns nothing now.";
                say("pool.low", i, text.into());
            }
            let (time, value) = (Years::from_trading_days(scenario.days), position.dollars_at(price, scenario.peg));
            let loan = position.loan_in(&self.shock);
            if loan.liquidated(value, time) {
                let text = format!(
                    "Liquidated in this shock: {} is owed against {}, and the lender takes 7\u{202f}% of the debt on top.",
                    amount(loan.debt(time).0),
                    amount(value.0)
                );
                say("pool.loan", i, text);
            }
        }
        for (i, pool) in self.plan.positions().enumerate() {
            let reit = &pool.reit;
            if reit.price.0 > 0.0 && reit.growth.0 >= reit.discount.0 {
                let text = format!(
                    "Dividend growth of {} must be below the discount rate, {}: the model has no price.",
                    share(reit.growth.0, 2),
                    share(reit.discount.0, 2)
                );
                say("pool.reit.growth", i, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Plan, PoolPlan};

    #[test]
    fn a_note_names_the_pool_it_is_about_and_stands_beside_it() {
        let mut plan = Plan { more_pools: vec![PoolPlan::default()], ..Plan::default() };
        let said = |plan: &Plan| {
            let notes = Book::resolve(plan).map(|book| book.report().notes).unwrap_or_default();
            notes.into_iter().filter(|note| note.at.row == "pool.low").map(|n| (n.at.nth, n.text)).collect::<Vec<_>>()
        };
        plan.pool.low = 3500.0;
        assert!(matches!(&said(&plan)[..], [(0, text)] if text.starts_with("Pool 1: The range")));
        plan.more_pools[0].low = 3500.0;
        assert!(matches!(&said(&plan)[..], [_, (1, text)] if text.starts_with("Pool 2: The range")));
        plan.more_pools.clear();
        assert!(matches!(&said(&plan)[..], [(0, text)] if text.starts_with("The range")));
    }
}
