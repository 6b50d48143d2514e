//! Fault: what is wrong with a plan, in words, beside the input where it stands.

use super::Plan;
use super::address::Address;

/// One thing wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The input.
    pub at: Address,
    /// The sentence.
    pub text: String,
    /// A value that would mend it, in the plan's unit.
    pub repair: Option<f64>,
}

impl Fault {
    /// A fault of what there is one of, or of the first of its kind.
    pub fn new(row: &'static str, text: String, repair: Option<f64>) -> Fault {
        Fault { at: row.into(), text, repair }
    }

    /// The same fault on pool `index` of this plan, which the sentence names where there are several.
    pub fn on_position(self, index: usize, plan: &Plan) -> Fault {
        let at = Address::new(self.at.row, index);
        Fault { at, text: plan.named(at, &self.text), ..self }
    }
}

/// Everything wrong with a plan; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanError {
    /// In the order of the page.
    pub faults: Vec<Fault>,
}

impl std::fmt::Display for PlanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let space = if i > 0 { " " } else { "" };
            write!(f, "{space}{}", fault.text)?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanError {}
