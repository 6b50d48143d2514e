//! Margin: Reg-T and an estimate of portfolio margin.
//!
//! Source: model book 5; OCC/Cboe portfolio margin, broad-based index range.

use crate::holdings::condor::{Condor, LEGS};
use crate::market::Market;
use crate::market::spx::SpxSmile;
use crate::units::{MULTIPLIER, Usd, Years};

/// Moves at which portfolio margin reprices the position, vols unchanged.
pub const SCAN: [f64; 10] = [-0.08, -0.064, -0.048, -0.032, -0.016, 0.012, 0.024, 0.036, 0.048, 0.06];
/// Least margin of one option, dollars.
pub const LEAST_PER_CONTRACT: f64 = 37.5;

/// Reg-T margin: the wider wing less the credit received, not negative; 0 once it has settled.
pub fn reg_t(condor: &Condor) -> Usd {
    if condor.settled.is_some() {
        return Usd(0.0);
    }
    Usd(condor.dollars(condor.widest_wing() - condor.credit).max(0.0))
}

/// P&L in dollars against today's value at each move of [`SCAN`]; none once it has settled.
fn scans(condor: &Condor, market: &Market, left: Years) -> [f64; 10] {
    if left.0 <= 0.0 {
        return [0.0; 10];
    }
    let smile = condor.smile(market, left);
    let at = |forward: f64| condor.value_on(&SpxSmile { forward, ..smile }, market.rate.0);
    let now = at(smile.forward);
    SCAN.map(|step| condor.dollars(now - at(smile.forward * (1.0 + step))))
}

/// The worst scan: (P&L in dollars against today's value, the move that gives it).
pub fn worst_scan(condor: &Condor, market: &Market, left: Years) -> (f64, f64) {
    let scans = scans(condor, market, left).into_iter().zip(SCAN);
    scans.fold((0.0, 0.0), |worst, scan| if scan.0 < worst.0 || worst.1 == 0.0 { scan } else { worst })
}

/// $37.50 a contract and leg, a long leg at most its value; 0 once it has settled.
pub fn minimum(condor: &Condor, market: &Market, left: Years) -> Usd {
    if left.0 <= 0.0 {
        return Usd(0.0);
    }
    let prices = condor.legs_on(&condor.smile(market, left), market.rate.0);
    let per_condor: f64 = prices
        .iter()
        .zip(LEGS)
        .map(
            |(price, (_, held))| {
                if held > 0.0 { LEAST_PER_CONTRACT.min(MULTIPLIER * price) } else { LEAST_PER_CONTRACT }
            },
        )
        .sum();
    Usd(condor.contracts * per_condor)
}

/// Portfolio margin estimate: the worst scan, not less than the minimum.
pub fn portfolio_margin(condor: &Condor, market: &Market, left: Years) -> Usd {
    Usd((-worst_scan(condor, market, left).0).max(minimum(condor, market, left).0))
}

/// Portfolio margin estimate of several condors: their scans net move by move, their minima add up. `days` trading days
/// have passed.
pub fn portfolio_margin_of<'a>(condors: impl Iterator<Item = &'a Condor>, market: &Market, days: f64) -> Usd {
    let (mut sums, mut least) = ([0.0; 10], 0.0);
    for condor in condors.filter(|condor| condor.contracts > 0.0) {
        let left = Years::left(condor.days, days);
        for (sum, scan) in sums.iter_mut().zip(scans(condor, market, left)) {
            *sum += scan;
        }
        least += minimum(condor, market, left).0;
    }
    Usd((-sums.into_iter().fold(0.0, f64::min)).max(least))
}
