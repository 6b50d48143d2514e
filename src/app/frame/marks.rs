//! Marks: assumptions that are not as they opened, beside the names of the views; one press puts one back. The memo prints
//! the same list.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::views::book::differs::{self, Differs};
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// As many marks as stand in the row.
const SHOWN: usize = 3;

/// Assumptions that differ from the opening plan, each with a way back.
pub fn marks(plan: &Plan) -> Html {
    let marks: Vec<Differs> = differs::assumptions(&differs::of(plan)).cloned().collect();
    html! { <Marks {marks} /> }
}

/// What the marks show.
#[derive(Properties, PartialEq)]
struct MarksProps {
    marks: Vec<Differs>,
}

#[component]
fn Marks(props: &MarksProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>().filter(|_| !props.marks.is_empty()) else { return Html::default() };
    let turn = |changes: Vec<(Address, Option<f64>)>| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(changes.clone())))
    };
    let one = |mark: &Differs| {
        let Differs { at, name, now, opened, back, .. } = mark;
        html! {
            <button type="button" key={at.to_string()} onclick={turn(vec![(*at, back.flatten())])}
                aria-label={format!("{name} {now}: put it back to {opened}")}>{ format!("{name} {now}") }<i aria-hidden="true">{ "×" }</i></button>
        }
    };
    let all: Vec<Html> = props.marks.iter().map(one).collect();
    let rest = all.len().saturating_sub(SHOWN);
    let back = props.marks.iter().map(|mark| (mark.at, mark.back.flatten())).collect();
    html! {
        <div class="marks" role="group" aria-label="Assumptions that differ from the opening state">
            <span>{ "Assumed" }<span class="only-wide">{ ", not as it opened" }</span>{ ":" }</span>
            { for all.iter().take(SHOWN).cloned() }
            if rest > 0 {
                <details class="marks-more">
                    <summary>{ format!("+ {rest} more") }</summary>
                    <div>{ for all.iter().skip(SHOWN).cloned() }</div>
                </details>
            }
            <button type="button" class="back" onclick={turn(back)}>{ "put all back" }</button>
        </div>
    }
}
