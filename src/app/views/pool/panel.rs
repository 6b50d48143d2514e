//! The pool's panel: answer, positions, import, then figure after figure. Knobs stand beside what they drive.

use second_engine::plan::PoolPlan;
use second_engine::plan::positions::MOST;
use second_engine::views::pool::growth_chart;
use second_engine::views::pool::growth_chart::GrowthView;
use second_engine::views::pool::strip_chart;
use second_engine::views::pool::strip_chart::StripView;
use second_engine::views::pool::{PoolTab, PositionTab};
use second_engine::words;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::figures::facts::{fact_list, table};
use crate::app::figures::figure::{figure, item, segment};
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;
use crate::app::views::pool::import::Importer;
use crate::app::views::pool::{View, sections, sheets};

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
    let switch = {
        let benchmark = benchmark.clone();
        Callback::from(move |i| benchmark.set(i))
    };
    // Positions without a deposit are in no report.
    let shown = tab.positions.iter().position(|one| one.index == view.props.selected);
    let body = match shown.and_then(|i| Some((i, tab.positions.get(i)?))) {
        None => html! { <p class="note-row">{ "This position has no deposit: type one under Pool." }</p> },
        Some((i, one)) => html! {
            <>
                <div class="duo wide">{ loss(view, tab, i, one) }{ hedge(view, one) }</div>
                { sections::carry(view, one) }
                { sections::decomposition(view, *benchmark, &switch) }
                { sections::safety(view, one) }
                <div class="duo wide">{ compounding(view, tab, i, one) }{ stock(view, one) }</div>
                { sections::leaving(view, one) }
                { sections::vetting(view, one) }
            </>
        },
    };
    html! {
        <>
            <p class="answer" id="pool-answer">{ &tab.answer }</p>
            <div class="positions">{ switcher(view, &dispatch) }</div>
            <Importer plan={view.props.plan.clone()} selected={view.props.selected} />
            { body }
        </>
    }
}

fn switcher(view: &View, dispatch: &Dispatch) -> Html {
    let (plan, selected) = (&view.props.plan, view.props.selected);
    let count = plan.position_count();
    let select = |i: usize| {
        let select = view.props.select.clone();
        Callback::from(move |_: MouseEvent| select.emit(i))
    };
    let one = |(i, pool): (usize, &PoolPlan)| {
        segment(format!("Pool {}", i + 1), words::amount(pool.deposit.0), i == selected, select(i))
    };
    // What the list of pools becomes, and which of them is looked at then.
    let press = |act: Act, then: usize| {
        let (dispatch, select) = (dispatch.clone(), view.props.select.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(act.clone());
            select.emit(then);
        })
    };
    html! {
        <>
            <span class="seg" role="group" aria-label="Pool that is shown">{ for plan.positions().enumerate().map(one) }</span>
            <button type="button" class="tool" id="more-pool" disabled={count >= MOST}
                onclick={press(Act::AddPool(selected), count)}>{ "+ Add a pool" }</button>
            if count > 1 {
                <button type="button" class="tool" id="remove-pool"
                    onclick={press(Act::RemovePool(selected), selected.saturating_sub(1))}>{ format!("Remove pool {}", selected + 1) }</button>
            }
        </>
    }
}

fn sheet((head, rows): (Vec<String>, Vec<Vec<String>>)) -> Sheet {
    Sheet { head, rows }
}

fn loss(view: &View, tab: &Shared<PoolTab>, i: usize, one: &PositionTab) -> Html {
    let is_inverted = view.is_inverted();
    let still = StripView { tab: one, is_inverted, width: 0.0, height: 0.0 };
    let draw = {
        let tab = tab.clone();
        Callback::from(move |(width, height)| match tab.positions.get(i) {
            Some(tab) => strip_chart::scene(&StripView { tab, is_inverted, width, height }),
            None => second_engine::draw::scene::Scene::new(width, height, None),
        })
    };
    html! {
        <Picture id="strip" dek={format!("Impermanent loss in dollars over the price of {}", one.token)} {draw}
            caption={strip_chart::caption(&still)} sheet={sheet(strip_chart::table(&still))} is_dark={view.props.is_dark} />
    }
}

fn hedge(view: &View, one: &PositionTab) -> Html {
    let Some(strip) = &one.strip else {
        let none = "Balancer and Curve pools have none here";
        return figure("No strip of options", none, Html::default(), Html::default());
    };
    let title = if strip.options.is_empty() {
        format!("Expect {} of impermanent loss in 30 days", words::amount(strip.expected_il.0))
    } else {
        format!("{} buys back all but {}", words::amount(strip.cost.0), words::amount(-strip.worst_leftover.0))
    };
    let dek = "Hedge the IL: puts and calls a side, 30 days, at the token's vol; not in the book";
    let instead = [("A perpetual instead?", &strip.perpetual), ("A variance swap?", &strip.variance_swap)];
    let body = html! {
        <>
            { view.props.knobs(&["pool.strip_per_side"]) }
            { fact_list(sheets::strip(one)) }
            { for sheets::options(one).map(|sheet| table("Options to buy", sheet, "strip-options")) }
            <ul class="list">{ for instead.iter().map(|(name, other)| item(name, &other.sentence, String::new())) }</ul>
        </>
    };
    figure(title, dek, Html::default(), body)
}

fn compounding(view: &View, tab: &Shared<PoolTab>, i: usize, one: &PositionTab) -> Html {
    let draw = {
        let tab = tab.clone();
        Callback::from(move |(width, height)| match tab.positions.get(i) {
            Some(one) => growth_chart::scene(&GrowthView { growth: &one.growth, width, height }),
            None => second_engine::draw::scene::Scene::new(width, height, None),
        })
    };
    let caption = format!("{} LVR of {} a year is not in it.", one.growth.sentence, words::amount(one.carry[2].lvr.0));
    html! {
        <Picture id="growth" dek="The deposit in dollars over ten years, fees only, the price where it is" {draw}
            {caption} sheet={sheet(growth_chart::table(&one.growth))} is_dark={view.props.is_dark} />
    }
}

fn stock(view: &View, one: &PositionTab) -> Html {
    let g = &one.growth;
    let title = format!("{} simple is {} compounded", words::share(g.apr.0, 2), words::share(g.apy.0, 2));
    let body = html! { <>{ fact_list(sheets::growth(one)) }{ view.props.knobs(&["pool.stock_"]) }</> };
    figure(title, "Fees put back in, gas off; a stock with its dividends beside it", Html::default(), body)
}
