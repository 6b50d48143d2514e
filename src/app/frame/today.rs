//! Today: the button that gives the plan the day on the person's clock, and what that does.

use second_engine::book::{Book, as_traded};
use second_engine::plan::moved::Moved;
use second_engine::units::day::Day;
use yew::prelude::*;

use crate::app::browser::dom::today;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::kept::still_key;
use crate::app::store::shared::Shared;

/// The button, with its words; nothing where the plan is of today or of a later day.
pub fn to_today(book: &Shared<Book>, dispatch: &Dispatch) -> Html {
    html! { <ToToday book={book.clone()} dispatch={dispatch.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct Props {
    book: Shared<Book>,
    dispatch: Dispatch,
}

/// The book's plan on a later day. A plan without a date has no day to be moved from: it only gets one.
fn moved(book: &Book, day: Day) -> Moved {
    book.plan.market.today.map_or_else(|| book.plan.moved_to(day), |_| as_traded::moved(book, day))
}

#[component]
fn ToToday(props: &Props) -> Html {
    let Props { book, dispatch } = props;
    let day = Day::iso(&today());
    // Its words are those of every shock.
    let words = use_memo((still_key(&book.plan), day), |(plan, day)| {
        let day = day.filter(|day| plan.market.today.is_none_or(|today| today < *day))?;
        let moved = moved(book, day);
        Some((day, moved.action, moved.said))
    });
    let Some((day, action, said)) = &*words else { return Html::default() };
    let (book, dispatch, day) = (book.clone(), dispatch.clone(), *day);
    let press = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Act::Become(Box::new(moved(&book, day).plan), "The plan was not moved."))
    });
    html! {
        <p class="note-row to-today">
            <button type="button" class="tool line" id="to-today" onclick={press}>{ action.clone() }</button>
            <span>{ said.clone() }</span>
        </p>
    }
}
