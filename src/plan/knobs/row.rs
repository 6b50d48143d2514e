//! Row: how the tables write an input.

use super::access::Access;
use super::input::{Group, Knob, Unit};
use crate::plan::Plan;
use crate::plan::holding::Kind;

/// A row as the tables write it. `KNOBS` and `HELP` are its halves: in the table that everything reads the words
/// behind the '?' would be part of the first download.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) knob: Knob,
    pub(super) help: Help,
}

/// The words behind the '?' of an input.
#[derive(Clone, Copy)]
pub struct Help {
    /// One sentence.
    pub said: &'static str,
    /// Where the number or the rule comes from.
    pub source: &'static str,
}

/// A row that applies to every plan, without a window of its own, on the page's first level.
pub(super) const fn row(
    id: &'static str,
    group: Group,
    label: &'static str,
    unit: Unit,
    range: [f64; 3],
    access: Access,
    text: [&'static str; 2],
) -> Row {
    let help = Help { said: text[0], source: text[1] };
    let knob = Knob {
        id,
        group,
        label,
        unit,
        range,
        access,
        window: None,
        is_log: false,
        is_advanced: false,
        applies: |_, _| true,
    };
    Row { knob, help }
}

/// The switch of a kind.
pub(super) const fn switch(id: &'static str, group: Group, kind: Kind) -> Row {
    let text = ["One that is off keeps its terms and changes no figure.", "House choice"];
    row(id, group, "Held", Unit::Number, [0.0, 1.0, 1.0], Access::On(kind), text)
}

impl Row {
    pub(super) const fn window(mut self, window: fn(&Plan, usize) -> [f64; 2]) -> Row {
        self.knob.window = Some(window);
        self
    }

    pub(super) const fn log(mut self) -> Row {
        self.knob.is_log = true;
        self
    }

    pub(super) const fn more(mut self) -> Row {
        self.knob.is_advanced = true;
        self
    }

    pub(super) const fn when(mut self, applies: fn(&Plan, usize) -> bool) -> Row {
        self.knob.applies = applies;
        self
    }
}
