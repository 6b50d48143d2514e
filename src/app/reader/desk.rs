//! Desk: the page's side of the reader. One wish at a time; of several looks only the last plan counts.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::Array;
use second_engine::backtest::BackTest;
use second_engine::plan::{Plan, url};
use second_engine::units::day::Day;
use second_engine::views::data::DataTab;
use second_engine::words::listed;
use wasm_bindgen::JsValue;
use web_sys::File;
use yew::prelude::*;

use crate::app::browser::dom::focus;
use crate::app::browser::threads::Thread;
use crate::app::odds::message::{end as end_message, hold as hold_message};
use crate::app::reader::protocol::{Answer, Refused, Wish};
use crate::app::store::shared::Shared;
use crate::app::store::told::{Told, tell, use_told};

/// A thread that says nothing for so long has not started: the line may be slow, so it may be tried again.
const START_MS: u32 = 20_000;

/// How far a file is.
#[derive(Clone, Debug, PartialEq)]
pub struct Doing {
    /// Its name.
    pub name: String,
    /// The share that is done, 0 to 1.
    pub share: f64,
}

/// A back-test.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The plan that it is of, as in a link.
    pub plan: Rc<str>,
    /// The first day that was asked for; `None` for the first of the files.
    pub from: Option<Day>,
    /// What it found.
    pub found: Result<Rc<BackTest>, String>,
}

impl PartialEq for Walked {
    fn eq(&self, other: &Walked) -> bool {
        match (&self.found, &other.found) {
            (Ok(a), Ok(b)) => Rc::ptr_eq(a, b),
            (Err(a), Err(b)) => a == b && self.plan == other.plan && self.from == other.from,
            _ => false,
        }
    }
}

/// What the page knows of the reader.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// What the files say; `None` before the first answer.
    pub tab: Option<Rc<DataTab>>,
    /// What is being read now.
    pub doing: Option<Doing>,
    /// Whether files wait to be read, or are.
    pub is_busy: bool,
    /// Files of the last wish that were not read.
    pub refused: Vec<Refused>,
    /// What the last wish read.
    pub said: Vec<String>,
    /// The last back-test, or why there is none.
    pub walked: Option<Walked>,
    /// Whether one is on its way.
    pub is_walking: bool,
    /// Why there is no reader.
    pub failed: Option<String>,
    /// Name of the file that was forgotten last and may be here again, while the thread that forgot it stands.
    pub forgotten: Option<String>,
}

#[derive(Default)]
struct State {
    thread: Option<Thread>,
    is_ready: bool,
    /// Whether a hand is at work on the page.
    is_held: bool,
    /// The wish that is being done.
    now: Option<Wish>,
    waiting: VecDeque<Wish>,
    /// Files that the browser could not keep: the next thread reads them again.
    held: Vec<File>,
    /// The plan that files are read for, as in a link.
    plan: String,
    /// The one that the wish being done is of.
    sent: String,
    /// Threads that were started.
    starts: u32,
    seen: Seen,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
    static TOLD: RefCell<Told> = RefCell::default();
}

/// What the reader has to say of the files for this plan; the hook draws anew when that changes. It looks again after a
/// step, and not while a slider moves.
#[hook]
pub fn use_reader(plan: &Shared<Plan>, step: u32) -> Seen {
    use_told(&TOLD);
    let now = plan.clone();
    use_effect_with(step, move |_| look(&now));
    STATE.with_borrow(|state| state.seen.clone())
}

/// A hand comes to the page, or goes: the back-test leaves it its core meanwhile.
pub fn hold(is_held: bool) {
    STATE.with_borrow_mut(|state| {
        state.is_held = is_held;
        state.tell_hold();
    });
}

/// Asks what the files say for this plan, unless that was asked last.
pub fn look(plan: &Plan) {
    let plan = url::fragment(plan);
    let is_new = STATE.with_borrow_mut(|state| {
        let is_new = state.plan != plan || state.seen.tab.is_none() && state.seen.failed.is_none();
        state.plan = plan;
        is_new
    });
    if is_new {
        ask(Wish::Look);
    }
}

/// Asks for something, behind all that is asked already.
pub fn ask(wish: Wish) {
    STATE.with_borrow_mut(|state| {
        // Of several of these the last counts.
        if wish.is_about_files() {
            (state.seen.refused, state.seen.said) = Default::default();
            // It would be of other files.
            state.end_walk();
        } else {
            state.waiting.retain(|other| other.word() != wish.word());
        }
        state.waiting.push_back(wish);
        state.settle();
    });
    go_on();
    tell(&TOLD);
}

/// Reads these files too.
pub fn take(files: Vec<File>) {
    ask(Wish::Take(files));
}

/// Keeps a file no longer. Its button goes with it: the focus goes to where files are chosen.
pub fn forget(id: u64) {
    ask(Wish::Forget(id));
    focus("choose-files");
}

/// The file that was forgotten last is here again. Its button may go: the focus goes to where files are chosen.
pub fn recall() {
    ask(Wish::Recall);
    focus("choose-files");
}

/// Keeps none of all files.
pub fn forget_all() {
    ask(Wish::ForgetAll);
    focus("choose-files");
}

/// Ends the thread and what it was asked; what is kept is read again.
pub fn stop() {
    let said = STATE.with_borrow_mut(|state| {
        let wishes = state.now.iter().chain(&state.waiting);
        let files = wishes.filter_map(|wish| if let Wish::Take(files) = wish { Some(files) } else { None }).flatten();
        let names: Vec<String> = files.map(File::name).collect();
        // Of what could not be kept the page holds the files, but for one that was forgotten and is here again.
        let lost: Vec<String> =
            state.unkept().filter(|name| !state.held.iter().any(|file| is_of(name, file))).collect();
        state.end();
        let of = if names.is_empty() {
            String::new()
        } else {
            format!(" Not all of these may be read: {}.", listed(&names))
        };
        match &lost[..] {
            [] => format!("Stopped. What was read before is still there.{of}"),
            _ => format!("Stopped.{of} This browser had kept nothing of {}: bring it again.", listed(&lost)),
        }
    });
    ask_again();
    STATE.with_borrow_mut(|state| state.seen.said = vec![said]);
    tell(&TOLD);
}

/// Ends the back-test that is on its way; the files stay read.
pub fn stop_walk() {
    STATE.with_borrow_mut(|state| {
        state.end_walk();
        state.settle();
    });
    go_on();
    tell(&TOLD);
}

/// Asks a new thread: for what is kept, and for what the page holds of the rest.
pub fn ask_again() {
    let held = STATE.with_borrow_mut(|state| {
        state.seen.failed = None;
        std::mem::take(&mut state.held)
    });
    ask(if held.is_empty() { Wish::Look } else { Wish::Take(held) });
}

/// Whether a set of this name is of this file: of two files of one name the second has a number behind it.
fn is_of(name: &str, file: &File) -> bool {
    name.strip_prefix(&file.name()).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}

impl State {
    /// Names of what was read and could not be kept.
    fn unkept(&self) -> impl Iterator<Item = String> {
        let sets = self.seen.tab.iter().flat_map(|tab| &tab.sets);
        sets.filter(|set| set.kept.is_none()).map(|set| set.file.clone())
    }

    /// Ends the thread and all that it was asked.
    fn end(&mut self) {
        (self.thread, self.is_ready, self.now) = (None, false, None);
        self.waiting.clear();
        (self.seen.doing, self.seen.forgotten) = (None, None);
        self.settle();
    }

    /// Ends the back-test that is on its way or waits.
    fn end_walk(&mut self) {
        self.waiting.retain(|wish| !matches!(wish, Wish::Walk(_)));
        if self.now.take_if(|wish| matches!(wish, Wish::Walk(_))).is_some() {
            self.thread.iter().for_each(|thread| thread.post(&end_message()));
            self.seen.doing = None;
        }
    }

    /// The files are others: what was walked is of those before.
    fn forget_walk(&mut self) {
        if self.seen.walked.take().is_some() {
            self.seen.said.push("The files have changed: the back-test was of others, walk the plan again.".into());
        }
    }

    fn fail(&mut self, said: String) {
        self.end();
        self.seen.failed = Some(said);
    }

    fn tell_hold(&self) {
        // Until it is ready a thread hears nothing.
        let ready = self.thread.iter().filter(|_| self.is_ready);
        ready.for_each(|thread| thread.post(&hold_message(self.is_held)));
    }

    /// What is being done or waits, for the page.
    fn settle(&mut self) {
        let wishes = || self.now.iter().chain(&self.waiting);
        let is_walking = wishes().any(|wish| matches!(wish, Wish::Walk(_)));
        (self.seen.is_busy, self.seen.is_walking) = (wishes().any(Wish::is_about_files), is_walking);
    }
}

/// Sends the next wish, where there is one and nothing is being done; starts the thread where there is none.
fn go_on() {
    let is_due = STATE.with_borrow(|state| state.now.is_none() && !state.waiting.is_empty());
    if !is_due {
        return;
    }
    if STATE.with_borrow(|state| state.thread.is_none()) {
        match start() {
            Ok(thread) => STATE.with_borrow_mut(|state| state.thread = Some(thread)),
            Err(said) => STATE.with_borrow_mut(|state| state.fail(said)),
        }
        return;
    }
    STATE.with_borrow_mut(|state| {
        if !state.is_ready {
            return;
        }
        let Some(wish) = state.waiting.pop_front() else { return };
        if let Some(thread) = &state.thread {
            thread.post(&message(&wish, &state.plan));
        }
        state.sent.clone_from(&state.plan);
        state.now = Some(wish);
    });
}

/// A wish as it crosses: its word, the plan, what it is about.
fn message(wish: &Wish, plan: &str) -> JsValue {
    let about = match wish {
        Wish::Look | Wish::Recall | Wish::ForgetAll => JsValue::NULL,
        Wish::Take(files) => files.iter().collect::<Array>().into(),
        Wish::Say(id, say) => Array::of2(&JsValue::from_f64(*id as f64), &say.word().into()).into(),
        Wish::Forget(id) => JsValue::from_f64(*id as f64),
        Wish::Walk(from) => from.map_or(JsValue::NULL, |day| String::from(day).into()),
    };
    Array::of3(&wish.word().into(), &plan.into(), &about).into()
}

/// The thread, on its way: it says when it is ready.
fn start() -> Result<Thread, String> {
    let hear = |data: JsValue| {
        if let Some(answer) = data.as_string().and_then(|text| serde_json::from_str(&text).ok()) {
            heard(answer);
        }
    };
    let thread = Thread::start(hear, || failed("The reader has stopped. Nothing of the plan is lost."))
        .ok_or("This browser starts no reader, so no file can be read here.")?;
    let start = STATE.with_borrow_mut(|state| {
        state.starts += 1;
        state.starts
    });
    Timeout::new(START_MS, move || {
        if STATE.with_borrow(|state| state.starts == start && state.thread.is_some() && !state.is_ready) {
            failed("The reader of files has not started within 20 seconds: the line may be slow.");
        }
    })
    .forget();
    Ok(thread)
}

fn failed(said: &str) {
    STATE.with_borrow_mut(|state| state.fail(said.into()));
    tell(&TOLD);
}

fn heard(answer: Answer) {
    if answer == Answer::Changed {
        STATE.with_borrow_mut(|state| {
            state.end_walk();
            state.forget_walk();
        });
        return ask(Wish::Look);
    }
    STATE.with_borrow_mut(|state| match answer {
        Answer::Ready => {
            state.is_ready = true;
            state.tell_hold();
        }
        Answer::Changed => {}
        // One that was ended may still have had a word on its way.
        Answer::Progress { name, share } if state.now.is_some() => state.seen.doing = Some(Doing { name, share }),
        Answer::Progress { .. } => {}
        Answer::Walked { found } => {
            // What was ended while it was on its way is nobody's.
            let Some(Wish::Walk(from)) = state.now.take_if(|wish| matches!(wish, Wish::Walk(_))) else { return };
            state.seen.doing = None;
            state.settle();
            let plan = state.sent.clone();
            state.seen.walked = Some(Walked { plan: plan.into(), from, found: found.map(Rc::from) });
        }
        Answer::Done { tab, refused, said, forgotten } => {
            let wish = state.now.take();
            let was_of_files = wish.as_ref().is_some_and(Wish::is_about_files);
            (state.seen.doing, state.seen.forgotten) = (None, forgotten);
            state.settle();
            if state.seen.tab.as_deref() != Some(&*tab) {
                state.seen.tab = Some(Rc::new(*tab));
            }
            state.seen.refused.extend(refused);
            if was_of_files {
                state.seen.said.extend(said);
                state.forget_walk();
            }
            if let Some(Wish::Take(files)) = wish {
                state.held.extend(files);
            }
            let unkept: Vec<String> = state.unkept().collect();
            state.held.retain(|file| unkept.iter().any(|name| is_of(name, file)));
        }
    });
    go_on();
    tell(&TOLD);
}
