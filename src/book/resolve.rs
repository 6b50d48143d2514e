//! Book: a plan made into a market, a condor, pools, layers and a shock; everything behind this door is total.

use std::sync::Arc;

use crate::book::legs::{Legs, legs};
use crate::book::position::Position;
use crate::holdings::chain::Chain;
use crate::holdings::condor::Condor;
use crate::holdings::etp::Etp;
use crate::holdings::fill;
use crate::holdings::vix_layer::Layer;
use crate::market::curve::{Curve, CurveError, Event};
use crate::market::surface::{Shape, ThetaMap};
use crate::market::{Calibration, Market};
use crate::options::strikes::{shorts_at_delta, shorts_at_move, with_wings};
use crate::plan::fault::{Fault, PlanError};
use crate::plan::knobs::{KNOBS, Knob, LISTS};
use crate::plan::positions::MOST;
use crate::plan::{Plan, PoolKind, ShockPlan, StrikeRule};
use crate::shock::Shock;
use crate::units::{Points, Vol, Years};

/// A resolved plan.
#[derive(Clone, Debug)]
pub struct Book {
    /// The plan it came from.
    pub plan: Plan,
    /// Market today.
    pub market: Market,
    /// First engine.
    pub condor: Condor,
    /// What the model would pay for the condor.
    pub model_credit: f64,
    /// Whether the typed fill is one the model can price.
    pub is_fill_in_range: bool,
    /// Second engine: its first position.
    pub position: Position,
    /// Its further positions.
    pub more: Vec<Position>,
    /// VIX layers, shortest first.
    pub layers: Vec<Layer>,
    /// Exchange-traded product; none where nothing is held.
    pub etp: Option<Etp>,
    /// Leg on the chain; none where nothing is held.
    pub chain: Option<Chain>,
    /// The shock as set.
    pub shock: Shock,
    /// Loss budget in dollars; positive.
    pub budget: f64,
}

impl Book {
    /// Checks the plan and resolves it.
    ///
    /// # Errors
    /// Every fault at once, each beside its knob: a value out of range, nodes that allow calendar arbitrage, events
    /// larger than VIX, strikes out of order, an empty range, a smile that allows butterflies.
    pub fn resolve(plan: &Plan) -> Result<Book, PlanError> {
        let mut faults = out_of_range(plan);
        if !faults.is_empty() {
            return Err(PlanError { faults });
        }
        let market = market(plan).map_err(|fault| faults.push(fault)).ok();
        let mut positions = Vec::with_capacity(plan.position_count());
        for (i, pool) in plan.positions().enumerate() {
            match Position::resolve(pool, &plan.market) {
                Ok(position) => positions.push(position),
                Err(fault) => faults.push(fault.on_position(i, plan)),
            }
        }
        let more = positions.split_off(positions.len().min(1));
        let strikes = market.as_ref().and_then(|market| strikes(plan, market).map_err(|fault| faults.push(fault)).ok());
        let (Some(market), Some(position), Some(strikes), true) = (market, positions.pop(), strikes, faults.is_empty())
        else {
            return Err(PlanError { faults });
        };
        let (condor, model_credit, is_fill_in_range) = condor(plan, &market, strikes);
        let Legs { layers, etp, chain } = match legs(plan, &market) {
            Ok(legs) => legs,
            Err(faults) => return Err(PlanError { faults }),
        };
        let is_stable_pair = plan.pool.kind == PoolKind::StableSwap;
        let shock = Shock::new(
            market.clone(),
            &plan.shock,
            plan.shock.days,
            plan.pool.token_in(&plan.market),
            plan.pool.price_in(&plan.market),
            is_stable_pair,
        );
        Ok(Book {
            plan: plan.clone(),
            budget: plan.account.equity.0 * plan.account.loss_budget.0,
            market,
            condor,
            model_credit,
            is_fill_in_range,
            position,
            more,
            layers,
            etp,
            chain,
            shock,
        })
    }

    /// Resolves a plan beside one that is resolved already: where only the shock, the hedge or its rules differ, market
    /// and positions are taken over.
    ///
    /// # Errors
    /// As [`Book::resolve`].
    pub fn resolve_beside(&self, plan: &Plan) -> Result<Book, PlanError> {
        let own = &self.plan;
        let same_ground = Plan {
            shock: own.shock.clone(),
            hedge: own.hedge.clone(),
            hedge_solve: own.hedge_solve.clone(),
            hedge_rules: own.hedge_rules.clone(),
            conversion: own.conversion.clone(),
            ..plan.clone()
        };
        if same_ground != *own {
            return Book::resolve(plan);
        }
        let faults = out_of_range(plan);
        if !faults.is_empty() {
            return Err(PlanError { faults });
        }
        let Legs { layers, etp, chain } = legs(plan, &self.market).map_err(|faults| PlanError { faults })?;
        let shock = self.shock_of(&plan.shock, plan.shock.days);
        Ok(Book { plan: plan.clone(), shock, layers, etp, chain, ..self.clone() })
    }

    /// The fault of a typed credit that is not below the wider wing: nobody pays more than the most there is to lose.
    pub fn impossible_credit(&self) -> Option<Fault> {
        let [long_put, short_put, short_call, long_call] = self.condor.strikes;
        let (width, credit) = ((short_put - long_put).max(long_call - short_call), self.plan.condor.fill?.0);
        let text = format!(
            "A credit of {} points is not below the wing width of {}: nobody pays more than the most there is to lose.",
            crate::words::number(credit),
            crate::words::number(width)
        );
        (credit >= width).then(|| Fault::new("condor.fill", text, None))
    }

    /// Every position, the first one first.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        std::iter::once(&self.position).chain(&self.more)
    }

    /// The same shock over another horizon, trading days.
    pub fn shock_over(&self, days: f64) -> Shock {
        self.shock_of(&self.shock.plan, days)
    }

    /// Another shock on the same market and token, so many trading days long.
    pub fn shock_of(&self, plan: &ShockPlan, days: f64) -> Shock {
        let own = &self.shock;
        Shock::new(self.market.clone(), plan, days, own.token, own.token_price, own.is_stable_pair)
    }
}

fn out_of_range(plan: &Plan) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        rows_out_of_range(plan, |_| true).into_iter().map(|fault| fault.on_position(0, plan)).collect();
    for list in LISTS {
        if let Err(text) = list.check(&(list.get)(plan)) {
            faults.push(Fault::new(list.id, text, None));
        }
    }
    faults.extend(plan.hedge_rules.fault());
    if plan.position_count() > MOST {
        let text = format!("{} positions are too many; at most {MOST} are read.", plan.position_count());
        faults.push(Fault::new("pool.deposit", text, None));
    }
    if !plan.more_pools.is_empty() {
        let mut moved = plan.clone();
        for index in 1..plan.position_count() {
            let found = moved.on_position(index, |plan| rows_out_of_range(plan, |knob| knob.id.starts_with("pool.")));
            faults.extend(found.into_iter().flatten().map(|fault| fault.on_position(index, plan)));
        }
    }
    faults
}

fn rows_out_of_range(plan: &Plan, is_meant: fn(&Knob) -> bool) -> Vec<Fault> {
    let fresh = Plan::default();
    let said = |knob: &Knob| {
        let text = knob.value(plan).and_then(|x| knob.check(x).err())?;
        Some(Fault::new(knob.id, text, knob.value(&fresh)))
    };
    KNOBS.iter().filter(|knob| is_meant(knob)).filter_map(said).collect()
}

fn market(plan: &Plan) -> Result<Market, Fault> {
    let m = &plan.market;
    let entered = [(9.0, m.vix9d), (93.0, m.vix3m), (184.0, m.vix6m)];
    let nodes: Vec<(f64, Points)> = entered.iter().filter_map(|&(days, level)| Some((days, level?))).collect();
    let events: Vec<Event> =
        m.events.iter().map(|event| Event { day: event.days, variance: (100.0 * event.size.0).powi(2) }).collect();
    let curve = Curve::new(m.vix, m.curve_level, &nodes, &events).map_err(curve_fault)?;
    let shape = Shape { rho: m.skew, eta: m.wing, gamma: m.decay };
    if !shape.is_free_of_butterflies() {
        let text = format!(
            "Skew {} with wings {} and decay {} allows butterfly arbitrage. Bring skew nearer to 0 or make the wings smaller.",
            m.skew, m.wing, m.decay
        );
        return Err(Fault::new("market.wing", text, Some(Plan::default().market.wing)));
    }
    let calibration = Calibration {
        curve: curve.clone(),
        shape,
        levels: ThetaMap::new(&shape),
        vol_shift: m.vol_shift,
        quotes: m.futures.iter().map(|quote| (quote.days, quote.level.0)).collect(),
        vix: m.vix,
        vvix: m.vvix,
    };
    Ok(Market {
        calibration: Arc::new(calibration),
        spx: m.spx,
        rate: m.rate,
        dividend_yield: m.dividend_yield,
        curve,
        vvix: m.vvix,
    })
}

fn curve_fault(error: CurveError) -> Fault {
    let knob_at = |days: f64| match days {
        d if d <= 9.0 => "market.vix9d",
        d if d <= 30.0 => "market.vix",
        d if d <= 93.0 => "market.vix3m",
        _ => "market.vix6m",
    };
    match error {
        CurveError::EventsExceedNode(days) => Fault::new(
            "market.events",
            format!(
                "The events alone are larger than the {days:.0}-day level allows. Make them smaller or that level higher."
            ),
            None,
        ),
        CurveError::CalendarArbitrage(days) => Fault::new(
            knob_at(days),
            format!(
                "The {days:.0}-day level is so low that total variance falls from the node before it: calendar arbitrage. Raise it, or empty one of the two."
            ),
            None,
        ),
    }
}

fn strikes(plan: &Plan, market: &Market) -> Result<[f64; 4], Fault> {
    let c = &plan.condor;
    let smile = market.spx_smile(Years::from_calendar_days(c.days));
    let found = match c.strikes_by {
        StrikeRule::Level => {
            let typed = [c.long_put.0, c.short_put.0, c.short_call.0, c.long_call.0];
            let ids = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];
            let names = ["Long put", "Short put", "Short call", "Long call"];
            if let Some(i) = (1..4).find(|&i| typed[i] <= typed[i - 1]) {
                let text = format!(
                    "{} {} must be above {} {}: strikes rise from long put to long call.",
                    names[i],
                    crate::words::number(typed[i]),
                    names[i - 1].to_ascii_lowercase(),
                    crate::words::number(typed[i - 1])
                );
                return Err(Fault::new(ids[i], text, Some(typed[i - 1] + 5.0)));
            }
            return Ok(typed);
        }
        StrikeRule::Delta => shorts_at_delta(&smile, c.delta),
        StrikeRule::ExpectedMove => Some(shorts_at_move(&smile, market.spx, c.multiple)),
    };
    let strikes = with_wings(found.unwrap_or([market.spx.0, market.spx.0]), c.width);
    if strikes[0] <= 0.0 && strikes[1] <= Plan::default().condor.width.0 && c.strikes_by == StrikeRule::ExpectedMove {
        let text = format!(
            "{} × the expected move puts the short put at {}: strikes must be above 0.",
            crate::words::number(c.multiple),
            crate::words::number(strikes[1])
        );
        return Err(Fault::new("condor.multiple", text, Some(Plan::default().condor.multiple)));
    }
    if strikes[0] <= 0.0 {
        let text = format!(
            "Wings {} wide put the long put at {}: strikes must be above 0.",
            crate::words::number(c.width.0),
            crate::words::number(strikes[0])
        );
        return Err(Fault::new("condor.width", text, Some(50.0)));
    }
    Ok(strikes)
}

fn condor(plan: &Plan, market: &Market, strikes: [f64; 4]) -> (Condor, f64, bool) {
    let c = &plan.condor;
    let smile = market.spx_smile(Years::from_calendar_days(c.days));
    let mut condor =
        Condor { strikes, contracts: c.contracts, days: c.days, credit: 0.0, offset: Vol(0.0), fee: c.fee.0 };
    let model = condor.value(market, Years::from_calendar_days(c.days));
    condor.credit = c.fill.map_or(model, |fill| fill.0);
    let offset = if c.fill.is_none() { Some(Vol(0.0)) } else { fill::offset(&condor, &smile, market.rate.0) };
    condor.offset = offset.unwrap_or(Vol(0.0));
    (condor, model, offset.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_plan_resolves() {
        let book = Book::resolve(&Plan::default());
        assert!(book.as_ref().is_ok_and(|s| s.condor.credit > 5.0 && s.layers.len() == 3), "{book:?}");
    }

    #[test]
    fn strikes_out_of_order_are_named() {
        let mut plan = Plan::default();
        plan.pin_strikes([6000.0, 5900.0, 6700.0, 6800.0]);
        let faults = Book::resolve(&plan).err().map(|error| error.faults).unwrap_or_default();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].at.row, "condor.short_put");
        assert!(faults[0].text.contains("5,900") && faults[0].text.contains("6,000"), "{}", faults[0].text);
    }

    #[test]
    fn inverted_bounds_and_bad_numbers_are_all_reported() {
        let mut plan = Plan::default();
        plan.pool.low = 5000.0;
        plan.market.vix9d = Some(Points(60.0));
        let faults = Book::resolve(&plan).err().map(|error| error.faults).unwrap_or_default();
        let knobs: Vec<&str> = faults.iter().map(|fault| fault.at.row).collect();
        assert_eq!(knobs, ["market.vix", "pool.low"]);
        plan.shock.vix = Some(Points(f64::NAN));
        let faults = Book::resolve(&plan).err().map(|error| error.faults).unwrap_or_default();
        assert_eq!(faults[0].at.row, "shock.vix");
    }

    #[test]
    fn beside_another_plan_it_is_what_it_is_alone() {
        let Ok(first) = Book::resolve(&Plan::default()) else { unreachable!() };
        let mut plan = Plan::default();
        plan.hedge.long.contracts = Some(7.0);
        plan.hedge.short.on = false;
        plan.hedge.medium.strike = Some(Points(30.0));
        plan.hedge.etp.kind = crate::plan::EtpKind::Shares;
        plan.hedge.chain.kind = crate::plan::ChainKind::Put;
        plan.hedge_rules.roll_days = 10.0;
        plan.conversion.days = 60.0;
        plan.shock.vix = Some(Points(70.0));
        let both = [first.resolve_beside(&plan), Book::resolve(&plan)].map(|book| book.map(|s| format!("{s:?}")));
        assert!(both[0].is_ok() && both[0] == both[1]);
    }
}
