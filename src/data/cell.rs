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
    /// By a comma; points part thousands.
    Comma,
    /// By a comma where there is no point after it, else by a point: where the table does not settle it.
    Either,
}

/// How a number sets off its decimal part, where it can be read in one way only: `17,24`, `0.125`, `1.234.567`. None of
/// `6,000` and of what is no number.
pub fn settles(text: &str) -> Option<Decimals> {
    let bare = text.trim().trim_matches('"').trim_start_matches(['$', '€', '-', '+', '−']);
    let is_number = bare.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
        && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let last = bare.rfind(['.', ',']).filter(|_| is_number && bare.len() <= LONGEST)?;
    let (whole, part) = (bare.get(..last)?, bare.get(last..)?);
    let (sign, other) = if part.starts_with(',') { (',', '.') } else { ('.', ',') };
    let by = |sign: char| if sign == ',' { Decimals::Comma } else { Decimals::Point };
    let groups = |whole: &str, sign: char| {
        let mut groups = whole.split(sign);
        groups.next().is_some_and(|head| (1..=3).contains(&head.len())) && groups.all(|group| group.len() == 3)
    };
    match () {
        // The last of two signs is the decimal's.
        () if whole.contains(other) => (!whole.contains(sign) && groups(whole, other)).then(|| by(sign)),
        // Twice the same parts thousands; a date has other groups.
        () if whole.contains(sign) => groups(bare, sign).then(|| by(other)),
        () if part.len() != 4 || whole.is_empty() || whole == "0" || whole.len() > 3 => {
            (part.len() > 1).then(|| by(sign))
        }
        () => None,
    }
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
    // `6.000` is six thousand where a comma sets off the decimals.
    let is_parted = decimals == Decimals::Comma && text.contains('.') && parts_thousands(&text.replace('.', ","));
    if let Some(x) = finite(text).filter(|_| !is_parted) {
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
    if is_parted {
        bare = bare.replace('.', "");
    } else if let (Decimals::Comma | Decimals::Either, Some(comma)) = (decimals, bare.rfind(','))
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
    fn a_number_settles_its_decimals_where_it_can_be_read_in_one_way_only() {
        use Decimals::{Comma, Point};
        for (text, wanted) in [
            ("17.24", Some(Point)),
            ("17,24", Some(Comma)),
            ("0,125", Some(Comma)),
            ("4604.370", Some(Point)),
            ("-1.234,5", Some(Comma)),
            ("\"1,234.5\"", Some(Point)),
            ("3,930,120,000", Some(Point)),
            ("1.234.567", Some(Comma)),
            ("6,000", None),
            ("6.000", None),
            ("6000", None),
            ("16.01.2026", None),
            ("5.", None),
            ("1,2,3", None),
            ("Date", None),
            ("", None),
        ] {
            assert_eq!(settles(text), wanted, "{text}");
        }
    }

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
        assert_eq!(cell("6.000", Decimals::Comma), Cell::Cleaned(6000.0));
        assert_eq!(cell("17.24", Decimals::Comma), Cell::Number(17.24));
        assert_eq!(cell("6,000", Decimals::Point), Cell::Cleaned(6000.0));
        assert_eq!(
            [cell("6,000", Decimals::Either), cell("6.000", Decimals::Either)],
            [Cell::Cleaned(6.0), Cell::Number(6.0)]
        );
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
