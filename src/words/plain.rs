//! Plain: a number as programs write it into files, read in one pass; millions of them are in a long one.

use crate::words::decimal;

/// Digits, and powers of ten, of which a product has no more than 128 bits with one to spare: those of a number that a
/// program wrote out in full.
const MOST_DIGITS: usize = 19;
/// Whole numbers and powers of ten up to here are exact as they are.
const EXACT_DIGITS: usize = 15;
/// Bits of the quotient beyond the 53 that stay: rounding sees on which side of the middle it is.
const BITS: i64 = 56;

/// What [`decimal`] finds, sooner where the text is short and has no exponent.
pub fn number(text: &str) -> Option<f64> {
    plain(text).or_else(|| decimal(text))
}

/// Digits with a point and a sign; `None` of what is no number, of more than 19 digits, of an exponent.
fn plain(text: &str) -> Option<f64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mut digits, mut count, mut after) = (0_u64, 0_usize, 0_usize);
    let (mut has_digits, mut has_point) = (false, false);
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' => {
                has_digits = true;
                after += usize::from(has_point);
                // Zeros in front are no digits of it.
                count += usize::from(count > 0 || byte > b'0');
                if count > MOST_DIGITS || after > MOST_DIGITS {
                    return None;
                }
                digits = 10 * digits + u64::from(byte - b'0');
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    let power = |of: usize| (0..of).fold(1.0, |power, _| 10.0 * power);
    let size = match () {
        () if !has_digits => return None,
        () if count == 0 => 0.0,
        () if count <= EXACT_DIGITS => digits as f64 / power(after),
        () => of_quotient(u128::from(digits), 10_u128.pow(after as u32)),
    };
    Some(sign * size)
}

/// The number nearest to a quotient of whole numbers that are not 0 and below 2^127, bit by bit.
fn of_quotient(above: u128, below: u128) -> f64 {
    let bits = |x: u128| 128 - i64::from(x.leading_zeros());
    let longer = bits(below) - bits(above);
    let (mut above, below) = (above << longer.max(0), below << (-longer).max(0));
    let mut quotient = 0_u64;
    for _ in 0..=BITS {
        quotient <<= 1;
        if above >= below {
            above -= below;
            quotient |= 1;
        }
        above <<= 1;
    }
    (quotient | u64::from(above > 0)) as f64 * 2f64.powi(-(longer + BITS) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn agrees(text: &str) {
        assert_eq!(number(text).map(f64::to_bits), text.parse::<f64>().ok().map(f64::to_bits), "{text}");
        assert_eq!(number(text), decimal(text), "{text}");
    }

    #[test]
    fn it_is_the_nearest_number_whichever_way_it_is_read() {
        for text in [
            "0",
            "-0.0",
            "+17.25",
            ".5",
            "5.",
            "3024.899902343750000000",
            "9999999999999999999",
            "0.9999999999999999999",
            "0000000000000000000000000000000000001.5",
            "12345678901234567890.5",
            "9007199254740993",
            "0.1",
            "1e3",
            "9007199254740992.5",
            "0.0000000000000000001",
            "4503599627370497.5",
            "1000000000000000000.1",
        ] {
            agrees(text);
        }
        for text in ["", "-", ".", "+.", "1.2.3", "1,5", "x", " 1", "1 ", "--1", "1-"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert!(plain("0.0000000000000000001").is_some() && plain("1e3").is_none(), "the short way is not taken");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, rng_seed: RngSeed::Fixed(19), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn of_up_to_nineteen_digits_it_is_the_one_of_the_standard_library(digits in 0_u64..9_999_999_999_999_999_999, point in 0..20_usize, keep in 1..20_usize) {
            let digits: String = format!("{digits:019}").chars().take(keep).collect();
            let point = point.min(digits.len());
            let text = format!("{}.{}", &digits[..point], &digits[point..]);
            prop_assert!(plain(&text).is_some(), "{}", text);
            agrees(&text);
        }
    }
}
