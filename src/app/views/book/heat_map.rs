//! Heat map: the book over SPX moves and VIX; a click, or the arrow keys and Enter, set the shock.

use std::rc::Rc;

use second_engine::book::Book;
use second_engine::book::curves::{Heat, HeatAxis};
use second_engine::units::Frac;
use second_engine::views::book::heat_chart;
use second_engine::views::book::heat_chart::{HeatView, Relief};
use second_engine::views::book::payoff_chart::others;
use second_engine::views::report::Report;
use second_engine::words;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::app::browser::observers::use_size;
use crate::app::controls::scale::clean;
use crate::app::figures::figure::{act, figure, segments, switch};
use crate::app::figures::plot::{Plot, palette, save_png};
use crate::app::figures::sheet::Sheet;
use crate::app::later::save_svg;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// What the map shows.
#[derive(Clone, Properties, PartialEq)]
pub struct HeatMapProps {
    /// Whose moves are asked for.
    pub axis: HeatAxis,
    /// Told which axis is wanted: 0 SPX, 1 the token.
    pub turn: Callback<usize>,
    /// Whether anything held moves with a token: else there is no map of its price.
    pub has_token: bool,
    /// Short name of the market's token.
    pub token: &'static str,
    /// The grid; `None` until it has been in view.
    pub heat: Option<Shared<Heat>>,
    /// That of plan A, where one is pinned.
    pub pinned: Option<Shared<Heat>>,
    /// Plan A's loss budget, dollars.
    pub budget_of_a: f64,
    /// The book whose shock a click sets.
    pub book: Shared<Book>,
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
    let grid = props.heat.clone();
    let budget = props.report.combined.budget.0;
    let relief =
        use_memo((grid.clone(), budget), |(grid, budget)| grid.as_ref().map(|grid| Relief::new(grid, *budget)));
    let of_a = use_memo((props.pinned.clone(), props.budget_of_a), |(a, budget)| {
        a.as_ref().map(|a| (a.clone(), Relief::new(a, *budget)))
    });
    let (Some(grid), Some(shape)) = (grid, (*relief).as_ref()) else {
        let empty = html! { <div ref={room} class="plot bleed" id="heat"></div> };
        return figure("Every shock at once", " ", Html::default(), empty);
    };
    let pinned = (*of_a).as_ref().map(|(heat, relief)| (&**heat, relief));
    let is_narrow = props.is_narrow;
    let (report, token) = (&*props.report, props.token);
    // The map of the other axis stands until this one's is whole.
    let pinned = pinned.filter(|(a, _)| a.axis == grid.axis);
    let view = HeatView { heat: &grid, relief: shape, report, token, width, height, is_narrow, pinned };
    let (scene, frame) = (Rc::new(heat_chart::scene(&view)), heat_chart::frame(&view));
    let of_token = grid.axis == HeatAxis::Token;
    let row = if of_token { "shock.token" } else { "shock.spx" };
    let book = props.book.clone();
    let set = move |moved: f64, vix: f64| {
        let vix = clean((4.0 * vix).round() / 4.0, 6);
        let held = if of_token { book.plan.event.held_for(Frac(moved)).0 } else { moved };
        dispatch.dispatch(Act::turn([("shock.vix", Some(vix)), (row, Some(clean(held, 3)))]));
    };
    let onclick = {
        let (set, room) = (set.clone(), room.clone());
        Callback::from(move |event: MouseEvent| {
            let Some(edge) = room.cast::<HtmlElement>().map(|room| room.get_bounding_client_rect()) else { return };
            let place = (f64::from(event.client_x()) - edge.left(), f64::from(event.client_y()) - edge.top());
            if frame.area.has(place) {
                let (moved, vix) = frame.at(place);
                set(moved, vix);
            }
        })
    };
    let shock = &props.report.shock;
    let moved = if of_token { shock.token_return.0 } else { shock.spx_return.0 };
    let vix = shock.vix.0;
    let step = if of_token { 0.01 } else { 0.002 };
    let [least, most] = if of_token { [-0.9, 2.0] } else { [-0.5, 0.5] };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let by = if event.shift_key() { 10.0 } else { 1.0 };
        let (dx, dy) = match event.key().as_str() {
            "ArrowLeft" => (-step * by, 0.0),
            "ArrowRight" => (step * by, 0.0),
            "ArrowUp" => (0.0, 0.5 * by),
            "ArrowDown" => (0.0, -0.5 * by),
            _ => return,
        };
        event.prevent_default();
        set((moved + dx).clamp(least, most), (vix + dy).clamp(9.0, 150.0));
    });
    let here = format!(
        "Shock at {} {} and VIX {}: {}",
        if of_token { token } else { "SPX" },
        words::percent(moved, 1),
        words::vix(vix),
        words::usd(props.report.combined.pnl.0)
    );
    let toggle = {
        let is_table = is_table.clone();
        Callback::from(move |()| {
            let is_table = is_table.clone();
            is_table.set(!*is_table);
        })
    };
    let acts = {
        let (drawn, saved, kept, is_dark) = (canvas.clone(), grid.clone(), scene.clone(), props.is_dark);
        let a = props.pinned.clone();
        let keep = Callback::from(move |()| save_svg("second-engine-heat-map.svg", kept.clone(), palette(is_dark)));
        html! {
            <><span>
                if props.has_token {
                    { segments("Moves of the map", &["SPX", token], usize::from(props.axis == HeatAxis::Token), &props.turn) }
                }
            </span><span>
                { switch("Table", "Show the heat map as a table", Some(*is_table), toggle) }
                { act("PNG", "Save the heat map as PNG", Callback::from(move |()| save_png(&drawn, "second-engine-heat-map.png"))) }
                { act("SVG", "Save the heat map as SVG", keep) }
                { act("CSV", "Save the heat map as CSV", Callback::from(move |()| sheet(&saved, a.as_deref()).save("heat-map"))) }
            </span></>
        }
    };
    let still = if of_token {
        format!(" SPX follows VIX unless it is typed.{}", others(&props.report, token))
    } else {
        String::new()
    };
    let grey = if pinned.is_some() { " Grey: A’s zero and its budget." } else { "" };
    let dek = format!(
        "Combined book in dollars, day {}. A click sets the shock.{still}{grey}",
        words::number(props.report.shock.days)
    );
    let title = scene.title.clone();
    let picture = html! {
            <div ref={room} class="plot bleed" id="heat">
                if *is_table {
                    { sheet(&grid, props.pinned.as_deref()).table("Combined book in dollars: rows are VIX, columns are moves") }
                } else {
                    <Plot {scene} is_dark={props.is_dark} node={canvas} class="cover" />
                    <div class="target" role="application" tabindex="0" aria-label="Heat map: arrow keys move the shock"
                        aria-description={here} {onclick} {onkeydown}></div>
                }
            </div>
    };
    figure(title, dek, acts, picture)
}

/// The same in words: rows are VIX, columns moves, cells dollars.
fn sheet(heat: &Heat, pinned: Option<&Heat>) -> Sheet {
    heat_chart::table(heat, pinned).into()
}
