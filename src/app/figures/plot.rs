//! Plot: a scene on a canvas, drawn after each render that changed it.

use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::app::browser::canvas;

/// What is drawn, and where.
#[derive(Properties, PartialEq)]
pub struct PlotProps {
    /// The picture.
    pub scene: Scene,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Where the canvas can be found again.
    pub node: NodeRef,
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

/// A canvas.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let deps = (props.node.clone(), props.scene.clone(), props.is_dark);
    use_effect_with(deps, |(node, scene, is_dark)| {
        if let Some(canvas) = node.cast::<HtmlCanvasElement>() {
            let dpr = gloo::utils::window().device_pixel_ratio();
            canvas::draw(&canvas, scene, palette(*is_dark), dpr);
        }
    });
    let said = if props.is_mute { None } else { Some(format!("{}. {}", props.scene.title, props.scene.description)) };
    html! {
        <canvas ref={props.node.clone()} class={props.class.clone()} role={said.as_ref().map(|_| "img")} aria-label={said}
            aria-hidden={props.is_mute.then_some("true")}></canvas>
    }
}
