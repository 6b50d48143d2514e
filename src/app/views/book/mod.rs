//! Book: payoff and breakdown, heat map and dates, then what is held.

pub mod breakdown;
pub mod curves;
pub mod dates;
pub mod details;
pub mod handle;
pub mod heat_map;
pub mod payoff;
pub mod readout;

use second_engine::book::curves::PayoffAxis;
use second_engine::plan::Plan;
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::controls::derived::token;
use crate::app::views::book::breakdown::parts;
use crate::app::store::kept::{link_key, use_kept};
use crate::app::views::book::curves::use_payoff;
use crate::app::views::book::dates::dates;
use crate::app::views::book::details::details;
use crate::app::views::book::heat_map::HeatMap;
use crate::app::views::book::payoff::PayoffFigure;
use crate::app::views::props::ViewProps;

/// Points of the payoff's curves.
const POINTS: usize = 401;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <BookView ..props.clone() /> }
}

/// Curves are computed where they are in view, and kept while only VIX moves.
#[component]
fn BookView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, is_dark, is_narrow, .. } = props;
    let axis = use_state_eq(|| PayoffAxis::Spx);
    let (heart, pair, held) = (use_node_ref(), use_node_ref(), use_node_ref());
    let (sees_heart, sees_pair) = (use_in_view(heart.clone()), use_in_view(pair.clone()));
    let sees_held = use_in_view(held.clone());
    let payoff = use_payoff(book, *axis, POINTS, sees_heart);
    let heat = use_kept(link_key(plan), sees_pair, || book.heat(81, 61));
    let by_date = use_kept(Plan::clone(plan), sees_pair, || book.dates());
    let facts = use_kept((plan.clone(), report.clone()), sees_held, || details(plan, report));
    let turn = {
        let axis = axis.clone();
        Callback::from(move |to| axis.set(to))
    };
    html! {
        <>
            <section class="row-2 first" ref={heart} aria-label="Payoff">
                <div>
                    <PayoffFigure {payoff} report={report.clone()} token={token(plan)} is_inverted={plan.pool.inverted}
                        axis={*axis} {turn} is_dark={*is_dark} is_narrow={*is_narrow} />
                    { asides(report) }
                </div>
                <div>{ parts(report) }</div>
            </section>
            <section class="row-2 heat" ref={pair} aria-label="Every shock, every day">
                <HeatMap {heat} report={report.clone()} is_dark={*is_dark} is_narrow={*is_narrow} />
                { dates(by_date) }
            </section>
            <section class="row-3" ref={held} aria-label="What is held">
                { facts.map(|facts| Html::clone(&facts)).unwrap_or_default() }
            </section>
        </>
    }
}

/// What must be known about the shock itself; notes on other knobs stand beside their rows.
fn asides(report: &Report) -> Html {
    let notes = report.notes.iter().filter(|note| note.at.row.starts_with("shock."));
    html! { <ul class="asides">{ for notes.map(|note| html! { <li>{ &note.text }</li> }) }</ul> }
}
