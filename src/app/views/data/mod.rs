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
    let put = tab.map(|tab| Put { plan: plan.clone(), dispatch, tab });
    // One tree whether the reader has answered or not: what is being chosen in the zone is not made anew.
    html! {
        <>
            <p key="answer" class="answer" id="data-answer">{ kept(&answer) }</p>
            <div key="zone"><Zone seen={seen.clone()} /></div>
            <div key="said">
                if let Some(put) = put.filter(|put| !put.tab.sets.is_empty()) {
                    { sets::sets(&put) }
                    <Smile put={put.clone()} is_dark={*is_dark} />
                    <div class="duo">
                        <Signals put={put.clone()} is_dark={*is_dark} />
                        <Betas {put} token={plan.market.token.name()} is_dark={*is_dark} />
                    </div>
                }
            </div>
            <div key="walked"><WalkedFigure plan={plan.clone()} {seen} is_dark={*is_dark} /></div>
        </>
    }
}
