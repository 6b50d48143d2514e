//! Rail: what is held, each with its dollars in the shock and its inputs, then market and account.

use std::collections::BTreeMap;

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Kind, MOST};
use second_engine::plan::knobs::{Group, KNOBS, Knob, LISTS};
use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::icons::{FOLD, icon};
use crate::app::controls::rows::{list_row, rows_where};
use crate::app::controls::shown::Shown;
use crate::app::figures::sample::sample;
use crate::app::figures::sign::sign;
use crate::app::frame::held::{Aim, held};
use crate::app::frame::holdings::{RailHolding, SECTIONS, Section, holdings};
use crate::app::frame::presets::preset_list;
use crate::app::frame::rail_props::RailProps;
use crate::app::frame::shock_bar::HERE;
use crate::app::frame::top::emit;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::shared::Shared;

/// From so many holdings on, a row that is closed is one line high.
const MANY: usize = 10;

/// The left rail; a sheet on a phone.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let RailProps { book, plan, report, is_folded, dispatch, .. } = props;
    let aim = use_aim(plan.holdings.len());
    let name = if *is_folded { "Open the rail" } else { "Fold the rail" };
    let all = if *is_folded { Vec::new() } else { holdings(plan, report) };
    let combined = report.combined.pnl.0;
    html! {
        <aside class={classes!("rail", (all.len() >= MANY).then_some("many"))} id="rail" aria-label="The book and its inputs" tabindex="-1">
            <div class="rail-head">
                <h2>{ "The book" }</h2>
                { add(plan, dispatch, &aim) }
                <button type="button" class="tool fold-rail" id="fold-rail" aria-label={name} title={name} aria-expanded={(!is_folded).to_string()}
                    onclick={emit(&props.fold)}>{ icon(FOLD) }</button>
                <button type="button" class="tool only-phone" id="close-sheet" onclick={emit(&props.close)}>{ "Done" }</button>
            </div>
            if !is_folded {
                if plan.holdings.is_empty() {
                    <p class="none" id="none-held">{ "Nothing is held yet. Add a condor, a pool or a hedge." }</p>
                } else if report.holdings.is_empty() {
                    <p class="none" id="none-on">{ "Nothing is switched on." }</p>
                }
                { for SECTIONS.iter().map(|one| section(one, &all, props, &aim)) }
                if !report.holdings.is_empty() {
                    <p class="total"><span>{ "Combined" }</span><span id="sum-combined" class={classes!(sign(combined))}>{ words::usd(combined) }</span></p>
                }
                <Folds book={book.clone()} plan={plan.clone()} report={report.clone()} wrong={props.wrong.clone()} dispatch={dispatch.clone()} />
            }
        </aside>
    }
}

/// Takes where the focus is to go, and brings it there once the plan holds as many as it should by then.
#[hook]
fn use_aim(count: usize) -> Callback<Aim> {
    let aim = use_mut_ref(|| None::<Aim>);
    {
        let aim = aim.clone();
        use_effect_with(count, move |count| {
            let taken = aim.borrow_mut().take();
            if let Some(aim) = taken.filter(|aim| aim.count == *count) {
                aim.reach();
            }
        });
    }
    use_callback((), move |to: Aim, ()| *aim.borrow_mut() = Some(to))
}

/// A group with its dollars; nothing where it holds nothing.
fn section(section: &Section, all: &[RailHolding], props: &RailProps, aim: &Callback<Aim>) -> Html {
    let places: Vec<usize> = (0..all.len()).filter(|place| (section.lists)(all[*place].kind)).collect();
    if places.is_empty() {
        return Html::default();
    }
    let is_on = places.iter().any(|place| all[*place].pnl.is_some());
    let sum = (section.sum)(&props.report);
    html! {
        <div key={section.series}>
            <h3 class="kind"><span>{ section.name }{ " " }{ sample(section.series) }</span>
                if is_on {
                    <span id={format!("sum-{}", section.series)} class={classes!(sign(sum))}>{ words::usd(sum) }</span>
                }
            </h3>
            <ul>{ for places.into_iter().map(|place| held(all, place, props, aim)) }</ul>
        </div>
    }
}

/// What can be added, as a menu that the browser closes.
fn add(plan: &Plan, dispatch: &Dispatch, aim: &Callback<Aim>) -> Html {
    let one = |kind: Kind| {
        let (dispatch, aim) = (dispatch.clone(), aim.clone());
        let to = Aim { count: plan.holdings.len() + 1, id: Some(kind.id(plan.count(kind))), is_opened: true };
        let press = Callback::from(move |_: MouseEvent| {
            aim.emit(to.clone());
            dispatch.dispatch(Act::Add(kind));
        });
        let id = format!("add-{}", kind.word());
        html! { <button type="button" class="tool" key={kind.word()} {id} popovertarget="add-menu" popovertargetaction="hide" onclick={press}>{ kind.label() }</button> }
    };
    let reset = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::ResetAll))
    };
    html! {
        <>
            <button type="button" class="tool line add" id="add" popovertarget="add-menu">{ "Add" }</button>
            <div id="add-menu" class="menu" popover="auto">
                if plan.holdings.len() < MOST {
                    { for Kind::ALL.into_iter().map(one) }
                } else {
                    <p>{ format!("A plan holds at most {MOST}. Remove one before you add another.") }</p>
                }
                <button type="button" class="tool" popovertarget="add-menu" popovertargetaction="hide" onclick={reset}>{ "Put the example back" }</button>
            </div>
        </>
    }
}

/// What market and account need.
#[derive(Properties)]
struct FoldsProps {
    book: Shared<Book>,
    plan: Shared<Plan>,
    report: Shared<Report>,
    wrong: BTreeMap<Address, Wrong>,
    dispatch: Dispatch,
}

/// Equal where the folds look the same: a shock that moves changes none of their rows.
impl PartialEq for FoldsProps {
    fn eq(&self, other: &FoldsProps) -> bool {
        let ([a, b], wrong) = ([&self.plan, &other.plan], self.wrong == other.wrong);
        wrong && (&a.market, &a.account, &a.hedge) == (&b.market, &b.account, &b.hedge)
    }
}

/// Market and account, each folded to a line.
#[component]
fn Folds(props: &FoldsProps) -> Html {
    let (market, account) = (&props.plan.market, &props.plan.account);
    let token = market.token.name();
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
    let shown =
        &Shown { book: &props.book, plan: &props.plan, report: &props.report, wrong: &props.wrong, selected: 0 };
    let stands = |id: &str, of: Group| {
        !HERE.contains(&id) && (of == group || group == Group::Account && OF_ACCOUNT.contains(&id))
    };
    let is_behind = |knob: &Knob| stands(knob.id, knob.group) && knob.is_advanced;
    let lists = || LISTS.iter().filter(|list| list.group == group);
    let has_more =
        lists().next().is_some() || KNOBS.iter().any(|knob| is_behind(knob) && (knob.applies)(shown.plan, 0));
    html! {
        <details class="fold">
            <summary><h3>{ name }</h3><i>{ line }</i></summary>
            { preset_list(group, 0, &name.to_ascii_lowercase(), name, &props.plan, &props.dispatch) }
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
