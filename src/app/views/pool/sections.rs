//! Sections of the pool's panel, two figures a row.

use second_engine::views::pool::{PositionTab, findings};
use second_engine::words;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::figures::facts::{fact_list, facts, table, tabled};
use crate::app::figures::figure::{figure, item, segment};
use crate::app::views::book::breakdown::bars;
use crate::app::views::pool::made::View;
use crate::app::views::pool::sheets;

fn duo(left: Html, right: Html) -> Html {
    html! { <div class="duo"><div>{ left }</div><div>{ right }</div></div> }
}

/// A finding of one pool, under its name where there are several.
pub fn whose(view: &View, one: &PositionTab, said: impl Into<String>) -> String {
    let said = said.into();
    if view.tab.positions.len() > 1 { format!("{}: {said}", one.name) } else { said }
}

/// Carry, and what breaks even.
pub fn carry(view: &View, one: &PositionTab) -> Html {
    let year = &one.carry[2];
    let title = whose(view, one, findings::year(year.net.0));
    let vol = match one.break_even.vol {
        Some(vol) => format!(
            "Fees pay for {} of volatility; {} has {}",
            words::share(vol.0, 0),
            one.driver,
            words::share(one.break_even.token_vol.0, 0)
        ),
        None => "Out of range: no fees and no LVR now".into(),
    };
    let all = view.tab.all_pools.as_ref().filter(|_| view.tab.positions.len() > 1);
    let all = all.map(|all| table("All pools together", sheets::carry(&all.carry), "carry-all"));
    duo(
        html! {
            <div class="sums">
                { tabled("Carry", title, "On average, without a shock", sheets::carry(&one.carry), "carry") }
                { table("The same net by who trades", sheets::arbitrage(&one.carry), "arbitrage") }
                { for one.since_entry.map(|since| fact_list(sheets::since_entry(&since))) }
                { for all }
            </div>
        },
        facts("Break-even", whose(view, one, vol), "Fees against loss to rebalancing", sheets::break_even(one)),
    )
}

/// The shocked P&L against one benchmark, and both engines' Greeks.
pub fn decomposition(view: &View, chosen: usize, switch: &Callback<usize>) -> Html {
    let tab = &*view.tab;
    let Some(rows) = tab.all_pools.as_ref().map(|all| &all.benchmarks) else { return Html::default() };
    let Some(row) = rows.get(chosen) else { return Html::default() };
    let parts = sheets::decomposition(row);
    let in_a =
        view.pinned.as_ref().and_then(|a| a.all_pools.as_ref()?.benchmarks.get(chosen)).map(sheets::decomposition);
    let title = findings::beyond(row.excess.0, &row.label.to_ascii_lowercase());
    let dek = format!("Dollars, all pools; the benchmark itself {}", words::usd(row.benchmark.0));
    let names = ["HODL", "50/50", "All dollars", "All token"];
    let one = |(i, name): (usize, &&str)| {
        let switch = switch.clone();
        let choose = Callback::from(move |_: MouseEvent| switch.emit(i));
        segment((*name).to_string(), rows[i].label.to_string(), i == chosen, choose)
    };
    let saved = sheets::benchmarks(rows);
    let acts = html! {
        <>
            <span class="seg" role="group" aria-label="Benchmark">{ for names.iter().enumerate().map(one) }</span>
            { saved.saving("Benchmarks", "benchmarks") }
        </>
    };
    let value = &tab.whole_book.time_value;
    let time = findings::time(view.props.book.has_condor().then_some(value.condor.0), value.pool.0);
    let bars = bars(
        "decomposition",
        "All pools beyond the benchmark, part by part, in dollars",
        parts.iter().enumerate().map(|(i, (name, usd))| (*name, *usd, in_a.as_ref().and_then(|a| Some(a.get(i)?.1)))),
    );
    let greeks = "Dollars: per 1 % of SPX or the token, per vol point, per day";
    duo(
        figure(title, dek, acts, bars),
        html! {
            <>
                { tabled("Greeks", time, greeks, sheets::greeks(tab), "greeks") }
                { fact_list(sheets::time_value(tab)) }
            </>
        },
    )
}

/// Loan, and the cap with its cover.
pub fn safety(view: &View, one: &PositionTab) -> Html {
    let loan = html! { <>{ view.props.knobs(&["pool.loan"]) }<div>{ for sheets::loan(one).map(fact_list) }</div></> };
    let cover = html! {
        <>
            { view.props.knobs(&["pool.deductible", "pool.cover"]) }
            { fact_list(sheets::insurance(one)) }
            <p class="cap">{ kept(&one.insurance.sentence) }</p>
        </>
    };
    let none = Html::default;
    duo(
        figure(
            whose(view, one, sheets::loan_finding(one)),
            "Loan: borrowed against this position, today and in the shock",
            none(),
            loan,
        ),
        figure(
            whose(view, one, sheets::insurance_finding(one)),
            "Cap and cover: token price, its move, dollars there",
            none(),
            cover,
        ),
    )
}

/// Leaving: depth and the quick ratio; who takes which part of the flow.
pub fn leaving(view: &View, one: &PositionTab) -> Html {
    let title = sheets::quick_finding(&view.tab.whole_book);
    duo(
        html! {
            <div class="sums">
                { tabled("Ready cash over what falls due", title, "All pools, dollars", sheets::quick(&view.tab), "quick-ratio") }
                { fact_list(sheets::exit(one)) }
                { view.props.knobs(&["pool.slippage", "pool.active_liquidity"]) }
            </div>
        },
        figure(
            whose(view, one, findings::searchers(one.mev_cost.0)),
            "MEV: who pays whom, dollars a year",
            Html::default(),
            html! { <ul class="list">{ for one.mev.iter().map(|line| item(line.label, &line.sentence, words::amount(line.cost.0))) }</ul> },
        ),
    )
}

/// The token's vetting, and the REIT beside it.
pub fn vetting(view: &View, one: &PositionTab) -> Html {
    let v = &one.vetting;
    let title = v.title.clone();
    let line = |item: &second_engine::holdings::pool::vetting::VettingItem| {
        let (class, mark, said) = match item.holds {
            Some(true) => ("plus", "✓", "holds: "),
            Some(false) => ("minus", "✗", "fails: "),
            None => ("quiet", "?", "not known: "),
        };
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
    let gate = html! {
        <>
            <ul class="list ticked" id="vetting">{ for v.items.iter().map(line) }</ul>
            <details class="more"><summary>{ "Change" }</summary>{ view.props.knobs(&["pool.vetting."]) }</details>
            <p class="cap">{ kept(&v.sentence) }</p>
        </>
    };
    let beside =
        html! { <>{ view.props.knobs(&["pool.reit."]) }<div>{ for sheets::reit(one).map(fact_list) }</div></> };
    duo(
        figure(
            whose(view, one, title),
            "Vetting, IPO style: one hard item that fails sets the weight to 0",
            Html::default(),
            gate,
        ),
        figure(
            reit.unwrap_or_else(|| "No REIT beside it".into()),
            "REIT: dividend discount model beside the pair's stretch; it sizes nothing",
            Html::default(),
            beside,
        ),
    )
}
