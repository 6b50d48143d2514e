//! Token axis: the book over the token's price, SPX and VIX where the shock puts them.

use crate::book::curves::{PayoffAxis, PayoffPoint, Places};
use crate::book::pnl::Streams;
use crate::book::{Book, pnl};
use crate::holdings::Entry;
use crate::holdings::world::World;
use crate::shock::Shock;
use crate::units::Points;

/// Ends of the axis as multiples of today's price: house choice, widened to the pool's bounds and the shock.
const ENDS: [f64; 2] = [0.4, 1.5];
/// As far as bounds and shocks widen it.
const WIDEST: [f64; 2] = [0.05, 4.0];

/// Places of the payoff's points over the price of the market's token, in dollars.
pub(super) fn places(book: &Book, n: usize) -> Places {
    let now = book.shock.token_price.0;
    let shocked = book.shock.as_set(0.0).token;
    let on_market = book.positions().filter(|position| position.base == Some(0) && position.quote.is_none());
    let bounds = on_market.filter_map(|position| position.range.map(|range| range.map(|x| x * now / position.entry)));
    let [bottom, top] = bounds.fold([f64::INFINITY, 0.0], |[low, high], [a, b]| [low.min(a), f64::max(high, b)]);
    let low = (ENDS[0] * now).min(0.9 * bottom).min(0.95 * shocked).max(WIDEST[0] * now);
    let high = (ENDS[1] * now).max(1.1 * top).max(1.05 * shocked).min(WIDEST[1] * now);
    Places { axis: PayoffAxis::Token, ends: [low, high], n, below: 0, above: 0 }
}

/// The book with the market's token at this price on the shock's date, and at the last expiry, when the link has moved it
/// on and it is as far off the link as here: at the shock's own price the value at expiry is that of every axis. There is no
/// band: the axis is what the band is about.
pub(super) fn point(book: &Book, price: f64, late: &Shock) -> PayoffPoint {
    let shock = &book.shock;
    let world = on_its_day(shock, price);
    let pnl = pnl::of(book, &world);
    let expiry = moved_on(shock, late, price);
    let combined = pnl.combined();
    PayoffPoint {
        spx: world.market.spx.0,
        vix: shock.vix().0,
        token: price,
        condor: pnl.condor,
        pool: pnl.pool,
        hedge: pnl.hedge,
        combined,
        low: combined,
        high: combined,
        expiry: pnl::of(book, &expiry).combined(),
    }
}

/// The shock's own world with the market's token at this price.
pub(super) fn on_its_day(shock: &Shock, price: f64) -> World {
    with_token(shock, shock.as_set(0.0), price)
}

/// Another day's world with the token at this price on the shock's day and moved on until then as the link moves it.
pub(super) fn moved_on(shock: &Shock, late: &Shock, price: f64) -> World {
    let spx_return = shock.spx_return(shock.vix());
    let later = late.world(late.vix_for(spx_return), spx_return, 0.0);
    let on = later.token / shock.as_set(0.0).token;
    with_token(late, later, price * on)
}

/// Combined P&L at this VIX with the market's token at each of these simple moves, SPX where the shock has it there.
pub(super) fn row(book: &Book, vix: Points, moves: &[f64]) -> Vec<f64> {
    let shock = &book.shock;
    let world = shock.world(vix, shock.spx_return(vix), 0.0);
    // What hangs on SPX and VIX alone is the same in the whole row.
    let (moved, still): (Vec<&Entry>, Vec<&Entry>) = book.legs().partition(|leg| leg.held.hangs_on_tokens());
    let fixed = pnl::condors(book, &world) + still.iter().map(|leg| leg.held.pnl(&world)).sum::<f64>();
    let streams = book.has_pool().then(|| Streams::new(book, &world));
    let at = |by: &f64| {
        let there = with_token(shock, world.clone(), shock.token_price.0 * (1.0 + by));
        let pools = streams.as_ref().map_or(0.0, |streams| pnl::pools_with(book, streams, &there).total());
        fixed + pools + moved.iter().map(|leg| leg.held.pnl(&there)).sum::<f64>()
    };
    moves.iter().map(at).collect()
}

/// Simple return of the market's token that goes with this VIX and the SPX of the shock there: the middle of its band and
/// its two ends.
pub(super) fn banded(shock: &Shock, vix: Points) -> [f64; 3] {
    let (x, band) = (shock.spx_return(vix), shock.response.band);
    [0.0, -band, band].map(|z| shock.token_return(vix, x, z).exp_m1())
}

/// Deviations beyond which the residual of a quiet token takes no other token along: house choice.
const FARTHEST: f64 = 8.0;

/// The world with the market's token at this price. Every other token moves by the same residual, of eight deviations at
/// most: house choice, as in the band.
pub(super) fn with_token(shock: &Shock, mut world: World, price: f64) -> World {
    let vix = Points(world.vix_ratio * shock.today.calibration.vix.0);
    let spx_return = (world.market.spx.0 / shock.today.spx.0).ln();
    let [middle, one_up] = [0.0, 1.0].map(|z| shock.token_return(vix, spx_return, z));
    let deviation = one_up - middle;
    let own = (price / shock.token_price.0).ln();
    if deviation > 0.0 {
        let z = ((own - middle) / deviation).clamp(-FARTHEST, FARTHEST);
        shock.token_moves(vix).apply(&mut world, spx_return, z);
    }
    // The price itself, not what is left of it after two logarithms; and where no residual leads to it, all the same.
    world.token = price;
    if let Some(first) = world.returns.first_mut() {
        *first = own;
    }
    world
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::landscape;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{Plan, PoolKind, PoolPlan, PoolToken};
    use crate::units::Frac;

    #[test]
    fn the_map_over_the_token_is_the_payoff_over_it_at_the_shocks_vix() {
        let book = book(|_| ());
        let now = book.shock.token_price.0;
        let moves = [-0.5, -0.2, 0.0, 0.3];
        let late = book.shock.over(landscape::expiry_days(&book));
        for (by, usd) in moves.iter().zip(row(&book, book.shock.vix(), &moves)) {
            let there = point(&book, now * (1.0 + by), &late).combined;
            assert!((usd - there).abs() < 1e-6, "{by}: {usd} {there}");
        }
        let heat = landscape::heat_over(&book, crate::book::curves::HeatAxis::Token, 9, 7);
        assert!(heat.pnl.len() == 63 && heat.pnl.iter().all(|usd| usd.is_finite()));
        assert!(heat.link.iter().all(|[_, middle, low, high]| low <= middle && middle <= high));
    }

    fn book(change: impl FnOnce(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn a_token_without_a_residual_takes_no_other_one_to_the_end_of_numbers() {
        let book = book(|plan| {
            plan.response.residual = Some(crate::units::Vol(1e-6));
            let pool = PoolPlan { token: PoolToken::Btc, low: 60_000.0, high: 160_000.0, ..Default::default() };
            plan.add(Holding::new(Terms::Pool(Box::new(pool))));
        });
        let payoff = landscape::payoff(&book, &landscape::payoff_places(&book, PayoffAxis::Token, 9), None);
        assert!(payoff.points.iter().all(|point| point.combined.is_finite() && point.expiry.is_finite()));
    }

    fn pnl_of_shock(book: &Book) -> f64 {
        pnl::of(book, &book.shock.as_set(0.0)).combined()
    }

    #[test]
    fn at_the_shocks_own_price_it_is_the_verdict() {
        let two = |plan: &mut Plan| {
            let pool = PoolPlan { token: PoolToken::Btc, low: 60_000.0, high: 160_000.0, ..Default::default() };
            plan.add(Holding::new(Terms::Pool(Box::new(pool))));
        };
        let untouched = |plan: &mut Plan| plan.event.vix = None;
        let stable = |plan: &mut Plan| plan.a_pool().kind = PoolKind::StableSwap;
        for book in [book(|_| ()), book(two), book(untouched), book(stable)] {
            let at = landscape::payoff_at(&book, PayoffAxis::Token, book.shock.as_set(0.0).token);
            assert!((at.combined - pnl_of_shock(&book)).abs() < 1e-6 * at.combined.abs().max(1.0), "{at:?}");
        }
    }

    #[test]
    fn at_the_shocks_own_price_the_value_at_expiry_is_that_of_every_axis() {
        let typed = |plan: &mut Plan| plan.event.token = Some(Frac(-0.2));
        let btc = |plan: &mut Plan| {
            let pool = PoolPlan { token: PoolToken::Btc, low: 60_000.0, high: 160_000.0, ..Default::default() };
            plan.add(Holding::new(Terms::Pool(Box::new(pool))));
        };
        for book in [book(|_| ()), book(typed), book(btc), book(|plan| plan.event.spx = Some(Frac(-0.1)))] {
            let mark = landscape::shocked_point(&book, PayoffAxis::Spx);
            let at = landscape::payoff_at(&book, PayoffAxis::Token, mark.token);
            assert!((at.expiry - mark.expiry).abs() < 1e-6 * mark.expiry.abs().max(1.0), "{at:?} {mark:?}");
        }
    }

    #[test]
    fn the_condor_does_not_move_and_the_pool_falls_with_its_token() {
        let book = book(|_| ());
        let payoff = landscape::payoff(&book, &landscape::payoff_places(&book, PayoffAxis::Token, 41), None);
        assert!(payoff.points.windows(2).all(|pair| pair[0].token < pair[1].token && pair[0].condor == pair[1].condor));
        assert!(payoff.points.iter().all(|p| p.low == p.combined && p.high == p.combined && p.combined.is_finite()));
        assert!(payoff.points[0].pool < payoff.points[40].pool);
        // Both bounds of the opening pool lie on the axis, where the price is theirs.
        assert_eq!(payoff.bounds.len(), 2);
        assert!(payoff.bounds.iter().all(|bound| (bound.place - bound.price).abs() < 1.0));
    }

    #[test]
    fn an_axis_holds_the_shock_whatever_it_is() {
        for token in [-0.9, 2.0] {
            let book = book(|plan| plan.event.token = Some(Frac(token)));
            let [low, high] = landscape::payoff_places(&book, PayoffAxis::Token, 11).ends;
            let shocked = book.shock.as_set(0.0).token;
            assert!(low > 0.0 && low < shocked && shocked < high);
        }
    }
}
