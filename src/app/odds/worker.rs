//! Worker: a thread's own side of the paths. It walks every so manieth batch, or puts together what others have counted.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Date};
use second_engine::odds::batches::Tally;
use second_engine::plan::url;
use second_engine::views::paths;
use wasm_bindgen::JsValue;

use crate::app::odds::horizon::Horizon;
use crate::app::odds::message::{COUNTED, FIGURES, JOIN, TALLY, WALK, WHOLE, text};
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::year::Years;

/// Milliseconds between two words about how far it is.
const STEP_MS: f64 = 80.0;
/// Milliseconds after which a first tally is told; each later one is told after twice as long.
const FIRST_MS: f64 = 250.0;

thread_local! {
    /// What the last batches shared, and of what they were.
    static SETUP: RefCell<Option<(String, Rc<dyn Any>)>> = const { RefCell::new(None) };
}

fn setup<R: Run>(link: &str, asked: &Asked) -> Result<Rc<R::Setup>, String> {
    // Where the shock stands is asked of the paths, not walked.
    let key = format!("{} {link} {:?}", R::WORD, asked.rules);
    let known = SETUP.with_borrow(|last| last.as_ref().filter(|last| last.0 == key).map(|last| last.1.clone()));
    if let Some(known) = known.and_then(|known| known.downcast().ok()) {
        return Ok(known);
    }
    let plan = url::recall(link).map_err(|wrong| wrong.text)?.plan;
    let setup = Rc::new(R::setup(&plan, asked)?);
    SETUP.set(Some((key, setup.clone())));
    Ok(setup)
}

/// Answers one message about paths.
pub fn answer(link: &str, about: &Array, tell: &dyn Fn(&JsValue)) {
    match about.get(0).as_string().as_deref() {
        Some(Horizon::WORD) => of::<Horizon>(link, about, tell),
        Some(Years::WORD) => of::<Years>(link, about, tell),
        Some(WHOLE) => {
            let [door, plan] = [1, 2].map(|i| about.get(i).as_string().unwrap_or_default());
            tell(&Array::of2(&FIGURES.into(), &text(&paths::answered(&door, &plan))));
        }
        _ => {}
    }
}

fn of<R: Run>(link: &str, about: &Array, tell: &dyn Fn(&JsValue)) {
    let say = |word: &str, value: JsValue| tell(&Array::of2(&word.into(), &value));
    let words = |i: u32| about.get(i).as_string().unwrap_or_default();
    let number = |i: u32| about.get(i).as_f64().unwrap_or_default();
    let asked: Asked = serde_json::from_str(&words(2)).unwrap_or_default();
    let setup = match setup::<R>(link, &asked) {
        Ok(setup) => setup,
        Err(said) => return say(FIGURES, text(&Err::<R::Figures, String>(said))),
    };
    match words(1).as_str() {
        WALK => walk::<R>(&setup, number(3) as u32, number(4) as usize, &say),
        JOIN => {
            let mut tally = Tally::<R::Sums>::default();
            for text in about.iter().skip(3).filter_map(|text| text.as_string()) {
                serde_json::from_str(&text).iter().for_each(|other| tally.merge(other));
            }
            say(FIGURES, text(&Ok::<R::Figures, String>(R::figures(&tally, &setup, &asked))));
        }
        _ => {}
    }
}

fn walk<R: Run>(setup: &R::Setup, first: u32, stride: usize, say: &dyn Fn(&str, JsValue)) {
    let mut tally = Tally::<R::Sums>::default();
    let (mut told, mut step, mut next) = (Date::now(), FIRST_MS, Date::now() + FIRST_MS);
    for index in (first..R::batches(setup)).step_by(stride.max(1)) {
        tally.add(&R::batch(setup, index));
        let now = Date::now();
        if now > told + STEP_MS {
            told = now;
            say(COUNTED, tally.paths().into());
        }
        if now > next {
            step *= 2.0;
            next = now + step;
            say(TALLY, text(&tally));
        }
    }
    say(COUNTED, tally.paths().into());
    say(TALLY, text(&tally));
}
