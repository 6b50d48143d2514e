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

use panel::Panel;

use super::curves::use_kept;
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

/// What the panel is made from, as it was when it was last in view.
pub struct View {
    /// The figures.
    pub tab: Shared<PoolTab>,
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

/// The row of tabs and the open one's panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let room = use_node_ref();
    let is_in_view = use_in_view(room.clone());
    let TabsProps { setup, plan, report, wrong, front, is_dark } = props;
    let key = (plan.clone(), wrong.clone(), *front, *is_dark);
    let view = use_kept(key, is_in_view, || View {
        tab: Shared::new(setup.pool_tab(report)),
        plan: plan.clone(),
        report: report.clone(),
        wrong: wrong.clone(),
        front: *front,
        is_dark: *is_dark,
    });
    let net = view.as_ref().map(|view| format!("{} a year", words::usd(view.tab.carry[2].net.0)));
    html! {
        <section class="under" ref={room} aria-label="In depth">
            <div class="tabs" role="tablist" aria-label="In depth">
                <button type="button" class="tab" role="tab" id="tab-pool" aria-selected="true" aria-controls="panel-pool">
                    { "Pool" }<small>{ net }</small>
                </button>
            </div>
            <div class="panel" role="tabpanel" id="panel-pool" aria-labelledby="tab-pool" tabindex="0">
                if let Some(view) = view {
                    <Panel {view} />
                }
            </div>
        </section>
    }
}
