//! Presets: the list of a group's named settings, as it stands on top of the group's inputs.

use second_engine::plan::Plan;
use second_engine::plan::knobs::Group;
use second_engine::plan::presets::presets;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// The list, for holding `nth` of its kind; nothing where the group has no preset that fits. `id` is what its DOM id begins with, `name` what the list is of.
pub fn preset_list(group: Group, nth: usize, id: &str, name: &str, plan: &Shared<Plan>, dispatch: &Dispatch) -> Html {
    let fitting: Vec<_> = presets(group, plan, nth).collect();
    if fitting.is_empty() {
        return Html::default();
    }
    let set = fitting.iter().position(|preset| preset.is_set(plan, nth));
    let names = fitting.iter().map(|preset| AttrValue::Static(preset.name));
    // Where no preset stands, the list says so first.
    let is_own = set.is_none();
    let labels: Vec<AttrValue> = is_own.then_some(AttrValue::Static("Your own")).into_iter().chain(names).collect();
    let (plan, dispatch) = (plan.clone(), dispatch.clone());
    let choose = Callback::from(move |i: usize| {
        let chosen = if is_own { i.checked_sub(1) } else { Some(i) };
        if let Some(preset) = chosen.and_then(|i| fitting.get(i)) {
            dispatch.dispatch(Act::turn(preset.changes(&plan, nth)));
        }
    });
    html! {
        <div class="preset">
            <Select id={format!("{id}-preset")} label={format!("{name}: preset")} {labels} chosen={set.unwrap_or(0)} {choose} />
        </div>
    }
}
