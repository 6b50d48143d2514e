//! Explained: every dollar between two dates or two shocks, and the boxes of where it starts.

use second_engine::book::{Book, explained};
use second_engine::plan::{ExplainPlan, Plan};
use second_engine::views::pinned::captioned;
use second_engine::views::time::explained_chart::{self, ExplainedView, from_words, places};
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::kept::use_kept;
use crate::app::store::pinned::use_of_a;
use crate::app::views::props::ViewProps;
use crate::app::views::time::unseen::unseen;

/// The figure, and under it where it starts.
#[component]
pub fn Explained(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let dispatch = use_context::<Dispatch>();
    let room = use_node_ref();
    let is_seen = use_in_view(room.clone());
    let made = use_kept(plan.clone(), is_seen, || (explained::of(book), from_words(book)));
    let a = use_of_a(is_seen, |a| explained::of(&a.book));
    let Some(made) = made else { return unseen(room) };
    let sheet = Sheet::from(explained_chart::table(&made.0, a.as_deref()));
    let dek = places(&made.0, props.token());
    let caption = captioned(
        "From the top, each bar starts where the last has ended. One thing is moved at a time; cross is what two move together, the residual what three do. Near: up to 30 calendar days to expiry; far: more than 90 calendar days. Condors and pools by cause, each leg of the hedge in one. Fees are those on the way to this price; what rebalancing costs on average is in time alone, below.",
        a.is_some(),
    );
    // Made when it is pressed, not at every move.
    let starting = |made: fn(&Book) -> Plan| {
        let (book, dispatch) = (book.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(dispatch) = &dispatch {
                dispatch.dispatch(Act::Become(Box::new(made(&book)), "It starts where it did."));
            }
        })
    };
    let here = starting(explained::from_here);
    let today = starting(|book| Plan { explain: ExplainPlan::default(), ..book.plan.clone() });
    let draw = Callback::from(move |(width, height)| {
        let (told, from) = &*made;
        explained_chart::scene(&ExplainedView { told, pinned: a.as_deref(), from, width, height })
    });
    html! {
        <div ref={room} class="wide-figure">
            <Picture id="explained" {dek} {draw} {caption} {sheet} is_dark={*is_dark} />
            <div class="more-inputs">{ props.knobs(&["explain."]) }</div>
            <p class="offer">
                <button type="button" class="tool line" id="explain-here" onclick={here}>{ "Start where the shock is now" }</button>
                if book.plan.explain != ExplainPlan::default() {
                    <button type="button" class="tool line" id="explain-today" onclick={today}>{ "Start today" }</button>
                }
                <span class="quiet">{ "Then move the shock: what that changes is explained. Its VIX, SPX, token and day are taken, all else starts as it is." }</span>
            </p>
        </div>
    }
}
