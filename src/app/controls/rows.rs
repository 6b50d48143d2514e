//! Rows: the row of any input of any holding, made from its address.

use std::collections::BTreeMap;

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::derived::derived;
use crate::app::controls::row::{Row, RowProps};
use crate::app::store::act::Wrong;

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

/// The row of this input; nothing where it does not matter for the plan.
pub fn row_at(at: Address, shown: &Shown) -> Html {
    let Shown { plan, report, wrong, .. } = *shown;
    if !plan.applies(at) {
        return Html::default();
    }
    let value = plan.value(at);
    let props = RowProps {
        at,
        holding: plan.holding_name(at).unwrap_or_default().into(),
        value,
        derived: if value.is_none() { derived(at, plan, report) } else { None },
        initial: Plan::default().value(at.row.into()),
        window: plan.window(at),
        wrong: wrong.get(&at).cloned(),
        note: report.notes.iter().find(|note| note.at == at).map(|note| note.text.clone().into()),
    };
    html! { <Row key={at.to_string()} ..props /> }
}
