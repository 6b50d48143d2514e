//! More of the shock: its inputs that have no box in the strip.

use second_engine::plan::Plan;
use second_engine::plan::knobs::{Group, Knob};
use yew::prelude::*;

use crate::app::controls::rows::rows_where;
use crate::app::controls::shown::Shown;
use crate::app::frame::here::HERE;
use crate::app::frame::presets::preset_list;
use crate::app::store::Dispatch;
use crate::app::store::shared::Shared;

/// The presets and the rows.
pub fn shock_more(shown: &Shown) -> Html {
    html! {
        <>
            <Presets plan={Shared::new(shown.plan.clone())} />
            { rows_where(&|knob: &Knob| knob.group == Group::Shock && !HERE.contains(&knob.id), true, shown) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PresetsProps {
    plan: Shared<Plan>,
}

/// The named settings of the shock.
#[component]
fn Presets(props: &PresetsProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    preset_list(Group::Shock, 0, "shock", "Shock", &props.plan, &dispatch)
}
