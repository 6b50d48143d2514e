//! The tab of odds: what thousands of futures say of the book, how large the pool may be before they say too much, and how
//! far they agree with themselves.

mod progress;
mod year;

use std::cell::Cell;
use std::rc::Rc;

use second_engine::odds::figures::{Odds, Part};
use second_engine::odds::moments::ThreeWays;
use second_engine::views::odds::convergence_chart::{self, ConvergenceView};
use second_engine::views::odds::fan_chart::{self, FanView};
use second_engine::views::odds::histogram_chart::{self, HistogramView};
use second_engine::views::odds::sizes_chart::{self, SizesView};
use second_engine::views::odds::{answer, is_one_shock, moments, place_said, tables, ways};
use second_engine::views::pinned::captioned;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::figures::facts::tabled;
use crate::app::figures::figure::segments;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::odds::desk::{use_run, use_run_of_a};
use crate::app::odds::horizon::{HORIZON, Joined, OF_A};
use crate::app::odds::seen::Seen;
use crate::app::views::odds::progress::{Progress, progress, progress_of_a, said};
use crate::app::views::odds::year::{YearProps, YearView};
use crate::app::views::props::ViewProps;
use crate::app::views::size::sized::{self, use_sized};

/// Parts that the histogram and the fan may show.
const PARTS: [(&str, Part); 5] = [
    ("Book", Part::Combined),
    ("Condors", Part::Condor),
    ("Pools", Part::Pool),
    ("Hedge", Part::Hedge),
    ("Without hedge", Part::Unhedged),
];

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <OddsView ..props.clone() /> }
}

/// How far ahead the tab looks.
const AHEAD: [&str; 2] = ["As it is held", "The year ahead"];

thread_local! {
    /// Which of them was looked at last: whoever leaves the tab to see what a cap does comes back to it.
    static AHEAD_LAST: Cell<usize> = const { Cell::new(0) };
}

#[component]
fn OddsView(props: &ViewProps) -> Html {
    let ahead = use_state_eq(|| AHEAD_LAST.get());
    let choose = {
        let ahead = ahead.clone();
        Callback::from(move |nth| {
            AHEAD_LAST.set(nth);
            ahead.set(nth);
        })
    };
    let made = use_sized(props, true).now();
    let tab = made.as_deref().map(|made| sized::tab(props, made));
    let allowed = tab.map(|tab| tab.as_ref().as_ref().map(|tab| tab.waterfall.size.0));
    html! {
        <>
            <div class="positions" id="odds-ahead">{ segments("How far ahead", &AHEAD, *ahead, &choose) }</div>
            if *ahead == 0 {
                <HeldView props={props.clone()} {allowed} />
            } else {
                <YearView props={props.clone()} {allowed} />
            }
            <div class="more-inputs"><h2>{ "Simulation" }</h2>{ props.knobs(&["odds."]) }</div>
        </>
    }
}

#[component]
fn HeldView(all: &YearProps) -> Html {
    let YearProps { props, allowed } = all;
    let ViewProps { plan, report, step, .. } = props;
    let seen = use_run(HORIZON, plan, *step, *allowed, [report.shock.days, report.combined.pnl.0]);
    // What is found is worded with the plan that it is of.
    let of = seen.of.clone().unwrap_or_else(|| plan.clone());
    let (of_a, paths) = use_run_of_a(OF_A, seen.is_whole);
    let pinned = of_a.as_ref().and_then(Seen::whole);
    let shown = Progress {
        id: "odds",
        unit: "paths",
        of: plan.odds.paths,
        done: seen.found.as_ref().and_then(|found| found.as_ref().ok()).map(|joined| joined.odds.paths),
    };
    html! {
        <>
            <p class="answer" id="odds-answer" aria-live="polite">{ kept(&said(&seen, "paths", |joined| answer(&joined.odds, &of))) }</p>
            if let Some(Ok(joined)) = &seen.found {
                if let Some(note) = &joined.odds.note { <p class="note-row" id="odds-note">{ kept(note) }</p> }
            }
            { progress(HORIZON, &seen, &shown) }
            if let Some(of_a) = &of_a { { progress_of_a(OF_A, of_a, "paths", paths) } }
            if let Some(Ok(joined)) = &seen.found {
                <div class={classes!((!seen.is_now).then_some("waits"))}>
                    <Figures joined={joined.clone()} {pinned} is_sized={seen.is_sized} rules={allowed.flatten()} props={ViewProps { plan: of, ..props.clone() }} />
                </div>
            }
        </>
    }
}

/// What the figures are made from.
#[derive(Clone, PartialEq, Properties)]
struct FiguresProps {
    joined: Rc<Joined>,
    /// Plan A's, where one is pinned and its paths are walked.
    pinned: Option<Rc<Joined>>,
    /// Whether what they say of the size that the rules allow is of the one now.
    is_sized: bool,
    rules: Option<f64>,
    props: ViewProps,
}

#[component]
fn Figures(all: &FiguresProps) -> Html {
    let FiguresProps { joined, pinned, is_sized, rules, props } = all;
    let chosen = use_state_eq(|| 0_usize);
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |nth| chosen.set(nth))
    };
    let part = PARTS.get(*chosen).map_or(Part::Combined, |one| one.1);
    let (odds, is_dark) = (&joined.odds, props.is_dark);
    let today = props.plan.market.today;
    let shock = (part == Part::Combined).then_some((props.report.shock.days, props.report.combined.pnl.0));
    let bars = {
        let (joined, a) = (joined.clone(), pinned.clone());
        Callback::from(move |(width, height)| {
            let pinned = a.as_ref().map(|a| &a.odds);
            histogram_chart::scene(&HistogramView { odds: &joined.odds, pinned, part, shock, width, height })
        })
    };
    let fan = {
        let (joined, a) = (joined.clone(), pinned.clone());
        Callback::from(move |(width, height)| {
            let pinned = a.as_ref().map(|a| &a.odds);
            fan_chart::scene(&FanView { odds: &joined.odds, pinned, part, today, shock, width, height })
        })
    };
    let sizes = {
        let (joined, a, rules) = (joined.clone(), pinned.clone(), *rules);
        Callback::from(move |(width, height)| {
            let pinned = a.as_ref().map(|a| &a.odds);
            sizes_chart::scene(&SizesView { odds: &joined.odds, pinned, rules, width, height })
        })
    };
    let refined = {
        let joined = joined.clone();
        Callback::from(move |(width, height)| {
            convergence_chart::scene(&ConvergenceView { points: &joined.refined, width, height })
        })
    };
    let names = PARTS.map(|one| one.0);
    let a = pinned.as_ref().map(|a| &a.odds);
    let said = |caption: String| captioned(caption, a.is_some());
    let place = place_said(joined.place.as_ref(), joined.shock[0], odds.days, odds.paths);
    let of_size = (!is_sized).then_some("waits");
    let is_before = !is_one_shock(joined.shock, [props.report.shock.days, props.report.combined.pnl.0]);
    html! {
        <>
            <div class="positions">{ segments("What of the book is shown", &names, *chosen, &choose) }</div>
            <div class="duo">
                <Picture id="odds-bars" dek="P&L at the end, share of paths" caption={said(histogram_chart::caption(odds, part, today))} draw={bars} sheet={Sheet::from(histogram_chart::table(odds, part))} {is_dark} />
                <Picture id="fan" dek="P&L by trading day, dollars" caption={said(fan_chart::caption(odds, part))} draw={fan} sheet={Sheet::from(fan_chart::table(odds, a, part, today))} {is_dark} />
            </div>
            // On a drag it is of the shock before, until the paths of this one are asked.
            <p class={classes!("note-row", is_before.then_some("waits"))} id="odds-place">{ kept(&place) }</p>
            if !odds.curve.is_empty() {
                <div class={classes!("wide-figure", of_size)}>
                    <Picture id="sizes" dek="Chance of losing more than the budget, by what is in the pool" caption={said(sizes_chart::caption(odds, today))} draw={sizes} sheet={Sheet::from(sizes_chart::table(odds, a))} {is_dark} />
                </div>
            }
            { by_ways(odds, of_size) }
            { figures(joined, a, props) }
            if !joined.refined.is_empty() {
                <details class="more" id="odds-errors"><summary>{ "How the errors fall with more paths" }</summary>
                    <div class="wide-figure">
                        <Picture id="convergence" dek="Standard errors by paths, times what they are now" caption={convergence_chart::caption(odds.budget.0)} draw={refined} sheet={Sheet::from(convergence_chart::table(&joined.refined))} {is_dark} />
                    </div>
                </details>
            }
            { moved(&joined.moments) }
        </>
    }
}

/// The book as it is held beside the rules' and a promoter's.
fn by_ways(odds: &Odds, waits: Option<&'static str>) -> Html {
    if odds.ways.is_empty() {
        return html! { <p class="note-row" id="odds-no-ways">{ ways::none_sized() }</p> };
    }
    html! {
        <div class={classes!("wide-figure", waits)} id="odds-ways">
            { tabled("Sizes", ways::headline(odds), &ways::caption(), tables::ways(odds).into(), "odds-ways") }
        </div>
    }
}

/// Every figure with its error.
fn figures(joined: &Joined, a: Option<&Odds>, props: &ViewProps) -> Html {
    let odds = &joined.odds;
    html! {
        <>
            <div class="wide-figure" id="odds-parts">
                { tabled("Parts", "Each part of the book on the same paths".into(), "Dollars and shares of paths, ± one standard error", tables::parts(odds, a).into(), "odds-parts") }
            </div>
            <div class="duo">
                { tabled("Pools", "When a pool leaves its range".into(), "Shares of paths", tables::pools(odds, &props.plan).into(), "odds-pools") }
                { tabled("VIX bands", "Condors against pools, by VIX at the end".into(), "Correlation of their P&L", tables::bands(odds, joined.one_step.as_ref()).into(), "odds-bands") }
            </div>
            { tabled("Others", "What else the paths say, and how far they can be trusted".into(), "Shares of paths and dollars; quadrature goes to the end in one step, without the way there", tables::others(odds, joined.one_step.as_ref()).into(), "odds-others") }
        </>
    }
}

/// What the paths are drawn by, beside what was; nothing before all are walked.
fn moved(found: &[ThreeWays]) -> Html {
    if found.is_empty() {
        return Html::default();
    }
    let sheet = Sheet::from(moments::table(found));
    html! {
        <details class="more" id="odds-moments"><summary>{ "Drawn, computed, counted" }</summary>
            { tabled("Moments", moments::headline(found), &moments::caption(), sheet, "odds-moments") }
        </details>
    }
}
