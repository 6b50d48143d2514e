//! The hedge's panel: answer, the table of legs, then figure after figure.

use second_engine::draw::scene::Scene;
use second_engine::plan::holding::{Holding, Kind};
use second_engine::views::book::linked::on_link;
use second_engine::views::hedge::payoff_chart;
use second_engine::views::hedge::payoff_chart::HedgePayoffView;
use second_engine::views::pinned::captioned;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::figures::facts::{facts, table};
use crate::app::figures::figure::segments;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::explosions::Explosions;
use crate::app::views::hedge::held::{adder, rows_of};
use crate::app::views::hedge::made::View;
use crate::app::views::hedge::{legs, sections, sheets};

/// What the panel shows.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// Kept while it is out of view, so that a drag elsewhere renders nothing here.
    pub view: Shared<Option<View>>,
}

/// The answer, the table of legs, budget and curves.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let unit = use_state_eq(|| 0_usize);
    let layer = use_state_eq(|| 0_usize);
    // Nothing of it moves with the slider: pictures that are handed the same props are not drawn again.
    let key = (*props.view).as_ref().map(|view| (view.range.clone(), view.pinned.clone(), view.props.is_dark));
    let convexity = use_memo(key, |key| {
        let made = |(range, a, dark): &(_, _, bool)| sections::convexity(range, a, *dark);
        key.as_ref().map(made).unwrap_or_default()
    });
    let (Some(dispatch), Some(view)) = (use_context::<Dispatch>(), &*props.view) else { return Html::default() };
    let choose = |state: &UseStateHandle<usize>| {
        let state = state.clone();
        Callback::from(move |i| state.set(i))
    };
    let add = |kind| adder(kind, &view.props.plan, &dispatch);
    let has_legs = !view.tab.legs.is_empty();
    html! {
        <>
            <p class="answer" id="hedge-answer">{ kept(&view.tab.answer) }</p>
            if view.is_planned() {
                { legs::figure_of(view, &dispatch) }
            }
            <div class="positions">{ add(Kind::Layer) }{ add(Kind::Etp) }{ add(Kind::Chain) }</div>
            { others(view) }
            if has_legs {
                <div class="duo wide">
                    <div>
                        { segments("Unit of the curves", &["Dollars", "For each dollar paid"], *unit, &choose(&unit)) }
                        { payoff(view, *unit == 1) }
                    </div>
                    <div>
                        { table("At once, SPX and the token following VIX, dollars", sheets::steps(&view.range), "hedge-steps") }
                        { facts("Cost and cover", sheets::cover_finding(view), "In this shock", sheets::cover(view)) }
                    </div>
                </div>
                <Explosions ..view.props.clone() />
                { sections::budget(view) }
                { sections::then(view) }
                { sections::rolls(view, *layer, &choose(&layer)) }
                { (*convexity).clone() }
            }
        </>
    }
}

/// The rows of every leg that is no layer and has no view of its own, two legs a line.
fn others(view: &View) -> Html {
    let plan = &view.props.plan;
    let mut legs = plan.each().filter(|(kind, ..)| matches!(kind, Kind::Etp | Kind::Chain)).peekable();
    if legs.peek().is_none() {
        return Html::default();
    }
    let leg = |(kind, nth, _): (Kind, usize, &Holding)| {
        html! {
            <div key={kind.id(nth)}><p class="dek">{ plan.name(kind, nth) }</p>{ rows_of(&view.props, kind, nth) }</div>
        }
    };
    html! { <div class="duo">{ for legs.map(leg) }</div> }
}

fn payoff(view: &View, per_dollar: bool) -> Html {
    let (range, tab, report) = (view.range.clone(), view.tab.clone(), view.props.report.clone());
    let a = view.pinned.clone();
    let still = HedgePayoffView {
        range: &range,
        tab: &tab,
        report: &report,
        per_dollar,
        width: 0.0,
        height: 0.0,
        pinned: a.as_ref().map(|a| (&a.range, a.outlay)),
    };
    let (head, rows) = payoff_chart::table(&still);
    let is_pinned = a.is_some();
    let draw: Callback<(f64, f64), Scene> = {
        let (range, tab, report, a) = (range.clone(), tab.clone(), report.clone(), a.clone());
        Callback::from(move |(width, height)| {
            payoff_chart::scene(&HedgePayoffView {
                range: &range,
                tab: &tab,
                report: &report,
                per_dollar,
                width,
                height,
                pinned: a.as_ref().map(|a| (&a.range, a.outlay)),
            })
        })
    };
    let dek = if per_dollar {
        "P&L for each dollar paid over VIX, at the shock's date"
    } else {
        "P&L of each leg in dollars over VIX, at the shock's date"
    };
    let shock = &view.props.report.shock;
    let typed = if shock.is_spx_linked { "" } else { " The SPX move that is typed is not in it." };
    let linked = on_link(shock.is_token_linked, view.props.token());
    let feels = if view.props.token().is_empty() { "" } else { "; only a leg on the chain feels the token" };
    let caption = captioned(format!("{linked}{feels}.{typed}"), is_pinned);
    html! {
        <Picture id="hedge-payoff" {dek} {draw} sheet={Sheet { head, rows }} is_dark={view.props.is_dark}
            {caption} />
    }
}
