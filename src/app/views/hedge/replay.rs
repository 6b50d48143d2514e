//! Replay: the rules along a path beside never touching the hedge, with the rules and the path as knobs.

use std::rc::Rc;

use second_engine::book::replay::Track;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::adaptive::{BANDS, PATH};
use second_engine::plan::knobs::{MOST_ROWS, list_help};
use second_engine::views::hedge::replay::ReplayReport;
use second_engine::views::hedge::replay_chart as chart;
use second_engine::views::hedge::replay_chart::ReplayView;
use second_engine::views::pinned::captioned;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::rows::list_row;
use crate::app::controls::wrong::wrong_note;
use crate::app::figures::facts::table;
use crate::app::figures::figure::figure;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::bands::Bands;
use crate::app::views::hedge::grip::Grip;
use crate::app::views::hedge::solvers::calls;
use crate::app::views::props::ViewProps;

/// How the picture is read.
const READ: &str =
    "Bought on day 0 and priced each day on today's curve, aged and moved to that day's VIX; cash earns nothing.";

/// The figure, and beside it what drives it.
pub fn replay(
    tab: &ViewProps,
    report: &Shared<ReplayReport>,
    a: Option<Shared<ReplayReport>>,
    dispatch: &Dispatch,
) -> Html {
    let (head, rows) = chart::table(report, a.as_deref());
    let caption = captioned(READ, a.is_some());
    let over = grips(tab, report, a.clone(), dispatch);
    let draw = {
        let report = report.clone();
        Callback::from(move |(width, height)| {
            chart::scene(&ReplayView { replay: &report, pinned: a.as_deref(), width, height })
        })
    };
    let shown = tab.shown();
    let drawn = tab.plan.hedge_rules.is_drawn().then_some(&PATH);
    let path = html! {
        <>
            { tab.knobs(&["hedge_rules.from", "hedge_rules.days_after"]) }
            <div class="knobs">{ drawn.map(|list| list_row(list, &shown, dispatch)).unwrap_or_default() }</div>
            { drawn.map(|_| more_or_fewer(tab, dispatch)).unwrap_or_default() }
            <p class="cap">{ &report.source }</p>
        </>
    };
    let at = Address::from(BANDS.id);
    let wrong = tab.wrong.get(&at);
    let table_of_bands = Bands { plan: &tab.plan, wrong, dispatch };
    let bands = html! {
        <>
            { table_of_bands.html() }
            { wrong.map(|wrong| wrong_note(at, wrong, None, dispatch)).unwrap_or_default() }
            <p class="cap">{ list_help(BANDS.id).map(|help| help.said) }</p>
            <details class="more"><summary>{ "How they trade" }</summary>
                { tab.knobs(&["hedge_rules.moved", "hedge_rules.roll_days", "hedge_rules.cost"]) }
            </details>
        </>
    };
    html! {
        <div class="duo wide">
            <div>
                <Picture id="replay" {over} dek="VIX by trading day, and below it dollars that the hedge has made" {draw}
                    {caption} sheet={Sheet { head, rows }} is_dark={tab.is_dark} />
                { table("How it ends", ends(report), "hedge-replay") }
                <details class="more"><summary>{ "Every trade under the rules" }</summary>
                    { table("Dollars; a sale is below zero", trades(report), "hedge-trades") }
                </details>
            </div>
            <div>
                { figure("The path", "Picked from history or drawn", Html::default(), path) }
                { figure("The rules", "What is done, layer by layer, while VIX is at a row's level or above it", Html::default(), bands) }
            </div>
        </div>
    }
}

/// The text of the plan's path were it this one.
fn text(plan: &Plan, points: &[(f64, f64)]) -> String {
    let mut plan = plan.clone();
    (PATH.set)(&mut plan, points);
    PATH.text(&plan)
}

/// A grip on every point of a drawn path.
fn grips(
    tab: &ViewProps,
    report: &Shared<ReplayReport>,
    a: Option<Shared<ReplayReport>>,
    dispatch: &Dispatch,
) -> Option<Callback<(f64, f64), Html>> {
    if report.points.is_empty() {
        return None;
    }
    let to = {
        let (plan, dispatch) = (tab.plan.clone(), dispatch.clone());
        Callback::from(move |(index, day, vix): (usize, f64, f64)| {
            let points = plan.hedge_rules.moved_point(index, day, vix);
            dispatch.dispatch(Act::Typed(PATH.id.into(), text(&plan, &points)));
        })
    };
    let commit = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Act::Commit))
    };
    let report = report.clone();
    Some(Callback::from(move |(width, height)| {
        let view = ReplayView { replay: &report, pinned: a.as_deref(), width, height };
        let Some(frame) = chart::frame(&view).map(Rc::new) else {
            return Html::default();
        };
        let grip = |(index, value): (usize, &(f64, f64))| {
            html! { <Grip key={index} {index} value={*value} frame={frame.clone()} to={to.clone()} commit={commit.clone()} /> }
        };
        html! { <>{ for report.points.iter().enumerate().map(grip) }</> }
    }))
}

/// One level more at the end of a drawn path, or one fewer.
fn more_or_fewer(tab: &ViewProps, dispatch: &Dispatch) -> Html {
    let rules = &tab.plan.hedge_rules;
    let take = |points: Vec<(f64, f64)>| {
        let (dispatch, text) = (dispatch.clone(), text(&tab.plan, &points));
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Act::Typed(PATH.id.into(), text.clone()));
            dispatch.dispatch(Act::Commit);
        })
    };
    let (more, mut fewer) = (rules.one_more_point(tab.plan.market.vix.0), rules.points());
    fewer.pop();
    html! {
        <p>
            <button type="button" class="tool" id="path-more" disabled={more.len() == rules.path.len() || more.len() > MOST_ROWS}
                onclick={take(more)}>{ "Add a level" }</button>
            <button type="button" class="tool" id="path-fewer" disabled={rules.path.is_empty()}
                onclick={take(fewer)}>{ "Take the last away" }</button>
        </p>
    }
}

fn ends(report: &ReplayReport) -> Sheet {
    let tracks = [&report.adaptive, &report.untouched];
    let row = |name: &str, value: &dyn Fn(&Track) -> String| {
        std::iter::once(name.to_string()).chain(tracks.map(value)).collect()
    };
    let calls = |track: &Track| track.days.last().map(|day| calls(&day.contracts));
    let rows = vec![
        row("At the end", &|track| words::usd(track.end())),
        row("At best", &|track| words::usd(track.best().1)),
        row("on trading day", &|track| track.best().0.to_string()),
        row("Costs", &|track| words::amount(track.costs())),
        row("Calls at the end", &|track| calls(track).unwrap_or_default()),
    ];
    Sheet { head: ["Hedge", "Rules", "Untouched"].map(String::from).to_vec(), rows }
}

fn trades(report: &ReplayReport) -> Sheet {
    let layer = |at: usize| report.layers.get(at).cloned().unwrap_or_default();
    let rows = report.adaptive.trades.iter().map(|trade| {
        vec![
            trade.day.to_string(),
            layer(trade.layer),
            trade.event.word().into(),
            words::signed(trade.contracts),
            words::fixed(trade.price, 2),
            words::fixed(trade.cash(), 2),
        ]
    });
    Sheet {
        head: ["Day", "Layer", "What", "Calls", "Price", "Cash $"].map(String::from).to_vec(),
        rows: rows.collect(),
    }
}
