//! Hand: what a person takes hold of over the payoff: a crosshair on a sheet of its own, handles for strikes and
//! bounds.

use std::rc::Rc;

use second_engine::book::curves::PayoffAxis;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::knob;
use second_engine::views::book::payoff_chart;
use second_engine::views::book::payoff_chart::{Frame, Handle, PayoffView, place};
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::controls::scale::{clean, steps};
use crate::app::figures::plot::Plot;
use crate::app::views::book::hand_props::{HandProps, PayoffProps};
use crate::app::views::book::handle::Grip;

/// The sheet with the crosshair, what feels for it, and the handles.
pub fn hand(props: &HandProps) -> Html {
    let HandProps { shown, payoff, room, crosshair, point, cross, .. } = props;
    let (payoff, crosshair) = (payoff.clone(), *crosshair);
    let view = PayoffView {
        payoff: &payoff,
        report: &shown.report,
        token: shown.token,
        crosshair,
        width: props.size[0],
        height: props.size[1],
        is_narrow: shown.is_narrow,
        pinned: shown.pinned.as_deref(),
    };
    let frame = payoff_chart::frame(&view);
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
    // On the token's own axis SPX and VIX stand still.
    let token = match payoff.axis {
        PayoffAxis::Token => format!("{} {}, ", shown.token, words::price(point.token)),
        PayoffAxis::Spx | PayoffAxis::Vix => String::new(),
    };
    let said = format!(
        "{token}SPX {}, VIX {}, combined {}",
        words::fixed(point.spx, 0),
        words::vix(point.vix),
        words::usd(point.combined)
    );
    let ends = [frame.x.from.0, frame.x.to.0];
    html! {
        <>
            if crosshair.is_some() {
                <Plot scene={Rc::new(payoff_chart::overlay(&view))} is_dark={shown.is_dark} class="cover" is_mute={true} />
            }
            <div class="target" id="crosshair" role="slider" tabindex="0" aria-label="Crosshair on the payoff"
                aria-valuemin={ends[0].to_string()} aria-valuemax={ends[1].to_string()}
                aria-valuenow={place(payoff.axis, point).to_string()} aria-valuetext={said}
                onpointermove={point_to.clone()} onpointerdown={point_to} {onpointerleave} onblur={leave} {onkeydown}></div>
            { for frame.handles.iter().map(|handle| grip(handle, &frame, room, shown)) }
        </>
    }
}

/// The hit area over a handle: it moves the condor or the pool that the handle is of.
fn grip(handle: &Handle, frame: &Frame, room: &NodeRef, props: &PayoffProps) -> Html {
    let Some(curves) = &props.curves else { return Html::default() };
    let at = handle.at;
    let label = knob(at.row).map_or("", |knob| knob.label);
    let condor = props.report.condors.iter().find(|condor| at.is_of(Kind::Condor) && condor.nth == at.nth);
    let pool = props.report.pools.iter().find(|pool| at.is_of(Kind::Pool) && pool.nth == at.nth);
    html! {
        <Grip key={at.to_string()} handle={handle.clone()} seat={seat(handle, &frame.handles)} name={props.plan.named(at, label)} axis={frame.x}
            room={room.clone()} curves={curves.clone()} is_inverted={pool.is_some_and(|pool| pool.is_inverted)}
            strikes={condor.map(|condor| condor.strikes.map(|strike| strike.0)).unwrap_or_default()} />
    }
}

/// The hit area's edge or middle, and which of its sides the edge is where another handle is close by: the two begin
/// halfway between, so that a finger finds each.
fn seat(handle: &Handle, all: &[Handle]) -> (f64, &'static str) {
    const CLOSE: f64 = 44.0;
    let others = all.iter().filter(|other| other.at != handle.at && (other.y - handle.y).abs() < CLOSE);
    let gaps = others.map(|other| (other.x - handle.x, other.value > handle.value));
    let nearest = gaps.filter(|(gap, _)| gap.abs() < CLOSE).min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    match nearest {
        Some((gap, is_higher)) if gap > 0.0 || (gap == 0.0 && is_higher) => (handle.x + gap / 2.0, "left"),
        Some((gap, _)) => (handle.x + gap / 2.0, "right"),
        None => (handle.x, ""),
    }
}

fn rounded(axis: PayoffAxis, x: f64) -> f64 {
    match axis {
        PayoffAxis::Spx => (x / 5.0).round() * 5.0,
        PayoffAxis::Vix => (x * 10.0).round() / 10.0,
        PayoffAxis::Token => clean(x, 3),
    }
}
