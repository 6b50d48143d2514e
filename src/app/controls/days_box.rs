//! Days box: a list of trading days or dates, read once typing rests; what is no day is named under it and the list stays.

use std::cell::RefCell;
use std::rc::Rc;

use second_engine::units::clock::Clock;
use second_engine::views::book::date_words::{days_text, read_days};
use yew::prelude::*;

use crate::app::controls::field::Field;

/// What the box shows.
#[derive(Properties, PartialEq)]
pub struct DaysBoxProps {
    /// DOM id.
    pub id: &'static str,
    /// Its name.
    pub label: &'static str,
    /// The days that are asked for.
    pub days: Vec<f64>,
    /// The plan's, by which dates are read.
    pub clock: Clock,
    /// Told other ones.
    pub read: Callback<Vec<f64>>,
}

/// Days that cannot be read, and why.
#[derive(Clone, PartialEq)]
struct Unread {
    text: String,
    said: String,
}

/// The box.
#[component]
pub fn DaysBox(props: &DaysBoxProps) -> Html {
    let wrong = use_state_eq(|| None::<Unread>);
    // What was typed since the box was last read.
    let typed: Rc<RefCell<Option<String>>> = use_mut_ref(|| None);
    let rest = {
        let (read, wrong, typed, clock) = (props.read.clone(), wrong.clone(), typed.clone(), props.clock);
        Callback::from(move |()| {
            let Some(text) = typed.borrow_mut().take() else { return };
            match read_days(&text, clock) {
                Ok(days) => {
                    read.emit(days);
                    wrong.set(None);
                }
                Err(said) => wrong.set(Some(Unread { text, said })),
            }
        })
    };
    let forget = {
        let (wrong, typed) = (wrong.clone(), typed.clone());
        Callback::from(move |()| {
            *typed.borrow_mut() = None;
            wrong.set(None);
        })
    };
    let typed = {
        let typed = typed.clone();
        Callback::from(move |text: String| *typed.borrow_mut() = Some(text))
    };
    let text = wrong.as_ref().map_or_else(|| days_text(&props.days), |unread| unread.text.clone());
    let said = wrong.as_ref().map(|unread| unread.said.clone());
    let below = format!("{}-error", props.id);
    let error = said.is_some().then(|| AttrValue::from(below.clone()));
    html! {
        <div class="dates-days">
            <label for={props.id}>{ "Trading days or dates" }</label>
            <Field id={props.id} label={props.label} {text} {error} {typed} rest={rest.clone()} commit={rest} {forget} />
            if let Some(said) = said {
                <p class="err" id={below} role="alert">{ said }</p>
            }
        </div>
    }
}
