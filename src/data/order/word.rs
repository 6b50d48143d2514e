//! A word of an order line: what it may be by itself.

use crate::words::{clip, decimal};

/// What is sold, in the sentence that refuses something else.
pub const WANTED: &str =
    "Wanted is a line such as 'SELL -5 IRON CONDOR SPX 100 (Weeklys) 15 DEC 28 6715/6765/6035/5985 CALL/PUT @12.80'.";

/// Bought or sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `SELL`, `SOLD`, `STO`, a quantity below 0.
    Sell,
    /// `BUY`, `BOT`, `BTO`, a quantity with `+`.
    Buy,
}

/// Put or call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Put.
    Put,
    /// Call.
    Call,
}

/// A strike, with what it is of where that stands beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strike {
    /// Level.
    pub level: f64,
    /// Put or call, where said.
    pub right: Option<Right>,
}

/// A number that stands alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loose<'a> {
    /// Its size.
    pub size: f64,
    /// The sign before it.
    pub sign: Option<Side>,
    /// The word before it.
    pub before: &'a str,
    /// The word behind it.
    pub behind: &'a str,
    /// As it stands.
    pub text: &'a str,
}

/// Words that say nothing that is asked for here.
const NOISE: &str = "TO OPEN OPENING LMT LIMIT GTC DAY MARK MKT MARKET MID NAT ORDER NEW WORKING FILLED FILL TIF EXT AND A AN \
    THE ON OF WITH AT FOR NET EXP EXPIRY EXPIRES EXPIRING EXPIRATION STRIKE STRIKES X CONTRACT CONTRACTS LOT \
    LOTS OPTION OPTIONS INDEX USD PRICE QTY QUANTITY IRON IC LEG LEGS CONDOR CONDORS SPREAD";

/// Kinds of orders that are no iron condor.
const STRATEGIES: &str = "VERTICAL VERT BUTTERFLY FLY CALENDAR DIAGONAL STRANGLE STRADDLE BACKRATIO RATIO COVERED COMBO COLLAR \
    CUSTOM UNBALANCED BROKEN BOX LIZARD ROLL";

/// Products that people trade beside it.
const OTHERS: &str = "SPY XSP XSPW NDX NDXP XND RUT RUTW MRUT VIX VIXW QQQ IWM DIA DJX OEX XEO NANOS SPXL UVXY VXX ES";

/// The number that a word is: with a comma for thousands or, before one or two digits, for the decimals.
pub fn number(word: &str) -> Option<f64> {
    let word = word.trim_start_matches('$');
    if !word.starts_with(|c: char| c.is_ascii_digit() || c == '.') || word.contains('E') {
        return None;
    }
    let groups: Vec<&str> = word.split(',').collect();
    let is_thousands = |rest: &[&str]| {
        rest.iter().enumerate().all(|(i, group)| {
            let whole = if i.saturating_add(1) == rest.len() { group.split('.').next() } else { Some(*group) };
            whole.is_some_and(|whole| whole.len() == 3)
        })
    };
    match &groups[..] {
        [only] => decimal(only),
        [whole, rest @ ..] if whole.len() <= 3 && is_thousands(rest) => decimal(&groups.concat()),
        [whole, decimals] if !whole.contains('.') && decimals.len() <= 2 => decimal(&format!("{whole}.{decimals}")),
        // 1.234,56
        [whole, decimals] if decimals.len() <= 2 => decimal(&format!("{}.{decimals}", whole.replace('.', ""))),
        _ => None,
    }
    .filter(|size| size.is_finite())
}

/// Put or call.
pub fn right(word: &str) -> Option<Right> {
    match word {
        "PUT" | "PUTS" | "P" => Some(Right::Put),
        "CALL" | "CALLS" | "C" => Some(Right::Call),
        _ => None,
    }
}

/// The sign before a word, and the rest.
pub fn sign(word: &str) -> (Option<Side>, &str) {
    match word.strip_prefix('-') {
        Some(rest) => (Some(Side::Sell), rest),
        None => word.strip_prefix('+').map_or((None, word), |rest| (Some(Side::Buy), rest)),
    }
}

/// Bought or sold.
pub fn side(word: &str) -> Option<Side> {
    match word {
        "SELL" | "SOLD" | "STO" | "SLD" | "SHORT" => Some(Side::Sell),
        "BUY" | "BOT" | "BOUGHT" | "BTO" | "LONG" => Some(Side::Buy),
        _ => None,
    }
}

/// Whether words beside a number say that it is a price.
pub fn is_price(loose: &Loose) -> bool {
    let before = ["LMT", "LIMIT", "FOR", "AT", "CREDIT", "CR", "NET", "PRICE", "DEBIT", "DB"];
    before.contains(&loose.before)
        || matches!(loose.behind, "CR" | "CREDIT" | "DB" | "DEBIT")
        || loose.text.starts_with('$')
}

/// The sentence about a number that is nothing.
pub fn unread_number(text: &str) -> String {
    format!("The number '{}' is not understood here. {WANTED}", clip(text))
}

/// `C6715`, `6715C`, `6715CALL`, `6715`.
pub fn strike(word: &str) -> Option<Strike> {
    let ends = [("CALL", Right::Call), ("PUT", Right::Put), ("C", Right::Call), ("P", Right::Put)];
    let beside = |(end, right): (&str, Right)| {
        let rest = word.strip_suffix(end).or_else(|| word.strip_prefix(end))?;
        Some(Strike { level: level(rest)?, right: Some(right) })
    };
    ends.into_iter().find_map(beside).or_else(|| Some(Strike { level: level(word)?, right: None }))
}

/// A level; no strike has thousandths, so that `6.715` is 6,715.
fn level(word: &str) -> Option<f64> {
    match word.split_once('.') {
        Some((thousands, rest)) if (1..=3).contains(&thousands.len()) && rest.len() == 3 => {
            number(&[thousands, rest].concat())
        }
        _ => number(word),
    }
}

/// An option by its symbol: `SPXW260116P06035000`, `.SPXW260116P6035`, `260116P06035000`.
pub struct Symbol<'a> {
    /// `SPXW`; empty where it stands before.
    pub root: &'a str,
    /// Two digits each of year, month and day.
    pub date: [&'a str; 3],
    /// Strike, and put or call.
    pub strike: Strike,
}

/// The option of a symbol.
pub fn symbol(word: &str) -> Option<Symbol<'_>> {
    let word = word.trim_start_matches('.');
    let (root, rest) = word.split_at(word.find(|c: char| !c.is_ascii_alphabetic())?);
    let (date, rest) = rest.split_at_checked(6).filter(|(date, _)| date.bytes().all(|digit| digit.is_ascii_digit()))?;
    let (letter, digits) = rest.split_at_checked(1)?;
    let right = if root.len() <= 6 { right(letter)? } else { return None };
    let level = number(digits)?;
    let level = if digits.len() == 8 && !digits.contains('.') { level / 1000.0 } else { level };
    let date = [date.get(..2)?, date.get(2..4)?, date.get(4..)?];
    Some(Symbol { root, date, strike: Strike { level, right: Some(right) } })
}

fn is_in(table: &str, word: &str) -> bool {
    table.split(' ').any(|one| one == word)
}

/// Whether a word says nothing that is asked for here.
pub fn is_noise(word: &str) -> bool {
    word.split('/').all(|part| is_in(NOISE, part))
}

/// Whether a word is a kind of order that is no iron condor.
pub fn is_strategy(word: &str) -> bool {
    is_in(STRATEGIES, word)
}

/// Whether a word is a product beside SPX that people trade.
pub fn is_other(word: &str) -> bool {
    is_in(OTHERS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_either_sign_for_its_decimals_and_commas_for_thousands() {
        for (text, size) in [
            ("12.80", 12.8),
            ("12,80", 12.8),
            ("12,8", 12.8),
            (".85", 0.85),
            ("$12.80", 12.8),
            ("6,715", 6715.0),
            ("6,715.50", 6715.5),
            ("1,234,567", 1_234_567.0),
            ("1.234,56", 1234.56),
        ] {
            assert_eq!(number(text), Some(size), "{text}");
        }
        for text in ["", "$", ".", ",", "-1", "1E5", "12,,80", "1,2,3", "12.8.0", "6715/6765", "CALL", "1,2345"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn an_option_is_known_by_its_symbol() {
        for text in ["SPXW260116P06035000", ".SPXW260116P6035", "260116P06035000"] {
            let read = symbol(text).map(|symbol| (symbol.date, symbol.strike.level, symbol.strike.right));
            assert_eq!(read, Some((["26", "01", "16"], 6035.0, Some(Right::Put))), "{text}");
        }
        for text in ["SPXW", "260116", "SPXW260116X06035000", "SPXW26é116P6035", "SPXW260116P", "é"] {
            assert!(symbol(text).is_none(), "{text}");
        }
    }
}
