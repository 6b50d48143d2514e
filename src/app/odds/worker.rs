//! Worker: a thread's own side of the paths. It walks every so manieth batch, or puts together what others have counted.

use js_sys::Array;
use second_engine::numbers::pieces::{in_pieces, whole};
use second_engine::views::paths;
use wasm_bindgen::JsValue;

use crate::app::odds::hold;
use crate::app::odds::horizon::Horizon;
use crate::app::odds::message::{ALL, COUNTED, FIGURES, FIRST, JOIN, TALLY, WALK, WHOLE, bytes, text};
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::walk::{Word, join, setup, walk};
use crate::app::odds::year::Years;

/// Answers one message about paths.
pub fn answer(link: &str, about: &Array, tell: fn(&JsValue)) {
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

/// The thread has nothing else to do: it takes all pieces at once, but walks in turns, and is ended where the person stops it.
fn of<R: Run>(link: &str, about: &Array, tell: fn(&JsValue)) {
    let say = move |word: &str, value: JsValue| tell(&Array::of2(&word.into(), &value));
    let words = |i: u32| about.get(i).as_string().unwrap_or_default();
    let number = |i: u32| about.get(i).as_f64().unwrap_or_default();
    let asked: Asked = serde_json::from_str(&words(2)).unwrap_or_default();
    let setup = match whole(setup::<R>(link, &asked)) {
        Ok(setup) => setup,
        Err(said) => return say(FIGURES, text(&Err::<R::Figures, String>(said))),
    };
    match words(1).as_str() {
        WALK => {
            let (first, stride) = (number(3) as u32, number(4) as usize);
            hold::walk(in_pieces(async move {
                let tell = |word: Word<R>| match word {
                    Word::Walked(paths) => say(COUNTED, paths.into()),
                    Word::Counted(tally) => say(TALLY, bytes(tally)),
                    Word::All(tally) => say(ALL, bytes(tally)),
                };
                walk::<R>(&setup, first, stride, tell).await;
            }));
        }
        JOIN => {
            let Some(mut figures) = join::<R>(&setup, &asked, about.iter().skip(3)) else {
                return say(FIGURES, JsValue::NULL);
            };
            let told = |figures: &R::Figures| text(&Ok::<_, String>(figures));
            if R::is_whole(&figures) && !R::is_finished(&figures) {
                say(FIRST, told(&figures));
                figures = whole(R::finishing(&setup, figures));
            }
            say(FIGURES, told(&figures));
        }
        _ => {}
    }
}
