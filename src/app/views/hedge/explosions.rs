//! Today's book in what really happened, an explosion at a time once the hand rests.

use second_engine::numbers::pieces::in_pieces;
use second_engine::views::hedge::explosions::{making, of};
use second_engine::views::hedge::explosions_chart::{self, ExplosionsView};
use second_engine::views::pinned::captioned;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::figures::facts::facts;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::kept::link_key;
use crate::app::store::made::use_made;
use crate::app::store::pinned::use_of_a;
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::views::hedge::sheets;
use crate::app::views::props::ViewProps;

/// The chart with what it comes to. The plan's before stands, dimmed, until this one's is whole.
#[component]
pub fn Explosions(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let is_still = use_rested(plan.clone(), REST_MS) == *plan;
    let made = use_made(link_key(plan), is_still, 0.0, || {
        let book = book.clone();
        in_pieces(async move { making(&book).await })
    });
    let a = use_of_a(true, |a| of(&a.book));
    let Some(found) = made.value else { return Html::default() };
    let draw = {
        let (found, a) = (found.clone(), a.clone());
        Callback::from(move |(width, height)| {
            explosions_chart::scene(&ExplosionsView { explosions: &found, pinned: a.as_deref(), width, height })
        })
    };
    let sheet = Sheet::from(explosions_chart::table(&found, a.as_deref()));
    let caption = captioned(explosions_chart::caption(&found), a.is_some());
    html! {
        <div class={classes!("duo", "wide", (!made.is_now).then_some("waits"))}>
            <Picture id="explosions" dek="P&L of today's book in 22 explosions, from lowest to highest VIX close, dollars" {draw}
                {caption} {sheet} is_dark={*is_dark} />
            <div>
                { facts("Drawdown", sheets::cut_finding(&found), "Loss that the hedge takes away, where there is one", sheets::cuts(&found)) }
                <p class="cap">{ kept(&found.sentence) }</p>
                <p class="cap" id="explosions-source">{ format!("From {}.", found.source) }</p>
            </div>
        </div>
    }
}
