//! The size's tab: how large the pool may be, rule by rule, and what to do about it.

pub mod checks;
pub mod fall;
pub mod risk;
pub mod sections;
pub mod sized;

use std::rc::Rc;

use risk::Risk;
use second_engine::book::Book;
use second_engine::numbers::pieces::in_pieces;
use second_engine::plan::holding::Kind;
use second_engine::sizing::levers::Levers;
use second_engine::views::pinned::captioned;
use second_engine::views::size::actions::Action;
use second_engine::views::size::offers;
use second_engine::views::size::sensitivities_chart::SensitivitiesView;
use second_engine::views::size::sensitivity::{self, Panel};
use second_engine::views::size::{making_levers, no_position, sensitivities_chart};
use yew::prelude::*;

use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::kept::link_key;
use crate::app::store::made::{Pieces, use_made};
use crate::app::store::pinned::{Pinned, use_a, use_of_a};
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::store::shared::Shared;
use crate::app::views::hedge::held::adder;
use crate::app::views::props::ViewProps;
use crate::app::views::size::sized::{Sized, SizedA, use_sized};

/// What looks along other shocks.
struct Looked {
    panels: Shared<Vec<Panel>>,
    levers: Levers,
    offers: Vec<Action>,
}

/// It, one book after the other; none in it where nothing can be sized.
fn looked(book: Shared<Book>, sized: Option<Shared<Sized>>) -> Pieces<Option<Looked>> {
    in_pieces(async move {
        let ledger = sized.as_deref().and_then(|sized| sized.ledger.as_ref())?;
        let levers = making_levers(&book, ledger).await;
        let panels = Shared::new(sensitivity::making(&book, ledger).await);
        Some(Looked { panels, levers, offers: offers::making(&book, ledger).await })
    })
}

/// Plan A's panels, one point after the other; none where it cannot be sized.
fn panels_of(pinned: Option<Rc<Pinned>>, sized: Option<Shared<SizedA>>) -> Pieces<Vec<Panel>> {
    in_pieces(async move {
        let ledger = sized.as_deref().and_then(|sized| sized.ledger.as_ref());
        let (Some(a), Some(ledger)) = (&pinned, ledger) else { return Vec::new() };
        sensitivity::making(&a.book, ledger).await
    })
}

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <SizeView ..props.clone() /> }
}

/// The panel. Waterfall and sentence move with the slider; what looks along other shocks waits until it rests.
#[component]
fn SizeView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, is_dark, .. } = props;
    let made = use_sized(props, true);
    let rested = use_rested(plan.clone(), REST_MS);
    let still = link_key(&rested);
    let is_still = *rested == **plan && made.is_now;
    let late = use_made((*rested).clone(), is_still, 0.0, || looked(book.clone(), made.value.clone()));
    let is_late_now = is_still && late.is_now;
    let a = use_of_a(true, sized::of_a);
    let pinned = use_a();
    let panels_of_a = use_made(pinned.clone(), a.is_some() && is_still, 0.0, || panels_of(pinned, a.clone())).now();
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let known = made.value.as_ref().and_then(|sized| {
        let tab = if made.is_now { sized::tab(props, sized) } else { sized::last_tab()? };
        Some((sized, tab))
    });
    let Some((sized, tab)) = known else {
        return html! { <p class="answer" id="size-answer" aria-busy="true">{ "How large the pool may be is being worked out." }</p> };
    };
    let Sized { outcomes, ledger, .. } = (**sized).clone();
    let risk =
        html! { <Risk tab={props.clone()} line={still} {outcomes} {ledger} is_now={is_still} pinned={a.clone()} /> };
    let Some(tab) = tab.as_ref() else { return nothing(props, risk, &dispatch) };
    let held = tab.held.0;
    let days = [report.shock.vix_from.0, report.shock.vix.0, report.shock.days];
    let late = late.value.as_ref().and_then(|late| late.as_ref());
    let offers = late.filter(|_| is_late_now).map_or(&[][..], |late| &late.offers);
    let picture = late.map(|Looked { panels, .. }| {
        let pinned = panels_of_a.as_deref().map_or(&[][..], |panels| panels);
        let (head, rows) = sensitivities_chart::table(panels, pinned);
        let caption = captioned("Solid: the answer. Dashed: the smallest cap.", !pinned.is_empty());
        let draw = {
            let (panels, a) = (panels.clone(), panels_of_a.clone());
            Callback::from(move |(width, height)| {
                let pinned = a.as_deref().map_or(&[][..], |panels| panels);
                sensitivities_chart::scene(&SensitivitiesView { panels: &panels, pinned, held, width, height })
            })
        };
        html! {
            <Picture id="sensitivities" dek="Pool size in dollars against one input at a time, everything else as it stands" {draw}
                {caption} sheet={Sheet { head, rows }} is_dark={*is_dark} />
        }
    });
    // What is of the plan before is dimmed until this one's is there.
    let [of_before, waits] = [made.is_now, is_late_now].map(|is_now| (!is_now).then_some("waits"));
    html! {
        <div class={of_before} aria-busy={(!made.is_now).to_string()}>
            { sections::answer(tab) }
            <div class="size">
                <div>
                    { fall::figure(tab, a.as_ref().and_then(|a| Some(&a.tab.as_ref()?.waterfall)), props, &dispatch) }
                    { sections::inputs(props) }
                </div>
                <div class="side">
                    { sections::profiles(tab) }
                    { sections::actions(tab, offers, days, &dispatch) }
                </div>
            </div>
            <div class="duo">
                { sections::hurdle(props, tab) }
                <div class={waits} aria-busy={(!is_late_now).to_string()}>{ late.map(|late| sections::levers(&late.levers)).unwrap_or_default() }</div>
            </div>
            <div class={classes!("wide-figure", waits)}>{ picture.unwrap_or_default() }</div>
            { risk }
        </div>
    }
}

/// Where nothing can be sized: why, a way to a pool, and the risk of what is held.
fn nothing(props: &ViewProps, risk: Html, dispatch: &Dispatch) -> Html {
    let plan = &props.plan;
    html! {
        <>
            <p class="answer" id="size-answer">{ no_position(plan) }</p>
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
