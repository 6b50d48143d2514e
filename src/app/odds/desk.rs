//! Desk: the page's side of a kind of run. A change of the plan starts the paths anew, quietly: what was found last stays
//! until the next is there.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;

use gloo::utils::window;
use js_sys::{Array, Date};
use second_engine::odds::progress::Progress;
use second_engine::plan::{Plan, url};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::app::browser::threads::Thread;
use crate::app::odds::message::{COUNTED, FIGURES, JOIN, TALLY, WALK, message};
use crate::app::odds::queue::{self, Turn};
use crate::app::odds::run::{Asked, Run};
use crate::app::store::shared::Shared;
use crate::app::store::told::{Told, tell, use_told};

/// Most threads that walk: each makes the tables of the plan for itself.
const MOST: f64 = 8.0;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
struct Wish {
    /// The plan as in a link.
    plan: Rc<str>,
    asked: Asked,
}

/// What the page knows.
pub struct Seen<R: Run> {
    /// The last figures, or why there are none.
    pub found: Option<Result<Rc<R::Figures>, String>>,
    /// Whether they are of the plan that is asked about, all its paths walked.
    pub is_whole: bool,
    /// Whether they are of it at all.
    pub is_now: bool,
    /// Paths walked so far.
    pub counted: f64,
    /// Seconds left, where that can be said.
    pub left: Option<f64>,
    /// Whether paths are being walked, or will be once those of another kind are.
    pub is_running: bool,
    /// Whether the person has stopped them.
    pub is_stopped: bool,
}

impl<R: Run> Clone for Seen<R> {
    fn clone(&self) -> Self {
        Seen { found: self.found.clone(), ..*self }
    }
}

impl<R: Run> Default for Seen<R> {
    fn default() -> Self {
        Seen {
            found: None,
            is_whole: false,
            is_now: false,
            counted: 0.0,
            left: None,
            is_running: false,
            is_stopped: false,
        }
    }
}

/// One thread that walks.
struct Walker {
    thread: Thread,
    tally: JsValue,
}

/// How far a kind's run is.
pub struct State<R: Run> {
    wish: Option<Wish>,
    /// Paths asked for.
    paths: f64,
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
    seen: Seen<R>,
}

impl<R: Run> Default for State<R> {
    fn default() -> Self {
        State {
            wish: None,
            paths: 0.0,
            run: 0,
            walkers: Vec::new(),
            joiner: None,
            is_joiner_ready: false,
            is_joining: false,
            is_due: false,
            began: 0.0,
            progress: Progress::default(),
            seen: Seen::default(),
        }
    }
}

/// Where a kind's run is kept, and who is told of it.
pub struct Desk<R: Run> {
    /// How far it is.
    pub state: &'static LocalKey<RefCell<State<R>>>,
    /// Who looks.
    pub told: &'static LocalKey<RefCell<Told>>,
}

impl<R: Run> Clone for Desk<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Run> Copy for Desk<R> {}

/// What the paths say of this plan, as long as somebody looks; they are walked again after each step, once it is known what
/// the rules allow: `None` until then, and in it nothing where no pool can be sized.
#[hook]
pub fn use_run<R: Run>(
    desk: Desk<R>,
    plan: &Shared<Plan>,
    step: u32,
    rules: Option<Option<f64>>,
    shock: [f64; 2],
) -> Seen<R> {
    use_told(desk.told);
    use_effect_with((), move |()| move || desk.end());
    let now = plan.clone();
    use_effect_with((step, rules.map(|usd| usd.map(f64::to_bits))), move |_| {
        if let Some(rules) = rules {
            desk.ask(Wish { plan: url::fragment(&now).into(), asked: Asked { rules, shock } }, now.odds.paths);
        }
    });
    desk.state.with_borrow(|state| state.seen.clone())
}

/// What the last run says, where it is whole and of this very plan; nothing is walked for it. `None` while no plan is asked
/// about: on a drag no link is made.
#[hook]
pub fn use_whole<R: Run>(desk: Desk<R>, plan: Option<&Plan>) -> Option<Rc<R::Figures>> {
    use_told(desk.told);
    let plan = plan?;
    desk.state.with_borrow(|state| {
        let found = state.seen.found.as_ref().filter(|_| state.seen.is_whole)?.as_ref().ok()?;
        let is_its = state.wish.as_ref().is_some_and(|wish| *wish.plan == *url::fragment(plan));
        is_its.then(|| found.clone())
    })
}

impl<R: Run> Desk<R> {
    /// Walks once more.
    pub fn again(self) {
        let last = self.state.with_borrow(|state| state.wish.clone().map(|wish| (wish, state.paths)));
        if let Some((wish, paths)) = last {
            self.begin(wish, paths);
        }
    }

    /// Ends the run; what was found stays.
    pub fn stop(self) {
        self.state.with_borrow_mut(|state| state.seen.is_stopped = true);
        self.end();
        tell(self.told);
    }

    fn end(self) {
        self.state.with_borrow_mut(State::end);
        queue::leave(R::PLACE);
    }

    /// Walks, unless that is done, is being done, or was stopped by hand.
    fn ask(self, wish: Wish, paths: f64) {
        let is_due = self.state.with_borrow(|state| {
            let seen = &state.seen;
            state.wish.as_ref() != Some(&wish) || !(seen.is_whole || seen.is_running || seen.is_stopped)
        });
        if is_due {
            self.begin(wish, paths);
        }
    }

    fn begin(self, wish: Wish, paths: f64) {
        self.state.with_borrow_mut(|state| {
            state.end();
            (state.wish, state.paths) = (Some(wish), paths);
            (state.seen.is_now, state.seen.is_whole, state.seen.is_stopped) = (false, false, false);
            state.wait();
        });
        let pause = move || {
            self.state.with_borrow_mut(|state| {
                state.end();
                state.wait();
            });
            tell(self.told);
        };
        queue::want(R::PLACE, &Turn { go: Rc::new(move || self.go()), pause: Rc::new(pause) });
        tell(self.told);
    }

    /// Its turn has come.
    fn go(self) {
        let run = self.state.with_borrow_mut(|state| {
            state.run += 1;
            state.began = Date::now();
            state.run
        });
        let cores = window().navigator().hardware_concurrency().clamp(1.0, MOST) as usize;
        let mut walkers = Vec::new();
        for nth in 0..cores {
            let hear = move |data: JsValue| self.heard(run, nth, &data);
            let thread = Thread::start(hear, move || self.failed(run));
            walkers.extend(thread.map(|thread| Walker { thread, tally: JsValue::NULL }));
        }
        if walkers.len() < cores || !self.has_joiner() {
            return self.failed(run);
        }
        self.state.with_borrow_mut(|state| {
            state.progress = Progress::new(state.paths, walkers.len());
            state.walkers = walkers;
        });
        tell(self.told);
    }

    /// The thread that puts tallies together stays from one run to the next.
    fn has_joiner(self) -> bool {
        if self.state.with_borrow(|state| state.joiner.is_some()) {
            return true;
        }
        let fail = move || self.failed(self.state.with_borrow(|state| state.run));
        let thread = Thread::start(move |data: JsValue| self.joined(&data), fail);
        self.state.with_borrow_mut(|state| {
            (state.joiner, state.is_joiner_ready) = (thread, false);
            state.joiner.is_some()
        })
    }

    fn failed(self, run: u32) {
        let is_now = self.state.with_borrow_mut(|state| {
            let is_now = state.run == run;
            if is_now {
                state.end();
                state.joiner = None;
                state.seen.found =
                    Some(Err("This browser starts no thread for the paths, so there are no odds.".into()));
            }
            is_now
        });
        if is_now {
            queue::leave(R::PLACE);
        }
        tell(self.told);
    }

    /// Messages are `[word, value]`; the first of all says that the thread is ready and is text.
    fn heard(self, run: u32, nth: usize, data: &JsValue) {
        self.hear(|state| {
            if state.run == run {
                state.hear(nth, data);
            }
        });
    }

    fn joined(self, data: &JsValue) {
        self.hear(|state| {
            if data.as_string().is_some() {
                state.is_joiner_ready = true;
            } else if std::mem::take(&mut state.is_joining) {
                state.found(&Array::from(data).get(1));
            }
            state.join();
        });
    }

    /// Takes in what a thread has said; the next kind goes where that was the last of this run.
    fn hear(self, take: impl FnOnce(&mut State<R>)) {
        let is_over = self.state.with_borrow_mut(|state| {
            let was_running = state.seen.is_running;
            take(state);
            was_running && !state.seen.is_running
        });
        if is_over {
            queue::leave(R::PLACE);
        }
        tell(self.told);
    }
}

impl<R: Run> State<R> {
    /// Ends all that walks.
    fn end(&mut self) {
        self.walkers.clear();
        // What is being put together is of a run that is over.
        if std::mem::take(&mut self.is_joining) {
            self.joiner = None;
        }
        (self.is_due, self.seen.is_running, self.seen.left) = (false, false, None);
    }

    /// Will walk when its turn comes.
    fn wait(&mut self) {
        (self.seen.counted, self.seen.is_running) = (0.0, true);
    }

    fn message(&self, act: &str, more: &[JsValue]) -> JsValue {
        let wish = self.wish.as_ref();
        let asked = wish.map(|wish| wish.asked).unwrap_or_default();
        message(R::WORD, act, wish.map_or("", |wish| &wish.plan), &asked, more)
    }

    fn hear(&mut self, nth: usize, data: &JsValue) {
        let Some(walker) = self.walkers.get_mut(nth) else { return };
        if data.as_string().is_some() {
            let threads = self.walkers.len() as u32;
            let walk = self.message(WALK, &[(nth as f64).into(), threads.into()]);
            return self.walkers.get(nth).into_iter().for_each(|walker| walker.thread.post(&walk));
        }
        let message = Array::from(data);
        let value = message.get(1);
        match message.get(0).as_string().as_deref() {
            Some(COUNTED) => {
                let walked = self.progress.walked.get_mut(nth).zip(value.as_f64());
                walked.into_iter().for_each(|(walked, value)| *walked = value);
            }
            Some(TALLY) => {
                walker.tally = value;
                self.is_due = true;
            }
            Some(FIGURES) => {
                // A plan of which there are no paths: every thread says the same.
                self.found(&value);
            }
            _ => {}
        }
        self.seen.counted = self.progress.done();
        self.seen.left = self.progress.left(self.began, Date::now());
        self.join();
    }

    /// Puts together what has been counted, where the joiner is free.
    fn join(&mut self) {
        if !self.is_due || self.is_joining || !self.is_joiner_ready {
            return;
        }
        let tallies: Vec<JsValue> = self.walkers.iter().map(|walker| walker.tally.clone()).collect();
        let join = self.message(JOIN, &tallies);
        if let Some(joiner) = &self.joiner {
            joiner.post(&join);
            (self.is_joining, self.is_due) = (true, false);
        }
    }

    fn found(&mut self, value: &JsValue) {
        let text = value.as_string().unwrap_or_default();
        let Ok(found) = serde_json::from_str::<Result<R::Figures, String>>(&text) else { return };
        let is_whole = found.as_ref().map_or(true, R::is_whole) && !self.is_due;
        self.seen.found = Some(found.map(Rc::new));
        (self.seen.is_now, self.seen.is_whole) = (true, is_whole);
        if is_whole {
            self.walkers.clear();
            (self.seen.is_running, self.seen.left) = (false, None);
        }
    }
}
