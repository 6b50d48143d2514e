//! Keys: what the keyboard does wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use second_engine::plan::address::Address;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::app::frame::keys_props::KeysProps;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::which::View;

/// The list that the help dialog shows.
pub const KEYS: &[(&str, &str)] = &[
    ("← → ↑ ↓", "nudge the slider, box, handle or crosshair in focus"),
    ("Shift + arrow", "ten steps"),
    ("Page Up, Page Down", "ten steps"),
    ("Home, End", "the slider’s ends"),
    ("1 to 8", "the views: Book, Time, Size, Hedge, Pool, Odds, Data, Learn"),
    ("[ ]", "short put of the condor in focus, else of the first that is on, down, up by 5; on a handle, that handle"),
    ("{ }", "short call of that condor down, up by 5"),
    ("Ctrl Z", "undo"),
    ("Ctrl Shift Z", "redo"),
    ("Ctrl P", "print a memo"),
    ("Esc", "close what is open"),
    ("?", "this list"),
];

/// Whether what has the focus takes text.
fn is_typing(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        let kind = element.get_attribute("type");
        match element.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => kind.is_none_or(|kind| kind == "text"),
            _ => false,
        }
    })
}

/// Whether the box with the focus holds nothing that is not entered yet: undo is then the plan's, not the box's.
fn is_settled(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.get_attribute("data-draft").as_deref() == Some("no"))
}

/// The condor whose row of the rail has the focus, counted from 0.
fn condor_in_focus(event: &KeyboardEvent) -> Option<usize> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let row = element.closest("[id^='held-condor']").ok().flatten()?;
    let id = row.id();
    let number = id.strip_prefix("held-condor")?;
    if number.is_empty() { Some(0) } else { number.parse::<usize>().ok()?.checked_sub(1) }
}

/// Listens to the whole window.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let KeysProps { to, turn, condor } = props;
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    use_effect_with((dispatch, to.clone(), turn.clone(), *condor), |(dispatch, to, turn, condor)| {
        let (dispatch, [help, print]) = (dispatch.clone(), to.clone());
        let (turn, condor) = (turn.clone(), *condor);
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let has_control = event.ctrl_key() || event.meta_key();
            let key = event.key();
            if is_typing(event) && !(has_control && (key == "p" || is_settled(event))) {
                return;
            }
            let act = |id: &'static str, by: f64| {
                if let Some(nth) = condor_in_focus(event).or(condor) {
                    dispatch.dispatch(Act::Nudge(Address::new(id, nth), by));
                }
            };
            match (has_control, key.as_str()) {
                (true, "z") if !event.shift_key() => dispatch.dispatch(Act::Undo),
                (true, "z" | "Z" | "y") => dispatch.dispatch(Act::Redo),
                (true, "p") if !event.alt_key() => print.emit(()),
                (false, "?") => help.emit(()),
                (false, "[") => act("condor.short_put", -5.0),
                (false, "]") => act("condor.short_put", 5.0),
                (false, "{") => act("condor.short_call", -5.0),
                (false, "}") => act("condor.short_call", 5.0),
                (false, key) if !event.alt_key() && View::of_key(key).is_some() => {
                    View::of_key(key).into_iter().for_each(|view| turn.emit(view));
                }
                _ => return,
            }
            event.prevent_default();
        });
        move || drop(listener)
    });
    Html::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::views::which::VIEWS;

    #[test]
    fn the_list_names_every_view_in_the_order_of_its_key() {
        let names = VIEWS.map(View::name).join(", ");
        let row = (format!("1 to {}", VIEWS.len()), format!("the views: {names}"));
        assert!(KEYS.iter().any(|(keys, what)| (*keys, *what) == (row.0.as_str(), row.1.as_str())), "{row:?}");
    }
}
