//! Paper: a file of the page's own, fetched when it is first shown.

use yew::prelude::*;

use crate::app::browser::fetch;
use crate::app::store::shared::Shared;

/// How far a paper is.
pub enum Paper<T> {
    /// It is on its way.
    Coming,
    /// It did not come.
    Failed,
    /// What was read from it.
    Here(Shared<T>),
}

// Derived, it would ask the same of what was read.
impl<T> Clone for Paper<T> {
    fn clone(&self) -> Paper<T> {
        match self {
            Paper::Coming => Paper::Coming,
            Paper::Failed => Paper::Failed,
            Paper::Here(read) => Paper::Here(read.clone()),
        }
    }
}

/// The file of this name, read.
#[hook]
pub fn use_paper<T: 'static>(name: &'static str, read: fn(&str) -> T) -> Paper<T> {
    let paper = use_state(|| Paper::Coming);
    use_effect_with((), {
        let set = paper.setter();
        move |()| {
            fetch::text(name, move |text| {
                set.set(text.map_or(Paper::Failed, |text| Paper::Here(Shared::new(read(&text)))));
            });
        }
    });
    (*paper).clone()
}

/// What stands where a paper is not there.
pub fn missing<T>(paper: &Paper<T>) -> Html {
    if matches!(paper, Paper::Failed) {
        html! { <p class="note" role="alert">{ "This text could not be loaded. The rest of the page works; turn away and back to try again." }</p> }
    } else {
        html! { <div class="room" aria-busy="true"></div> }
    }
}
