//! State: how far a kind's run is, and what the page knows of it.

use std::rc::Rc;

use js_sys::{Array, Date};
use second_engine::odds::progress::Progress;
use second_engine::plan::Plan;
use wasm_bindgen::JsValue;

use crate::app::browser::threads::Thread;
use crate::app::browser::turns::Turns;
use crate::app::odds::here::Heard;
use crate::app::odds::message::{COUNTED, FIGURES, FIRST, JOIN, TALLY, WALK, message};
use crate::app::odds::run::{Asked, Run};
use crate::app::store::shared::Shared;

/// Why a run has come to its end where a thread was ended from without.
pub const ENDED: &str = "A thread that walked was ended before it was done: the browser may be short of memory.";
/// The same where what was found is not to be read.
pub const UNREADABLE: &str =
    "What came of it cannot be read, since a figure of it is no number. That is a fault of the page, not of the plan.";

/// Ticks without a word after which a thread is taken for one that was ended: a minute, of which a machine that sleeps
/// counts nothing.
const SILENT: u32 = 12;
/// Milliseconds of a tick.
pub const TICK_MS: u32 = 5_000;

/// What is asked.
#[derive(Clone, PartialEq)]
pub struct Wish {
    /// The plan that is walked ([`Run::walked`]), as in a link.
    pub plan: Rc<str>,
    /// What is asked beside it.
    pub asked: Asked,
    /// The plan that figures are worded with.
    pub of: Shared<Plan>,
}

impl Wish {
    /// Whether the paths of another wish are the same.
    pub fn has_paths_of(&self, other: &Wish) -> bool {
        self.plan == other.plan && self.asked.rules == other.asked.rules
    }
}

/// What the page knows.
pub struct Seen<R: Run> {
    /// The last figures, or why there are none.
    pub found: Option<Result<Rc<R::Figures>, String>>,
    /// The plan that these are of.
    pub of: Option<Shared<Plan>>,
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
    /// Why they have ended before all were walked, where nobody wanted it.
    pub fault: Option<&'static str>,
    /// Whether the page's own thread walks them, since the browser starts no other.
    pub is_here: bool,
}

impl<R: Run> Clone for Seen<R> {
    fn clone(&self) -> Self {
        Seen { found: self.found.clone(), of: self.of.clone(), ..*self }
    }
}

impl<R: Run> Default for Seen<R> {
    fn default() -> Self {
        Seen {
            found: None,
            of: None,
            is_whole: false,
            is_now: false,
            counted: 0.0,
            left: None,
            is_running: false,
            is_stopped: false,
            fault: None,
            is_here: false,
        }
    }
}

/// One thread that walks.
pub struct Walker {
    thread: Thread,
    is_ready: bool,
    tally: JsValue,
    /// Paths that it had walked, as far as was known, when it told that.
    tallied: f64,
}

impl Walker {
    /// One on its way.
    pub fn new(thread: Thread) -> Walker {
        Walker { thread, is_ready: false, tally: JsValue::NULL, tallied: 0.0 }
    }
}

/// How far a kind's run is.
pub struct State<R: Run> {
    /// What is asked.
    pub wish: Option<Wish>,
    /// Paths asked for.
    pub paths: f64,
    /// Tells the messages of this run from those of one before.
    pub run: u32,
    /// Most threads that the browser starts, as far as that is known.
    pub most: Option<usize>,
    /// Threads that walk; none where the page itself does.
    walkers: Vec<Walker>,
    /// The page's own turns.
    here: Option<Turns>,
    /// The thread that puts tallies together stays from one run to the next.
    joiner: Option<Thread>,
    is_joiner_ready: bool,
    /// Whether the joiner is at work, and whether more has come meanwhile.
    is_joining: bool,
    is_due: bool,
    /// When the run began, milliseconds.
    pub began: f64,
    progress: Progress,
    /// What threads have counted of all paths: another shock is asked of it.
    kept: Vec<JsValue>,
    /// Ticks since a thread has last said anything.
    silent: u32,
    /// What the page knows.
    pub seen: Seen<R>,
}

impl<R: Run> Default for State<R> {
    fn default() -> Self {
        State {
            wish: None,
            paths: 0.0,
            run: 0,
            most: None,
            walkers: Vec::new(),
            here: None,
            joiner: None,
            is_joiner_ready: false,
            is_joining: false,
            is_due: false,
            began: 0.0,
            progress: Progress::default(),
            kept: Vec::new(),
            silent: 0,
            seen: Seen::default(),
        }
    }
}

impl<R: Run> State<R> {
    /// The figures of all paths, where what was wished is meant.
    pub fn whole(&self, is_meant: impl Fn(&Wish) -> bool) -> Option<Rc<R::Figures>> {
        let found = self.seen.found.as_ref().filter(|_| self.seen.is_whole)?.as_ref().ok()?;
        self.wish.as_ref().is_some_and(is_meant).then(|| found.clone())
    }

    /// Ends all that walks.
    pub fn end(&mut self) {
        self.walkers.clear();
        self.here.take().iter().for_each(Turns::stop);
        // Where all paths are walked, what is asked of them is answered all the same.
        if self.kept.is_empty() {
            self.forget_joining();
        }
        (self.seen.is_running, self.seen.left) = (false, None);
    }

    /// What is being put together is of a run that is over.
    fn forget_joining(&mut self) {
        self.is_due = false;
        if std::mem::take(&mut self.is_joining) {
            self.joiner = None;
        }
    }

    /// Ends it because something has gone wrong; what was found stays.
    pub fn fail(&mut self, fault: &'static str) {
        self.forget_joining();
        self.end();
        (self.seen.fault, self.seen.is_whole) = (Some(fault), false);
    }

    /// Will walk when its turn comes.
    pub fn wait(&mut self) {
        self.kept.clear();
        self.forget_joining();
        (self.seen.counted, self.seen.is_running) = (0.0, true);
    }

    /// These threads walk.
    pub fn with(&mut self, walkers: Vec<Walker>) {
        self.progress = Progress::new(self.paths, walkers.len());
        self.silent = 0;
        (self.walkers, self.seen.is_here) = (walkers, false);
    }

    /// The page itself walks, in these turns.
    pub fn with_turns(&mut self, turns: Turns) {
        self.end();
        self.progress = Progress::new(self.paths, 1);
        (self.here, self.seen.is_here, self.seen.is_running) = (Some(turns), true, true);
    }

    /// Whether the page itself walks.
    pub fn is_here(&self) -> bool {
        self.here.is_some()
    }

    /// Whether there is one that puts tallies together, where this is a new one.
    pub fn has_joiner(&mut self, thread: Option<Thread>) -> bool {
        if thread.is_some() {
            (self.joiner, self.is_joiner_ready) = (thread, false);
        }
        self.joiner.is_some()
    }

    /// Fewer threads after one that was not to be had; whether there are any.
    pub fn has_fewer(&mut self) -> bool {
        let most = self.walkers.len() / 2;
        self.most = Some(most);
        most > 0
    }

    /// A thread of the run, or the joiner, has ended by itself: whether it had been ready. `None` where no thread walks.
    pub fn lose(&mut self, nth: Option<usize>) -> Option<bool> {
        let was_ready = match nth {
            Some(nth) => self.walkers.get(nth).is_some_and(|walker| walker.is_ready),
            None => {
                self.joiner = None;
                std::mem::take(&mut self.is_joiner_ready)
            }
        };
        (self.is_joining || !self.walkers.is_empty()).then_some(was_ready)
    }

    /// A tick in which threads may walk: whether they have said nothing for too long. Where a browser ends a thread it may
    /// say nothing of it.
    pub fn is_silent(&mut self) -> bool {
        self.silent += 1;
        self.silent > SILENT && (self.is_joining || !self.walkers.is_empty())
    }

    /// Asks no more than where the wish's shock stands, where threads walk its paths or have; whether they do.
    pub fn place(&mut self, wish: &Wish) -> bool {
        let is_known = self.wish.as_ref().is_some_and(|last| last.has_paths_of(wish));
        if !is_known || self.joiner.is_none() || (self.kept.is_empty() && self.walkers.is_empty()) {
            return false;
        }
        self.wish = Some(wish.clone());
        self.is_due |= self.tallies().iter().any(|tally| !tally.is_null());
        self.join();
        true
    }

    fn message(&self, act: &str, more: &[JsValue]) -> JsValue {
        let wish = self.wish.as_ref();
        let asked = wish.map(|wish| wish.asked).unwrap_or_default();
        message(R::WORD, act, wish.map_or("", |wish| &wish.plan), &asked, more)
    }

    /// What a walker says.
    pub fn hear(&mut self, nth: usize, data: &JsValue) {
        let threads = self.walkers.len() as u32;
        let Some(walker) = self.walkers.get_mut(nth) else { return };
        self.silent = 0;
        if data.as_string().is_some() {
            walker.is_ready = true;
            let walk = self.message(WALK, &[(nth as f64).into(), threads.into()]);
            return self.walkers.get(nth).into_iter().for_each(|walker| walker.thread.post(&walk));
        }
        let message = Array::from(data);
        let value = message.get(1);
        match message.get(0).as_string().as_deref() {
            Some(COUNTED) => self.count(nth, value.as_f64()),
            Some(TALLY) => {
                walker.tally = value;
                walker.tallied = self.progress.walked.get(nth).copied().unwrap_or_default();
                self.is_due = true;
            }
            Some(FIGURES) => {
                // A plan of which there are no paths: every thread says the same.
                self.found(value.as_string().as_deref());
            }
            _ => {}
        }
        self.join();
    }

    fn count(&mut self, nth: usize, walked: Option<f64>) {
        let known = self.progress.walked.get_mut(nth).zip(walked);
        known.into_iter().for_each(|(known, walked)| *known = walked);
        self.seen.counted = self.progress.done();
        self.seen.left = self.progress.left(self.began, Date::now());
    }

    /// What the page's own thread says.
    pub fn hear_here(&mut self, heard: Heard<R>) {
        match heard {
            Heard::Walked(paths) => self.count(0, Some(paths)),
            Heard::Found(found) => self.take(found),
        }
    }

    /// What the joiner says.
    pub fn hear_joiner(&mut self, data: &JsValue) {
        self.silent = 0;
        if data.as_string().is_some() {
            self.is_joiner_ready = true;
        } else if self.is_joining {
            let message = Array::from(data);
            // It goes on to what is still to be added.
            self.is_joining = message.get(0).as_string().as_deref() == Some(FIRST);
            self.found(message.get(1).as_string().as_deref());
        }
        self.join();
    }

    /// Puts together what has been counted, where the joiner is free.
    fn join(&mut self) {
        if !self.is_due || self.is_joining || !self.is_joiner_ready || self.is_ending() {
            return;
        }
        let join = self.message(JOIN, &self.tallies());
        if let Some(joiner) = &self.joiner {
            joiner.post(&join);
            (self.is_joining, self.is_due, self.silent) = (true, false, 0);
        }
    }

    /// Whether all paths are walked and a last tally is on its way: what is put together without it would hold up the whole.
    fn is_ending(&self) -> bool {
        let walked = &self.progress.walked;
        self.progress.done() >= self.progress.of
            && self.walkers.iter().zip(walked).any(|(walker, walked)| walker.tallied < *walked)
    }

    fn tallies(&self) -> Vec<JsValue> {
        if !self.kept.is_empty() {
            return self.kept.clone();
        }
        self.walkers.iter().map(|walker| walker.tally.clone()).collect()
    }

    fn found(&mut self, text: Option<&str>) {
        match serde_json::from_str(text.unwrap_or_default()) {
            Ok(found) => self.take(found),
            Err(_) => self.fail(UNREADABLE),
        }
    }

    fn take(&mut self, mut found: Result<R::Figures, String>) {
        let before = self.seen.found.as_ref().filter(|_| self.seen.is_now).and_then(|found| found.as_deref().ok());
        if let Ok(figures) = &mut found {
            R::go_on(before, figures);
        }
        let is_kept = !self.kept.is_empty();
        let is_whole = found.as_ref().map_or(true, R::is_whole) && (is_kept || !self.is_due);
        self.seen.of = self.wish.as_ref().map(|wish| wish.of.clone());
        self.seen.found = Some(found.map(Rc::new));
        (self.seen.is_now, self.seen.is_whole, self.seen.fault) = (true, is_whole, None);
        if is_whole && !is_kept {
            self.kept = self.tallies();
            self.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::odds::horizon::{Horizon, Joined};
    use second_engine::numbers::pieces::whole;
    use second_engine::odds::all;
    use second_engine::odds::figures::Figure;
    use second_engine::plan::Plan;

    /// What so many paths of two days say.
    fn joined() -> Joined {
        let mut plan = Plan::default();
        (plan.odds.paths, plan.odds.until) = (512.0, Some(2.0));
        let asked = Asked::default();
        let Ok(setup) = whole(Horizon::making(&plan, &asked)) else { unreachable!() };
        Horizon::figures(&all(&setup.setup), &setup, &asked)
    }

    /// As the joiner tells it.
    fn told(joined: &Joined) -> String {
        serde_json::to_string(&Ok::<_, String>(joined)).unwrap_or_default()
    }

    /// The run after each of these words.
    fn after(told: &[Option<String>]) -> Seen<Horizon> {
        let mut state = State::<Horizon>::default();
        state.wait();
        told.iter().for_each(|text| state.found(text.as_deref()));
        state.seen
    }

    #[test]
    fn figures_of_all_paths_end_the_run_and_those_of_some_do_not() {
        let all = joined();
        let mut some = all.clone();
        some.odds.paths = 100;
        for (joined, is_whole) in [(some, false), (all, true)] {
            let seen = after(&[Some(told(&joined))]);
            assert_eq!((seen.is_running, seen.is_whole, seen.fault), (!is_whole, is_whole, None));
        }
    }

    #[test]
    fn what_is_not_to_be_read_ends_the_run_and_is_said_and_what_was_found_stays() {
        let mut some = joined();
        some.odds.paths = 100;
        let no_number = Joined { place: Figure { value: f64::NAN, error: None }, ..some.clone() };
        for text in [Some(told(&no_number)), Some(String::new()), None] {
            let seen = after(&[Some(told(&some)), text]);
            assert_eq!((seen.is_running, seen.is_whole, seen.fault), (false, false, Some(UNREADABLE)));
            assert_eq!(seen.found, Some(Ok(Rc::new(some.clone()))));
        }
    }
}
