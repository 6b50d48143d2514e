//! Keeping: the address bar and the device's storage, written a little after each step.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use second_engine::plan::history::History;
use second_engine::plan::url;
use yew::prelude::*;

use crate::app::browser::dom::{clock, fragment, store, stored, write_fragment};
use crate::app::store::Dispatch;
use crate::app::store::Store;
use crate::app::store::act::Act;

const KEY: &str = "second-engine.plan";
/// What is typed wrong, a box a line: `id`, tab, text.
const TYPED: &str = "second-engine.typed";
/// The address that the page was left with before its last step was written there.
const STALE: &str = "second-engine.stale";
/// Browsers throw where the address is written too often; this is a pause that nobody notices.
const PAUSE_MS: u32 = 500;

/// What the page begins with: the address' plan as a step on top of what was kept here, or what was kept, or the default.
///
/// # Errors
/// The engine's sentence, where not even the default plan stands.
pub fn begin() -> Result<Store, String> {
    let mut store = Store::new(stored(KEY).and_then(|text| History::read(&text).ok()).unwrap_or_default())?;
    let address = fragment();
    let is_stale = stored(STALE).is_some_and(|stale| stale == address);
    if url::is_link(&address) && !is_stale {
        store.begin_at(&address);
    }
    for (id, text) in stored(TYPED).unwrap_or_default().lines().filter_map(|line| line.split_once('\t')) {
        store.type_again(id, text);
    }
    Ok(store)
}

/// Keeps the plan after each step; the time of day at which it was last kept.
#[hook]
pub fn use_keeping(handle: &UseReducerHandle<Store>) -> Option<AttrValue> {
    let saved = use_state_eq(|| None::<AttrValue>);
    let set = saved.setter();
    let history = handle.history.clone();
    use_effect_with(handle.steps, move |steps| {
        // The first render keeps nothing: nothing was changed.
        let write = move || {
            if store(KEY, &history.text()) {
                set.set(Some(clock().into()));
            }
            write_fragment(&url::fragment(history.present()));
            store(STALE, "");
        };
        let timer = (*steps > 0).then(|| Timeout::new(PAUSE_MS, write));
        move || drop(timer)
    });
    use_effect_with(handle.wrong.clone(), |wrong| {
        let lines: Vec<String> = wrong.iter().map(|(id, wrong)| format!("{id}\t{}", wrong.text)).collect();
        store(TYPED, &lines.join("\n"));
    });
    use_leaving(handle);
    use_address(handle.dispatcher());
    (*saved).clone()
}

/// Keeps the plan at once where the page is left before the pause is over.
#[hook]
fn use_leaving(handle: &UseReducerHandle<Store>) {
    let latest = use_mut_ref(|| None::<History>);
    *latest.borrow_mut() = (handle.steps > 0).then(|| handle.history.clone());
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "pagehide", move |_| {
            if let Some(history) = latest.borrow().as_ref() {
                store(KEY, &history.text());
                if fragment() != url::fragment(history.present()) {
                    store(STALE, &fragment());
                }
            }
        });
        move || drop(listener)
    });
}

/// Opens a plan that is put into the address bar of the open page.
#[hook]
fn use_address(dispatch: Dispatch) {
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            let address = fragment();
            if url::is_link(&address) {
                dispatch.dispatch(Act::OpenLink(address));
            }
        });
        move || drop(listener)
    });
}
