//! One more: the terms of a holding that the person adds, by what the plan holds already.

use crate::plan::holding::{Kind, Terms};
use crate::plan::{ConversionPlan, Plan, StripPlan};

impl Plan {
    /// The terms of one more of a kind, of which nothing is held yet; what is written on a pool is on the one whose size is
    /// asked for, on the first where none is on.
    pub fn one_more(&self, kind: Kind) -> Terms {
        let on = self.sized_pool().map_or(1.0, |nth| nth as f64 + 1.0);
        match Terms::added(kind, self.count(kind)) {
            Terms::Strip(terms) => Terms::Strip(StripPlan { pool: on, ..terms }),
            Terms::Conversion(terms) => Terms::Conversion(ConversionPlan { pool: on, ..terms }),
            terms => terms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_leg_is_written_on_a_pool_that_is_on() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        let on = |plan: &Plan| {
            [Kind::Strip, Kind::Conversion].map(|kind| match plan.one_more(kind) {
                Terms::Strip(terms) => terms.pool,
                Terms::Conversion(terms) => terms.pool,
                _ => f64::NAN,
            })
        };
        let off = |plan: &mut Plan, nth| plan.holding_mut(Kind::Pool, nth).into_iter().for_each(|pool| pool.on = false);
        assert_eq!(on(&plan), [1.0; 2]);
        let mut chosen = plan.clone();
        chosen.sizing.pool = Some(2.0);
        assert_eq!(on(&chosen), [2.0; 2]);
        off(&mut plan, 0);
        assert_eq!(on(&plan), [2.0; 2]);
        off(&mut plan, 1);
        assert_eq!(on(&plan), [1.0; 2]);
    }
}
