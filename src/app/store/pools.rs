//! Pools of the plan: one more, one less, another in one's place.

use second_engine::plan::address::Address;
use second_engine::plan::{Plan, PoolPlan};

use crate::app::store::Store;
use crate::app::store::act::Damaged;

impl Store {
    pub(super) fn add_pool(&mut self, like: usize) {
        let pool = self.plan().positions().nth(like).cloned().unwrap_or_default();
        self.rearrange(|plan| {
            plan.add_position(pool);
        });
    }

    pub(super) fn remove_pool(&mut self, index: usize) {
        if self.rearrange(|plan| plan.remove_position(index)) {
            // What is typed wrong in the pools behind it moves up with them.
            let moved = |at: Address| match at {
                at if !at.is_of("pool") || at.nth < index => Some(at),
                at if at.nth == index => None,
                at => Some(Address { nth: at.nth - 1, ..at }),
            };
            let wrong = std::mem::take(&mut self.wrong);
            self.wrong = wrong.into_iter().filter_map(|(at, wrong)| Some((moved(at)?, wrong))).collect();
        }
    }

    pub(super) fn take_pool(&mut self, index: usize, pool: PoolPlan) {
        let taken = self.rearrange(|plan| {
            plan.on_position(index, |plan| plan.pool = pool);
        });
        if taken {
            self.wrong.retain(|at, _| !(at.is_of("pool") && at.nth == index));
        }
    }

    /// Other pools as one step; false, and said, where the engine refuses them.
    fn rearrange(&mut self, change: impl FnOnce(&mut Plan)) -> bool {
        let mut plan = self.plan().clone();
        change(&mut plan);
        match self.resolve(&plan) {
            Ok(book) => {
                self.show(plan, book);
                self.commit();
                true
            }
            Err(refusal) => {
                let said = format!("The position was not taken. {}", refusal.said);
                self.damaged = Some(Damaged { said, text: String::new() });
                false
            }
        }
    }
}
