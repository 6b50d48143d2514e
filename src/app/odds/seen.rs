//! Seen: what the page knows of a kind's run.

use std::rc::Rc;

use second_engine::plan::Plan;

use crate::app::odds::run::Run;
use crate::app::store::shared::Shared;

/// What the page knows.
pub struct Seen<R: Run> {
    /// The last figures, or why there are none.
    pub found: Option<Result<Rc<R::Figures>, String>>,
    /// The plan that these are of.
    pub of: Option<Shared<Plan>>,
    /// Whether they are of the plan that is asked about, all its paths walked.
    pub is_whole: bool,
    /// Whether they are of it at all.
    pub is_now: bool,
    /// Whether what is said in them of the size that the rules allow is of the one that is asked about.
    pub is_sized: bool,
    /// Paths walked so far.
    pub counted: f64,
    /// Seconds left, where that can be said.
    pub left: Option<f64>,
    /// Whether paths are being walked, or will be once those of another kind are.
    pub is_running: bool,
    /// Whether the person has stopped them.
    pub is_stopped: bool,
    /// Why they have ended before all were walked, where nobody wanted it.
    pub fault: Option<&'static str>,
    /// Whether the page's own thread walks them, since the browser starts no other.
    pub is_here: bool,
}

impl<R: Run> Seen<R> {
    /// The figures of all paths.
    pub fn whole(&self) -> Option<Rc<R::Figures>> {
        self.found.as_ref().filter(|_| self.is_whole)?.as_ref().ok().cloned()
    }
}

impl<R: Run> Clone for Seen<R> {
    fn clone(&self) -> Self {
        Seen { found: self.found.clone(), of: self.of.clone(), ..*self }
    }
}

impl<R: Run> Default for Seen<R> {
    fn default() -> Self {
        Seen {
            found: None,
            of: None,
            is_whole: false,
            is_now: false,
            is_sized: false,
            counted: 0.0,
            left: None,
            is_running: false,
            is_stopped: false,
            fault: None,
            is_here: false,
        }
    }
}
