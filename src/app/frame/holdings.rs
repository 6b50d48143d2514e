//! Holdings: what the plan holds, as the rail and the memo list it.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::{Access, KNOBS, Knob};
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

/// A row of inputs: one box, or two side by side under a name of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// A knob's own row.
    One(Address),
    /// Two boxes.
    Pair(&'static str, [Address; 2]),
}

/// Rows that stand side by side.
const PAIRS: [(&str, [&str; 2]); 3] = [
    ("Put side", ["condor.long_put", "condor.short_put"]),
    ("Call side", ["condor.short_call", "condor.long_call"]),
    ("Range", ["pool.low", "pool.high"]),
];

/// Rows of a pool that stand beside what they drive in the view Pool.
const IN_VIEW: [&str; 7] =
    ["pool.loan", "pool.cover", "pool.deductible", "pool.slippage", "pool.stock_", "pool.vetting.", "pool.reit."];

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
    /// Dollars in the shock; `None` where it is off, or written on a pool that is off.
    pub pnl: Option<f64>,
    /// Inputs, the everyday ones.
    pub inputs: Vec<Input>,
    /// Inputs behind 'More'.
    pub more: Vec<Input>,
}

impl RailHolding {
    /// The input of its switch.
    pub fn switch(&self) -> Option<Address> {
        switch_of(self.kind).map(|knob| Address::new(knob.id, self.nth))
    }

    /// What its switch does.
    pub fn toggle(&self) -> Option<Act> {
        self.switch().map(|at| Act::turn([(at, Some(f64::from(u8::from(!self.is_on))))]))
    }
}

/// Everything that the plan holds, on or off, in the order of the groups.
pub fn holdings(plan: &Plan, report: &Report) -> Vec<RailHolding> {
    let each: Vec<RailHolding> = plan.each().map(|(kind, nth, _)| holding(kind, nth, plan, report)).collect();
    let of = |section: &Section| each.iter().filter(|one| (section.lists)(one.kind)).cloned().collect::<Vec<_>>();
    SECTIONS.iter().flat_map(of).collect()
}

fn holding(kind: Kind, nth: usize, plan: &Plan, report: &Report) -> RailHolding {
    let id = id(kind, nth);
    RailHolding {
        kind,
        nth,
        name: plan.name(kind, nth),
        line: terms(kind, nth, plan, report),
        is_on: plan.is_on(kind, nth),
        pnl: report.holdings.iter().find(|one| one.id == id).map(|one| one.pnl.0),
        inputs: inputs(kind, nth, plan, false),
        more: inputs(kind, nth, plan, true),
        id,
    }
}

/// What a holding's DOM ids, and its inputs' addresses, begin with: `pool2`.
pub fn id(kind: Kind, nth: usize) -> String {
    if nth == 0 { kind.word().to_string() } else { format!("{}{}", kind.word(), nth + 1) }
}

/// The row that switches holdings of this kind on and off.
pub fn switch_of(kind: Kind) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| matches!(knob.access, Access::On(of) if of == kind))
}

/// Rows of a holding, by the table of knobs: the everyday ones, or those behind 'More'.
fn inputs(kind: Kind, nth: usize, plan: &Plan, is_more: bool) -> Vec<Input> {
    let is_here = |knob: &&Knob| {
        knob.kind() == Some(kind)
            && knob.is_advanced == is_more
            && !matches!(knob.access, Access::On(_))
            && !IN_VIEW.iter().any(|start| knob.id.starts_with(start))
    };
    let rows = KNOBS.iter().filter(is_here).map(|knob| Address::new(knob.id, nth)).filter(|at| plan.applies(*at));
    rows.filter_map(input).collect()
}

/// The row of an input; `None` for the second of a pair.
fn input(at: Address) -> Option<Input> {
    let pair = PAIRS.iter().find(|(_, rows)| rows.contains(&at.row));
    match pair {
        Some((_, [_, second])) if *second == at.row => None,
        Some((name, rows)) => Some(Input::Pair(name, rows.map(|row| Address { row, ..at }))),
        None => Some(Input::One(at)),
    }
}
