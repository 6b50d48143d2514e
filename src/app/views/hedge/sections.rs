//! Sections of the hedge's panel, two figures a row.

use second_engine::book::convexity::Bends;
use second_engine::views::book::linked::over_spx;
use second_engine::views::hedge::HedgeRange;
use second_engine::views::hedge::break_evens_chart;
use second_engine::views::hedge::break_evens_chart::BreakEvensView;
use second_engine::views::hedge::put_two_ways_chart;
use second_engine::views::hedge::put_two_ways_chart::BendView;
use second_engine::views::hedge::range::LegRange;
use second_engine::views::hedge::then;
use second_engine::views::pinned::captioned;
use yew::prelude::*;

use crate::app::figures::facts::{fact_list, tabled};
use crate::app::figures::figure::figure;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::shared::Shared;
use crate::app::views::book::breakdown::bars;
use crate::app::views::hedge::held::choices;
use crate::app::views::hedge::made::{PinnedRange, View};
use crate::app::views::hedge::sheets;

/// What the budget affords, and where the book breaks even.
pub fn budget(view: &View) -> Html {
    let (range, a) = (view.range.clone(), view.pinned.clone());
    let table = break_evens_chart::table(&range.break_evens, a.as_ref().map(|a| &a.range.break_evens));
    let caption = captioned("", a.is_some());
    let draw = {
        let range = range.clone();
        Callback::from(move |(width, height)| {
            let pinned = a.as_ref().map(|a| &a.range.break_evens);
            break_evens_chart::scene(&BreakEvensView { found: &range.break_evens, pinned, width, height })
        })
    };
    let follows = over_spx(&view.props.report.shock, view.props.token());
    let dek = format!("The whole book over SPX at the shock's date, dollars; {follows}");
    let budget = html! {
        <>
            { view.props.knobs(&["hedge.budget_usd", "hedge.vix_share"]) }
            { fact_list(sheets::budget(view)) }
        </>
    };
    html! {
        <div class="duo">
            { figure(second_engine::words::headline(&view.tab.kept), sheets::budget_finding(view), Html::default(), budget) }
            <div>
                <Picture id="break-evens" {dek} {draw} {caption} sheet={Sheet::from(table)} is_dark={view.props.is_dark} />
                { fact_list(sheets::break_even_facts(&range)) }
                { vega(view) }
            </div>
        </div>
    }
}

/// Condor and legs in one unit, as bars.
fn vega(view: &View) -> Html {
    let range = &view.range;
    let rows = sheets::vega(range);
    let in_a = view.pinned.as_ref().map(|a| sheets::vega(&a.range));
    let of_a = |name: &str| in_a.as_ref().map(|a| a.iter().find(|row| row.0 == name).map_or(0.0, |row| row.1));
    let dek = "Net vega: dollars when VIX rises a point along its curve, SPX and token held";
    let bars =
        bars("net-vega", "Dollars per VIX point, part by part", rows.iter().map(|row| (&*row.0, row.1, of_a(&row.0))));
    figure(sheets::vega_finding(range), dek, Html::default(), bars)
}

/// What each layer is on the shock's day; nothing where no layer is on.
pub fn then(view: &View) -> Html {
    let found = &view.tab.then;
    if found.layers.is_empty() {
        return Html::default();
    }
    let dek = "In the shock, on its own curve: prices in points, delta for a point of its future, vega for a vol point";
    let sheet = Sheet::from(then::table(found));
    html! {
        <div class="duo"><div class="whole">{ tabled("The hedge then", found.finding.clone(), dek, sheet, "hedge-then") }</div></div>
    }
}

/// What one layer becomes while VIX stays; nothing where no layer is on.
pub fn rolls(view: &View, chosen: usize, choose: &Callback<usize>) -> Html {
    let layers = &view.range.roll;
    let chosen = chosen.min(layers.len().saturating_sub(1));
    let Some(layer) = layers.get(chosen) else { return Html::default() };
    let sheet = sheets::roll(layer);
    let names: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let acts = html! {
        <>
            { choices("Layer", &names, chosen, choose) }
            { sheet.saving("Roll table", "hedge-roll") }
        </>
    };
    let dek = "One call while VIX stays: points lost as its future slides down the curve, and to time; P&L and roll in dollars";
    html! {
        <div class="duo"><div class="whole">{ figure(sheets::roll_finding(layer), dek, acts, sheet.table(dek)) }</div></div>
    }
}

/// How each leg bends, and what negative convexity looks like.
pub fn convexity(range: &Shared<HedgeRange>, a: &Option<Shared<PinnedRange>>, is_dark: bool) -> Html {
    let table = put_two_ways_chart::table(&range.bend, a.as_ref().map(|a| &a.range.bend));
    let caption = captioned(range.bend.sentence.clone(), a.is_some());
    let draw = {
        let (range, a) = (range.clone(), a.clone());
        Callback::from(move |(width, height)| {
            let pinned = a.as_ref().map(|a| &a.range.bend);
            put_two_ways_chart::scene(&BendView { bend: &range.bend, pinned, width, height })
        })
    };
    let line = |leg: &LegRange| {
        let meter = &leg.meter;
        let (class, mark) = match (meter.own.bends(), meter.in_vix.bends()) {
            (Bends::Up, Bends::Up | Bends::Nothing) => ("plus", "✓"),
            (Bends::Up, _) | (_, Bends::Up) => ("quiet", "~"),
            _ => ("minus", "✗"),
        };
        let [own, vix] = [meter.own, meter.in_vix].map(|one| sheets::cents(one.per_percent.0));
        html! {
            <li>
                <span class={class} aria-hidden="true">{ mark }</span>
                <span>{ second_engine::words::kept(&leg.sentence) }</span>
                <span class="quiet">{ format!("{own} · {vix}") }</span>
            </li>
        }
    };
    let list = html! { <ul class="list ticked" id="convexity">{ for sheets::bending(range).map(line) }</ul> };
    let dek = "Convexity meter, at once: dollars per (1 %)² of what the leg is written on · of VIX along its curve; above 0 is convex";
    html! {
        <div class="duo">
            { figure(sheets::bend_finding(range), dek, Html::default(), list) }
            <Picture id="bend" dek="A put on one token, bought and sold: P&L in dollars over the token's move, at once" {draw}
                {caption} sheet={Sheet::from(table)} {is_dark} />
        </div>
    }
}
