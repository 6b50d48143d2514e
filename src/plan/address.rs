//! Address: an input of a plan, as a row and which holding of its kind.

use std::fmt;

use super::holding::Kind;

/// What inputs are set to; none is linked or empty.
pub type Changes = Vec<(Address, Option<f64>)>;

/// One input: `pool2.low` is row `pool.low` of the second pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Address {
    /// Id of the knob, text or list.
    pub row: &'static str,
    /// Which holding of its kind, 0 the first; 0 for what is no holding's.
    pub nth: usize,
}

impl Address {
    /// The row of holding `nth` of its kind.
    pub const fn new(row: &'static str, nth: usize) -> Address {
        Address { row, nth }
    }

    /// The kind of the holding that it belongs to; `None` for what is the whole plan's.
    pub fn kind(&self) -> Option<Kind> {
        self.row.split_once('.').and_then(|(word, _)| Kind::of_word(word))
    }

    /// Whether it is an input of a holding of this kind, whichever it is.
    pub fn is_of(&self, kind: Kind) -> bool {
        self.kind() == Some(kind)
    }

    /// The same row's name without its kind: `low`.
    pub fn rest(&self) -> &'static str {
        self.row.split_once('.').map_or(self.row, |(_, rest)| rest)
    }
}

impl From<&'static str> for Address {
    fn from(row: &'static str) -> Address {
        Address { row, nth: 0 }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Some(kind) => write!(f, "{}.{}", kind.id(self.nth), self.rest()),
            None => f.write_str(self.row),
        }
    }
}

impl serde::Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
