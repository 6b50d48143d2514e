//! Pair: every shock at once beside the book by price and date; both computed while somebody looks.

use second_engine::book::landscape;
use yew::prelude::*;

use crate::app::store::kept::{link_key, use_kept};
use crate::app::views::book::dates::DatesFigure;
use crate::app::views::book::heat_map::HeatMap;
use crate::app::views::props::PairProps;

/// The two figures.
#[component]
pub fn Pair(props: &PairProps) -> Html {
    let PairProps { book, report, is_in_view, is_dark, is_narrow } = props.clone();
    let heat = use_kept(link_key(&book.plan), is_in_view, || landscape::heat(&book, 81, 61));
    html! {
        <>
            <HeatMap {heat} {report} {is_dark} {is_narrow} />
            <DatesFigure {book} {is_in_view} />
        </>
    }
}
