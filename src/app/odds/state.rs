//! State: how far a kind's run is, and what the page knows of it.

use std::rc::Rc;

use js_sys::{Array, Date};
use second_engine::odds::progress::Progress;
use wasm_bindgen::JsValue;

use crate::app::browser::threads::Thread;
use crate::app::browser::turns::Turns;
use crate::app::odds::here::Heard;
use crate::app::odds::message::{ALL, COUNTED, FIGURES, FIRST, JOIN, TALLY, WALK, message};
use crate::app::odds::next::{Next, Standing, Wish, next};
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::seen::Seen;
use crate::app::odds::walker::{Kept, Walker};

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

/// How far a kind's run is.
#[derive(Default)]
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
    /// The page's own turns: those that walk, with what they have counted, and those that ask.
    here: Option<(Turns, JsValue)>,
    asks: Option<Turns>,
    /// The thread that puts tallies together stays from one run to the next.
    joiner: Option<Thread>,
    is_joiner_ready: bool,
    /// What is being put together, and whether more has come meanwhile.
    joining: Option<Asked>,
    is_due: bool,
    /// When the run began, milliseconds.
    pub began: f64,
    progress: Progress,
    kept: Option<Kept>,
    /// Whether a hand is on the page.
    is_held: bool,
    /// Ticks since a thread has last said anything.
    silent: u32,
    /// What the page knows.
    pub seen: Seen<R>,
}

impl<R: Run> State<R> {
    /// What this wish comes to; it is the one that is asked about from now on.
    pub fn take_wish(&mut self, wish: &Wish) -> Next {
        let stands = Standing {
            kept: self.kept.as_ref().filter(|_| self.can_join()).map(|kept| kept.rules),
            is_running: self.seen.is_running,
            is_walking: self.can_join() && (self.is_here() || !self.walkers.is_empty()),
            is_whole: self.seen.is_whole,
            is_stopped: self.seen.is_stopped,
        };
        let next = next(self.wish.as_ref(), stands, wish);
        // Until it is answered what stands is of the size before.
        self.seen.is_sized &= self.asked().rules == wish.asked.rules;
        self.wish = Some(wish.clone());
        if matches!(next, Next::Ask | Next::Resize) {
            self.is_due |= self.tallies().iter().any(|tally| !tally.is_null());
            self.join();
        }
        // The size is again the one that they were walked for.
        if next == Next::Ask && stands.kept == Some(wish.asked.rules) {
            self.end();
        }
        next
    }

    /// Whether what is counted can be asked: of a thread, or of the page itself where that has counted it.
    fn can_join(&self) -> bool {
        self.joiner.is_some() || self.seen.is_here
    }

    /// What the page itself is to ask of what it has counted: with what, and the tallies.
    pub fn due_here(&mut self) -> Option<(Rc<str>, Asked, Vec<JsValue>)> {
        let kept = self.kept.as_ref().filter(|_| self.seen.is_here && std::mem::take(&mut self.is_due))?;
        let wish = self.wish.as_ref()?;
        Some((wish.plan.clone(), Asked { rules: kept.rules, ..wish.asked }, kept.tallies.clone()))
    }

    /// Begins anew: what was found stays, and where it is for another size only, so does what it is of.
    pub fn begin(&mut self, paths: f64, for_size: bool) {
        self.end();
        (self.paths, self.most) = (paths, None);
        (self.seen.is_stopped, self.seen.fault) = (false, None);
        if !for_size {
            self.kept = None;
            self.forget_joining();
            (self.seen.is_now, self.seen.is_whole, self.seen.is_sized) = (false, false, false);
        }
        self.wait();
    }

    /// Ends all that walks.
    pub fn end(&mut self) {
        self.walkers.clear();
        self.here.take().iter().for_each(|(turns, _)| turns.stop());
        // What is asked of paths that are kept is answered all the same.
        if self.kept.is_none() {
            self.forget_joining();
        }
        (self.seen.is_running, self.seen.left) = (false, None);
    }

    /// A hand has stopped it: what was counted so far is kept, to be asked.
    pub fn stop(&mut self) {
        self.seen.is_stopped = true;
        if self.kept.is_none() && self.walked().iter().any(|tally| !tally.is_null()) {
            self.keep();
            self.is_due |= self.seen.is_here;
        }
        self.end();
        self.join();
    }

    /// What is being put together is of a run that is over.
    fn forget_joining(&mut self) {
        self.is_due = false;
        self.asks.take().iter().for_each(Turns::stop);
        if self.joining.take().is_some() {
            self.joiner = None;
        }
    }

    /// Ends it because something has gone wrong; what was found stays.
    pub fn fail(&mut self, fault: &'static str) {
        self.forget_joining();
        self.end();
        self.seen.fault = Some(fault);
        self.seen.is_whole &= self.kept.is_some();
    }

    /// Others go first: it begins anew when its turn comes again.
    pub fn pause(&mut self) {
        self.end();
        // The next figures are of fewer paths.
        self.seen.is_now &= self.kept.is_some();
        self.wait();
    }

    /// Will walk when its turn comes.
    fn wait(&mut self) {
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
        (self.here, self.seen.is_here, self.seen.is_running) = (Some((turns, JsValue::NULL)), true, true);
    }

    /// The page itself asks, in these turns.
    pub fn with_asking(&mut self, turns: Turns) {
        self.asks.replace(turns).iter().for_each(Turns::stop);
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
        self.is_at_work().then_some(was_ready)
    }

    /// A hand comes to the page, or goes: the last thread leaves it a core meanwhile, and nothing is put together, so that
    /// what it moves is drawn in time.
    pub fn hold(&mut self, is_held: bool) {
        self.is_held = is_held;
        self.walkers.last().into_iter().for_each(|last| last.hold(is_held));
        self.join();
    }

    /// A tick in which threads may walk: whether they have said nothing for too long. Where a browser ends a thread it may
    /// say nothing of it.
    pub fn is_silent(&mut self) -> bool {
        self.silent += 1;
        if self.is_held {
            self.silent = 0;
        }
        self.silent > SILENT && self.is_at_work()
    }

    /// Whether a thread is expected to say something.
    pub fn is_at_work(&self) -> bool {
        self.joining.is_some() || !self.walkers.is_empty()
    }

    fn asked(&self) -> Asked {
        self.wish.as_ref().map(|wish| wish.asked).unwrap_or_default()
    }

    fn message(&self, act: &str, asked: &Asked, more: &[JsValue]) -> JsValue {
        message(R::WORD, act, self.wish.as_ref().map_or("", |wish| &wish.plan), asked, more)
    }

    /// What a walker says.
    pub fn hear(&mut self, nth: usize, data: &JsValue) {
        let threads = self.walkers.len() as u32;
        let Some(walker) = self.walkers.get_mut(nth) else { return };
        self.silent = 0;
        if data.as_string().is_some() {
            walker.is_ready = true;
            let walk = self.message(WALK, &self.asked(), &[(nth as f64).into(), threads.into()]);
            let is_held = self.is_held && nth + 1 == self.walkers.len();
            return self.walkers.get(nth).into_iter().for_each(|walker| {
                walker.thread.post(&walk);
                walker.hold(is_held);
            });
        }
        let message = Array::from(data);
        let value = message.get(1);
        match message.get(0).as_string().as_deref() {
            Some(COUNTED) => self.count(nth, value.as_f64()),
            Some(TALLY) => self.counted(nth, value, false),
            Some(ALL) => self.counted(nth, value, true),
            Some(FIGURES) => {
                // A plan of which there are no paths: every thread says the same.
                self.found(value.as_string().as_deref(), &self.asked());
            }
            _ => {}
        }
        self.join();
    }

    /// A thread has counted more. While figures of all paths stand, those of some would say less.
    fn counted(&mut self, nth: usize, tally: JsValue, is_done: bool) {
        let Some(walker) = self.walkers.get_mut(nth) else { return };
        (walker.tally, walker.is_done) = (tally, is_done);
        let is_all = self.walkers.iter().all(|walker| walker.is_done);
        self.is_due |= is_all || self.kept.is_none();
        if is_all && self.kept.is_some() {
            self.keep();
        }
    }

    /// Nothing more is walked: what was counted is kept.
    fn keep(&mut self) {
        self.kept = Some(Kept { tallies: self.walked(), rules: self.asked().rules });
        self.end();
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
            // While figures of all paths stand, those of some would say less; and of all the last word says so.
            Heard::Some(_, some) if self.kept.is_some() || R::is_whole(&some) => {}
            Heard::Some(tally, some) => {
                self.here.iter_mut().for_each(|here| here.1 = tally.clone());
                self.take(Ok(some), &self.asked());
            }
            Heard::Refused(said) => {
                self.take(Err(said), &self.asked());
                self.end();
            }
            Heard::All(tally, asked, figures) => {
                self.forget_joining();
                self.kept = Some(Kept { tallies: vec![tally], rules: asked.rules });
                self.take(Ok(figures), &asked);
                self.end();
                self.is_due = asked != self.asked();
            }
        }
    }

    /// What the joiner says.
    pub fn hear_joiner(&mut self, data: &JsValue) {
        self.silent = 0;
        if data.as_string().is_some() {
            self.is_joiner_ready = true;
        } else if let Some(asked) = self.joining.take() {
            let message = Array::from(data);
            // After the first it goes on to what is still to be added.
            self.joining = (message.get(0).as_string().as_deref() == Some(FIRST)).then_some(asked);
            self.found(message.get(1).as_string().as_deref(), &asked);
        }
        self.join();
    }

    /// Puts together what has been counted, where the joiner is free and no hand is on the page.
    fn join(&mut self) {
        let is_free = self.joining.is_none() && self.is_joiner_ready && !self.seen.is_here && !self.is_held;
        if !self.is_due || !is_free || self.is_ending() {
            return;
        }
        // They have counted what the rules allowed when they were walked.
        let rules = self.kept.as_ref().map_or(self.asked().rules, |kept| kept.rules);
        let asked = Asked { rules, ..self.asked() };
        let join = self.message(JOIN, &asked, &self.tallies());
        if let Some(joiner) = &self.joiner {
            joiner.post(&join);
            (self.joining, self.is_due, self.silent) = (Some(asked), false, 0);
        }
    }

    /// Whether all paths are walked and a last tally is on its way: what is put together without it would hold up the whole.
    fn is_ending(&self) -> bool {
        self.progress.done() >= self.progress.of && self.walkers.iter().any(|walker| !walker.is_done)
    }

    fn tallies(&self) -> Vec<JsValue> {
        match &self.kept {
            Some(kept) => kept.tallies.clone(),
            None => self.walked(),
        }
    }

    /// What has been counted by those that walk.
    fn walked(&self) -> Vec<JsValue> {
        let here = self.here.iter().map(|(_, tally)| tally);
        self.walkers.iter().map(|walker| &walker.tally).chain(here).cloned().collect()
    }

    fn found(&mut self, text: Option<&str>, asked: &Asked) {
        match serde_json::from_str(text.unwrap_or_default()) {
            Ok(found) => {
                self.take(found, asked);
                if self.seen.is_whole && self.kept.is_none() {
                    self.keep();
                }
            }
            Err(_) => self.fail(UNREADABLE),
        }
    }

    /// These are the figures now, of what was asked.
    pub fn take(&mut self, mut found: Result<R::Figures, String>, asked: &Asked) {
        let before = self.seen.found.as_ref().filter(|_| self.seen.is_now).and_then(|found| found.as_deref().ok());
        if let Ok(figures) = &mut found {
            R::go_on(before, figures);
        }
        let is_whole = found.as_ref().map_or(true, R::is_whole) && (self.kept.is_some() || !self.is_due);
        self.seen.of = self.wish.as_ref().map(|wish| wish.of.clone());
        self.seen.found = Some(found.map(Rc::new));
        (self.seen.is_now, self.seen.is_whole, self.seen.fault) = (true, is_whole, None);
        self.seen.is_sized = asked.rules == self.asked().rules;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::odds::horizon::{Horizon, Joined};
    use second_engine::numbers::pieces::whole;
    use second_engine::odds::all;
    use second_engine::odds::figures::{Figure, Place};
    use second_engine::odds::moments::ThreeWays;
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
        told.iter().for_each(|text| state.found(text.as_deref(), &Asked::default()));
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

    /// What does not come with every figure of a plan stays while its paths are walked for another size, and goes with it.
    #[test]
    fn moments_stay_while_another_size_is_walked_and_not_for_another_plan() {
        let bare = joined();
        let moment = ThreeWays { drawn: None, computed: Some(0.5), counted: Figure { value: 0.4, error: None } };
        let full = Joined { moments: vec![moment], ..bare.clone() };
        for (for_size, kept) in [(true, vec![moment]), (false, Vec::new())] {
            let mut state = State::<Horizon>::default();
            state.take(Ok(full.clone()), &Asked::default());
            state.begin(512.0, for_size);
            state.take(Ok(bare.clone()), &Asked::default());
            let moments = state.seen.found.and_then(Result::ok).map(|found| found.moments.clone());
            assert_eq!(moments, Some(kept));
        }
    }

    #[test]
    fn what_is_not_to_be_read_ends_the_run_and_is_said_and_what_was_found_stays() {
        let mut some = joined();
        some.odds.paths = 100;
        let no_figure = Figure { value: f64::NAN, error: None };
        let no_number = Joined { place: Some(Place { below: no_figure, above: no_figure }), ..some.clone() };
        for text in [Some(told(&no_number)), Some(String::new()), None] {
            let seen = after(&[Some(told(&some)), text]);
            assert_eq!((seen.is_running, seen.is_whole, seen.fault), (false, false, Some(UNREADABLE)));
            assert_eq!(seen.found, Some(Ok(Rc::new(some.clone()))));
        }
    }
}
