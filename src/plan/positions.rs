//! Positions: the pools of one plan, the first beside the further ones, each edited by the same knobs.

use crate::plan::{Plan, PoolPlan};

/// Most positions in one plan.
pub const MOST: usize = 10;

impl Plan {
    /// How many positions there are, the first included.
    pub fn position_count(&self) -> usize {
        1 + self.more_pools.len()
    }

    /// Every position, the first one first.
    pub fn positions(&self) -> impl Iterator<Item = &PoolPlan> {
        std::iter::once(&self.pool).chain(&self.more_pools)
    }

    /// What `act` returns on this plan with position `index` (0 is the first) in the first one's place; it is put back
    /// afterwards with whatever was done to it. `None`, and nothing done, where there is no such position.
    ///
    /// So every `pool.*` knob works on every position.
    pub fn on_position<R>(&mut self, index: usize, act: impl FnOnce(&mut Plan) -> R) -> Option<R> {
        if index >= self.position_count() {
            return None;
        }
        self.bring_forward(index);
        let result = act(self);
        self.bring_forward(index);
        Some(result)
    }

    /// Swaps the first position and this one; its own inverse.
    fn bring_forward(&mut self, index: usize) {
        if let Some(other) = index.checked_sub(1).and_then(|i| self.more_pools.get_mut(i)) {
            std::mem::swap(&mut self.pool, other);
        }
    }

    /// Adds a position at the end; false, and nothing done, where there are [`MOST`] already.
    pub fn add_position(&mut self, position: PoolPlan) -> bool {
        let fits = self.position_count() < MOST;
        if fits {
            self.more_pools.push(position);
        }
        fits
    }

    /// Takes away position `index`; the first one's place goes to the next, and the last one left stays.
    pub fn remove_position(&mut self, index: usize) {
        if index >= self.position_count() || self.more_pools.is_empty() {
            return;
        }
        if index == 0 {
            self.pool = self.more_pools.remove(0);
        } else {
            self.more_pools.remove(index - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::knob;
    use crate::units::Usd;

    #[test]
    fn a_knob_works_on_every_position_and_touches_no_other() {
        let mut plan = Plan { more_pools: vec![PoolPlan::default(); 2], ..Plan::default() };
        let deposit = knob("pool.deposit").copied();
        for (i, usd) in [(0, 100.0), (2, 300.0)] {
            let said = plan.on_position(i, |plan| deposit.map(|knob| knob.set(plan, Some(usd))));
            assert_eq!(said, Some(Some(Ok(()))));
        }
        let deposits: Vec<f64> = plan.positions().map(|pool| pool.deposit.0).collect();
        assert_eq!(deposits, [100.0, 30_000.0, 300.0]);
        assert_eq!(plan.on_position(3, |_| ()), None);
    }

    #[test]
    fn positions_come_and_go_and_one_stays() {
        let mut plan = Plan::default();
        for i in 1..MOST {
            assert!(plan.add_position(PoolPlan { deposit: Usd(i as f64), ..PoolPlan::default() }));
        }
        assert!(!plan.add_position(PoolPlan::default()));
        plan.remove_position(0);
        assert_eq!((plan.pool.deposit, plan.position_count()), (Usd(1.0), MOST - 1));
        for _ in 0..20 {
            plan.remove_position(1);
        }
        plan.remove_position(0);
        assert_eq!((plan.pool.deposit, plan.position_count()), (Usd(1.0), 1));
    }
}
