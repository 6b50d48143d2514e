//! Fault: what is wrong with a plan, in words, beside the knob where it stands.

/// One thing wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Id of the knob.
    pub knob: &'static str,
    /// Which position a `pool.*` knob is meant on; 0 is the first, and everything that is no pool.
    pub position: usize,
    /// The sentence.
    pub text: String,
    /// A value that would mend it, in the plan's unit.
    pub repair: Option<f64>,
}

impl Fault {
    /// The same fault on position `index`, which the sentence names where it is not the first.
    pub fn on_position(mut self, index: usize) -> Fault {
        if index > 0 {
            self.text = format!("Pool {}: {}", index + 1, self.text);
        }
        Fault { position: index, ..self }
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
