//! Holdings: what the plan holds, as the rail and the memo list it.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::views::report::Report;

use crate::app::frame::terms::terms;
use crate::app::store::act::Act;

/// A group of the rail.
pub struct Section {
    /// Its heading.
    pub name: &'static str,
    /// Its line sample, and part of its sum's DOM id.
    pub series: &'static str,
    /// Whether it lists this kind.
    pub lists: fn(Kind) -> bool,
    /// Its dollars in the shock; a loss is negative.
    pub sum: fn(&Report) -> f64,
}

/// Groups of the rail, in order.
pub const SECTIONS: [Section; 3] = [
    Section {
        name: "Condors",
        series: "condor",
        lists: |kind| kind == Kind::Condor,
        sum: |report| report.condor.pnl.0,
    },
    Section { name: "Pools", series: "pool", lists: |kind| kind == Kind::Pool, sum: |report| report.pool.pnl.0 },
    Section { name: "Hedge", series: "hedge", lists: Kind::is_hedge, sum: |report| report.hedge.pnl.0 },
];

/// One thing that is held, as the rail shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RailHolding {
    /// What it is.
    pub kind: Kind,
    /// Which of its kind, 0 the first.
    pub nth: usize,
    /// `pool2`: part of DOM ids.
    pub id: String,
    /// First line: the person's name for it, or its kind's.
    pub name: String,
    /// Second line: size, strikes or range, days.
    pub line: String,
    /// Whether it counts.
    pub is_on: bool,
    /// Dollars in the shock; `None` where it is off, written on a pool that is off, or nothing of it: no contract, no deposit.
    pub pnl: Option<f64>,
}

impl RailHolding {
    /// The input of its switch.
    pub fn switch(&self) -> Address {
        Address::new(self.kind.switch(), self.nth)
    }

    /// What its switch does.
    pub fn toggle(&self) -> Act {
        Act::turn([(self.switch(), Some(f64::from(u8::from(!self.is_on))))])
    }
}

/// Everything that the plan holds, on or off, in the order of the groups.
pub fn holdings(plan: &Plan, report: &Report) -> Vec<RailHolding> {
    let each: Vec<RailHolding> = plan.each().map(|(kind, nth, _)| holding(kind, nth, plan, report)).collect();
    let of = |section: &Section| each.iter().filter(|one| (section.lists)(one.kind)).cloned().collect::<Vec<_>>();
    SECTIONS.iter().flat_map(of).collect()
}

fn holding(kind: Kind, nth: usize, plan: &Plan, report: &Report) -> RailHolding {
    let id = kind.id(nth);
    RailHolding {
        kind,
        nth,
        name: plan.name(kind, nth),
        line: terms(kind, nth, plan, report),
        is_on: plan.is_on(kind, nth),
        pnl: report.holdings.iter().find(|one| one.id == id && one.quantity != 0.0).map(|one| one.pnl.0),
        id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_one_group_of_the_rail_and_so_in_the_memo() {
        let mut plan = Plan::example();
        for kind in Kind::ALL {
            let groups = SECTIONS.iter().filter(|section| (section.lists)(kind)).count();
            assert_eq!(groups, 1, "{kind:?}");
            while plan.count(kind) < 2 {
                assert!(plan.add_fresh(kind));
            }
            plan.holding_mut(kind, 1).into_iter().for_each(|holding| holding.on = false);
        }
        let Ok(report) = second_engine::views::report::evaluate(&plan) else { unreachable!() };
        let rows = holdings(&plan, &report);
        assert_eq!(rows.len(), plan.holdings.len());
        for (kind, nth, _) in plan.each() {
            let row = rows.iter().find(|row| (row.kind, row.nth) == (kind, nth));
            assert!(row.is_some_and(|row| row.id == kind.id(nth) && !row.name.is_empty() && !row.line.is_empty()));
            // One that is on has its dollars, one that is off none.
            let is_on = plan.is_on(kind, nth);
            assert_eq!(row.map(|row| (row.is_on, row.pnl.is_some())), Some((is_on, is_on)), "{kind:?} {nth}");
        }
        // A group's sum is that of its rows.
        for section in &SECTIONS {
            let of = rows.iter().filter(|row| (section.lists)(row.kind)).filter_map(|row| row.pnl);
            assert!((of.sum::<f64>() - (section.sum)(&report)).abs() < 1e-6, "{}", section.name);
        }
    }
}
