//! Payoff: its curves on a canvas, how to read them, and what can be saved of them.

use std::rc::Rc;

use second_engine::book::curves::{Payoff, PayoffAxis};
use second_engine::views::book::linked::{over_spx, over_vix};
use second_engine::views::book::payoff_chart;
use second_engine::views::book::payoff_chart::PayoffView;
use second_engine::words;
use yew::prelude::*;

use crate::app::browser::observers::use_size;
use crate::app::figures::figure::{act, stacked, switch};
use crate::app::figures::plot::{Plot, palette, save_png};
use crate::app::figures::sheet::Sheet;
use crate::app::later::{self, Arrival, save_svg};
use crate::app::store::shared::Shared;
use crate::app::views::book::hand_props::{HandProps, PayoffProps};
use crate::app::views::book::readout::{Pointed, readout};

/// The figure.
#[component]
pub fn PayoffFigure(props: &PayoffProps) -> Html {
    let room = use_node_ref();
    let canvas = use_node_ref();
    let arrival = use_context::<Arrival>().unwrap_or_default();
    let (width, height) = use_size(room.clone());
    let cross = use_state_eq(|| None::<(PayoffAxis, f64)>);
    let is_table = use_state_eq(|| false);
    let Some(payoff) = props.payoff.clone() else {
        let empty = html! { <><div class="readout"></div><div ref={room} class="plot bleed" id="payoff"></div></> };
        return stacked("Profit and loss", " ", Html::default(), empty, "");
    };
    let crosshair = cross.filter(|(axis, _)| *axis == payoff.axis).map(|(_, x)| x);
    let pinned = props.pinned.clone();
    let view = PayoffView {
        payoff: &payoff,
        report: &props.report,
        token: props.token,
        crosshair,
        width,
        height,
        is_narrow: props.is_narrow,
        pinned: pinned.as_deref(),
    };
    let scene = Rc::new(payoff_chart::scene(&view));
    let caption = payoff_chart::caption(&view);
    let later = arrival.here();
    let point = later.zip(crosshair).and_then(|(later, x)| (later.payoff_at)(&payoff, x)).unwrap_or(payoff.shock);
    let toggle = {
        let is_table = is_table.clone();
        Callback::from(move |()| {
            let is_table = is_table.clone();
            later::with(move |_| is_table.set(!*is_table));
        })
    };
    let acts = {
        let (drawn, saved, kept, is_dark) = (canvas.clone(), payoff.clone(), scene.clone(), props.is_dark);
        let a = pinned.clone();
        let keep = Callback::from(move |()| save_svg("second-engine-payoff.svg", kept.clone(), palette(is_dark)));
        html! {
            <>
                <span class="seg" role="group" aria-label="x axis">
                    { segment("SPX", PayoffAxis::Spx, props) }{ segment("VIX", PayoffAxis::Vix, props) }
                    if props.has_token {
                        { segment(props.token, PayoffAxis::Token, props) }
                    }
                </span>
                <span>
                    { switch("Table", "Show the payoff as a table", Some(*is_table), toggle) }
                    { act("PNG", "Save the payoff as PNG", Callback::from(move |()| save_png(&drawn, "second-engine-payoff.png"))) }
                    { act("SVG", "Save the payoff as SVG", keep) }
                    { act("CSV", "Save the payoff as CSV", Callback::from(move |()| save_sheet(&saved, &a))) }
                </span>
            </>
        }
    };
    let title = scene.title.clone();
    let (axis, is_shock, spx_now) = (payoff.axis, crosshair.is_none(), payoff.now.spx);
    let pointed = Pointed { point, axis, token: props.token, is_shock, spx_now, report: &props.report };
    let hand = HandProps {
        shown: props.clone(),
        payoff: payoff.clone(),
        room: room.clone(),
        size: [width, height],
        crosshair,
        point,
        cross: cross.setter(),
    };
    let picture = html! {
        <>
            { readout(&pointed) }
            <div ref={room.clone()} class="plot bleed" id="payoff">
                if *is_table {
                    { later::now().map(|later| (later.payoff_table)(&payoff, pinned.as_deref())).unwrap_or_default() }
                } else {
                    <Plot {scene} is_dark={props.is_dark} node={canvas} class="cover" />
                    { later.map(|later| (later.hand)(&hand)).unwrap_or_default() }
                }
            </div>
        </>
    };
    stacked(title, dek(props), acts, picture, caption)
}

fn save_sheet(payoff: &Shared<Payoff>, pinned: &Option<Shared<Payoff>>) {
    let (payoff, pinned) = (payoff.clone(), pinned.clone());
    later::with(move |later| (later.payoff_csv)(&payoff, pinned.as_deref()));
}

/// The same in words: a row a place on the axis, dollars of each part.
pub fn sheet(payoff: &Payoff, pinned: Option<&Payoff>) -> Sheet {
    payoff_chart::table(payoff, pinned).into()
}

fn dek(props: &PayoffProps) -> String {
    let shock = &props.report.shock;
    let when = match shock.days {
        0.0 => "at once".to_string(),
        days => format!("{} from now", words::trading_days(days)),
    };
    let token = props.token;
    if props.axis == PayoffAxis::Token {
        return format!("Dollars by the price of {token}, {when}. SPX and VIX stay where the shock puts them.");
    }
    let follows = match props.axis {
        PayoffAxis::Vix => over_vix(shock, token),
        _ => over_spx(shock, token),
    };
    format!("Dollars, {when}. {follows}.")
}

fn segment(name: &'static str, axis: PayoffAxis, props: &PayoffProps) -> Html {
    let turn = props.turn.clone();
    html! {
        <button type="button" aria-pressed={(axis == props.axis).to_string()} onclick={Callback::from(move |_: MouseEvent| turn.emit(axis))}>
            { name }
        </button>
    }
}
