//! Sections of the pool's panel, two figures a row.

use second_engine::report::pool_tab::PositionTab;
use second_engine::words;
use yew::prelude::*;

use super::panel::knobs;
use super::{View, sheets};
use crate::app::details::{fact_list, facts, table, tabled};
use crate::app::figure::{ActButton, Figure};
use crate::app::parts::bar;

fn duo(left: Html, right: Html) -> Html {
    html! { <div class="duo"><div>{ left }</div><div>{ right }</div></div> }
}

/// Carry, and what breaks even.
pub fn carry(view: &View, one: &PositionTab) -> Html {
    let year = &one.carry[2];
    let word = if year.net.0 < 0.0 { "loses" } else { "earns" };
    let title = format!("A year {word} {}", words::amount(year.net.0.abs()));
    let vol = match one.break_even.vol {
        Some(vol) => format!(
            "Fees pay for {} of volatility; {} has {}",
            words::share(vol.0, 0),
            one.token,
            words::share(one.break_even.token_vol.0, 0)
        ),
        None => "Out of range: no fees and no LVR now".into(),
    };
    let all = (view.tab.positions.len() > 1)
        .then(|| table("All pools together", sheets::carry(&view.tab.carry), "carry-all"));
    duo(
        html! {
            <div class="sums">
                { tabled("Carry", title, "On average, without a shock", sheets::carry(&one.carry), "carry") }
                { table("The same net by who trades", sheets::arbitrage(&one.carry), "arbitrage") }
                { for all }
            </div>
        },
        facts("Break-even", vol, "Fees against loss to rebalancing", sheets::break_even(one)),
    )
}

/// The shocked P&L against one benchmark, and both engines' Greeks.
pub fn decomposition(view: &View, chosen: usize, switch: &Callback<usize>) -> Html {
    let tab = &*view.tab;
    let rows = &tab.benchmarks;
    let Some(row) = rows.get(chosen) else { return Html::default() };
    let parts = sheets::decomposition(row);
    let most = parts.iter().map(|part| part.1).fold(1.0, f64::max) * 1.02;
    let least = parts.iter().map(|part| part.1).fold(-1.0, f64::min) * 1.02;
    let beyond = if row.excess.0 < 0.0 { "behind" } else { "ahead of" };
    let title = format!("In this shock {} {beyond} {}", words::amount(row.excess.0.abs()), row.label.to_lowercase());
    let dek = format!("Dollars, all pools; the benchmark itself {}", words::usd(row.benchmark.0));
    let names = ["HODL", "50/50", "All dollars", "All token"];
    let segment = |(i, name): (usize, &&'static str)| {
        let switch = switch.clone();
        html! {
            <button type="button" aria-pressed={(i == chosen).to_string()} onclick={Callback::from(move |_: MouseEvent| switch.emit(i))}>{ *name }</button>
        }
    };
    let saved = sheets::benchmarks(rows);
    let acts = html! {
        <>
            <span class="seg" role="group" aria-label="Benchmark">{ for names.iter().enumerate().map(segment) }</span>
            <ActButton label="CSV" title="Benchmarks: save as CSV" press={Callback::from(move |()| saved.save("benchmarks"))} />
        </>
    };
    let last = parts.len() - 1;
    let line = |(i, (name, usd)): (usize, &(&'static str, f64))| {
        bar(if i == last { "sum-row" } else { "" }, name, *usd, [least, most])
    };
    let faster = if tab.time_value.condor.0 > tab.time_value.pool.0 { "condor" } else { "pool" };
    duo(
        html! {
            <Figure {title} {dek} {acts} is_stacked={true}>
                <table class="parts" id="decomposition">
                    <caption class="sr">{ "The pool beyond its benchmark, part by part, in dollars" }</caption>
                    <thead class="sr"><tr><th scope="col">{ "Part" }</th><th scope="col">{ "Bar" }</th><th scope="col">{ "Dollars" }</th></tr></thead>
                    <tbody>{ for parts.iter().enumerate().map(line) }</tbody>
                </table>
            </Figure>
        },
        html! {
            <>
                { tabled("Greeks", format!("Time pays the {faster} more"), "Dollars: per 1 % of SPX or the token, per vol point, per day",
                    sheets::greeks(tab, view.front), "greeks") }
                { fact_list(sheets::time_value(tab)) }
            </>
        },
    )
}

/// Loan, and the cap with its cover.
pub fn safety(view: &View, one: &PositionTab) -> Html {
    let is_inverted = view.plan.pool.inverted;
    let shown = |price: f64| words::price(if is_inverted { 1.0 / price } else { price });
    duo(
        html! {
            <Figure title={sheets::loan_finding(one)} dek="Loan: borrowed against this position, today and in the shock">
                { knobs(view, &["pool.loan"]) }
                { for sheets::loan(one).map(fact_list) }
            </Figure>
        },
        html! {
            <Figure title={sheets::insurance_finding(one)} dek="Cap and cover: token price, its move, dollars there"
                caption={one.insurance.sentence.clone()}>
                { knobs(view, &["pool.deductible", "pool.cover"]) }
                { fact_list(sheets::insurance(one, shown)) }
            </Figure>
        },
    )
}

/// Leaving: depth and the quick ratio; who takes which part of the flow.
pub fn leaving(view: &View, one: &PositionTab) -> Html {
    let ratio = |ratio: Option<f64>| ratio.map_or_else(|| "nothing due".into(), |x| words::fixed(x, 2));
    let title = format!(
        "Quick ratio {} calm, {} in the shock",
        ratio(view.tab.quick_calm.ratio),
        ratio(view.tab.quick_stressed.ratio)
    );
    let paid: f64 = one.mev.iter().map(|line| line.cost.0).sum();
    duo(
        html! {
            <div class="sums">
                { tabled("Ready cash over what falls due", title, "All pools, dollars", sheets::quick(&view.tab), "quick-ratio") }
                { fact_list(sheets::exit(one)) }
                { knobs(view, &["pool.slippage"]) }
            </div>
        },
        html! {
            <Figure title={format!("Searchers cost {} a year", words::amount(paid))} dek="MEV: who pays whom, dollars a year">
                <ul class="list">
                    { for one.mev.iter().map(|line| html! {
                        <li><span /><span><b>{ line.label }</b>{ " " }{ &line.sentence }</span><span>{ words::amount(line.cost.0) }</span></li>
                    }) }
                </ul>
            </Figure>
        },
    )
}

/// The token's vetting, and the REIT beside it.
pub fn vetting(view: &View, one: &PositionTab) -> Html {
    let v = &one.vetting;
    let title = if v.passes {
        format!("The gate is open, {} of 6 scored", v.score)
    } else {
        "The gate is shut: weight 0".into()
    };
    let item = |item: &second_engine::report::pool_tab::vetting::VettingItem| {
        let (class, mark, said) = if item.holds { ("plus", "✓", "holds: ") } else { ("minus", "✗", "fails: ") };
        html! {
            <li>
                <span class={class} aria-hidden="true">{ mark }</span>
                <span><span class="sr">{ said }</span>{ item.label }</span>
                <span class="quiet">{ if item.is_hard { "hard" } else { "scored" } }</span>
            </li>
        }
    };
    let reit = one.reit.map(|r| {
        let word = if r.premium.0 < 0.0 { "below" } else { "above" };
        format!("The REIT stands {} {word} its fair price", words::share(r.premium.0.abs(), 0))
    });
    duo(
        html! {
            <Figure {title} dek="Vetting, IPO style: one hard item that fails sets the weight to 0" caption={v.sentence.clone()}>
                <ul class="list" id="vetting">{ for v.items.iter().map(item) }</ul>
                <details class="more"><summary>{ "Change" }</summary>{ knobs(view, &["pool.vetting."]) }</details>
            </Figure>
        },
        html! {
            <Figure title={reit.unwrap_or_else(|| "No REIT beside it".into())} dek="REIT: dividend discount model beside the pair's stretch; it sizes nothing">
                { knobs(view, &["pool.reit."]) }
                { for sheets::reit(one).map(fact_list) }
            </Figure>
        },
    )
}
