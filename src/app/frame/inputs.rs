//! Inputs of what is held: a box a row, two boxes where they belong together, a slider where a drag is the job.

use std::collections::BTreeMap;

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::{Knob, knob};
use second_engine::views::report::{Note, Report};
use yew::prelude::*;

use crate::app::controls::number::NumberBox;
use crate::app::controls::popover::Why;
use crate::app::controls::rows::{note, row_at};
use crate::app::controls::shown::Shown;
use crate::app::controls::wrong::wrong_note;
use crate::app::frame::holdings::Input;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::shared::Shared;

/// Rows with a slider on a line of its own, the rail's whole width.
const SLIDERS: [&str; 3] = ["condor.days", "pool.deposit", "etp.shares"];

/// What the rows are made from.
#[derive(Properties)]
pub struct InputsProps {
    /// What they are inputs of.
    pub kind: Kind,
    /// The everyday ones.
    pub inputs: Vec<Input>,
    /// Those behind 'More'.
    pub more: Vec<Input>,
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<Address, Wrong>,
    /// Told what changed.
    pub dispatch: Dispatch,
}

/// Equal where the rows look the same: a shock that moves changes none of them but a pool's betas.
impl PartialEq for InputsProps {
    fn eq(&self, other: &InputsProps) -> bool {
        let (a, b) = (&self.plan, &other.plan);
        let vix = |props: &InputsProps| props.plan.event.vix.filter(|_| props.kind == Kind::Pool);
        (self.kind, &self.inputs, &self.more) == (other.kind, &other.inputs, &other.more)
            && (&a.market, &a.holdings, &a.account) == (&b.market, &b.holdings, &b.account)
            && self.wrong == other.wrong
            && vix(self) == vix(other)
            && notes(&self.report).eq(notes(&other.report))
    }
}

/// What is to be known about inputs outside of the shock.
fn notes(report: &Report) -> impl Iterator<Item = &Note> {
    report.notes.iter().filter(|note| note.at.kind().is_some())
}

/// The rows.
#[component]
pub fn Inputs(props: &InputsProps) -> Html {
    let (book, plan, report) = (&*props.book, &*props.plan, &*props.report);
    let shown = &Shown { book, plan, report, wrong: &props.wrong, selected: 0 };
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
    let usual = |at: Address| knob(at.row).and_then(|knob| knob.initial(at.nth));
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
        let value = shown.plan.value(at).or_else(|| shown.derived(at));
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
                { boxed(first, both[0], shown) }
                { boxed(second, both[1], shown) }
                <Why class="ask" title={name} said={first.help} source={first.source} label={format!("What is {name}?")}>{ "?" }</Why>
            </div>
            <div>{ under(both[0]) }{ under(both[1]) }</div>
        </div>
    }
}

fn boxed(knob: &Knob, at: Address, shown: &Shown) -> Html {
    let (value, derived, wrong) = (shown.plan.value(at), shown.derived(at), shown.wrong.get(&at).cloned());
    html! { <NumberBox {at} label={shown.plan.named(at, knob.label)} {value} {derived} {wrong} /> }
}
