//! Conversion: the pool with its tokens sold short by options, its edge and its gate.

use second_engine::draw::scene::Scene;
use second_engine::views::hedge::conversion::ConversionReport;
use second_engine::views::hedge::conversion_chart as chart;
use second_engine::views::hedge::conversion_chart::ConversionView;
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::facts::{Facts, fact_list};
use crate::app::figures::figure::figure;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// The figure, and beside it terms, edge and gate.
pub fn conversion(tab: &ViewProps, report: &Shared<Option<ConversionReport>>) -> Html {
    let Some(of) = &**report else {
        return html! { <p class="note-row">{ "There is no pool whose tokens could be sold short." }</p> };
    };
    let draw = {
        let report = report.clone();
        Callback::from(move |(width, height)| match &*report {
            Some(conversion) => chart::scene(&ConversionView { conversion, width, height }),
            None => Scene::new(width, height, None),
        })
    };
    let (head, rows) = chart::table(of);
    let body = html! {
        <>
            { tab.knobs(&["conversion."]) }
            <p class="err" hidden={of.warning.is_none()}>{ of.warning.clone().unwrap_or_default() }</p>
            { fact_list(facts(of)) }
            <p class="cap">{ &of.gate }</p>
        </>
    };
    let dek = format!("Dollars that the first pool gains or loses were {} at another price at once", of.token);
    html! {
        <div class="duo wide">
            <Picture id="conversion" {dek} {draw} sheet={Sheet { head, rows }} is_dark={tab.is_dark}
                caption="Short call and long put of one strike are a short forward: the slope goes, what bends stays. Fees are not in it." />
            { figure(words::headline(&of.label), "Conversion: short call, long put, one strike and expiry", Html::default(), body) }
        </div>
    }
}

fn facts(of: &ConversionReport) -> Facts {
    let p = &of.parity;
    vec![
        ("Sold short", format!("{} {}", words::fixed(of.tokens, 3), of.token)),
        ("Forward, strike", format!("{} and {}", words::price(p.forward), words::price(p.strike))),
        ("Call, put", format!("{} and {}", words::price(p.call), words::price(p.put))),
        ("Parity edge of it all", words::usd(of.edge.0)),
        ("Costs of it all", words::amount(of.costs.0)),
        ("Delta left", format!("{} {}", words::number(of.delta_left), of.token)),
        ("Gamma left", format!("{} {} per dollar", words::number(of.gamma_left), of.token)),
    ]
}
