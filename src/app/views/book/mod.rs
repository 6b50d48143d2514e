//! Book: payoff and breakdown, heat map and dates, then what is held.

pub mod breakdown;
pub mod curves;
pub mod dates;
pub mod details;
pub mod hand;
pub mod hand_props;
pub mod handle;
pub mod heat_map;
pub mod heat_rows;
pub mod pair;
pub mod payoff;
pub mod readout;

use second_engine::book::Book;
use second_engine::book::curves::PayoffAxis;
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::later::{Arrival, pair_room, show};
use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::pinned::use_a;
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::views::book::breakdown::parts;
use crate::app::views::book::curves::{POINTS, use_payoff};
use crate::app::views::book::payoff::PayoffFigure;
use crate::app::views::props::{PairProps, ViewProps};

/// The view; a sentence where nothing is held: there is no curve to draw.
pub fn view(props: &ViewProps) -> Html {
    if holds_anything(&props.book) {
        return html! { <BookView ..props.clone() /> };
    }
    html! { <p class="dek" id="nothing-held">{ "Nothing is held. Add a holding in the book, or switch one on, and its curves stand here." }</p> }
}

fn holds_anything(book: &Book) -> bool {
    book.holds_anything()
}

/// Curves are computed where they are in view, and kept while only VIX moves.
#[component]
fn BookView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, is_dark, is_narrow, step, .. } = props;
    let arrival = use_context::<Arrival>().unwrap_or_default();
    let wanted = use_state_eq(|| PayoffAxis::Spx);
    let (heart, pair, held) = (use_node_ref(), use_node_ref(), use_node_ref());
    let (sees_heart, sees_pair) = (use_in_view(heart.clone()), use_in_view(pair.clone()));
    let sees_held = use_in_view(held.clone());
    let has_token = book.hangs_on_tokens();
    let axis = if *wanted == PayoffAxis::Token && !has_token { PayoffAxis::Spx } else { *wanted };
    // While the day is dragged every frame has other curves: every other point of them, the rest when it rests.
    let is_still = link_key(&use_rested(plan.clone(), REST_MS)) == link_key(plan);
    let points = POINTS[usize::from(!is_still)];
    let (payoff, curves) = use_payoff(book, axis, points, sees_heart, *step).unzip();
    let a = use_a();
    let other = a.as_ref().map(|a| &a.book).filter(|book| holds_anything(book));
    let pinned = use_payoff(other.unwrap_or(book), axis, POINTS[0], sees_heart && other.is_some(), *step);
    // Before they come, and where they do not come, the place above says so.
    let facts = use_kept((plan.clone(), report.clone()), sees_held && arrival.here().is_some(), || {
        arrival.draw(|later| (later.details)(plan, report))
    });
    let turn = {
        let wanted = wanted.clone();
        Callback::from(move |to| wanted.set(to))
    };
    let (is_dark, is_narrow) = (*is_dark, *is_narrow);
    let both = PairProps { book: book.clone(), report: report.clone(), is_in_view: sees_pair, is_dark, is_narrow };
    html! {
        <>
            <section class="row-2 first" ref={heart} aria-label="Payoff">
                <div>
                    <PayoffFigure {payoff} {curves} report={report.clone()} plan={plan.clone()} token={if has_token { plan.market.token.name() } else { "" }}
                        {has_token} {axis} {turn} {is_dark} {is_narrow} pinned={pinned.filter(|_| other.is_some()).map(|(payoff, _)| payoff)} />
                    { asides(report) }
                </div>
                <div>{ parts(report, a.as_ref().map(|a| &*a.report)) }</div>
            </section>
            <section class="row-2 heat" ref={pair} aria-label="Every shock, every day">
                { if arrival == Arrival::Coming { pair_room() } else { show(arrival, |later| (later.pair)(&both)) } }
            </section>
            <section class="row-3" ref={held} aria-label="What is held">
                { facts.map(|facts| Html::clone(&facts)).unwrap_or_default() }
            </section>
        </>
    }
}

/// What must be known about the shock itself; notes on other inputs stand beside their rows.
fn asides(report: &Report) -> Html {
    let notes = report.notes.iter().filter(|note| note.at.row.starts_with("shock."));
    html! { <ul class="asides">{ for notes.map(|note| html! { <li>{ &note.text }</li> }) }</ul> }
}
