//! Looked: which pool is looked at. It stays the same pool while pools are added, removed or brought back.

use second_engine::plan::Plan;
use second_engine::plan::holding::Kind;
use yew::prelude::*;

use crate::app::store::shared::Shared;

/// The pool that is looked at and the plan that was there then: no plan where it was chosen since, no pool before anybody
/// has looked.
#[derive(Default)]
struct Looked(Option<usize>, Option<Shared<Plan>>);

impl Looked {
    /// The same pool in this plan; where it is gone its neighbour, and before anybody has looked the one whose size is
    /// asked for.
    #[inline(never)]
    fn follow(&mut self, plan: &Shared<Plan>) -> usize {
        let count = plan.count(Kind::Pool);
        let nth = self.0.or_else(|| plan.sized_pool()).unwrap_or(0);
        let nth = match &self.1 {
            Some(before) if before.count(Kind::Pool) != count => {
                let old = before.holding(Kind::Pool, nth);
                let same = (0..count).find(|nth| old.is_some() && plan.holding(Kind::Pool, *nth) == old);
                same.unwrap_or(nth)
            }
            _ => nth,
        };
        *self = Looked(Some(nth), Some(plan.clone()));
        nth.min(count.saturating_sub(1))
    }
}

/// Which pool is looked at, 0 also where there is none, and how to look at another: the page's affair, and no part of
/// the plan.
#[hook]
pub fn use_looked(plan: &Shared<Plan>) -> (usize, Callback<usize>) {
    let looked = use_mut_ref(Looked::default);
    let redraw = use_force_update();
    let chosen = looked.clone();
    let select = use_callback((), move |nth: usize, ()| {
        *chosen.borrow_mut() = Looked(Some(nth), None);
        redraw.force_update();
    });
    let nth = looked.borrow_mut().follow(plan);
    (nth, select)
}

#[cfg(test)]
mod tests {
    use second_engine::units::Usd;

    use super::*;

    /// A plan of pools with these deposits.
    fn plan(deposits: &[f64]) -> Plan {
        let mut plan = Plan::default();
        while plan.count(Kind::Pool) < deposits.len() {
            plan.add_fresh(Kind::Pool);
        }
        for (nth, usd) in deposits.iter().enumerate() {
            plan.pool_mut(nth).into_iter().for_each(|pool| pool.deposit = Usd(*usd));
        }
        plan
    }

    #[test]
    fn the_same_pool_is_looked_at_while_others_come_and_go() {
        let (all, without) = (plan(&[1000.0, 2000.0, 3000.0]), {
            let mut plan = plan(&[1000.0, 2000.0, 3000.0]);
            plan.remove(Kind::Pool, 0);
            plan
        });
        let [all, without] = [all, without].map(Shared::new);
        assert_eq!(Looked::default().follow(&all), 0);
        let mut looked = Looked(Some(1), Some(all.clone()));
        assert_eq!([&without, &all, &without].map(|plan| looked.follow(plan)), [0, 1, 0]);
        assert_eq!(Looked(Some(9), Some(without.clone())).follow(&without), 1);
    }

    #[test]
    fn what_is_turned_on_it_leaves_it_looked_at_and_a_pool_that_is_gone_gives_way_to_its_neighbour() {
        let mut looked = Looked(Some(1), Some(Shared::new(plan(&[1000.0, 2000.0]))));
        assert_eq!(looked.follow(&Shared::new(plan(&[1000.0, 2500.0]))), 1);
        let mut one = plan(&[1000.0, 2500.0]);
        one.remove(Kind::Pool, 1);
        assert_eq!(looked.follow(&Shared::new(one)), 0);
    }

    #[test]
    fn at_first_the_pool_whose_size_is_asked_for_is_looked_at_and_none_that_is_off() {
        let mut two = plan(&[1000.0, 2000.0]);
        two.holding_mut(Kind::Pool, 0).into_iter().for_each(|pool| pool.on = false);
        assert_eq!(Looked::default().follow(&Shared::new(two.clone())), 1);
        two.holding_mut(Kind::Pool, 1).into_iter().for_each(|pool| pool.on = false);
        assert_eq!(Looked::default().follow(&Shared::new(two)), 0);
    }
}
