//! Resolving: a plan made into a market, what is held and a shock; everything behind this door is total.

pub(crate) mod condor;

use std::sync::Arc;

use crate::book::Book;
use crate::holdings::chain::Chain;
use crate::holdings::conversion::Conversion;
use crate::holdings::etp::Etp;
use crate::holdings::pool::position::Position;
use crate::holdings::strip::Strip;
use crate::holdings::vix_layer::{Layer, strike_of};
use crate::holdings::world::{Tokens, World};
use crate::holdings::{Entry, Held};
use crate::market::curve::{Curve, CurveError, CurveShape, Event};
use crate::market::ratios::Ratios;
use crate::market::smile::VixShape;
use crate::market::surface::Skew;
use crate::market::{Calibration, Market};
use crate::numbers::by_rising;
use crate::plan::address::Address;
use crate::plan::fault::{Fault, PlanError};
use crate::plan::holding::{Kind, MOST, Terms};
use crate::plan::knobs::{KNOBS, LISTS};
use crate::plan::{EtpKind, EtpPlan, LayerPlan, MarketPlan, Plan, VolLevel};
use crate::shock::Shock;
use crate::units::Points;
use crate::words::number;

/// Highest strike of a VIX option.
const HIGHEST: f64 = 500.0;

impl Book {
    /// Checks the plan and resolves it.
    ///
    /// # Errors
    /// Every fault at once, each beside its input: a value out of range, nodes that allow calendar arbitrage, events
    /// larger than VIX, strikes out of order, an empty range, a smile that allows butterflies.
    pub fn resolve(plan: &Plan) -> Result<Book, PlanError> {
        resolve(plan, None)
    }

    /// Resolves a plan beside one that is resolved already: market and holdings that are the same are taken over.
    ///
    /// # Errors
    /// As [`Book::resolve`].
    pub fn resolve_beside(&self, plan: &Plan) -> Result<Book, PlanError> {
        resolve(plan, Some(self))
    }
}

fn resolve(plan: &Plan, known: Option<&Book>) -> Result<Book, PlanError> {
    let mut faults = out_of_range(plan);
    if !faults.is_empty() {
        return Err(PlanError { faults });
    }
    let beside = known.map(|known| &known.market);
    let known = known.filter(|known| known.plan.market == plan.market);
    let market = match known {
        Some(known) => Some(known.market.clone()),
        None => market(plan, beside).map_err(|fault| faults.push(fault)).ok(),
    };
    let same_pools = |known: &&Book| {
        let pools = |plan: &Plan| -> Vec<_> {
            plan.each().filter(|one| one.0 == Kind::Pool).map(|one| one.2.clone()).collect()
        };
        pools(&known.plan) == pools(plan)
    };
    let mut making = Making {
        plan,
        known,
        same_pools: known.filter(same_pools).is_some(),
        same_condors: known.is_some_and(|known| known.plan.condors_sold() == plan.condors_sold()),
        tokens: Tokens::of(&plan.market),
        entries: Vec::with_capacity(plan.holdings.len()),
        faults,
    };
    // Pools need no market, so that their faults are told beside the market's.
    making.pools();
    let Some(market) = market.filter(|_| making.faults.is_empty()) else {
        return Err(PlanError { faults: making.faults });
    };
    let today = World::today(&market, &plan.market, &making.tokens);
    making.rest(&market, &today);
    if !making.faults.is_empty() {
        return Err(PlanError { faults: making.faults });
    }
    let Making { tokens, entries, .. } = making;
    let entries = by_rising(entries, |entry| (entry.kind as usize * MOST + entry.nth) as f64);
    let shock = Shock::new(market.clone(), &plan.market, tokens, plan.event_as_it_comes(), plan.response.clone());
    let sized = plan.sized_pool();
    let place = |nth| entries.iter().filter(|entry| entry.kind == Kind::Pool).position(|entry| entry.nth == nth);
    Ok(Book {
        sized: sized.and_then(place),
        budget: plan.account.equity.0 * plan.account.loss_budget.0,
        plan: plan.clone(),
        market,
        today,
        entries,
        shock,
    })
}

/// Holdings on their way into a book.
struct Making<'a> {
    plan: &'a Plan,
    known: Option<&'a Book>,
    same_pools: bool,
    same_condors: bool,
    tokens: Tokens,
    entries: Vec<Arc<Entry>>,
    faults: Vec<Fault>,
}

impl Making<'_> {
    /// An entry of the known book that the plan leaves as it was.
    fn kept(&self, kind: Kind, nth: usize, name: &str) -> Option<Arc<Entry>> {
        let known = self.known?;
        if known.plan.holding(kind, nth)?.terms != self.plan.holding(kind, nth)?.terms {
            return None;
        }
        let stands = match kind {
            Kind::Condor | Kind::Etp | Kind::Chain => true,
            Kind::Layer => self.same_condors,
            Kind::Pool | Kind::Strip | Kind::Conversion => self.same_pools,
        };
        let is_it = |entry: &&Arc<Entry>| entry.kind == kind && entry.nth == nth && entry.name == name;
        known.entries.iter().filter(|_| stands).find(is_it).cloned()
    }

    fn hold(&mut self, kind: Kind, nth: usize, made: Result<Held, Fault>) {
        let name = self.plan.name(kind, nth);
        match made {
            Ok(held) => self.entries.push(Arc::new(Entry { kind, nth, name, held })),
            Err(fault) => {
                let whose = self.plan.whose(Address::new(fault.at.row, nth));
                self.faults.push(fault.of(nth, &whose));
            }
        }
    }

    fn on(&self, is_meant: fn(Kind) -> bool) -> Vec<(Kind, usize, Terms)> {
        let each = self.plan.each().filter(|(kind, _, holding)| holding.on && is_meant(*kind));
        each.map(|(kind, nth, holding)| (kind, nth, holding.terms.clone())).collect()
    }

    fn pools(&mut self) {
        if self.same_pools
            && let Some(known) = self.known
        {
            self.tokens = known.shock.tokens.clone();
        }
        for (kind, nth, terms) in self.on(|kind| kind == Kind::Pool) {
            if let Some(kept) = self.kept(kind, nth, &self.plan.name(kind, nth)) {
                self.entries.push(kept);
            } else if let Terms::Pool(pool) = terms {
                let made = Position::resolve(&pool, &self.plan.market, &mut self.tokens);
                self.hold(kind, nth, made.map(|position| Held::Pool(Box::new(position))));
            }
        }
    }

    fn rest(&mut self, market: &Market, today: &World) {
        let condors = self.plan.condors_sold();
        for (kind, nth, terms) in self.on(|kind| kind != Kind::Pool) {
            if let Some(kept) = self.kept(kind, nth, &self.plan.name(kind, nth)) {
                self.entries.push(kept);
                continue;
            }
            let made = match terms {
                Terms::Condor(terms) => condor::resolved(&terms, market).map(Held::Condor),
                Terms::Pool(_) => continue,
                Terms::Layer(terms) => layer(&terms, market, condors).map(Held::Layer),
                Terms::Etp(terms) => Ok(Held::Etp(etp(&terms, market))),
                Terms::Chain(terms) => {
                    let token = self.plan.market.token_price.0;
                    let otm = [terms.put_otm.0, terms.call_otm.0];
                    let of = Chain::terms(terms.kind, token, terms.days, otm, terms.funding.0);
                    Ok(Held::Chain(Chain::bought(of, terms.tokens, &today.valuation())))
                }
                Terms::Strip(terms) => {
                    let Some((pool, position)) = self.position(terms.pool_nth()) else { continue };
                    Ok(Held::Strip(Box::new(Strip::bought(pool, &position, terms.per_side, terms.days, today))))
                }
                Terms::Conversion(terms) => {
                    let Some((pool, position)) = self.position(terms.pool_nth()) else { continue };
                    Ok(Held::Conversion(Box::new(Conversion::sold(pool, &position, &terms, today))))
                }
            };
            self.hold(kind, nth, made);
        }
    }

    /// The pool that a leg is written on; what is written on one that is off, or on none, is not held.
    fn position(&self, nth: usize) -> Option<(usize, Position)> {
        let found = self.entries.iter().find(|entry| entry.kind == Kind::Pool && entry.nth == nth)?;
        if let Held::Pool(position) = &found.held { Some((nth, (**position).clone())) } else { None }
    }
}

fn out_of_range(plan: &Plan) -> Vec<Fault> {
    let mut faults = Vec::new();
    for knob in KNOBS {
        for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
            let said = knob.value(plan, nth).and_then(|x| knob.check(x).err());
            faults.extend(said.map(|text| {
                let at = Address::new(knob.id, nth);
                Fault::new(at, format!("{}{text}", plan.whose(at)), knob.initial(nth))
            }));
        }
    }
    for list in LISTS {
        if let Err(text) = list.check_in(plan) {
            faults.push(Fault::new(list.id, text, None));
        }
    }
    if let Some((kind, nth, _)) = plan.each().nth(MOST) {
        let text = format!("{} holdings are too many; at most {MOST} are read.", plan.holdings.len());
        faults.push(Fault::new(Address::new(kind.switch(), nth), text, None));
    }
    faults
}

/// The market of a plan; the smile's map is taken from one that stands beside it where the skew is the same.
pub(crate) fn market(plan: &Plan, beside: Option<&Market>) -> Result<Market, Fault> {
    let m = &plan.market;
    let entered = [(9.0, m.vix9d), (93.0, m.vix3m), (184.0, m.vix6m)];
    let nodes: Vec<(f64, Points)> = entered.iter().filter_map(|&(days, level)| Some((days, level?))).collect();
    let events: Vec<Event> =
        m.events.iter().map(|event| Event { day: event.days, variance: (100.0 * event.size.0).powi(2) }).collect();
    let shape = CurveShape {
        level: m.curve_level,
        fast_weight: m.fast_weight,
        fast_speed: m.fast_speed,
        slow_speed: m.slow_speed,
    };
    let curve = Curve::new(m.vix, shape, &nodes, &events).map_err(curve_fault)?;
    let skew = Skew { rho: m.skew, eta: m.wing, gamma: m.decay };
    if !skew.is_free_of_butterflies() {
        return Err(butterflies(m));
    }
    let ratios = Ratios(VolLevel::rows(&m.vol_levels));
    if let Some(days) = ratios.first_fall(|expiry| curve.total_variance(expiry)) {
        let text = format!(
            "The vol levels fall so fast before calendar day {} that total variance falls with them: calendar arbitrage. Raise what stands there, or take a row away.",
            crate::words::number(days)
        );
        return Err(Fault::new("market.vol_levels", text, None));
    }
    let same = beside.map(|market| &market.calibration).filter(|known| known.skew == skew);
    let calibration = Calibration {
        curve: curve.clone(),
        levels: same.map_or_else(|| skew.levels(), |known| known.levels.clone()),
        skew,
        ratios,
        vol_shift: m.vol_shift,
        vol_speed: m.vol_speed,
        vix_shape: VixShape { rho: m.vix_option_skew, wing: m.vix_option_wing },
        vix_ratios: Ratios(VolLevel::rows(&m.vix_option_levels)),
        quotes: m.futures.iter().map(|quote| (quote.days, quote.level.0)).collect(),
        vix: m.vix,
        vvix: m.vvix,
        discounts: Vec::new(),
    };
    Ok(Market {
        calibration: Arc::new(calibration.with_discounts()),
        spx: m.spx,
        rate: m.rate,
        dividend_yield: m.dividend_yield,
        curve,
        vvix: m.vvix,
    })
}

/// What is typed of the skew makes wings that are worth less than nothing; at the number to change.
fn butterflies(m: &MarketPlan) -> Fault {
    let typed = [("skew", m.skew), ("wings", m.wing), ("decay", m.decay)];
    let typed = typed.into_iter().filter_map(|(name, x)| Some(format!("{name} {}", crate::words::number(x?))));
    let said = typed.collect::<Vec<_>>().join(" with ");
    // Smaller wings always do.
    let free = |eta: &f64| Skew { rho: m.skew, eta: Some(*eta), gamma: m.decay }.is_free_of_butterflies();
    let repair = (1..60).map(|i| 0.05 * (60.0 - f64::from(i))).find(free);
    let text = format!(
        "The typed {said} allows butterfly arbitrage. Bring skew nearer to 0, make the wings smaller, or empty them."
    );
    Fault::new("market.wing", text, repair)
}

fn curve_fault(error: CurveError) -> Fault {
    let knob_at = |days: f64| match days {
        d if d <= 9.0 => "market.vix9d",
        d if d <= 30.0 => "market.vix",
        d if d <= 93.0 => "market.vix3m",
        _ => "market.vix6m",
    };
    match error {
        CurveError::EventsExceedNode(days) => {
            let text = format!(
                "The events alone are larger than the level of {days:.0} calendar days allows. Make them smaller or that level higher."
            );
            Fault::new("market.events", text, None)
        }
        CurveError::CalendarArbitrage(days) => {
            let text = format!(
                "The level of {days:.0} calendar days is so low that total variance falls from the node before it: calendar arbitrage. Raise it, or empty one of the two."
            );
            Fault::new(knob_at(days), text, None)
        }
    }
}

fn layer(terms: &LayerPlan, market: &Market, condors: f64) -> Result<Layer, Fault> {
    let strike = strike_of(market, terms).0;
    let upper = strike + terms.spread.0;
    if terms.spread.0 > 0.0 && upper > HIGHEST {
        let text = format!(
            "A spread {} wide over a strike of {} sells a call at {}: strikes go up to {HIGHEST}.",
            number(terms.spread.0),
            number(strike),
            number(upper)
        );
        return Err(Fault::new("layer.spread", text, Some((HIGHEST - strike).max(0.0).floor())));
    }
    Ok(Layer::bought(market, terms, terms.held(condors)))
}

fn etp(terms: &EtpPlan, market: &Market) -> Etp {
    let of = |quantity| Etp::shares(market, terms.leverage.factor(), terms.price.0, quantity, terms.first_days);
    match terms.kind {
        EtpKind::Shares => of(terms.shares),
        EtpKind::Calls => of(terms.contracts).as_calls(market, terms.days, terms.otm.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::holdings::condor::Condor;
    use crate::plan::holding::Holding;
    use crate::plan::{PoolPlan, PoolToken, QuoteToken, RangeBy};
    use crate::units::{Frac, Usd, Vol, Years};

    fn faults(plan: &Plan) -> Vec<Fault> {
        Book::resolve(plan).err().map(|error| error.faults).unwrap_or_default()
    }

    #[test]
    fn a_plan_begins_with_the_curve_that_is_fitted_and_typed_speeds_make_another() {
        let mut plan = Plan::default();
        let fitted = Curve::new(plan.market.vix, plan.market.curve_level, &[], &[]);
        let curve = |plan: &Plan| market(plan, None).map(|market| market.curve).ok();
        assert!(curve(&plan).is_some() && curve(&plan) == fitted.ok());
        let back = |plan: &Plan| {
            curve(plan).map(|curve| curve.moved_to(Points(45.0)).level(Years::from_calendar_days(184.0)).0)
        };
        let then = back(&plan);
        plan.market.slow_speed *= 2.0;
        assert!(back(&plan) < then, "{:?} {then:?}", back(&plan));
        let call = |plan: &Plan| market(plan, None).map(|market| market.base_vol_of_future(Years(0.5)).0).ok();
        let before = call(&plan);
        plan.market.vol_speed *= 2.0;
        assert!(call(&plan) < before, "{before:?}");
    }

    #[test]
    fn a_shift_of_one_expiry_moves_its_condor_alone_and_stays_in_the_shock() {
        let of = |shift: f64| {
            let mut plan = Plan::default();
            plan.pin_strikes(0, [5970.0, 6020.0, 6720.0, 6770.0]);
            let second = plan.a_condor().clone();
            plan.add(crate::plan::holding::Holding::new(crate::plan::holding::Terms::Condor(second)));
            plan.a_condor().vol_shift = Vol(shift);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let condors: Vec<Condor> = book.condors().copied().collect();
            let world = book.shock.as_set(0.0);
            let left = Years::left(condors[0].days, world.days);
            let then = [0, 1].map(|i| condors[i].smile(&world.market, left).vol(6020.0).0);
            ([condors[0].model_credit, condors[1].model_credit], then)
        };
        let (still, shifted) = (of(0.0), of(0.01));
        assert!(still.0[0] == still.0[1] && shifted.0[1] == still.0[1] && shifted.0[0] != still.0[0]);
        assert!(
            (shifted.1[0] - still.1[0] - 0.01).abs() < 1e-12 && shifted.1[1] == still.1[1],
            "{still:?} {shifted:?}"
        );
    }

    impl Book {
        /// The book that the page opens with.
        pub(crate) fn opening() -> Book {
            let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
            book
        }
    }

    #[test]
    fn the_opening_plan_resolves() {
        let book = Book::resolve(&Plan::default());
        assert!(
            book.as_ref().is_ok_and(|b| b.condors().all(|c| c.credit > 5.0) && b.layers().count() == 3),
            "{book:?}"
        );
    }

    #[test]
    fn strikes_out_of_order_are_named() {
        let mut plan = Plan::default();
        plan.pin_strikes(0, [6000.0, 5900.0, 6700.0, 6800.0]);
        let found = faults(&plan);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at, Address::new("condor.short_put", 0));
        assert!(found[0].text.contains("5,900") && found[0].text.contains("6,000"), "{}", found[0].text);
    }

    #[test]
    fn what_is_beyond_the_most_is_named_whatever_is_held() {
        let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let strip = Holding::new(Terms::added(Kind::Strip, 0));
        plan.holdings = vec![strip; MOST];
        assert!(faults(&plan).is_empty());
        plan.holdings.insert(0, Holding::new(Terms::added(Kind::Pool, 0)));
        let found = faults(&plan);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].at, Address::new("strip.on", MOST - 1));
        assert_eq!(found[0].text, "101 holdings are too many; at most 100 are read.");
    }

    #[test]
    fn of_two_pools_of_a_name_the_fault_says_which() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        for nth in [0, 1] {
            if let Some(pool) = plan.holding_mut(Kind::Pool, nth) {
                pool.name = "A".into();
            }
        }
        if let Some(pool) = plan.pool_mut(1) {
            pool.deposit = Usd(-4.0);
        }
        let found = faults(&plan);
        assert!(found.len() == 1 && found[0].text.starts_with("A 2: Deposit"), "{found:?}");
    }

    #[test]
    fn a_second_pools_fault_names_it_and_one_that_is_off_is_not_asked() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        if let Some(pool) = plan.pool_mut(1) {
            pool.low = 5000.0;
        }
        let found = faults(&plan);
        assert_eq!(found.iter().map(|fault| fault.at.to_string()).collect::<Vec<_>>(), ["pool2.low"]);
        assert!(found[0].text.starts_with("Pool 2: Lower bound"), "{}", found[0].text);
        if let Some(holding) = plan.holding_mut(Kind::Pool, 1) {
            holding.on = false;
        }
        assert_eq!(faults(&plan), []);
    }

    #[test]
    fn bad_bounds_and_bad_numbers_are_all_reported() {
        let mut plan = Plan::default();
        if let Some(pool) = plan.pool_mut(0) {
            pool.low = 5000.0;
        }
        plan.market.vix9d = Some(Points(60.0));
        let rows = |plan: &Plan| faults(plan).iter().map(|fault| fault.at.row).collect::<Vec<_>>();
        assert_eq!(rows(&plan), ["market.vix", "pool.low"]);
        plan.event.vix = Some(Points(f64::NAN));
        assert_eq!(rows(&plan)[0], "shock.vix");
    }

    #[test]
    fn a_spread_that_ends_beyond_every_strike_is_refused_in_words() {
        let mut plan = Plan::default();
        if let Some(layer) = plan.layer_mut(2) {
            (layer.strike, layer.spread) = (Some(Points(400.0)), Points(150.0));
        }
        let found = faults(&plan);
        assert_eq!((found.len(), found[0].at, found[0].repair), (1, Address::new("layer.spread", 2), Some(100.0)));
        assert!(found[0].text.contains("550"), "{}", found[0].text);
    }

    #[test]
    fn a_stablecoin_may_stand_on_either_side_and_another_token_too() {
        let mut plan = Plan::default();
        (plan.event.token, plan.event.peg) = (Some(Frac(1.0)), Usd(0.97));
        if let Some(pool) = plan.pool_mut(0) {
            *pool = PoolPlan {
                token: PoolToken::Stable,
                quote: QuoteToken::Own,
                quote_name: "LINK".into(),
                quote_price: Usd(20.0),
                quote_vol: Some(Vol(0.9)),
                range_by: RangeBy::Factor,
                ..PoolPlan::default()
            };
        }
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{:?}", Book::resolve(&plan)) };
        let Some((position, terms)) = book.pools().map(|(_, position, plan)| (position, plan)).next() else {
            unreachable!()
        };
        assert_eq!((terms.pair(&plan.market).as_str(), terms.price_in(&plan.market)), ("USDC / LINK", 0.05));
        assert_eq!((position.base, position.quote, position.vol), (None, Some(1), Vol(0.9)));
        // LINK doubles and the dollar loses its peg: 0.97 of half a twentieth.
        let world = book.shock.as_set(0.0);
        assert!((position.shown(position.price_in(&world)) / (0.05 * 0.97 / 2.0) - 1.0).abs() < 1e-12);
        assert!((position.peg_in(&world) - 2.0).abs() < 1e-12);
        // Its residual is as wide as its vol says: 0.9 against the fitted 0.62.
        let [narrow, wide] = [0.62, 0.9].map(|vol| {
            let mut plan = plan.clone();
            plan.event.token = None;
            if let Some(pool) = plan.pool_mut(0) {
                pool.quote_vol = Some(Vol(vol));
            }
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let at = |z: f64| book.shock.as_set(z).log_return(Some(1));
            at(1.0) - at(0.0)
        });
        assert!((wide / narrow - 0.9 / 0.62).abs() < 1e-9, "{wide} {narrow}");
    }

    #[test]
    fn the_markets_token_has_a_band_as_wide_as_its_vol_and_a_typed_residual_is_taken() {
        let band = |change: fn(&mut Plan)| {
            let mut plan = Plan::default();
            change(&mut plan);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let at = |z: f64| book.shock.as_set(z).log_return(Some(0));
            (at(0.0), at(1.0) - at(0.0))
        };
        let (calm, wild) =
            (band(|plan| plan.market.token_vol = Vol(0.1)), band(|plan| plan.market.token_vol = Vol(3.0)));
        assert!((wild.1 / calm.1 - 30.0).abs() < 1e-9 && wild.0 == calm.0);
        let typed = band(|plan| plan.response.residual = Some(Vol(0.5)));
        assert!((typed.1 - 0.5 * (5.0f64 / 252.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn beside_another_plan_it_is_what_it_is_alone() {
        let Ok(first) = Book::resolve(&Plan::default()) else { unreachable!() };
        let mut plan = Plan::default();
        for kind in [Kind::Condor, Kind::Pool, Kind::Etp, Kind::Chain, Kind::Strip, Kind::Conversion] {
            plan.add_fresh(kind);
        }
        plan.holdings[2].on = false;
        plan.hedge_rules.roll_days = 10.0;
        plan.event.vix = Some(Points(70.0));
        let same = |plan: &Plan, beside: &Book| {
            let both = [beside.resolve_beside(plan), Book::resolve(plan)].map(|book| book.map(|b| format!("{b:?}")));
            assert!(both[0].is_ok() && both[0] == both[1]);
        };
        same(&plan, &first);
        let Ok(second) = Book::resolve(&plan) else { unreachable!() };
        same(&Plan::default(), &second);
        if let Some(condor) = plan.condor_mut(1) {
            condor.contracts = 9.0;
        }
        same(&plan, &second);
        plan.market.rate = Frac(0.05);
        same(&plan, &second);
    }
}
