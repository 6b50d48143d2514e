//! Pair: every shock at once beside the book by price and date; both computed while somebody looks.

use second_engine::book::curves::HeatAxis;
use yew::prelude::*;

use crate::app::store::pinned::use_a;
use crate::app::views::book::dates::DatesFigure;
use crate::app::views::book::heat_map::HeatMap;
use crate::app::views::book::heat_rows::use_heat;
use crate::app::views::props::PairProps;

/// The two figures.
#[component]
pub fn Pair(props: &PairProps) -> Html {
    let PairProps { book, report, is_in_view, is_dark, is_narrow } = props.clone();
    let wanted = use_state_eq(HeatAxis::default);
    let has_token = book.hangs_on_tokens();
    let axis = if has_token { *wanted } else { HeatAxis::Spx };
    let turn = {
        let wanted = wanted.clone();
        Callback::from(move |i| wanted.set(if i == 1 { HeatAxis::Token } else { HeatAxis::Spx }))
    };
    let heat = use_heat(&book, axis, is_in_view);
    let a = use_a();
    let other = use_heat(a.as_ref().map_or(&book, |a| &a.book), axis, is_in_view && a.is_some());
    let pinned = a.as_ref().and(other).filter(|a| a.axis == axis);
    let budget_of_a = a.as_ref().map_or(0.0, |a| a.report.combined.budget.0);
    let token = book.plan.market.token.name();
    html! {
        <>
            <HeatMap book={book.clone()} {axis} {turn} {has_token} {token} {heat} {pinned} {budget_of_a} {report} {is_dark} {is_narrow} />
            <DatesFigure {book} {is_in_view} />
        </>
    }
}
