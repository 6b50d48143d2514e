//! Act: what changed, never what the whole state becomes; and what is said where something cannot be used.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::history::History;
use second_engine::plan::holding::{Kind, Terms};
use second_engine::plan::url::{LinkError, Opened};
use second_engine::views::report::{Note, Report};

use crate::app::store::plans::Kept;

/// What a person typed that cannot be used, and what is used instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// As typed.
    pub text: String,
    /// Why not.
    pub said: String,
    /// Values that would do, in the plan's unit; several where the text can be read in several ways.
    pub offers: Vec<f64>,
    /// Whether another input may make it right.
    pub waits: bool,
    /// Whether it is said yet: not while the person is still typing.
    pub is_said: bool,
}

/// A link or file that was not, or not wholly, read; or anything else that the page says once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// What was wrong.
    pub said: String,
    /// The text, for copying; empty where all of it was used.
    pub text: String,
}

/// A question, with where it was asked and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// Left and bottom of what was asked about, css pixels in the window.
    pub at: (f64, f64),
    /// What it is.
    pub title: String,
    /// The formula, where there is one.
    pub formula: String,
    /// One sentence, or the formula with its numbers.
    pub said: String,
    /// Where it comes from.
    pub source: String,
}

/// What changed.
#[derive(Clone, Debug)]
pub enum Act {
    /// An input is on the move; empty links it.
    Preview(Address, Option<f64>),
    /// Text in the box of an input, a list or a name.
    Typed(Address, String),
    /// Typing has rested: what is wrong in this box may be said.
    Rested(Address),
    /// A strike moves this many points from where it stands, as one step.
    Nudge(Address, f64),
    /// What is previewed becomes a step.
    Commit,
    /// Several inputs at once, as one step.
    Turn(Vec<(Address, Option<f64>)>),
    /// What is wrong in this box is thrown away; the plan's value stands there again.
    Forget(Address),
    /// One more holding of this kind, as a fresh one opens, behind the others.
    Add(Kind),
    /// One more holding like this one of its kind, behind the others.
    Duplicate(Kind, usize),
    /// This holding goes.
    Remove(Kind, usize),
    /// One more holding, of these terms, as one step.
    Hold(Box<Terms>),
    /// Another plan, as one step, or these words where the engine refuses it; what makes it comes with the chunk.
    Become(Box<Plan>, &'static str),
    /// The plan with what data say, as one step; what puts it there comes with the chunk.
    Estimated(Box<Plan>),
    /// The terms of this holding of their kind become those, as one step.
    TakeTerms(usize, Box<Terms>),
    /// Back to the default, everything.
    ResetAll,
    /// One step back.
    Undo,
    /// One step forward.
    Redo,
    /// An address' fragment, without `#`.
    OpenLink(String),
    /// What was read from a file, and its text.
    OpenFile(Box<Result<Opened, LinkError>>, String),
    /// The note about a damaged link or file has been read.
    Dismiss,
    /// The plan is kept there, which is worth this sentence.
    Keep(Kept, Option<String>),
    /// Another plan that is kept on this device takes the page.
    Take(Kept, Box<History>),
    /// The plan is called otherwise.
    Rename(String),
    /// The plan as it is becomes A, with which what follows is compared.
    Pin,
    /// Nothing is compared any more.
    Unpin,
    /// The plan becomes A, and A the plan, as one step.
    SwapPinned,
    /// The plan becomes what A is, as one step.
    CopyPinned,
    /// Something is to be known of where plans are kept.
    Tell(String),
    /// What was said about where plans are kept has been read.
    Heard,
    /// Something is asked, which the page's one popover answers.
    Ask(Ask),
    /// The chunk is there, which has the notes.
    Annotate(Annotate),
}

/// What is to be known about the figures of a report.
pub type Annotate = fn(&Book, &Report) -> Vec<Note>;

impl Act {
    /// Several inputs at once, as one step; rows without a number are of what there is one of, or of the first of its
    /// kind.
    pub fn turn<A: Into<Address>>(changes: impl IntoIterator<Item = (A, Option<f64>)>) -> Act {
        Act::Turn(changes.into_iter().map(|(at, value)| (at.into(), value)).collect())
    }
}
