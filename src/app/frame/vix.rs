//! Vix: the large slider, whose track is a chart of the book along the link.

use std::rc::Rc;

use second_engine::book::landscape::pnl_by_vix;
use second_engine::plan::knobs::knob;
use second_engine::views::book::pnl_by_vix_chart;
use second_engine::views::book::pnl_by_vix_chart::RidgeView;
use second_engine::words;
use second_engine::words::decimal;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::app::browser::observers::use_size;
use crate::app::controls::scale::{Scale, clean, steps};
use crate::app::figures::plot::Plot;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::pinned::use_of_a;
use crate::app::store::shared::Shared;

/// What the slider shows.
#[derive(Properties, PartialEq)]
pub struct VixProps {
    /// DOM id of the range input.
    pub id: &'static str,
    /// VIX now.
    pub from: f64,
    /// VIX after the shock, as set.
    pub value: f64,
    /// Combined dollars along the link, by VIX.
    pub ridge: Shared<Vec<(f64, f64)>>,
    /// The loss budget, positive.
    pub budget: f64,
    /// VIX at which it is gone.
    pub gone: Option<f64>,
    /// Whether SPX follows VIX.
    pub is_linked: bool,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether it is the desktop's.
    pub is_big: bool,
}

const ID: &str = "shock.vix";
/// Points of the ridge over the slider, and of plan A's line on it.
pub const RIDGE: usize = 96;

/// The slider.
#[component]
pub fn Vix(props: &VixProps) -> Html {
    let track = use_node_ref();
    let (width, _) = use_size(track.clone());
    let pinned = use_of_a(true, |a| pnl_by_vix(&a.book, RIDGE));
    let (Some(knob), Some(dispatch)) = (knob(ID), use_context::<Dispatch>()) else { return Html::default() };
    let [low, high, step] = knob.range;
    let scale = Scale { low, high, step, is_log: true };
    let preview = {
        let dispatch = dispatch.clone();
        move |vix: f64| dispatch.dispatch(Act::Preview(ID.into(), Some(vix)))
    };
    let commit = move || dispatch.dispatch(Act::Commit);
    let scene = Rc::new(pnl_by_vix_chart::scene(&RidgeView {
        line: &props.ridge,
        vix_from: props.from,
        vix: props.value,
        budget: props.budget,
        budget_gone_at: props.gone,
        is_linked: props.is_linked,
        width,
        is_narrow: !props.is_big,
        pinned: pinned.as_ref().map(|line| line.as_slice()),
    }));
    let at = {
        let track = track.clone();
        move |event: &PointerEvent| {
            let left = track.cast::<HtmlElement>().map_or(0.0, |element| element.get_bounding_client_rect().left());
            let vix = pnl_by_vix_chart::px_to_vix(f64::from(event.client_x()) - left, width);
            clean((vix / step).round() * step, 9).clamp(low, high)
        }
    };
    let onpointerdown = {
        let (preview, at) = (preview.clone(), at.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            let input = event.target_unchecked_into::<HtmlInputElement>();
            event.prevent_default();
            let _ = input.focus();
            let _ = input.set_pointer_capture(event.pointer_id());
            preview(at(&event));
        })
    };
    let onpointermove = {
        let preview = preview.clone();
        Callback::from(move |event: PointerEvent| {
            if event.target_unchecked_into::<HtmlInputElement>().has_pointer_capture(event.pointer_id()) {
                preview(at(&event));
            }
        })
    };
    let rest = Callback::from({
        let commit = commit.clone();
        move |_: PointerEvent| commit()
    });
    let oninput = {
        let preview = preview.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(vix) = decimal(&event.target_unchecked_into::<HtmlInputElement>().value()) {
                preview(vix);
            }
        })
    };
    let onchange = Callback::from({
        let commit = commit.clone();
        move |_: Event| commit()
    });
    let value = props.value;
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(by) = steps(&event.key(), event.shift_key()) {
            event.prevent_default();
            preview(scale.nudged(value, by));
        }
    });
    let onkeyup = Callback::from(move |event: KeyboardEvent| {
        if steps(&event.key(), false).is_some() {
            commit();
        }
    });
    html! {
        <div class={classes!("vix", props.is_big.then_some("big"))}>
            <div ref={track} class="track">
                <Plot {scene} is_dark={props.is_dark} is_mute={true} />
                <input id={props.id} type="range" min={low.to_string()} max={high.to_string()} step={step.to_string()}
                    value={value.to_string()} aria-label="VIX after the shock"
                    aria-valuetext={format!("VIX {} points", words::vix(value))}
                    {onpointerdown} {onpointermove} onpointerup={rest.clone()} onpointercancel={rest}
                    {oninput} {onchange} {onkeydown} {onkeyup} />
            </div>
        </div>
    }
}
