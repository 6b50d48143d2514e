//! Heat map: the book over SPX moves and VIX; a click, or the arrow keys and Enter, set the shock.

use second_engine::book::curves::Heat;
use second_engine::charts::heat::{self, HeatView};
use second_engine::charts::svg::svg;
use second_engine::report::Report;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::browser;
use super::figure::{Figure, button};
use super::plot::{Plot, palette, save_png};
use super::row::Dispatch;
use super::scale::clean;
use super::shared::Shared;
use super::sheet::Sheet;
use super::sight::use_size;
use super::store::Act;

/// What the map shows.
#[derive(Properties, PartialEq)]
pub struct HeatMapProps {
    /// The grid; `None` until it has been in view.
    pub heat: Option<Shared<Heat>>,
    /// Now, the shock, the budget.
    pub report: Shared<Report>,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether it is a phone.
    pub is_narrow: bool,
}

/// The figure.
#[component]
pub fn HeatMap(props: &HeatMapProps) -> Html {
    let room = use_node_ref();
    let canvas = use_node_ref();
    let (width, height) = use_size(room.clone());
    let is_table = use_state_eq(|| false);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let Some(grid) = props.heat.clone() else {
        let body = html! { <div ref={room} class="plot bleed" id="heat"></div> };
        return Figure { title: "Every shock at once".into(), dek: " ".into(), body, ..Figure::default() }.html();
    };
    let view = HeatView { heat: &grid, report: &props.report, width, height, is_narrow: props.is_narrow };
    let (scene, frame) = (heat::scene(&view), heat::frame(&view));
    let (head, rows) = heat::table(&grid);
    let sheet = Sheet { head, rows };
    let set = move |spx: f64, vix: f64| {
        let vix = clean((4.0 * vix).round() / 4.0, 6);
        dispatch.dispatch(Act::Turn(vec![("shock.vix", Some(vix)), ("shock.spx", Some(clean(spx, 2)))]));
    };
    let onclick = {
        let (set, room) = (set.clone(), room.clone());
        Callback::from(move |event: MouseEvent| {
            let Some(edge) = room.cast::<HtmlElement>().map(|room| room.get_bounding_client_rect()) else { return };
            let place = (f64::from(event.client_x()) - edge.left(), f64::from(event.client_y()) - edge.top());
            if frame.area.has(place) {
                let (spx, vix) = frame.at(place);
                set(spx, vix);
            }
        })
    };
    let (spx, vix) = (props.report.shock.spx_return.0, props.report.shock.vix.0);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let by = if event.shift_key() { 10.0 } else { 1.0 };
        let (dx, dy) = match event.key().as_str() {
            "ArrowLeft" => (-0.002 * by, 0.0),
            "ArrowRight" => (0.002 * by, 0.0),
            "ArrowUp" => (0.0, 0.5 * by),
            "ArrowDown" => (0.0, -0.5 * by),
            _ => return,
        };
        event.prevent_default();
        set((spx + dx).clamp(-0.5, 0.5), (vix + dy).clamp(9.0, 150.0));
    });
    let here = format!(
        "Shock at SPX {} and VIX {}: {}",
        words::percent(spx, 1),
        words::vix(vix),
        words::usd(props.report.combined.pnl.0)
    );
    let toggle = {
        let is_table = is_table.clone();
        Callback::from(move |()| is_table.set(!*is_table))
    };
    let acts = {
        let (picture, is_dark, saved, drawn) = (scene.clone(), props.is_dark, sheet.clone(), canvas.clone());
        let save_svg = Callback::from(move |()| {
            browser::save_text("second-engine-heat-map.svg", "image/svg+xml", &svg(&picture, palette(is_dark)));
        });
        html! {
            <><span></span><span>
                { button("Table", "Show the heat map as a table", Some(*is_table), toggle) }
                { button("PNG", "Save the heat map as PNG", None, Callback::from(move |()| save_png(&drawn, "second-engine-heat-map.png"))) }
                { button("SVG", "Save the heat map as SVG", None, save_svg) }
                { button("CSV", "Save the heat map as CSV", None, Callback::from(move |()| saved.save("heat-map"))) }
            </span></>
        }
    };
    let dek =
        format!("Combined book in dollars, day {}. A click sets the shock.", words::number(props.report.shock.days));
    let title = scene.title.clone();
    let body = html! {
            <div ref={room} class="plot bleed" id="heat">
                if *is_table {
                    { sheet.table("Combined book in dollars: rows are VIX, columns are SPX moves") }
                } else {
                    <Plot {scene} is_dark={props.is_dark} node={canvas} class="cover" />
                    <div class="target" role="application" tabindex="0" aria-label="Heat map: arrow keys move the shock"
                        aria-description={here} {onclick} {onkeydown}></div>
                }
            </div>
    };
    Figure { title, dek, acts, body, ..Figure::default() }.html()
}
