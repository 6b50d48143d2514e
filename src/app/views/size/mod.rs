//! The size's tab: how large the pool may be, rule by rule, and what to do about it.

pub mod checks;
pub mod fall;
pub mod risk;
pub mod sections;
pub mod sized;

use risk::Risk;
use second_engine::plan::holding::Kind;
use second_engine::views::size::offers;
use second_engine::views::size::sensitivities_chart::SensitivitiesView;
use second_engine::views::size::{NO_POSITION, levers, sensitivities_chart, sensitivity};
use yew::prelude::*;

use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::kept::{link_key, use_kept};
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
        Some((Shared::new(sensitivity::of(book, ledger)), levers(book, ledger), offers::of(book, ledger)))
    });
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let tab = sized::tab(props, &kept);
    let risk = html! { <Risk tab={props.clone()} line={still} {outcomes} ledger={kept.clone()} /> };
    let Some(tab) = tab.as_ref() else { return nothing(props, risk, &dispatch) };
    let held = tab.held.0;
    let days = [report.shock.vix_from.0, report.shock.vix.0, report.shock.days];
    let late = late.as_ref().and_then(|late| late.as_ref());
    let picture = late.map(|(panels, ..)| {
        let draw = {
            let panels = panels.clone();
            Callback::from(move |(width, height)| {
                sensitivities_chart::scene(&SensitivitiesView { panels: &panels, held, width, height })
            })
        };
        let (head, rows) = sensitivities_chart::table(panels);
        html! {
            <Picture id="sensitivities" dek="Pool size in dollars against one input at a time, everything else as it stands" {draw}
                caption="Solid: the answer. Dashed: the smallest cap."
                sheet={Sheet { head, rows }} is_dark={*is_dark} />
        }
    });
    html! {
        <>
            { sections::answer(tab) }
            <div class="size">
                <div>
                    { fall::figure(tab, props, &dispatch) }
                    { sections::inputs(props) }
                </div>
                <div class="side">
                    { sections::profiles(tab) }
                    { sections::actions(tab, late.map_or(&[], |(.., offers)| offers.as_slice()), days) }
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
