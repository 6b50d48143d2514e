//! The tab to learn from: claims with their source, their test and where they hold; the method's terms; the model book.

mod book;
mod claims;
mod glossary;
mod paper;
pub mod way;

use yew::prelude::*;

use crate::app::browser::dom::focus_soon;
use crate::app::figures::figure::segments;
use crate::app::views::learn::book::ModelBook;
use crate::app::views::learn::claims::{Claims, use_trials};
use crate::app::views::learn::glossary::Glossary;
use crate::app::views::props::ViewProps;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <LearnView ..props.clone() /> }
}

/// Its parts, in their order.
const PARTS: [&str; 3] = ["Claims", "Glossary", "Model book"];
/// Which of them is the model book.
const BOOK: usize = 2;

/// Claims, glossary and model book.
#[component]
fn LearnView(props: &ViewProps) -> Html {
    let trials = use_trials();
    let part = use_state_eq(|| if way::is_wanted() { BOOK } else { 0 });
    let choose = {
        let part = part.clone();
        Callback::from(move |i: usize| part.set(i))
    };
    // A source that is pressed while Learn is in front.
    use_effect_with((), {
        let part = part.setter();
        move |()| {
            way::tell(Some(Callback::from(move |()| {
                part.set(BOOK);
                way::wanted().into_iter().for_each(focus_soon);
            })));
            || way::tell(None)
        }
    });
    let Some(trials) = trials else {
        return html! { <div class="room" aria-busy="true"></div> };
    };
    html! {
        <>
            <p class="answer" id="learn-answer">{ claims::answer(&trials) }</p>
            <div class="positions">{ segments("Part of Learn", &PARTS, *part, &choose) }</div>
            {
                match *part {
                    0 => html! { <Claims {trials} book={props.book.clone()} plan={props.plan.clone()} /> },
                    BOOK => html! { <ModelBook /> },
                    _ => html! { <Glossary /> },
                }
            }
        </>
    }
}
