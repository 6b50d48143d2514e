//! Greeks of the book or of a part of it at any place and date, in units that add up across condors, pools and hedge, and
//! the same as curves over SPX, VIX, the token or time.
//!
//! Source: model book 0, 10, 12. Delta and gamma are the condors' by Black's formula at the vol of each strike (4), in
//! dollars per 1 % of SPX; nothing else held hangs on SPX while VIX and tokens stand still. The others are revaluations.

use serde::Serialize;

use crate::book::by_date::{self, DatePart};
use crate::book::curves::PayoffAxis;
use crate::book::place::Place;
use crate::book::{Book, decay, landscape, pnl, token_axis};
use crate::holdings::pool::position::Position;
use crate::holdings::pool::{self, year};
use crate::holdings::world::World;
use crate::shock::Shock;
use crate::units::{CALENDAR_DAYS, Frac, Points, Vol, Years};

/// Steps of a curve.
pub const STEPS: usize = 48;
/// Calendar days over which a pool's vega is counted.
pub const VEGA_DAYS: f64 = 30.0;
/// The token up and down.
const TOKEN: f64 = 0.005;
/// The rate up and down: less would lift rounding to where engines of wasm and native code differ.
const RATE: f64 = 0.0025;

/// What is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Greek {
    /// Dollars since today, opening fees counted.
    Pnl,
    /// Dollars per 1 % of SPX.
    #[default]
    Delta,
    /// Dollars by which delta changes per further 1 % of SPX.
    Gamma,
    /// Dollars per VIX point.
    Vega,
    /// Dollars of the next calendar day.
    Theta,
    /// Dollars per percentage point of the risk-free rate.
    Rho,
    /// Dollars per 1 % of every token.
    Token,
    /// Dollars by which that changes per further 1 % of every token.
    TokenGamma,
    /// Dollars of rebalancing expected over [`VEGA_DAYS`] per point of every pool's volatility.
    PoolVega,
}

impl Greek {
    /// In the order of the page.
    pub const ALL: [Greek; 9] = [
        Greek::Pnl,
        Greek::Delta,
        Greek::Gamma,
        Greek::Vega,
        Greek::Theta,
        Greek::Rho,
        Greek::Token,
        Greek::TokenGamma,
        Greek::PoolVega,
    ];

    /// Those that a book of these parts can have, on a token where `has_token`.
    pub fn of(parts: &[DatePart], has_token: bool) -> impl Iterator<Item = Greek> {
        let has_pools = parts.contains(&DatePart::Pool);
        Greek::ALL.into_iter().filter(move |greek| match greek {
            Greek::Token | Greek::TokenGamma => has_token,
            Greek::PoolVega => has_pools,
            _ => true,
        })
    }
}

/// Against what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// SPX, points; VIX and tokens on the link.
    #[default]
    Spx,
    /// VIX, points; SPX and tokens on the link.
    Vix,
    /// Dollars for one of the market's token; SPX and VIX where the shock puts them.
    Token,
    /// Calendar days from today.
    Date,
}

/// Greeks of a part at one place, dollars as [`Greek`] has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GreeksAt {
    /// P&L since today.
    pub pnl: f64,
    /// Per 1 % of SPX.
    pub delta: f64,
    /// Change of delta per further 1 % of SPX, both of the level at this place: its bend, S²·Γ/10⁴.
    pub gamma: f64,
    /// Per VIX point, VIX up by one at once by the shock rule with SPX and tokens held; no pool's value moves with it (9).
    pub vega: f64,
    /// What the next calendar day brings at the same SPX, VIX and tokens: of pools fees where in range less interest and
    /// premium, not what rebalancing costs on average, which is gamma's.
    pub theta: f64,
    /// Per percentage point of the risk-free rate by the shock's own nudge (8), SPX, VIX and tokens held: options and their
    /// forwards, and what floating loans have cost by then.
    pub rho: f64,
    /// Per 1 % of every token at once.
    pub token: f64,
    /// Change of that per further 1 %, both of one price: a pool's P²·x′/10⁴ today. A lender's penalty, a step, is in neither.
    pub token_gamma: f64,
    /// What rebalancing is expected to cost pools in the next 30 calendar days more per vol point of their price, ≤ 0: no mark.
    pub pool_vega: f64,
}

impl GreeksAt {
    /// One of them.
    pub fn of(&self, greek: Greek) -> f64 {
        match greek {
            Greek::Pnl => self.pnl,
            Greek::Delta => self.delta,
            Greek::Gamma => self.gamma,
            Greek::Vega => self.vega,
            Greek::Theta => self.theta,
            Greek::Rho => self.rho,
            Greek::Token => self.token,
            Greek::TokenGamma => self.token_gamma,
            Greek::PoolVega => self.pool_vega,
        }
    }
}

/// Every Greek of a part at a place.
pub fn at(book: &Book, part: DatePart, place: &Place) -> GreeksAt {
    let here = place.world(&book.shock);
    let of = |greek| one_in(book, part, greek, (place, &here));
    let ends = token_ends(book, part, place);
    GreeksAt {
        pnl: of(Greek::Pnl),
        delta: of(Greek::Delta),
        gamma: of(Greek::Gamma),
        vega: of(Greek::Vega),
        theta: of(Greek::Theta),
        rho: of(Greek::Rho),
        token: slope(ends),
        token_gamma: bend(ends, smooth(book, part, &here)),
        pool_vega: of(Greek::PoolVega),
    }
}

/// One Greek of a part at a place, dollars.
pub fn one(book: &Book, part: DatePart, greek: Greek, place: &Place) -> f64 {
    one_in(book, part, greek, (place, &place.world(&book.shock)))
}

/// The same with the place's own world at hand.
fn one_in(book: &Book, part: DatePart, greek: Greek, (place, here): (&Place, &World)) -> f64 {
    let world = |place: &Place| place.world(&book.shock);
    let value = |world: &World| by_date::part_of(book, part, world);
    let has_condors = matches!(part, DatePart::Book | DatePart::Condor);
    match greek {
        Greek::Pnl => value(here),
        Greek::Delta | Greek::Gamma if !has_condors => 0.0,
        Greek::Delta => {
            book.condors().map(|condor| condor.greeks_in(here).delta).sum::<f64>() * 0.01 * here.market.spx.0
        }
        Greek::Gamma => {
            let per_point: f64 = book.condors().map(|condor| condor.greeks_in(here).gamma).sum();
            per_point * (0.01 * here.market.spx.0).powi(2)
        }
        Greek::Vega if part == DatePart::Pool => 0.0,
        Greek::Vega => {
            let up = Place { vix: Points(place.vix.0 + 1.0), ..place.clone() };
            let of = |world: &World| {
                let condors = if has_condors { pnl::condors(book, world) } else { 0.0 };
                let legs = if part == DatePart::Condor { 0.0 } else { pnl::hedge(book, world) };
                condors + legs
            };
            of(&world(&up)) - of(here)
        }
        Greek::Theta => {
            let (mut next, clock) = (place.clone(), book.shock.clock);
            next.event.days = clock.trading_days(clock.calendar_days(place.event.days) + 1.0);
            let next = world(&next);
            let pools = if matches!(part, DatePart::Book | DatePart::Pool) { pools_day(book, here) } else { 0.0 };
            let options = |world: &World| match part {
                DatePart::Book => pnl::condors(book, world) + pnl::hedge(book, world),
                DatePart::Pool => 0.0,
                DatePart::Condor | DatePart::Hedge => value(world),
            };
            pools + options(&next) - options(here)
        }
        Greek::Rho => {
            let nudged = |by: f64| {
                let mut place = place.clone();
                place.event.rate.0 += by;
                value(&world(&place))
            };
            (nudged(RATE) - nudged(-RATE)) * 0.01 / (2.0 * RATE)
        }
        Greek::Token | Greek::TokenGamma if part == DatePart::Condor => 0.0,
        Greek::Token => slope(token_ends(book, part, place)),
        Greek::TokenGamma => bend(token_ends(book, part, place), smooth(book, part, here)),
        Greek::PoolVega if matches!(part, DatePart::Book | DatePart::Pool) => pools_vega(book, here),
        Greek::PoolVega => 0.0,
    }
}

/// P&L of a part without the penalty of a lender's sale, which is a step on the token's axis and has no slope.
fn smooth(book: &Book, part: DatePart, world: &World) -> f64 {
    let pools = || {
        let pools = pnl::pools(book, world);
        pools.total() + pools.penalty
    };
    match part {
        DatePart::Book => pnl::condors(book, world) + pools() + pnl::hedge(book, world),
        DatePart::Pool => pools(),
        DatePart::Condor | DatePart::Hedge => by_date::part_of(book, part, world),
    }
}

/// [`smooth`] with every token up and down by [`TOKEN`].
fn token_ends(book: &Book, part: DatePart, place: &Place) -> [f64; 2] {
    [TOKEN, -TOKEN].map(|by| {
        let returns = place.returns.iter().map(|log| log + by.ln_1p()).collect();
        smooth(book, part, &Place { returns, ..place.clone() }.world(&book.shock))
    })
}

/// Dollars per 1 % from what is made at either end.
fn slope([up, down]: [f64; 2]) -> f64 {
    (up - down) * 0.01 / (2.0 * TOKEN)
}

/// And how that changes per further 1 %.
fn bend([up, down]: [f64; 2], here: f64) -> f64 {
    (up - 2.0 * here + down) * 1e-4 / (TOKEN * TOKEN)
}

/// What rebalancing is expected to cost pools over [`VEGA_DAYS`] from the prices and vols of a world on, per vol point; those
/// that the lender has sold nothing.
fn pools_vega(book: &Book, world: &World) -> f64 {
    let one = |position: &Position| {
        let Some(pool) = position.pool.as_ref().filter(|_| !position.is_sold_in(world)) else { return 0.0 };
        let vol = Vol(position.vol.0 * world.vol_multiple);
        let horizon = Years::from_calendar_days(VEGA_DAYS);
        position.peg_in(world) * pool::greeks::vega(pool, position.price_in(world), vol, horizon)
    };
    book.positions().map(one).sum()
}

/// What pools earn in one calendar day at the prices of a world: fees where in range, less interest and premium; what the
/// lender has sold nothing.
fn pools_day(book: &Book, world: &World) -> f64 {
    let one = |position: &Position| {
        let Some(pool) = position.pool.as_ref().filter(|_| !position.is_sold_in(world)) else { return 0.0 };
        let apr = Frac(position.fee_apr * world.fee_multiple);
        let fees = position.peg_in(world) * pool.fee_rate(position.price_in(world), apr) / CALENDAR_DAYS;
        let (now, day) = (Years::from_trading_days(world.days), Years::from_calendar_days(1.0));
        let then = Years(now.0 + day.0);
        let loan = position.loan_in(world);
        let interest = loan.debt(then).0 - loan.debt(now).0;
        fees - interest - position.insurance.premium_paid(position.deposit, day).0
    };
    book.positions().map(one).sum()
}

/// What rebalancing costs pools on average in so many calendar days, dollars.
pub fn rebalancing(book: &Book, days: f64) -> f64 {
    let held = book.positions().filter_map(|position| Some((position, position.pool.as_ref()?)));
    held.map(|(position, pool)| year::column(position, pool, days).lvr.0).sum()
}

/// One Greek of a part over one axis, twice: today and on the shock's day, or over time with nothing moved and with
/// everything where the shock puts it.
#[derive(Clone, Debug, PartialEq)]
pub struct GreekCurves {
    /// Which.
    pub greek: Greek,
    /// Of what.
    pub part: DatePart,
    /// Over what.
    pub against: Against,
    /// Today, or with nothing moved: place and dollars, rising.
    pub today: Vec<(f64, f64)>,
    /// On the shock's day, or as in the shock; empty where that is today.
    pub shocked: Vec<(f64, f64)>,
    /// Where today stands on the axis, and the shock.
    pub here: [f64; 2],
    /// Dollars today, and in the shock.
    pub values: [f64; 2],
}

/// The curves.
pub fn curves(book: &Book, part: DatePart, greek: Greek, against: Against) -> GreekCurves {
    let shock = &book.shock;
    let instant = shock.over(0.0);
    let (now, then) = (Place::untouched(shock, 0.0), Place::of(shock));
    let along = |places: &[f64], place: &dyn Fn(f64) -> Place| -> Vec<(f64, f64)> {
        places.iter().map(|x| (*x, one(book, part, greek, &place(*x)))).collect()
    };
    let spx = |log: f64| book.market.spx.0 * log.exp();
    let (places, here): (Vec<f64>, [f64; 2]) = match against {
        Against::Spx => (places_on(book, PayoffAxis::Spx), [spx(0.0), spx(then.spx_return)]),
        Against::Vix => (places_on(book, PayoffAxis::Vix), [now.vix.0, then.vix.0]),
        Against::Token => (places_on(book, PayoffAxis::Token), [shock.token_price.0, shock.as_set(0.0).token]),
        Against::Date => {
            let last = decay::last_day(book);
            let all = (0..=STEPS).map(|i| last * i as f64 / STEPS as f64).collect();
            (all, [0.0, shock.calendar_days()])
        }
    };
    let trading = |days: f64| shock.clock.trading_days(days);
    let placed = |over: &Shock, x: f64| match against {
        Against::Spx => linked(over, over.vix_for((x / book.market.spx.0).ln()), Some((x / book.market.spx.0).ln())),
        Against::Vix => linked(over, Points(x), None),
        Against::Token | Against::Date => Place { returns: token_axis::on_its_day(over, x).returns, ..Place::of(over) },
    };
    let (today, shocked) = match against {
        Against::Date => {
            let held = |days: f64| {
                let mut place = then.clone();
                place.event.days = trading(days);
                place
            };
            (along(&places, &|x| Place::untouched(shock, trading(x))), along(&places, &held))
        }
        _ if shock.event.days == 0.0 => (along(&places, &|x| placed(shock, x)), Vec::new()),
        _ => (along(&places, &|x| placed(&instant, x)), along(&places, &|x| placed(shock, x))),
    };
    let values = [&now, &then].map(|place| one(book, part, greek, place));
    GreekCurves { greek, part, against, today, shocked, here, values }
}

/// Tokens on the link at this VIX, SPX there too where it is not given.
fn linked(shock: &Shock, vix: Points, spx_return: Option<f64>) -> Place {
    let spx_return = spx_return.unwrap_or_else(|| shock.spx_return(vix));
    let returns = shock.world(vix, spx_return, 0.0).returns;
    Place { event: shock.event.clone(), vix, spx_return, returns }
}

/// The payoff's places.
fn places_on(book: &Book, axis: PayoffAxis) -> Vec<f64> {
    let places = landscape::payoff_places(book, axis, STEPS + 1);
    (0..places.count()).map(|i| places.at(i)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::greeks_by_day::{self, Scenario};
    use crate::book::vega;
    use crate::holdings::Held;
    use crate::holdings::condor::LEGS;
    use crate::options::black::price;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{EventPlan, Plan};
    use crate::units::{MULTIPLIER, Usd};

    fn resolved(plan: &Plan) -> Book {
        let Ok(book) = Book::resolve(plan) else { unreachable!("{plan:?}") };
        book
    }

    fn places(book: &Book) -> [Place; 3] {
        [Place::untouched(&book.shock, 0.0), Place::untouched(&book.shock, 12.0), Place::of(&book.shock)]
    }

    /// Each holding alone: their Greeks add up to the book's, and one that is not held has none.
    #[test]
    fn the_holdings_alone_add_up_to_the_book() {
        let book = resolved(&Plan::one_more_of_each());
        for place in places(&book) {
            let whole = at(&book, DatePart::Book, &place);
            let alone = book.entries.iter().filter_map(|entry| book.alone(&entry.id()));
            let each: Vec<GreeksAt> = alone.map(|book| at(&book, DatePart::Book, &place)).collect();
            assert_eq!(each.len(), book.entries.len());
            for greek in Greek::ALL {
                let sum: f64 = each.iter().map(|one| one.of(greek)).sum();
                let gross: f64 = each.iter().map(|one| one.of(greek).abs()).sum();
                assert!((sum - whole.of(greek)).abs() < 1e-6 * gross.max(1.0), "{greek:?} {sum} {whole:?}");
            }
        }
        assert!(book.alone("condor9").is_none());
    }

    /// Vega and theta on a later date in a shock, of condors by the price of each leg: [`price`] on the smile of a market
    /// that stands a point or a day further, put together here and by no revaluation of this file.
    #[test]
    fn vega_and_theta_of_condors_are_what_each_leg_gains_on_any_date_and_in_a_shock() {
        let mut plan = Plan::default();
        (plan.event.days, plan.event.vix) = (9.0, Some(Points(30.0)));
        let book = resolved(&plan);
        let Some(condor) = book.condors().next().copied() else { unreachable!() };
        let marked = |vix: f64, days: f64, spx: f64| {
            let world = book.shock.over(days).still(Points(vix), spx);
            let left = Years::from_calendar_days(condor.days - world.days * CALENDAR_DAYS / 252.0);
            let smile = world.market.spx_smile(left);
            let leg = |i: usize| {
                let (strike, (side, held)) = (condor.strikes[i], LEGS[i]);
                let (k, rate) = ((strike / smile.forward).ln(), world.market.rate.0);
                let vol = (smile.slice.total_variance(k) / left.0).sqrt();
                held * price(side, smile.forward, strike, vol, left.0, rate)
            };
            MULTIPLIER * condor.contracts * (0..4).map(leg).sum::<f64>()
        };
        for (vix, days, spx) in [(17.0, 0.0, 0.0), (17.0, 12.0, 0.0), (30.0, 9.0, -0.05), (45.0, 20.0, -0.1)] {
            let shock = book.shock.over(days);
            let place = Place { event: shock.event.clone(), vix: Points(vix), spx_return: spx, returns: vec![0.0] };
            let of = |greek| one(&book, DatePart::Condor, greek, &place);
            let here = marked(vix, days, spx);
            let by_point = marked(vix + 1.0, days, spx) - here;
            let by_day = marked(vix, days + 252.0 / CALENDAR_DAYS, spx) - here;
            assert!(
                (of(Greek::Vega) - by_point).abs() < 1e-6 * by_point.abs().max(1.0),
                "{} {by_point}",
                of(Greek::Vega)
            );
            assert!((of(Greek::Theta) - by_day).abs() < 1e-6 * by_day.abs().max(1.0), "{} {by_day}", of(Greek::Theta));
            assert!(by_point.abs() > 1.0 && by_day.abs() > 1.0, "{by_point} {by_day}");
        }
    }

    /// Each kind of leg alone, on later dates and in shocks: what the plan itself makes with VIX a point higher, SPX and the
    /// token typed, and with the token a little up and down. No place and no revaluation of this file is in that.
    #[test]
    fn vega_and_token_delta_of_every_leg_are_what_a_plan_of_that_shock_makes_on_any_date() {
        let mut felt = std::collections::BTreeMap::new();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_hedge()) {
            for (vix, days, spx, token) in
                [(17.0, 0.0, 0.0, 0.0), (17.0, 12.0, 0.0, 0.02), (30.0, 9.0, -0.05, -0.1), (45.0, 20.0, -0.1, -0.3)]
            {
                let on = |vix: f64, token: f64| {
                    let mut plan = Plan::one_more_of_each();
                    let is_meant = |holding: &Holding| holding.kind() == kind || holding.kind() == Kind::Pool;
                    plan.holdings.retain(is_meant);
                    for holding in &mut plan.holdings {
                        if let Terms::Layer(layer) = &mut holding.terms {
                            layer.contracts = Some(4.0);
                        }
                    }
                    plan.event = EventPlan {
                        vix: Some(Points(vix)),
                        spx: Some(Frac(spx)),
                        token: Some(Frac(token)),
                        eth: Some(Frac(token)),
                        btc: Some(Frac(token)),
                        ..EventPlan::calm(days)
                    };
                    resolved(&plan)
                };
                let made = |vix: f64, token: f64| {
                    let book = on(vix, token);
                    pnl::hedge(&book, &book.shock.as_set(0.0))
                };
                let book = on(vix, token);
                let of = |greek| one(&book, DatePart::Hedge, greek, &Place::of(&book.shock));
                let by_point = made(vix + 1.0, token) - made(vix, token);
                let h = 0.001;
                let moved = |by: f64| made(vix, (1.0 + token) * (1.0 + by) - 1.0);
                let by_percent = (moved(h) - moved(-h)) / (2.0 * h) * 0.01;
                let (vega, delta) = (of(Greek::Vega), of(Greek::Token));
                assert!((vega - by_point).abs() < 1e-6 * by_point.abs().max(1.0), "{kind:?} {days} {vega} {by_point}");
                // A step of 0.5 % against one of 0.1 %: the third derivative between them.
                let room = 2e-3 * by_percent.abs().max(1.0);
                assert!((delta - by_percent).abs() < room, "{kind:?} {days} {delta} {by_percent}");
                let [vegas, deltas] = felt.entry(kind.word()).or_insert([0; 2]);
                *vegas += u32::from(by_point.abs() > 0.1);
                *deltas += u32::from(by_percent.abs() > 0.1);
            }
        }
        assert!(felt["layer"][0] == 4 && felt["chain"][1] == 4, "{felt:?}");
        assert!(felt.values().all(|[vegas, deltas]| vegas + deltas > 0), "{felt:?}");
    }

    /// Finite differences of Black's price with each strike's vol held, on three dates and two markets.
    #[test]
    fn delta_and_gamma_are_the_slope_and_bend_of_the_price_on_any_date() {
        let mut plan = Plan::one_more_of_each();
        plan.event.days = 9.0;
        let book = resolved(&plan);
        for place in places(&book) {
            let world = place.world(&book.shock);
            let (rate, yield_) = (world.market.rate.0, world.market.dividend_yield.0);
            let value = |factor: f64| -> f64 {
                let of = |condor: &crate::holdings::condor::Condor| {
                    let left = Years::left(condor.days, world.days);
                    let smile = condor.smile(&world.market, left);
                    let forward = factor * world.market.spx.0 * ((rate - yield_) * left.0).exp();
                    let leg = |i: usize| {
                        let (strike, (side, held)) = (condor.strikes[i], LEGS[i]);
                        held * price(side, forward, strike, condor.leg_vol(i, &smile).0, left.0, rate)
                    };
                    MULTIPLIER * condor.contracts * (0..4).map(leg).sum::<f64>()
                };
                book.condors().map(of).sum()
            };
            let h = 1e-4;
            let (up, here, down) = (value(1.0 + h), value(1.0), value(1.0 - h));
            let found = at(&book, DatePart::Book, &place);
            let slope = (up - down) / (2.0 * h) * 0.01;
            let bend = (up - 2.0 * here + down) / (h * h) * 1e-4;
            assert!((found.delta - slope).abs() < 1e-4 * slope.abs().max(1.0), "{} {slope}", found.delta);
            assert!((found.gamma - bend).abs() < 1e-3 * bend.abs().max(1.0), "{} {bend}", found.gamma);
        }
    }

    #[test]
    fn vega_today_is_the_net_vega_of_the_page() {
        let book = resolved(&Plan::one_more_of_each());
        let place = Place { event: book.shock.calm(0.0).event, ..Place::untouched(&book.shock, 0.0) };
        let net = vega::of(&book);
        let of = |part| one(&book, part, Greek::Vega, &place);
        for (a, b) in [(DatePart::Book, net.net.0), (DatePart::Condor, net.condor.0), (DatePart::Hedge, net.hedge.0)] {
            assert!((of(a) - b).abs() < 1e-9, "{} {b}", of(a));
        }
        assert_eq!(of(DatePart::Pool), 0.0);
    }

    /// Closed form: a pool's base tokens times their price.
    #[test]
    fn a_pools_token_delta_today_is_what_it_holds() {
        let book = resolved(&Plan::default());
        let held: f64 = book
            .positions()
            .filter_map(|position| Some(position.pool.as_ref()?.delta(position.entry) * position.entry * 0.01))
            .sum();
        let found = one(&book, DatePart::Pool, Greek::Token, &Place::untouched(&book.shock, 0.0));
        assert!((found - held).abs() < 1e-3 * held, "{found} {held}");
        assert_eq!(one(&book, DatePart::Condor, Greek::Token, &Place::of(&book.shock)), 0.0);
    }

    /// Closed form: x′(P)·P² of every pool per 1 % twice; and the slope of the token delta on any date.
    #[test]
    fn a_pools_token_gamma_is_its_bend_and_the_change_of_its_delta() {
        let book = resolved(&Plan::default());
        let held: f64 = book
            .positions()
            .filter_map(|position| Some(position.pool.as_ref()?.gamma(position.entry) * position.entry.powi(2) * 1e-4))
            .sum();
        let found = one(&book, DatePart::Pool, Greek::TokenGamma, &Place::untouched(&book.shock, 0.0));
        assert!(held < 0.0 && (found - held).abs() < 1e-3 * held.abs(), "{found} {held}");
        for place in places(&book) {
            let delta = |by: f64| {
                let returns = place.returns.iter().map(|log| log + by.ln_1p()).collect();
                // Per 1 % of the price from which gamma is counted.
                one(&book, DatePart::Book, Greek::Token, &Place { returns, ..place.clone() }) / (1.0 + by)
            };
            let (gamma, bend) = (one(&book, DatePart::Book, Greek::TokenGamma, &place), delta(0.002) - delta(-0.002));
            assert!((gamma - 0.01 / 0.004 * bend).abs() < 0.02 * gamma.abs().max(1.0), "{gamma} {bend}");
        }
        assert_eq!(one(&book, DatePart::Condor, Greek::TokenGamma, &Place::of(&book.shock)), 0.0);
    }

    /// On a loan just over its liquidation price: a step of $1,050 within the ± 0.5 % of the differences is in none of them, and
    /// just under it the pool is the lender's and has no carry.
    #[test]
    fn a_lenders_sale_is_no_slope_and_what_he_has_sold_earns_no_day() {
        let mut plan = Plan::default();
        let bare = resolved(&plan);
        plan.a_pool().loan = Usd(0.5 * plan.a_pool().deposit.0);
        let book = resolved(&plan);
        let placed = |log: f64| {
            let mut place = Place::untouched(&book.shock, 0.0);
            place.returns.iter_mut().for_each(|to| *to = log);
            place
        };
        let Some(position) = book.positions().next() else { unreachable!() };
        let sold = |log: f64| position.is_sold_in(&placed(log).world(&book.shock));
        let at = (0..4_000).map(|i| -f64::from(i) * 5e-4).find(|log| sold(*log)).unwrap_or_default();
        assert!(at < -0.2, "{at}");
        for greek in [Greek::Token, Greek::TokenGamma] {
            for log in [at + 0.002, at - 0.002] {
                let [lent, own] = [&book, &bare].map(|book| one(book, DatePart::Pool, greek, &placed(log)));
                assert!((lent - own).abs() < 1e-6 * own.abs().max(1.0), "{greek:?} {log}: {lent} {own}");
            }
        }
        assert_eq!(one(&book, DatePart::Pool, Greek::Theta, &placed(at - 0.002)), 0.0);
        assert_eq!(one(&book, DatePart::Pool, Greek::PoolVega, &placed(at - 0.002)), 0.0);
        assert!(one(&book, DatePart::Pool, Greek::PoolVega, &placed(-0.1)) < -1.0);
    }

    /// As the Pool view has it today by differences of expected loss; in a shock the pool's vol and price are other ones.
    #[test]
    fn pool_vega_is_the_pools_tables_today_less_out_of_range_and_nothing_of_condors_or_hedge() {
        let book = resolved(&Plan::default());
        let (today, then) = (Place::untouched(&book.shock, 0.0), Place::of(&book.shock));
        let horizon = Years::from_calendar_days(VEGA_DAYS);
        let of = |position: &Position| Some(pool::greeks::of(position, position.pool.as_ref()?, horizon).vega);
        let table: f64 = book.positions().filter_map(of).sum();
        let found = one(&book, DatePart::Book, Greek::PoolVega, &today);
        assert!(table < -1.0 && (found - table).abs() < 1e-9 * table.abs(), "{found} {table}");
        let mut far = then.clone();
        far.returns.iter_mut().for_each(|log| *log = -2.0);
        assert!(one(&book, DatePart::Pool, Greek::PoolVega, &far) > 0.1 * table);
        // In the shock by differences at its price, its vol and a broken peg.
        let broken = resolved(&{
            let mut plan = Plan::default();
            (plan.event.vix, plan.event.token_vol, plan.event.peg) = (Some(Points(45.0)), Some(Vol(1.1)), Usd(0.9));
            plan
        });
        let then = Place::of(&broken.shock);
        let token = broken.shock.as_set(0.0).token;
        let by_hand = |position: &Position| {
            let pool = position.pool?;
            let lost = |vol: f64| {
                let price = position.entry * token / broken.shock.token_price.0 / 0.9;
                pool::carry::Carry { pool, price, vol: Vol(vol), horizon }.expected_lvr()
            };
            let vol = position.vol.0 * 1.1 / broken.shock.token_vol.0;
            Some(-0.9 * 0.01 * (lost(vol + 0.002) - lost(vol - 0.002)) / 0.004)
        };
        let wanted: f64 = broken.positions().filter_map(by_hand).sum();
        let in_shock = one(&broken, DatePart::Pool, Greek::PoolVega, &then);
        assert!((in_shock - wanted).abs() < 1e-3 * wanted.abs(), "{in_shock} {wanted}");
        for part in [DatePart::Condor, DatePart::Hedge] {
            assert_eq!(one(&book, part, Greek::PoolVega, &today), 0.0);
        }
    }

    /// Condors by Black's price with the rate in forward and discount; the book by the plan's own nudge of the rate.
    #[test]
    fn rho_is_the_slope_of_the_price_and_what_a_small_nudge_of_the_rate_makes() {
        let mut plan = Plan::one_more_of_each();
        plan.event.days = 9.0;
        let book = resolved(&plan);
        for place in places(&book) {
            let world = place.world(&book.shock);
            let value = |by: f64| -> f64 {
                let of = |condor: &crate::holdings::condor::Condor| {
                    let left = Years::left(condor.days, world.days);
                    let market = crate::market::Market { rate: Frac(world.market.rate.0 + by), ..world.market.clone() };
                    condor.contracts * condor.value_on(&condor.smile(&market, left), market.rate.0)
                };
                -book.condors().map(of).sum::<f64>()
            };
            let slope = MULTIPLIER * (value(1e-5) - value(-1e-5)) / 2e-5 * 0.01;
            let rho = one(&book, DatePart::Condor, Greek::Rho, &place);
            assert!((rho - slope).abs() < 1e-3 * slope.abs().max(1.0), "{rho} {slope}");
        }
        let nudge = 0.002;
        let from = Place::of(&book.shock);
        let mut to = from.clone();
        to.event.rate.0 += nudge;
        let moved = by_date::part_of(&book, DatePart::Book, &to.world(&book.shock))
            - by_date::part_of(&book, DatePart::Book, &from.world(&book.shock));
        let rho = one(&book, DatePart::Book, Greek::Rho, &from);
        assert!((rho * nudge / 0.01 - moved).abs() < 0.01 * moved.abs(), "{rho} {moved}");
    }

    #[test]
    fn theta_is_the_next_day_and_days_add_up_to_what_time_brings_options() {
        let book = resolved(&Plan::default());
        let day = book.shock.clock.trading_days(1.0);
        for part in [DatePart::Condor, DatePart::Hedge] {
            let each =
                (0..10).map(|i| one(&book, part, Greek::Theta, &Place::untouched(&book.shock, f64::from(i) * day)));
            let (sum, by) = (each.sum::<f64>(), decay::by(&book, 10.0));
            let whole = if part == DatePart::Condor { by.condor } else { by.hedge };
            assert!((sum - whole).abs() < 1e-6, "{sum} {whole}");
        }
    }

    /// A day's fees at today's price, by the closed form, and none where the price has left the range.
    #[test]
    fn a_pools_theta_is_its_fee_rate_in_range_and_nothing_outside() {
        let mut plan = Plan::default();
        let theta = |plan: &Plan, place: &dyn Fn(&Book) -> Place| {
            let book = resolved(plan);
            one(&book, DatePart::Pool, Greek::Theta, &place(&book))
        };
        let rate = {
            let book = resolved(&plan);
            let of =
                |position: &Position| Some(position.pool.as_ref()?.fee_rate(position.entry, Frac(position.fee_apr)));
            book.positions().filter_map(of).sum::<f64>() / CALENDAR_DAYS
        };
        let today = theta(&plan, &|book| Place::untouched(&book.shock, 0.0));
        assert!(rate > 1.0 && (today - rate).abs() < 1e-9, "{today} {rate}");
        plan.event.token = Some(Frac(-0.5));
        assert_eq!(theta(&plan, &|book| Place::of(&book.shock)), 0.0);
    }

    #[test]
    fn parts_add_up_to_the_book_at_every_place() {
        let book = resolved(&Plan::one_more_of_each());
        for place in places(&book) {
            let of = |part| at(&book, part, &place);
            let whole = of(DatePart::Book);
            for greek in Greek::ALL {
                let sum: f64 =
                    [DatePart::Condor, DatePart::Pool, DatePart::Hedge].map(|part| of(part).of(greek)).iter().sum();
                assert!((sum - whole.of(greek)).abs() < 1e-6 * sum.abs().max(1.0), "{greek:?}: {sum}");
            }
        }
    }

    #[test]
    fn at_the_shocks_own_place_every_axis_has_the_same_pnl() {
        let book = resolved(&Plan::default());
        let pnl = pnl::of(&book, &book.shock.as_set(0.0)).combined();
        for against in [Against::Vix, Against::Date, Against::Spx, Against::Token] {
            let found = curves(&book, DatePart::Book, Greek::Pnl, against);
            let there = found.shocked.windows(2).find(|two| two[0].0 <= found.here[1] && found.here[1] <= two[1].0);
            let Some([a, b]) = there else { unreachable!("{against:?}: {found:?}") };
            let at = a.1 + (b.1 - a.1) * (found.here[1] - a.0) / (b.0 - a.0);
            // Straight between two points of a bent curve.
            assert!((at - pnl).abs() < 0.06 * pnl.abs(), "{against:?}: {at} {pnl}");
        }
        let days = greeks_by_day::by_day(&book, &[book.shock.event.days], DatePart::Book, Scenario::Shocked);
        assert!((days[0].greeks.pnl - pnl).abs() < 1e-9 && days.len() == 2);
    }

    #[test]
    fn what_is_settled_and_what_is_empty_has_no_greeks_and_nothing_is_no_number() {
        let mut plan = Plan::default();
        let book = resolved(&plan);
        let late = greeks_by_day::by_day(&book, &[60.0, f64::NAN, -1.0], DatePart::Condor, Scenario::Still);
        assert_eq!(late.iter().map(|day| day.days.round()).collect::<Vec<_>>(), [5.0, 31.0, 60.0]);
        assert!(late[0].greeks.gamma < 0.0);
        assert!(late[1..].iter().all(|day| day.greeks.delta == 0.0 && day.greeks.gamma == 0.0));
        assert!(book.entries.iter().any(|entry| matches!(entry.held, Held::Condor(_))));
        plan.holdings.clear();
        let empty = resolved(&plan);
        for greek in Greek::ALL {
            for against in [Against::Spx, Against::Vix, Against::Token, Against::Date] {
                for book in [&empty, &book] {
                    let found = curves(book, DatePart::Book, greek, against);
                    let all = found.today.iter().chain(&found.shocked);
                    assert!(all.clone().count() > 40 && all.clone().all(|p| p.0.is_finite() && p.1.is_finite()));
                }
            }
        }
    }
}
