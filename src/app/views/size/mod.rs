//! The size's tab: how large the pool may be, rule by rule, and what to do about it.

pub mod checks;
pub mod fall;
pub mod risk;
pub mod sections;
pub mod sized;

use risk::Risk;
use second_engine::plan::holding::Kind;
use second_engine::views::pinned::captioned;
use second_engine::views::size::actions::larger_hedge;
use second_engine::views::size::sensitivities_chart::SensitivitiesView;
use second_engine::views::size::sensitivity::Panel;
use second_engine::views::size::{NO_POSITION, levers, sensitivities_chart, sensitivity};
use yew::prelude::*;

use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::pinned::{Pinned, use_of_a};
use crate::app::store::rested::use_rested;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::held::adder;
use crate::app::views::props::ViewProps;

/// A drag that rests this long is looked at from every side.
const REST_MS: u32 = 160;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <SizeView ..props.clone() /> }
}

/// The panel. Waterfall and sentence move with the slider; what looks along other shocks waits until it rests.
#[component]
fn SizeView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, is_dark, .. } = props;
    let (outcomes, kept) = (sized::outcomes(props), sized::ledger(props));
    let rested = use_rested(plan.clone(), REST_MS);
    let still = link_key(&rested);
    let late = use_kept(rested, true, || {
        let ledger = kept.as_ref()?;
        Some((Shared::new(sensitivity::of(book, ledger)), levers(book, ledger), larger_hedge(book, ledger)))
    });
    let a = use_of_a(true, sized::of_a);
    let (sized_a, is_sized) = (a.clone(), a.is_some());
    let panels_of_a = use_of_a(is_sized, move |pinned: &Pinned| {
        sized_a.as_ref().and_then(|a| Some(sensitivity::of(&pinned.book, a.ledger.as_ref()?)))
    });
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let tab = sized::tab(props, &kept);
    let risk = html! { <Risk tab={props.clone()} line={still} {outcomes} ledger={kept.clone()} pinned={a.clone()} /> };
    let Some(tab) = tab.as_ref() else { return nothing(props, risk, &dispatch) };
    let held = tab.held.0;
    let days = [report.shock.vix_from.0, report.shock.vix.0, report.shock.days];
    let late = late.as_ref().and_then(|late| late.as_ref());
    let picture = late.map(|(panels, ..)| {
        let of_a = |a: &Option<Shared<Option<Vec<Panel>>>>| a.as_deref().and_then(Option::clone).unwrap_or_default();
        let pinned = of_a(&panels_of_a);
        let (head, rows) = sensitivities_chart::table(panels, &pinned);
        let caption = captioned("Solid: the answer. Dashed: the smallest cap.", !pinned.is_empty());
        let draw = {
            let (panels, a) = (panels.clone(), panels_of_a.clone());
            Callback::from(move |(width, height)| {
                let pinned = &of_a(&a);
                sensitivities_chart::scene(&SensitivitiesView { panels: &panels, pinned, held, width, height })
            })
        };
        html! {
            <Picture id="sensitivities" dek="Pool size in dollars against one input at a time, everything else as it stands" {draw}
                {caption} sheet={Sheet { head, rows }} is_dark={*is_dark} />
        }
    });
    html! {
        <>
            { sections::answer(tab) }
            <div class="size">
                <div>
                    { fall::figure(tab, a.as_ref().and_then(|a| Some(&a.tab.as_ref()?.waterfall)), props, &dispatch) }
                    { sections::inputs(props) }
                </div>
                <div class="side">
                    { sections::profiles(tab) }
                    { sections::actions(tab, late.and_then(|(.., instead)| instead.as_ref()), days) }
                </div>
            </div>
            <div class="duo">
                { sections::hurdle(props, tab) }
                { late.map(|(_, levers, _)| sections::levers(levers)).unwrap_or_default() }
            </div>
            <div class="wide-figure">{ picture.unwrap_or_default() }</div>
            { risk }
        </>
    }
}

/// Where nothing can be sized: why, a way to a pool, and the risk of what is held.
fn nothing(props: &ViewProps, risk: Html, dispatch: &Dispatch) -> Html {
    let plan = &props.plan;
    html! {
        <>
            <p class="answer" id="size-answer">{ NO_POSITION }</p>
            if plan.count(Kind::Pool) == 0 {
                <div class="positions">{ adder(Kind::Pool, plan, dispatch) }</div>
            } else {
                { props.knobs(&["sizing.pool"]) }
            }
            if !props.book.entries.is_empty() {
                { risk }
            }
        </>
    }
}
