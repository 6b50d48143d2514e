//! Payoff: the heart. Curves on a canvas, a crosshair on a sheet above it, handles for strikes and bounds.

use second_engine::book::curves::{Payoff, PayoffAxis, PayoffPoint};
use second_engine::plan::Plan;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::knob;
use second_engine::views::book::payoff_chart;
use second_engine::views::book::payoff_chart::{Frame, Handle, PayoffView, point_at};
use second_engine::views::report::Report;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::browser::observers::use_size;
use crate::app::controls::scale::{clean, steps};
use crate::app::figures::figure::{act, stacked, switch};
use crate::app::figures::plot::{Plot, palette, save_png};
use crate::app::figures::sheet::Sheet;
use crate::app::later::{self, save_svg};
use crate::app::store::shared::Shared;
use crate::app::views::book::handle::Grip;
use crate::app::views::book::readout::{Pointed, readout};

/// What the figure shows.
#[derive(Clone, Properties, PartialEq)]
pub struct PayoffProps {
    /// The curves; `None` until they have been in view.
    pub payoff: Option<Shared<Payoff>>,
    /// Strikes, range, budget.
    pub report: Shared<Report>,
    /// The plan, by which holdings are called.
    pub plan: Shared<Plan>,
    /// Short name of the market's token.
    pub token: &'static str,
    /// Whether anything held moves with a token: else there is no axis of its price.
    pub has_token: bool,
    /// Which axis.
    pub axis: PayoffAxis,
    /// Told which axis is wanted.
    pub turn: Callback<PayoffAxis>,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether it is a phone.
    pub is_narrow: bool,
    /// Plan A's curves, where it is pinned.
    #[prop_or_default]
    pub pinned: Option<Shared<Payoff>>,
}

/// The figure.
#[component]
pub fn PayoffFigure(props: &PayoffProps) -> Html {
    let room = use_node_ref();
    let canvas = use_node_ref();
    let sheet_canvas = use_node_ref();
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
    let (scene, overlay, frame) =
        (payoff_chart::scene(&view), payoff_chart::overlay(&view), payoff_chart::frame(&view));
    let caption = payoff_chart::caption(&view);
    let point = crosshair.and_then(|x| point_at(&payoff, x)).unwrap_or(payoff.shock);
    let point_to = {
        let (room, cross, frame, axis) = (room.clone(), cross.clone(), frame.clone(), payoff.axis);
        Callback::from(move |event: PointerEvent| {
            let Some(edge) = room.cast::<HtmlElement>().map(|room| room.get_bounding_client_rect()) else { return };
            let px = f64::from(event.client_x()) - edge.left();
            if px >= frame.area.left && px <= frame.area.right {
                cross.set(Some((axis, rounded(axis, frame.px_to_x(px)))));
            }
        })
    };
    // The readout is the shock's again once nobody points: at once for a mouse, after the next tap elsewhere for a
    // finger, which leaves the sheet each time it lifts.
    let leave = {
        let cross = cross.clone();
        Callback::from(move |_: FocusEvent| cross.set(None))
    };
    let onpointerleave = {
        let cross = cross.clone();
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() == "mouse" {
                cross.set(None);
            }
        })
    };
    let onkeydown = {
        let (cross, payoff) = (cross.clone(), payoff.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                cross.set(None);
            }
            let Some(by) = steps(&event.key(), event.shift_key()) else { return };
            event.prevent_default();
            let from = crosshair.unwrap_or_else(|| place(payoff.axis, &payoff.shock));
            let ends = [payoff.points.first(), payoff.points.last()].map(|p| p.map_or(from, |p| place(payoff.axis, p)));
            let step = match payoff.axis {
                PayoffAxis::Spx => 5.0,
                PayoffAxis::Vix => 0.25,
                PayoffAxis::Token => 0.005 * payoff.now.token,
            };
            let to = (from + by * step).clamp(ends[0].min(ends[1]), ends[0].max(ends[1]));
            cross.set(Some((payoff.axis, to)));
        })
    };
    let toggle = {
        let is_table = is_table.clone();
        Callback::from(move |()| {
            let is_table = is_table.clone();
            later::with(move |_| is_table.set(!*is_table));
        })
    };
    let acts = {
        let (drawn, saved, shown) = (canvas.clone(), payoff.clone(), props.clone());
        let keep = Callback::from({
            let payoff = payoff.clone();
            move |()| {
                let view = PayoffView {
                    payoff: &payoff,
                    report: &shown.report,
                    token: shown.token,
                    crosshair,
                    width,
                    height,
                    is_narrow: shown.is_narrow,
                    pinned: shown.pinned.as_deref(),
                };
                save_svg("second-engine-payoff.svg", payoff_chart::scene(&view), palette(shown.is_dark));
            }
        });
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
                    { act("CSV", "Save the payoff as CSV", Callback::from(move |()| save_sheet(&saved))) }
                </span>
            </>
        }
    };
    let said = format!(
        "SPX {}, VIX {}, combined {}",
        words::fixed(point.spx, 0),
        words::vix(point.vix),
        words::usd(point.combined)
    );
    let ends = [frame.x.from.0, frame.x.to.0];
    let title = scene.title.clone();
    let (axis, is_shock, spx_now) = (payoff.axis, crosshair.is_none(), payoff.now.spx);
    let pointed = Pointed { point, axis, token: props.token, is_shock, spx_now, report: &props.report };
    let picture = html! {
        <>
            { readout(&pointed) }
            <div ref={room.clone()} class="plot bleed" id="payoff">
                if *is_table {
                    { later::now().map(|later| (later.payoff_table)(&payoff)).unwrap_or_default() }
                } else {
                    <Plot {scene} is_dark={props.is_dark} node={canvas} class="cover" />
                    <Plot scene={overlay} is_dark={props.is_dark} node={sheet_canvas} class="cover" is_mute={true} />
                    <div class="target" id="crosshair" role="slider" tabindex="0" aria-label="Crosshair on the payoff"
                        aria-valuemin={ends[0].to_string()} aria-valuemax={ends[1].to_string()}
                        aria-valuenow={place(payoff.axis, &point).to_string()} aria-valuetext={said}
                        onpointermove={point_to.clone()} onpointerdown={point_to} {onpointerleave} onblur={leave} {onkeydown}></div>
                    { for frame.handles.iter().map(|handle| grip(handle, &frame, &payoff, &room, props)) }
                }
            </div>
        </>
    };
    stacked(title, dek(props), acts, picture, caption)
}

/// The hit area over a handle: it moves the condor or the pool that the handle is of.
fn grip(handle: &Handle, frame: &Frame, payoff: &Shared<Payoff>, room: &NodeRef, props: &PayoffProps) -> Html {
    let at = handle.at;
    let label = knob(at.row).map_or("", |knob| knob.label);
    let condor = props.report.condors.iter().find(|condor| at.is_of(Kind::Condor) && condor.nth == at.nth);
    let pool = props.report.pools.iter().find(|pool| at.is_of(Kind::Pool) && pool.nth == at.nth);
    html! {
        <Grip key={at.to_string()} handle={handle.clone()} name={props.plan.named(at, label)} frame={frame.clone()}
            room={room.clone()} payoff={payoff.clone()} is_inverted={pool.is_some_and(|pool| pool.is_inverted)}
            strikes={condor.map(|condor| condor.strikes.map(|strike| strike.0)).unwrap_or_default()} />
    }
}

fn save_sheet(payoff: &Shared<Payoff>) {
    let payoff = payoff.clone();
    later::with(move |later| (later.payoff_csv)(&payoff));
}

/// The same in words: a row a place on the axis, dollars of each part.
pub fn sheet(payoff: &Payoff) -> Sheet {
    let (head, rows) = payoff_chart::table(payoff);
    Sheet { head, rows }
}

fn place(axis: PayoffAxis, point: &PayoffPoint) -> f64 {
    match axis {
        PayoffAxis::Spx => point.spx,
        PayoffAxis::Vix => point.vix,
        PayoffAxis::Token => point.token,
    }
}

fn rounded(axis: PayoffAxis, x: f64) -> f64 {
    match axis {
        PayoffAxis::Spx => (x / 5.0).round() * 5.0,
        PayoffAxis::Vix => (x * 10.0).round() / 10.0,
        PayoffAxis::Token => clean(x, 3),
    }
}

fn dek(props: &PayoffProps) -> String {
    let shock = &props.report.shock;
    let when = match shock.days {
        0.0 => "at once".to_string(),
        1.0 => "one trading day from now".to_string(),
        days => format!("{} trading days from now", words::number(days)),
    };
    let token = props.token;
    if props.axis == PayoffAxis::Token {
        return format!("Dollars by the price of {token}, {when}. SPX and VIX stay where the shock puts them.");
    }
    let link = match (shock.is_spx_linked, shock.is_token_linked) {
        (true, true) => format!("VIX and {token} follow SPX on the spot–vol link."),
        (true, false) => format!("VIX follows SPX on the spot–vol link, {token} is held."),
        (false, true) => format!("VIX is held at {}, {token} follows SPX.", words::vix(shock.vix.0)),
        (false, false) => format!("VIX is held at {}, and so is {token}.", words::vix(shock.vix.0)),
    };
    format!("Dollars, {when}. {link}")
}

fn segment(name: &'static str, axis: PayoffAxis, props: &PayoffProps) -> Html {
    let turn = props.turn.clone();
    html! {
        <button type="button" aria-pressed={(axis == props.axis).to_string()} onclick={Callback::from(move |_: MouseEvent| turn.emit(axis))}>
            { name }
        </button>
    }
}
