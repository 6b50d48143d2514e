//! Grip: a point of a drawn path that mouse, touch and keys can move.

use std::rc::Rc;

use second_engine::views::hedge::replay_chart::Frame;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::controls::scale::steps;

/// Where a point stands and whom it tells.
#[derive(Properties)]
pub struct GripProps {
    /// Which point, 0 is the first.
    pub index: usize,
    /// Trading day and VIX.
    pub value: (f64, f64),
    /// The chart's frame.
    pub frame: Rc<Frame>,
    /// Told which point goes to which day and VIX.
    pub to: Callback<(usize, f64, f64)>,
    /// Told when it rests.
    pub commit: Callback<()>,
}

impl PartialEq for GripProps {
    fn eq(&self, other: &GripProps) -> bool {
        self.value == other.value && Rc::ptr_eq(&self.frame, &other.frame)
    }
}

/// The hit area over a drawn point; the drawing is the canvas'.
#[component]
pub fn Grip(props: &GripProps) -> Html {
    let node = use_node_ref();
    // While a point is dragged the axes stay as they were: the chart follows the path, the hand does not.
    let held = use_mut_ref(|| None::<Rc<Frame>>);
    let (index, value, to) = (props.index, props.value, props.to.clone());
    let place = props.frame.px(value);
    use_effect_with((node.clone(), place.0, place.1), |(node, x, y)| {
        if let Some(element) = node.cast::<HtmlElement>() {
            let _ = element.style().set_property("left", &format!("{x:.1}px"));
            let _ = element.style().set_property("top", &format!("{y:.1}px"));
        }
    });
    let onpointerdown = {
        let (held, frame) = (held.clone(), props.frame.clone());
        Callback::from(move |event: PointerEvent| {
            let element = event.target_unchecked_into::<HtmlElement>();
            event.prevent_default();
            let _ = element.focus();
            let _ = element.set_pointer_capture(event.pointer_id());
            *held.borrow_mut() = Some(frame.clone());
        })
    };
    let onpointermove = {
        let (held, to) = (held.clone(), to.clone());
        Callback::from(move |event: PointerEvent| {
            let element = event.target_unchecked_into::<HtmlElement>();
            let (Some(frame), Some(room)) = (&*held.borrow(), element.parent_element()) else { return };
            let edge = room.get_bounding_client_rect();
            let (x, y) = (f64::from(event.client_x()) - edge.left(), f64::from(event.client_y()) - edge.top());
            let (day, vix) = frame.at((x, y));
            to.emit((index, day, vix));
        })
    };
    let rest = {
        let commit = props.commit.clone();
        Callback::from(move |_: PointerEvent| {
            if held.take().is_some() {
                commit.emit(());
            }
        })
    };
    let (day, vix) = value;
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let Some(by) = steps(&event.key(), event.shift_key()).filter(|by| by.is_finite()) else { return };
        event.prevent_default();
        event.stop_propagation();
        match event.key().as_str() {
            "ArrowLeft" | "ArrowRight" => to.emit((index, day + by, vix)),
            _ => to.emit((index, day, vix + by)),
        }
    });
    let commit = props.commit.clone();
    let onkeyup = Callback::from(move |event: KeyboardEvent| {
        if steps(&event.key(), false).is_some() {
            commit.emit(());
        }
    });
    let shown = format!("trading day {}, VIX {}", words::number(day), words::vix(vix));
    html! {
        <div ref={node} class="grip both" id={format!("path-{index}")} role="slider" tabindex="0"
            aria-label={format!("Level {} of the path", index + 1)} aria-orientation="vertical"
            aria-valuemin="9" aria-valuemax="150" aria-valuenow={vix.to_string()} aria-valuetext={shown.clone()} title={shown}
            {onpointerdown} {onpointermove} onpointerup={rest.clone()} onpointercancel={rest} {onkeydown} {onkeyup}></div>
    }
}
