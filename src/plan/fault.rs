//! Fault: what is wrong with a plan, in words, beside the input where it stands.

use super::address::Address;

/// One thing wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The input.
    pub at: Address,
    /// What the person reads: what cannot be, and why.
    pub text: String,
    /// A value that would mend it, in the plan's unit.
    pub repair: Option<f64>,
}

impl Fault {
    /// A fault of an input.
    pub fn new(at: impl Into<Address>, text: impl Into<String>, repair: Option<f64>) -> Fault {
        Fault { at: at.into(), text: text.into(), repair }
    }

    /// The same fault on holding `nth` of its kind; `whose` names it in front of the sentence.
    pub fn of(mut self, nth: usize, whose: &str) -> Fault {
        if self.at.kind().is_some() {
            self.at.nth = nth;
            self.text = format!("{whose}{}", self.text);
        }
        self
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
