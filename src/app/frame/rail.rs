//! Rail: what is held, each with its dollars in the shock and its inputs, then market and account.

use second_engine::plan::Plan;
use second_engine::plan::holding::{Kind, MOST};
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::icons::{FOLD, icon};
use crate::app::figures::sample::sample;
use crate::app::figures::sign::sign;
use crate::app::frame::fold_props::{Fold, FoldProps};
use crate::app::frame::held::{Aim, Around, held};
use crate::app::frame::holdings::{RailHolding, SECTIONS, Section, holdings};
use crate::app::frame::opened::{Opened, use_opened};
use crate::app::frame::rail_props::RailProps;
use crate::app::frame::top::emit;
use crate::app::later::{Arrival, part};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// From so many holdings on, a row that is closed is one line high.
const MANY: usize = 10;

/// The left rail; a sheet on a phone.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let RailProps { book, plan, report, is_folded, dispatch, .. } = props;
    let aim = use_aim(plan.holdings.len());
    let opened = use_opened();
    let arrival = use_context::<Arrival>().unwrap_or_default();
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
                } else if all.iter().all(|one| one.pnl.is_none()) {
                    <p class="none" id="none-of-it">{ "Nothing is held: what is on has no contract and no deposit." }</p>
                }
                { for SECTIONS.iter().map(|one| section(one, &all, &Around { props, aim: &aim, opened: &opened, arrival })) }
                if all.iter().any(|one| one.pnl.is_some()) {
                    <p class="total"><span>{ "Combined" }</span><span id="sum-combined" class={classes!(sign(combined))}>{ words::usd(combined) }</span></p>
                }
                { fold(Fold::Market, props, &opened, arrival) }
                if plan.market.today.is_some() {
                    { arrival.draw(|later| (later.to_today)(book, dispatch)) }
                }
                { fold(Fold::Account, props, &opened, arrival) }
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
fn section(section: &Section, all: &[RailHolding], around: &Around) -> Html {
    let places: Vec<usize> = (0..all.len()).filter(|place| (section.lists)(all[*place].kind)).collect();
    if places.is_empty() {
        return Html::default();
    }
    let is_on = places.iter().any(|place| all[*place].pnl.is_some());
    let sum = (section.sum)(&around.props.report);
    html! {
        <div key={section.series}>
            <h3 class="kind"><span>{ section.name }{ " " }{ sample(section.series) }</span>
                if is_on {
                    <span id={format!("sum-{}", section.series)} class={classes!(sign(sum))}>{ words::usd(sum) }</span>
                }
            </h3>
            <ul>{ for places.into_iter().map(|place| held(all, place, around)) }</ul>
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

/// Market or account, folded to a line; its inputs exist while it is open.
fn fold(fold: Fold, props: &RailProps, opened: &Opened, arrival: Arrival) -> Html {
    let id = fold.id();
    let is_open = opened.has(id);
    let props = FoldProps {
        fold,
        book: props.book.clone(),
        plan: props.plan.clone(),
        report: props.report.clone(),
        wrong: props.wrong.clone(),
        dispatch: props.dispatch.clone(),
    };
    html! {
        <details class="fold" {id} open={is_open} ontoggle={opened.toggled(id)} key={id}>
            <summary><h3>{ fold.name() }</h3><i>{ fold.line(&props.plan) }</i></summary>
            if is_open {
                { part(arrival, "fold-again", |later| (later.fold)(&props)) }
            }
        </details>
    }
}
