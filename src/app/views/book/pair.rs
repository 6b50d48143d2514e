//! Pair: every shock at once beside the book by price and date; both computed while somebody looks.

use yew::prelude::*;

use crate::app::views::book::dates::DatesFigure;
use crate::app::views::book::heat_map::HeatMap;
use crate::app::views::book::heat_rows::use_heat;
use crate::app::views::props::PairProps;

/// The two figures.
#[component]
pub fn Pair(props: &PairProps) -> Html {
    let PairProps { book, report, is_in_view, is_dark, is_narrow } = props.clone();
    let heat = use_heat(&book, is_in_view);
    html! {
        <>
            <HeatMap {heat} {report} {is_dark} {is_narrow} />
            <DatesFigure {book} {is_in_view} />
        </>
    }
}
