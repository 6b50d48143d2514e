//! Held: what a view shows of any holding: its rows, a choice of one of several by name, a button that adds one.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Kind, MOST};
use second_engine::plan::knobs::KNOBS;
use yew::prelude::*;

use crate::app::browser::dom::focus_soon;
use crate::app::controls::rows::row_as;
use crate::app::figures::figure::segment;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::props::ViewProps;

/// Every row of holding `nth` of a kind that applies, its switch first.
pub fn rows_of(props: &ViewProps, kind: Kind, nth: usize) -> Html {
    let shown = props.shown();
    let all = KNOBS.iter().filter(|knob| knob.kind() == Some(kind)).map(|knob| Address::new(knob.id, nth));
    let rows = all.filter(|at| props.plan.applies(*at)).map(|at| row_as("view.", at, true, &shown));
    html! { <div class="knobs">{ for rows }</div> }
}

/// One of several by its name; nothing where there is no choice. The callback is told the place.
pub fn choices(label: &'static str, names: &[String], chosen: usize, choose: &Callback<usize>) -> Html {
    if names.len() < 2 {
        return Html::default();
    }
    let one = |(i, name): (usize, &String)| {
        let choose = choose.clone();
        segment(name.clone(), name.clone(), i == chosen, Callback::from(move |_: MouseEvent| choose.emit(i)))
    };
    html! { <span class="seg" role="group" aria-label={label}>{ for names.iter().enumerate().map(one) }</span> }
}

/// What a button that adds one says.
const fn one_more(kind: Kind) -> &'static str {
    match kind {
        Kind::Condor => "+ Add a condor",
        Kind::Pool => "+ Add a pool",
        Kind::Layer => "+ Add VIX calls",
        Kind::Etp => "+ Add a VIX ETP",
        Kind::Chain => "+ Add a leg on the chain",
        Kind::Strip => "+ Add an IL strip",
        Kind::Conversion => "+ Add a conversion",
    }
}

/// A button that adds one of this kind; it rests where the plan is full.
pub fn adder(kind: Kind, plan: &Plan, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let id = format!("more-{}", kind.word());
    let press = {
        let id = id.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Act::Add(kind));
            // What stands around it may be another by then.
            focus_soon(&*id);
        })
    };
    html! {
        <button type="button" class="tool" {id} disabled={plan.holdings.len() >= MOST}
            onclick={press}>{ one_more(kind) }</button>
    }
}
