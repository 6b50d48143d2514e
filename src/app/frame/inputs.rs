//! Inputs of what is held: a box a row, two boxes where they belong together, a slider where a drag is the job.

use std::collections::BTreeMap;

use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Knob, knob};
use second_engine::plan::{Plan, ShockPlan};
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::number::number;
use crate::app::controls::popover::Why;
use crate::app::controls::row::Dispatch;
use crate::app::controls::rows::{Shown, note, row};
use crate::app::controls::wrong::wrong_note;
use crate::app::frame::holdings::Input;
use crate::app::store::shared::Shared;
use crate::app::store::{Act, Wrong};

/// Rows with a slider on a line of its own, the rail's whole width.
const SLIDERS: [&str; 3] = ["condor.days", "pool.deposit", "hedge.etp.shares"];

/// What the rows are made from.
#[derive(Properties)]
pub struct InputsProps {
    /// The everyday ones.
    pub inputs: Vec<Input>,
    /// Those behind 'More'.
    pub more: Vec<Input>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<&'static str, Wrong>,
    /// Told what changed.
    pub dispatch: Dispatch,
}

/// Equal where the rows look the same: a shock that moves changes none of them.
impl PartialEq for InputsProps {
    fn eq(&self, other: &InputsProps) -> bool {
        let calm = |props: &InputsProps| Plan { shock: ShockPlan::default(), ..Plan::clone(&props.plan) };
        let seen = |props: &InputsProps| {
            let layers =
                props.report.hedge.layers.iter().map(|layer| (layer.contracts, layer.strike)).collect::<Vec<_>>();
            let notes = props.report.notes.iter().filter(|note| !note.knob.starts_with("shock."));
            let condor = &props.report.condor;
            (condor.strikes, condor.credit, layers, notes.cloned().collect::<Vec<_>>())
        };
        (&self.inputs, &self.more) == (&other.inputs, &other.more)
            && self.wrong == other.wrong
            && calm(self) == calm(other)
            && seen(self) == seen(other)
    }
}

/// The rows.
#[component]
pub fn Inputs(props: &InputsProps) -> Html {
    let shown = &Shown { plan: &props.plan, report: &props.report, wrong: &props.wrong };
    let rows = |inputs: &[Input]| inputs.iter().map(|one| input(one, shown, &props.dispatch)).collect::<Html>();
    html! {
        <div class="ins">
            { rows(&props.inputs) }
            if !props.more.is_empty() {
                <details class="more"><summary>{ "More" }</summary>{ rows(&props.more) }</details>
            }
        </div>
    }
}

fn input(one: &Input, shown: &Shown, dispatch: &Dispatch) -> Html {
    match one {
        Input::One(at) => knob(at.row).map(|knob| row(knob, SLIDERS.contains(&at.row), shown)).unwrap_or_default(),
        Input::Pair(name, both) => pair(name, *both, shown, dispatch),
    }
}

/// Two boxes in one row, their messages under it.
fn pair(name: &'static str, both: [Address; 2], shown: &Shown, dispatch: &Dispatch) -> Html {
    let [Some(first), Some(second)] = both.map(|at| knob(at.row)) else { return Html::default() };
    let pair = [first, second];
    let initial = Plan::default();
    let is_changed = |knob: &&Knob| knob.value(shown.plan) != knob.value(&initial);
    let back: Vec<_> = pair.into_iter().filter(is_changed).map(|knob| (knob.id, knob.value(&initial))).collect();
    let reset = (!back.is_empty()).then(|| {
        let dispatch = dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Turn(back.clone())));
        html! {
            <button type="button" class="reset" onclick={press} title="Back to the default"
                aria-label={format!("{name}: back to the default")} />
        }
    });
    let is_bad = pair.iter().any(|knob| shown.wrong.contains_key(knob.id));
    let under = |knob: &'static Knob| {
        let value = knob
            .value(shown.plan)
            .or_else(|| crate::app::controls::derived::derived(knob.id, shown.plan, shown.report));
        html! {
            <>
                { for shown.wrong.get(knob.id).map(|wrong| wrong_note(knob.id, wrong, value, dispatch)) }
                { for note(knob.id, shown.report).map(|note| html! { <p class="note-row">{ note }</p> }) }
            </>
        }
    };
    // The messages have their place whether they are there or not, so that no box is made anew under the person's fingers.
    html! {
        <div key={first.id}>
            <div class={classes!("row", "both", is_bad.then_some("bad"))}>
                { reset.unwrap_or_default() }
                <label for={first.id}>{ name }</label>
                { number(first, first.id, shown, dispatch) }
                { number(second, second.id, shown, dispatch) }
                <Why class="ask" title={name} said={first.help} source={first.source} label={format!("What is {name}?")}>{ "?" }</Why>
            </div>
            <div>{ under(first) }{ under(second) }</div>
        </div>
    }
}
