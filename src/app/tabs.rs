//! Tabs: the row under the fold and the open one's panel. A panel exists while it is open, and computes while it is
//! in view.

use std::collections::BTreeMap;

use gloo::utils::document;
use second_engine::book::limits::LargestPool;
use second_engine::book::setup::Setup;
use second_engine::plan::Plan;
use second_engine::report::Report;
use second_engine::report::claims::CLAIMS;
use second_engine::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::later::{Arrival, Later, show};
use super::rail::{Shown, rows_where};
use super::shared::Shared;
use super::sight::use_in_view;
use super::store::Wrong;

/// What a panel is made from.
#[derive(Clone, Properties, PartialEq)]
pub struct TabProps {
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
    /// Counts steps: what is not computed while a slider moves follows it.
    pub step: u32,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// How far the chunk is.
    pub arrival: Arrival,
    /// Whether anybody looks.
    #[prop_or_default]
    pub is_in_view: bool,
}

impl TabProps {
    /// Rows of the knobs whose id begins with one of these.
    pub fn knobs(&self, starts: &'static [&'static str]) -> Html {
        let is_wanted = |knob: &second_engine::plan::knobs::Knob| starts.iter().any(|start| knob.id.starts_with(start));
        let shown = Shown { plan: &self.plan, report: &self.report, wrong: &self.wrong };
        html! { <div class="knobs">{ rows_where(&is_wanted, &shown) }</div> }
    }
}

/// A tab: part of its DOM ids, its name, what stands small beside the name, its panel.
struct Tab {
    id: &'static str,
    name: &'static str,
    teaser: fn(&Report) -> String,
    panel: fn(&Later) -> fn(&TabProps) -> Html,
}

const TABS: [Tab; 4] = [
    Tab {
        id: "size",
        name: "Size",
        teaser: |report| largest(&report.combined.largest_pool),
        panel: |later| later.size,
    },
    Tab {
        id: "hedge",
        name: "Hedge",
        teaser: |report| format!("{} a year", words::amount(report.hedge.carry.0)),
        panel: |later| later.hedge,
    },
    Tab { id: "pool", name: "Pool", teaser: |report| words::usd(report.pool.pnl.0), panel: |later| later.pool },
    Tab { id: "learn", name: "Learn", teaser: |_| format!("{} claims", CLAIMS.len()), panel: |later| later.learn },
];

fn largest(pool: &LargestPool) -> String {
    match pool {
        LargestPool::Unlimited => "the shock sets no limit".into(),
        LargestPool::UpTo(most) => format!("the shock allows {}", words::at_most(most.0)),
        LargestPool::None => "the shock allows none".into(),
    }
}

/// The row of tabs and the open one's panel.
#[component]
pub fn Tabs(props: &TabProps) -> Html {
    let room = use_node_ref();
    let open = use_state_eq(|| 0_usize);
    let props = TabProps { is_in_view: use_in_view(room.clone()), ..props.clone() };
    let step = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            let last = TABS.len() - 1;
            let to = match event.key().as_str() {
                "ArrowRight" => (*open + 1) % TABS.len(),
                "ArrowLeft" => open.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            open.set(to);
            let tab = document().get_element_by_id(&format!("tab-{}", TABS[to].id));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        })
    };
    let tab = |(i, tab): (usize, &Tab)| {
        let is_open = *open == i;
        let open = open.clone();
        html! {
            <button type="button" class="tab" role="tab" id={format!("tab-{}", tab.id)}
                aria-selected={is_open.to_string()} aria-controls={is_open.then(|| format!("panel-{}", tab.id))}
                tabindex={if is_open { "0" } else { "-1" }} onclick={Callback::from(move |_: MouseEvent| open.set(i))}>
                { tab.name }<small>{ (tab.teaser)(&props.report) }</small>
            </button>
        }
    };
    let id = TABS[*open].id;
    html! {
        <section class="under" ref={room} aria-label="In depth">
            <div class="tabs" role="tablist" aria-label="In depth" onkeydown={step}>{ for TABS.iter().enumerate().map(tab) }</div>
            <div class="panel" role="tabpanel" key={id} id={format!("panel-{id}")} aria-labelledby={format!("tab-{id}")} tabindex="0">
                { show(props.arrival, |later| (TABS[*open].panel)(later)(&props)) }
            </div>
        </section>
    }
}
