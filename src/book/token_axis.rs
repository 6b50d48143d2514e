//! Token axis: the book over the token's price, SPX and VIX where the shock puts them.

use crate::book::curves::PayoffAxis;
use crate::book::curves::{PayoffPoint, Places};
use crate::book::resolve::Book;
use crate::shock::{Scenario, Shock};

/// Ends of the axis as multiples of today's price: house choice, widened to the pool's bounds and the shock.
const ENDS: [f64; 2] = [0.4, 1.5];
/// The same where the token is a dollar itself.
const STABLE_ENDS: [f64; 2] = [0.85, 1.05];
/// As far as bounds and shocks widen it.
const WIDEST: [f64; 2] = [0.05, 4.0];

impl Book {
    /// Places of the payoff's points over the token's price, in dollars.
    pub(super) fn token_places(&self, n: usize) -> Places {
        let now = self.shock.token_price.0;
        let [low, high] = if self.shock.is_stable_pair { STABLE_ENDS } else { ENDS };
        let shocked = self.shock.as_set(0.0).token;
        let [bottom, top] = self.position.range.unwrap_or([f64::INFINITY, 0.0]);
        let low = (low * now).min(0.9 * bottom).min(0.95 * shocked).max(WIDEST[0] * now);
        let high = (high * now).max(1.1 * top).max(1.05 * shocked).min(WIDEST[1] * now);
        Places { axis: PayoffAxis::Token, ends: [low, high], n, below: 0, above: 0 }
    }

    /// The book with the token at this price, on the shock's date and at the condor's expiry. There is no band: the
    /// axis is what the band is about.
    pub(super) fn token_point(&self, price: f64, late: &Shock) -> PayoffPoint {
        let shock = &self.shock;
        let scenario = with_token(shock, shock.as_set(0.0), price);
        let pnl = self.pnl(shock, &scenario);
        let spx_return = shock.spx_return(shock.vix());
        let late_vix = self.vix_for(late, spx_return);
        let expiry = with_token(late, late.scenario(late_vix, spx_return, 0.0), price);
        let combined = pnl.combined();
        PayoffPoint {
            spx: scenario.market.spx.0,
            vix: shock.vix().0,
            token: price,
            condor: pnl.condor,
            pool: pnl.pool,
            hedge: pnl.hedge,
            combined,
            low: combined,
            high: combined,
            expiry: self.pnl(late, &expiry).combined(),
        }
    }
}

/// The scenario with the token at this price. Another token moves by the same residual: house choice, as in the band.
fn with_token(shock: &Shock, mut scenario: Scenario, price: f64) -> Scenario {
    let vix = crate::units::Points(scenario.vix_ratio * shock.today.calibration.vix.0);
    let spx_return = (scenario.market.spx.0 / shock.today.spx.0).ln();
    let [middle, one_up] = [0.0, 1.0].map(|z| shock.token_return(vix, spx_return, z));
    let deviation = one_up - middle;
    let own = (price / shock.token_price.0).ln();
    if deviation > 0.0 {
        shock.token_moves(vix).apply(&mut scenario, spx_return, (own - middle) / deviation);
    }
    // The price itself, not what is left of it after two logarithms; and where no residual leads to it, all the same.
    scenario.token = price;
    if !shock.is_stable_pair {
        scenario.returns[shock.token as usize] = own;
    }
    scenario
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Plan, PoolKind, PoolPlan, PoolToken};
    use crate::units::Frac;

    fn book(change: impl FnOnce(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    fn pnl_of_shock(book: &Book) -> f64 {
        book.pnl(&book.shock, &book.shock.as_set(0.0)).combined()
    }

    #[test]
    fn at_the_shocks_own_price_it_is_the_verdict() {
        let two = |plan: &mut Plan| {
            plan.add_position(PoolPlan { token: PoolToken::Btc, low: 60_000.0, high: 160_000.0, ..Default::default() });
        };
        let untouched = |plan: &mut Plan| plan.shock.vix = None;
        let stable = |plan: &mut Plan| plan.pool.kind = PoolKind::StableSwap;
        for book in [book(|_| ()), book(two), book(untouched), book(stable)] {
            let at = book.payoff_at(PayoffAxis::Token, book.shock.as_set(0.0).token);
            assert!((at.combined - pnl_of_shock(&book)).abs() < 1e-6 * at.combined.abs().max(1.0), "{at:?}");
        }
    }

    #[test]
    fn the_condor_does_not_move_and_the_pool_falls_with_its_token() {
        let book = book(|_| ());
        let payoff = book.payoff(&book.payoff_places(PayoffAxis::Token, 41), None);
        assert!(payoff.points.windows(2).all(|pair| pair[0].token < pair[1].token && pair[0].condor == pair[1].condor));
        assert!(payoff.points.iter().all(|p| p.low == p.combined && p.high == p.combined && p.combined.is_finite()));
        assert!(payoff.points[0].pool < payoff.points[40].pool);
        // Both bounds of the opening pool lie on the axis, where the price is theirs.
        assert!(payoff.bounds.iter().all(|bound| bound.is_some_and(|(place, price)| (place - price).abs() < 1.0)));
    }

    #[test]
    fn an_axis_holds_the_shock_whatever_it_is() {
        for token in [-0.9, 2.0] {
            let book = book(|plan| plan.shock.token = Some(Frac(token)));
            let [low, high] = book.payoff_places(PayoffAxis::Token, 11).ends;
            let shocked = book.shock.as_set(0.0).token;
            assert!(low > 0.0 && low < shocked && shocked < high);
        }
    }
}
