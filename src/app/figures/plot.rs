//! Plot: a scene on a canvas, drawn with the others after each render that changed one.

use std::cell::RefCell;
use std::rc::Rc;

use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::app::browser::canvas;
use crate::app::browser::canvas::Easel;
use crate::app::browser::turns::Turns;

/// What is drawn, and where.
#[derive(Properties, PartialEq)]
pub struct PlotProps {
    /// The marks, the title and the words of the canvas.
    pub scene: Rc<Scene>,
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

thread_local! {
    /// What is drawn once the document stands.
    static DRAWINGS: RefCell<Vec<Box<dyn FnOnce()>>> = RefCell::default();
}

/// Draws after every part of the page has changed, in the same turn: an effect may wait until the browser has painted,
/// and each font that is set between two changes has the browser work out its styles again.
fn draw_with_the_others(drawing: impl FnOnce() + 'static) {
    let is_first = DRAWINGS.with_borrow_mut(|drawings| {
        drawings.push(Box::new(drawing));
        drawings.len() == 1
    });
    if is_first {
        // Behind the renders that are due: they are in the same queue.
        yew::platform::spawn_local(async {
            DRAWINGS.take().into_iter().for_each(|drawing| drawing());
        });
    }
}

/// A canvas, drawn in the same turn as the page changes.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let easel = use_mut_ref(|| None::<Easel>);
    let turns = use_mut_ref(Turns::default).borrow().clone();
    let own = use_node_ref();
    let node = props.node.as_ref().unwrap_or(&own);
    let (to, scene, is_dark) = (node.clone(), props.scene.clone(), props.is_dark);
    draw_with_the_others(move || {
        let Some(canvas) = to.cast::<HtmlCanvasElement>() else { return };
        let mut stands = easel.borrow_mut();
        if !stands.as_ref().is_some_and(|easel| easel.stands_on(&canvas)) {
            *stands = Some(Easel::new(canvas));
        }
        let density = gloo::utils::window().device_pixel_ratio();
        if stands.as_mut().is_some_and(|easel| easel.draw(&scene, palette(is_dark), density)) {
            let easel = easel.clone();
            turns.go(move || {
                if let Some(easel) = easel.borrow_mut().as_mut() {
                    easel.keep();
                }
                false
            });
        }
    });
    let said = if props.is_mute { None } else { Some(format!("{}. {}", props.scene.title, props.scene.description)) };
    html! {
        <canvas ref={node.clone()} class={props.class.clone()} role={said.as_ref().map(|_| "img")} aria-label={said}
            aria-hidden={props.is_mute.then_some("true")}></canvas>
    }
}
