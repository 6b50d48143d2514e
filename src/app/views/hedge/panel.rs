//! The hedge's panel: answer, the table of legs, then figure after figure.

use second_engine::draw::scene::Scene;
use second_engine::views::hedge::payoff_chart;
use second_engine::views::hedge::payoff_chart::HedgePayoffView;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::figures::facts::{facts, table};
use crate::app::figures::figure::segments;
use crate::app::figures::picture::Picture;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::{View, legs, sections, sheets};

/// What the panel shows.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// Kept while it is out of view, so that a drag elsewhere renders nothing here.
    pub view: Shared<Option<View>>,
}

/// The panel.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let unit = use_state_eq(|| 0_usize);
    let layer = use_state_eq(|| 0_usize);
    // Nothing of these moves with the slider: pictures that are handed the same props are not drawn again.
    let key = (*props.view).as_ref().map(|view| (view.range.clone(), view.props.is_dark));
    let still = use_memo(key, |key| {
        let made = |(range, dark): &(_, bool)| [sections::explosions(range, *dark), sections::convexity(range, *dark)];
        key.as_ref().map(made).unwrap_or_default()
    });
    let [explosions, convexity] = &*still;
    let (Some(dispatch), Some(view)) = (use_context::<Dispatch>(), &*props.view) else { return Html::default() };
    let choose = |state: &UseStateHandle<usize>| {
        let state = state.clone();
        Callback::from(move |i| state.set(i))
    };
    html! {
        <>
            <p class="answer" id="hedge-answer">{ &view.tab.answer }</p>
            { legs::figure_of(view, &dispatch) }
            <div class="duo">
                { view.props.knobs(&["hedge.etp."]) }
                { view.props.knobs(&["hedge.chain."]) }
            </div>
            <div class="duo wide">
                <div>
                    { segments("Unit of the curves", &["Dollars", "For each dollar paid"], *unit, &choose(&unit)) }
                    { payoff(view, *unit == 1) }
                </div>
                <div>
                    { table("At once, the rest on the link, dollars", sheets::steps(&view.range), "hedge-steps") }
                    { facts("Cost and cover", sheets::cover_finding(&view.tab), "In this shock", sheets::cover(view)) }
                </div>
            </div>
            { explosions.clone() }
            { sections::budget(view) }
            { sections::rolls(view, *layer, &choose(&layer)) }
            { convexity.clone() }
        </>
    }
}

fn payoff(view: &View, per_dollar: bool) -> Html {
    let (range, tab, shock) = (view.range.clone(), view.tab.clone(), &view.props.report.shock);
    let vix = [shock.vix_from.0, shock.vix.0];
    let still = HedgePayoffView { range: &range, tab: &tab, vix, per_dollar, width: 0.0, height: 0.0 };
    let (head, rows) = payoff_chart::table(&still);
    let draw: Callback<(f64, f64), Scene> = {
        let (range, tab) = (range.clone(), tab.clone());
        Callback::from(move |(width, height)| {
            payoff_chart::scene(&HedgePayoffView { range: &range, tab: &tab, vix, per_dollar, width, height })
        })
    };
    let dek = if per_dollar {
        "P&L for each dollar paid over VIX, at the shock's date"
    } else {
        "P&L of each leg in dollars over VIX, at the shock's date"
    };
    html! {
        <Picture id="hedge-payoff" {dek} {draw} sheet={sheets::sheet((head, rows))} is_dark={view.props.is_dark}
            caption="SPX and the token follow VIX on the link; only a leg on the chain feels the token." />
    }
}
