//! Turned: where a strike or a pool bound goes that is moved by hand.

use second_engine::plan::address::Address;

use crate::app::controls::scale::clean;
use crate::app::store::act::Act;

/// The four strikes, lowest first.
pub const STRIKES: [&str; 4] = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];

/// Rows that choose strikes without naming one.
pub const CHOOSES_STRIKES: [&str; 4] = ["condor.strikes_by", "condor.delta", "condor.multiple", "condor.width"];

/// The act that moves a handle there: strikes stay in their order on steps of five, bounds on three digits.
pub fn turned(at: Address, value: f64, strikes: [f64; 4], is_inverted: bool) -> Act {
    if let Some(i) = STRIKES.iter().position(|strike| *strike == at.row) {
        let low = if i > 0 { strikes[i - 1] + 5.0 } else { 100.0 };
        let high = strikes.get(i + 1).map_or(100_000.0, |next| next - 5.0);
        let strike = (value / 5.0).round() * 5.0;
        return Act::Preview(at, Some(strike.min(high).max(low)));
    }
    let price = clean(value, 3);
    match (at.row, is_inverted) {
        ("pool.low", true) => Act::Preview(Address { row: "pool.high", ..at }, Some(1.0 / price)),
        ("pool.high", true) => Act::Preview(Address { row: "pool.low", ..at }, Some(1.0 / price)),
        _ => Act::Preview(at, Some(price)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [f64; 4] = [5920.0, 6020.0, 6720.0, 6820.0];

    fn moved(id: &'static str, value: f64, is_inverted: bool) -> Option<(&'static str, f64)> {
        match turned(id.into(), value, LEVELS, is_inverted) {
            Act::Preview(at, Some(x)) => Some((at.row, x)),
            _ => None,
        }
    }

    #[test]
    fn strikes_keep_their_order() {
        assert_eq!(moved("condor.short_put", 9000.0, false), Some(("condor.short_put", 6715.0)));
        assert_eq!(moved("condor.short_put", 6033.0, false), Some(("condor.short_put", 6035.0)));
        assert_eq!(moved("condor.long_put", -1.0, false), Some(("condor.long_put", 100.0)));
    }

    #[test]
    fn an_inverted_bound_is_the_other_one() {
        assert_eq!(moved("pool.low", 2000.0, true), Some(("pool.high", 0.0005)));
    }
}
