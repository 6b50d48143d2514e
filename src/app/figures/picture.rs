//! Picture: a figure whose chart is drawn at the size it has, with the same as a table, and PNG, SVG and CSV to keep.

use std::rc::Rc;

use second_engine::draw::scene::Scene;
use yew::prelude::*;

use crate::app::browser::observers::use_size;
use crate::app::figures::figure::{act, stacked, switch};
use crate::app::figures::plot::{Plot, palette, save_png};
use crate::app::figures::sheet::Sheet;
use crate::app::later::save_svg;

/// What a picture shows.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// DOM id, and part of the names of its files.
    pub id: &'static str,
    /// What it shows and in which unit.
    pub dek: AttrValue,
    /// How to read it.
    #[prop_or_default]
    pub caption: AttrValue,
    /// The scene at this width and height.
    pub draw: Callback<(f64, f64), Scene>,
    /// The same in words.
    pub sheet: Sheet,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// What lies over the scene at this width and height.
    #[prop_or_default]
    pub over: Option<Callback<(f64, f64), Html>>,
}

/// The figure.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let (room, canvas) = (use_node_ref(), use_node_ref());
    let (width, height) = use_size(room.clone());
    let is_table = use_state_eq(|| false);
    let scene = Rc::new(props.draw.emit((width, height)));
    let file = |ending: &str| format!("second-engine-{}{ending}", props.id);
    let acts = {
        let (drawn, png, svg_name) = (canvas.clone(), file(".png"), file(".svg"));
        let (picture, is_dark, sheet, id) = (scene.clone(), props.is_dark, props.sheet.clone(), props.id);
        let toggle = {
            let is_table = is_table.clone();
            Callback::from(move |()| is_table.set(!*is_table))
        };
        let keep = Callback::from(move |()| save_svg(svg_name.clone(), picture.clone(), palette(is_dark)));
        let title = |what: &str| format!("{}: {what}", props.id);
        let save_png = Callback::from(move |()| save_png(&drawn, &png));
        html! {
            <span>
                { switch("Table", title("show as a table"), Some(*is_table), toggle) }
                { act("PNG", title("save as PNG"), save_png) }
                { act("SVG", title("save as SVG"), keep) }
                { sheet.saving(id, id) }
            </span>
        }
    };
    let title = scene.title.clone();
    let plot = html! {
        <div ref={room} class="plot" id={props.id}>
            if *is_table {
                { props.sheet.table(&props.dek) }
            } else {
                <Plot {scene} is_dark={props.is_dark} node={canvas} class="cover" />
                { props.over.as_ref().map(|over| over.emit((width, height))).unwrap_or_default() }
            }
        </div>
    };
    stacked(title, props.dek.clone(), acts, plot, props.caption.clone())
}
