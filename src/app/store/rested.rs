//! Rested: a plan as it stood when it last did not change for a moment; what is heavy waits for that.

use gloo::timers::callback::Timeout;
use second_engine::plan::Plan;
use yew::prelude::*;

use crate::app::store::shared::Shared;

/// The slider must rest this long, milliseconds, before what is heavier than a frame is begun.
pub const REST_MS: u32 = 100;

/// The plan as it last rested for so many milliseconds.
#[hook]
pub fn use_rested(plan: Shared<Plan>, rest: u32) -> Shared<Plan> {
    let rested = use_state_eq(|| plan.clone());
    let set = rested.setter();
    use_effect_with(plan, move |plan| {
        let plan = plan.clone();
        let timer = Timeout::new(rest, move || set.set(plan));
        move || drop(timer)
    });
    (*rested).clone()
}
