//! Refusal: the engine's first fault in the page's terms, and the note about keys that nothing answers to.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::fault::{Fault, PlanError};
use second_engine::plan::url::Opened;

use crate::app::store::act::Damaged;

/// The note about keys that nothing answers to.
pub fn unknown(opened: &Opened, what: &str) -> Option<Damaged> {
    let said = match &opened.unknown[..] {
        [] => return None,
        [one] => format!("This {what} sets '{one}', which this page does not know. The rest was used."),
        many => format!(
            "This {what} sets {} things that this page does not know: {}. The rest was used.",
            many.len(),
            many.join(", ")
        ),
    };
    Some(Damaged { said, text: String::new() })
}

/// Why the engine refuses a plan.
pub struct EngineRefusal {
    /// The input that is to blame.
    pub at: Address,
    /// What the person reads: what cannot be, and why.
    pub said: String,
    /// A value that would mend it, in the plan's unit.
    pub repair: Option<f64>,
}

impl From<Fault> for EngineRefusal {
    fn from(fault: Fault) -> EngineRefusal {
        EngineRefusal { at: fault.at, said: fault.text, repair: fault.repair }
    }
}

/// The plan resolved from nothing.
///
/// # Errors
/// The first fault.
pub fn resolve(plan: &Plan) -> Result<Book, EngineRefusal> {
    Book::resolve(plan).map_err(refusal)
}

/// The first fault of a plan.
pub fn refusal(error: PlanError) -> EngineRefusal {
    match error.faults.into_iter().next() {
        Some(fault) => fault.into(),
        None => EngineRefusal { at: "".into(), said: "This plan cannot be priced.".into(), repair: None },
    }
}
