//! Conversion: a pool with its tokens sold short by options, its edge and its gate; one of several by its name.

use second_engine::draw::scene::Scene;
use second_engine::plan::holding::Kind;
use second_engine::views::hedge::conversion::ConversionReport;
use second_engine::views::hedge::conversion_chart as chart;
use second_engine::views::hedge::conversion_chart::ConversionView;
use second_engine::views::pinned::captioned;
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::facts::{Facts, fact_list};
use crate::app::figures::figure::figure;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::shared::Shared;
use crate::app::views::hedge::held::{adder, choices, rows_of};
use crate::app::views::props::ViewProps;

/// What the conversions are made from.
#[derive(Properties, PartialEq)]
pub struct ConversionsProps {
    /// The plan and what it comes to.
    pub tab: ViewProps,
    /// Every conversion that is on and has something to sell short.
    pub found: Shared<Vec<ConversionReport>>,
    /// Plan A's, where one is pinned.
    pub pinned: Option<Shared<Vec<ConversionReport>>>,
}

/// The plan's conversions, one of them shown.
#[component]
pub fn Conversions(props: &ConversionsProps) -> Html {
    let chosen = use_state_eq(|| 0_usize);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let (tab, plan) = (&props.tab, &props.tab.plan);
    let count = plan.count(Kind::Conversion);
    let add = adder(Kind::Conversion, plan, &dispatch);
    if count == 0 {
        return html! {
            <p class="note-row">{ "No pool's tokens are sold short by options. " }{ add }</p>
        };
    }
    let nth = (*chosen).min(count - 1);
    let names: Vec<String> = (0..count).map(|i| plan.name(Kind::Conversion, i)).collect();
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |i| chosen.set(i))
    };
    let id = Kind::Conversion.id(nth);
    let body = match props.found.iter().position(|one| one.id == id) {
        Some(place) => figure_of(props, (place, nth)).unwrap_or_default(),
        None => html! {
            <>
                <p class="note-row">{ format!("{} is off, or written on a pool that is off or holds no token: nothing is sold short.", names[nth]) }</p>
                { rows_of(tab, Kind::Conversion, nth) }
            </>
        },
    };
    html! {
        <>
            <div class="positions">{ choices("Conversion that is shown", &names, nth, &choose) }{ add }</div>
            { body }
        </>
    }
}

/// The figure, and beside it terms, edge and gate.
fn figure_of(props: &ConversionsProps, (place, nth): (usize, usize)) -> Option<Html> {
    let ConversionsProps { tab, found, pinned } = props;
    let of = found.get(place)?;
    let draw = {
        let (found, a) = (found.clone(), pinned.clone());
        Callback::from(move |(width, height)| match found.get(place) {
            Some(conversion) => {
                let pinned = in_a(&a, conversion);
                chart::scene(&ConversionView { conversion, pinned, width, height })
            }
            None => Scene::new(width, height, None),
        })
    };
    let a = in_a(pinned, of);
    let (head, rows) = chart::table(of, a);
    let body = html! {
        <>
            { rows_of(tab, Kind::Conversion, nth) }
            <p class="err" hidden={of.warning.is_none()}>{ of.warning.clone().unwrap_or_default() }</p>
            { fact_list(facts(of)) }
            <p class="cap">{ &of.gate }</p>
        </>
    };
    let dek = format!("Dollars that {} gains or loses were {} at another price at once", of.pool, of.token);
    Some(html! {
        <div class="duo wide">
            <Picture id="conversion" {dek} {draw} sheet={Sheet { head, rows }} is_dark={tab.is_dark}
                caption={captioned(READ, a.is_some())} />
            { figure(words::headline(&of.label), "Conversion: short call, long put, one strike and expiry", Html::default(), body) }
        </div>
    })
}

/// How the picture is read.
const READ: &str = "Short call and long put of one strike are a short forward: the slope (delta) goes, the curvature (gamma) stays. Fees are not in it.";

/// The same conversion in plan A.
fn in_a<'a>(a: &'a Option<Shared<Vec<ConversionReport>>>, of: &ConversionReport) -> Option<&'a ConversionReport> {
    a.as_ref()?.iter().find(|one| one.id == of.id)
}

fn facts(of: &ConversionReport) -> Facts {
    let left = &of.left;
    vec![
        (
            if of.tokens < 0.0 { "Bought, a reversal" } else { "Sold short" },
            format!("{} {}", words::fixed(of.tokens.abs(), 3), of.token),
        ),
        ("Forward, strike", format!("{} and {}", words::price(of.forward), words::price(of.strike))),
        ("Call, put", format!("{} and {}", words::price(of.call), words::price(of.put))),
        ("Parity edge of it all", words::usd(left.edge.0)),
        ("Costs of it all", words::amount(left.costs.0)),
        ("Delta left", format!("{} {}", words::quantity(left.delta_left), of.token)),
        ("Gamma left", format!("{} {} per dollar", words::number(left.gamma_left), of.token)),
    ]
}
