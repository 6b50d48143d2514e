//! Inputs of what is held: a box a row, two boxes where they belong together, a slider where a drag is the job.

use std::collections::BTreeMap;

use second_engine::plan::address::Address;
use second_engine::plan::knobs::knob;
use second_engine::plan::{Plan, ShockPlan};
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::derived::derived;
use crate::app::controls::number::number;
use crate::app::controls::popover::Why;
use crate::app::store::Dispatch;
use crate::app::controls::rows::{Shown, note, row_at};
use crate::app::controls::wrong::wrong_note;
use crate::app::frame::holdings::Input;
use crate::app::store::shared::Shared;
use crate::app::store::act::{Act, Wrong};

/// Rows with a slider on a line of its own, the rail's whole width.
const SLIDERS: [&str; 3] = ["condor.days", "pool.deposit", "hedge.etp.shares"];

/// What the rows are made from.
#[derive(Properties)]
pub struct InputsProps {
    /// Which of its kind they are of.
    pub nth: usize,
    /// The everyday ones.
    pub inputs: Vec<Input>,
    /// Those behind 'More'.
    pub more: Vec<Input>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<Address, Wrong>,
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
            let notes = props.report.notes.iter().filter(|note| !note.at.row.starts_with("shock."));
            let condor = &props.report.condor;
            (condor.strikes, condor.credit, layers, notes.cloned().collect::<Vec<_>>())
        };
        (self.nth, &self.inputs, &self.more) == (other.nth, &other.inputs, &other.more)
            && self.wrong == other.wrong
            && calm(self) == calm(other)
            && seen(self) == seen(other)
    }
}

/// The rows.
#[component]
pub fn Inputs(props: &InputsProps) -> Html {
    let shown = &Shown { plan: &props.plan, report: &props.report, wrong: &props.wrong, selected: props.nth };
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
        Input::One(at) => row_at(*at, SLIDERS.contains(&at.row), shown),
        Input::Pair(name, both) => pair(name, *both, shown, dispatch),
    }
}

/// Two boxes in one row, their messages under it.
fn pair(name: &'static str, both: [Address; 2], shown: &Shown, dispatch: &Dispatch) -> Html {
    let [Some(first), Some(second)] = both.map(|at| knob(at.row)) else { return Html::default() };
    let initial = Plan::default();
    let usual = |at: Address| initial.value(at.row.into());
    let changed = both.into_iter().filter(|at| shown.plan.value(*at) != usual(*at));
    let back: Vec<(Address, Option<f64>)> = changed.map(|at| (at, usual(at))).collect();
    let reset = (!back.is_empty()).then(|| {
        let dispatch = dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(back.clone())));
        html! {
            <button type="button" class="reset" onclick={press} title="Back to the default"
                aria-label={format!("{name}: back to the default")} />
        }
    });
    let is_bad = both.iter().any(|at| shown.wrong.get(at).is_some_and(|wrong| wrong.is_said));
    let under = |at: Address| {
        let value = shown.plan.value(at).or_else(|| derived(at, shown.plan, shown.report));
        html! {
            <>
                { for shown.wrong.get(&at).map(|wrong| wrong_note(at, wrong, value, dispatch)) }
                { for note(at, shown.report).map(|note| html! { <p class="note-row">{ note }</p> }) }
            </>
        }
    };
    let ids = both.map(|at| AttrValue::from(at.to_string()));
    // The messages have their place whether they are there or not, so that no box is made anew under the person's fingers.
    html! {
        <div key={ids[0].to_string()}>
            <div class={classes!("row", "both", is_bad.then_some("bad"))}>
                { reset.unwrap_or_default() }
                <label for={ids[0].clone()}>{ name }</label>
                { number(first, ids[0].clone(), shown) }
                { number(second, ids[1].clone(), shown) }
                <Why class="ask" title={name} said={first.help} source={first.source} label={format!("What is {name}?")}>{ "?" }</Why>
            </div>
            <div>{ under(both[0]) }{ under(both[1]) }</div>
        </div>
    }
}
