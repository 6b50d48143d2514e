//! Sections beside and below the waterfall.

use second_engine::sizing::levers::Levers;
use second_engine::views::size::actions::{Action, keys, text};
use second_engine::views::size::facts::{self, Fact};
use second_engine::views::size::{ProfileRow, SizeTab};
use second_engine::words;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::popover::Why;
use crate::app::figures::figure::figure;
use crate::app::figures::figure::item;
use crate::app::figures::sentence::{Strong, sentence};
use crate::app::figures::sign::{gauge, sign};
use crate::app::frame::share::Copy;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::props::ViewProps;

/// The answer; its figure can be asked for the sum of the rule that binds.
pub fn answer(tab: &SizeTab) -> Html {
    html! { <p class="answer" id="size-answer">{ sentence(&tab.answer, strong(tab)) }</p> }
}

/// The sum of the rule that binds, behind the answer's figure.
pub fn strong(tab: &SizeTab) -> Vec<Strong> {
    let fall = &tab.waterfall;
    let strong = fall.steps.iter().find(|step| step.binds).map(|step| Strong {
        figure: words::amount(fall.size.0),
        title: step.label,
        formula: step.sum[0].clone().into(),
        said: step.sum[1].clone(),
        source: step.source,
    });
    strong.into_iter().collect()
}

/// Signals that the person sets, and the shocks of the set.
pub fn inputs(props: &ViewProps) -> Html {
    html! {
        <div class="more-inputs">
            { props.knobs(&["sizing.pool", "sizing.profile", "sizing.ruin_cap"]) }
            <details class="more"><summary>{ "Signals" }</summary>
                { props.knobs(&["sizing.ad_divergence", "sizing.big_top", "sizing.correlation_alarm", "sizing.rho"]) }
            </details>
            <details class="more"><summary>{ "Shocks of the set" }</summary>{ props.knobs(&["sizing.set."]) }</details>
        </div>
    }
}

/// Steward, yours now, promoter.
pub fn profiles(tab: &SizeTab) -> Html {
    let row = |row: &ProfileRow| {
        html! {
            <li>
                <span class="ln">
                    <span>{ row.label }{ " " }<span class="quiet">{ words::amount(row.size.0) }</span></span>
                    <b class={classes!(sign(row.pnl.0))}>{ words::usd(row.pnl.0) }</b>
                </span>
                { gauge(-row.pnl.0, tab.budget.0) }
                <span class="quiet">{ words::kept(&format!("Pool: {}. {}", row.by, row.hedge.words(row.hedge_pnl))) }</span>
            </li>
        }
    };
    let list = html! { <ul class="three" id="profiles">{ for tab.profiles.iter().map(row) }</ul> };
    figure(
        second_engine::views::size::gap(&tab.profiles),
        "Steward against promoter, pool and hedge: the same condors at the worst of the way, combined dollars; the post is the budget",
        Html::default(),
        list,
    )
}

/// What to do now, to do as one step or to copy.
pub fn actions(tab: &SizeTab, offers: &[Action], shock: [f64; 3], dispatch: &Dispatch) -> Html {
    let all: Vec<Action> = tab.actions.iter().chain(offers).cloned().collect();
    let said = text(&tab.answer, &all, shock);
    let copy = html! {
        <Copy id="copy-actions" label="Copy as text" done="Copied" failed="Select it by hand" text={Callback::from(move |()| said.clone())} />
    };
    let list = html! {
        <ul class="list" id="actions">{ for all.iter().zip(keys(&all)).map(|(one, key)| action(one, key, dispatch)) }</ul>
    };
    figure("What to do now", "With the reason for each", copy, list)
}

/// One of them; its button sets what it says as one step.
fn action(one: &Action, key: String, dispatch: &Dispatch) -> Html {
    let (dispatch, changes) = (dispatch.clone(), one.changes.clone());
    let does = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(changes.clone())));
    html! {
        <li {key}>
            <span><b>{ kept(&format!("{}.", one.what)) }</b>{ kept(&format!(" {}", one.why)) }</span>
            if !one.changes.is_empty() {
                <button type="button" class="tool" aria-label={format!("Do it: {}", one.what)} onclick={does}>{ "Do it" }</button>
            }
        </li>
    }
}

/// Hurdle and IRR, each with its sum, and what they are made from.
pub fn hurdle(props: &ViewProps, tab: &SizeTab) -> Html {
    let title = facts::finding(tab.irr, tab.hurdle);
    let one = |fact: &Fact| {
        html! {
            <div>
                <dt>{ fact.label }</dt>
                <dd><Why title={fact.label} formula={fact.formula} said={fact.with.clone()} source={fact.source}
                    label={format!("{}: {}, why?", fact.label, fact.value)}>{ &fact.value }</Why></dd>
            </div>
        }
    };
    let body = html! {
        <>
            <dl class="facts" id="hurdle">{ for tab.facts.iter().map(one) }</dl>
            { props.knobs(&["sizing.equity_cost", "sizing.months", "sizing.stress_chance"]) }
            <details class="more"><summary>{ "Cost of money" }</summary>
                { props.knobs(&["sizing.risk_free", "sizing.equity_premium", "sizing.vol_premium", "sizing.borrowed", "sizing.debt_cost", "sizing.tax"]) }
            </details>
        </>
    };
    figure(title, format!("Hurdle and IRR, a year, {}; press a figure for its sum", tab.irr_of), Html::default(), body)
}

/// What would have to be true for the full weight.
pub fn levers(levers: &Levers) -> Html {
    let list = html! {
        <ul class="list" id="levers">{ for levers.levers.iter().map(|one| item(one.label, &one.says, String::new())) }</ul>
    };
    figure(
        levers.sentence.clone(),
        "What would have to be true for the full weight, one thing changed at a time",
        Html::default(),
        list,
    )
}
