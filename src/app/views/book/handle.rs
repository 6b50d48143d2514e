//! Handle: a strike or a pool bound that mouse, touch and keys can move along the payoff's axis.

use second_engine::book::curves::Payoff;
use second_engine::draw::ticks::Axis;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::knob;
use second_engine::views::book::payoff_chart::Handle;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::controls::scale::steps;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;
use crate::app::store::turned::turned;

/// Where a handle stands and what it moves.
#[derive(Properties, PartialEq)]
pub struct GripProps {
    /// What it moves, what it stands for, and where it is.
    pub handle: Handle,
    /// Where the hit area is, css pixels, and whether it reaches to the `left` or to the `right` from there.
    pub seat: (f64, &'static str),
    /// What it moves in words, with its holding's name where there are several.
    pub name: AttrValue,
    /// The element that css pixels count from.
    pub room: NodeRef,
    /// The curves, which stay the same while only the shock moves along them.
    pub curves: Shared<Payoff>,
    /// The axis that it moves along.
    pub axis: Axis,
    /// Whether bounds are typed as tokens per dollar.
    pub is_inverted: bool,
    /// The four strikes of its condor, lowest first; of no use to a bound.
    pub strikes: [f64; 4],
}

/// The hit area over a drawn handle; the drawing is the canvas'.
#[component]
pub fn Grip(props: &GripProps) -> Html {
    let node = use_node_ref();
    // Between the handle and where it was taken hold of: it does not jump under the finger.
    let held = use_mut_ref(|| 0.0);
    let Handle { at, value, x, y, .. } = props.handle;
    let (left, side) = props.seat;
    use_effect_with((node.clone(), left, y), |(node, left, y)| {
        if let Some(element) = node.cast::<HtmlElement>() {
            let _ = element.style().set_property("left", &format!("{left:.1}px"));
            let _ = element.style().set_property("top", &format!("{y:.1}px"));
        }
    });
    let (Some(knob), Some(dispatch)) = (knob(at.row), use_context::<Dispatch>()) else { return Html::default() };
    let move_to = {
        let (dispatch, strikes, inverted) = (dispatch.clone(), props.strikes, props.is_inverted);
        move |value: f64| dispatch.dispatch(turned(at, value, strikes, inverted))
    };
    let commit = move || dispatch.dispatch(Act::Commit);
    let from_left = {
        let room = props.room.clone();
        move |event: &PointerEvent| {
            let edge = room.cast::<HtmlElement>().map(|room| room.get_bounding_client_rect())?;
            Some(f64::from(event.client_x()) - edge.left())
        }
    };
    let onpointerdown = {
        let (held, from_left) = (held.clone(), from_left.clone());
        Callback::from(move |event: PointerEvent| {
            let element = event.target_unchecked_into::<HtmlElement>();
            event.prevent_default();
            let _ = element.focus();
            let _ = element.set_pointer_capture(event.pointer_id());
            *held.borrow_mut() = from_left(&event).map_or(0.0, |place| place - x);
        })
    };
    let onpointermove = {
        let move_to = move_to.clone();
        let (curves, axis, handle) = (props.curves.clone(), props.axis, props.handle.clone());
        Callback::from(move |event: PointerEvent| {
            if !event.target_unchecked_into::<HtmlElement>().has_pointer_capture(event.pointer_id()) {
                return;
            }
            let Some(place) = from_left(&event) else { return };
            if let Some(value) = handle.dragged(&curves, axis.at(place - *held.borrow())) {
                move_to(value);
            }
        })
    };
    let rest = Callback::from({
        let commit = commit.clone();
        move |_: PointerEvent| commit()
    });
    let is_strike = at.is_of(Kind::Condor);
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
        <div ref={node} class={classes!("grip", side)} id={format!("handle-{}", at.to_string().replace('.', "-"))} role="slider" tabindex="0"
            aria-label={props.name.clone()} aria-orientation="horizontal" aria-valuemin={knob.range[0].to_string()}
            aria-valuemax={knob.range[1].to_string()} aria-valuenow={value.to_string()} aria-valuetext={shown.clone()}
            title={format!("{} {shown}", props.name)}
            {onpointerdown} {onpointermove} onpointerup={rest.clone()} onpointercancel={rest} {onkeydown} {onkeyup}></div>
    }
}
