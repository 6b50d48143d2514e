//! Strikes: where a delta or a multiple of the expected move puts the condor.

use crate::market::spx::SpxSmile;
use crate::numbers::{bracketed_root, normal_cdf};
use crate::options::black::Side;
use crate::units::Points;

impl SpxSmile {
    /// Undiscounted forward delta, N(d₁) for calls, N(d₁) − 1 for puts, smile vol at the strike.
    pub fn forward_delta(&self, side: Side, strike: f64) -> f64 {
        let deviation = self.vol(strike).0 * self.expiry.0.sqrt();
        let k = (strike / self.forward).ln();
        let above = f64::from(u8::from(k < 0.0));
        let call = if deviation > 0.0 { normal_cdf(-k / deviation + 0.5 * deviation) } else { above };
        match side {
            Side::Call => call,
            Side::Put => call - 1.0,
        }
    }

    /// Strike at which an option of this side has this absolute delta; `None` where none has.
    pub fn strike_at_delta(&self, side: Side, delta: f64) -> Option<f64> {
        let gap = |k: f64| self.forward_delta(side, self.forward * k.exp()).abs() - delta;
        let reach = 12.0 * self.slice.theta.sqrt().max(1e-4);
        let (low, high) = if side == Side::Call { (-reach, reach) } else { (-2.0 * reach, reach) };
        bracketed_root(low, high, gap).map(|k| self.forward * k.exp())
    }
}

/// To the nearest 5 points, half up.
pub fn listed_strike(strike: f64) -> f64 {
    (strike / 5.0 + 0.5).floor() * 5.0
}

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
pub fn with_wings([put, call]: [f64; 2], widths: [Points; 2]) -> [f64; 4] {
    let short_put = listed_strike(put);
    let short_call = listed_strike(call).max(short_put + 5.0);
    [short_put - widths[0].0, short_put, short_call, short_call + widths[1].0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strikes_go_to_the_nearest_five_half_up() {
        assert_eq!(with_wings([5942.5, 6057.4], [Points(5.0), Points(25.0)]), [5940.0, 5945.0, 6055.0, 6080.0]);
    }

    #[test]
    fn the_shorts_never_touch() {
        assert_eq!(with_wings([6000.0, 6001.0], [Points(5.0); 2]), [5995.0, 6000.0, 6005.0, 6010.0]);
    }
}
