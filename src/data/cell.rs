//! Cell: the number that a cell of a table says, however it was saved.

use crate::words::plain::number;

/// Longest cell that may be a number.
const LONGEST: usize = 120;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Nothing: empty, a dash, `null`, `N/A`, `NaN`.
    Blank,
    /// This number.
    Number(f64),
    /// This number, once separators of thousands or signs of money were taken off.
    Cleaned(f64),
    /// No finite number.
    Wrong,
}

impl Cell {
    /// The number, cleaned or not.
    pub fn number(self) -> Option<f64> {
        match self {
            Cell::Number(x) | Cell::Cleaned(x) => Some(x),
            Cell::Blank | Cell::Wrong => None,
        }
    }
}

/// How a decimal part is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimals {
    /// By a point; commas part thousands.
    Point,
    /// By a comma where there is no point after it: tables whose cells are parted by other signs.
    Comma,
}

/// Reads a cell.
pub fn cell(text: &str, decimals: Decimals) -> Cell {
    let text = text.trim();
    let is_blank = |word: &&str| text.eq_ignore_ascii_case(word);
    if ["", "-", "--", ".", "null", "n/a", "na", "nan", "none", "#n/a", "—"].iter().any(is_blank) {
        return Cell::Blank;
    }
    if text.len() > LONGEST {
        return Cell::Wrong;
    }
    let finite = |text: &str| number(text).filter(|x| x.is_finite());
    if let Some(x) = finite(text) {
        return Cell::Number(x);
    }
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut bare: String = inner
        .unwrap_or(text)
        .chars()
        .filter(|c| !matches!(c, '$' | '€' | '\'' | '"' | '\u{a0}' | '\u{202f}' | ' '))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let point = bare.rfind('.');
    if let (Decimals::Comma, Some(comma)) = (decimals, bare.rfind(','))
        && point.is_none_or(|point| point < comma)
    {
        bare = bare.replace('.', "").replace(',', ".");
    }
    // A comma behind the point parts nothing.
    let whole = bare.rfind('.').map_or(bare.as_str(), |point| bare.get(..point).unwrap_or_default());
    let commas = bare.matches(',').count();
    if commas != whole.matches(',').count() || (commas > 0 && !parts_thousands(whole)) {
        return Cell::Wrong;
    }
    match finite(&bare.replace(',', "")) {
        Some(x) if inner.is_some() => Cell::Cleaned(-x.abs()),
        Some(x) => Cell::Cleaned(x),
        None => Cell::Wrong,
    }
}

/// Whether commas stand before groups of three digits.
fn parts_thousands(whole: &str) -> bool {
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let is_head = groups.next().is_some_and(|head| (1..=3).contains(&head.len()));
    is_head && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_was_saved() {
        for (text, wanted) in [
            ("17.24", Cell::Number(17.24)),
            (" -0.5 ", Cell::Number(-0.5)),
            (".05", Cell::Number(0.05)),
            ("1,234.5", Cell::Cleaned(1234.5)),
            ("1,234,567", Cell::Cleaned(1_234_567.0)),
            ("($1,330.00)", Cell::Cleaned(-1330.0)),
            ("$2.50", Cell::Cleaned(2.5)),
            ("−3", Cell::Cleaned(-3.0)),
        ] {
            assert_eq!(cell(text, Decimals::Point), wanted, "{text}");
        }
        assert_eq!(cell("1.234,5", Decimals::Comma), Cell::Cleaned(1234.5));
        assert_eq!(cell("17,24", Decimals::Comma), Cell::Cleaned(17.24));
        assert_eq!(cell("1,234.5", Decimals::Comma), Cell::Cleaned(1234.5));
    }

    #[test]
    fn blanks_are_told_from_nonsense() {
        for text in ["", " ", "-", "--", ".", "null", "NaN", "N/A"] {
            assert_eq!(cell(text, Decimals::Point), Cell::Blank, "{text}");
        }
        for text in ["inf", "-Infinity", "1e999", "12,34", "1,2,3", "1.5,000", "abc", "1;2", &"9".repeat(500)] {
            assert_eq!(cell(text, Decimals::Point), Cell::Wrong, "{text}");
        }
    }
}
