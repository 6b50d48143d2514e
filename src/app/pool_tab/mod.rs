//! The tabs under the fold, and the pool's panel. A panel is computed while it is in view and its inputs changed.

mod import;
mod panel;
mod sections;
mod sheets;

use std::collections::BTreeMap;

use second_engine::book::setup::Setup;
use second_engine::plan::Plan;
use second_engine::report::Report;
use second_engine::report::pool_tab::PoolTab;
use second_engine::words;
use yew::prelude::*;

use super::curves::use_kept;
use super::row::Dispatch;
use super::shared::Shared;
use super::sight::use_in_view;
use super::store::Wrong;

/// What the tabs show.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// The plan, resolved.
    pub setup: Shared<Setup>,
    /// The plan, the position in front as its first.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<&'static str, Wrong>,
    /// Which position is in front.
    pub front: usize,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// What every part of the panel is made from.
struct View<'a> {
    tab: &'a PoolTab,
    plan: &'a Plan,
    report: &'a Report,
    wrong: &'a BTreeMap<&'static str, Wrong>,
    front: usize,
    is_dark: bool,
}

/// The row of tabs and the open one's panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let room = use_node_ref();
    let is_in_view = use_in_view(room.clone());
    let benchmark = use_state_eq(|| 0_usize);
    let tab = use_kept(props.plan.clone(), is_in_view, || props.setup.pool_tab(&props.report));
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let net = tab.as_ref().map(|tab| format!("{} a year", words::usd(tab.carry[2].net.0)));
    let switch = {
        let benchmark = benchmark.clone();
        Callback::from(move |i| benchmark.set(i))
    };
    html! {
        <section class="under" ref={room} aria-label="In depth">
            <div class="tabs" role="tablist" aria-label="In depth">
                <button type="button" class="tab" role="tab" id="tab-pool" aria-selected="true" aria-controls="panel-pool">
                    { "Pool" }<small>{ net }</small>
                </button>
            </div>
            <div class="panel" role="tabpanel" id="panel-pool" aria-labelledby="tab-pool" tabindex="0">
                if let Some(tab) = tab {
                    { panel::panel(&View {
                        tab: &tab,
                        plan: &props.plan,
                        report: &props.report,
                        wrong: &props.wrong,
                        front: props.front,
                        is_dark: props.is_dark,
                    }, &tab, *benchmark, &switch, &dispatch) }
                }
            </div>
        </section>
    }
}
