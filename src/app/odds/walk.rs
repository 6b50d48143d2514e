//! Walk: what a thread has of a kind's paths: every so manieth batch, in pieces, and now and then a word about them.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Date, Uint8Array};
use second_engine::numbers::pieces::pause;
use second_engine::odds::batches::Tally;
use second_engine::plan::url;
use wasm_bindgen::{JsCast, JsValue};

use crate::app::odds::run::{Asked, Run};

/// Milliseconds between two words about how far it is.
const STEP_MS: f64 = 80.0;
/// Milliseconds after which a first tally is told; each later one is told after twice as long, but for the most: what is
/// walked since the last is lost where a hand stops the run.
const FIRST_MS: f64 = 250.0;
const MOST_MS: f64 = 2_000.0;

thread_local! {
    /// What the last batches shared, and of what they were.
    static SETUP: RefCell<Option<(String, Rc<dyn Any>)>> = const { RefCell::new(None) };
}

/// What is told on the way.
pub enum Word<'a, R: Run> {
    /// How many paths are walked so far.
    Walked(f64),
    /// What they have counted.
    Counted(&'a Tally<R::Sums>),
    /// What all of them have: the last word.
    All(&'a Tally<R::Sums>),
}

/// What all batches of a plan share, in pieces; made once for all acts on the same plan.
///
/// # Errors
/// Why nothing is walked, in words.
pub async fn setup<R: Run>(link: &str, asked: &Asked) -> Result<Rc<R::Setup>, String> {
    // Where the shock stands is asked of the paths, not walked.
    let key = format!("{} {link} {:?}", R::WORD, asked.rules);
    let known = SETUP.with_borrow(|last| last.as_ref().filter(|last| last.0 == key).map(|last| last.1.clone()));
    if let Some(known) = known.and_then(|known| known.downcast().ok()) {
        return Ok(known);
    }
    let plan = url::recall(link).map_err(|wrong| wrong.text)?.plan;
    let setup = Rc::new(R::making(&plan, asked).await?);
    SETUP.set(Some((key, setup.clone())));
    Ok(setup)
}

/// Walks every `stride`th batch from the first, in pieces.
pub async fn walk<R: Run>(setup: &R::Setup, first: u32, stride: usize, mut tell: impl FnMut(Word<R>)) {
    let mut tally = Tally::<R::Sums>::default();
    let (mut told, mut step, mut next) = (Date::now(), FIRST_MS, Date::now() + FIRST_MS);
    for index in (first..R::batches(setup)).step_by(stride.max(1)) {
        tally.add(&R::batching(setup, index).await);
        let now = Date::now();
        if now > told + STEP_MS {
            told = now;
            tell(Word::Walked(f64::from(tally.paths())));
        }
        if now > next {
            step = f64::min(2.0 * step, MOST_MS);
            next = now + step;
            tell(Word::Counted(&tally));
        }
        pause().await;
    }
    tell(Word::Walked(f64::from(tally.paths())));
    tell(Word::All(&tally));
}

/// What tallies say together that threads have told, each as bytes; `None` where one of them is none: without it the figures
/// would never be of all paths.
pub fn join<R: Run>(setup: &R::Setup, asked: &Asked, told: impl Iterator<Item = JsValue>) -> Option<R::Figures> {
    let mut tally = Tally::<R::Sums>::default();
    // A thread that has not counted yet has told none.
    for bytes in told.filter_map(|one| one.dyn_into::<Uint8Array>().ok()) {
        tally.merge(&postcard::from_bytes(&bytes.to_vec()).ok()?);
    }
    Some(R::figures(&tally, setup, asked))
}
