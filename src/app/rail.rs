//! Rail: the plan in groups, each row made from its knob.

use std::collections::BTreeMap;

use second_engine::plan::Plan;
use second_engine::plan::knobs::{Group, KNOBS, Knob, LISTS, ListKnob};
use second_engine::plan::presets::presets;
use second_engine::report::Report;
use yew::prelude::*;

use super::ask::Why;
use super::choice::Select;
use super::derived::derived;
use super::field::Field;
use super::row::{Dispatch, Row, RowProps};
use super::shared::Shared;
use super::store::{Act, Wrong};
use super::wrong::WrongNote;

/// What the rail shows.
#[derive(Properties, PartialEq)]
pub struct RailProps {
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<&'static str, Wrong>,
    /// Closes the sheet on a phone.
    pub close: Callback<()>,
}

const GROUPS: [(Group, &str); 5] = [
    (Group::Market, "Market"),
    (Group::Condor, "Condor"),
    (Group::Pool, "Pool"),
    (Group::Hedge, "Hedge"),
    (Group::Account, "Account and rules"),
];

/// The left rail; a sheet on a phone.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let close = {
        let close = props.close.clone();
        Callback::from(move |_: MouseEvent| close.emit(()))
    };
    let reset = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::ResetAll));
    html! {
        <aside class="rail" id="rail" aria-label="The plan">
            <div class="sheet-bar">
                <span>{ "Plan" }</span>
                <span>
                    <button type="button" class="tool" onclick={reset.clone()}>{ "Reset all" }</button>
                    <button type="button" class="tool" id="close-sheet" onclick={close}>{ "Done" }</button>
                </span>
            </div>
            <div class="rail-head">
                <h2>{ "Plan" }</h2>
                <button type="button" class="tool" onclick={reset}>{ "Reset all" }</button>
            </div>
            { for GROUPS.iter().map(|(group, name)| section(*group, name, props)) }
        </aside>
    }
}

fn section(group: Group, name: &'static str, props: &RailProps) -> Html {
    html! {
        <details class="group" open={true} key={name}>
            <summary><h3>{ name }</h3></summary>
            <Presets {group} plan={props.plan.clone()} {name} />
            { rows(group, false, &props.plan, &props.report, &props.wrong) }
            { more(group, props) }
        </details>
    }
}

fn more(group: Group, props: &RailProps) -> Html {
    let is_hidden = |knob: &&Knob| {
        knob.group == group && knob.is_advanced && (knob.applies)(&props.plan) && !stands_in_tab(knob.id)
    };
    let hidden = || KNOBS.iter().filter(is_hidden);
    let lists = || LISTS.iter().filter(|list| list.group == group);
    if hidden().next().is_none() && lists().next().is_none() {
        return Html::default();
    }
    let initial = Plan::default();
    let changed = hidden().filter(|knob| knob.value(&props.plan) != knob.value(&initial)).count()
        + lists().filter(|list| (list.get)(&props.plan) != (list.get)(&initial)).count();
    html! {
        <details class="more">
            <summary>{ "More" }<i>{ if changed > 0 { format!("{changed} changed") } else { String::new() } }</i></summary>
            { rows(group, true, &props.plan, &props.report, &props.wrong) }
            { for lists().map(|list| html! {
                <ListRow key={list.id} id={list.id} text={list.text(&props.plan)} wrong={props.wrong.get(list.id).cloned()} />
            }) }
        </details>
    }
}

/// The rows of a group, the everyday ones or the advanced ones.
pub fn rows(
    group: Group,
    is_advanced: bool,
    plan: &Plan,
    report: &Report,
    wrong: &BTreeMap<&'static str, Wrong>,
) -> Html {
    let is_shown = |knob: &Knob| knob.group == group && knob.is_advanced == is_advanced && !stands_in_tab(knob.id);
    rows_where(&is_shown, plan, report, wrong)
}

/// Knobs that stand beside what they drive in a tab, not here.
const IN_TABS: [&str; 8] = [
    "pool.loan",
    "pool.cover",
    "pool.deductible",
    "pool.strip_per_side",
    "pool.slippage",
    "pool.stock_",
    "pool.vetting.",
    "pool.reit.",
];

fn stands_in_tab(id: &str) -> bool {
    IN_TABS.iter().any(|start| id.starts_with(start))
}

/// The rows of the knobs that apply to this plan and are wanted.
pub fn rows_where(
    is_wanted: &dyn Fn(&Knob) -> bool,
    plan: &Plan,
    report: &Report,
    wrong: &BTreeMap<&'static str, Wrong>,
) -> Html {
    let initial = Plan::default();
    KNOBS
        .iter()
        .filter(|knob| (knob.applies)(plan) && is_wanted(knob))
        .map(|knob| {
            let value = knob.value(plan);
            let props = RowProps {
                id: knob.id,
                value,
                derived: if value.is_none() { derived(knob.id, plan, report) } else { None },
                initial: knob.value(&initial),
                window: window(knob, plan),
                wrong: wrong.get(knob.id).cloned(),
                note: report.notes.iter().find(|note| note.knob == knob.id).map(|note| note.text.clone().into()),
            };
            html! { <Row key={knob.id} ..props /> }
        })
        .collect()
}

/// Ends of a knob's slider, on round numbers where they follow the plan.
pub fn window(knob: &Knob, plan: &Plan) -> [f64; 2] {
    let [low, high, _] = knob.range;
    let [from, to] = knob.window.map_or([low, high], |window| window(plan));
    [from.max(low), to.min(high)]
}

#[derive(Properties, PartialEq)]
struct PresetsProps {
    group: Group,
    name: &'static str,
    plan: Shared<Plan>,
}

#[component]
fn Presets(props: &PresetsProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let of = props.group;
    if presets(of).next().is_none() {
        return Html::default();
    }
    let set = presets(of).position(|preset| preset.is_set(&props.plan));
    let names = presets(of).map(|preset| AttrValue::Static(preset.name));
    // Where no preset stands, the list says so first.
    let own = set.is_none();
    let labels: Vec<AttrValue> = own.then_some(AttrValue::Static("Your own")).into_iter().chain(names).collect();
    let plan = props.plan.clone();
    let choose = Callback::from(move |i: usize| {
        let chosen = if own { i.checked_sub(1) } else { Some(i) };
        if let Some(preset) = chosen.and_then(|i| presets(of).nth(i)) {
            dispatch.dispatch(Act::Turn(preset.changes(&plan)));
        }
    });
    let id = format!("{}-preset", props.name.to_lowercase());
    html! {
        <div class="preset">
            <Select {id} label={format!("{} preset", props.name)} {labels} chosen={set.unwrap_or(0)} {choose} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ListProps {
    id: &'static str,
    text: AttrValue,
    wrong: Option<Wrong>,
}

#[component]
fn ListRow(props: &ListProps) -> Html {
    let list: Option<&ListKnob> = LISTS.iter().find(|list| list.id == props.id);
    let (Some(list), Some(dispatch)) = (list, use_context::<Dispatch>()) else { return Html::default() };
    let id = list.id;
    let (typed, commit) = {
        let text = dispatch.clone();
        (
            Callback::from(move |typed: String| text.dispatch(Act::Typed(id, typed))),
            Callback::from(move |()| dispatch.dispatch(Act::Commit)),
        )
    };
    let text = props.wrong.as_ref().map_or_else(|| props.text.clone(), |wrong| wrong.text.clone().into());
    let error = props.wrong.is_some().then(|| AttrValue::from(format!("{id}-error")));
    html! {
        <>
            <div class={classes!("row", "list", props.wrong.is_some().then_some("bad"))}>
                <label for={id}>{ list.label }</label>
                <span class="wide"><Field {id} label={list.label} {text} {error} {typed} {commit} /></span>
                <Why class="ask" title={list.label} said={list.help} formula={format!("For example {}", list.example)}
                    source={list.source} label={format!("What is {}?", list.label)}>{ "?" }</Why>
            </div>
            if let Some(wrong) = &props.wrong {
                <WrongNote {id} wrong={wrong.clone()} value={None::<f64>} />
            }
        </>
    }
}
