//! OCC symbol: root, expiry, call or put and strike in one word, `SPXW231208C01200000`.

use crate::units::day::Day;

/// What a symbol says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occ<'s> {
    /// `SPXW`.
    pub root: &'s str,
    /// The day it names: in old files the Saturday after the last one.
    pub expiry: Day,
    /// Call, or put.
    pub call: bool,
    /// Strike in points.
    pub strike: f64,
}

/// Signs that platforms put before a symbol.
pub const SIGNS: [char; 3] = ['.', '^', '$'];
/// Digits of a strike, in thousandths of a point.
const STRIKE: usize = 8;
/// Digits of the date, and the letter.
const DATE: usize = 6;

/// Reads a symbol, blanks between root and date allowed; `None` where it is none.
pub fn read(symbol: &str) -> Option<Occ<'_>> {
    let symbol = symbol.trim();
    if !symbol.is_ascii() || symbol.len() > 40 {
        return None;
    }
    let (rest, strike) = symbol.split_at_checked(symbol.len().checked_sub(STRIKE)?)?;
    let (rest, letter) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    let (root, date) = rest.split_at_checked(rest.len().checked_sub(DATE)?)?;
    let whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i32>().ok()).flatten();
    let two = |from: usize| whole(date.get(from..from.saturating_add(2))?);
    let expiry = Day::of(two(0)?.checked_add(2000)?, two(2)?, two(4)?)?;
    let call = match letter {
        "C" | "c" => true,
        "P" | "p" => false,
        _ => return None,
    };
    // Some write a dot in front.
    let root = root.trim().trim_start_matches(SIGNS);
    let is_root = !root.is_empty() && root.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_root.then_some(Occ { root, expiry, call, strike: f64::from(whole(strike)?) / 1_000.0 })
}

/// The index that options of a root are on, and whether they settle at the open; `None` for another product.
pub fn index(root: &str) -> Option<(Index, bool)> {
    match root.trim_start_matches(SIGNS) {
        "SPX" => Some((Index::Spx, true)),
        "SPXW" | "SPXPM" => Some((Index::Spx, false)),
        "VIX" | "VIXW" => Some((Index::Vix, true)),
        _ => None,
    }
}

/// What options here are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    /// S&P 500.
    Spx,
    /// Cboe Volatility Index, by its futures.
    Vix,
}

impl Index {
    /// `SPX`.
    pub fn name(self) -> &'static str {
        match self {
            Index::Spx => "SPX",
            Index::Vix => "VIX",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_says_four_things() {
        let wanted = Day::of(2023, 12, 8).map(|expiry| Occ { root: "SPXW", expiry, call: true, strike: 1200.0 });
        assert_eq!(read("SPXW231208C01200000"), wanted);
        assert_eq!(read(" SPXW  231208C01200000 "), wanted);
        assert_eq!(read(".SPXW231208C01200000"), wanted);
        assert_eq!(
            read("VIX   260121P00017500").map(|occ| (occ.root, occ.call, occ.strike)),
            Some(("VIX", false, 17.5))
        );
        for text in [
            "",
            "SPX",
            "SPXW231308C01200000",
            "SPXW231208X01200000",
            "231208C01200000",
            "SPXW231208C0120000x",
            "é31208C01200000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!((index("SPXW"), index("SPY")), (Some((Index::Spx, false)), None));
    }
}
