//! Ways: how the programme may be run through the year; every one is walked on every path.

use serde::{Deserialize, Serialize};

use crate::plan::odds::Recentre;
use crate::year::condors;

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind", content = "recentre")]
pub enum Way {
    /// Everything by the rules.
    Rules,
    /// The same without any hedge.
    NoHedge,
    /// The pool as large as it is typed, condors by the rules.
    Typed,
    /// The pool as large as it is typed, condors held to their expiry whatever VIX is when they are sold.
    Untouched,
    /// No rule of the size, no gate, no hedge.
    Promoter,
    /// By the rules without any pool.
    NoPool,
    /// By the rules, the gate on where the plan has it off, and off where it is on.
    OtherGate,
    /// By the rules, the range set anew on another schedule.
    Otherwise(Recentre),
}

/// Who sizes the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    None,
    Rules,
    Promoter,
    Typed,
}

impl Way {
    /// Those that a programme has, the rules first; what it holds and when its range is set anew says which.
    pub fn all(has_condor: bool, has_hedge: bool, has_pool: bool, recentre: Recentre) -> Vec<Way> {
        let mut all = vec![Way::Rules];
        all.extend(has_hedge.then_some(Way::NoHedge));
        all.extend(has_pool.then_some(Way::Typed));
        all.push(Way::Untouched);
        all.push(Way::Promoter);
        all.extend(has_pool.then_some(Way::NoPool));
        all.extend(has_condor.then_some(Way::OtherGate));
        let other = Recentre::ALL.into_iter().filter(|one| has_pool && *one != recentre);
        all.extend(other.map(Way::Otherwise));
        all
    }

    /// How its condors are run.
    pub(super) fn manner(self, gate: bool) -> usize {
        match self {
            Way::Untouched => condors::HELD,
            Way::OtherGate => condors::OTHER_GATE,
            Way::Promoter if gate => condors::OTHER_GATE,
            _ => condors::RULED,
        }
    }

    /// Whether it holds the hedge.
    pub(super) fn is_hedged(self) -> bool {
        !matches!(self, Way::NoHedge | Way::Promoter)
    }

    pub(super) fn size(self) -> Size {
        match self {
            Way::NoPool => Size::None,
            Way::Typed | Way::Untouched => Size::Typed,
            Way::Promoter => Size::Promoter,
            _ => Size::Rules,
        }
    }

    pub(super) fn recentre(self, plan: Recentre) -> Recentre {
        if let Way::Otherwise(recentre) = self { recentre } else { plan }
    }
}
