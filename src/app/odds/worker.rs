//! Worker: a thread's own side of the paths. It walks every so manieth batch, or puts together what others have counted.

use js_sys::Array;
use second_engine::numbers::pieces::whole;
use second_engine::odds::batches::Tally;
use second_engine::views::paths;
use wasm_bindgen::JsValue;

use crate::app::odds::horizon::Horizon;
use crate::app::odds::message::{COUNTED, FIGURES, FIRST, JOIN, TALLY, WALK, WHOLE, text};
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::walk::{Word, setup, walk};
use crate::app::odds::year::Years;

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

/// The thread has nothing else to do: it takes all pieces at once, and is ended where the person stops it.
fn of<R: Run>(link: &str, about: &Array, tell: &dyn Fn(&JsValue)) {
    let say = |word: &str, value: JsValue| tell(&Array::of2(&word.into(), &value));
    let words = |i: u32| about.get(i).as_string().unwrap_or_default();
    let number = |i: u32| about.get(i).as_f64().unwrap_or_default();
    let asked: Asked = serde_json::from_str(&words(2)).unwrap_or_default();
    let setup = match whole(setup::<R>(link, &asked)) {
        Ok(setup) => setup,
        Err(said) => return say(FIGURES, text(&Err::<R::Figures, String>(said))),
    };
    match words(1).as_str() {
        WALK => whole(walk::<R>(&setup, number(3) as u32, number(4) as usize, |word| match word {
            Word::Walked(paths) => say(COUNTED, paths.into()),
            Word::Counted(tally) => say(TALLY, text(tally)),
        })),
        JOIN => {
            let mut tally = Tally::<R::Sums>::default();
            // A thread that has not counted yet has told no text.
            for text in about.iter().skip(3).filter_map(|text| text.as_string()) {
                // Without one of them the figures would never be of all paths.
                let Ok(other) = serde_json::from_str(&text) else { return say(FIGURES, JsValue::NULL) };
                tally.merge(&other);
            }
            let mut figures = Ok::<R::Figures, String>(R::figures(&tally, &setup, &asked));
            if figures.as_ref().is_ok_and(|found| R::is_whole(found) && !R::is_finished(found)) {
                say(FIRST, text(&figures));
                figures = figures.map(|found| whole(R::finishing(&setup, found)));
            }
            say(FIGURES, text(&figures));
        }
        _ => {}
    }
}
