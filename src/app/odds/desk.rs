//! Desk: the page's side of a kind of run. A change of the plan starts the paths anew, quietly: what was found last stays
//! until the next is there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
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
use crate::app::odds::next::{Next, Wish};
use crate::app::odds::queue::{self, Turn};
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::seen::Seen;
use crate::app::odds::state::{ENDED, State, TICK_MS};
use crate::app::odds::walker::Walker;
use crate::app::store::made::work;
use crate::app::store::pinned::use_a;
use crate::app::store::shared::Shared;
use crate::app::store::told::{Told, tell, use_told};

/// Most threads that walk: each makes the tables of the plan for itself and holds them.
const MOST: f64 = 32.0;

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
    // Between two steps a hand drags something.
    let rested = use_memo(step, |_| plan.clone());
    use_effect_with(*rested != *plan, move |is_dragged| desk.state.with_borrow_mut(|state| state.hold(*is_dragged)));
    let link = use_memo(step, |_| -> Rc<str> { url::fragment(&R::walked(plan)).into() });
    let (now, walked) = (plan.clone(), link.clone());
    use_effect_with((step, rules.map(|usd| usd.map(f64::to_bits))), move |_| {
        if let Some(rules) = rules {
            let plan = (*walked).clone();
            desk.ask(&Wish { plan, asked: Asked { rules, shock }, of: now.clone() }, now.odds.paths);
        }
    });
    desk.state.with_borrow(|state| {
        // What the rules allow may not be known yet: until then nothing is asked about this plan.
        let is_of = state.wish.as_ref().is_some_and(|wish| wish.plan == *link);
        Seen { is_now: state.seen.is_now && is_of, ..state.seen.clone() }
    })
}

/// What the last run says, where it is whole and of this plan's paths; nothing is walked for it. `None` while no plan is asked
/// about: on a drag no link is made.
#[hook]
pub fn use_whole<R: Run>(desk: Desk<R>, plan: Option<&Plan>) -> Option<Rc<R::Figures>> {
    use_told(desk.told);
    desk.whole(plan?)
}

/// What the paths of another plan than the one on the page say: they are not begun before they are due, are walked once, and
/// are kept until another plan is asked about. `None` where none is.
#[hook]
fn use_kept_run<R: Run>(desk: Desk<R>, wish: Option<Wish>, paths: f64, is_due: bool) -> Option<Seen<R>> {
    use_told(desk.told);
    use_effect_with(wish.clone(), move |_| move || desk.end());
    use_effect_with(wish.clone().filter(|_| is_due), move |due| {
        if let Some(wish) = due {
            desk.ask(wish, paths);
        }
    });
    let wish = wish?;
    desk.state.with_borrow(|state| {
        state.wish.as_ref().is_some_and(|last| last.has_paths_of(&wish)).then(|| state.seen.clone())
    })
}

/// What the paths of the pinned plan say, and how many they are to be: walked once those of the plan on the page are.
#[hook]
pub fn use_run_of_a<R: Run>(desk: Desk<R>, is_due: bool) -> (Option<Seen<R>>, f64) {
    let a = use_a();
    let wish = use_memo(a.clone(), |a| {
        a.as_ref().map(|a| {
            let plan = url::fragment(&R::walked(&a.plan)).into();
            Wish { plan, asked: Asked::default(), of: a.plan.clone() }
        })
    });
    let paths = a.map_or(0.0, |a| a.plan.odds.paths);
    (use_kept_run(desk, (*wish).clone(), paths, is_due), paths)
}

impl<R: Run> Desk<R> {
    /// What the last run says, where it is whole and of this plan's paths.
    pub fn whole(self, plan: &Plan) -> Option<Rc<R::Figures>> {
        self.state.with_borrow(|state| {
            let link = url::fragment(&R::walked(plan));
            state.seen.whole().filter(|_| state.wish.as_ref().is_some_and(|wish| *wish.plan == *link))
        })
    }

    /// Walks once more.
    pub fn again(self) {
        self.begin(self.state.with_borrow(|state| state.paths), false);
    }

    /// Ends the run; what was found stays.
    pub fn stop(self) {
        self.hear(State::stop);
        self.ask_here();
    }

    fn end(self) {
        self.state.with_borrow_mut(State::end);
        self.watch();
        queue::leave(self.place);
    }

    /// Walks, asks what is walked, or neither.
    fn ask(self, wish: &Wish, paths: f64) {
        let mut next = Next::Nothing;
        self.hear(|state| next = state.take_wish(wish));
        self.ask_here();
        match next {
            Next::Nothing | Next::Ask => {}
            Next::Resize => self.begin(paths, true),
            Next::Walk => self.begin(paths, false),
        }
    }

    fn begin(self, paths: f64, for_size: bool) {
        self.state.with_borrow_mut(|state| state.begin(paths, for_size));
        let pause = move || {
            self.state.with_borrow_mut(State::pause);
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
        self.hear(|state| state.with(walkers));
    }

    /// Looks after threads that are at work, and after none.
    fn watch(self) {
        let is_at_work = self.state.with_borrow(State::is_at_work);
        WATCH.with_borrow_mut(|watch| match watch.entry(self.place) {
            Entry::Occupied(watched) if !is_at_work => drop(watched.remove()),
            Entry::Vacant(none) if is_at_work => {
                none.insert(Interval::new(TICK_MS, move || self.tick()));
            }
            _ => {}
        });
    }

    fn tick(self) {
        // It cannot put itself away: the next that is heard does.
        if self.state.with_borrow_mut(State::is_silent) {
            self.take_in(|state| state.fail(ENDED));
        }
    }

    /// The same without a thread: the page itself walks.
    fn go_here(self, run: u32) {
        let Some(wish) = self.state.with_borrow(|state| state.wish.clone()) else { return };
        let is_going = move || self.state.with_borrow(|state| state.run == run && state.is_here());
        let hear = move |heard| {
            // What it says may have ended it, in the middle of a turn.
            if is_going() {
                self.hear(|state| state.hear_here(heard));
                self.ask_here();
            }
        };
        let mut pieces = here::walking::<R>(wish.plan, wish.asked, hear);
        let turns = Turns::default();
        turns.go(move || is_going() && work(&mut pieces, TURN).is_none());
        self.state.with_borrow_mut(|state| state.with_turns(turns));
        tell(self.told);
    }

    /// Asks what the page itself has walked.
    fn ask_here(self) {
        let Some((plan, asked, tallies)) = self.state.with_borrow_mut(State::due_here) else { return };
        let hear = move |figures| self.hear(|state| state.take(Ok(figures), &asked));
        let mut pieces = here::asking::<R>(plan, asked, tallies, hear);
        let turns = Turns::default();
        turns.go(move || work(&mut pieces, TURN).is_none());
        self.state.with_borrow_mut(|state| state.with_asking(turns));
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

    fn hear(self, take: impl FnOnce(&mut State<R>)) {
        self.take_in(take);
        self.watch();
    }

    /// Takes in what has become of it; the next kind goes where that was the last of this run.
    fn take_in(self, take: impl FnOnce(&mut State<R>)) {
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
