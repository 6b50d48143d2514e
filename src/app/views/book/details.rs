//! Details: a section for each condor, each leg of the hedge and each pool that is on; nothing of what is not.

use second_engine::plan::Plan;
use second_engine::plan::holding::Kind;
use second_engine::views::book::condor_words;
use second_engine::views::report::{CondorReport, HedgeReport, LegOutline, PoolReport, Report};
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::facts::{Facts, fact_list, facts, or_dash, table, tabled};
use crate::app::figures::figure::figure;
use crate::app::figures::sheet::Sheet;

/// A column for each kind that is on.
pub fn details(plan: &Plan, report: &Report) -> Html {
    let pools = report.pools.iter().map(|pool| pool_section(pool, plan));
    html! {
        <>
            if !report.condors.is_empty() {
                <div>{ for report.condors.iter().map(|condor| condor_section(condor, plan)) }</div>
            }
            if !report.pools.is_empty() {
                <div>{ for pools }</div>
            }
            if report.hedge.is_held() {
                <div>{ hedge_section(&report.hedge, plan) }{ for report.hedge.others.iter().map(leg_section) }</div>
            }
        </>
    }
}

fn condor_section(c: &CondorReport, plan: &Plan) -> Html {
    if c.trade.is_closed() {
        return facts(&c.name, condor_words::made(c), "A closed condor holds nothing", Vec::new());
    }
    let mut lines = condor(c);
    lines.insert(0, ("In the shock", condor_shock(c)));
    lines.extend(plan.expiry_words(Kind::Condor, c.nth).map(|day| ("Expires", day)));
    let file = format!("{}-legs", c.id);
    html! {
        <div class="condor">
            { facts(&c.name, condor_finding(c), "Points per condor, dollars for all", lines) }
            { table(&format!("{}: legs and Greeks today, in dollars", c.name), legs(c), &file) }
        </div>
    }
}

fn hedge_section(h: &HedgeReport, plan: &Plan) -> Html {
    let layered = if h.layers.is_empty() {
        figure(hedge_finding(h), "Hedge", Html::default(), Html::default())
    } else {
        let dek = "VIX calls by layer; strikes and prices in points";
        tabled("Hedge", hedge_finding(h), dek, layers(h, plan), "hedge-layers")
    };
    html! { <>{ layered }{ fact_list(hedge(h)) }</> }
}

/// A leg that is no layer.
fn leg_section(leg: &LegOutline) -> Html {
    let title = format!("{} in the shock: {}", leg.name, words::usd(leg.pnl.0));
    let state =
        if leg.state == "hold" { "Dollars for all".into() } else { format!("Dollars for all; then: {}", leg.state) };
    let lines = vec![
        ("Held", words::quantity(leg.quantity)),
        ("Paid today", cost(leg.outlay.0, "received")),
        ("Carry a year, nothing happening", or_dash(leg.carry, |usd| cost(usd.0, "earned"))),
        ("In the shock", words::usd(leg.pnl.0)),
    ];
    facts(&leg.label, title, &state, lines)
}

/// Dollars paid; where they are negative the same without a sign, and the word for it.
fn cost(usd: f64, other_way: &str) -> String {
    if usd < -0.5 { format!("{} {other_way}", words::amount(usd)) } else { words::amount(usd) }
}

fn pool_section(p: &PoolReport, plan: &Plan) -> Html {
    let mut lines = vec![("In the shock", format!("{}{}", words::usd(p.money.pnl.0), in_range(p)))];
    lines.extend(pool(p, plan));
    facts(&p.name, pool_finding(p), "Today and in the shock", lines)
}

/// The condor's P&L, and how much of what it can lose or gain that is.
fn condor_shock(c: &CondorReport) -> String {
    let usd = words::usd(c.pnl.0);
    let end = if c.pnl.0 < 0.0 { "loss" } else { "gain" };
    c.of_limit.map_or(usd.clone(), |share| format!("{usd}, {} of max {end}", words::share(share.0, 0)))
}

fn in_range(pool: &PoolReport) -> &'static str {
    match (pool.range, pool.is_in_range) {
        (None, _) => "",
        (_, true) => ", in range",
        // As the price is read: turned round, a fall is a rise.
        (Some([low, _]), false) if (pool.price_after < low) != pool.is_inverted => ", below range",
        _ => ", above range",
    }
}

fn condor_finding(c: &CondorReport) -> String {
    format!("{} to win, {} to lose", words::amount(c.max_gain.0), words::amount(c.max_loss.0))
}

fn condor(c: &CondorReport) -> Facts {
    let pair = |[low, high]: [f64; 2]| format!("{} and {}", words::fixed(low, 0), words::fixed(high, 0));
    vec![
        ("Credit", condor_words::credit(c)),
        ("Made so far", condor_words::made(c)),
        (
            "Expected move",
            format!("{} points, vol {}", words::fixed(c.expected_move.0, 0), words::share(c.atm_vol.0, 1)),
        ),
        ("Break-evens at expiry, condor alone", pair(c.break_evens.map(|x| x.0))),
        ("Break-evens in the shock, condor alone", condor_words::even_in_the_shock(c)),
        ("Return on risk", or_dash(c.return_on_risk, |x| words::share(x.0, 1))),
        ("Breaks even at a win rate of", words::share(c.break_even_win_rate.0, 1)),
        (
            "Chance of profit",
            format!(
                "{}, lognormal {}",
                words::share(c.profit_probability.0, 1),
                words::share(c.profit_probability_lognormal.0, 1)
            ),
        ),
        ("Credit minus model at expiry", condor_words::fill_minus_model(c)),
        ("Margin, Reg-T", words::amount(c.reg_t.0)),
        (
            "Margin, portfolio, now and then",
            format!("{} → {}", words::amount(c.portfolio_margin.0), words::amount(c.portfolio_margin_after.0)),
        ),
        ("Opening fees", words::amount(c.fees.0)),
    ]
}

fn legs(c: &CondorReport) -> Sheet {
    let greek = |x: f64| words::fixed(x, if x.abs() < 1.0 { 2 } else { 0 });
    // Both vols where a typed credit or price sets one apart from the other.
    let differs = c.legs.iter().any(|leg| leg.vol != leg.model_vol);
    let mut rows: Vec<Vec<String>> = c
        .legs
        .iter()
        .map(|leg| {
            let g = leg.greeks;
            let mut row = vec![leg.name.into(), words::fixed(leg.strike.0, 0)];
            let [own, model, apart] = condor_words::leg_vol(leg);
            row.push(own);
            if differs {
                row.extend([model, apart]);
            }
            row.push(words::fixed(leg.price.0, 2));
            row.extend([g.delta, g.gamma, g.vega, g.theta].map(greek));
            row
        })
        .collect();
    let g = c.greeks;
    let vols: &[&str] = if differs { &["Implied vol", "Model\u{2019}s vol", "Vol points apart"] } else { &["Vol"] };
    let head: Vec<String> = ["Leg", "Strike"]
        .iter()
        .chain(vols)
        .chain(&["Price", "Delta", "Gamma", "Vega", "Theta"])
        .map(|word| (*word).into())
        .collect();
    let mut total = vec![String::new(); head.len() - 4];
    total[0] = "Total".into();
    total.extend([g.delta, g.gamma, g.vega, g.theta].map(greek));
    rows.push(total);
    Sheet { head, rows }
}

fn hedge_finding(h: &HedgeReport) -> String {
    let year = words::amount(h.carry.0.abs());
    let costs = if h.carry.0 < 0.0 { format!("earns {year} a year") } else { format!("costs {year} a year") };
    match h.coverage {
        Some(coverage) if coverage.0 < 0.0 => format!("It loses as well and {costs}"),
        Some(coverage) if h.carry.0 >= 0.0 => format!("It covers {} for {year} a year", words::share(coverage.0, 0)),
        Some(coverage) => format!("It covers {} and {costs}", words::share(coverage.0, 0)),
        None => format!("It {costs}"),
    }
}

fn layers(h: &HedgeReport, plan: &Plan) -> Sheet {
    let rows = h.layers.iter().map(|layer| {
        let state = if layer.state == "hold" { String::new() } else { format!(", {}", layer.state) };
        let day = plan.expiry_words(Kind::Layer, layer.nth).map_or_else(String::new, |day| format!(", {day}"));
        vec![
            format!("{}, {}{day}{state}", layer.name, words::calendar_days(layer.days)),
            words::quantity(layer.contracts),
            words::number(layer.strike.0),
            words::fixed(layer.future.0, 2),
            words::fixed(layer.premium.0, 2),
            words::fixed(layer.price_after.0, 2),
            words::signed(layer.pnl.0),
        ]
    });
    let head = ["Layer", "Calls", "Strike", "Future", "Paid", "Then", "P&L $"];
    Sheet { head: head.into_iter().map(String::from).collect(), rows: rows.collect() }
}

fn hedge(h: &HedgeReport) -> Facts {
    vec![
        ("Paid today", cost(h.outlay.0, "received")),
        ("Carry a year, VIX unchanged", cost(h.carry.0, "earned")),
        ("VIX share of the budget a year", words::amount(h.budget.0)),
        ("Whole sets the budget affords", words::number(h.sets_affordable)),
        ("Left after the nearest affordable calls", words::amount(h.budget_left.0)),
    ]
}

/// Pools without a deposit neither earn nor lose. The year is the pool tab's: one figure for one question.
fn pool_finding(p: &PoolReport) -> String {
    if p.deposit.0 <= 0.0 {
        return "Nothing is deposited".into();
    }
    if p.is_liquidated {
        return format!("This shock liquidates its loan: {}", words::usd(p.money.pnl.0));
    }
    let net = p.money.year_net.0;
    let word = if net >= 0.0 { "earns" } else { "loses" };
    format!("A year without a shock {word} {} on average after every cost", words::amount(net.abs()))
}

fn pool(p: &PoolReport, plan: &Plan) -> Facts {
    let is_stable = plan.pool(p.nth).is_none_or(|pool| pool.quote_in(&plan.market).is_none());
    let quote = |x: f64| format!("{} {}", words::fixed(x, if is_stable { 0 } else { 3 }), p.quote_name);
    let held = |base: f64, other: f64| format!("{} {} + {}", words::fixed(base, 3), p.base_name, quote(other));
    let (m, quoted) = (&p.money, p.quoted());
    let mut lines = vec![
        ("Price, now and then", quoted.both([p.price, p.price_after], " → ")),
        ("Range, on ticks", or_dash(p.range, |range| quoted.range(range))),
    ];
    if p.deposit.0 <= 0.0 {
        return lines;
    }
    lines.extend(p.since_entry.map(|since| {
        let of = format!("paid in {}, fees {}", words::amount(since.paid_in.0), words::amount(since.collected.0));
        ("P&L since entry", format!("{} ({of})", words::usd(since.pnl.0)))
    }));
    lines.extend([
        ("Holds today", held(p.base, p.quote)),
        ("Holds then", held(p.base_after, p.quote_after)),
        ("Worth then", format!("{}, held {}", words::amount(m.value_after.0), words::amount(m.hodl_after.0))),
        ("Impermanent loss", words::share(m.impermanent_loss.0, 2)),
        ("Fees on the way", words::usd(m.fees.0)),
        ("Gas to leave then", words::amount(m.gas.0)),
        ("In range until then, without the shock", words::share(p.time_in_range.0, 0)),
        ("In range on the way to the shock", words::share(p.time_in_range_then.0, 0)),
        ("Fee APR of the position in range", words::share(p.fee_apr.0, 1)),
        ("Fee APR of the full range", words::share(p.full_range_apr.0, 2)),
        ("Fees of a year without a shock", words::amount(m.year_fees.0)),
        ("Rebalancing loss (LVR) of that year", words::amount(m.lvr.0)),
        ("Net of that year, after every cost", words::usd(m.year_net.0)),
        ("Fees pay for volatility up to", words::share(p.break_even_vol.0, 0)),
        ("Per 1 % of the base token", words::usd(m.delta.0)),
    ]);
    lines
}
