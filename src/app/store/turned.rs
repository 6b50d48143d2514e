//! Turned: where a strike or a pool bound goes that is moved by hand.

use second_engine::plan::address::Address;
use second_engine::plan::pair::shown_bound;

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
    let (row, bound) = shown_bound(at.row, price, is_inverted);
    Act::Preview(Address { row, ..at }, Some(bound))
}

#[cfg(test)]
mod tests {
    use second_engine::plan::Vetting;
    use second_engine::plan::history::History;

    use super::*;
    use crate::app::store::Store;

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

    #[test]
    fn a_pool_turned_to_another_token_knows_nothing_of_it_and_undo_knows_again() {
        let vetting = |acts: &[Act]| {
            let mut store = Store::new(History::default()).ok()?;
            acts.iter().for_each(|act| store.act(act.clone()));
            Some(store.plan().pool(0)?.vetting.clone())
        };
        let turned = [Act::Preview("pool.token".into(), Some(2.0)), Act::Commit];
        let before = vetting(&[]);
        assert!(before.is_some() && before != Some(Vetting::UNKNOWN));
        assert_eq!(vetting(&turned), Some(Vetting::UNKNOWN));
        assert_eq!(vetting(&[&turned[..], &[Act::Undo]].concat()), before);
        // A preset that sets the pair with much else.
        let many = [("pool.token", 2.0), ("pool.low", 60_000.0), ("pool.high", 140_000.0)];
        assert_eq!(vetting(&[Act::turn(many.map(|(row, x)| (row, Some(x))))]), Some(Vetting::UNKNOWN));
    }
}
