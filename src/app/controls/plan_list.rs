//! Plan list: the plans that are kept on this device: another name, a new one, a copy, another, saved as files.

use second_engine::plan::history::History;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::browser::dom::save_text;
use crate::app::controls::shelved::Shelved;
use crate::app::later;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::plans::{LONGEST_NAME, Named, Plans, report_name, unread};
use crate::app::store::shelf_file;
use crate::app::store::storage::{Device, NOTHING_KEPT, example_of_today};

/// What the menu does.
#[derive(Clone, Copy, PartialEq)]
enum Do {
    New,
    Copy,
    Save,
    SaveAll,
    Report,
    Switch(u32),
    Remove(u32),
    /// Another plan, whatever becomes of the one on the page.
    Leave(u32),
}

/// Where the plan on the page is kept.
#[derive(Properties, PartialEq)]
pub struct PlanListProps {
    /// Its place and name, and how it is kept at once.
    pub shelved: Shelved,
}

/// What the menu of plans holds.
#[component]
pub fn PlanList(props: &PlanListProps) -> Html {
    let shelved = &props.shelved;
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    // The number of the plan whose removal was asked for once: the second press does it.
    let doomed = use_state_eq(|| None::<u32>);
    // The plan that was asked for while the one on the page could not be kept.
    let held = use_state_eq(|| None::<u32>);
    // What the shelf holds is read again after each act.
    let read_again = use_force_update();
    let act = |what: Do| {
        let (shelved, dispatch, doomed, held) = (shelved.clone(), dispatch.clone(), doomed.clone(), held.clone());
        let read_again = read_again.clone();
        Callback::from(move |_: MouseEvent| {
            match what {
                Do::Remove(id) if *doomed != Some(id) => doomed.set(Some(id)),
                what => {
                    let asked = run(what, &shelved, &dispatch);
                    // What only saves a file leaves the question open.
                    if !matches!(what, Do::Save | Do::SaveAll | Do::Report) {
                        held.set(asked);
                    }
                    doomed.set(None);
                }
            }
            read_again.force_update();
        })
    };
    let rename = {
        let (shelved, dispatch) = (shelved.clone(), dispatch.clone());
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let own = shelved.flush.emit(()).0.unwrap_or_else(|| shelved.kept.clone()).plan;
            match Plans(&Device).rename(own.id, &input.value()) {
                Some(name) => {
                    input.set_value(&name);
                    dispatch.dispatch(Act::Rename(name));
                }
                None => {
                    input.set_value(&own.name);
                    dispatch.dispatch(Act::Tell(NOTHING_KEPT.into()));
                }
            }
        })
    };
    let plans = Plans(&Device).list();
    let own = shelved.kept.plan.id;
    let row = |plan: &Named| row(plan, own, plans.len(), *doomed, &act);
    html! {
        <>
            <label for="plan-rename">{ "Name" }</label>
            <input id="plan-rename" type="text" maxlength={LONGEST_NAME.to_string()} autocomplete="off"
                value={shelved.kept.plan.name.clone()} onchange={rename} />
            <ul class="list" id="plans">{ for plans.iter().map(row) }</ul>
            if let Some(id) = *held {
                <div role="alert" id="plan-held">
                    <p class="note">{ format!("'{}' is not kept as it stands: there is no room. Save it as a file, or delete a plan, before you turn to another one.", shelved.kept.plan.name) }</p>
                    <button type="button" class="tool" id="plan-held-save" onclick={act(Do::Save)}>{ "Save it as a file" }</button>
                    <button type="button" class="tool" id="plan-leave" onclick={act(Do::Leave(id))}>{ "Turn without keeping it" }</button>
                </div>
            }
            <button type="button" class="tool" id="plan-new" onclick={act(Do::New)}>{ "New plan" }</button>
            <button type="button" class="tool" id="plan-copy" onclick={act(Do::Copy)}>{ "Duplicate" }</button>
            <button type="button" class="tool" id="plan-save" onclick={act(Do::Save)}>{ "Save as a file" }</button>
            <button type="button" class="tool" id="plans-save" title="One file with every plan on this device; Open takes it in again"
                onclick={act(Do::SaveAll)}>{ "Save all plans" }</button>
            <button type="button" class="tool" id="report-save" onclick={act(Do::Report)}>{ "Save report" }</button>
        </>
    }
}

fn row(plan: &Named, own: u32, count: usize, doomed: Option<u32>, act: &impl Fn(Do) -> Callback<MouseEvent>) -> Html {
    let is_own = plan.id == own;
    let is_doomed = doomed == Some(plan.id);
    let (said, title) = if is_doomed { ("Delete for good", "Delete for good") } else { ("×", "Delete") };
    html! {
        <li key={plan.id}>
            <button type="button" class="tool" aria-current={is_own.then_some("true")} disabled={is_own}
                onclick={act(Do::Switch(plan.id))}>{ &plan.name }</button>
            if count > 1 {
                <button type="button" class="tool" aria-label={format!("{title} {}", plan.name)} {title}
                    onclick={act(Do::Remove(plan.id))}>{ said }</button>
            }
        </li>
    }
}

/// Does it; what stands on the page is kept before another plan takes it. Comes back with the plan that was asked for where
/// that one could not be kept: then nothing takes its place.
fn run(what: Do, shelved: &Shelved, dispatch: &Dispatch) -> Option<u32> {
    let plans = Plans(&Device);
    let (flushed, history) = shelved.flush.emit(());
    let is_kept = flushed.is_some();
    let kept = flushed.unwrap_or_else(|| shelved.kept.clone());
    let tell = |said: String| dispatch.dispatch(Act::Tell(said));
    let take = |id: u32| match plans.read(id) {
        Some((kept, history)) => dispatch.dispatch(Act::Take(kept, Box::new(history))),
        None => tell(unread(plans.list().iter().find(|plan| plan.id == id).map_or("", |plan| &plan.name))),
    };
    let create = |name: &str, history: History| match plans.create(name, &history) {
        Some(kept) => dispatch.dispatch(Act::Take(kept, Box::new(history))),
        None => tell(NOTHING_KEPT.into()),
    };
    match what {
        Do::New | Do::Copy if !is_kept => tell(NOTHING_KEPT.into()),
        Do::New => create("My plan", History::new(example_of_today())),
        Do::Copy => create(&kept.plan.name, history),
        Do::Save => later::with(move |later| {
            (later.save_plan)(&kept.plan.name, history.present());
        }),
        // What stands on the page has been priced: it has no fault to tell.
        Do::Report => later::with(move |later| {
            if let Ok(text) = (later.report_text)(history.present()) {
                save_text(&report_name(&kept.plan.name), "application/json", &text);
            }
        }),
        Do::SaveAll => save_text(shelf_file::NAME, "application/json", &shelf_file::text(&plans)),
        Do::Switch(id) if !is_kept => return Some(id),
        Do::Switch(id) | Do::Leave(id) => take(id),
        Do::Remove(id) => {
            plans.remove(id);
            if id == kept.plan.id {
                take(plans.last().id);
            } else {
                // There may be room now.
                shelved.flush.emit(());
            }
        }
    }
    None
}
