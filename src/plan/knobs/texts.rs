//! Texts: names that the person gives, one row each.

use crate::plan::Plan;
use crate::plan::holding::Kind;

/// Longest name, in characters.
pub const LONGEST_TEXT: usize = 40;

/// One text input.
#[derive(Clone, Copy)]
pub struct TextKnob {
    /// Dotted id: link key, DOM id. Forever.
    pub id: &'static str,
    /// Words beside it.
    pub label: &'static str,
    /// One sentence for the '?'.
    pub help: &'static str,
    /// The kind of holding that has it.
    pub kind: Kind,
    get: fn(&Plan, usize) -> Option<&str>,
    set: fn(&mut Plan, usize, String),
}

macro_rules! name {
    ($id:literal, $kind:expr) => {
        TextKnob {
            id: $id,
            label: "Name",
            help: "What this holding is called; empty takes the name of its kind.",
            kind: $kind,
            get: |p, n| p.holding($kind, n).map(|holding| holding.name.as_str()),
            set: |p, n, text| {
                if let Some(holding) = p.holding_mut($kind, n) {
                    holding.name = text;
                }
            },
        }
    };
}

/// Every text, in the order of the page.
pub static TEXTS: &[TextKnob] = &[
    name!("condor.name", Kind::Condor),
    name!("pool.name", Kind::Pool),
    TextKnob {
        id: "pool.base_name",
        label: "Base name",
        help: "Name of a base token of its own, or of the stablecoin that a stable pair is priced for.",
        kind: Kind::Pool,
        get: |p, n| p.pool(n).map(|pool| pool.base_name.as_str()),
        set: |p, n, text| {
            if let Some(pool) = p.pool_mut(n) {
                pool.base_name = text;
            }
        },
    },
    TextKnob {
        id: "pool.quote_name",
        label: "Quote name",
        help: "Name of the stablecoin that the pool is priced in; empty is USDC.",
        kind: Kind::Pool,
        get: |p, n| p.pool(n).map(|pool| pool.quote_name.as_str()),
        set: |p, n, text| {
            if let Some(pool) = p.pool_mut(n) {
                pool.quote_name = text;
            }
        },
    },
    name!("layer.name", Kind::Layer),
    name!("etp.name", Kind::Etp),
    name!("chain.name", Kind::Chain),
    name!("strip.name", Kind::Strip),
    name!("conversion.name", Kind::Conversion),
];

/// The text with this id.
pub fn text(id: &str) -> Option<&'static TextKnob> {
    TEXTS.iter().find(|text| text.id == id)
}

impl TextKnob {
    /// The text of holding `nth`; `None` where there is no such holding.
    pub fn value<'a>(&self, plan: &'a Plan, nth: usize) -> Option<&'a str> {
        (self.get)(plan, nth)
    }

    /// Writes it.
    ///
    /// # Errors
    /// A sentence where it is too long or holds what is not to be read (line ends, controls, marks that turn text).
    pub fn set(&self, plan: &mut Plan, nth: usize, text: &str) -> Result<(), String> {
        self.check(text)?;
        (self.set)(plan, nth, text.trim().to_string());
        Ok(())
    }

    /// Whether this text may stand there.
    ///
    /// # Errors
    /// As [`TextKnob::set`].
    pub fn check(&self, text: &str) -> Result<(), String> {
        check_text(self.label, text)
    }
}

/// Whether a text of this label may stand in a plan.
///
/// # Errors
/// As [`TextKnob::set`].
pub fn check_text(label: &str, text: &str) -> Result<(), String> {
    let text = text.trim();
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if text.chars().any(is_hidden) {
        return Err(format!("{label} holds characters that cannot be seen."));
    }
    match text.chars().count() {
        long if long > LONGEST_TEXT => Err(format!("{label} is {long} characters long; it may be {LONGEST_TEXT}.")),
        _ => Ok(()),
    }
}
