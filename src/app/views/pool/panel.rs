//! The pool's panel: answer, positions, import, then figure after figure. Knobs stand beside what they drive.

use second_engine::draw::scene::Scene;
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Kind, MOST};
use second_engine::views::pinned::captioned;
use second_engine::views::pool::growth_chart;
use second_engine::views::pool::growth_chart::GrowthView;
use second_engine::views::pool::strip_chart;
use second_engine::views::pool::strip_chart::StripView;
use second_engine::views::pool::{PoolTab, PositionTab};
use second_engine::words;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::browser::dom::focus_soon;
use crate::app::figures::facts::fact_list;
use crate::app::figures::figure::{figure, segment};
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::held::adder;
use crate::app::views::pool::import::Importer;
use crate::app::views::pool::made::View;
use crate::app::views::pool::strips::strips;
use crate::app::views::pool::{sections, sheets};

/// What the panel shows.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// Kept while it is out of view, so that a drag elsewhere renders nothing here.
    pub view: Shared<View>,
}

/// The panel.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let benchmark = use_state_eq(|| 0_usize);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let (view, tab) = (&*props.view, &props.view.tab);
    let (plan, selected) = (&view.props.plan, view.props.selected);
    let switch = {
        let benchmark = benchmark.clone();
        Callback::from(move |i| benchmark.set(i))
    };
    let positions =
        if plan.count(Kind::Pool) == 0 { adder(Kind::Pool, plan, &dispatch) } else { switcher(view, &dispatch) };
    let body = match tab.position(selected) {
        None => without(view, &dispatch),
        Some(one) => html! {
            <>
                <div class="duo wide">{ loss(view, tab, one) }{ strips(view, one, &dispatch) }</div>
                { sections::carry(view, one) }
                { sections::decomposition(view, *benchmark, &switch) }
                { sections::safety(view, one) }
                <div class="duo wide">{ compounding(view, tab, one) }{ stock(view, one) }</div>
                { sections::leaving(view, one) }
                { sections::vetting(view, one) }
            </>
        },
    };
    html! {
        <>
            <p class="answer" id="pool-answer">{ kept(&tab.answer) }</p>
            <div class="positions">{ positions }</div>
            { quiet(view) }
            <Importer plan={plan.clone()} {selected} select={view.props.select.clone()} />
            { body }
        </>
    }
}

/// Pools to choose from by name, one more without a deposit, and one less.
fn switcher(view: &View, dispatch: &Dispatch) -> Html {
    let (plan, selected) = (&view.props.plan, view.props.selected);
    let one = |one: &PositionTab| {
        let title = format!("{}, {}", one.pair, words::amount(one.deposit.0));
        segment(one.name.clone(), title, one.nth == selected, select(view, one.nth))
    };
    // What the list of pools becomes, and which of them is looked at then.
    let is_last = plan.count(Kind::Pool) == 1;
    let press = |act: Act, then: usize| {
        let (dispatch, select) = (dispatch.clone(), view.props.select.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(act.clone());
            select.emit(then);
            // With the last pool its button goes.
            if is_last && matches!(act, Act::Remove(..)) {
                focus_soon("more-pool");
            }
        })
    };
    let (count, is_there) = (plan.count(Kind::Pool), selected < plan.count(Kind::Pool));
    html! {
        <>
            if !view.tab.positions.is_empty() {
                <span class="seg" role="group" aria-label="Pool that is shown">{ for view.tab.positions.iter().map(one) }</span>
            }
            <button type="button" class="tool" id="more-pool" disabled={plan.holdings.len() >= MOST}
                onclick={press(Act::Add(Kind::Pool), count)}>{ "+ Add a pool" }</button>
            if is_there {
                <button type="button" class="tool" id="pool-remove"
                    onclick={press(Act::Remove(Kind::Pool, selected), selected.saturating_sub(1))}>
                    { format!("Remove {}", plan.name(Kind::Pool, selected)) }
                </button>
            }
        </>
    }
}

fn select(view: &View, nth: usize) -> Callback<MouseEvent> {
    let select = view.props.select.clone();
    Callback::from(move |_: MouseEvent| select.emit(nth))
}

/// Pools that hold nothing and pools that are off, by name; nothing where every pool counts.
fn quiet(view: &View) -> Html {
    let plan = &view.props.plan;
    let empty = view.tab.empty.iter().map(|pool| (pool.nth, format!("{}: no deposit", pool.name)));
    let off = (0..plan.count(Kind::Pool)).filter(|nth| !plan.is_on(Kind::Pool, *nth));
    let off = off.map(|nth| (nth, format!("{}: off", plan.name(Kind::Pool, nth))));
    let all: Vec<(usize, String)> = empty.chain(off).collect();
    if all.is_empty() {
        return Html::default();
    }
    let one = |(nth, said): (usize, String)| {
        html! {
            <button type="button" class="tool" key={nth} aria-pressed={(nth == view.props.selected).to_string()}
                onclick={select(view, nth)}>{ said }</button>
        }
    };
    html! { <p class="note-row">{ for all.into_iter().map(one) }</p> }
}

/// A selected pool that is in no report: why, and the way in. Nothing where no pool is selected.
fn without(view: &View, dispatch: &Dispatch) -> Html {
    let (plan, nth) = (&view.props.plan, view.props.selected);
    if nth >= plan.count(Kind::Pool) {
        return Html::default();
    }
    let name = plan.name(Kind::Pool, nth);
    if plan.is_on(Kind::Pool, nth) {
        return html! { <p class="note-row">{ format!("{name} opens without a deposit and changes no figure: type one beside its name under Pool.") }</p> };
    }
    let dispatch = dispatch.clone();
    let on = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Act::turn([(Address::new("pool.on", nth), Some(1.0))]));
        focus_soon("more-pool");
    });
    html! {
        <p class="note-row">
            { format!("{name} is off: it keeps its terms and changes no figure. ") }
            <button type="button" class="tool" id="pool-switch-on" onclick={on}>{ "Switch it on" }</button>
        </p>
    }
}

/// The same pool in plan A, where it has a deposit there.
fn in_a(a: &Option<Shared<PoolTab>>, nth: usize) -> Option<&PositionTab> {
    a.as_ref().and_then(|a| a.position(nth))
}

fn loss(view: &View, tab: &Shared<PoolTab>, one: &PositionTab) -> Html {
    let nth = one.nth;
    let a = view.pinned.clone();
    let still = StripView { tab: one, pinned: in_a(&a, nth), width: 0.0, height: 0.0 };
    let draw = {
        let (tab, a) = (tab.clone(), a.clone());
        Callback::from(move |(width, height)| match tab.position(nth) {
            Some(tab) => strip_chart::scene(&StripView { tab, pinned: in_a(&a, nth), width, height }),
            None => Scene::new(width, height, None),
        })
    };
    html! {
        <Picture id="strip" dek={sections::whose(view, one, format!("Impermanent loss in dollars over the price in {}", one.quoted().unit()))} {draw}
            caption={strip_chart::caption(&still)} sheet={Sheet::from(strip_chart::table(&still))} is_dark={view.props.is_dark} />
    }
}

fn compounding(view: &View, tab: &Shared<PoolTab>, one: &PositionTab) -> Html {
    let nth = one.nth;
    let draw = {
        let (tab, a) = (tab.clone(), view.pinned.clone());
        Callback::from(move |(width, height)| match tab.position(nth) {
            Some(one) => {
                let pinned = in_a(&a, nth).map(|one| &one.growth);
                growth_chart::scene(&GrowthView { growth: &one.growth, pinned, width, height })
            }
            None => Scene::new(width, height, None),
        })
    };
    let a = in_a(&view.pinned, nth).map(|one| &one.growth);
    let caption = captioned(format!("{} {}", one.compounding, one.counted), a.is_some());
    html! {
        <Picture id="growth" dek={sections::whose(view, one, "The deposit in dollars over ten years on average, net of rebalancing loss and time out of range")} {draw}
            {caption} sheet={Sheet::from(growth_chart::table(&one.growth, a))} is_dark={view.props.is_dark} />
    }
}

fn stock(view: &View, one: &PositionTab) -> Html {
    let g = &one.growth;
    let title = format!("{} simple is {} compounded", words::share(g.apr.0, 2), words::share(g.apy.0, 2));
    let body = html! { <>{ fact_list(sheets::growth(one)) }{ view.props.knobs(&["pool.stock_"]) }</> };
    figure(
        sections::whose(view, one, title),
        "Fees put back in, gas off; a stock with its dividends beside it",
        Html::default(),
        body,
    )
}
