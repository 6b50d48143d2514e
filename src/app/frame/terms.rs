//! Terms: what a holding is, in one line: as the book has it where it is on, as the plan says where it is off.

use second_engine::plan::holding::{Kind, Terms};
use second_engine::plan::{
    ChainKind, ChainPlan, CondorPlan, EtpKind, EtpPlan, LayerPlan, Plan, PoolKind, PoolPlan, StrikeBy, StrikeRule,
};
use second_engine::views::report::Report;
use second_engine::words;

/// The line.
pub fn terms(kind: Kind, nth: usize, plan: &Plan, report: &Report) -> String {
    let Some(holding) = plan.holding(kind, nth) else { return String::new() };
    match &holding.terms {
        Terms::Condor(terms) => condor(terms, nth, report),
        Terms::Pool(terms) => {
            let is_liquidated = report.pools.iter().any(|pool| pool.nth == nth && pool.is_liquidated);
            let end = if is_liquidated { ", its loan liquidated in the shock" } else { "" };
            let held = report.pools.iter().find(|pool| pool.nth == nth).and_then(|pool| pool.range);
            format!("{}{end}", pool(terms, held, plan))
        }
        Terms::Layer(terms) => layer(terms, nth, plan, report),
        Terms::Etp(terms) => etp(terms),
        Terms::Chain(terms) => chain(terms, plan),
        Terms::Strip(terms) => {
            let options = count(terms.options(), "option");
            format!("{options} on {}, {}", plan.name(Kind::Pool, terms.pool_nth()), days(terms.days))
        }
        Terms::Conversion(terms) => {
            let share = words::share(terms.share.0, 0);
            format!("{share} of {}, {}", plan.name(Kind::Pool, terms.pool_nth()), days(terms.days))
        }
    }
}

fn count(x: f64, one: &str) -> String {
    format!("{} {one}{}", words::quantity(x), if x == 1.0 { "" } else { "s" })
}

fn days(x: f64) -> String {
    words::calendar_days(x)
}

fn condor(terms: &CondorPlan, nth: usize, report: &Report) -> String {
    let levels = |levels: [f64; 4]| {
        let [long_put, short_put, short_call, long_call] = levels.map(|level| words::fixed(level, 0));
        format!("{long_put} {short_put} / {short_call} {long_call}")
    };
    let strikes = match (report.condors.iter().find(|condor| condor.nth == nth), terms.strikes_by) {
        (Some(condor), _) => levels(condor.strikes.map(|strike| strike.0)),
        (None, StrikeRule::Level) => {
            levels([terms.long_put, terms.short_put, terms.short_call, terms.long_call].map(|strike| strike.0))
        }
        (None, StrikeRule::Delta) => {
            format!("shorts at delta {}, {} wide", words::number(terms.delta), words::number(terms.width.0))
        }
        (None, StrikeRule::ExpectedMove) => {
            format!("shorts at {} moves, {} wide", words::number(terms.multiple), words::number(terms.width.0))
        }
    };
    format!("{} × {strikes}, {}", words::number(terms.contracts), days(terms.days))
}

/// `held` is the range on ticks, as it is shown: what the chart draws and the pool earns in.
fn pool(terms: &PoolPlan, held: Option<[f64; 2]>, plan: &Plan) -> String {
    let (pair, deposit) = (terms.pair(&plan.market), words::amount(terms.deposit.0));
    match terms.kind {
        PoolKind::Concentrated => {
            let shown = |range| terms.shown_range(range);
            let typed = || terms.bounds_in(&plan.market).map_or([terms.low, terms.high], shown);
            let [low, high] = held.map_or_else(typed, shown);
            format!("{pair}, {} to {}, {deposit}", words::price(low), words::price(high))
        }
        PoolKind::Weighted => {
            let base = terms.base_label(&plan.market);
            format!("{pair}, {} {base}, {deposit}", words::share(terms.weight.0, 0))
        }
        PoolKind::StableSwap => format!("{pair}, stable, {deposit}"),
        PoolKind::ConstantProduct => format!("{pair}, full range, {deposit}"),
    }
}

fn layer(terms: &LayerPlan, nth: usize, plan: &Plan, report: &Report) -> String {
    if let Some(layer) = report.hedge.layers.iter().find(|layer| layer.nth == nth) {
        let strike = match layer.wing {
            Some(wing) => format!("{} / {}", words::number(layer.strike.0), words::number(wing.0)),
            None => words::number(layer.strike.0),
        };
        let (calls, premium) = (count(layer.contracts, "call"), words::fixed(layer.premium.0, 2));
        return format!("{calls}, {}, VIX {strike}, paid {premium}", days(layer.days));
    }
    let strike = match (terms.strike, terms.by) {
        (Some(strike), _) => format!("VIX {}", words::number(strike.0)),
        (None, StrikeBy::Delta) => format!("delta {}", words::number(terms.delta)),
        (None, StrikeBy::Otm) => format!("{} above the future", words::share(terms.otm.0, 0)),
    };
    format!("{}, {}, {strike}", count(terms.held(plan.condors_sold()), "call"), days(terms.days))
}

fn etp(terms: &EtpPlan) -> String {
    let price = words::number(terms.price.0);
    match terms.kind {
        EtpKind::Shares => format!("{} at ${price}", count(terms.shares, "share")),
        EtpKind::Calls => {
            let above = words::share(terms.otm.0, 0);
            format!("{}, {}, {above} above ${price}", count(terms.contracts, "call"), days(terms.days))
        }
    }
}

fn chain(terms: &ChainPlan, plan: &Plan) -> String {
    let tokens = format!("{} {}", words::quantity(terms.tokens), plan.market.token.name());
    let (below, above) = (words::share(terms.put_otm.0, 0), words::share(terms.call_otm.0, 0));
    match terms.kind {
        ChainKind::Put => format!("puts on {tokens}, {below} below, {}", days(terms.days)),
        ChainKind::Strangle => format!("strangle on {tokens}, {below} below, {above} above, {}", days(terms.days)),
        ChainKind::Vault => format!("puts sold on {tokens}, {below} below, {}", days(terms.days)),
        ChainKind::Squared => format!("square of {tokens}, {} funding a year", words::share(terms.funding.0, 0)),
    }
}
