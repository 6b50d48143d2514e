//! Convexity meter: [Π(+x) + Π(−x) − 2Π(0)]/x² of a leg in its own driver and in VIX itself, at once.
//!
//! Its own driver is what the leg is written on (the future of its expiry, the product's share, the token, the pair's
//! price), all else held: an option reads its own curvature, a share reads 0. In VIX points the shock rule is read too,
//! SPX and tokens held: it moves the back of the curve less on the way up than on the way down, so that a call bought
//! can be convex in its future and concave in VIX (two 110-day calls at VIX 17 gain less at 20.4 than they lose at 13.6).
//! x is 20 % of either. Source: model book 9; drivers and x are house choices.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::Entry;
use crate::holdings::chain::{Chain, ChainTerms};
use crate::holdings::world::{Valuation, World};
use crate::plan::ChainPlan;
use crate::plan::holding::Kind;
use crate::units::{Points, Usd};

/// The move x, of the driver's price.
pub const STEP: f64 = 0.2;
/// A bend below this share of what the leg moves by is none, nor is one of less than a dollar: up and down are read in
/// whole dollars, and what cannot be seen in them is not said of them.
const FLAT: f64 = 1e-9;
const SEEN: f64 = 1.0;
const PERCENT: f64 = 0.01;

/// How one leg bends.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Convexity {
    /// `layer`, `chain2`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is written on; a pair's price says in what and of what, `ETH in USDC`.
    pub driver: String,
    /// In what it is written on.
    #[serde(flatten)]
    pub own: Meter,
    /// In VIX along its curve, SPX and tokens held.
    pub in_vix: Meter,
    /// Whether it bends upward in what it is written on and somebody holds it.
    pub protects: bool,
}

/// What a leg does after a move of a driver either way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Meter {
    /// P&L after +x.
    pub up: Usd,
    /// P&L after −x.
    pub down: Usd,
    /// [Π(+x) + Π(−x) − 2Π(0)]/x², dollars per unit² of the driver's return.
    pub per_square: f64,
    /// The same for 1 % of it: dollars per (1 %)².
    pub per_percent: Usd,
}

/// Which way a leg bends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bends {
    /// It does not move: nothing is held.
    Nothing,
    /// Convex.
    Up,
    /// Straight.
    Not,
    /// Concave.
    Down,
}

impl Meter {
    fn new(at: impl Fn(f64) -> f64) -> Meter {
        let (up, down) = (at(STEP), at(-STEP));
        let per_square = (up + down - 2.0 * at(0.0)) / (STEP * STEP);
        Meter { up: Usd(up), down: Usd(down), per_square, per_percent: Usd(per_square * PERCENT * PERCENT) }
    }

    /// Which way it bends: a bend of less than a billionth of what it moves by, or of less than a dollar, is none.
    pub fn bends(&self) -> Bends {
        let size = self.up.0.abs() + self.down.0.abs();
        let least = SEEN.max(FLAT * size);
        match self.per_square * STEP * STEP {
            _ if size == 0.0 => Bends::Nothing,
            bend if bend >= least => Bends::Up,
            bend if bend <= -least => Bends::Down,
            _ => Bends::Not,
        }
    }
}

/// How every leg bends, in the order of the book.
pub fn of(book: &Book) -> Vec<Convexity> {
    let (instant, vix) = (book.shock.calm(0.0), book.market.calibration.vix.0);
    let worlds = [STEP, 0.0, -STEP].map(|x| instant.still(Points(vix * (1.0 + x)), 0.0));
    book.legs().map(|leg| of_leg(book, leg, &worlds)).collect()
}

/// What a holding is written on. A pair turned round reads the other way: the price that moves is that of the base token.
pub fn driver(book: &Book, entry: &Entry) -> String {
    let nth = if entry.kind == Kind::Pool { Some(entry.nth) } else { entry.held.pool_beneath() };
    match nth.and_then(|nth| book.plan.pool(nth)) {
        Some(pool) => {
            format!("{} in {}", pool.base_label(&book.plan.market), pool.quote_label(&book.plan.market))
        }
        None => entry.held.driver().to_string(),
    }
}

/// `worlds` are today's with VIX up, as it is and down.
fn of_leg(book: &Book, leg: &Entry, [up, still, down]: &[World; 3]) -> Convexity {
    let in_vix = |x: f64| {
        leg.held.pnl(if x > 0.0 {
            up
        } else if x < 0.0 {
            down
        } else {
            still
        })
    };
    let own = Meter::new(|x| leg.held.gain_if(&book.today, 1.0 + x));
    Convexity {
        id: leg.id(),
        name: leg.name.clone(),
        driver: driver(book, leg),
        own,
        in_vix: Meter::new(in_vix),
        protects: own.bends() == Bends::Up,
    }
}

/// A put on one token at the terms of a fresh leg on the chain, whatever is held: simple return of the token, P&L of
/// the put bought, P&L of the same put sold; dollars a token, at once.
pub fn put_two_ways(book: &Book) -> Vec<[f64; 3]> {
    let (today, plan) = (book.today.valuation(), ChainPlan::default());
    let put = today.token * (1.0 - plan.put_otm.0);
    let made = |sold: bool| Chain::bought(ChainTerms::Options { put, call: None, days: plan.days, sold }, 1.0, &today);
    let both = [made(false), made(true)];
    let point = |i: i32| {
        let x = 0.05 * f64::from(i);
        let then = Valuation { token: today.token * (1.0 + x), ..today };
        [x, both[0].pnl(&then), both[1].pnl(&then)]
    };
    (-12..=8).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{ChainKind, EtpKind, EtpPlan, Plan};
    use crate::units::Points;

    fn meters(change: impl Fn(&mut Plan)) -> Vec<Convexity> {
        let mut plan = Plan::default();
        change(&mut plan);
        Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default()
    }

    fn chain(plan: &mut Plan, kind: ChainKind) {
        plan.add(Holding::new(Terms::Chain(ChainPlan { kind, ..ChainPlan::default() })));
    }

    #[test]
    fn calls_bend_up_shares_do_not_bend_and_a_spread_near_its_wing_bends_down() {
        let all = meters(|plan| {
            if let Some(layer) = plan.layer_mut(0) {
                (layer.strike, layer.spread) = (Some(Points(12.0)), Points(7.0));
            }
            plan.add(Holding::new(Terms::Etp(EtpPlan { kind: EtpKind::Shares, ..EtpPlan::default() })));
        });
        let protects: Vec<bool> = all.iter().map(|one| one.protects).collect();
        assert_eq!(protects, [false, true, true, false]);
        assert_eq!([all[0].own.bends(), all[1].own.bends(), all[3].own.bends()], [Bends::Down, Bends::Up, Bends::Not]);
        assert!(all[0].own.per_square < 0.0 && all[3].own.per_square.abs() < 1e-6, "{all:?}");
    }

    #[test]
    fn a_leg_on_the_chain_protects_only_where_it_is_bought() {
        let kinds = [ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault];
        let all = meters(|plan| kinds.iter().for_each(|kind| chain(plan, *kind)));
        let protects: Vec<bool> = all[3..].iter().map(|one| one.protects).collect();
        assert_eq!(protects, [true, true, true, false], "{all:?}");
        assert_eq!(all[6].id, "chain4");
        assert!((all[5].own.per_square - 32_000.0).abs() < 1e-6);
        assert!((all[5].own.per_percent.0 - 3.2).abs() < 1e-9);
    }

    #[test]
    fn a_strip_bends_up_as_much_as_its_pool_bends_down_and_a_conversion_is_straight() {
        let all = meters(|plan| {
            plan.add(Holding::new(Terms::fresh(Kind::Strip, 0)));
            plan.add(Holding::new(Terms::fresh(Kind::Conversion, 0)));
        });
        assert_eq!([all[3].own.bends(), all[4].own.bends()], [Bends::Up, Bends::Not], "{all:?}");
        assert!((all[4].own.up.0 + all[4].own.down.0).abs() < 1e-6 && all[4].own.up.0 < 0.0);
    }

    #[test]
    fn in_vix_a_call_far_out_bends_down_though_it_bends_up_in_its_future() {
        let all = meters(|plan| {
            plan.a_layer(1).contracts = Some(2.0);
            chain(plan, ChainKind::Squared);
        });
        let bends: Vec<_> = all.iter().map(|one| (one.own.bends(), one.in_vix.bends())).collect();
        assert_eq!(bends[0].0, Bends::Up);
        assert_eq!(bends[1], (Bends::Up, Bends::Down), "{all:?}");
        // A square of the token hangs on no vol and not on VIX.
        assert_eq!(bends[3], (Bends::Up, Bends::Nothing), "{all:?}");
        // The same by hand: two calls priced on the curve moved up and down.
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let (instant, Some(layer)) = (book.shock.calm(0.0), book.layers().nth(1)) else { unreachable!() };
        let two = crate::holdings::vix_layer::Layer { contracts: 2.0, ..*layer };
        let at = |vix: f64| two.pnl(&instant.still(Points(vix), 0.0).market, 0.0);
        assert!((all[1].in_vix.up.0 - at(20.4)).abs() < 1e-9 && (all[1].in_vix.down.0 - at(13.6)).abs() < 1e-9);
        // What the model book says of them.
        assert_eq!([20.4, 13.6].map(|vix| at(vix).round()), [82.0, -110.0]);
    }

    #[test]
    fn a_bend_of_less_than_a_dollar_is_none_and_one_that_is_read_as_one_is_said() {
        let meter = |up: f64, down: f64| Meter::new(|x| if x > 0.0 { up } else { down * f64::from(x < 0.0) });
        assert_eq!(meter(5000.4, -5001.2).bends(), Bends::Not);
        assert_eq!(meter(5000.4, -5001.5).bends(), Bends::Down);
        assert_eq!(meter(12.4, -11.6).bends(), Bends::Not);
        assert_eq!([meter(3.0, -2.0).bends(), meter(0.0, 0.0).bends()], [Bends::Up, Bends::Nothing]);
        // Whatever is called convex or concave has another size up than down, as they are read.
        for leg in meters(|plan| chain(plan, ChainKind::Vault)) {
            for meter in [leg.own, leg.in_vix] {
                let [up, down] = [meter.up.0, meter.down.0].map(crate::words::amount);
                assert!(up != down || matches!(meter.bends(), Bends::Not | Bends::Nothing), "{leg:?}");
            }
        }
    }

    #[test]
    fn a_pair_turned_round_says_which_tokens_price_it_is_that_moves() {
        for inverted in [false, true] {
            let all = meters(|plan| {
                plan.a_pool().inverted = inverted;
                if inverted {
                    (plan.a_pool().low, plan.a_pool().high) = (1.0 / 4400.0, 1.0 / 2200.0);
                }
                plan.add(Holding::new(Terms::fresh(Kind::Strip, 0)));
            });
            assert_eq!(all.last().map(|leg| leg.driver.as_str()), Some("ETH in USDC"));
        }
        assert_eq!(meters(|_| ())[0].driver, "its future");
    }

    #[test]
    fn a_leg_of_nothing_does_not_bend_and_one_that_is_off_has_no_meter() {
        let all = meters(|plan| {
            plan.add(Holding::new(Terms::added(Kind::Chain, 0)));
            plan.holdings[2].on = false;
        });
        assert_eq!(all.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["layer2", "layer3", "chain"]);
        assert!(all[2].own.bends() == Bends::Nothing && all[2].in_vix.bends() == Bends::Nothing && !all[2].protects);
    }

    #[test]
    fn what_is_sold_is_what_is_bought_upside_down() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let points = put_two_ways(&book);
        assert!(points.iter().all(|[_, bought, sold]| bought + sold == 0.0) && points.len() == 21);
    }
}
