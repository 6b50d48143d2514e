//! Handle: a strike or a pool bound that mouse, touch and keys can move along the payoff's axis.

use second_engine::book::curves::Payoff;
use second_engine::draw::scene::Bounds;
use second_engine::plan::knobs::knob;
use second_engine::views::book::payoff_chart::point_at;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::controls::row::Dispatch;
use crate::app::controls::scale::{clean, steps};
use crate::app::store::shared::Shared;
use crate::app::store::{Act, STRIKES};

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
        move |value: f64| dispatch.dispatch(turned(id, value, strikes, inverted))
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
            let spx = first.spx + f * (last.spx - first.spx);
            let value = if STRIKES.contains(&id) { Some(spx) } else { point_at(&payoff, spx).map(|point| point.token) };
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

/// The act that moves a handle there: strikes stay in their order on steps of five, bounds on three digits.
pub fn turned(id: &'static str, value: f64, strikes: [f64; 4], is_inverted: bool) -> Act {
    if let Some(i) = STRIKES.iter().position(|strike| *strike == id) {
        let low = if i > 0 { strikes[i - 1] + 5.0 } else { 100.0 };
        let high = strikes.get(i + 1).map_or(100_000.0, |next| next - 5.0);
        let strike = (value / 5.0).round() * 5.0;
        return Act::Preview(id, Some(strike.min(high).max(low)));
    }
    let price = clean(value, 3);
    match (id, is_inverted) {
        ("pool.low", true) => Act::Preview("pool.high", Some(1.0 / price)),
        ("pool.high", true) => Act::Preview("pool.low", Some(1.0 / price)),
        _ => Act::Preview(id, Some(price)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRIKES: [f64; 4] = [5920.0, 6020.0, 6720.0, 6820.0];

    fn moved(id: &'static str, value: f64, is_inverted: bool) -> Option<(&'static str, f64)> {
        match turned(id, value, STRIKES, is_inverted) {
            Act::Preview(id, Some(x)) => Some((id, x)),
            _ => None,
        }
    }

    #[test]
    fn strikes_keep_their_order() {
        assert_eq!(moved("condor.short_put", 9000.0, false), Some(("condor.short_put", 6715.0)));
        assert_eq!(moved("condor.short_put", 6033.0, false), Some(("condor.short_put", 6035.0)));
        assert_eq!(moved("condor.long_put", -1.0, false), Some(("condor.long_put", 100.0)));
    }

    #[test]
    fn an_inverted_bound_is_the_other_one() {
        assert_eq!(moved("pool.low", 2000.0, true), Some(("pool.high", 0.0005)));
    }
}
