//! The waterfall: a table with a column of bars, a switch a rule, and the sum behind every figure.

use std::rc::Rc;

use second_engine::sizing::RuleKind;
use second_engine::sizing::waterfall::{Step, Waterfall};
use second_engine::views::pinned::{captioned, said_usd};
use second_engine::views::size::SizeTab;
use second_engine::views::size::waterfall_chart;
use second_engine::views::size::waterfall_chart::{Bar, Look, WaterfallView};
use second_engine::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::app::browser::canvas;
use crate::app::controls::popover::Why;
use crate::app::figures::figure::{act, stacked};
use crate::app::figures::plot::palette;
use crate::app::figures::sheet::Sheet;
use crate::app::later::save_svg;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::props::ViewProps;

/// Beyond this share of the column there is no room for words at the right of a bar.
const LATE: f64 = 0.7;
/// Css pixels of the picture that is saved.
const SAVED: (f64, f64) = (760.0, 460.0);

/// The figure.
pub fn figure(tab: &SizeTab, a: Option<&Waterfall>, props: &ViewProps, dispatch: &Dispatch) -> Html {
    let ViewProps { is_dark, is_narrow, .. } = *props;
    let fall = &tab.waterfall;
    let most = waterfall_chart::most(fall, tab.held.0, a);
    let ticks = waterfall_chart::ticks(most);
    let tick_of_a = |at: Option<f64>| at.map(|at| line("a", at, "12%", "88%")).unwrap_or_default();
    let grid = || ticks.iter().map(|(at, _)| line("grid", *at, "0", "100%"));
    let row = |step: &Step| {
        let bar = waterfall_chart::bar(step, most);
        let class =
            classes!((!step.is_on || bar.look == Look::Through).then_some("off"), step.binds.then_some("binds"),);
        let after = step.after.map_or_else(|| "no limit".to_string(), |usd| words::amount(usd.0));
        let label = format!("{}: {after}, why?", step.label);
        html! {
            <tr key={step.id} {class}>
                <th scope="row" class="r">{ switch(step, dispatch) }if is_narrow { <span class="fwhy">{ &step.finds }</span> }</th>
                <td class="f" title={step.finds.clone()}>{ &step.finds }</td>
                <td class="m">{ &step.mark }</td>
                <td class="c"><svg aria-hidden="true">{ for grid() }{ drawn(&bar, None) }{ tick_of_a(waterfall_chart::tick_of_a(step, a, most)) }</svg></td>
                <td class="v">
                    <Why title={step.label} formula={step.sum[0].clone()} said={step.sum[1].clone()} source={step.source} {label}>{ after }</Why>
                </td>
            </tr>
        }
    };
    let (answer, yours) = waterfall_chart::answer(fall, tab.held.0, most);
    let is_cap = |step: &&Step| step.kind == RuleKind::Cap;
    let table = html! {
        <table class="fall" id="waterfall">
            <caption class="sr">{ format!("Pool size in dollars after each rule.{}", a.map(|a| said_usd(Some(a.size.0), fall.size.0)).unwrap_or_default()) }</caption>
            <thead><tr>
                <th scope="col" class="r">{ "Rule" }</th><th scope="col" class="f">{ "Finds" }</th>
                <th scope="col" class="m"><span class="sr">{ "Takes" }</span></th>
                <th scope="col" class="c"><span class="sr">{ "Bar" }</span><svg aria-hidden="true">{ for ticks.iter().map(tick) }</svg></th>
                <th scope="col" class="v">{ "Pool" }</th>
            </tr></thead>
            <tbody>
                { for fall.steps.iter().filter(|step| step.kind != RuleKind::Cap).map(row) }
                <tr class="sep" key="caps">
                    <th scope="row" class="r">{ "Caps: the smallest wins" }</th><td class="f" /><td class="m" />
                    <td class="c"><svg aria-hidden="true">{ for grid() }</svg></td><td class="v" />
                </tr>
                { for fall.steps.iter().filter(is_cap).map(row) }
                <tr class="out" key="out">
                    <th scope="row" class="r">{ "Pool" }</th>
                    <td class="f">{ format!("{} binds", fall.binding_name) }</td><td class="m" />
                    <td class="c"><svg aria-hidden="true">{ for grid() }{ drawn(&answer, yours) }{ tick_of_a(waterfall_chart::answer_of_a(a, most)) }</svg></td>
                    <td class="v" id="size-usd">{ words::amount(fall.size.0) }</td>
                </tr>
            </tbody>
        </table>
    };
    let dek = "Pool size in dollars after each rule. Switch a rule off to see what it costs.";
    let freed = if fall.freed.0 > 0.5 {
        format!("The Big Top frees {} for the hedge.", words::amount(fall.freed.0))
    } else {
        String::new()
    };
    let caption = std::iter::once(&freed).chain(&tab.warnings).cloned().collect::<Vec<_>>().join(" ");
    let caption = captioned(caption.trim(), a.is_some());
    stacked("From baseline to answer", dek, saves(tab, a.cloned(), is_dark), table, caption)
}

fn saves(tab: &SizeTab, a: Option<Waterfall>, is_dark: bool) -> Html {
    let (head, rows) = waterfall_chart::table(&tab.waterfall, a.as_ref());
    let sheet = Sheet { head, rows };
    let drawn = {
        let tab = tab.clone();
        move || {
            let (width, height) = SAVED;
            let (pinned, held) = (a.as_ref(), tab.held.0);
            waterfall_chart::scene(&WaterfallView { fall: &tab.waterfall, pinned, held, width, height })
        }
    };
    let as_png = {
        let drawn = drawn.clone();
        Callback::from(move |()| {
            let canvas = gloo::utils::document().create_element("canvas").ok();
            if let Some(canvas) = canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok()) {
                canvas::draw(&canvas, &drawn(), palette(is_dark), 2.0);
                canvas::png(&canvas, "second-engine-waterfall.png");
            }
        })
    };
    let as_svg = Callback::from(move |()| {
        save_svg("second-engine-waterfall.svg", Rc::new(drawn()), palette(is_dark));
    });
    html! {
        <span>
            { act("PNG", "waterfall: save as PNG", as_png) }
            { act("SVG", "waterfall: save as SVG", as_svg) }
            { sheet.saving("waterfall", "waterfall") }
        </span>
    }
}

fn switch(step: &Step, dispatch: &Dispatch) -> Html {
    let (dispatch, id, on) = (dispatch.clone(), step.id, step.is_on);
    let onchange =
        Callback::from(move |_: Event| dispatch.dispatch(Act::turn([(id, Some(if on { 0.0 } else { 1.0 }))])));
    html! { <label><input type="checkbox" {id} checked={on} {onchange} />{ step.label }</label> }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", 100.0 * share)
}

fn line(class: &'static str, at: f64, y1: &'static str, y2: &'static str) -> Html {
    html! { <line {class} x1={percent(at)} x2={percent(at)} {y1} {y2} /> }
}

fn tick((at, word): &(f64, String)) -> Html {
    html! { <text x={percent(*at)} y="17" text-anchor={if *at == 0.0 { "start" } else { "middle" }}>{ word }</text> }
}

/// A bar in its cell, 32 pixels high and as wide as the column: places are shares of it.
fn drawn(bar: &Bar, yours: Option<f64>) -> Html {
    let block = |class: &'static str| {
        let (x, width) = (percent(bar.from), percent((bar.to - bar.from).max(0.0)));
        html! { <rect {class} {x} {width} y="25%" height="50%" /> }
    };
    // Near the right end the words stand before the bar.
    let beside = |class: &'static str, at: f64, is_before: bool| {
        let (dx, anchor) = if is_before { ("-8", "end") } else { ("8", "start") };
        html! { <text {class} x={percent(at)} y="50%" dy="4" {dx} text-anchor={anchor}>{ &bar.note }</text> }
    };
    let post = |class: &'static str| {
        html! { <><line {class} x1="0" x2={percent(bar.to)} y1="50%" y2="50%" />{ line(if class == "binds" { "post binds" } else { "post" }, bar.to, "20%", "80%") }</> }
    };
    match bar.look {
        Look::Start => html! { <>{ block("start") }{ line("join", bar.to, "25%", "100%") }</> },
        Look::Through => line("join", bar.to, "0", "100%"),
        Look::Cut => html! {
            <>{ block("cut") }{ line("join", bar.to, "0", "25%") }{ line("join", bar.from, "25%", "100%") }{ beside("cut", if bar.to > LATE { bar.from } else { bar.to }, bar.to > LATE) }</>
        },
        Look::Post => post("cap"),
        Look::Binds => html! { <>{ post("binds") }{ beside("said", bar.to, bar.to > LATE) }</> },
        Look::Beyond => html! { <line class="cap" x1="0" x2="100%" y1="50%" y2="50%" /> },
        Look::Answer => html! {
            <>
                { block("answer") }
                { yours.map(|at| html! { <>{ line("yours", at, "12%", "88%") }{ beside("quiet", at.max(bar.to), at.max(bar.to) > LATE) }</> }).unwrap_or_default() }
            </>
        },
    }
}
