//! Fold: the inputs of market or account, once their part of the rail is open.

use second_engine::plan::knobs::{Group, KNOBS, Knob, LISTS};
use second_engine::views::derived;
use yew::prelude::*;

use crate::app::controls::rows::{list_row, rows_where};
use crate::app::controls::shown::Shown;
use crate::app::frame::fold_props::{Fold, FoldProps};
use crate::app::frame::here::HERE;
use crate::app::frame::presets::preset_list;
use crate::app::frame::today::to_today;

/// The hedge's budget is the account's money.
const OF_ACCOUNT: [&str; 1] = ["hedge.budget"];

/// The rows.
#[component]
pub fn FoldRows(props: &FoldProps) -> Html {
    let (group, name) = (props.fold.group(), props.fold.name());
    let shown = &Shown {
        book: &props.book,
        plan: &props.plan,
        report: &props.report,
        wrong: &props.wrong,
        selected: 0,
        derive: derived::value,
    };
    let stands = |id: &str, of: Group| {
        !HERE.contains(&id) && (of == group || group == Group::Account && OF_ACCOUNT.contains(&id))
    };
    let is_behind = |knob: &Knob| stands(knob.id, knob.group) && knob.is_advanced;
    let lists = || LISTS.iter().filter(|list| list.group == group);
    let has_more =
        lists().next().is_some() || KNOBS.iter().any(|knob| is_behind(knob) && (knob.applies)(shown.plan, 0));
    html! {
        <>
            if props.fold == Fold::Market && props.plan.market.today.is_none() {
                { to_today(&props.book, &props.dispatch) }
            }
            { preset_list(group, 0, &name.to_ascii_lowercase(), name, &props.plan, &props.dispatch) }
            { rows_where(&|knob| stands(knob.id, knob.group) && !knob.is_advanced, false, shown) }
            if has_more {
                <details class="more">
                    <summary>{ "More" }</summary>
                    { rows_where(&is_behind, false, shown) }
                    { for lists().map(|list| list_row(list, shown, &props.dispatch)) }
                </details>
            }
        </>
    }
}
