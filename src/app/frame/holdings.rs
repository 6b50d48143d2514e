//! Holdings: what the plan holds, as the rail lists it. The one place that knows how a plan holds things.

use second_engine::book::resolve::Book;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::knob;
use second_engine::plan::{ChainKind, EtpKind, Plan, PoolKind, PoolPlan, Token};
use second_engine::views::report::Report;
use second_engine::words;

use crate::app::store::Act;

/// Groups of the rail, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Iron condors.
    Condor,
    /// Liquidity positions.
    Pool,
    /// VIX calls and every other leg of the hedge.
    Hedge,
}

/// A row of inputs: one box, or two side by side under a name of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// A knob's own row.
    One(Address),
    /// Two boxes.
    Pair(&'static str, [Address; 2]),
}

/// One thing that is held, as the rail shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RailHolding {
    /// Its group.
    pub kind: Kind,
    /// Which of its kind, 0 the first.
    pub nth: usize,
    /// Part of DOM ids.
    pub id: String,
    /// First line.
    pub name: String,
    /// Second line: strikes, range or strike.
    pub line: String,
    /// Whether it counts.
    pub is_on: bool,
    /// Dollars in the shock; none where it is off.
    pub pnl: Option<f64>,
    /// Inputs, the everyday ones.
    pub inputs: Vec<Input>,
    /// Inputs behind 'More'.
    pub more: Vec<Input>,
    /// Whether its group's presets stand among its inputs.
    pub has_presets: bool,
    /// The knob of its switch; none where today's plan has none.
    switch: Option<Address>,
    /// What must happen before its inputs are its own.
    before: Option<Before>,
}

/// An act that is equal where it does the same.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    Choose(usize),
}

impl RailHolding {
    /// What its switch does; none where it has no switch.
    pub fn toggle(&self) -> Option<Act> {
        self.switch.map(|at| Act::Turn(vec![(at.row, Some(f64::from(u8::from(!self.is_on))))]))
    }

    /// DOM id of its switch.
    pub fn switch_id(&self) -> Option<String> {
        self.switch.map(|at| at.to_string())
    }

    /// What opening it does first; none where its inputs can be turned at once.
    pub fn bring_forward(&self) -> Option<Act> {
        self.before.map(|Before::Choose(nth)| Act::Choose(nth))
    }

    /// What takes it out of the plan; none where it can only be set to nothing.
    pub fn remove(&self, plan: &Plan) -> Option<(String, Act)> {
        let is_last_of_many = self.kind == Kind::Pool && plan.position_count() > 1 && self.before.is_none();
        is_last_of_many.then(|| (format!("Remove {}", self.name), Act::RemovePool))
    }
}

/// What can be added, by name.
pub fn addable(plan: &Plan) -> Vec<(&'static str, Act)> {
    let mut all = Vec::new();
    if plan.position_count() < second_engine::plan::positions::MOST {
        all.push(("Pool", Act::AddPool));
    }
    if plan.hedge.etp.kind == EtpKind::None {
        all.push(("VIX ETP", Act::Turn(vec![("hedge.etp.kind", Some(1.0))])));
    }
    if plan.hedge.chain.kind == ChainKind::None {
        all.push(("On-chain leg", Act::Turn(vec![("hedge.chain.kind", Some(1.0))])));
    }
    all
}

/// Everything that is held. `plan` has the position in front as its first; `front` says which that is.
pub fn holdings(book: &Book, plan: &Plan, report: &Report, front: usize) -> Vec<RailHolding> {
    let mut all = vec![condor(plan, report)];
    all.extend(pools(book, plan, report, front));
    all.extend(layers(plan, report));
    all.extend(others(plan, report));
    all
}

/// A group's dollars in the shock.
pub fn sum(kind: Kind, report: &Report) -> f64 {
    match kind {
        Kind::Condor => report.condor.pnl.0,
        Kind::Pool => report.pool.pnl.0,
        Kind::Hedge => report.hedge.pnl.0,
    }
}

fn one(row: &'static str) -> Input {
    Input::One(row.into())
}

fn pair(name: &'static str, rows: [&'static str; 2]) -> Input {
    Input::Pair(name, rows.map(Address::from))
}

/// Inputs of the rows whose id begins so and for which `is_wanted` holds, by the table of knobs.
fn inputs_of(plan: &Plan, start: &str, is_wanted: impl Fn(&str, bool) -> bool) -> Vec<Input> {
    let rows = second_engine::plan::knobs::KNOBS.iter().filter(|knob| knob.id.starts_with(start));
    rows.filter(|knob| (knob.applies)(plan) && is_wanted(knob.id, knob.is_advanced)).map(|knob| one(knob.id)).collect()
}

fn condor(plan: &Plan, report: &Report) -> RailHolding {
    let [long_put, short_put, short_call, long_call] = report.condor.strikes.map(|strike| words::fixed(strike.0, 0));
    let count = plan.condor.contracts;
    let s = if count == 1.0 { "" } else { "s" };
    let is_rule = |id: &str, is_advanced: bool| {
        !is_advanced && !matches!(id, "condor.long_put" | "condor.short_put" | "condor.short_call" | "condor.long_call")
    };
    let mut inputs = inputs_of(plan, "condor.", is_rule);
    let at = inputs.iter().position(|input| *input == one("condor.fill")).unwrap_or(inputs.len());
    inputs.insert(at, pair("Call side", ["condor.short_call", "condor.long_call"]));
    inputs.insert(at, pair("Put side", ["condor.long_put", "condor.short_put"]));
    RailHolding {
        kind: Kind::Condor,
        nth: 0,
        id: "condor".into(),
        name: format!("{} condor{s}, {} days", words::number(count), words::number(plan.condor.days)),
        line: format!("{long_put} {short_put} / {short_call} {long_call}"),
        is_on: count > 0.0,
        pnl: Some(report.condor.pnl.0),
        inputs,
        has_presets: true,
        more: inputs_of(plan, "condor.", |_, is_advanced| is_advanced),
        switch: None,
        before: None,
    }
}

/// Rows of a pool that stand beside what they drive in the view Pool.
const IN_VIEW: [&str; 8] = [
    "pool.loan",
    "pool.cover",
    "pool.deductible",
    "pool.strip_per_side",
    "pool.slippage",
    "pool.stock_",
    "pool.vetting.",
    "pool.reit.",
];

/// In the plan's own order, whichever stands in front.
fn pools(book: &Book, plan: &Plan, report: &Report, front: usize) -> Vec<RailHolding> {
    let pnls = pool_pnls(book, report);
    // The one in front and the first have changed places.
    let place = |i: usize| {
        if i == 0 {
            front
        } else if i == front {
            0
        } else {
            i
        }
    };
    let all: Vec<&PoolPlan> = plan.positions().collect();
    (0..all.len())
        .filter_map(|nth| {
            let shown = place(nth);
            Some(pool(plan, all.get(shown)?, (nth, nth == front), pnls.get(shown).copied()))
        })
        .collect()
}

/// Each position's dollars, the one in front first.
fn pool_pnls(book: &Book, report: &Report) -> Vec<f64> {
    if book.more.is_empty() {
        return vec![report.pool.pnl.0];
    }
    let scenario = book.shock.as_set(0.0);
    let streams = book.streams(&book.shock, scenario.vix_ratio);
    book.positions_pnl(&streams, &book.shock, &scenario).map(|one| one.total()).collect()
}

fn pool(plan: &Plan, pool: &PoolPlan, (nth, is_front): (usize, bool), pnl: Option<f64>) -> RailHolding {
    let token = match pool.token_in(&plan.market) {
        Token::Eth => "ETH",
        Token::Btc => "BTC",
    };
    let name = match pool.kind {
        PoolKind::Concentrated => format!("{token} / USDC, v3"),
        PoolKind::Weighted => format!("{token} / USDC, {} {token}", words::share(pool.weight.0, 0)),
        PoolKind::StableSwap => "Two stablecoins".into(),
        PoolKind::ConstantProduct => format!("{token} / USDC, full range"),
    };
    let deposit = words::amount(pool.deposit.0);
    let line = match pool.kind {
        PoolKind::Concentrated => format!("{} to {}, {deposit}", words::price(pool.low), words::price(pool.high)),
        _ => deposit,
    };
    let stands_here = |id: &str| !IN_VIEW.iter().any(|start| id.starts_with(start));
    let mut inputs = inputs_of(plan, "pool.", |id, is_advanced| {
        !is_advanced && stands_here(id) && !matches!(id, "pool.low" | "pool.high")
    });
    if knob("pool.low").is_some_and(|knob| (knob.applies)(plan)) {
        let at = inputs.iter().position(|input| *input == one("pool.deposit")).map_or(inputs.len(), |at| at + 1);
        inputs.insert(at, pair("Range", ["pool.low", "pool.high"]));
    }
    RailHolding {
        kind: Kind::Pool,
        nth,
        id: if nth == 0 { "pool".into() } else { format!("pool{}", nth + 1) },
        name,
        line,
        is_on: pool.deposit.0 > 0.0,
        pnl,
        has_presets: is_front,
        inputs: if is_front { inputs } else { Vec::new() },
        more: if is_front {
            inputs_of(plan, "pool.", |id, is_advanced| is_advanced && stands_here(id))
        } else {
            Vec::new()
        },
        switch: None,
        before: (!is_front).then_some(Before::Choose(nth)),
    }
}

/// Switch, contracts and the other rows of a layer.
const LAYERS: [(&str, [&str; 2]); 3] = [
    ("short", ["hedge.short.on", "hedge.short.contracts"]),
    ("medium", ["hedge.medium.on", "hedge.medium.contracts"]),
    ("long", ["hedge.long.on", "hedge.long.contracts"]),
];

fn layers(plan: &Plan, report: &Report) -> Vec<RailHolding> {
    let plans = plan.hedge.layers();
    let one_layer = |(nth, (name, [switch, _])): (usize, &(&'static str, [&'static str; 2]))| {
        let layer = report.hedge.layers.iter().find(|layer| layer.name == *name)?;
        let (_, terms) = plans.iter().find(|(known, _)| known == name)?;
        let s = if layer.contracts == 1.0 { "" } else { "s" };
        let inputs = inputs_of(plan, &format!("hedge.{name}."), |id, _| id != *switch);
        Some(RailHolding {
            kind: Kind::Hedge,
            nth,
            id: format!("hedge-{name}"),
            name: format!("{} call{s}, {} days", words::number(layer.contracts), words::number(layer.days)),
            line: format!("VIX {}, paid {}", words::number(layer.strike.0), words::fixed(layer.premium.0, 2)),
            is_on: terms.on,
            pnl: terms.on.then_some(layer.pnl.0),
            inputs,
            more: Vec::new(),
            has_presets: nth == 0,
            switch: Some((*switch).into()),
            before: None,
        })
    };
    LAYERS.iter().enumerate().filter_map(one_layer).collect()
}

/// The exchange-traded product and the leg on the chain.
fn others(plan: &Plan, report: &Report) -> Vec<RailHolding> {
    let leg = |(nth, leg): (usize, &second_engine::views::report::LegOutline)| RailHolding {
        kind: Kind::Hedge,
        nth: LAYERS.len() + nth,
        id: leg.id.replace('.', "-"),
        name: leg.label.clone(),
        line: format!("{} held", words::number(leg.quantity)),
        is_on: true,
        pnl: Some(leg.pnl.0),
        inputs: inputs_of(plan, &format!("{}.", leg.id), |_, _| true),
        more: Vec::new(),
        has_presets: false,
        switch: None,
        before: None,
    };
    report.hedge.others.iter().enumerate().map(leg).collect()
}
