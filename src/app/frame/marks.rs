//! Marks: what is not as it opened, beside the names of the views; one press puts it back. The memo prints the same list.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::views::book::differs::{self, Differs};
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// As many marks as stand in the row.
const SHOWN: usize = 3;

/// What differs from the opening plan, each with a way back where an input brings it back.
pub fn marks(plan: &Plan) -> Html {
    html! { <Marks marks={differs::of(plan)} /> }
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
        let Differs { at, name, now, opened, back } = mark;
        let key = at.to_string();
        match back {
            Some(value) => html! {
                <button type="button" {key} onclick={turn(vec![(*at, *value)])}
                    aria-label={format!("{name} {now}: put it back to {opened}")}>{ format!("{name} {now}") }<i aria-hidden="true">{ "×" }</i></button>
            },
            None => html! { <em {key} title={format!("opened: {opened}")}>{ format!("{name} {now}") }</em> },
        }
    };
    let all: Vec<Html> = props.marks.iter().map(one).collect();
    let rest = all.len().saturating_sub(SHOWN);
    let back: Vec<_> = props.marks.iter().filter_map(|mark| Some((mark.at, mark.back?))).collect();
    let word = if back.len() == all.len() { "put all back" } else { "put inputs back" };
    html! {
        <div class="marks" role="group" aria-label="What differs from the opening state">
            <span>{ "Not as it opened:" }</span>
            { for all.iter().take(SHOWN).cloned() }
            if rest > 0 {
                <details class="marks-more">
                    <summary>{ format!("+ {rest} more") }</summary>
                    <div>{ for all.iter().skip(SHOWN).cloned() }</div>
                </details>
            }
            if !back.is_empty() {
                <button type="button" class="back" onclick={turn(back)}>{ word }</button>
            }
        </div>
    }
}
