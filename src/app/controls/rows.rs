//! Rows: the row of any input of any holding, made from its address.

use std::collections::BTreeMap;

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::{KNOBS, Knob, ListKnob};
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::derived::derived;
use crate::app::controls::field::Field;
use crate::app::controls::list::ListTable;
use crate::app::controls::popover::Why;
use crate::app::controls::row::{Row, RowProps};
use crate::app::controls::wrong::{error_id, wrong_note};
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};

/// What rows are made from.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it comes to.
    pub report: &'a Report,
    /// What is typed wrong.
    pub wrong: &'a BTreeMap<Address, Wrong>,
    /// Which pool the rows of a pool are of, where no address says it.
    pub selected: usize,
}

impl Shown<'_> {
    /// The row's address: of the selected pool where it is a pool's.
    pub fn at(&self, row: &'static str) -> Address {
        let at = Address::from(row);
        if at.is_of("pool") { Address { nth: self.selected, ..at } } else { at }
    }
}

/// The rows of the knobs that apply to this plan and are wanted, with sliders where there is room for them.
pub fn rows_where(is_wanted: &dyn Fn(&Knob) -> bool, has_sliders: bool, shown: &Shown) -> Html {
    let wanted = KNOBS.iter().filter(|knob| is_wanted(knob)).map(|knob| shown.at(knob.id));
    wanted.filter(|at| shown.plan.applies(*at)).map(|at| row_at(at, has_sliders, shown)).collect()
}

/// The row of an input.
pub fn row_at(at: Address, has_slider: bool, shown: &Shown) -> Html {
    let Shown { plan, report, wrong, .. } = *shown;
    let value = plan.value(at);
    let props = RowProps {
        at,
        holding: plan.holding_name(at).unwrap_or_default().into(),
        value,
        derived: if value.is_none() { derived(at, plan, report) } else { None },
        initial: Plan::default().value(at.row.into()),
        window: plan.window(at),
        wrong: wrong.get(&at).cloned(),
        note: note(at, report),
        has_slider,
    };
    html! { <Row key={at.to_string()} ..props /> }
}

/// What to know about an input.
pub fn note(at: Address, report: &Report) -> Option<AttrValue> {
    report.notes.iter().find(|note| note.at == at).map(|note| note.text.clone().into())
}

/// The row of a list: a small table, or one box where its rows are drawn elsewhere. The message has its place whether
/// it is there or not.
pub fn list_row(list: &'static ListKnob, shown: &Shown, dispatch: &Dispatch) -> Html {
    let at = Address::from(list.id);
    let wrong = shown.wrong.get(&at);
    let text = list.text(shown.plan);
    let is_table = !list.columns.is_empty();
    let input = if is_table {
        let usual = shown.plan.market.vix.0;
        html! { <ListTable {list} {text} {usual} wrong={wrong.cloned()} /> }
    } else {
        let text = wrong.map_or(text, |wrong| wrong.text.clone());
        html! { <span class="wide">{ list_box(list, text, wrong.is_some_and(|wrong| wrong.is_said), dispatch) }</span> }
    };
    let is_bad = wrong.is_some_and(|wrong| wrong.is_said);
    html! {
        <div key={list.id}>
            <div class={classes!("row", "list", is_table.then_some("tabled"), is_bad.then_some("bad"))}>
                <label for={(!is_table).then_some(list.id)}>{ list.label }</label>
                { input }
                <Why class="ask" title={list.label} said={list.help} formula={format!("For example {}", list.example)}
                    source={list.source} label={format!("What is {}?", list.label)}>{ "?" }</Why>
            </div>
            { wrong.map(|wrong| wrong_note(at, wrong, None, dispatch)).unwrap_or_default() }
        </div>
    }
}

fn list_box(list: &'static ListKnob, text: String, is_bad: bool, dispatch: &Dispatch) -> Html {
    let at = Address::from(list.id);
    let tell = |dispatch: &Dispatch, act: Act| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(act.clone()))
    };
    let (rest, commit) = (tell(dispatch, Act::Rested(at)), tell(dispatch, Act::Commit));
    let dispatch = dispatch.clone();
    let typed = Callback::from(move |typed: String| dispatch.dispatch(Act::Typed(at, typed)));
    let error = is_bad.then(|| error_id(at));
    html! { <Field id={list.id} label={list.label} {text} {error} {typed} {rest} {commit} /> }
}
