//! Presets: the list of a group's named settings, as it stands on top of the group's inputs.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::Group;
use second_engine::plan::presets::{Preset, presets};
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// The list, for holding `nth` of its kind; nothing where the group has no preset, or none that writes on this one.
/// `id` is what its DOM id begins with, `name` what the list is of.
pub fn preset_list(group: Group, nth: usize, id: &str, name: &str, plan: &Shared<Plan>, dispatch: &Dispatch) -> Html {
    let writes_here =
        |preset: &Preset| preset.changes(plan, nth).iter().any(|(at, _)| at.kind().is_none() || at.nth == nth);
    if !presets(group).any(writes_here) {
        return Html::default();
    }
    let set = presets(group).position(|preset| preset.is_set(plan, nth));
    let names = presets(group).map(|preset| AttrValue::Static(preset.name));
    // Where no preset stands, the list says so first.
    let is_own = set.is_none();
    let labels: Vec<AttrValue> = is_own.then_some(AttrValue::Static("Your own")).into_iter().chain(names).collect();
    let (plan, dispatch) = (plan.clone(), dispatch.clone());
    let choose = Callback::from(move |i: usize| {
        let chosen = if is_own { i.checked_sub(1) } else { Some(i) };
        if let Some(preset) = chosen.and_then(|i| presets(group).nth(i)) {
            let is_there = |at: &Address| at.kind().is_none_or(|kind| at.nth < plan.count(kind));
            dispatch.dispatch(Act::turn(preset.changes(&plan, nth).into_iter().filter(|(at, _)| is_there(at))));
        }
    });
    html! {
        <div class="preset">
            <Select id={format!("{id}-preset")} label={format!("{name}: preset")} {labels} chosen={set.unwrap_or(0)} {choose} />
        </div>
    }
}
