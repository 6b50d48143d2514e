//! Strikes: where a delta or a multiple of the expected move puts the condor.

use crate::market::spx::{SpxSmile, listed_strike};
use crate::options::black::Side;
use crate::units::Points;

/// Short put and short call, unrounded, at this absolute forward delta; `None` where no strike has it.
pub fn shorts_at_delta(smile: &SpxSmile, delta: f64) -> Option<[f64; 2]> {
    Some([smile.strike_at_delta(Side::Put, delta)?, smile.strike_at_delta(Side::Call, delta)?])
}

/// Short put and short call, unrounded, `multiple` expected moves from SPX.
pub fn shorts_at_move(smile: &SpxSmile, spx: Points, multiple: f64) -> [f64; 2] {
    let reach = multiple * smile.expected_move(spx).0;
    [spx.0 - reach, spx.0 + reach]
}

/// Four strikes: the shorts to the nearest 5, wings `width` further out; the shorts are kept 5 apart.
pub fn with_wings([put, call]: [f64; 2], width: Points) -> [f64; 4] {
    let short_put = listed_strike(put);
    let short_call = listed_strike(call).max(short_put + 5.0);
    [short_put - width.0, short_put, short_call, short_call + width.0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strikes_go_to_the_nearest_five_half_up() {
        assert_eq!(with_wings([5942.5, 6057.4], Points(5.0)), [5940.0, 5945.0, 6055.0, 6060.0]);
    }

    #[test]
    fn the_shorts_never_touch() {
        assert_eq!(with_wings([6000.0, 6001.0], Points(5.0)), [5995.0, 6000.0, 6005.0, 6010.0]);
    }
}
