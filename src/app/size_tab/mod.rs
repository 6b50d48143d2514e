//! The size's tab: how large the pool may be, rule by rule.

use second_engine::book::limits::LargestPool;
use second_engine::words;
use yew::prelude::*;

use super::tabs::TabProps;

/// The panel.
#[component]
pub fn SizePanel(props: &TabProps) -> Html {
    let answer = match props.report.combined.largest_pool {
        LargestPool::Unlimited => "The pool does not lose in this shock: it sets no limit.".into(),
        LargestPool::UpTo(most) => format!("A pool of up to {} survives this shock.", words::amount(most.0)),
        LargestPool::None => "No pool survives this shock: condor and hedge alone break the budget.".into(),
    };
    html! { <p class="answer" id="size-answer">{ answer }</p> }
}
