//! Protocol: what the page asks of the reader, and what that answers.

use second_engine::backtest::BackTest;
use second_engine::units::day::Day;
use second_engine::views::data::DataTab;
use second_engine::views::data::say::Say;
use serde::{Deserialize, Serialize};
use web_sys::File;

/// What a file is called that is a text that was pasted.
pub const PASTED: &str = "Pasted text";

/// What is asked. Each is answered by one [`Answer::Done`] or, where a back-test is asked for and not ended, one
/// [`Answer::Walked`], one after the other.
#[derive(Clone, Debug)]
pub enum Wish {
    /// What the files say for the plan.
    Look,
    /// Read these too.
    Take(Vec<File>),
    /// This is to be said of this file.
    Say(u64, Say),
    /// Keep this file no longer.
    Forget(u64),
    /// The file that was forgotten last is to be here again.
    Recall,
    /// Keep none, and none that was forgotten.
    ForgetAll,
    /// Walk the plan's programme through the files from this day on, from the first where none is said.
    Walk(Option<Day>),
}

impl Wish {
    /// Whether it reads files or forgets some, and so changes what is known of them.
    pub fn is_about_files(&self) -> bool {
        !matches!(self, Wish::Look | Wish::Walk(_))
    }

    /// The word in the message.
    pub fn word(&self) -> &'static str {
        match self {
            Wish::Look => "look",
            Wish::Take(_) => "take",
            Wish::Say(..) => "say",
            Wish::Forget(_) => "forget",
            Wish::Recall => "recall",
            Wish::ForgetAll => "forget-all",
            Wish::Walk(_) => "walk",
        }
    }
}

/// A file that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// Why, a sentence.
    pub said: String,
    /// Its number where it is kept and can be forgotten.
    pub kept: Option<u64>,
}

impl Refused {
    /// One of this name.
    pub fn new(name: &str, said: &str, kept: Option<u64>) -> Refused {
        Refused { name: name.into(), said: said.into(), kept }
    }
}

/// What the reader tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// It has started.
    Ready,
    /// Another tab has changed what is kept.
    Changed,
    /// How far it is with a file, 0 to 1.
    Progress {
        /// The file's name.
        name: String,
        /// The share that is done.
        share: f64,
    },
    /// A back-test is done.
    Walked {
        /// What it found, or why there is none.
        found: Result<Box<BackTest>, String>,
    },
    /// A wish is done.
    Done {
        /// What all files say for the plan.
        tab: Box<DataTab>,
        /// Files of this wish that were not read.
        refused: Vec<Refused>,
        /// What was read by this wish, a sentence a file.
        said: Vec<String>,
        /// Name of the file that was forgotten last and may be here again.
        forgotten: Option<String>,
    },
}
