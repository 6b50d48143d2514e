//! Fault: what is wrong with a plan, in words, beside the knob where it stands.

/// One thing wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Id of the knob.
    pub knob: &'static str,
    /// The sentence.
    pub text: String,
    /// A value that would mend it, in the plan's unit.
    pub repair: Option<f64>,
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
