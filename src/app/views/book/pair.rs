//! Pair: every shock at once beside the book by price and date; both computed while somebody looks.

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
    let heat = use_heat(&book, is_in_view);
    let a = use_a();
    let other = use_heat(a.as_ref().map_or(&book, |a| &a.book), is_in_view && a.is_some());
    let pinned = a.as_ref().and(other);
    let budget_of_a = a.as_ref().map_or(0.0, |a| a.report.combined.budget.0);
    html! {
        <>
            <HeatMap {heat} {pinned} {budget_of_a} {report} {is_dark} {is_narrow} />
            <DatesFigure {book} {is_in_view} />
        </>
    }
}
