//! The size's tab: how large the pool may be, rule by rule, and what to do about it.

pub mod checks;
pub mod fall;
pub mod risk;
pub mod sections;

use std::sync::Arc;

use gloo::timers::callback::Timeout;
use risk::Risk;
use second_engine::plan::{AccountPlan, Plan};
use second_engine::views::size::NO_POSITION;
use second_engine::views::size::sensitivities_chart;
use second_engine::views::size::sensitivities_chart::SensitivitiesView;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::shared::Shared;
use crate::app::store::kept::{link_key, use_kept};
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
    let line = link_key(plan);
    let account_free = Plan { account: AccountPlan::default(), sizing: Default::default(), ..line.clone() };
    let outcomes = use_kept(account_free, true, || Arc::new(book.outcomes()));
    let kept = use_kept(line, true, || outcomes.as_ref().and_then(|outcomes| book.size_ledger(outcomes)));
    let rested = use_rested(plan.clone());
    let still = link_key(&rested);
    let late = use_kept(rested, true, || {
        let ledger = kept.as_ref().and_then(|kept| kept.as_ref())?;
        Some((Shared::new(book.size_sensitivities(ledger)), book.size_levers(ledger)))
    });
    let (Some(kept), Some(outcomes), Some(dispatch)) = (kept, outcomes, use_context::<Dispatch>()) else {
        return Html::default();
    };
    let risk = html! { <Risk tab={props.clone()} line={still} {outcomes} ledger={kept.clone()} /> };
    let Some(ledger) = kept.as_ref() else { return html! { <p class="answer" id="size-answer">{ NO_POSITION }</p> } };
    let tab = book.size_tab(ledger);
    let held = tab.held.0;
    let days = [report.shock.vix_from.0, report.shock.vix.0, report.shock.days];
    let late = late.as_ref().and_then(|late| late.as_ref());
    let picture = late.map(|(panels, _)| {
        let draw = {
            let panels = panels.clone();
            Callback::from(move |(width, height)| {
                sensitivities_chart::scene(&SensitivitiesView { panels: &panels, held, width, height })
            })
        };
        let (head, rows) = sensitivities_chart::table(panels);
        html! {
            <Picture id="sensitivities" dek="Pool size in dollars against one input at a time, everything else as it stands" {draw}
                caption="Solid: the answer. Dashed: the smallest cap. CVaR stays as it is."
                sheet={Sheet { head, rows }} is_dark={*is_dark} />
        }
    });
    html! {
        <>
            { sections::answer(&tab) }
            <div class="size">
                <div>
                    { fall::figure(&tab, props, &dispatch) }
                    { sections::inputs(props) }
                </div>
                <div class="side">
                    { sections::profiles(&tab) }
                    { sections::actions(&tab, days) }
                </div>
            </div>
            <div class="duo">
                { sections::hurdle(props, &tab) }
                { late.map(|(_, levers)| sections::levers(levers)).unwrap_or_default() }
            </div>
            <div class="wide-figure">{ picture.unwrap_or_default() }</div>
            { risk }
        </>
    }
}

/// The plan as it last rested for a moment.
#[hook]
fn use_rested(plan: Shared<Plan>) -> Shared<Plan> {
    let rested = use_state_eq(|| plan.clone());
    let set = rested.setter();
    use_effect_with(plan, move |plan| {
        let plan = plan.clone();
        let timer = Timeout::new(REST_MS, move || set.set(plan));
        move || drop(timer)
    });
    (*rested).clone()
}
