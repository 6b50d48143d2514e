//! Desk: the page's side of the odds. A change of the plan starts the paths anew, quietly: what was found last stays until
//! the next is there.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::utils::window;
use js_sys::{Array, Date};
use second_engine::odds::progress::Progress;
use second_engine::plan::{Plan, url};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::app::browser::threads::Thread;
use crate::app::odds::worker::{COUNTED, FIGURES, JOIN, Joined, TALLY, WALK};
use crate::app::store::shared::Shared;
use crate::app::store::told::{Told, tell, use_told};

/// Most threads that walk: each makes the tables of the plan for itself.
const MOST: f64 = 8.0;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
struct Wish {
    /// The plan as in a link.
    plan: Rc<str>,
    /// Dollars that the rules allow in the pool, where that is known.
    rules: Option<f64>,
    /// The shock's trading day and what the book gains there.
    shock: [f64; 2],
}

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// The last figures, or why there are none.
    pub found: Option<Result<Rc<Joined>, String>>,
    /// Whether they are of the plan that is asked about, all its paths walked.
    pub is_whole: bool,
    /// Whether they are of it at all.
    pub is_now: bool,
    /// Paths walked so far.
    pub counted: f64,
    /// Seconds left, where that can be said.
    pub left: Option<f64>,
    /// Whether paths are being walked.
    pub is_running: bool,
    /// Whether the person has stopped them.
    pub is_stopped: bool,
}

/// One thread that walks.
struct Walker {
    thread: Thread,
    tally: JsValue,
}

#[derive(Default)]
struct State {
    wish: Option<Wish>,
    /// Tells the messages of this run from those of one before.
    run: u32,
    walkers: Vec<Walker>,
    joiner: Option<Thread>,
    is_joiner_ready: bool,
    /// Whether the joiner is at work, and whether more has come meanwhile.
    is_joining: bool,
    is_due: bool,
    began: f64,
    progress: Progress,
    seen: Seen,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
    static TOLD: RefCell<Told> = RefCell::default();
}

/// What the paths say of this plan, as long as somebody looks; they are walked again after each step, once it is known what
/// the rules allow: `None` until then, and in it nothing where no pool can be sized.
#[hook]
pub fn use_odds(plan: &Shared<Plan>, step: u32, rules: Option<Option<f64>>, shock: [f64; 2]) -> Seen {
    use_told(&TOLD);
    use_effect_with((), |()| || STATE.with_borrow_mut(State::end));
    let now = plan.clone();
    use_effect_with((step, rules.map(|usd| usd.map(f64::to_bits))), move |_| {
        if let Some(rules) = rules {
            ask(Wish { plan: url::fragment(&now).into(), rules, shock }, now.odds.paths);
        }
    });
    STATE.with_borrow(|state| state.seen.clone())
}

/// Walks them, unless that is done, is being done, or was stopped by hand.
fn ask(wish: Wish, paths: f64) {
    let is_due = STATE.with_borrow(|state| {
        let seen = &state.seen;
        state.wish.as_ref() != Some(&wish) || !(seen.is_whole || seen.is_running || seen.is_stopped)
    });
    if is_due {
        begin(wish, paths);
    }
}

/// Walks them once more.
pub fn again() {
    let last = STATE.with_borrow(|state| state.wish.clone().map(|wish| (wish, state.progress.of)));
    if let Some((wish, paths)) = last {
        begin(wish, paths);
    }
}

/// Ends the run; what was found stays.
pub fn stop() {
    STATE.with_borrow_mut(|state| {
        state.end();
        state.seen.is_stopped = true;
    });
    tell(&TOLD);
}

fn begin(wish: Wish, paths: f64) {
    let run = STATE.with_borrow_mut(|state| {
        state.end();
        state.run += 1;
        (state.wish, state.began) = (Some(wish), Date::now());
        (state.seen.counted, state.seen.left, state.seen.is_running) = (0.0, None, true);
        (state.seen.is_now, state.seen.is_whole, state.seen.is_stopped) = (false, false, false);
        state.run
    });
    let cores = window().navigator().hardware_concurrency().clamp(1.0, MOST) as usize;
    let mut walkers = Vec::new();
    for nth in 0..cores {
        let hear = move |data: JsValue| heard(run, nth, &data);
        walkers.extend(Thread::start(hear, move || failed(run)).map(|thread| Walker { thread, tally: JsValue::NULL }));
    }
    if walkers.len() < cores || !has_joiner() {
        return failed(run);
    }
    STATE.with_borrow_mut(|state| {
        state.progress = Progress::new(paths, walkers.len());
        state.walkers = walkers;
    });
    tell(&TOLD);
}

/// The thread that puts tallies together stays from one run to the next.
fn has_joiner() -> bool {
    if STATE.with_borrow(|state| state.joiner.is_some()) {
        return true;
    }
    let fail = || failed(STATE.with_borrow(|state| state.run));
    let thread = Thread::start(|data: JsValue| joined(&data), fail);
    STATE.with_borrow_mut(|state| {
        (state.joiner, state.is_joiner_ready) = (thread, false);
        state.joiner.is_some()
    })
}

fn failed(run: u32) {
    STATE.with_borrow_mut(|state| {
        if state.run == run {
            state.end();
            state.joiner = None;
            state.seen.found = Some(Err("This browser starts no thread for the paths, so there are no odds.".into()));
        }
    });
    tell(&TOLD);
}

/// Messages are `[word, value]`; the first of all says that the thread is ready and is text.
fn heard(run: u32, nth: usize, data: &JsValue) {
    STATE.with_borrow_mut(|state| {
        if state.run != run {
            return;
        }
        let threads = state.walkers.len();
        let Some(walker) = state.walkers.get_mut(nth) else { return };
        if data.as_string().is_some() {
            let about = Array::of3(&rules(state.wish.as_ref()), &(nth as f64).into(), &(threads as f64).into());
            walker.thread.post(&message(WALK, state.wish.as_ref(), &about));
            return;
        }
        let message = Array::from(data);
        let value = message.get(1);
        match message.get(0).as_string().as_deref() {
            Some(COUNTED) => {
                let walked = state.progress.walked.get_mut(nth).zip(value.as_f64());
                walked.into_iter().for_each(|(walked, value)| *walked = value);
            }
            Some(TALLY) => {
                walker.tally = value;
                state.is_due = true;
            }
            Some(FIGURES) => {
                // A plan of which there are no paths: every thread says the same.
                state.found(&value);
            }
            _ => {}
        }
        state.tell_progress();
        state.join();
    });
    tell(&TOLD);
}

fn joined(data: &JsValue) {
    STATE.with_borrow_mut(|state| {
        if data.as_string().is_some() {
            state.is_joiner_ready = true;
        } else if std::mem::take(&mut state.is_joining) {
            state.found(&Array::from(data).get(1));
        }
        state.join();
    });
    tell(&TOLD);
}

fn rules(wish: Option<&Wish>) -> JsValue {
    wish.and_then(|wish| wish.rules).map_or(JsValue::NULL, JsValue::from_f64)
}

fn message(word: &str, wish: Option<&Wish>, about: &Array) -> JsValue {
    Array::of3(&word.into(), &wish.map_or("", |wish| &wish.plan).into(), about).into()
}

impl State {
    /// Ends all that walks.
    fn end(&mut self) {
        self.walkers.clear();
        // What is being put together is of a run that is over.
        if std::mem::take(&mut self.is_joining) {
            self.joiner = None;
        }
        (self.is_due, self.seen.is_running, self.seen.left) = (false, false, None);
    }

    fn tell_progress(&mut self) {
        self.seen.counted = self.progress.done();
        self.seen.left = self.progress.left(self.began, Date::now());
    }

    /// Puts together what has been counted, where the joiner is free.
    fn join(&mut self) {
        if !self.is_due || self.is_joining || !self.is_joiner_ready {
            return;
        }
        let Some(wish) = &self.wish else { return };
        let about = Array::of3(&rules(Some(wish)), &wish.shock[0].into(), &wish.shock[1].into());
        for walker in &self.walkers {
            about.push(&walker.tally);
        }
        if let Some(joiner) = &self.joiner {
            joiner.post(&message(JOIN, Some(wish), &about));
            (self.is_joining, self.is_due) = (true, false);
        }
    }

    fn found(&mut self, value: &JsValue) {
        let text = value.as_string().unwrap_or_default();
        let Ok(found) = serde_json::from_str::<Result<Joined, String>>(&text) else { return };
        let is_whole = found.as_ref().map_or(true, |joined| joined.odds.paths >= joined.odds.of) && !self.is_due;
        self.seen.found = Some(found.map(Rc::new));
        (self.seen.is_now, self.seen.is_whole) = (true, is_whole);
        if is_whole {
            self.walkers.clear();
            (self.seen.is_running, self.seen.left) = (false, None);
        }
    }
}
