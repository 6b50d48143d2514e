//! Plot: a scene on a canvas, drawn after each render that changed it.

use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::app::browser::canvas;
use crate::app::browser::canvas::Easel;

/// What is drawn, and where.
#[derive(Properties, PartialEq)]
pub struct PlotProps {
    /// The picture.
    pub scene: Scene,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Where the canvas can be found again; its own place where nobody asks.
    #[prop_or_default]
    pub node: Option<NodeRef>,
    /// Class of the canvas.
    #[prop_or_default]
    pub class: AttrValue,
    /// Whether the picture says nothing that is not said elsewhere.
    #[prop_or_default]
    pub is_mute: bool,
}

/// The colours of the page.
pub fn palette(is_dark: bool) -> Palette {
    if is_dark { Palette::Dark } else { Palette::Light }
}

/// Hands the canvas to the person as a PNG of this name.
pub fn save_png(node: &NodeRef, name: &str) {
    if let Some(canvas) = node.cast::<HtmlCanvasElement>() {
        canvas::png(&canvas, name);
    }
}

/// A canvas, drawn in the same turn as the page changes.
///
/// What runs after a render may wait until the browser has painted; a canvas that stands already is drawn in the
/// render, before the document changes. Only a new one waits: it has to stand first.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let easel = use_mut_ref(|| None::<Easel>);
    let own = use_node_ref();
    let node = props.node.as_ref().unwrap_or(&own);
    let draw = {
        let easel = easel.clone();
        move |node: &NodeRef, scene: &Scene, is_dark: bool| {
            let Some(canvas) = node.cast::<HtmlCanvasElement>() else { return };
            let mut easel = easel.borrow_mut();
            if !easel.as_ref().is_some_and(|easel| easel.stands_on(&canvas)) {
                *easel = Some(Easel::new(canvas));
            }
            if let Some(easel) = easel.as_mut() {
                easel.draw(scene, palette(is_dark), gloo::utils::window().device_pixel_ratio());
            }
        }
    };
    draw(node, &props.scene, props.is_dark);
    let deps = (node.clone(), props.scene.clone(), props.is_dark);
    use_effect_with(deps, move |(node, scene, is_dark)| draw(node, scene, *is_dark));
    let said = if props.is_mute { None } else { Some(format!("{}. {}", props.scene.title, props.scene.description)) };
    html! {
        <canvas ref={node.clone()} class={props.class.clone()} role={said.as_ref().map(|_| "img")} aria-label={said}
            aria-hidden={props.is_mute.then_some("true")}></canvas>
    }
}
