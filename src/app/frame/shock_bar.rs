//! Shock: VIX now and then, days, the slider on its ridge, the moves that follow, history, and the rest behind 'More'.
//! A strip of the head; a sheet on a phone.

use gloo::events::EventListener;
use gloo::utils::window;
use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::knob;
use second_engine::shock::explosions::EXPLOSIONS;
use second_engine::views::book::history::standing_words;
use second_engine::views::derived;
use second_engine::views::report::Report;
use second_engine::words::dates::shock_day;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, Node};
use yew::prelude::*;

use crate::app::browser::dom::focus;
use crate::app::controls::number::number;
use crate::app::controls::scale::Scale;
use crate::app::controls::shown::Shown;
use crate::app::controls::slider::Slider;
use crate::app::controls::wrong::wrong_note;
use crate::app::frame::here::HERE;
use crate::app::frame::moves::moves;
use crate::app::frame::vix::Vix;
use crate::app::later::{Arrival, part};
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::shared::Shared;
use crate::app::store::wrongs::Wrongs;

/// A menu of the strip; one is open at a time, and exists while it is.
#[derive(Clone, Copy, PartialEq)]
enum Menu {
    History,
    More,
}

impl Menu {
    /// DOM id of the button that opens it.
    fn button(self) -> &'static str {
        match self {
            Menu::History => "history",
            Menu::More => "shock-more-button",
        }
    }
}

/// What the strip shows.
#[derive(Properties, PartialEq)]
pub struct ShockBarProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: Wrongs,
    /// Combined dollars along the link, by VIX.
    pub ridge: Shared<Vec<(f64, f64)>>,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The strip.
#[component]
pub fn ShockBar(props: &ShockBarProps) -> Html {
    let menu = use_state_eq(|| None::<Menu>);
    use_closing(menu.clone());
    let arrival = use_context::<Arrival>().unwrap_or_default();
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let (plan, report) = (&props.plan, &props.report);
    let shown = Shown { book: &props.book, plan, report, wrong: &props.wrong, selected: 0, derive: derived::of_shock };
    let from = report.shock.vix_from.0;
    let close = {
        let menu = menu.clone();
        Callback::from(move |()| {
            if let Some(open) = *menu {
                focus(open.button());
            }
            menu.set(None);
        })
    };
    html! {
        <>
            <section class="shock" id="shock" aria-label="The shock">
                <div class="from-to">
                    { vix(&shown) }
                    <div class="ln">
                        { opener(Menu::History, "History", "history", &menu) }
                        { standing(plan) }
                    </div>
                    if *menu == Some(Menu::History) {
                        { part(arrival, "history-again", |later| (later.history)(&props.book, &close)) }
                    }
                </div>
                <Vix id="vix-slider" {from} value={plan.event.vix.map_or(from, |vix| vix.0)} ridge={props.ridge.clone()}
                    budget={report.combined.budget.0} gone={report.combined.budget_gone_at.map(|vix| vix.0)} is_linked={plan.event.spx.is_none()}
                    is_dark={props.is_dark} is_big={true} />
                <div class="more-moves">
                    { moves(&shown, &dispatch) }
                    <div class="ln when">
                        { days(&shown, &dispatch) }
                        { opener(Menu::More, "More…", "tool line", &menu) }
                    </div>
                    if *menu == Some(Menu::More) {
                        <div class="menu-sheet" id="shock-more" role="region" aria-label="More of the shock">
                            { part(arrival, "more-again", |later| (later.shock_more)(&shown)) }
                        </div>
                    }
                </div>
            </section>
            { wrongs(&shown, &dispatch) }
        </>
    }
}

/// Which explosion stands, and beside it what the link alone would have.
fn standing(plan: &Plan) -> Html {
    let [short, whole] = standing_words(plan)
        .unwrap_or_else(|| [format!("what really happened, {} times", EXPLOSIONS.len()), String::new()]);
    html! { <span class="quiet" id="standing" title={(!whole.is_empty()).then_some(whole)}>{ short }</span> }
}

fn vix(shown: &Shown) -> Html {
    let boxed = |id: &'static str| knob(id).map(|knob| number(knob, id, shown)).unwrap_or_default();
    html! {
        <div class="ln">
            <b>{ "VIX" }</b>{ boxed("market.vix") }<span>{ "→" }</span><span class="big">{ boxed("shock.vix") }</span>
            <span>{ "in" }</span><span class="short">{ boxed("shock.days") }</span><span>{ if shown.plan.event.days == 1.0 { "trading day" } else { "trading days" } }</span>
        </div>
    }
}

/// The day on which the shock is looked at, as a slider.
fn days(shown: &Shown, dispatch: &Dispatch) -> Html {
    let Some(knob) = knob("shock.days") else { return Html::default() };
    let [low, high] = shown.plan.window("shock.days".into());
    let (moving, resting) = (dispatch.clone(), dispatch.clone());
    let preview = Callback::from(move |x: f64| moving.dispatch(Act::Preview("shock.days".into(), Some(x))));
    let commit = Callback::from(move |()| resting.dispatch(Act::Commit));
    let day = shown.plan.event.days;
    html! {
        <>
            <label for="shock.days-slider">{ "Seen on" }</label>
            <Slider id="shock.days-slider" label="Seen on" value={day} shown={shock_day(shown.plan.market.today, day)}
                scale={Scale { low, high, step: shown.plan.day_step(), is_log: knob.is_log }} from={low} {preview} {commit} />
            <span class={classes!("day", shown.plan.market.today.map(|_| "dated"))}>{ shock_day(shown.plan.market.today, day) }</span>
        </>
    }
}

/// What is wrong with the boxes, in a line under them.
fn wrongs(shown: &Shown, dispatch: &Dispatch) -> Html {
    let said = HERE.iter().filter_map(|id| Some((*id, shown.wrong.get(&Address::from(*id))?)));
    let one = |(id, wrong): (&'static str, &Wrong)| {
        let value = shown.plan.value(id.into());
        html! { <div key={id}>{ wrong_note(id.into(), wrong, value, dispatch) }</div> }
    };
    html! { <div class="wrongs">{ for said.map(one) }</div> }
}

fn opener(which: Menu, name: &'static str, class: &'static str, menu: &UseStateHandle<Option<Menu>>) -> Html {
    let is_open = **menu == Some(which);
    let menu = menu.clone();
    let press = Callback::from(move |_: MouseEvent| menu.set((!is_open).then_some(which)));
    html! {
        <button type="button" {class} id={which.button()} aria-expanded={is_open.to_string()} onclick={press}>
            { name }
            if which == Menu::History { <i class="caret" aria-hidden="true"></i> }
        </button>
    }
}

/// Esc, or a press outside, closes the open menu; Esc brings the focus back to its button.
#[hook]
fn use_closing(menu: UseStateHandle<Option<Menu>>) {
    use_effect_with(*menu, move |open| {
        let listeners = open.map(|open| {
            let escaped = menu.clone();
            let keys = EventListener::new(&window(), "keydown", move |event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                    focus(open.button());
                    escaped.set(None);
                }
            });
            let presses = EventListener::new(&window(), "pointerdown", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                let is_inside = |css: &str| {
                    let element = target.as_ref().and_then(|node| node.dyn_ref::<Element>());
                    element.is_some_and(|element| element.closest(css).ok().flatten().is_some())
                };
                if !is_inside(".menu-sheet, #pop, #history, #shock-more-button") {
                    menu.set(None);
                }
            });
            (keys, presses)
        });
        move || drop(listeners)
    });
}
