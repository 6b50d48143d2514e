//! Here: a run on the page's own thread, a little between one picture and the next, where the browser starts no other.
//!
//! The same batches as threads walk, so the same figures to the last bit.

use std::rc::Rc;

use second_engine::numbers::pieces::in_pieces;

use crate::app::odds::run::{Asked, Run};
use crate::app::odds::walk::{Word, setup, walk};
use crate::app::store::made::Pieces;

/// Milliseconds that it takes at once: half of a picture's time, the other half is the page's.
pub const TURN: f64 = 8.0;

/// What it has to say.
pub enum Heard<R: Run> {
    /// How many paths are walked so far.
    Walked(f64),
    /// What they say, or why there is nothing.
    Found(Result<R::Figures, String>),
}

/// All batches of a plan, and what they say on the way.
pub fn walking<R: Run>(link: Rc<str>, asked: Asked, hear: impl Fn(Heard<R>) + 'static) -> Pieces<()> {
    in_pieces(async move {
        let setup = match setup::<R>(&link, &asked).await {
            Ok(setup) => setup,
            Err(said) => return hear(Heard::Found(Err(said))),
        };
        let mut last = None;
        let tell = |word: Word<R>| match word {
            Word::Walked(paths) => hear(Heard::Walked(paths)),
            Word::Counted(tally) => match R::figures(tally, &setup, &asked) {
                figures if R::is_whole(&figures) => last = Some(figures),
                figures => hear(Heard::Found(Ok(figures))),
            },
        };
        walk::<R>(&setup, 0, 1, tell).await;
        if let Some(figures) = last {
            hear(Heard::Found(Ok(R::finishing(&setup, figures).await)));
        }
    })
}
