//! Corridor: where the book gains week by week, over SPX or the token, and the chances of staying there.

use second_engine::book::corridor;
use second_engine::book::curves::HeatAxis;
use second_engine::draw::scene::Scene;
use second_engine::numbers::pieces::in_pieces;
use second_engine::views::pinned::captioned;
use second_engine::views::time::corridor_chart::{self, CorridorView};
use second_engine::views::time::corridor_words;
use yew::prelude::*;

use crate::app::figures::figure::segments;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::kept::link_key;
use crate::app::store::made::use_made;
use crate::app::store::pinned::use_a;
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::views::props::ViewProps;

/// The figure; made in pieces once the slider rests.
#[component]
pub fn Corridor(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let wants_token = use_state_eq(|| false);
    let is_still = use_rested(plan.clone(), REST_MS) == *plan;
    // A VIX that is set calmer than any that was seen lengthens the link.
    let made = use_made((link_key(plan), book.shock.calmest()), is_still, 0.0, || {
        let book = book.clone();
        in_pieces(async move { (corridor::making(&book).await, corridor::on_day(&book)) })
    });
    let a = use_a();
    let of_a = use_made(a.clone(), a.is_some() && made.value.is_some(), 0.0, || {
        let a = a.clone();
        in_pieces(async move {
            match a {
                Some(a) => corridor::making(&a.book).await,
                None => Vec::new(),
            }
        })
    });
    let a = of_a.value.filter(|_| a.is_some());
    let body = made.value.map_or_else(Html::default, |made| {
        let (weeks, day) = &*made;
        let has_token = corridor_chart::is_on_token(weeks);
        let axis = if *wants_token && has_token { HeatAxis::Token } else { HeatAxis::Spx };
        let (token, is_hedged) = (book.plan.market.token.name(), book.has_hedge());
        let pinned = a.as_deref().map_or(&[][..], |a| &a[..]);
        let sheet = Sheet::from(corridor_chart::table(weeks, pinned, token, is_hedged));
        let of_day = day.as_ref().filter(|_| axis == HeatAxis::Spx);
        let of_day = of_day.map_or_else(String::new, |day| corridor_words::said_on_day(book, day) + " ");
        let caption = captioned(of_day + &corridor_words::caption(book, weeks, axis), a.is_some());
        let choose = {
            let wants_token = wants_token.clone();
            Callback::from(move |i| wants_token.set(i == 1))
        };
        let draw = {
            let (now, marks) = ([book.market.spx.0, book.shock.token_price.0], corridor_chart::marks(book, axis));
            let (made, a) = (made.clone(), a.clone());
            Callback::from(move |(width, height)| -> Scene {
                let (weeks, pinned) = (&made.0, a.as_deref().map_or(&[][..], |a| &a[..]));
                corridor_chart::scene(&CorridorView { weeks, pinned, axis, now, marks: &marks, is_hedged, width, height })
            })
        };
        html! {
            <>
                if has_token {
                    <div class="positions">{ segments("What is across", &["SPX", token], usize::from(axis == HeatAxis::Token), &choose) }</div>
                }
                <Picture id="corridor" dek={corridor_words::dek(book)} {draw} {caption} {sheet} is_dark={*is_dark} />
            </>
        }
    });
    let waits = (!made.is_now).then_some("waits");
    html! { <div class={classes!("wide-figure", "corridor", waits)} aria-busy={waits.is_some().to_string()}>{ body }</div> }
}
