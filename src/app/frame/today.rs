//! Today: the button that gives the plan the day on the person's clock, and what that does.

use second_engine::book::{Book, as_traded};
use second_engine::units::day::Day;
use yew::prelude::*;

use crate::app::browser::dom::today;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// The button, with its words; nothing where the plan is of today or of a later day.
pub fn to_today(book: &Book, dispatch: &Dispatch) -> Html {
    let plan = &book.plan;
    let is_due = |day: &Day| plan.market.today.is_none_or(|today| today < *day);
    let Some(day) = Day::iso(&today()).filter(is_due) else { return Html::default() };
    // A plan without a date has no day to be moved from: it only gets one.
    let moved = plan.market.today.map_or_else(|| plan.moved_to(day), |_| as_traded::moved(book, day));
    let dispatch = dispatch.clone();
    let then = moved.plan;
    let press = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Act::Become(Box::new(then.clone()), "The plan was not moved."))
    });
    html! {
        <p class="note-row to-today">
            <button type="button" class="tool line" id="to-today" onclick={press}>{ moved.action }</button>
            <span>{ moved.said }</span>
        </p>
    }
}
