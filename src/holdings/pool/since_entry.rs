//! Since entry: what a position that is held already has made until today.

use serde::Serialize;

use crate::plan::PoolPlan;
use crate::units::Usd;

/// A position from the day it was opened until today, dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SinceEntry {
    /// Put in less taken out.
    pub paid_in: Usd,
    /// Worth today.
    pub worth: Usd,
    /// Fees collected on the way.
    pub collected: Usd,
    /// Worth + fees − paid in.
    pub pnl: Usd,
}

/// What the plan's position has made; none where it is opened today, or not known what was paid in.
pub fn of(plan: &PoolPlan) -> Option<SinceEntry> {
    let (paid_in, worth, collected) = (plan.paid_in?, plan.deposit, plan.collected);
    Some(SinceEntry { paid_in, worth, collected, pnl: worth + collected - paid_in })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_collected_counts_and_what_is_not_known_is_not_said() {
        let plan = PoolPlan { paid_in: Some(Usd(31_000.0)), collected: Usd(2_500.0), ..PoolPlan::default() };
        assert_eq!(of(&plan).map(|since| since.pnl), Some(Usd(1_500.0)));
        assert_eq!(of(&PoolPlan::default()), None);
    }
}
