//! The report: everything the page and the other doors say about a plan, and the one way to get it.

pub mod condor;
pub mod hedge;
pub mod pool;
pub mod whole;

pub use condor::{CondorReport, CondorTotals, LegReport};
pub use hedge::{HedgeReport, LayerReport, LegOutline};
pub use pool::{PoolReport, PoolTotals};
pub use whole::{CombinedReport, HoldingReport, Note, Part, Report, SCHEMA, ShockReport};

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::fault::PlanError;
use crate::views::assemble;

/// What a plan comes to: the one door behind the page, the command line and JavaScript.
///
/// # Errors
/// Every fault of the plan, each beside its knob.
pub fn evaluate(plan: &Plan) -> Result<Report, PlanError> {
    Book::resolve(plan).map(|book| assemble::report(&book))
}
