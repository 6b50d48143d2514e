//! The year ahead: how large the pool may be before it blows up, and what the programme makes, by one way beside another.

use std::cell::RefCell;
use std::rc::Rc;

use second_engine::views::pinned::captioned;
use second_engine::views::year::cap::{self, Button, Offer};
use second_engine::views::year::fan_chart::{self, FanView};
use second_engine::views::year::ruin_chart::{self, RuinView};
use second_engine::views::year::say;
use second_engine::views::year::years_chart::{self, YearsView};
use second_engine::views::year::{answer, tables};
use second_engine::words::kept;
use second_engine::year::figures::Year;
use yew::prelude::*;

use crate::app::browser::dom::{focus, is_nothing_focused};
use crate::app::figures::facts::tabled;
use crate::app::figures::figure::segments;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::odds::desk::{use_run, use_run_of_a};
use crate::app::odds::seen::Seen;
use crate::app::odds::year::{YEARS, YEARS_OF_A};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::odds::progress::{Progress, progress, progress_of_a, said};
use crate::app::views::props::ViewProps;

/// What it needs beside what every view has.
#[derive(Clone, PartialEq, Properties)]
pub struct YearProps {
    /// What every view has.
    pub props: ViewProps,
    /// What the rules allow in the pool: `None` until that is known, and in it nothing where no pool can be sized.
    pub allowed: Option<Option<f64>>,
}

/// The part of the tab.
#[component]
pub fn YearView(all: &YearProps) -> Html {
    let YearProps { props, allowed } = all;
    // Nothing of a year is asked about the shock beside what the rules make of it.
    let seen = use_run(YEARS, &props.plan, props.step, *allowed, [0.0; 2]);
    let is_now = seen.is_now && seen.is_sized;
    let (of_a, years) = use_run_of_a(YEARS_OF_A, seen.is_whole);
    let pinned = of_a.as_ref().and_then(Seen::whole);
    // What is found is worded with the plan that it is of.
    let of = seen.of.clone().unwrap_or_else(|| props.plan.clone());
    let shown = Progress {
        id: "year",
        unit: "years",
        of: props.plan.odds.paths,
        done: seen.found.as_ref().and_then(|found| found.as_ref().ok()).map(|year| year.paths),
    };
    html! {
        <>
            <p class="answer" id="year-answer" aria-live="polite">{ kept(&said(&seen, "years", answer)) }</p>
            { progress(YEARS, &seen, &shown) }
            if let Some(of_a) = &of_a { { progress_of_a(YEARS_OF_A, of_a, "years", years) } }
            if let Some(Ok(year)) = &seen.found {
                <div class={classes!((!is_now).then_some("waits"))}>
                    <Figures year={year.clone()} {pinned} rules={allowed.flatten()} {is_now} is_over={seen.is_stopped || seen.fault.is_some()} props={ViewProps { plan: of, ..props.clone() }} />
                </div>
            }
        </>
    }
}

/// What the figures are made from.
#[derive(Clone, PartialEq, Properties)]
struct FiguresProps {
    year: Rc<Year>,
    /// Plan A's, where one is pinned and its years are walked.
    pinned: Option<Rc<Year>>,
    rules: Option<f64>,
    /// Whether they are of this plan.
    is_now: bool,
    /// Whether no more will be walked of themselves: a hand has stopped them, or a fault.
    is_over: bool,
    props: ViewProps,
}

#[component]
fn Figures(all: &FiguresProps) -> Html {
    let FiguresProps { year, pinned, rules, is_now, is_over, props } = all;
    let dispatch = use_context::<Dispatch>();
    let chosen = use_state_eq(|| 0_usize);
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |nth| chosen.set(nth))
    };
    let (is_dark, today) = (props.is_dark, props.plan.market.today);
    let way = if *chosen < year.ways.len() { *chosen } else { 0 };
    let ruin = {
        let (year, pinned, rules) = (year.clone(), pinned.clone(), *rules);
        Callback::from(move |(width, height)| {
            ruin_chart::scene(&RuinView { year: &year, pinned: pinned.as_deref(), rules, width, height })
        })
    };
    let bars = {
        let (year, pinned) = (year.clone(), pinned.clone());
        Callback::from(move |(width, height)| {
            years_chart::scene(&YearsView { year: &year, pinned: pinned.as_deref(), way, width, height })
        })
    };
    let fan = {
        let (year, pinned) = (year.clone(), pinned.clone());
        Callback::from(move |(width, height)| {
            fan_chart::scene(&FanView { year: &year, pinned: pinned.as_deref(), way, today, width, height })
        })
    };
    let a = pinned.as_deref();
    let said = |caption: String| captioned(caption, a.is_some());
    // The offer of the years before stays while these are walked, not to be taken: whoever has taken one keeps the focus.
    let offered = use_mut_ref(|| None::<Offer>);
    let is_whole = *is_now && year.paths == year.of;
    if is_whole {
        offered.replace(cap::offer(year, &props.plan.sizing, *rules));
    } else if *is_over {
        offered.take();
    }
    let offer = offered.borrow().clone();
    // The button that was pressed may be gone with what it did: what is said in its place has the focus then.
    let pressed = use_mut_ref(|| false);
    {
        let pressed = pressed.clone();
        use_effect_with((is_whole, offer.clone()), move |(is_whole, _)| {
            if *is_whole && pressed.take() && is_nothing_focused() {
                focus("ruin-cap");
            }
        });
    }
    let names: Vec<&str> = year.ways.iter().map(|one| say::short(one.way, year.gate)).collect();
    html! {
        <>
            if !year.curve.is_empty() {
                <div class="wide-figure">
                    <Picture id="ruin" dek="Chance of ruin within a year, by what is in the pool" caption={said(ruin_chart::caption(year))} draw={ruin} sheet={Sheet::from(ruin_chart::table(year, a))} {is_dark} />
                    { offer_of(offer, dispatch.filter(|_| is_whole), &pressed) }
                </div>
            }
            <div class="wide-figure">
                { tabled("Programmes", "The same years, run one way or another".into(), "Dollars and shares of years, ± one standard error", tables::outcomes(year, a).into(), "year-ways") }
            </div>
            <div class="positions">{ segments("Which programme is shown", &names, way, &choose) }</div>
            <div class="duo">
                <Picture id="years" dek="What a year makes, share of years" caption={said(years_chart::caption(year, way))} draw={bars} sheet={Sheet::from(years_chart::table(year, way))} {is_dark} />
                <Picture id="year-fan" dek="Made by the end of each month, dollars" caption={said(fan_chart::caption(year, way))} draw={fan} sheet={Sheet::from(fan_chart::table(year, a, way, today))} {is_dark} />
            </div>
            <div class="wide-figure">
                { tabled("Income", "What each engine makes of it a year".into(), "Mean dollars, ± one standard error", tables::income(year, a).into(), "year-income") }
            </div>
            { for say::notes(year).iter().map(|said| html! { <p class="note-row">{ kept(said) }</p> }) }
        </>
    }
}

/// What the years say of a cap on the size, and its buttons; each sets what it says as one step, where it can be taken.
fn offer_of(offer: Option<Offer>, dispatch: Option<Dispatch>, pressed: &Rc<RefCell<bool>>) -> Html {
    let Some(Offer { said, buttons }) = offer else { return Html::default() };
    let is_before = dispatch.is_none();
    let button = |Button { label, changes }: Button| {
        let (dispatch, pressed) = (dispatch.clone(), pressed.clone());
        let take = Callback::from(move |_: MouseEvent| {
            if let Some(dispatch) = &dispatch {
                dispatch.dispatch(Act::turn(changes.clone()));
                pressed.replace(true);
            }
        });
        html! { <button type="button" class="tool" aria-disabled={is_before.then_some("true")} onclick={take}>{ label }</button> }
    };
    html! {
        <div class={classes!("offer", is_before.then_some("waits"))} id="ruin-cap" tabindex="-1">
            <p class="note-row">{ kept(&said) }</p>{ for buttons.into_iter().map(button) }
        </div>
    }
}
