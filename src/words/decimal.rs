//! Decimal: the number that a text says. `str::parse` finds the same, with a table of ten kilobytes that no page needs.

use std::cmp::Ordering;

/// Powers of ten and whole numbers up to here are exact as they are.
const EXACT_POWER: i64 = 22;
const EXACT_DIGITS: usize = 15;
/// Bits of the quotient beyond the 53 that stay: rounding sees on which side of the middle it is.
const BITS: i64 = 56;

/// The number nearest to what the text says: digits with a point, a sign and an exponent where there are any, no
/// `inf` and no `nan`. Less than 1e-300 is zero.
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, mut exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, whole(exponent)?),
        None => (rest, 0),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [before.as_bytes(), after.as_bytes()].concat();
    if all.is_empty() || !all.iter().all(u8::is_ascii_digit) {
        return None;
    }
    exponent -= after.len() as i64;
    let digits = &all[all.iter().take_while(|digit| **digit == b'0').count()..];
    let place = digits.len() as i64 + exponent;
    let size = match () {
        () if digits.is_empty() || place < -300 => 0.0,
        () if place > 310 => f64::INFINITY,
        () if digits.len() <= EXACT_DIGITS && exponent.abs() <= EXACT_POWER => {
            let whole = digits.iter().fold(0.0, |n, digit| 10.0 * n + f64::from(digit - b'0'));
            let power = (0..exponent.abs()).fold(1.0, |power, _| 10.0 * power);
            if exponent < 0 { whole / power } else { whole * power }
        }
        () => nearest(digits, exponent),
    };
    Some(sign * size)
}

/// An exponent; beyond a million it makes no difference.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_whole = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let size = digits.bytes().fold(0, |n: i64, digit| (10 * n + i64::from(digit & 15)).min(1_000_000));
    is_whole.then_some(sign * size)
}

/// Digits times a power of ten, by division of whole numbers.
fn nearest(digits: &[u8], exponent: i64) -> f64 {
    let (mut above, mut below) = (Big(Vec::new()), Big(vec![1]));
    for digit in digits {
        above.times(10, u32::from(digit - b'0'));
    }
    for _ in 0..exponent.abs() {
        if exponent < 0 { below.times(10, 0) } else { above.times(10, 0) }
    }
    // The quotient is then between 2^(BITS − 1) and 2^(BITS + 1).
    let shift = BITS - above.bits() + below.bits();
    above.shift(shift.max(0));
    below.shift((-shift).max(0) + BITS);
    let mut quotient = 0_u64;
    for _ in 0..=BITS {
        quotient <<= 1;
        if above.compare(&below) != Ordering::Less {
            above.less(&below);
            quotient |= 1;
        }
        above.shift(1);
    }
    let has_rest = above.0.iter().any(|limb| *limb > 0);
    let half = (shift / 2) as i32;
    (quotient | u64::from(has_rest)) as f64 * 2f64.powi(-half) * 2f64.powi(half - shift as i32)
}

/// A whole number of any size, its lowest 32 bits first.
struct Big(Vec<u32>);

impl Big {
    fn bits(&self) -> i64 {
        let top = self.0.iter().rposition(|limb| *limb > 0);
        top.map_or(0, |i| 32 * i as i64 + i64::from(32 - self.0[i].leading_zeros()))
    }

    fn times(&mut self, factor: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift(&mut self, bits: i64) {
        self.times(1 << (bits % 32), 0);
        self.0.splice(0..0, (0..bits / 32).map(|_| 0));
    }

    fn compare(&self, other: &Big) -> Ordering {
        let limb = |big: &Big, i: usize| big.0.get(i).copied().unwrap_or(0);
        let most = self.0.len().max(other.0.len());
        (0..most).rev().map(|i| limb(self, i).cmp(&limb(other, i))).find(|way| way.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Takes away a smaller one.
    fn less(&mut self, other: &Big) {
        let mut borrow = false;
        for (i, limb) in self.0.iter_mut().enumerate() {
            let (first, is_under) = limb.overflowing_sub(other.0.get(i).copied().unwrap_or(0));
            let (second, is_under_again) = first.overflowing_sub(u32::from(borrow));
            *limb = second;
            borrow = is_under || is_under_again;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees(text: &str) {
        assert_eq!(decimal(text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
    }

    #[test]
    fn plain_and_hard_texts_read_as_the_compiler_reads_them() {
        for text in [
            "0",
            "-0",
            "17",
            "+17",
            "16.3",
            ".5",
            "5.",
            "0.163",
            "1e3",
            "1E-2",
            "0.30000000000000004",
            "007.250",
            "9007199254740993",
            "9007199254740992.5",
            "123456789012345678901234567890",
            "1e22",
            "1e23",
            "8.5e-23",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e309",
            "1e999999999999999999999",
            "6.62607015e-34",
            "4.35",
            "2.2250738585072014e-290",
            "0.1000000000000000055511151231257827021181583404541015625",
            "0.1000000000000000055511151231257827021181583404541015626",
            "179769313486231580793728971405301e276",
        ] {
            agrees(text);
        }
    }

    #[test]
    fn every_number_comes_back_from_its_text() {
        let mut dice = 1_u64;
        for _ in 0..20_000 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let x = f64::from_bits(dice ^ dice >> 31);
            if x.is_finite() && x.abs() > 1e-299 {
                agrees(&format!("{x}"));
                agrees(&format!("{x:e}"));
                agrees(&format!("{x:.17e}"));
                agrees(&format!("{:.3}", x % 1e6));
            }
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "--4", "1,000", "inf", "nan", "NaN", "0x10", "1_0", " 1"]
        {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal("1e-400"), Some(0.0));
    }
}
