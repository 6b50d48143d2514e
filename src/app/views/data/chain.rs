//! Chain: the quotes of one expiry with the shape common to the chain, its own slice, and the plan's own surface.

use second_engine::views::data::smile_chart::{self, SmileView};
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::views::data::offers::Put;

/// What the figure shows.
#[derive(Clone, PartialEq, Properties)]
pub struct SmileProps {
    /// What the files say, and where it goes.
    pub put: Put,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The figure; nothing where no chain was read.
#[component]
pub fn Smile(props: &SmileProps) -> Html {
    let SmileProps { put, is_dark } = props;
    let chosen = use_state_eq(|| 0_usize);
    let expiry = use_state_eq(|| None::<usize>);
    let tab = put.tab.clone();
    let at = (*chosen).min(tab.chains.len().saturating_sub(1));
    let Some(chain) = tab.chains.get(at) else { return Html::default() };
    let nth = expiry.unwrap_or(chain.near).min(chain.expiries.len().saturating_sub(1));
    let choose = {
        let (chosen, expiry) = (chosen.clone(), expiry.clone());
        Callback::from(move |nth| {
            chosen.set(nth);
            expiry.set(None);
        })
    };
    let choose_expiry = Callback::from(move |nth| expiry.set(Some(nth)));
    let files: Vec<AttrValue> = tab.chains.iter().map(|one| one.file.clone().into()).collect();
    let labels: Vec<AttrValue> = chain.expiries.iter().map(|one| one.label.clone().into()).collect();
    let picture = (!labels.is_empty()).then(|| {
        let view = SmileView { chain, nth, width: 0.0, height: 0.0 };
        let (sheet, caption) = (Sheet::from(smile_chart::table(&view)), smile_chart::caption(&view));
        let draw = {
            let tab = tab.clone();
            Callback::from(move |(width, height)| smile_chart::scene(&SmileView { chain: &tab.chains[at], nth, width, height }))
        };
        html! {
            <>
                <div class="chosen-of">
                    <Select id="smile-expiry" label="The expiry that is drawn" {labels} chosen={nth} choose={choose_expiry} />
                    <span class="note">{ chain.left_out().unwrap_or_default() }</span>
                </div>
                <Picture id="smile" dek="Implied volatility by strike, per cent" {caption} {draw} {sheet} is_dark={*is_dark} />
            </>
        }
    });
    html! {
        <div class="wide-figure">
            if tab.chains.len() > 1 {
                <Select id="chain-shown" label="The chain that is drawn" labels={files} chosen={at} {choose} />
            }
            <p><b>{ kept(&chain.finding) }</b></p>
            { picture.unwrap_or_default() }
            <details class="more"><summary>{ "What the fit says" }</summary><ul class="note">{ for chain.said.iter().map(|said| html! { <li>{ kept(said) }</li> }) }</ul></details>
        </div>
    }
}
