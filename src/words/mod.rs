//! Words: numbers as the person reads them: real minus sign, thousands separators, units, never NaN. And back: [`decimal`].
//! One rule rounds all of them: a half, as it is written, goes away from zero.

pub mod dates;
mod decimal;
pub mod plain;

pub use decimal::decimal;

/// U+2212, the minus sign on screen.
pub const MINUS: char = '\u{2212}';
/// U+202F, the narrow space before %.
pub const THIN: char = '\u{202f}';

/// Numbers from here on are said by four digits and a power of ten: no line has room for all of them, and the last ones
/// are another on each machine.
const HUGE: f64 = 1e12;

/// Powers of ten by which few decimals are read as whole numbers.
const EXACT: [f64; 9] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
/// Whole numbers below this are exact, and the products that they are rounded from to a part of [`FAR_FROM_HALF`].
const LARGEST_EXACT: f64 = 1e12;
/// How far from a half a product has to be for its rounding to be told.
const FAR_FROM_HALF: f64 = 1e-3;

/// `x` without a sign, with thousands separators and this many decimals.
fn digits(x: f64, decimals: usize) -> String {
    if x.abs() >= HUGE {
        return format!("{:.3e}", x.abs());
    }
    // The next number up: 117.25 is a half that the formatter takes to the even 117.2, and 0.15 is stored just below.
    let text = format!("{:.decimals$}", x.abs().next_up());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::with_capacity(text.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// The number that is read where `x` is said with this many decimals, for what is worked out from read numbers.
pub fn rounded(x: f64, decimals: usize) -> f64 {
    if !x.is_finite() || x.abs() >= HUGE {
        return x;
    }
    let size = x.abs().next_up();
    let near = nearly_whole(size, decimals).or_else(|| decimal(&format!("{size:.decimals$}")));
    near.map_or(x, |size| size.copysign(x))
}

/// The same without a text, where whole numbers and the power of ten are exact and no half is near: the nearest quotient.
fn nearly_whole(size: f64, decimals: usize) -> Option<f64> {
    let power = *EXACT.get(decimals)?;
    let times = size * power;
    let whole = times.round();
    (times < LARGEST_EXACT && ((times - whole).abs() - 0.5).abs() > FAR_FROM_HALF).then(|| whole / power)
}

fn is_zero(x: f64, decimals: usize) -> bool {
    x.abs().next_up() < 0.5 * 10f64.powi(-(decimals as i32))
}

fn sign(x: f64, decimals: usize, plus: &str) -> String {
    if is_zero(x, decimals) {
        String::new()
    } else if x < 0.0 {
        MINUS.to_string()
    } else {
        plus.to_string()
    }
}

/// A plain number with this many decimals: `−1,234.5`; a dash where there is none.
pub fn fixed(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return "—".into();
    }
    sign(x, decimals, "") + &digits(x, decimals)
}

/// Each of these words once, where it first stands.
pub fn each_once(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    once
}

/// A plain number with as many decimals as it needs, at most six significant digits.
pub fn number(x: f64) -> String {
    in_digits(x, 5, [0, 12])
}

/// The number that is read where [`number`] says `x`.
pub fn number_read(x: f64) -> f64 {
    rounded(x, decimals(x, 5, [0, 12]))
}

/// So many digits after the first, with at least and at most so many decimals, and no zero at the end.
fn in_digits(x: f64, digits: i32, ends: [i32; 2]) -> String {
    trimmed(&fixed(x, decimals(x, digits, ends)))
}

fn decimals(x: f64, digits: i32, [least, most]: [i32; 2]) -> usize {
    if x == 0.0 { 0 } else { (digits - x.abs().log10().floor() as i32).clamp(least, most) as usize }
}

/// Without the zeros after its last other decimal; those of a power of ten stay.
fn trimmed(text: &str) -> String {
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').into()
    } else {
        text.into()
    }
}

/// `1 trading day`, `5 trading days`.
pub fn trading_days(x: f64) -> String {
    format!("{} trading day{}", number(x), if x == 1.0 { "" } else { "s" })
}

/// `1 calendar day`, `30 calendar days`.
pub fn calendar_days(x: f64) -> String {
    format!("{} calendar day{}", number(x), if x == 1.0 { "" } else { "s" })
}

/// Signed dollars: `−$8,400`, `+$343`, `$0`.
pub fn usd(x: f64) -> String {
    if !x.is_finite() {
        return "—".into();
    }
    format!("{}${}", sign(x, 0, "+"), digits(x, 0))
}

/// The same with its cents below $100: `+$0.42`, `−$31.07`, `+$8,400`.
pub fn usd_finely(x: f64) -> String {
    // What reads as $100 to the cent is no cents.
    if !x.is_finite() || x.abs() >= 99.995 {
        return usd(x);
    }
    if rounded(x, 2) == 0.0 { "$0".into() } else { format!("{}${}", sign(x, 2, "+"), digits(x, 2)) }
}

/// An amount of dollars without a sign: `$8,400`.
pub fn amount(x: f64) -> String {
    if x.is_finite() { format!("${}", digits(x, 0)) } else { "—".into() }
}

/// Signed dollars in thousands for a narrow axis: `−$8k`.
pub fn usd_short(x: f64) -> String {
    if !x.is_finite() {
        return "—".into();
    }
    let (scaled, suffix) = match x.abs() {
        y if y >= 1e9 => (x / 1e9, "b"),
        y if y >= 1e6 => (x / 1e6, "m"),
        y if y >= 1e3 => (x / 1e3, "k"),
        _ => (x, ""),
    };
    let decimals = usize::from(scaled.abs() < 100.0 && (scaled - scaled.round()).abs() > 0.049 && !suffix.is_empty());
    format!("{}${}{suffix}", sign(x, 0, "+"), digits(scaled, decimals))
}

/// A signed whole number where the heading says the unit: `+1,351`.
pub fn signed(x: f64) -> String {
    if x.is_finite() { sign(x, 0, "+") + &digits(x, 0) } else { "—".into() }
}

/// A signed fraction as per cent: 0.041 is `+4.1 %`.
pub fn percent(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return "—".into();
    }
    format!("{}{}{THIN}%", sign(100.0 * x, decimals, "+"), digits(100.0 * x, decimals))
}

/// A fraction as per cent without a plus: 0.041 is `4.1 %`.
pub fn share(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return "—".into();
    }
    format!("{}{}{THIN}%", sign(100.0 * x, decimals, ""), digits(100.0 * x, decimals))
}

/// A correlation with its sign, two decimals: `+0.23`; zero has none.
pub fn correlation(x: f64) -> String {
    if !x.is_finite() {
        return "—".into();
    }
    format!("{}{}", sign(x, 2, "+"), digits(x, 2))
}

/// VIX points: with both decimals where it is so many hundredths, as a level that is typed or stands in a row of history
/// is; else, found by the model, with one. One level reads the same wherever it stands.
pub fn vix(x: f64) -> String {
    let hundredths = 100.0 * x;
    let is_written = (hundredths - hundredths.round()).abs() < 1e-9 * hundredths.abs().max(1.0);
    trimmed(&fixed(x, if is_written { 2 } else { 1 }))
}

/// How many contracts, shares or tokens: three decimals, below one three digits, and nothing past the fifth decimal.
pub fn quantity(x: f64) -> String {
    in_digits(x, 2, [3, 5])
}

/// A place of the way to a shock: `VIX 45`, with SPX where it is held by hand: `VIX 45, SPX −3.0 %`.
pub fn place(at_vix: f64, spx: Option<f64>) -> String {
    let spx = spx.map_or_else(String::new, |move_of| format!(", SPX\u{a0}{}", percent(move_of, 1)));
    format!("VIX {}{spx}", vix(at_vix))
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// A pool price with five significant digits at least.
pub fn price(x: f64) -> String {
    match x.abs() {
        y if y >= 1000.0 => fixed(x, 0),
        y if y >= 1.0 => fixed(x, 2),
        _ => number(x),
    }
}

/// A sentence as a headline: without its full stop.
pub fn headline(sentence: &str) -> String {
    sentence.trim_end_matches('.').to_string()
}

/// The text with a capital letter at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text in which no line ends between a sign and its dollars: browsers break there, as between any two of such signs.
pub fn kept(text: &str) -> String {
    text.replace("−$", "−\u{2060}$").replace("+$", "+\u{2060}$")
}

/// The first forty characters of what somebody typed, for a message.
pub fn clip(text: &str) -> String {
    let mut out: String = text.chars().take(40).collect();
    if text.chars().count() > 40 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_no_line_has_room_for_is_said_in_short() {
        assert_eq!(usd(-4.863_086e20), "−$4.863e20");
        assert_eq!((number(1e308), fixed(2.5e12, 2)), ("1.000e308".to_string(), "2.500e12".to_string()));
        assert_eq!([1e20, 2.5e300, -1e30].map(number), ["1.000e20", "2.500e300", "−1.000e30"]);
        assert_eq!([vix(1e20), quantity(1e20)], ["1.000e20"; 2]);
        assert_eq!(fixed(999_999_999_999.0, 0), "999,999,999,999");
        assert_eq!(decimal(&number(1e308)), Some(1e308));
    }

    #[test]
    fn a_loss_has_a_real_minus_before_the_dollar() {
        assert_eq!(usd(-8400.4), "−$8,400");
        assert_eq!(usd(343.0), "+$343");
    }

    #[test]
    fn a_half_goes_away_from_zero_wherever_it_is_said() {
        let said = [fixed(117.25, 1), fixed(117.35, 1), fixed(-117.25, 1), fixed(0.15, 1), fixed(1.005, 2)];
        assert_eq!(said, ["117.3", "117.4", "−117.3", "0.2", "1.01"]);
        assert_eq!([usd(0.5), usd(-2.5), amount(1.5), signed(-0.5)], ["+$1", "−$3", "$2", "−1"]);
        assert_eq!([percent(0.0125, 1), share(0.005, 0), correlation(0.125)], ["+1.3\u{202f}%", "1\u{202f}%", "+0.13"]);
        for (x, decimals, to) in [(20.005, 2, 20.01), (-117.25, 1, -117.3), (1e300, 2, 1e300), (0.0, 2, 0.0)] {
            assert_eq!(rounded(x, decimals), to);
        }
        assert_eq!([fixed(0.0, 1), fixed(-0.04, 1), fixed(2.0, 0), number(0.1 + 0.2)], ["0.0", "0.0", "2", "0.3"]);
    }

    #[test]
    fn below_a_hundred_dollars_cents_are_said() {
        let said = [0.416, -31.066, 99.994, 99.995, -8400.4, 0.004, -0.004, f64::NAN].map(usd_finely);
        assert_eq!(said, ["+$0.42", "−$31.07", "+$99.99", "+$100", "−$8,400", "$0", "$0", "—"]);
    }

    #[test]
    fn what_is_said_once_is_not_said_again() {
        let said = each_once(["CPI", "FOMC", "CPI", "CPI"].map(String::from));
        assert_eq!(said, ["CPI", "FOMC"]);
        assert!(each_once([]).is_empty());
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(usd(-0.3), "$0");
        assert_eq!(percent(-0.0001, 1), "0.0\u{202f}%");
    }

    #[test]
    fn what_is_not_a_number_is_a_dash() {
        assert_eq!(usd(f64::NAN), "—");
        assert_eq!(number(f64::INFINITY), "—");
    }

    #[test]
    fn a_plain_number_shows_what_it_needs() {
        assert_eq!(number(0.0005), "0.0005");
        assert_eq!(number(6400.0), "6,400");
        assert_eq!(number(17.25), "17.25");
        assert_eq!(number(0.000227273), "0.000227273");
    }

    #[test]
    fn a_vix_that_is_written_keeps_its_hundredths_and_one_that_is_found_has_one_decimal() {
        assert_eq!([102.76, 17.05, 30.5, 45.0, 38.25].map(vix), ["102.76", "17.05", "30.5", "45", "38.25"]);
        assert_eq!([102.7634, 38.0499, 38.05001, 16.98].map(vix), ["102.8", "38", "38.1", "16.98"]);
        assert_eq!([f64::NAN, 0.0, 1e13].map(vix), ["—", "0", "1.000e13"]);
    }

    #[test]
    fn a_quantity_has_no_decimal_that_nobody_can_trade() {
        let said = [0.0999878, -0.00000170748, 0.000227273, 9.3750001, 0.1, 1234.5678, 2.0, 0.0].map(quantity);
        assert_eq!(said, ["0.1", "0", "0.00023", "9.375", "0.1", "1,234.568", "2", "0"]);
        assert_eq!(quantity(f64::INFINITY), "—");
    }

    #[test]
    fn no_line_ends_between_a_sign_and_its_dollars() {
        assert_eq!(kept("−$8,400 to +$343, $5"), "−\u{2060}$8,400 to +\u{2060}$343, $5");
        assert_eq!(kept("−2.5\u{202f}%"), "−2.5\u{202f}%");
    }

    #[test]
    fn a_narrow_axis_counts_in_thousands() {
        assert_eq!(usd_short(-8000.0), "−$8k");
        assert_eq!(usd_short(1_250_000.0), "+$1.3m");
    }

    #[test]
    fn rounding_without_a_text_is_that_of_the_text() {
        let mut dice = 5_u64;
        let (mut told, mut near) = (0, 0);
        for _ in 0..40_000 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let part = (dice >> 11) as f64 / (1u64 << 53) as f64;
            let decimals = (dice % 10) as usize;
            // Any size, and halves with the numbers beside them.
            let any = part * 10f64.powi((dice >> 40) as i32 % 18 - 6);
            let half = ((part * 1e4).floor() + 0.5) / 10f64.powi(decimals as i32);
            for x in [any, half, half.next_up(), half.next_down()] {
                let size = x.next_up();
                let text = decimal(&format!("{size:.decimals$}"));
                let found = nearly_whole(size, decimals);
                assert!(found.is_none() || found == text, "{x} {decimals} {found:?} {text:?}");
                assert_eq!(Some(rounded(x, decimals)), text);
                if found.is_some() { told += 1 } else { near += 1 }
            }
        }
        assert!(told > 20_000 && near > 20_000, "{told} {near}");
    }
}
