//! Programme: what of a plan is walked through a history, and the plan and the market that it makes of one day.
//!
//! House choices, model book 13. Everything is sold and entered at the plan's own levels and moves from there as SPX and
//! the token did: a condor of 50 points at 6,400 is one of 2.7 at 350, and as many dollars. So no size grows or shrinks
//! with the level of an index, and nothing is compounded.

use crate::backtest::days::Row;
use crate::backtest::legs::Leg;
use crate::backtest::pool_legs::PoolLeg;
use crate::book::resolve::market;
use crate::market::Market;
use crate::market::futures::shocked_vvix;
use crate::market::surface::usual_vvix;
use crate::plan::address::Changes;
use crate::plan::holding::{Holding, Kind, Terms};
use crate::plan::sizing::ShockSet;
use crate::plan::{CondorPlan, FutureQuote, LayerPlan, MarketPlan, Plan, PoolPlan};
use crate::shock::explosions::explosion;
use crate::shock::spot_vol::VIX_RANGE;
use crate::shock::token::VOL_ELASTICITY;
use crate::units::day::Day;
use crate::units::{Points, Vol};

/// VIX and VVIX as a plan takes them.
const PLAN_VIX: [f64; 2] = [9.0, 100.0];
const PLAN_VVIX: [f64; 2] = [40.0, 300.0];

/// A plan as it is walked.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// The plan without what is not walked, nothing typed that is of its day alone.
    pub plan: Plan,
    /// Condors that are on, each with its number.
    pub condors: Vec<(usize, CondorPlan)>,
    /// VIX layers that are on and hold contracts, with their number and how many.
    pub layers: Vec<(usize, LayerPlan, f64)>,
    /// Exchange-traded products and legs on the chain that are on and hold something.
    pub legs: Vec<Leg>,
    /// Strips and conversions that are on and written on the pool below.
    pub pool_legs: Vec<PoolLeg>,
    /// The sized pool, where its pair is the market's token against a stablecoin.
    pub pool: Option<(usize, PoolPlan)>,
    /// What of the plan is on and left out, in words.
    pub left_out: Vec<String>,
}

impl Programme {
    /// Of a plan.
    pub fn of(plan: &Plan) -> Programme {
        let mut walked = plan.clone();
        let sized = plan.sized_pool();
        let is_on_walked = |nth: usize| sized == Some(nth) && plan.pool(nth).is_some_and(|pool| is_walked(pool, plan));
        let mut left_out = Vec::new();
        for (kind, nth, holding) in plan.each().filter(|one| one.2.on) {
            let keeps = match &holding.terms {
                Terms::Condor(terms) => terms.held() > 0.0,
                Terms::Layer(_) | Terms::Etp(_) | Terms::Chain(_) => true,
                Terms::Pool(terms) => sized == Some(nth) && is_walked(terms, plan),
                Terms::Strip(terms) => is_on_walked(terms.pool_nth()),
                Terms::Conversion(terms) => is_on_walked(terms.pool_nth()),
            };
            if !keeps {
                walked.holding_mut(kind, nth).into_iter().for_each(|held| held.on = false);
                left_out.extend((kind != Kind::Condor).then(|| plan.name(kind, nth)));
            }
        }
        for holding in &mut walked.holdings {
            match &mut holding.terms {
                Terms::Condor(terms) => forget(terms),
                // It is entered anew: what was paid in belongs to the one that is held.
                Terms::Pool(terms) => terms.paid_in = None,
                Terms::Conversion(terms) => (terms.call, terms.put) = (None, None),
                _ => {}
            }
        }
        let of_a_day = [
            (&plan.market.vol_levels, "the vol levels, which are one day's"),
            (&plan.market.vix_option_levels, "the vol levels of VIX options, which are one day's"),
        ];
        left_out.extend(of_a_day.into_iter().filter(|one| !one.0.is_empty()).map(|one| one.1.to_string()));
        let m = &mut walked.market;
        (m.today, m.vix9d, m.vix3m, m.vix6m, m.events) = (None, None, None, None, Vec::new());
        m.futures = Vec::<FutureQuote>::new();
        (m.vol_levels, m.vix_option_levels) = (Vec::new(), Vec::new());
        walked.event.vvix = None;
        let on = |kind: Kind| walked.each().filter(move |(of, _, it)| *of == kind && it.on);
        let sold = walked.condors_sold();
        let condors = on(Kind::Condor).filter_map(|(_, nth, _)| Some((nth, walked.condor(nth)?.clone())));
        let layers = on(Kind::Layer).filter_map(|(_, nth, _)| {
            let terms = walked.layer(nth)?;
            Some((nth, terms.clone(), terms.held(sold))).filter(|layer| layer.2 > 0.0)
        });
        let (rules, token) = (&walked.hedge_rules, walked.market.token_price.0);
        let leg = |(_, nth, holding): (Kind, usize, &Holding)| match &holding.terms {
            Terms::Etp(terms) => Some(Leg::of_etp(nth, terms, rules)),
            Terms::Chain(terms) => Some(Leg::of_chain(nth, terms, token, rules)),
            _ => None,
        };
        let legs = walked.each().filter(|one| one.2.on).filter_map(leg).filter(|leg| leg.quantity != 0.0).collect();
        let pool_leg = |(_, nth, holding): (Kind, usize, &Holding)| match &holding.terms {
            Terms::Strip(terms) => PoolLeg::of_strip(nth, terms, rules),
            Terms::Conversion(terms) => PoolLeg::of_conversion(nth, terms),
            _ => None,
        };
        let pool_legs = walked.each().filter(|one| one.2.on).filter_map(pool_leg).collect();
        let pool = on(Kind::Pool).next().and_then(|(_, nth, _)| Some((nth, walked.pool(nth)?.clone())));
        let (condors, layers) = (condors.collect(), layers.collect());
        Programme { condors, layers, legs, pool_legs, pool, left_out, plan: walked }
    }

    /// The market at the close of a day, SPX at the plan's level: the base curve of the VIX that it came from, moved by the
    /// shock's rule to the VIX of the day; VVIX the usual one there. `None` where the plan's own terms allow none.
    pub fn market(&self, row: &Row, beside: Option<&Market>) -> Option<Market> {
        self.market_at([row.anchor, row.vix], beside)
    }

    /// The same where VIX has come from one level and stands at another, points.
    pub fn market_at(&self, [anchor, vix]: [f64; 2], beside: Option<&Market>) -> Option<Market> {
        let base = match beside.filter(|known| known.calibration.vix.0 == anchor) {
            Some(known) => known.clone(),
            None => {
                let mut plan = Plan { holdings: Vec::new(), ..self.plan.clone() };
                (plan.market.vix, plan.market.vvix) = (Points(anchor), usual_vvix(Points(anchor)));
                market(&plan, beside).ok()?
            }
        };
        let calibration = &base.calibration;
        Some(Market {
            curve: calibration.curve.moved_to(Points(vix)),
            vvix: shocked_vvix(calibration.vvix, vix / calibration.vix.0),
            ..base.clone()
        })
    }

    /// The plan as it would stand on a day, everything fresh: its VIX, the usual VVIX there, the token's realised vol, the
    /// flags; its shock by the ratio to today's VIX that it has; of the set what had happened by then.
    pub fn plan_on(&self, day: Day, vix: f64, token_vol: Option<Vol>, flags: &Changes) -> Plan {
        let mut plan = self.plan.clone();
        let before = plan.market.vix.0;
        let vix = vix.clamp(PLAN_VIX[0], PLAN_VIX[1]);
        plan.market.vix = Points(vix);
        plan.market.vvix = Points(usual_vvix(Points(vix)).0.clamp(PLAN_VVIX[0], PLAN_VVIX[1]));
        plan.market.token_vol = token_vol.unwrap_or(plan.market.token_vol);
        plan.event.vix = plan.event.vix.map(|to| Points((to.0 * vix / before).clamp(VIX_RANGE[0], VIX_RANGE[1])));
        plan.sizing.set = known_by(plan.sizing.set, day);
        for (at, value) in flags {
            // A flag is a row of the table, and what it is set to is one of its words.
            let _ = plan.set(*at, *value);
        }
        plan
    }
}

impl Programme {
    /// Whether anything is held against a fall.
    pub fn is_hedged(&self) -> bool {
        !(self.layers.is_empty() && self.legs.is_empty() && self.pool_legs.is_empty())
    }

    /// The token's volatility where VIX is: the plan's, by the elasticity of the shock. Model book 8.
    pub fn token_vol_at(&self, vix: f64) -> Vol {
        let market = &self.plan.market;
        Vol(market.token_vol.0 * libm::pow(vix / market.vix.0, VOL_ELASTICITY))
    }
}

/// The volatility of a pool's pair where its token has this one: the plan's, in proportion.
pub fn pair_vol(pool: &PoolPlan, market: &MarketPlan, token: Vol) -> f64 {
    pool.vol_in(market).0 * token.0 / market.token_vol.0.max(1e-9)
}

/// Whether a pool moves with the market's token alone.
fn is_walked(pool: &PoolPlan, plan: &Plan) -> bool {
    pool.base_in(&plan.market) == Some(plan.market.token) && pool.quote_in(&plan.market).is_none()
}

/// A condor is sold anew: nothing that is typed of one trade stays.
fn forget(terms: &mut CondorPlan) {
    (terms.fill, terms.opened, terms.closed) = (None, 0.0, false);
    terms.put_credit = Points(0.0);
    terms.set_prices([None; 4]);
}

/// Of a set of shocks those that were over before a day; the model's own need no past.
fn known_by(set: ShockSet, day: Day) -> ShockSet {
    let was = |id: &str| explosion(id).and_then(|one| Day::iso(one.to)).is_some_and(|to| to < day);
    ShockSet {
        aug_2024: set.aug_2024 && was("aug_2024"),
        apr_2025: set.apr_2025 && was("apr_2025"),
        feb_2018: set.feb_2018 && was("feb_2018"),
        mar_2020: set.mar_2020 && was("mar_2020"),
        oct_2008: set.oct_2008 && was("oct_2008"),
        oct_1987: set.oct_1987 && was("oct_1987"),
        ftx_2022: set.ftx_2022 && was("ftx_2022"),
        ..set
    }
}
