//! History: what really happened, as whole shocks on today's book, with what the link alone would have beside it.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::knobs::{Group, KNOBS};
use second_engine::shock::explosions::SOURCE;
use second_engine::views::book::history::{HistoryRow, of_model, rows};
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::sign::sign;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// Explosions that lead the list; the others are behind a button.
const CHOSEN: [&str; 8] =
    ["mar_2020", "oct_2008", "oct_1987", "apr_2025", "aug_2024", "ftx_2022", "mar_2023", "feb_2018"];

/// What the menu shows.
#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// Closes the menu.
    pub close: Callback<()>,
}

/// The menu; it exists while it is open, and its figures are computed then.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let is_whole = use_state_eq(|| false);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let plan = &props.book.plan;
    let rows = rows(&props.book);
    let leading = CHOSEN.iter().filter_map(|id| rows.iter().find(|row| row.explosion.id == *id));
    let shown: Vec<&HistoryRow> = if *is_whole { rows.iter().rev().collect() } else { leading.collect() };
    let whole = {
        let is_whole = is_whole.clone();
        Callback::from(move |_: MouseEvent| is_whole.set(!*is_whole))
    };
    html! {
        <div class="menu-sheet" id="history-menu" role="region" aria-label="History">
            <h2>{ "What really happened, on your book" }</h2>
            <p class="quiet">{ format!("VIX from today’s {} by the event’s own ratio, over its days; SPX and {} as they moved (by its betas where it had no market). A row sets every field of the shock and nothing else. Beside it: what SPX as fitted on VIX (spot–vol link) alone would have at the same VIX. On its way the book may stand worse: the verdict says so once it is the shock.", words::vix(plan.market.vix.0), plan.market.token.name()) }</p>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Events, with what the book comes to">
            <table>
                <thead><tr>
                    <th scope="col">{ "Event" }</th><th scope="col">{ "low to peak" }</th><th scope="col">{ "VIX" }</th><th scope="col">{ "trading days" }</th><th scope="col">{ "SPX" }</th>
                    <th scope="col">{ plan.market.token.name() }</th><th scope="col">{ "the book at its end" }</th><th scope="col">{ "on the spot–vol link" }</th>
                </tr></thead>
                <tbody>{ for shown.into_iter().map(|row| line(row, props, &dispatch)) }</tbody>
            </table>
            </div>
            <p class="quiet">{ format!("From {SOURCE}.") }</p>
            <p class="menu-acts">
                <button type="button" class="tool line" onclick={whole}>{ if *is_whole { "Fewer".to_string() } else { format!("All {}", rows.len()) } }</button>
                { for of_model(plan).into_iter().map(|shock| html! {
                    <button type="button" class="tool line" id={format!("event-{}", shock.id)} onclick={press(shock.plan, props, &dispatch)}>{ shock.words }</button>
                }) }
            </p>
        </div>
    }
}

/// The plan's whole shock becomes that of another one, so that nothing of what stood before stays under it.
fn press(target: Plan, props: &HistoryProps, dispatch: &Dispatch) -> Callback<MouseEvent> {
    let (dispatch, close) = (dispatch.clone(), props.close.clone());
    Callback::from(move |_: MouseEvent| {
        let of_shock = KNOBS.iter().filter(|knob| knob.group == Group::Shock);
        dispatch.dispatch(Act::turn(of_shock.map(|knob| (knob.id, knob.value(&target, 0)))));
        close.emit(());
    })
}

fn line(row: &HistoryRow, props: &HistoryProps, dispatch: &Dispatch) -> Html {
    let HistoryRow { explosion, about, vix: [from, to], token, pnl, link, .. } = row;
    let target = explosion.put_on(&props.book.plan);
    let token = token.map_or_else(|| "by betas".into(), |x| words::percent(x, 1));
    html! {
        <tr key={explosion.id}>
            <th scope="row"><button type="button" id={format!("event-{}", explosion.id)} title={about.clone()} onclick={press(target, props, dispatch)}>{ explosion.name }</button></th>
            <td>{ format!("{} to {}", explosion.from, explosion.to) }</td>
            <td>{ format!("{} → {}", words::vix(*from), words::vix(*to)) }</td><td>{ words::number(explosion.days) }</td>
            <td>{ words::percent(explosion.spx, 1) }</td><td>{ token }</td>
            <td class={classes!(sign(*pnl))}>{ words::signed(*pnl) }</td>
            <td class="quiet">{ link }</td>
        </tr>
    }
}
