//! Later: what is not on the first screen comes as a second file, the chunk, once the first picture stands.
//!
//! [`Later`] is what it holds: functions. What is reached through them and from nowhere else lies in the chunk and is
//! no part of the first download. So only `chunk.rs` names the views Time, Size, Hedge, Pool, Data and Learn, the reader of files, the heat map, the
//! inputs of the rail, the menu of plans, the button Share, the odds, the popover, what one takes hold of over the
//! payoff, the memo, History, the keys, the footer, the help, files (`plan::file`), SVG (`draw::svg`) and the console doors (`views::json`, `views::paths`);
//! one use of them elsewhere brings their code into the first download. For one more view: a field here, a line in
//! `chunk.rs`, and where it stands `show(arrival, |later| …)`.
//!
//! - [`use_arrival`], once, in the page: how far the chunk is. Parts read it from the context [`Arrival`].
//! - [`show`]: a view from the chunk, or the room kept for it, or why it is not there and 'try again'.
//! - [`with`], anywhere: calls with the chunk now, or as soon as it is there.
//! - [`fetch`]: fetches it; the page does so once the first picture stands.

mod chunk;
mod room;

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::Function;
use second_engine::book::Book;
use second_engine::book::curves::{Payoff, PayoffPoint};
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::plan::Plan;
use second_engine::views::book::compare::Differences;
use second_engine::views::report::{Note, Report};
use wasm_bindgen::JsValue;
use web_sys::File;
use yew::prelude::*;

use crate::app::browser::dom::save_text;
use crate::app::controls::shelved::Shelved;
use crate::app::controls::shown::Shown;
use crate::app::frame::fold_props::FoldProps;
use crate::app::frame::inputs_props::InputsProps;
use crate::app::frame::keys_props::KeysProps;
use crate::app::frame::odds_props::OddsProps;
use crate::app::store::Dispatch;
use crate::app::store::act::Ask;
use crate::app::store::pinned::Pinned;
use crate::app::store::shared::Shared;
use crate::app::views::book::hand_props::HandProps;
use crate::app::views::props::{PairProps, ViewProps};
use crate::app::views::which::View;

pub use room::{failed, pair_room, part, show};

/// What the chunk holds.
pub struct Later {
    /// Every shock at once, and the book by price and date.
    pub pair: fn(&PairProps) -> Html,
    /// The inputs of a holding of the rail.
    pub inputs: fn(&InputsProps) -> Html,
    /// The inputs of market or account.
    pub fold: fn(&FoldProps) -> Html,
    /// The button that gives the plan today's date.
    pub to_today: fn(&Shared<Book>, &Dispatch) -> Html,
    /// The inputs of the shock that have no box in its strip.
    pub shock_more: fn(&Shown) -> Html,
    /// What the menu of plans holds.
    pub plan_menu: fn(&Shelved) -> Html,
    /// The popover that answers the last of so many questions.
    pub pop: fn((Option<Ask>, u32)) -> Html,
    /// What stands on paper before the view.
    pub memo: fn(&Plan, &Report) -> Html,
    /// The line under the verdict.
    pub odds: fn(&OddsProps) -> Html,
    /// What really happened, as a menu; the callback closes it.
    pub history: fn(&Shared<Book>, &Callback<()>) -> Html,
    /// What tells the plan on the page from the one that is pinned, under its finding.
    pub differences: fn(&Differences, &str) -> Html,
    /// The tables under the first screen.
    pub details: fn(&Plan, &Report) -> Html,
    /// What is to be known about the figures of a report.
    pub notes: fn(&Book, &Report) -> Vec<Note>,
    /// The button that copies the link.
    pub share: fn(&Callback<(), String>) -> Html,
    /// The button that compares, and its menu with what tells the plan from the one that is pinned.
    pub compare: fn(Option<AttrValue>) -> Html,
    /// What tells the plan on the page from the one that is pinned, and the sentence about it.
    pub compared: fn(&Pinned, &Plan, &Report) -> (Differences, String),
    /// What differs from the opening plan.
    pub marks: fn(&Plan) -> Html,
    /// How large the pool may be, behind the verdict.
    pub size_line: fn(&ViewProps) -> Html,
    /// The view Time.
    pub time: fn(&ViewProps) -> Html,
    /// The view Size.
    pub size: fn(&ViewProps) -> Html,
    /// The view Hedge.
    pub hedge: fn(&ViewProps) -> Html,
    /// The view Pool.
    pub pool: fn(&ViewProps) -> Html,
    /// The view Odds.
    pub odds_view: fn(&ViewProps) -> Html,
    /// The view Data.
    pub data: fn(&ViewProps) -> Html,
    /// Takes what is dropped or pasted on the page; the callback brings a view to the front.
    pub dropping: fn(&Callback<View>) -> Html,
    /// Hears the keys that act wherever the focus is: opens the help, prints, brings a view to the front, moves a condor.
    pub keys: fn(&KeysProps) -> Html,
    /// The footer, with what opens the help and prints.
    pub foot: fn(&Callback<()>, &Callback<()>) -> Html,
    /// Answers, in the thread that reads files.
    pub read_files: fn(),
    /// The view Learn.
    pub learn: fn(&ViewProps) -> Html,
    /// The dialog with the help; it opens when the number changes.
    pub help: fn(u32) -> Html,
    /// The crosshair and the handles over the payoff.
    pub hand: fn(&HandProps) -> Html,
    /// The payoff at a place of its axis.
    pub payoff_at: fn(&Payoff, f64) -> Option<PayoffPoint>,
    /// The payoff as a table, with that of a pinned plan.
    pub payoff_table: fn(&Payoff, Option<&Payoff>) -> Html,
    /// Hands the payoff to the person as CSV.
    pub payoff_csv: fn(&Payoff, Option<&Payoff>),
    /// A picture as SVG text.
    pub svg: fn(&Scene, Palette) -> String,
    /// Hands the plan of this name to the person as a file.
    pub save_plan: fn(&str, &Plan),
    /// Opens a file that was chosen.
    pub open_file: fn(&File, &Dispatch),
    /// The report and every view of a plan, as a file's text; the faults of the plan, each a sentence.
    pub report_text: fn(&Plan) -> Result<String, String>,
    /// The report, as JSON, of what a script hands in.
    pub evaluate: fn(&JsValue) -> Result<String, String>,
    /// Walks the paths of what a script hands in, for the door of this name; then one of the two functions is called.
    pub walk: fn(&'static str, &JsValue, Function, Function),
}

/// How far the chunk is.
#[derive(Clone, Copy, Default)]
pub enum Arrival {
    /// It is not there yet.
    #[default]
    Coming,
    /// It could not be fetched; nobody tries on their own.
    Failed,
    /// It is there, and stays.
    Here(&'static Later),
}

impl Arrival {
    /// What came.
    pub fn here(self) -> Option<&'static Later> {
        if let Arrival::Here(later) = self { Some(later) } else { None }
    }

    /// What it draws; nothing before it came.
    pub fn draw(self, of: impl FnOnce(&'static Later) -> Html) -> Html {
        self.here().map(of).unwrap_or_default()
    }
}

impl PartialEq for Arrival {
    fn eq(&self, other: &Arrival) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What is to be done with the chunk.
type Wish = Box<dyn FnOnce(&'static Later)>;

#[derive(Default)]
struct State {
    arrival: Arrival,
    is_on_the_way: bool,
    /// What waits for it.
    wishes: Vec<Wish>,
    /// Told how far it is, and whether somebody waits.
    page: Option<Callback<(Arrival, bool)>>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// The chunk, where it is there.
pub fn now() -> Option<&'static Later> {
    STATE.with_borrow(|state| state.arrival.here())
}

/// Calls with the chunk: now, or as soon as it is there. Where it does not come the page says so and offers to try
/// again.
pub fn with(wish: impl FnOnce(&'static Later) + 'static) {
    match now() {
        Some(later) => wish(later),
        None => {
            STATE.with_borrow_mut(|state| state.wishes.push(Box::new(wish)));
            fetch();
        }
    }
}

/// Fetches the chunk, unless it is there or on its way.
pub fn fetch() {
    let is_due = STATE.with_borrow_mut(|state| {
        let is_due = !state.is_on_the_way && state.arrival.here().is_none();
        state.is_on_the_way |= is_due;
        is_due
    });
    if is_due {
        tell(Arrival::Coming);
        yew::platform::spawn_local(async {
            let arrival = chunk::later().await.map_or(Arrival::Failed, Arrival::Here);
            // What is drawn with it is a task of its own, not one with the browser's linking.
            Timeout::new(0, move || arrive(arrival)).forget();
        });
    }
}

fn arrive(arrival: Arrival) {
    let wishes = STATE.with_borrow_mut(|state| {
        state.is_on_the_way = false;
        if arrival.here().is_some() { std::mem::take(&mut state.wishes) } else { Vec::new() }
    });
    tell(arrival);
    if let Some(later) = arrival.here() {
        wishes.into_iter().for_each(|wish| wish(later));
    }
}

fn tell(arrival: Arrival) {
    let (page, is_awaited) = STATE.with_borrow_mut(|state| {
        state.arrival = arrival;
        (state.page.clone(), !state.wishes.is_empty())
    });
    if let Some(page) = page {
        page.emit((arrival, is_awaited));
    }
}

/// How far the chunk is, and whether somebody has asked for what it holds in vain.
#[hook]
pub fn use_arrival() -> (Arrival, bool) {
    let told = use_state_eq(|| (STATE.with_borrow(|state| state.arrival), false));
    let set = told.setter();
    use_effect_with((), move |()| {
        STATE.with_borrow_mut(|state| state.page = Some(Callback::from(move |told| set.set(told))));
    });
    let (arrival, is_awaited) = *told;
    (arrival, is_awaited && arrival == Arrival::Failed)
}

/// Hands a picture to the person as an SVG file.
pub fn save_svg(name: impl Into<String>, scene: Rc<Scene>, palette: Palette) {
    let name = name.into();
    with(move |later| save_text(&name, "image/svg+xml", &(later.svg)(&scene, palette)));
}
