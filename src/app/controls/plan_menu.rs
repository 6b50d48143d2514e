//! Plan menu: the plan's name, what is to be known of it, and the menu of plans, which exists while it is open.

use web_sys::Element;
use yew::prelude::*;

use crate::app::controls::shelved::Shelved;
use crate::app::later::{Arrival, part};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// The menu, with what is to be known under it. It needs no props: where the plan is kept comes as a context.
#[component]
pub fn PlanMenu() -> Html {
    let is_open = use_state_eq(|| false);
    let arrival = use_context::<Arrival>().unwrap_or_default();
    let (Some(shelved), Some(dispatch)) = (use_context::<Shelved>(), use_context::<Dispatch>()) else {
        return Html::default();
    };
    let ontoggle = {
        let is_open = is_open.clone();
        Callback::from(move |event: Event| {
            is_open.set(event.target_unchecked_into::<Element>().matches(":popover-open").unwrap_or_default());
        })
    };
    let heard = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Heard))
    };
    html! {
        <div class="plan-menu">
            <button type="button" class="tool" id="plan-menu-open" popovertarget="plan-menu"
                aria-label={format!("Plan: {}", shelved.kept.plan.name)}>
                <b id="plan-name">{ &shelved.kept.plan.name }</b>{ " ▾" }
            </button>
            <div id="plan-menu" class="menu" popover="auto" role="group" aria-label="Plans on this device" {ontoggle}>
                if *is_open {
                    { part(arrival, "plans-again", |later| (later.plan_menu)(&shelved)) }
                }
            </div>
            <span role="status" id="plan-notice" class={classes!("note", shelved.notice.is_none().then_some("sr"))}>
                { shelved.notice.clone() }
                if shelved.notice.is_some() {
                    <button type="button" class="tool" id="plan-heard" onclick={heard}>{ "Dismiss" }</button>
                }
            </span>
        </div>
    }
}
