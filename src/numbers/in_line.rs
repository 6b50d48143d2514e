//! In line: what the days of paths ask a hundred million times. For size, the page's level of optimisation makes a call of
//! everything that is not told otherwise, and most of those go from one of its files to the other.

use std::f64::consts::LOG2_E;

/// The logarithm of 2, and what that number leaves out.
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
const TERMS: [f64; 5] = [
    1.666_666_666_666_660_2e-1,
    -2.777_777_777_701_559_3e-3,
    6.613_756_321_437_934e-5,
    -1.653_390_220_546_525_2e-6,
    4.138_136_797_057_238_5e-8,
];

/// e^x to the bit as `libm::exp` has it where e^x is an ordinary number, |x| below 708, and by that elsewhere.
///
/// Source: FreeBSD's e_exp.c, its scaling by bits instead of by products.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let high = (x.to_bits() >> 32) as u32 & 0x7fff_ffff;
    // From 708.25 on, and what is no number; and below 2⁻²⁸.
    if !(0x3e30_0001..0x4086_2200).contains(&high) {
        return libm::exp(x);
    }
    // Whole powers of two, none of |x| up to half of ln 2, as far as the high word tells.
    let whole = if high > 0x3fd6_2e42 { (LOG2_E * x + 0.5_f64.copysign(x)) as i32 } else { 0 };
    let (upper, lower) = (x - f64::from(whole) * LN_2[0], f64::from(whole) * LN_2[1]);
    let rest = upper - lower;
    let square = rest * rest;
    let [a, b, c, d, e] = TERMS;
    let odd = rest - square * (a + square * (b + square * (c + square * (d + square * e))));
    let y = 1.0 + (rest * odd / (2.0 - odd) - lower + upper);
    y * f64::from_bits(((1023 + whole) as u64) << 52)
}

/// The larger of two numbers, and the first where it is none.
#[inline(always)]
pub fn at_least(x: f64, low: f64) -> f64 {
    if x < low { low } else { x }
}

/// `x` between two ends, as `f64::clamp` has it.
#[inline(always)]
pub fn between(x: f64, [low, high]: [f64; 2]) -> f64 {
    let x = at_least(x, low);
    if x > high { high } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_libms_to_the_bit_wherever_it_is_asked() {
        let same = |x: f64| assert_eq!(exp(x).to_bits(), libm::exp(x).to_bits(), "{x:e}");
        for i in -800_000..=800_000 {
            same(f64::from(i) * 1.013e-3);
            same(f64::from(i) * 1.7e-6);
            same(f64::from(i) * 1e-12);
        }
        // Beside every threshold.
        for high in
            [0x3e30_0000_u64, 0x3e30_0001, 0x3fd6_2e42, 0x3fd6_2e43, 0x3ff0_a2b1, 0x3ff0_a2b2, 0x4086_2200, 0x4086_232b]
        {
            for low in [0, 1, 0x7fff_ffff, 0xfefa_39ef, 0xffff_ffff] {
                for sign in [0, 1 << 63] {
                    same(f64::from_bits(sign | high << 32 | low));
                }
            }
        }
        [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 5e-324].into_iter().for_each(same);
    }
}
