//! Here: a run on the page's own thread, a little between one picture and the next, where the browser starts no other.
//!
//! The same batches as threads walk, so the same figures to the last bit.

use std::rc::Rc;

use second_engine::numbers::pieces::in_pieces;
use wasm_bindgen::JsValue;

use crate::app::odds::message::bytes;
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::walk::{Word, join, setup, walk};
use crate::app::store::made::Pieces;

/// Milliseconds that it takes at once: half of a picture's time, the other half is the page's.
pub const TURN: f64 = 8.0;

/// What it has to say.
pub enum Heard<R: Run> {
    /// How many paths are walked so far.
    Walked(f64),
    /// What some of them have counted, as bytes, and what they say.
    Some(JsValue, R::Figures),
    /// Why there is nothing.
    Refused(String),
    /// The last word: what all of them have counted, as bytes, what was asked, and what they say.
    All(JsValue, Asked, R::Figures),
}

/// All batches of a plan, and what they say on the way.
pub fn walking<R: Run>(link: Rc<str>, asked: Asked, hear: impl Fn(Heard<R>) + 'static) -> Pieces<()> {
    in_pieces(async move {
        let setup = match setup::<R>(&link, &asked).await {
            Ok(setup) => setup,
            Err(said) => return hear(Heard::Refused(said)),
        };
        let mut all = None;
        let tell = |word: Word<R>| match word {
            Word::Walked(paths) => hear(Heard::Walked(paths)),
            Word::Counted(tally) => hear(Heard::Some(bytes(tally), R::figures(tally, &setup, &asked))),
            Word::All(tally) => all = Some((bytes(tally), R::figures(tally, &setup, &asked))),
        };
        walk::<R>(&setup, 0, 1, tell).await;
        if let Some((tally, figures)) = all {
            let figures = R::finishing(&setup, figures).await;
            hear(Heard::All(tally, asked, figures));
        }
    })
}

/// What paths say that the page has walked before.
pub fn asking<R: Run>(
    link: Rc<str>,
    asked: Asked,
    tallies: Vec<JsValue>,
    hear: impl Fn(R::Figures) + 'static,
) -> Pieces<()> {
    in_pieces(async move {
        let Ok(setup) = setup::<R>(&link, &asked).await else { return };
        let Some(figures) = join::<R>(&setup, &asked, tallies.into_iter()) else { return };
        hear(if R::is_whole(&figures) { R::finishing(&setup, figures).await } else { figures });
    })
}
