//! Address: an input of a plan, as a row and which holding of its kind.

use std::fmt;

use super::Plan;
use super::knobs::knob;

/// Kinds of which a plan may hold several: what their rows' ids begin with.
const KINDS: [&str; 1] = ["pool"];

/// One input: `pool2.low` is row `pool.low` of the second pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Id of the knob or list.
    pub row: &'static str,
    /// Which holding of its kind, 0 the first; 0 for what is no holding's.
    pub nth: usize,
}

impl Address {
    /// The row of holding `nth` of its kind.
    pub const fn new(row: &'static str, nth: usize) -> Address {
        Address { row, nth }
    }
}

impl From<&'static str> for Address {
    fn from(row: &'static str) -> Address {
        Address { row, nth: 0 }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row.split_once('.') {
            Some((kind, rest)) if self.nth > 0 && KINDS.contains(&kind) => {
                write!(f, "{kind}{}.{rest}", self.nth + 1)
            }
            _ => f.write_str(self.row),
        }
    }
}

impl Plan {
    /// The input's value in the plan's unit; `None` while it follows the model, and where there is no such input.
    pub fn value(&self, at: Address) -> Option<f64> {
        let knob = knob(at.row)?;
        if at.nth == 0 {
            return knob.value(self);
        }
        self.clone().on_position(at.nth, |plan| knob.value(plan)).flatten()
    }

    /// Writes the input; `None` lets it follow the model again, or brings its default back.
    ///
    /// # Errors
    /// A sentence with the value and the allowed range; the plan is untouched. Nothing happens where there is no such
    /// input.
    pub fn set(&mut self, at: Address, value: Option<f64>) -> Result<(), String> {
        let Some(knob) = knob(at.row) else { return Ok(()) };
        self.on_position(at.nth, |plan| knob.set(plan, value)).unwrap_or(Ok(()))
    }
}
