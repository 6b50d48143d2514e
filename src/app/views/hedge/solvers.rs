//! Solvers: each question with its answer as the headline, a table of contracts, and a button that takes them.

use second_engine::views::hedge::solvers::{Answer, Question, SolversReport};
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::figure::figure;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::props::ViewProps;

/// The four questions, two a row.
pub fn solvers(tab: &ViewProps, report: &SolversReport, dispatch: &Dispatch) -> Html {
    let [vega, coverage, budget, mix] = &report.questions;
    let none = || Html::default();
    html! {
        <>
            <div class="duo" id="solvers">
                { question(vega, none(), dispatch) }
                { question(coverage, tab.knobs(&["hedge_solve.coverage"]), dispatch) }
            </div>
            <div class="duo">
                { question(budget, none(), dispatch) }
                { question(mix, tab.knobs(&["hedge_solve.within_cash", "hedge_solve.most"]), dispatch) }
            </div>
        </>
    }
}

/// Whole contracts layer by layer, in the order of the book: `4/4/2`.
pub fn calls(contracts: &[f64]) -> String {
    contracts.iter().map(|n| words::quantity(*n)).collect::<Vec<_>>().join("/")
}

fn question(question: &Question, knobs: Html, dispatch: &Dispatch) -> Html {
    // What the book loses is the answer to one question; to the others it is how much is covered.
    let is_loss = question.id == "budget";
    let head = ["Calls", "", if is_loss { "Worst on the way $" } else { "Covers" }, "Vega $", "$ a year", "$ today"];
    let row = |Answer { name, found }: &Answer| match found {
        Ok(found) => {
            let result = match found.coverage {
                _ if is_loss => words::signed(found.worst.unwrap_or(found.combined).0),
                Some(coverage) => words::share(coverage.0, 0),
                None => "—".into(),
            };
            let cells =
                [result, words::signed(found.vega.0), words::fixed(found.carry.0, 0), words::fixed(found.outlay.0, 0)];
            let (dispatch, changes) = (dispatch.clone(), found.changes.clone());
            let take = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(changes.clone())));
            html! {
                <tr>
                    <th scope="row">{ &found.name }<span class="held">{ &found.layers }</span></th>
                    <td>{ calls(&found.contracts) }</td>
                    <td><button type="button" class="tool" onclick={take} aria-label={format!("Use these: {}", found.name)}>{ "Use these" }</button></td>
                    { for cells.into_iter().map(|cell| html! { <td>{ cell }</td> }) }
                </tr>
            }
        }
        Err(said) => html! { <tr><th scope="row">{ name }</th><td class="said" colspan="6">{ said }</td></tr> },
    };
    // A row that could only say the headline again is left out.
    let is_news = |row: &&Answer| row.found.as_ref().err() != Some(&question.answer);
    let rows: Html = question.rows.iter().filter(is_news).map(row).collect();
    let is_empty = !question.rows.iter().any(|row| is_news(&row));
    let table = html! {
        <>
            { knobs }
            <div class="sheet" hidden={is_empty} tabindex="0" role="region" aria-label={question.asked.clone()}>
                <table class="solved" id={format!("solve-{}", question.id)}>
                    <caption class="sr">{ &question.asked }</caption>
                    <thead><tr>
                        <th scope="col">{ "Hold" }</th>
                        { for head.into_iter().map(|cell| if cell.is_empty() { html! { <td></td> } } else { html! { <th scope="col">{ cell }</th> } }) }
                    </tr></thead>
                    <tbody>{ rows }</tbody>
                </table>
            </div>
        </>
    };
    figure(words::headline(&question.answer), question.asked.clone(), Html::default(), table)
}
