//! Size line: how large the sized pool may be, behind the verdict; the figure of the size view, in its words.

use second_engine::book::careful;
use second_engine::views::size;
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::sentence::{Strong, sentence};
use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::views::props::ViewProps;
use crate::app::views::size::sections::strong;
use crate::app::views::size::sized::{self, use_sized};

/// Where no size can be said: what index.html says.
const TITLE: &str = "Second Engine: what a VIX shock does to the condor, the pool and the hedge";

fn set_title(title: &str) {
    gloo::utils::document().set_title(title);
}

/// The line.
pub fn size_line(props: &ViewProps) -> Html {
    html! { <SizeLine ..props.clone() /> }
}

/// Moves with the slider; another plan's follows when the hand rests, and nothing of an older one stands meanwhile.
#[component]
fn SizeLine(props: &ViewProps) -> Html {
    let ViewProps { book, plan, scan, .. } = props;
    let rested = use_rested(plan.clone(), REST_MS);
    let is_still = *rested == **plan;
    let is_of_line = link_key(&rested) == link_key(plan);
    let made = use_sized(props, is_of_line).now();
    let careful = use_kept(rested.clone(), is_still && made.is_some(), || careful::of(book, scan));
    if book.plan.sized_pool().is_none() {
        set_title(TITLE);
        return Html::default();
    }
    let Some(made) = made else {
        return html! { <span id="size-line" class="quiet">{ " How large the pool may be is being worked out." }</span> };
    };
    let tab = sized::tab(props, &made);
    let Some(tab) = tab.as_ref() else {
        set_title(TITLE);
        return html! { <span id="size-line">{ format!(" {}", size::no_position(plan)) }</span> };
    };
    // While it is not this plan's the careful figure keeps its room and says nothing.
    let beside = careful.map(|careful| {
        let [text, figure] = size::beside(&props.report, tab, &careful);
        let said = format!("{figure}, set at VIX {}", words::vix(careful.vix.0));
        let (title, formula) = ("The careful figure", size::CAREFUL.into());
        sentence(&text, vec![Strong { figure, title, formula, said, source: "Model book 10" }])
    });
    let beside = beside.unwrap_or_default();
    // What a bookmark, a tab or a shared link is called.
    if is_still {
        set_title(&format!("{} Second Engine", tab.headline));
    }
    html! {
        <span id="size-line">{ " " }{ sentence(&tab.headline, strong(tab)) }{ " " }
            <span class={(!is_still).then_some("stale")} aria-hidden={(!is_still).then_some("true")}>{ beside }</span>
        </span>
    }
}
