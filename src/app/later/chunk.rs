//! Chunk: the split point. What only this file names lies in the chunk.

use second_engine::draw::svg::svg;
use second_engine::plan::file;
use second_engine::views::book::payoff_chart::point_at;
use second_engine::views::{assemble, json};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::app::browser::dom::{adopt_styles, save_text};
use crate::app::browser::handed::text_of;
use crate::app::controls::compare_menu::CompareMenu;
use crate::app::controls::plan_list::PlanList;
use crate::app::controls::pop::Pop;
use crate::app::figures::differences::differences;
use crate::app::frame::fold::FoldRows;
use crate::app::frame::foot::foot;
use crate::app::frame::help::Help;
use crate::app::frame::history::History;
use crate::app::frame::holdings::holdings;
use crate::app::frame::inputs::Inputs;
use crate::app::frame::keys::Keys;
use crate::app::frame::marks::marks;
use crate::app::frame::memo::memo;
use crate::app::frame::odds::OddsLine;
use crate::app::frame::open;
use crate::app::frame::share::share;
use crate::app::frame::shock_more::shock_more;
use crate::app::frame::size_line;
use crate::app::frame::today::to_today;
use crate::app::later::Later;
use crate::app::odds::door;
use crate::app::reader::drop::Dropping;
use crate::app::reader::worker;
use crate::app::store::pinned::Pinned;
use crate::app::store::plans::file_name;
use crate::app::views::book::details::details;
use crate::app::views::book::hand;
use crate::app::views::book::pair::Pair;
use crate::app::views::book::payoff;
use crate::app::views::{data, hedge, learn, odds, pool, size, time};

/// How it looks. It comes with the chunk, so that nothing of it ever stands without.
const STYLES: &str = include_str!("../../../static/later.css");

static LATER: Later = Later {
    pair: |props| html! { <Pair ..props.clone() /> },
    inputs: |props| html! { <Inputs ..props.clone() /> },
    fold: |props| html! { <FoldRows ..props.clone() /> },
    to_today,
    shock_more,
    plan_menu: |shelved| html! { <PlanList shelved={shelved.clone()} /> },
    pop: |(ask, count)| html! { <Pop {ask} {count} /> },
    hand: hand::hand,
    payoff_at: point_at,
    memo: |plan, report| memo(plan, report, &holdings(plan, report)),
    odds: |props| html! { <OddsLine ..props.clone() /> },
    history: |book, close| html! { <History book={book.clone()} close={close.clone()} /> },
    differences,
    details,
    share,
    compare: |sentence| html! { <CompareMenu {sentence} /> },
    compared: Pinned::differences,
    marks,
    notes: assemble::notes,
    size_line: size_line::size_line,
    time: time::view,
    size: size::view,
    hedge: hedge::view,
    pool: pool::view,
    odds_view: odds::view,
    data: data::view,
    dropping: |turn| html! { <Dropping turn={turn.clone()} /> },
    keys: |props| html! { <Keys ..props.clone() /> },
    foot,
    read_files: worker::serve,
    learn: learn::view,
    help: |asked| html! { <Help {asked} /> },
    payoff_table: |payoff, a| payoff::sheet(payoff, a).table("Profit and loss along the axis, dollars"),
    payoff_csv: |payoff, a| payoff::sheet(payoff, a).save("payoff"),
    svg,
    save_plan: |name, plan| save_text(&file_name(name), "application/json", &file::text(plan)),
    open_file: open::open,
    report_text: json::text,
    evaluate: |plan| json::evaluate_json(&text_of(plan)?),
    walk: door::walk,
};

/// Fetches the chunk, the first time, and says what it holds.
///
/// # Errors
/// Where it cannot be fetched; the next call tries again.
#[wasm_split(later, fallible)]
pub fn later() -> Result<&'static Later, SplitLoaderError> {
    adopt_styles(STYLES);
    Ok(&LATER)
}
