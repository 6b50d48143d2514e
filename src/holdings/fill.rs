//! Fill: the one vol offset, on every leg without a price of its own, that makes the model price a typed credit.

use crate::holdings::condor::Condor;
use crate::market::spx::SpxSmile;
use crate::numbers::scanned_roots;
use crate::units::Vol;

/// Steps of the scan: V need not be monotone in the offset.
const STEPS: usize = 40;

/// Every offset, rising, between −80 % of the smallest leg vol and +100 vol points at which the condor's value on
/// `smile` equals its credit.
pub fn offsets(condor: &Condor, smile: &SpxSmile, rate: f64) -> Vec<f64> {
    let least = condor.strikes.iter().map(|&strike| smile.vol(strike).0).fold(f64::INFINITY, f64::min);
    scanned_roots(-0.8 * least, 1.0, STEPS, |offset| credit_at(condor, smile, rate, Vol(offset)) - condor.credit)
}

/// Credit of a condor whose legs without a price of their own trade this offset from `smile`, points.
pub fn credit_at(condor: &Condor, smile: &SpxSmile, rate: f64, offset: Vol) -> f64 {
    Condor { offset, ..*condor }.value_on(&smile.shifted(offset), rate)
}

/// The offset of smallest size; `None` where the fill is outside the model's range.
pub fn offset(condor: &Condor, smile: &SpxSmile, rate: f64) -> Option<Vol> {
    offsets(condor, smile, rate).into_iter().min_by(|a, b| a.abs().total_cmp(&b.abs())).map(Vol)
}
