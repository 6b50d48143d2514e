//! The tab of data: files that the person has, what was read of them, what they say, and what of it goes into the plan.

mod betas;
mod chain;
mod offers;
mod sets;
mod signals;
mod walked;
mod zone;

use second_engine::words::kept;
use yew::prelude::*;

use crate::app::reader::desk::use_reader;
use crate::app::store::Dispatch;
use crate::app::views::data::betas::Betas;
use crate::app::views::data::chain::Smile;
use crate::app::views::data::offers::Put;
use crate::app::views::data::signals::Signals;
use crate::app::views::data::walked::WalkedFigure;
use crate::app::views::data::zone::Zone;
use crate::app::views::props::ViewProps;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <DataView ..props.clone() /> }
}

/// The panel. All of it but the zone comes from the reader, and stays what it was until that has answered.
#[component]
fn DataView(props: &ViewProps) -> Html {
    let ViewProps { plan, is_dark, step, .. } = props;
    let seen = use_reader(plan, *step);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let tab = seen.tab.clone();
    let answer = tab.as_ref().map_or_else(|| "Reading what is kept here.".to_string(), |tab| tab.answer.clone());
    let (zone, walked) = (
        html! { <Zone seen={seen.clone()} /> },
        html! { <WalkedFigure plan={plan.clone()} seen={seen.clone()} is_dark={*is_dark} /> },
    );
    let Some(tab) = tab else {
        return html! { <><p class="answer" id="data-answer">{ answer }</p>{ zone }</> };
    };
    let put = Put { plan: plan.clone(), dispatch, tab: tab.clone() };
    html! {
        <>
            <p class="answer" id="data-answer">{ kept(&answer) }</p>
            { zone }
            if !tab.sets.is_empty() {
                { sets::sets(&put) }
                <Smile put={put.clone()} is_dark={*is_dark} />
                <div class="duo">
                    <Signals put={put.clone()} is_dark={*is_dark} />
                    <Betas {put} token={plan.market.token.name()} is_dark={*is_dark} />
                </div>
            }
            { walked }
        </>
    }
}
