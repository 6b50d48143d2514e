//! Desk: the page's side of a kind of run. A change of the plan starts the paths anew, quietly: what was found last stays
//! until the next is there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::thread::LocalKey;

use gloo::timers::callback::Interval;
use gloo::utils::window;
use js_sys::Date;
use second_engine::plan::{Plan, url};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::app::browser::threads::Thread;
use crate::app::browser::turns::Turns;
use crate::app::odds::here::{self, TURN};
use crate::app::odds::queue::{self, Turn};
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::state::{ENDED, Seen, State, TICK_MS, Walker, Wish};
use crate::app::store::made::work;
use crate::app::store::shared::Shared;
use crate::app::store::told::{Told, tell, use_told};

/// Most threads that walk: each makes the tables of the plan for itself.
const MOST: f64 = 8.0;

/// Where a kind's run is kept, and who is told of it.
pub struct Desk<R: Run> {
    /// How far it is.
    pub state: &'static LocalKey<RefCell<State<R>>>,
    /// Who looks.
    pub told: &'static LocalKey<RefCell<Told>>,
    /// Its place where several want to walk: the least goes first.
    pub place: u8,
}

thread_local! {
    /// What looks after the threads of each kind.
    static WATCH: RefCell<BTreeMap<u8, Interval>> = RefCell::default();
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
            let plan = url::fragment(&R::walked(&now)).into();
            desk.ask(Wish { plan, asked: Asked { rules, shock }, of: now.clone() }, now.odds.paths);
        }
    });
    desk.state.with_borrow(|state| state.seen.clone())
}

/// What the last run says, where it is whole and of this plan's paths; nothing is walked for it. `None` while no plan is asked
/// about: on a drag no link is made.
#[hook]
pub fn use_whole<R: Run>(desk: Desk<R>, plan: Option<&Plan>) -> Option<Rc<R::Figures>> {
    use_told(desk.told);
    let plan = plan?;
    desk.state.with_borrow(|state| state.whole(|wish| *wish.plan == *url::fragment(&R::walked(plan))))
}

/// What the paths of another plan than the one on the page say, once all are walked: they are not begun before they are due,
/// are walked once, and are kept until another plan is asked about.
#[hook]
pub fn use_kept_run<R: Run>(desk: Desk<R>, wish: Option<Wish>, paths: f64, is_due: bool) -> Option<Rc<R::Figures>> {
    use_told(desk.told);
    use_effect_with(wish.clone(), move |_| move || desk.end());
    use_effect_with(wish.clone().filter(|_| is_due), move |due| {
        if let Some(wish) = due {
            desk.ask(wish.clone(), paths);
        }
    });
    let wish = wish?;
    desk.state.with_borrow(|state| state.whole(|last| last.has_paths_of(&wish)))
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
        WATCH.with_borrow_mut(|watch| watch.remove(&self.place));
        queue::leave(self.place);
    }

    /// Walks, unless that is done, is being done, or was stopped by hand.
    fn ask(self, wish: Wish, paths: f64) {
        let is_due = self.state.with_borrow_mut(|state| {
            let seen = &state.seen;
            let is_same = state
                .wish
                .as_ref()
                .is_some_and(|last| last.has_paths_of(&wish) && last.asked.shock == wish.asked.shock);
            let is_done = is_same && (seen.is_whole || seen.is_running || seen.is_stopped);
            !(is_done || !seen.is_stopped && state.place(&wish))
        });
        if is_due {
            self.begin(wish, paths);
        }
    }

    fn begin(self, wish: Wish, paths: f64) {
        self.state.with_borrow_mut(|state| {
            state.end();
            (state.wish, state.paths, state.most) = (Some(wish), paths, None);
            (state.seen.is_now, state.seen.is_whole, state.seen.is_stopped) = (false, false, false);
            state.seen.fault = None;
            state.wait();
        });
        let pause = move || {
            self.state.with_borrow_mut(|state| {
                state.end();
                state.wait();
            });
            tell(self.told);
        };
        queue::want(self.place, &Turn { go: Rc::new(move || self.go()), pause: Rc::new(pause) });
        tell(self.told);
    }

    /// Its turn has come.
    fn go(self) {
        let run = self.state.with_borrow_mut(|state| {
            state.run += 1;
            state.began = Date::now();
            state.run
        });
        let most = self.state.with_borrow(|state| state.most).unwrap_or(usize::MAX);
        let cores = (window().navigator().hardware_concurrency().clamp(1.0, MOST) as usize).min(most);
        let mut walkers = Vec::new();
        for _ in 0..cores {
            let nth = walkers.len();
            let hear = move |data: JsValue| self.heard(run, nth, &data);
            walkers.extend(Thread::start(hear, move || self.failed(run, Some(nth))).map(Walker::new));
        }
        if walkers.is_empty() || !self.has_joiner() {
            return self.go_here(run);
        }
        self.state.with_borrow_mut(|state| state.with(walkers));
        let tick = move || {
            if self.state.with_borrow_mut(State::is_silent) {
                self.hear(|state| state.fail(ENDED));
            }
        };
        WATCH.with_borrow_mut(|watch| watch.insert(self.place, Interval::new(TICK_MS, tick)));
        tell(self.told);
    }

    /// The same without a thread: the page itself walks.
    fn go_here(self, run: u32) {
        let Some(wish) = self.state.with_borrow(|state| state.wish.clone()) else { return };
        let is_going = move || self.state.with_borrow(|state| state.run == run && state.is_here());
        let hear = move |heard| {
            // What it says may have ended it, in the middle of a turn.
            if is_going() {
                self.hear(|state| state.hear_here(heard));
            }
        };
        let mut pieces = here::walking::<R>(wish.plan, wish.asked, hear);
        let turns = Turns::default();
        turns.go(move || is_going() && work(&mut pieces, TURN).is_none());
        self.state.with_borrow_mut(|state| state.with_turns(turns));
        tell(self.told);
    }

    fn has_joiner(self) -> bool {
        if self.state.with_borrow_mut(|state| state.has_joiner(None)) {
            return true;
        }
        let hear = move |data: JsValue| self.hear(|state| state.hear_joiner(&data));
        let fail = move || self.failed(self.state.with_borrow(|state| state.run), None);
        let thread = Thread::start(hear, fail);
        self.state.with_borrow_mut(|state| state.has_joiner(thread))
    }

    /// A thread of a run has ended by itself. One that was never ready is one that this browser does not start.
    fn failed(self, run: u32, nth: Option<usize>) {
        let lost = self.state.with_borrow_mut(|state| if state.run == run { state.lose(nth) } else { None });
        match lost {
            // What holds for the one that puts together holds for all.
            Some(false) if nth.is_some() && self.state.with_borrow_mut(State::has_fewer) => self.go(),
            Some(false) => self.go_here(run),
            Some(true) => self.hear(|state| state.fail(ENDED)),
            None => {}
        }
    }

    /// Messages are `[word, value]`; the first of all says that the thread is ready and is text.
    fn heard(self, run: u32, nth: usize, data: &JsValue) {
        self.hear(|state| {
            if state.run == run {
                state.hear(nth, data);
            }
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
            queue::leave(self.place);
        }
        tell(self.told);
    }
}
