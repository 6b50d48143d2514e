//! The hedge's tab: what it costs when nothing happens, and what it pays.

mod conversion;
mod replay;
mod rules;
mod solvers;

use second_engine::words;
use yew::prelude::*;

use super::tabs::TabProps;
use rules::Rules;

/// The panel.
#[component]
pub fn HedgePanel(props: &TabProps) -> Html {
    let hedge = &props.report.hedge;
    let answer = format!(
        "The hedge costs {} a year when nothing happens and pays {} in this shock.",
        words::amount(hedge.carry.0),
        words::usd(hedge.pnl.0)
    );
    html! {
        <>
            <p class="answer" id="hedge-answer">{ answer }</p>
            <Rules tab={props.clone()} />
        </>
    }
}
