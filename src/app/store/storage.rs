//! Keeping: the address bar and the device's storage, written a little after each step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use js_sys::Math;
use second_engine::plan::Plan;
use second_engine::plan::history::History;
use second_engine::plan::url;
use second_engine::units::day::Day;
use yew::prelude::*;

use crate::app::browser::dom::{
    KEPT, clock, forget, fragment, keys, remember, remembered, set_mark, store, stored, today, write_fragment,
};
use crate::app::store::act::{Act, Damaged};
use crate::app::store::plans::{Kept, Plans, Shelf, Written, partly, unread as unread_words};
use crate::app::store::{Dispatch, Leaving, Store};

// Kept as long as the tab lives, and of no other tab's business:
/// What is typed wrong, a box a line: `id`, tab, text.
const TYPED: &str = "second-engine.typed";
/// The address that the page was left with before its last step was written there, and on a second line the link that
/// belongs there; none where the plan was kept.
const STALE: &str = "second-engine.stale";
/// Number of the plan that this tab works on.
const TAB: &str = "second-engine.tab";
/// Browsers throw where the address is written too often; this is a pause that nobody notices.
const PAUSE_MS: u32 = 500;

/// What is said once where nothing can be kept.
pub const NOTHING_KEPT: &str =
    "This browser keeps nothing here, or has no room left: save the plan as a file or share its link.";

/// The browser's storage.
pub struct Device;

impl Shelf for Device {
    fn get(&self, key: &str) -> Option<String> {
        stored(key)
    }

    fn put(&self, key: &str, text: &str) -> bool {
        store(key, text)
    }

    fn remove(&self, key: &str) {
        forget(key);
    }

    fn keys(&self, start: &str) -> Vec<String> {
        keys(start)
    }

    fn draw(&self) -> u64 {
        // As many as are told apart.
        (Math::random() * (1_u64 << 53) as f64) as u64
    }
}

/// The example, of the day on the person's clock.
pub fn example_of_today() -> Plan {
    let mut plan = Plan::example();
    plan.market.today = Day::iso(&today());
    plan
}

/// What the page begins with: the tab's own plan, or the one worked on last, or the default; the address' plan on top
/// of it where the address says another one, or in its own place where it is kept here already.
///
/// # Errors
/// The engine's sentence, where not even the default plan stands.
pub fn begin() -> Result<Store, String> {
    let plans = Plans(&Device);
    let own = remembered(TAB).and_then(|id| plans.read(id.parse().ok()?));
    let left = remembered(STALE).unwrap_or_default();
    let mut address = fragment();
    let stale = left.split_once('\n').filter(|(old, _)| *old == address);
    if let Some((_, link)) = stale {
        address = link.into();
    }
    let is_link = url::is_link(&address);
    let linked = if is_link { url::parse(&address).ok() } else { None };
    // A tab that is loaded again stays on its plan; another one finds the plan of its address.
    let is_own = |history: &History| linked.as_ref().is_none_or(|opened| opened.plan == *history.present());
    let is_own_plan = own.as_ref().is_some_and(|own| is_own(&own.1));
    let found = match own {
        Some(own) if is_own(&own.1) => Some(own),
        own => linked.as_ref().and_then(|opened| plans.find(&opened.plan)).or(own),
    };
    let found = found.or_else(|| plans.read(plans.last().id));
    let unread = if found.is_none() { plans.beside_the_unread() } else { None };
    // A link says itself of which day it is.
    let example = || if is_link { Plan::example() } else { example_of_today() };
    let fresh = || (unread.clone().unwrap_or_default().0, History::new(example()));
    let (kept, history) = found.unwrap_or_else(fresh);
    let opened = linked.as_ref().filter(|opened| opened.plan != *history.present());
    let mut begun = match opened.and_then(|opened| Store::begin_on(kept.clone(), &history, opened)) {
        Some(begun) => begun,
        None => Store::begin_with(kept, history)?,
    };
    if let Some((kept, text)) = unread {
        let said = unread_words(&kept.plan.name);
        begun.damaged.get_or_insert(Damaged { said, text });
    } else if begun.kept.revision.is_none() {
        begun.notice = Some(partly(&begun.kept.plan.name));
    }
    if is_link && linked.is_none_or(|opened| opened.plan != *begun.plan()) {
        begun.begin_at(&address);
    }
    if stale.is_some() {
        // Once: opened again later, the same address is a link as any other.
        remember(STALE, "");
        write_fragment(&url::link(begun.plan()));
    }
    // What was typed wrong belongs to the plan that it was typed in, not to one of a link.
    let typed = if is_link && !is_own_plan { String::new() } else { remembered(TYPED).unwrap_or_default() };
    for (id, text) in typed.lines().filter_map(|line| line.split_once('\t')) {
        begun.type_again(id, text);
    }
    Ok(begun)
}

/// What is to be kept, and where.
#[derive(Clone)]
struct Work {
    kept: Kept,
    leaving: Option<Rc<Leaving>>,
    history: History,
    steps: u32,
}

impl Work {
    /// Writes it: first what a link or a file took the place of, then what stands now. `None` where nothing is kept.
    fn write(&self) -> Option<(Kept, Option<String>)> {
        let plans = Plans(&Device);
        let written = match &self.leaving {
            None => plans.write(&self.kept, &self.history),
            Some(left) => {
                let name = match plans.write(&self.kept, &left.history) {
                    Written::Kept(kept) | Written::Beside(kept) => kept.plan.name,
                    Written::Failed => return None,
                };
                let kept = plans.create(&left.name, &self.history)?;
                remember(TAB, &kept.plan.id.to_string());
                return Some((kept, Some(format!("Your plan is kept as '{name}'."))));
            }
        };
        let (kept, said) = match written {
            Written::Kept(kept) => (kept, None),
            Written::Beside(kept) => {
                let [was, now] = [&self.kept.plan.name, &kept.plan.name];
                let why =
                    if self.kept.revision.is_some() { "was changed in another tab too" } else { "stays as it is" };
                let said = format!("'{was}' {why}. Both are kept: this one is '{now}'.");
                (kept, Some(said))
            }
            Written::Failed => return None,
        };
        remember(TAB, &kept.plan.id.to_string());
        Some((kept, said))
    }
}

/// What keeping tells the page.
#[derive(Clone, PartialEq)]
pub struct Keeping {
    /// The time of day at which the plan was last kept.
    pub saved: Option<AttrValue>,
    /// Keeps the plan at once: where it is kept then, `None` where it could not be; and its steps.
    pub flush: Callback<(), (Option<Kept>, History)>,
}

/// Keeps the plan after each step.
#[hook]
pub fn use_keeping(handle: &UseReducerHandle<Store>) -> Keeping {
    let saved = use_state_eq(|| None::<AttrValue>);
    let latest = use_mut_ref(|| None::<Work>);
    // Steps that are kept: a tab that has nothing new writes nothing.
    let done = use_mut_ref(|| 0_u32);
    let told = use_memo((), |()| Cell::new(false));
    let work = Work {
        kept: handle.kept.clone(),
        leaving: handle.leaving.clone(),
        history: handle.history.clone(),
        steps: handle.steps,
    };
    *latest.borrow_mut() = Some(work.clone());
    let keep = {
        let (set, done, dispatch, told) = (saved.setter(), done.clone(), handle.dispatcher(), told.clone());
        move |work: &Work| -> Option<Kept> {
            let written = work.write();
            set_mark(KEPT, written.is_some());
            let Some((kept, said)) = written else {
                // Once; until something could be kept again it would say the same after every step.
                set.set(None);
                if !told.replace(true) {
                    dispatch.dispatch(Act::Tell(NOTHING_KEPT.into()));
                }
                return None;
            };
            told.set(false);
            set.set(Some(clock().into()));
            *done.borrow_mut() = work.steps;
            if kept != work.kept || said.is_some() {
                dispatch.dispatch(Act::Keep(kept.clone(), said));
            }
            Some(kept)
        }
    };
    let (keep_later, kept_steps) = (keep.clone(), done.clone());
    use_effect_with(handle.steps, move |steps| {
        // The first render keeps nothing: nothing was changed.
        let write = move || {
            // Where the page was left and came back, it is kept already.
            if *kept_steps.borrow() != work.steps {
                keep_later(&work);
            }
            write_fragment(&url::link(work.history.present()));
            remember(STALE, "");
        };
        let timer = (*steps > 0).then(|| Timeout::new(PAUSE_MS, write));
        move || drop(timer)
    });
    use_effect_with(handle.wrong.clone(), |wrong| {
        let lines: Vec<String> = wrong.iter().map(|(at, wrong)| format!("{at}\t{}", wrong.text)).collect();
        let text = lines.join("\n");
        if remembered(TYPED).unwrap_or_default() != text {
            remember(TYPED, &text);
        }
    });
    use_leaving(latest.clone(), done.clone(), keep.clone());
    let flush = {
        use_callback((), move |(), ()| {
            let Some(work) = latest.borrow().clone() else { return Default::default() };
            let kept = if work.steps == *done.borrow() { Some(work.kept.clone()) } else { keep(&work) };
            (kept, work.history)
        })
    };
    use_address(handle.dispatcher());
    Keeping { saved: (*saved).clone(), flush }
}

/// Keeps the plan at once where the page is left before the pause is over.
#[hook]
fn use_leaving(
    latest: Rc<RefCell<Option<Work>>>,
    done: Rc<RefCell<u32>>,
    keep: impl Fn(&Work) -> Option<Kept> + 'static,
) {
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "pagehide", move |_| {
            let work = latest.borrow().clone().filter(|work| work.steps != *done.borrow());
            if let Some(work) = work {
                let is_kept = keep(&work).is_some();
                let (old, link) = (fragment(), url::link(work.history.present()));
                // Where nothing is kept and there is no link, the older address is still the best there is.
                if old != link && (is_kept || !link.is_empty()) {
                    remember(STALE, &format!("{old}\n{}", if is_kept { "" } else { &link }));
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
