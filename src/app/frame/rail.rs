//! Rail: what is held, each with its dollars in the shock and its inputs, then market and account.

use std::collections::BTreeMap;

use second_engine::book::resolve::Book;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Group, KNOBS, LISTS};
use second_engine::plan::presets::presets;
use second_engine::plan::{Plan, ShockPlan};
use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::icons::{FOLD, icon};
use crate::app::store::Dispatch;
use crate::app::controls::rows::{Shown, list_row, rows_where};
use crate::app::figures::sample::sample;
use crate::app::figures::sign::sign;
use crate::app::frame::holdings::{Kind, RailHolding, addable, holdings, sum};
use crate::app::frame::inputs::Inputs;
use crate::app::frame::shock_bar::HERE;
use crate::app::frame::top::emit;
use crate::app::store::shared::Shared;
use crate::app::store::act::{Act, Wrong};

/// Groups of what is held: name, line sample, DOM id of its sum.
const KINDS: [(Kind, Group, &str, &str); 3] = [
    (Kind::Condor, Group::Condor, "Condors", "condor"),
    (Kind::Pool, Group::Pool, "Pools", "pool"),
    (Kind::Hedge, Group::Hedge, "Hedge", "hedge"),
];

/// What the rail shows and tells.
#[derive(Properties, PartialEq)]
pub struct RailProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan, as it is held.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<Address, Wrong>,
    /// Which pool is looked at.
    pub selected: usize,
    /// Told which pool is looked at.
    pub select: Callback<usize>,
    /// Whether it is folded.
    pub is_folded: bool,
    /// Folds it, or opens it again.
    pub fold: Callback<()>,
    /// Closes the sheet.
    pub close: Callback<()>,
    /// Told what changed.
    pub dispatch: Dispatch,
}

/// The left rail; a sheet on a phone.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let RailProps { book, plan, report, is_folded, dispatch, .. } = props;
    let name = if *is_folded { "Open the rail" } else { "Fold the rail" };
    let all = if *is_folded { Vec::new() } else { holdings(book, plan, report) };
    let held = |kind: Kind, group: Group| {
        all.iter().filter(move |one| one.kind == kind).map(move |one| holding(one, group, props))
    };
    let combined = report.combined.pnl.0;
    html! {
        <aside class="rail" id="rail" aria-label="The book and its inputs" tabindex="-1">
            <div class="rail-head">
                <h2>{ "The book" }</h2>
                { add(plan, dispatch) }
                <button type="button" class="tool fold-rail" id="fold-rail" aria-label={name} title={name} aria-expanded={(!is_folded).to_string()}
                    onclick={emit(&props.fold)}>{ icon(FOLD) }</button>
                <button type="button" class="tool only-phone" id="close-sheet" onclick={emit(&props.close)}>{ "Done" }</button>
            </div>
            if !is_folded {
                { for KINDS.iter().map(|(kind, group, name, series)| html! {
                    <div key={*series}>
                        <h3 class="kind"><span>{ *name }{ " " }{ sample(series) }</span>
                            <span id={format!("sum-{series}")} class={classes!(sign(sum(*kind, report)))}>{ words::usd(sum(*kind, report)) }</span></h3>
                        <ul>{ for held(*kind, *group) }</ul>
                    </div>
                }) }
                <p class="total"><span>{ "Combined" }</span><span id="sum-combined" class={classes!(sign(combined))}>{ words::usd(combined) }</span></p>
                <Folds plan={plan.clone()} report={report.clone()} wrong={props.wrong.clone()} dispatch={dispatch.clone()} />
            }
        </aside>
    }
}

/// What can be added, as a menu that the browser closes.
fn add(plan: &Plan, dispatch: &Dispatch) -> Html {
    let one = |(name, act): (&'static str, Act)| {
        let dispatch = dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(act.clone()));
        let id = format!("add-{}", name.to_lowercase().replace(' ', "-"));
        html! { <button type="button" class="tool" {id} popovertarget="add-menu" popovertargetaction="hide" onclick={press}>{ name }</button> }
    };
    let reset = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::ResetAll))
    };
    html! {
        <>
            <button type="button" class="tool line add" popovertarget="add-menu">{ "Add" }</button>
            <div id="add-menu" class="menu" popover="auto">
                { for addable(plan).into_iter().map(one) }
                <button type="button" class="tool" popovertarget="add-menu" popovertargetaction="hide" onclick={reset}>{ "Put the example back" }</button>
            </div>
        </>
    }
}

fn holding(one: &RailHolding, group: Group, props: &RailProps) -> Html {
    let act = |act: Act| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(act.clone()))
    };
    let switch = one.toggle().map(|toggle| {
        let press = act(toggle);
        let onchange = Callback::from(move |_: Event| press.emit(()));
        html! {
            <input type="checkbox" role="switch" class="switch" id={one.switch_id()} aria-label={one.name.clone()}
                checked={one.is_on} {onchange} />
        }
    });
    // Opening a pool looks at it.
    let looked = (one.kind == Kind::Pool).then(|| (props.select.clone(), one.nth));
    let ontoggle = Callback::from(move |_: Event| {
        if let Some((select, nth)) = &looked {
            select.emit(*nth);
        }
    });
    let pnl = match one.pnl {
        Some(usd) => html! { <span class={classes!(sign(usd))}>{ words::usd(usd) }</span> },
        None => html! { <span class="quiet">{ "off" }</span> },
    };
    let remove = one.remove(&props.plan).map(|(name, what)| {
        let press = act(what);
        html! { <p class="acts"><button type="button" class="tool" onclick={Callback::from(move |_: MouseEvent| press.emit(()))}>{ name }</button></p> }
    });
    html! {
        <li class={classes!("hold", (!one.is_on).then_some("off"), switch.is_none().then_some("bare"))} key={one.id.clone()}>
            { switch.unwrap_or_default() }
            <details id={format!("held-{}", one.id)} {ontoggle}>
                <summary><b>{ &one.name }</b>{ pnl }<small>{ &one.line }</small></summary>
                if one.has_presets {
                    { preset_list(group, one.nth, &props.plan, &props.dispatch) }
                }
                <Inputs nth={one.nth} inputs={one.inputs.clone()} more={one.more.clone()} plan={props.plan.clone()} report={props.report.clone()}
                    wrong={props.wrong.clone()} dispatch={props.dispatch.clone()} />
                { for remove }
            </details>
        </li>
    }
}

/// What market and account need.
#[derive(Properties)]
struct FoldsProps {
    plan: Shared<Plan>,
    report: Shared<Report>,
    wrong: BTreeMap<Address, Wrong>,
    dispatch: Dispatch,
}

/// Equal where the folds look the same: a shock that moves changes none of their rows.
impl PartialEq for FoldsProps {
    fn eq(&self, other: &FoldsProps) -> bool {
        let calm = |props: &FoldsProps| Plan { shock: ShockPlan::default(), ..Plan::clone(&props.plan) };
        self.wrong == other.wrong && calm(self) == calm(other)
    }
}

/// Market and account, each folded to a line.
#[component]
fn Folds(props: &FoldsProps) -> Html {
    let (market, account) = (&props.plan.market, &props.plan.account);
    let token = crate::app::controls::derived::token(&props.plan);
    let levels = format!("SPX {}, {token} {}", words::fixed(market.spx.0, 0), words::price(market.token_price.0));
    let money = format!("{}, budget {}", words::amount(account.equity.0), words::share(account.loss_budget.0, 1));
    html! {
        <>
            { fold(Group::Market, "Market", levels, props) }
            { fold(Group::Account, "Account", money, props) }
        </>
    }
}

/// The hedge's budget is the account's money.
const OF_ACCOUNT: [&str; 1] = ["hedge.budget"];

fn fold(group: Group, name: &'static str, line: String, props: &FoldsProps) -> Html {
    let shown = &Shown { plan: &props.plan, report: &props.report, wrong: &props.wrong, selected: 0 };
    let stands = |id: &str, of: Group| {
        !HERE.contains(&id) && (of == group || group == Group::Account && OF_ACCOUNT.contains(&id))
    };
    let is_behind = |knob: &second_engine::plan::knobs::Knob| stands(knob.id, knob.group) && knob.is_advanced;
    let lists = || LISTS.iter().filter(|list| list.group == group);
    let has_more = lists().next().is_some() || KNOBS.iter().any(|knob| is_behind(knob) && (knob.applies)(shown.plan));
    html! {
        <details class="fold">
            <summary><h3>{ name }</h3><i>{ line }</i></summary>
            { preset_list(group, 0, shown.plan, &props.dispatch) }
            { rows_where(&|knob| stands(knob.id, knob.group) && !knob.is_advanced, false, shown) }
            if has_more {
                <details class="more">
                    <summary>{ "More" }</summary>
                    { rows_where(&is_behind, false, shown) }
                    { for lists().map(|list| list_row(list, shown, &props.dispatch)) }
                </details>
            }
        </details>
    }
}

fn preset_list(of: Group, nth: usize, plan: &Plan, dispatch: &Dispatch) -> Html {
    if presets(of).next().is_none() {
        return Html::default();
    }
    let name = match of {
        Group::Condor => "Condor",
        Group::Pool => "Pool",
        Group::Hedge => "Hedge",
        Group::Market => "Market",
        _ => "Account",
    };
    // A pool's presets are of this one.
    let at = if of == Group::Pool { Address::new("pool.kind", nth) } else { Address::from("") };
    let set = presets(of).position(|preset| plan.looking_at(at, |plan| preset.is_set(plan)).unwrap_or(false));
    let names = presets(of).map(|preset| AttrValue::Static(preset.name));
    // Where no preset stands, the list says so first.
    let own = set.is_none();
    let labels: Vec<AttrValue> = own.then_some(AttrValue::Static("Your own")).into_iter().chain(names).collect();
    let (plan, dispatch) = (plan.clone(), dispatch.clone());
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
