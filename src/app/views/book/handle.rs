//! Handle: a strike or a pool bound that mouse, touch and keys can move along the payoff's axis.

use second_engine::book::curves::{Payoff, PayoffAxis, PayoffPoint};
use second_engine::draw::scene::Bounds;
use second_engine::plan::knobs::knob;
use second_engine::views::book::payoff_chart::point_at;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::controls::scale::steps;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;
use crate::app::store::turned::{STRIKES, turned};

/// Where a handle stands and what it moves.
#[derive(Properties, PartialEq)]
pub struct GripProps {
    /// The knob.
    pub knob: &'static str,
    /// SPX points, or the token's price.
    pub value: f64,
    /// Centre, css pixels in the room.
    pub x: f64,
    /// Centre, css pixels in the room.
    pub y: f64,
    /// The element that css pixels count from.
    pub room: NodeRef,
    /// The curves: token price by SPX.
    pub payoff: Shared<Payoff>,
    /// The plot box.
    pub area: Bounds,
    /// Whether bounds are typed as tokens per dollar.
    pub is_inverted: bool,
    /// The four strikes, lowest first.
    pub strikes: [f64; 4],
}

/// The hit area over a drawn handle; the drawing is the canvas'.
#[component]
pub fn Grip(props: &GripProps) -> Html {
    let node = use_node_ref();
    use_effect_with((node.clone(), props.x, props.y), |(node, x, y)| {
        if let Some(element) = node.cast::<HtmlElement>() {
            let _ = element.style().set_property("left", &format!("{x:.1}px"));
            let _ = element.style().set_property("top", &format!("{y:.1}px"));
        }
    });
    let (Some(knob), Some(dispatch)) = (knob(props.knob), use_context::<Dispatch>()) else { return Html::default() };
    let move_to = {
        let (dispatch, id, strikes, inverted) = (dispatch.clone(), props.knob, props.strikes, props.is_inverted);
        move |value: f64| dispatch.dispatch(turned(id.into(), value, strikes, inverted))
    };
    let commit = move || dispatch.dispatch(Act::Commit);
    let onpointerdown = Callback::from(|event: PointerEvent| {
        let element = event.target_unchecked_into::<HtmlElement>();
        event.prevent_default();
        let _ = element.focus();
        let _ = element.set_pointer_capture(event.pointer_id());
    });
    let onpointermove = {
        let (move_to, room, payoff, area, id) =
            (move_to.clone(), props.room.clone(), props.payoff.clone(), props.area, props.knob);
        Callback::from(move |event: PointerEvent| {
            if !event.target_unchecked_into::<HtmlElement>().has_pointer_capture(event.pointer_id()) {
                return;
            }
            let Some(edge) = room.cast::<HtmlElement>().map(|room| room.get_bounding_client_rect()) else { return };
            let (Some(first), Some(last)) = (payoff.points.first(), payoff.points.last()) else { return };
            let f = ((f64::from(event.client_x()) - edge.left() - area.left) / area.width()).clamp(0.0, 1.0);
            let along = |of: fn(&PayoffPoint) -> f64| of(first) + f * (of(last) - of(first));
            let spx = along(|p| p.spx);
            let value = match payoff.axis {
                PayoffAxis::Token => Some(along(|p| p.token)),
                _ if STRIKES.contains(&id) => Some(spx),
                _ => point_at(&payoff, spx).map(|point| point.token),
            };
            if let Some(value) = value {
                move_to(value);
            }
        })
    };
    let rest = Callback::from({
        let commit = commit.clone();
        move |_: PointerEvent| commit()
    });
    let value = props.value;
    let is_strike = STRIKES.contains(&props.knob);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "[" => Some(-1.0),
            "]" => Some(1.0),
            key => steps(key, event.shift_key()).filter(|by| by.is_finite()),
        };
        if let Some(by) = by {
            event.prevent_default();
            event.stop_propagation();
            move_to(if is_strike { value + 5.0 * by } else { value * (1.0 + 0.005 * by) });
        }
    });
    let onkeyup = Callback::from(move |event: KeyboardEvent| {
        if steps(&event.key(), false).is_some() || matches!(event.key().as_str(), "[" | "]") {
            commit();
        }
    });
    let shown = words::price(value);
    html! {
        <div ref={node} class="grip" id={format!("handle-{}", props.knob.replace('.', "-"))} role="slider" tabindex="0"
            aria-label={knob.label} aria-orientation="horizontal" aria-valuemin={knob.range[0].to_string()}
            aria-valuemax={knob.range[1].to_string()} aria-valuenow={value.to_string()} aria-valuetext={shown.clone()}
            title={format!("{} {shown}", knob.label)}
            {onpointerdown} {onpointermove} onpointerup={rest.clone()} onpointercancel={rest} {onkeydown} {onkeyup}></div>
    }
}
