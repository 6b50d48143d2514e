//! Holdings of the plan: one more of any kind, one less, other terms in one's place.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Holding, Kind, MOST, Terms};

use crate::app::store::Store;
use crate::app::store::act::Damaged;

impl Store {
    /// One more of the kind, of which nothing is held yet: the figures stay as they are.
    pub(super) fn add(&mut self, kind: Kind) {
        self.hold(Holding::new(self.plan().one_more(kind)));
    }

    /// One more like it, which takes its kind's name; nothing where there is no such holding.
    pub(super) fn duplicate(&mut self, kind: Kind, nth: usize) {
        if let Some(like) = self.plan().holding(kind, nth) {
            self.hold(Holding { name: String::new(), ..like.clone() });
        }
    }

    pub(super) fn hold(&mut self, holding: Holding) {
        let mut plan = self.plan().clone();
        if plan.add(holding) {
            self.rearrange("The holding was not added.", plan);
        } else {
            let said = format!("A plan holds at most {MOST}. Remove one before you add another.");
            self.damaged = Some(Damaged { said, text: String::new() });
        }
    }

    /// Takes the holding away; nothing where there is none.
    pub(super) fn remove(&mut self, kind: Kind, nth: usize) {
        let mut plan = self.plan().clone();
        if nth >= plan.count(kind) {
            return;
        }
        plan.remove(kind, nth);
        if self.rearrange("The holding was not removed.", plan) {
            // What is typed wrong in the holdings behind it moves up with them.
            let moved = |at: Address| match at {
                at if !at.is_of(kind) || at.nth < nth => Some(at),
                at if at.nth == nth => None,
                at => Some(Address { nth: at.nth - 1, ..at }),
            };
            for (at, wrong) in std::mem::take(&mut self.wrong) {
                if let Some(at) = moved(at) {
                    self.wrong.insert(at, wrong);
                }
            }
        }
    }

    /// Gives the holding these terms; nothing where there is no such holding.
    pub(super) fn take_terms(&mut self, nth: usize, terms: Terms) {
        let (kind, mut plan) = (terms.kind(), self.plan().clone());
        let Some(holding) = plan.holding_mut(kind, nth) else { return };
        holding.terms = terms;
        plan.forget_changed(self.plan());
        if self.rearrange("What was read was not taken.", plan) {
            self.wrong.retain(|at| !(at.is_of(kind) && at.nth == nth));
        }
    }

    /// The plan with what data say, as one step. What was typed wrong in a box that they have filled goes.
    pub(super) fn estimated(&mut self, plan: Plan) {
        let filled: Vec<Address> = plan.estimates.iter().map(|one| one.of).collect();
        if self.rearrange("Nothing was taken from the data.", plan) {
            self.wrong.retain(|at| !filled.contains(at));
        }
    }

    /// Other holdings as one step; false, and said, where the engine refuses them.
    pub(super) fn rearrange(&mut self, not_done: &str, plan: Plan) -> bool {
        match self.resolve(&plan) {
            Ok(book) => {
                self.show(plan, book);
                self.commit();
                true
            }
            Err(refusal) => {
                let said = format!("{not_done} {}", refusal.said);
                self.damaged = Some(Damaged { said, text: String::new() });
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use second_engine::plan::CondorPlan;
    use second_engine::plan::history::History;
    use second_engine::units::Points;

    use super::*;
    use crate::app::store::act::Act;
    use second_engine::units::day::Day;

    #[test]
    fn a_mark_of_a_holding_goes_with_what_changes_it_and_comes_back_with_undo() {
        let Ok(mut store) = Store::new(History::default()) else { unreachable!() };
        let mut plan = store.plan().clone();
        plan.pin_strikes(0, [5_900.0, 6_000.0, 6_700.0, 6_800.0]);
        for row in ["condor.short_put", "condor.fill", "pool.fee_apr"] {
            if row == "condor.fill" {
                assert_eq!(plan.set(row.into(), Some(9.0)), Ok(()));
            }
            plan.mark_estimate(row.into(), None, None);
        }
        let marks = |store: &Store| store.plan().estimates.iter().map(|one| one.of.to_string()).collect::<Vec<_>>();
        let is = |wanted: &[&str], store: &Store| assert_eq!(marks(store), wanted);
        store.act(Act::Estimated(Box::new(plan)));
        is(&["condor.fill", "condor.short_put", "pool.fee_apr"], &store);
        // A strike that moves takes the credit with it: neither is what the data said.
        store.act(Act::turn([(Address::new("condor.short_put", 0), Some(6_010.0))]));
        is(&["pool.fee_apr"], &store);
        store.act(Act::Undo);
        is(&["condor.fill", "condor.short_put", "pool.fee_apr"], &store);
        // Other terms in its place.
        let other = CondorPlan { contracts: 2.0, ..CondorPlan::default() };
        store.act(Act::TakeTerms(0, Box::new(Terms::Condor(other))));
        is(&["pool.fee_apr"], &store);
        store.act(Act::Remove(Kind::Pool, 0));
        is(&[], &store);
    }

    #[test]
    fn a_move_to_a_later_day_is_one_step_back() {
        let Ok(mut store) = Store::new(History::default()) else { unreachable!() };
        let (was, pnl) = (store.plan().clone(), store.report.combined.pnl);
        let [saturday, tuesday] = ["2026-11-28", "2026-12-01"].map(|day| Day::iso(day).unwrap_or(Day(0)));
        let moved = |store: &Store, day| Act::Become(Box::new(store.plan().moved_to(day).plan), "");
        store.act(moved(&store, saturday));
        // From a Saturday five trading days are six calendar days, where undated ones are a little over seven.
        assert_eq!(store.plan().undated(), was);
        assert!((store.report.combined.pnl.0 - pnl.0).abs() > 1.0 && store.report.shock.date == Day::iso("2026-12-04"));
        store.act(moved(&store, tuesday));
        assert_eq!(store.plan().condor(0).map(|condor| condor.days), Some(42.0));
        // The example that is put back is of the same day.
        store.act(Act::ResetAll);
        assert_eq!(store.plan().market.today, Some(tuesday));
        [Act::Undo, Act::Undo].into_iter().for_each(|act| store.act(act));
        assert_eq!((store.plan().market.today, store.plan().undated()), (Some(saturday), was.clone()));
        store.act(Act::Undo);
        assert_eq!((store.plan(), store.report.combined.pnl), (&was, pnl));
    }

    #[test]
    fn a_leg_that_is_added_is_written_on_a_pool_that_is_on_and_is_held() {
        let off = Act::turn([(Address::new("pool.on", 0), Some(0.0))]);
        for kind in [Kind::Strip, Kind::Conversion] {
            let Ok(mut store) = Store::new(History::default()) else { unreachable!() };
            [Act::Add(Kind::Pool), off.clone(), Act::Add(kind)].into_iter().for_each(|act| store.act(act));
            assert_eq!(store.book.of_kind(kind).count(), 1, "{kind:?}");
        }
    }

    #[test]
    fn a_condor_takes_other_terms_as_one_step_and_what_was_typed_wrong_in_it_is_gone() {
        let terms = Terms::Condor(CondorPlan { contracts: 7.0, fill: Some(Points(12.8)), ..CondorPlan::default() });
        let Ok(mut store) = Store::new(History::default()) else { unreachable!() };
        store.act(Act::Typed("condor.days".into(), "soon".into()));
        store.act(Act::TakeTerms(0, Box::new(terms)));
        assert!(
            store.wrong.iter().next().is_none() && store.plan().condor(0).is_some_and(|condor| condor.contracts == 7.0)
        );
        store.act(Act::Undo);
        assert_eq!(*store.plan(), Plan::default());
    }
}
