//! Say: what the person says of a file, beside what it says of itself: what its prices are of, or that it is set aside.

use serde::{Deserialize, Serialize};

use crate::data::Imported;
use crate::data::series::{Series, What};
use crate::plan::Token;

/// What is said of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Say {
    /// Nothing: it is what it says.
    #[default]
    Itself,
    /// Nothing of it is used.
    Aside,
    /// Its closes are VIX.
    Vix,
    /// VIX over 9 calendar days.
    Vix9d,
    /// VIX over 3 months.
    Vix3m,
    /// VIX over 6 months.
    Vix6m,
    /// VVIX.
    Vvix,
    /// SPX.
    Spx,
    /// ETH in dollars.
    Eth,
    /// BTC in dollars.
    Btc,
    /// The token of a pool of its own, in dollars.
    Own,
}

impl Say {
    /// Every one.
    pub const ALL: [Say; 11] = [
        Say::Itself,
        Say::Aside,
        Say::Vix,
        Say::Vix9d,
        Say::Vix3m,
        Say::Vix6m,
        Say::Vvix,
        Say::Spx,
        Say::Eth,
        Say::Btc,
        Say::Own,
    ];

    /// As it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Say::Itself => "itself",
            Say::Aside => "aside",
            Say::Vix => "vix",
            Say::Vix9d => "vix9d",
            Say::Vix3m => "vix3m",
            Say::Vix6m => "vix6m",
            Say::Vvix => "vvix",
            Say::Spx => "spx",
            Say::Eth => "eth",
            Say::Btc => "btc",
            Say::Own => "own",
        }
    }

    /// What is kept; [`Say::Itself`] where that is none.
    pub fn read(word: &str) -> Say {
        Say::ALL.into_iter().find(|one| one.word() == word).unwrap_or_default()
    }

    /// In the list of choices.
    pub fn label(self) -> String {
        match self {
            Say::Itself => "as it says".into(),
            Say::Aside => "set aside".into(),
            _ => self.what().map(|what| format!("as {}", what.name())).unwrap_or_default(),
        }
    }

    /// What it makes of the prices; `None` where it says nothing of them.
    pub fn what(self) -> Option<What> {
        match self {
            Say::Itself | Say::Aside => None,
            Say::Vix => Some(What::Vix),
            Say::Vix9d => Some(What::Vix9d),
            Say::Vix3m => Some(What::Vix3m),
            Say::Vix6m => Some(What::Vix6m),
            Say::Vvix => Some(What::Vvix),
            Say::Spx => Some(What::Spx),
            Say::Eth => Some(What::Coin(Token::Eth)),
            Say::Btc => Some(What::Coin(Token::Btc)),
            Say::Own => Some(What::Coin(Token::Own)),
        }
    }

    /// What may be said of a file: prices of one thing may be of another whose closes can be such; everything may be set
    /// aside.
    pub fn of(read: &Imported) -> Vec<Say> {
        let is_one = |series: &Series| {
            use What::{Breadth, PoolDays, PoolYields, VixFutures, VixMonths};
            !matches!(series.what, VixFutures | VixMonths | Breadth | PoolDays | PoolYields)
        };
        let may_be = |what: What| matches!(read, Imported::Series(series) if is_one(series) && series.can_be(&what));
        Say::ALL.into_iter().filter(|one| one.what().is_none_or(may_be)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_every_choice_has_a_label() {
        for say in Say::ALL {
            assert_eq!((Say::read(say.word()), say.label().is_empty()), (say, false));
        }
        assert_eq!(Say::read("something else"), Say::Itself);
        let mut labels: Vec<String> = Say::ALL.into_iter().map(Say::label).collect();
        labels.sort();
        labels.dedup();
        assert_eq!(labels.len(), Say::ALL.len());
    }
}
