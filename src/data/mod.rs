//! Import: text that a person pastes or drops, made into fields of a plan; one file a format.
//!
//! Whole numbers in it are a stranger's: none is computed with unchecked.
#![deny(clippy::arithmetic_side_effects)]

pub mod defillama;
pub mod exact_json;
pub mod known_tokens;
pub mod order;
pub mod uniswap;
pub mod uniswap_past;

use defillama::Yields;
use uniswap::V3Position;

/// Largest text that is read, in bytes.
pub const LARGEST: usize = 5_000_000;

/// What a text was.
#[derive(Clone, Debug, PartialEq)]
pub enum Imported {
    /// A Uniswap v3 position.
    Position(V3Position),
    /// A DefiLlama pool's history of yields.
    Yields(Yields),
}

/// One format: its name, what it looks like, how it is recognised and read.
pub struct Format {
    /// Words on screen.
    pub name: &'static str,
    /// Whether a text looks like it.
    pub looks_like: fn(&str) -> bool,
    /// Reads it.
    pub read: fn(&str) -> Result<Imported, String>,
}

/// Formats, the more particular first.
pub static FORMATS: &[Format] = &[
    Format {
        name: "DefiLlama pool CSV",
        looks_like: defillama::looks_like,
        read: |text| defillama::read(text).map(Imported::Yields),
    },
    Format {
        name: "Uniswap v3 position",
        looks_like: uniswap::looks_like,
        read: |text| uniswap::read(text).map(Imported::Position),
    },
];

/// Reads a text of any known format.
///
/// # Errors
/// The sentence that says what is wrong with it.
pub fn read(text: &str) -> Result<Imported, String> {
    if text.trim().is_empty() {
        return Err("There is nothing to read.".into());
    }
    if text.len() > LARGEST {
        return Err(format!("This is {} bytes long; at most {LARGEST} are read.", text.len()));
    }
    match FORMATS.iter().find(|format| (format.looks_like)(text)) {
        Some(format) => (format.read)(text),
        None => {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
            Err(format!("This is none of the formats that are read here: {}.", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_recognised_and_anything_else_is_said() {
        let csv = "APY,APY_BASE,APY_REWARD,TVL,DATE\n3.5,3.5,,1000,2026-01-02\n";
        assert!(matches!(read(csv), Ok(Imported::Yields(_))));
        assert!(read("hello").is_err_and(|said| said.contains("none of the formats")));
        assert!(read(" \n").is_err() && read(&"x".repeat(LARGEST + 1)).is_err());
    }
}
