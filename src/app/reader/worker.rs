//! Worker: the reader's own side. One wish at a time; every file that it knows stays in memory until it ends.

use std::cell::{Cell, RefCell};

use idb::Error;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use second_engine::backtest::{self, BackTest};
use second_engine::data::bytes::{LARGEST, too_large};
use second_engine::data::named_by_file::named_by_file;
use second_engine::data::{Imported, read_bytes};
use second_engine::numbers::pieces::in_pieces;
use second_engine::plan::{Plan, url};
use second_engine::signals::histories::Histories;
use second_engine::units::day::Day;
use second_engine::views::data::readings::Readings;
use second_engine::views::data::say::Say;
use second_engine::views::data::{self, Set};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::app::browser::dom::today;
use crate::app::odds::hold;
use crate::app::odds::message::{END, HOLD, RUN};
use crate::app::odds::worker as paths;
use crate::app::reader::protocol::{Answer, PASTED, Refused};
use crate::app::reader::shelf::{self, KeptFile};

/// The largest number that crosses whole.
const LAST: u64 = 9_007_199_254_740_991;
/// Why a file is not gone from the device.
const NOT_FORGOTTEN: &str = "it could not be forgotten, and will be here again at the next visit.";
/// How tabs tell each other that what is kept has changed.
const CHANNEL: &str = "second-engine-files";
/// Progress is told in steps of this share.
const STEP: f64 = 0.02;

#[derive(Default)]
struct Files {
    sets: Vec<Set>,
    /// Whether what was kept has been read.
    is_loaded: bool,
    /// Number of the next file that cannot be kept, from the end of all numbers.
    unkept: u64,
    /// Kept files that are not read any more, by number and name.
    unread: Vec<(u64, String)>,
    /// What was forgotten since the thread began, the last one last: it may be here again.
    forgotten: Vec<Forgotten>,
}

/// A file that was forgotten.
struct Forgotten {
    name: String,
    /// Its place among the others.
    place: usize,
    /// What was read of it; `None` of one that is not read any more.
    set: Option<Set>,
    /// As it was kept; `None` of one that was not.
    kept: Option<KeptFile>,
}

thread_local! {
    static FILES: RefCell<Files> = RefCell::default();
    /// Other tabs of the page: what is kept changes for all of them.
    static OTHERS: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
    static IS_STALE: Cell<bool> = const { Cell::new(false) };
}

/// What one wish came to.
#[derive(Default)]
struct Outcome {
    refused: Vec<Refused>,
    said: Vec<String>,
}

/// Answers from now on.
pub fn serve() {
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        yew::platform::spawn_local(answer(event.data()));
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    let changed = Closure::<dyn FnMut(MessageEvent)>::new(|_: MessageEvent| {
        IS_STALE.set(true);
        post(&Answer::Changed);
    });
    OTHERS.with(|others| {
        others.iter().for_each(|others| others.set_onmessage(Some(changed.as_ref().unchecked_ref())));
    });
    changed.forget();
    post(&Answer::Ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(answer: &Answer) {
    if let Ok(text) = serde_json::to_string(answer) {
        let _ = scope().post_message(&JsValue::from_str(&text));
    }
}

/// A message is a word, a plan as in a link, and what the word is about.
async fn answer(message: JsValue) {
    let message = Array::from(&message);
    let [word, plan] = [0, 1].map(|i| message.get(i).as_string().unwrap_or_default());
    if word == RUN {
        return paths::answer(&plan, &Array::from(&message.get(2)), |said| drop(scope().post_message(said)));
    }
    if word == HOLD {
        return hold::hold(message.get(2).is_truthy());
    }
    // A wish that comes while a back-test is walked comes in its place: the page waits for no answer of that one.
    hold::end();
    if word == END {
        return;
    }
    let plan = url::recall(&plan).map_or_else(|_| Plan::default(), |opened| opened.plan);
    // The page asks one by one, so nobody else has the files meanwhile.
    let mut files = FILES.take();
    let mut outcome = Outcome::default();
    if IS_STALE.take() || !files.is_loaded {
        files.load(&mut outcome).await;
    }
    let about = message.get(2);
    if word == "walk" {
        let from = about.as_string().and_then(|day| Day::iso(&day));
        let all = Readings::of(&files.sets, &plan.market).all;
        FILES.set(files);
        // In turns, between which it hears that a hand wants its core, or the page something else.
        return hold::walk(in_pieces(async move {
            let found = walk(&plan, &all, from).await;
            post(&Answer::Walked { found });
        }));
    }
    match word.as_str() {
        "take" => {
            for file in Array::from(&about).iter().filter_map(|file| file.dyn_into::<File>().ok()) {
                match bytes_of(&file).await {
                    Ok(bytes) => files.take(&file.name(), bytes, &mut outcome).await,
                    Err(said) => outcome.refused.push(Refused::new(&file.name(), &said, None)),
                }
            }
        }
        "say" => {
            let about = Array::from(&about);
            let say = Say::read(&about.get(1).as_string().unwrap_or_default());
            files.tell(about.get(0).as_f64().unwrap_or(-1.0) as u64, say).await;
        }
        "forget" => files.forget(about.as_f64().unwrap_or(-1.0) as u64, &mut outcome).await,
        "recall" => files.recall(&mut outcome).await,
        "forget-all" => {
            match shelf::clear().await {
                Err(_) if files.is_any_kept() => outcome.refused.push(Refused::new("This device", NOT_FORGOTTEN, None)),
                _ => outcome.said.push("All files are forgotten.".into()),
            }
            (files.sets, files.unread, files.forgotten) = Default::default();
        }
        _ => {}
    }
    if word != "look" {
        OTHERS.with(|others| others.iter().for_each(|others| drop(others.post_message(&JsValue::NULL))));
    }
    let tab = Box::new(data::of(&files.sets, &plan));
    let forgotten = files.forgotten.last().map(|one| one.name.clone());
    FILES.set(files);
    let Outcome { refused, said } = outcome;
    post(&Answer::Done { tab, refused, said, forgotten });
}

/// The bytes of a file; a sentence where it is too large or cannot be read.
async fn bytes_of(file: &File) -> Result<Vec<u8>, String> {
    if file.size() > LARGEST as f64 {
        return Err(too_large(file.size() as usize));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| "This file cannot be read.".to_string())?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}

/// Reads it, telling how far it is; what its name says of it where nothing in it does.
fn read(name: &str, bytes: &[u8]) -> Result<Imported, String> {
    let mut told = 0.0;
    let found = read_bytes(bytes, &mut |share| {
        if share >= told + STEP {
            told = share;
            post(&Answer::Progress { name: name.into(), share });
        }
        true
    })?;
    Ok(named_by_file(found, name))
}

/// The plan's programme through all that the files know, telling how far it is.
async fn walk(plan: &Plan, all: &Histories, from: Option<Day>) -> Result<Box<BackTest>, String> {
    let mut told = 0.0;
    let mut progress = |share: f64| {
        if share >= told + STEP {
            told = share;
            post(&Answer::Progress { name: "The back-test".into(), share });
        }
    };
    Ok(Box::new(backtest::run(plan, all, from, &mut progress).await?))
}

impl Files {
    /// Whether any of them was kept when that was looked at last.
    fn is_any_kept(&self) -> bool {
        !self.unread.is_empty() || self.sets.iter().any(|set| set.kept.is_some())
    }

    /// Reads what is kept, in place of what was known of it; what could not be kept stays.
    async fn load(&mut self, outcome: &mut Outcome) {
        self.is_loaded = true;
        let kept = match shelf::all().await {
            Ok(kept) => kept,
            // Where nothing may be kept nothing is, and nobody misses it.
            Err(Error::IndexedDbNotFound(_) | Error::IndexedDbOpenFailed(_)) if !self.is_any_kept() => Vec::new(),
            Err(_) => {
                outcome.refused.push(Refused::new("This device", "what is kept on it cannot be read now.", None));
                return;
            }
        };
        self.sets.retain(|set| set.kept.is_none());
        self.unread.clear();
        for file in kept {
            match read(&file.name, &file.bytes) {
                Ok(read) => {
                    let mut set = Set::new(file.id, &file.name, file.bytes.len(), file.day, read);
                    set.tell(file.say);
                    self.sets.push(set);
                }
                // Another version of the page had read it; it stays kept until it is forgotten.
                Err(said) => {
                    outcome.refused.push(Refused::new(&file.name, &said, Some(file.id)));
                    self.unread.push((file.id, file.name));
                }
            }
        }
    }

    /// Reads a file and keeps it; a history takes the place of the one of its name, anything else only of its own twin:
    /// two accounts may call their files the same.
    async fn take(&mut self, name: &str, bytes: Vec<u8>, outcome: &mut Outcome) {
        let read = match read(name, &bytes) {
            Ok(read) => read,
            Err(said) => return outcome.refused.push(Refused::new(name, &said, None)),
        };
        if let Some(said) = Day::iso(&today()).and_then(|today| read.is_ahead_of(today)) {
            return outcome.refused.push(Refused::new(name, &said, None));
        }
        let is_history = matches!(read, Imported::Series(_)) && name != PASTED;
        let is_same = |set: &Set| set.name == name && set.read.what() == read.what() && is_history;
        let earlier = self.sets.iter().find(|set| is_same(set) || set.read == read).map(|set| set.id);
        let name = &self.free(name, earlier);
        let day = today();
        let (id, kept) = match shelf::put(name, &day, &bytes).await {
            Ok(id) => (id, Day::iso(&day)),
            Err(_) => {
                self.unkept += 1;
                (LAST.saturating_sub(self.unkept), None)
            }
        };
        // Only now: where it could not be kept the earlier one still is.
        if let Some(id) = earlier {
            self.sets.retain(|set| set.id != id);
            if kept.is_some() {
                let _ = shelf::remove(id).await;
            }
        }
        let again = if earlier.is_some() { " in place of the one that was there" } else { "" };
        outcome.said.push(format!("{name}: {}{again}.", read.what()));
        self.sets.push(Set::new(id, name, bytes.len(), kept, read));
    }

    /// A name that no other file has: `positions.csv`, `positions.csv (2)`.
    fn free(&self, name: &str, earlier: Option<u64>) -> String {
        let is_taken = |name: &str| self.sets.iter().any(|set| set.name == name && Some(set.id) != earlier);
        let names = (2..).map(|nth| format!("{name} ({nth})"));
        std::iter::once(name.to_string()).chain(names).find(|name| !is_taken(name)).unwrap_or_default()
    }

    /// Takes the person's word for what a file is.
    async fn tell(&mut self, id: u64, say: Say) {
        let said = self.sets.iter_mut().filter(|set| set.id == id);
        said.for_each(|set| set.tell(say));
        let _ = shelf::say(id, say).await;
    }

    /// Keeps a file no longer; until the thread ends it may be here again.
    async fn forget(&mut self, id: u64, outcome: &mut Outcome) {
        let names =
            self.sets.iter().map(|set| (set.id, &set.name)).chain(self.unread.iter().map(|(id, name)| (*id, name)));
        let name = names.filter(|one| one.0 == id).map(|one| one.1.clone()).next().unwrap_or_default();
        let kept = shelf::one(id).await.ok().flatten();
        let place = self.sets.iter().position(|set| set.id == id);
        let is_unkept = place.and_then(|place| self.sets.get(place)).is_some_and(|set| set.kept.is_none());
        if shelf::remove(id).await.is_err() && !is_unkept {
            outcome.refused.push(Refused::new(&name, NOT_FORGOTTEN, None));
        }
        let set = place.map(|place| self.sets.remove(place));
        self.unread.retain(|one| one.0 != id);
        if set.is_some() || kept.is_some() {
            self.forgotten.push(Forgotten { name, place: place.unwrap_or(self.sets.len()), set, kept });
        }
    }

    /// What was forgotten last is here again, where it was, and is kept as it was.
    async fn recall(&mut self, outcome: &mut Outcome) {
        let Some(Forgotten { name, place, set, kept }) = self.forgotten.pop() else { return };
        // Dropped anew meanwhile, it is here already.
        if set.as_ref().is_some_and(|set| self.sets.iter().any(|other| other.read == set.read)) {
            return outcome.said.push(format!("{name} is here already."));
        }
        let is_kept = match &kept {
            Some(file) => shelf::put_back(file).await.is_ok(),
            None => false,
        };
        match set {
            Some(mut set) => {
                set.name = self.free(&name, None);
                set.kept = set.kept.filter(|_| is_kept);
                self.sets.insert(place.min(self.sets.len()), set);
            }
            None => self.unread.extend(kept.map(|file| (file.id, file.name))),
        }
        outcome.said.push(format!("{name} is here again."));
    }
}
