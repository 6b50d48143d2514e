//! Rail: the plan in groups, each row made from its knob.

use std::collections::BTreeMap;

use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Group, KNOBS, Knob, LISTS};
use second_engine::plan::presets::presets;
use second_engine::plan::{Plan, ShockPlan};
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::rows::{Shown, list_row, rows_where};
use crate::app::frame::top::emit;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::shared::Shared;

const GROUPS: [(Group, &str); 5] = [
    (Group::Market, "Market"),
    (Group::Condor, "Condor"),
    (Group::Pool, "Pool"),
    (Group::Hedge, "Hedge"),
    (Group::Account, "Account and rules"),
];

/// What the rail shows and tells.
#[derive(Properties)]
pub struct RailProps {
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<Address, Wrong>,
    /// Which pool its rows are of.
    pub selected: usize,
    /// Closes the sheet.
    pub close: Callback<()>,
    /// Told what changed.
    pub dispatch: Dispatch,
}

/// Equal where the rail looks the same: a shock that moves changes none of its eighty rows.
impl PartialEq for RailProps {
    fn eq(&self, other: &RailProps) -> bool {
        let calm = |props: &RailProps| Plan { shock: ShockPlan::default(), ..Plan::clone(&props.plan) };
        let seen = |props: &RailProps| {
            let layers =
                props.report.hedge.layers.iter().map(|layer| (layer.contracts, layer.strike)).collect::<Vec<_>>();
            let notes = props.report.notes.iter().filter(|note| !note.at.row.starts_with("shock."));
            let condor = &props.report.condor;
            (condor.strikes, condor.credit, layers, notes.cloned().collect::<Vec<_>>())
        };
        self.wrong == other.wrong
            && self.selected == other.selected
            && calm(self) == calm(other)
            && seen(self) == seen(other)
    }
}

/// The left rail; a sheet on a phone.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let shown = &Shown { plan: &props.plan, report: &props.report, wrong: &props.wrong, selected: props.selected };
    let dispatch = &props.dispatch;
    let close = emit(&props.close);
    let act = dispatch.clone();
    let reset = Callback::from(move |_: MouseEvent| act.dispatch(Act::ResetAll));
    html! {
        <aside class="rail" id="rail" aria-label="The plan">
            <div class="sheet-bar">
                <h2>{ "Plan" }</h2>
                <span>
                    <button type="button" class="tool" onclick={reset.clone()}>{ "Reset all" }</button>
                    <button type="button" class="tool" id="close-sheet" onclick={close}>{ "Done" }</button>
                </span>
            </div>
            <div class="rail-head">
                <h2>{ "Plan" }</h2>
                <button type="button" class="tool" onclick={reset}>{ "Reset all" }</button>
            </div>
            { for GROUPS.iter().map(|(group, name)| section(*group, name, shown, dispatch)) }
        </aside>
    }
}

fn section(group: Group, name: &'static str, shown: &Shown, dispatch: &Dispatch) -> Html {
    html! {
        <details class="group" open={true} key={name}>
            <summary><h3>{ name }</h3></summary>
            { preset_list(group, name, shown, dispatch) }
            { rows(group, false, shown) }
            { more(group, shown, dispatch) }
        </details>
    }
}

fn more(group: Group, shown: &Shown, dispatch: &Dispatch) -> Html {
    let is_hidden = |knob: &&Knob| {
        knob.group == group && knob.is_advanced && shown.plan.applies(shown.at(knob.id)) && !stands_in_tab(knob.id)
    };
    let hidden = || KNOBS.iter().filter(is_hidden);
    let lists = || LISTS.iter().filter(|list| list.group == group && !stands_in_tab(list.id));
    if hidden().next().is_none() && lists().next().is_none() {
        return Html::default();
    }
    let initial = Plan::default();
    let changed = hidden().filter(|knob| shown.plan.value(shown.at(knob.id)) != knob.value(&initial)).count()
        + lists().filter(|list| (list.get)(shown.plan) != (list.get)(&initial)).count();
    html! {
        <details class="more">
            <summary>{ "More" }<i>{ if changed > 0 { format!("{changed} changed") } else { String::new() } }</i></summary>
            { rows(group, true, shown) }
            { for lists().map(|list| list_row(list, shown, dispatch)) }
        </details>
    }
}

/// The rows of a group, the everyday ones or the advanced ones.
pub fn rows(group: Group, is_advanced: bool, shown: &Shown) -> Html {
    let is_shown = |knob: &Knob| knob.group == group && knob.is_advanced == is_advanced && !stands_in_tab(knob.id);
    rows_where(&is_shown, true, shown)
}

/// Knobs that stand beside what they drive in a tab, not here.
const IN_TABS: [&str; 10] = [
    "pool.loan",
    "pool.cover",
    "pool.deductible",
    "pool.strip_per_side",
    "pool.slippage",
    "pool.stock_",
    "pool.vetting.",
    "pool.reit.",
    "hedge_rules.",
    "hedge_solve.",
];

fn stands_in_tab(id: &str) -> bool {
    // Of the hedge only how many calls and what they may cost stand in the rail.
    let is_count = id.ends_with(".contracts") && !id.starts_with("hedge.etp.");
    let is_leg = id.starts_with("hedge.") && id != "hedge.budget" && !is_count;
    is_leg || IN_TABS.iter().any(|start| id.starts_with(start))
}

fn preset_list(of: Group, name: &'static str, shown: &Shown, dispatch: &Dispatch) -> Html {
    if presets(of).next().is_none() {
        return Html::default();
    }
    // A pool's presets are of the selected one.
    let at = shown.at(if of == Group::Pool { "pool.kind" } else { "" });
    let set = presets(of).position(|preset| shown.plan.looking_at(at, |plan| preset.is_set(plan)).unwrap_or(false));
    let names = presets(of).map(|preset| AttrValue::Static(preset.name));
    // Where no preset stands, the list says so first.
    let own = set.is_none();
    let labels: Vec<AttrValue> = own.then_some(AttrValue::Static("Your own")).into_iter().chain(names).collect();
    let (plan, dispatch) = (shown.plan.clone(), dispatch.clone());
    let choose = Callback::from(move |i: usize| {
        let chosen = if own { i.checked_sub(1) } else { Some(i) };
        if let Some(preset) = chosen.and_then(|i| presets(of).nth(i)) {
            let changes = plan.looking_at(at, |plan| preset.changes(plan)).unwrap_or_default();
            dispatch.dispatch(Act::turn(changes.into_iter().map(|(row, value)| (Address { row, ..at }, value))));
        }
    });
    let id = format!("{}-preset", name.to_ascii_lowercase());
    html! {
        <div class="preset">
            <Select {id} label={format!("{name} preset")} {labels} chosen={set.unwrap_or(0)} {choose} />
        </div>
    }
}
