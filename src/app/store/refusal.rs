//! Refusal: the engine's first fault in the page's terms, and the note about what a plan does not take.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::fault::{Fault, PlanError};
use second_engine::plan::url::Opened;

use crate::app::store::act::Damaged;

/// The note about what a link or a file sets and the plan does not take: keys that nothing answers to, and inputs of
/// holdings that it does not hold.
pub fn unused(opened: &Opened, what: &str) -> Option<Damaged> {
    let unknown = match &opened.unknown[..] {
        [] => String::new(),
        [one] => format!("'{one}', which this page does not know"),
        many => format!("{} things that this page does not know: {}", many.len(), many.join(", ")),
    };
    let of = |at: &Address| at.kind().map_or_else(String::new, |kind| format!(" of {} {}", kind.label(), at.nth + 1));
    let absent = match &opened.absent[..] {
        [] => String::new(),
        [one] => format!("'{}'{}, which is not among its holdings", one.label(), of(one)),
        many => {
            let each: Vec<String> = many.iter().map(|at| format!("'{}'{}", at.label(), of(at))).collect();
            format!("{} inputs of holdings that it does not have: {}", many.len(), each.join(", "))
        }
    };
    let parts: Vec<&str> =
        [&unknown, &absent].into_iter().filter(|part| !part.is_empty()).map(|part| &**part).collect();
    let both = (!parts.is_empty()).then(|| parts.join("; it sets "))?;
    Some(Damaged { said: format!("This {what} sets {both}. The rest was used."), text: String::new() })
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

#[cfg(test)]
mod tests {
    use super::*;
    use second_engine::plan::url;

    fn said(link: &str) -> Option<String> {
        url::parse(link).ok().and_then(|opened| unused(&opened, "link")).map(|damaged| damaged.said)
    }

    #[test]
    fn what_nobody_knows_and_what_is_not_held_are_told_apart() {
        for (link, wanted) in [
            ("v=2&moon.phase=2", "This link sets 'moon.phase', which this page does not know."),
            ("v=2&pool3.low=1000", "This link sets 'Lower bound' of Pool 3, which is not among its holdings."),
            (
                "v=2&holdings=condor&pool.low=1000",
                "This link sets 'Lower bound' of Pool 1, which is not among its holdings.",
            ),
            (
                "v=2&layer9.days=30&pool4.name=West",
                "This link sets 2 inputs of holdings that it does not have: 'Name' of Pool 4, 'Calendar days' of VIX calls 9.",
            ),
            (
                "v=2&moon.phase=2&pool3.low=1000",
                "This link sets 'moon.phase', which this page does not know; it sets 'Lower bound' of Pool 3, which is not among its holdings.",
            ),
        ] {
            assert_eq!(said(link), Some(format!("{wanted} The rest was used.")), "{link}");
        }
        assert_eq!(said("v=2&pool2.low=1000"), None);
    }
}
