//! Tabs: the row under the fold and the open one's panel. A panel exists while it is open, and computes while it is
//! in view.

use std::collections::BTreeMap;

use gloo::utils::document;
use second_engine::book::limits::LargestPool;
use second_engine::book::resolve::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::views::learn::CLAIMS;
use second_engine::views::report::Report;
use second_engine::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::controls::rows::{Shown, rows_where};
use crate::app::store::act::Wrong;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::HedgePanel;
use crate::app::views::learn::LearnPanel;
use crate::app::views::pool::PoolPanel;
use crate::app::views::size::SizePanel;

/// What a panel is made from.
#[derive(Clone, Properties, PartialEq)]
pub struct TabProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<Address, Wrong>,
    /// Which pool's details are shown, and whose inputs; it moves no number.
    pub selected: usize,
    /// Told which pool to show.
    pub select: Callback<usize>,
    /// Counts steps: what is not computed while a slider moves follows it.
    pub step: u32,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether anybody looks.
    #[prop_or_default]
    pub is_in_view: bool,
}

impl TabProps {
    /// What rows are made from.
    pub fn shown(&self) -> Shown<'_> {
        Shown { plan: &self.plan, report: &self.report, wrong: &self.wrong, selected: self.selected }
    }

    /// Rows of the knobs whose id begins with one of these.
    pub fn knobs(&self, starts: &'static [&'static str]) -> Html {
        let is_wanted = |knob: &second_engine::plan::knobs::Knob| starts.iter().any(|start| knob.id.starts_with(start));
        html! { <div class="knobs">{ rows_where(&is_wanted, true, &self.shown()) }</div> }
    }
}

/// A tab: part of its DOM ids, its name, what stands small beside the name.
struct Tab {
    id: &'static str,
    name: &'static str,
    teaser: fn(&Report) -> String,
}

const TABS: [Tab; 4] = [
    Tab { id: "size", name: "Size", teaser: |report| largest(&report.combined.largest_pool) },
    Tab { id: "hedge", name: "Hedge", teaser: |report| format!("{} a year", words::amount(report.hedge.carry.0)) },
    Tab { id: "pool", name: "Pool", teaser: |report| words::usd(report.pool.pnl.0) },
    Tab { id: "learn", name: "Learn", teaser: |_| format!("{} claims", CLAIMS.len()) },
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
                if *open == 0 {
                    <SizePanel ..props />
                } else if *open == 1 {
                    <HedgePanel ..props />
                } else if *open == 2 {
                    <PoolPanel ..props />
                } else {
                    <LearnPanel ..props />
                }
            </div>
        </section>
    }
}
