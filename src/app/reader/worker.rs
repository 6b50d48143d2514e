//! Worker: the reader's own side. One wish at a time; every file that it knows stays in memory until it ends.

use std::cell::RefCell;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use second_engine::backtest::{self, BackTest};
use second_engine::data::bytes::{LARGEST, too_large};
use second_engine::data::{Imported, read_bytes};
use second_engine::numbers::pieces::whole;
use second_engine::plan::{Plan, url};
use second_engine::units::day::Day;
use second_engine::views::data::readings::Readings;
use second_engine::views::data::say::Say;
use second_engine::views::data::{self, Set};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::app::browser::dom::today;
use crate::app::reader::protocol::{Answer, Refused};
use crate::app::reader::shelf;

/// What a text is called that was pasted.
const PASTED: &str = "Pasted text";
/// The largest number that crosses whole.
const LAST: u64 = 9_007_199_254_740_991;
/// Progress is told in steps of this share.
const STEP: f64 = 0.02;

#[derive(Default)]
struct Files {
    sets: Vec<Set>,
    /// Whether what was kept has been read.
    is_loaded: bool,
    /// Number of the next file that cannot be kept, from the end of all numbers.
    unkept: u64,
}

thread_local! {
    static FILES: RefCell<Files> = RefCell::default();
}

/// What one wish came to.
#[derive(Default)]
struct Outcome {
    refused: Vec<Refused>,
    said: Vec<String>,
    is_unkept: bool,
}

/// Answers from now on.
pub fn serve() {
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        yew::platform::spawn_local(answer(event.data()));
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
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
    let plan = url::recall(&plan).map_or_else(|_| Plan::default(), |opened| opened.plan);
    // The page asks one by one, so nobody else has the files meanwhile.
    let mut files = FILES.take();
    let mut outcome = Outcome::default();
    if !files.is_loaded {
        files.load(&mut outcome).await;
    }
    let about = message.get(2);
    if word == "walk" {
        let found = files.walk(&plan, about.as_string().and_then(|day| Day::iso(&day)));
        FILES.set(files);
        return post(&Answer::Walked { found });
    }
    match word.as_str() {
        "take" => {
            for file in Array::from(&about).iter().filter_map(|file| file.dyn_into::<File>().ok()) {
                match bytes_of(&file).await {
                    Ok(bytes) => files.take(&file.name(), bytes, &mut outcome).await,
                    Err(said) => outcome.refused.push(Refused { name: file.name(), said }),
                }
            }
        }
        "text" => files.take(PASTED, about.as_string().unwrap_or_default().into_bytes(), &mut outcome).await,
        "say" => {
            let about = Array::from(&about);
            let say = Say::read(&about.get(1).as_string().unwrap_or_default());
            files.tell(about.get(0).as_f64().unwrap_or(-1.0) as u64, say).await;
        }
        "forget" => files.forget(about.as_f64().unwrap_or(-1.0) as u64).await,
        "forget-all" => {
            files.sets.clear();
            let _ = shelf::clear().await;
        }
        _ => {}
    }
    let tab = Box::new(data::of(&files.sets, &plan));
    FILES.set(files);
    let Outcome { refused, said, is_unkept } = outcome;
    post(&Answer::Done { tab, refused, said, is_kept: !is_unkept });
}

/// The bytes of a file; a sentence where it is too large or cannot be read.
async fn bytes_of(file: &File) -> Result<Vec<u8>, String> {
    if file.size() > LARGEST as f64 {
        return Err(too_large(file.size() as usize));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| "This file cannot be read.".to_string())?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}

/// Reads it, telling how far it is.
fn read(name: &str, bytes: &[u8]) -> Result<Imported, String> {
    let mut told = 0.0;
    read_bytes(bytes, &mut |share| {
        if share >= told + STEP {
            told = share;
            post(&Answer::Progress { name: name.into(), share });
        }
        true
    })
}

impl Files {
    async fn load(&mut self, outcome: &mut Outcome) {
        self.is_loaded = true;
        let Ok(kept) = shelf::all().await else { return };
        for file in kept {
            match read(&file.name, &file.bytes) {
                Ok(read) => {
                    let mut set = Set::new(file.id, &file.name, file.bytes.len(), file.day, read);
                    set.tell(file.say);
                    self.sets.push(set);
                }
                // Another version of the page had read it; it stays kept.
                Err(said) => outcome.refused.push(Refused { name: file.name, said }),
            }
        }
    }

    /// Reads a file, in place of one of the same name that is the same thing, and keeps it.
    async fn take(&mut self, name: &str, bytes: Vec<u8>, outcome: &mut Outcome) {
        let read = match read(name, &bytes) {
            Ok(read) => read,
            Err(said) => return outcome.refused.push(Refused { name: name.into(), said }),
        };
        if let Some(said) = Day::iso(&today()).and_then(|today| read.is_ahead_of(today)) {
            return outcome.refused.push(Refused { name: name.into(), said });
        }
        let is_same = |set: &Set| set.name == name && set.read.what() == read.what();
        let earlier = self.sets.iter().find(|set| is_same(set)).map(|set| set.id);
        if let Some(id) = earlier {
            self.forget(id).await;
        }
        let day = today();
        let (id, kept) = match shelf::put(name, &day, &bytes).await {
            Ok(id) => (id, Day::iso(&day)),
            Err(_) => {
                outcome.is_unkept = true;
                self.unkept += 1;
                (LAST.saturating_sub(self.unkept), None)
            }
        };
        let again = if earlier.is_some() { " in place of the one that was there" } else { "" };
        outcome.said.push(format!("{name}: {}{again}.", read.what()));
        self.sets.push(Set::new(id, name, bytes.len(), kept, read));
    }

    /// The plan's programme through all that the files know.
    fn walk(&self, plan: &Plan, from: Option<Day>) -> Result<Box<BackTest>, String> {
        let all = Readings::of(&self.sets, plan.market.token).all;
        let mut told = 0.0;
        let mut progress = |share: f64| {
            if share >= told + STEP {
                told = share;
                post(&Answer::Progress { name: "The back-test".into(), share });
            }
        };
        // The thread has nothing else to do: it takes all pieces at once, and is ended where the person stops it.
        Ok(Box::new(whole(backtest::run(plan, &all, from, &mut progress))?))
    }

    /// Takes the person's word for what a file is.
    async fn tell(&mut self, id: u64, say: Say) {
        let said = self.sets.iter_mut().filter(|set| set.id == id);
        said.for_each(|set| set.tell(say));
        let _ = shelf::say(id, say).await;
    }

    async fn forget(&mut self, id: u64) {
        self.sets.retain(|set| set.id != id);
        let _ = shelf::remove(id).await;
    }
}
