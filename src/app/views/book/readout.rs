//! Readout: the values under the crosshair in a fixed strip, which is the legend as well.

use second_engine::book::curves::{PayoffAxis, PayoffPoint};
use second_engine::numbers::simple_return;
use second_engine::views::book::payoff_chart::{Series, series};
use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::sample::sample;
use crate::app::figures::sign::sign;

/// What the strip shows.
pub struct Pointed<'a> {
    /// The point.
    pub point: PayoffPoint,
    /// Which axis it was pointed at on.
    pub axis: PayoffAxis,
    /// Short name of the token; empty where nothing held hangs on it.
    pub token: &'static str,
    /// Whether it is the shock, nothing being pointed at.
    pub is_shock: bool,
    /// SPX today.
    pub spx_now: f64,
    /// What is held: each kind of it has its place.
    pub report: &'a Report,
}

/// The strip.
pub fn readout(props: &Pointed) -> Html {
    let p = &props.point;
    let (spx, vix) = (words::fixed(p.spx, 0), words::vix(p.vix));
    let token = format!("{} {}", props.token, words::price(p.token));
    let beside = if props.token.is_empty() { String::new() } else { format!(" · {token}") };
    let (at, rest) = match props.axis {
        PayoffAxis::Spx => (format!("SPX {spx}"), format!("VIX {vix}{beside}")),
        PayoffAxis::Vix => (format!("VIX {vix}"), format!("SPX {spx}{beside}")),
        PayoffAxis::Token => (token, format!("SPX {spx} · VIX {vix}")),
    };
    // The chart paints first what lies under; here the dashed curve comes last.
    let of = |is_expiry: bool| series(props.report).filter(move |series| (series.name == "At expiry") == is_expiry);
    let shown = of(false).chain(of(true));
    let lead = if props.is_shock { "The shock, " } else { "At " };
    html! {
        <div class="readout" id="readout">
            <div><span class="name">{ format!("{lead}{at}") }</span>
                <span><b>{ words::percent(simple_return(props.spx_now, p.spx), 1) }</b>{ " " }<span class="quiet">{ rest }</span></span></div>
            { for shown.map(|series| cell(series, p)) }
        </div>
    }
}

fn cell(series: &Series, point: &PayoffPoint) -> Html {
    let usd = (series.value)(point);
    let stroke = match series.name {
        "Condor" => "condor",
        "Pool" => "pool",
        "Hedge" => "hedge",
        "Combined" => "combined",
        _ => "expiry",
    };
    html! { <div><span class="name">{ sample(stroke) }{ series.name }</span><b class={classes!(sign(usd))}>{ words::usd(usd) }</b></div> }
}
