//! Assembly: the report of a book, every figure computed once.

use crate::book::Book;
use crate::book::attribution;
use crate::book::limits;
use crate::book::limits::ReverseStress;
use crate::book::pnl::{Pnl, PoolPnl};
use crate::holdings::condor::{Condor, Greeks, LEGS};
use crate::holdings::leg::Leg;
use crate::holdings::margin::{portfolio_margin, reg_t};
use crate::holdings::pool::carry::Carry;
use crate::shock::Scenario;
use crate::units::{Frac, Points, Usd, Vol, Years};
use crate::views::book::notes;
use crate::views::book::verdict;
use crate::views::report::{
    CombinedReport, CondorReport, HedgeReport, LayerReport, LegOutline, LegReport, Part, PoolReport, Report, SCHEMA,
    ShockReport,
};

const LEG_NAMES: [&str; 4] = ["Long put", "Short put", "Short call", "Long call"];

/// The report.
pub fn report(book: &Book) -> Report {
    report_with(book, limits::reverse_stress(book, &book.shock, book.budget))
}

/// The report with a reverse stress that is known already: it does not move with the VIX slider.
pub fn report_with(book: &Book, stress: ReverseStress) -> Report {
    let scenario = book.shock.as_set(0.0);
    let streams = book.streams(&book.shock, scenario.vix_ratio);
    let each: Vec<PoolPnl> = book.positions_pnl(&streams, &book.shock, &scenario).collect();
    let pool = each.iter().fold(PoolPnl::default(), |sum, one| sum.plus(one));
    let pnl = Pnl { condor: book.condor_pnl(&scenario), pool: pool.total(), hedge: book.hedge_pnl(&scenario) };
    let mut report = Report {
        schema: SCHEMA,
        verdict: String::new(),
        shock: shock_report(book, &scenario),
        condor: condor_report(book, &scenario, pnl.condor),
        pool: pool_report(book, &scenario, &pool),
        hedge: hedge_report(book, &scenario, &pnl),
        combined: combined_report(book, &pnl, &each[0], &stress),
        parts: parts(book, &scenario, &pnl, &pool),
        notes: Vec::new(),
    };
    report.notes = notes::of(book, &report);
    report.verdict = verdict::of(book, &report);
    report
}

fn shock_report(book: &Book, scenario: &Scenario) -> ShockReport {
    let shock = &book.shock;
    let (vix, from) = (shock.vix(), book.market.calibration.vix);
    let price = shock.token_price.0;
    let at = |z: f64| Frac(shock.as_set(z).token / price - 1.0);
    let response = shock.response(vix);
    ShockReport {
        vix_from: from,
        vix,
        days: shock.plan.days,
        spx: scenario.market.spx,
        spx_return: Frac(scenario.market.spx.0 / book.market.spx.0 - 1.0),
        spx_error: shock.link().error(vix),
        is_spx_linked: shock.plan.spx.is_none(),
        token: Usd(scenario.token),
        token_return: Frac(scenario.token / price - 1.0),
        token_band: [at(-shock.plan.band), at(shock.plan.band)],
        is_token_linked: shock.plan.token.is_none(),
        beta_spx: response.beta_spx,
        beta_vix: response.beta_vix,
        token_vol: shock.token_vol(book.position.vol, scenario.vix_ratio),
        correlation: response.correlation,
        vvix: scenario.market.vvix,
        fee_multiple: shock.fee_multiple(scenario.vix_ratio),
        gas_multiple: shock.gas_multiple(scenario.vix_ratio),
        depth: shock.depth(scenario.vix_ratio),
    }
}

fn condor_report(book: &Book, scenario: &Scenario, pnl: f64) -> CondorReport {
    let condor = &book.condor;
    let now = Years::left(condor.days, 0.0);
    let then = Years::left(condor.days, scenario.days);
    let smile = book.market.spx_smile(now);
    let held = smile.shifted(condor.offset);
    let held_then = scenario.market.spx_smile(then).shifted(condor.offset);
    let rates = [book.market.rate.0, book.market.dividend_yield.0];
    let prices = if now.0 > 0.0 { condor.legs_on(&held, rates[0]) } else { settled(condor, book.market.spx) };
    let prices_after = if then.0 > 0.0 {
        condor.legs_on(&held_then, scenario.market.rate.0)
    } else {
        settled(condor, scenario.market.spx)
    };
    let legs: Vec<LegReport> = (0..4)
        .map(|i| LegReport {
            name: LEG_NAMES[i],
            strike: Points(condor.strikes[i]),
            vol: held.vol(condor.strikes[i]),
            price: Points(prices[i]),
            price_after: Points(prices_after[i]),
            delta: held.forward_delta(LEGS[i].0, condor.strikes[i]),
            greeks: condor.leg_greeks(i, &held, rates),
        })
        .collect();
    let greeks = legs.iter().fold(Greeks::default(), |sum, leg| sum.plus(&leg.greeks));
    let max_loss = condor.max_loss();
    let wing = condor.widest_wing();
    CondorReport {
        strikes: condor.strikes.map(Points),
        credit: Points(condor.credit),
        model_credit: Points(book.model_credit),
        vol_offset: book.is_fill_in_range.then_some(condor.offset),
        atm_vol: smile.atm_vol(),
        expected_move: smile.expected_move(book.market.spx),
        max_gain: condor.max_gain(),
        max_loss,
        break_evens: condor.break_evens(),
        break_evens_then: condor.break_evens_at(&scenario.market, then),
        return_on_risk: (max_loss.0 > 0.0).then(|| Frac(condor.max_gain().0 / max_loss.0)),
        break_even_win_rate: Frac((wing - condor.credit) / wing),
        profit_probability: condor.profit_probability(&smile),
        profit_probability_lognormal: condor.profit_probability_lognormal(&smile),
        fill_minus_model: Points(condor.credit - (rates[0] * now.0).exp() * book.model_credit),
        reg_t: reg_t(condor),
        portfolio_margin: portfolio_margin(condor, &book.market, now),
        portfolio_margin_after: portfolio_margin(condor, &scenario.market, then),
        greeks,
        legs,
        value_after: Points(condor.value(&scenario.market, then)),
        fees: condor.fees(),
        pnl: Usd(pnl),
        is_settled: condor.contracts > 0.0 && then.0 <= 0.0,
    }
}

fn pool_report(book: &Book, scenario: &Scenario, pnl: &PoolPnl) -> PoolReport {
    let position = &book.position;
    let price_after = scenario.token / scenario.peg;
    let horizon = Years::from_trading_days(scenario.days);
    let Some(pool) = position.pool else {
        let empty = PoolReport::empty(position.entry, price_after, position.range);
        return with_totals(book, empty, scenario, pnl);
    };
    let (now, then) = (pool.reserves(position.entry), pool.reserves(price_after));
    let carry = Carry { pool, price: position.entry, vol: position.vol, horizon };
    let apr = Frac(position.fee_apr);
    let first = PoolReport {
        price: position.entry,
        price_after,
        range: position.range,
        is_in_range: pool.in_range(price_after),
        base: now.base,
        quote: now.quote,
        base_after: then.base,
        quote_after: then.quote,
        time_in_range: carry.time_in_range(),
        fee_apr: Frac(pool.fee_rate(position.entry, apr) / position.deposit.0),
        break_even_vol: pool.breakeven_vol(position.entry, apr).unwrap_or(Vol(0.0)),
        ..PoolReport::empty(position.entry, price_after, position.range)
    };
    with_totals(book, first, scenario, pnl)
}

/// The money of every position in a report of the first one.
fn with_totals(book: &Book, first: PoolReport, scenario: &Scenario, pnl: &PoolPnl) -> PoolReport {
    let (mut deposit, mut value, mut lvr, mut delta) = (0.0, 0.0, 0.0, 0.0);
    for (i, position) in book.positions().enumerate() {
        let Some(pool) = &position.pool else { continue };
        deposit += position.deposit.0;
        value += scenario.peg * pool.value(book.pool_price(i, position, scenario));
        lvr += pool.lvr_rate(position.entry, position.vol);
        delta += 0.01 * position.entry * pool.delta(position.entry);
    }
    let hodl = deposit + pnl.price_move;
    PoolReport {
        value_after: Usd(value),
        hodl_after: Usd(hodl),
        impermanent_loss: Frac(if hodl > 0.0 { value / hodl - 1.0 } else { 0.0 }),
        value_change: Usd(pnl.price_move + pnl.divergence),
        fees: Usd(pnl.fees),
        gas: Usd(pnl.gas),
        pnl: Usd(pnl.total()),
        lvr: Usd(lvr),
        delta: Usd(delta),
        ..first
    }
}

fn hedge_report(book: &Book, scenario: &Scenario, pnl: &Pnl) -> HedgeReport {
    let layers: Vec<LayerReport> = book
        .layers
        .iter()
        .map(|layer| {
            let expiry = Years::from_calendar_days(layer.days);
            let left = Years::from_calendar_days(layer.days_left(scenario.days));
            let smile = book.market.vix_smile(expiry);
            LayerReport {
                name: layer.name,
                days: layer.days,
                contracts: layer.contracts,
                strike: layer.strike,
                wing: layer.wing,
                future: Points(smile.future),
                vol: smile.vol(layer.strike.0),
                delta: smile.call_delta(layer.strike.0),
                premium: Points(layer.premium),
                future_after: scenario.market.vix_future(left),
                price_after: Points(layer.price(&scenario.market, scenario.days)),
                days_after: left.calendar_days(),
                state: layer.state(scenario.days).word(),
                pnl: Usd(layer.pnl(&scenario.market, scenario.days)),
                carry: layer.carry(&book.market),
            }
        })
        .collect();
    let [vix_carry, chain_carry] = book.carries();
    let layers_carry: Usd = layers.iter().filter_map(|layer| layer.carry).sum();
    let [budget, _] = book.plan.hedge.budgets(&book.plan.account);
    // What the exchange-traded product carries is spent first: sets are of layers.
    let room = budget.0 - (vix_carry.0 - layers_carry.0);
    let sets = if layers_carry.0 > 0.0 { (room / layers_carry.0).floor().max(0.0) } else { 0.0 };
    let (today, then) = (book.today(), book.then(scenario));
    let others = book.legs().filter(|leg| !matches!(leg, Leg::Layer(_))).map(|leg| LegOutline {
        id: leg.id(),
        label: leg.label(),
        quantity: leg.quantity(),
        outlay: leg.outlay(),
        carry: leg.carry(&today),
        pnl: Usd(leg.pnl(&then)),
        state: leg.state(scenario.days).word(),
    });
    let lost = -(pnl.condor + pnl.pool);
    HedgeReport {
        layers,
        others: others.collect(),
        outlay: book.legs().map(Leg::outlay).sum(),
        carry: vix_carry + chain_carry,
        budget,
        sets_affordable: sets,
        budget_left: Usd(room - sets * layers_carry.0.max(0.0)),
        pnl: Usd(pnl.hedge),
        coverage: (lost > 0.0).then(|| Frac(pnl.hedge / lost)),
    }
}

fn combined_report(book: &Book, pnl: &Pnl, first: &PoolPnl, stress: &ReverseStress) -> CombinedReport {
    let shock = &book.shock;
    let band = [-shock.plan.band, shock.plan.band];
    let combined = pnl.combined();
    CombinedReport {
        pnl: Usd(combined),
        share_of_equity: Frac(combined / book.plan.account.equity.0),
        budget: Usd(book.budget),
        band: band.map(|z| Usd(book.pnl(shock, &shock.as_set(z)).combined())),
        largest_pool: limits::largest(book, combined - first.total(), first),
        budget_gone_at: stress.gone_at,
        worst_vix: stress.worst,
        worst_pnl: Usd(stress.worst_pnl),
    }
}

fn parts(book: &Book, scenario: &Scenario, pnl: &Pnl, pool: &PoolPnl) -> Vec<Part> {
    let part = |id, label: &str, usd: f64| Part { id, label: label.into(), usd: Usd(usd) };
    let condor = attribution::of(book, scenario);
    let mut parts = vec![
        part("condor", "Condor", pnl.condor),
        part("condor.delta", "Delta", condor.delta),
        part("condor.gamma", "Gamma", condor.gamma),
        part("condor.vega", "Vega", condor.vega),
        part("condor.theta", "Theta", condor.theta),
        part("condor.cross", "Cross", condor.cross),
        part("condor.fees", "Fees", condor.fees),
        part("pool", "Pool", pnl.pool),
        part("pool.price", "Price move", pool.price_move),
        part("pool.il", "IL", pool.divergence),
        part("pool.fees", "Fees", pool.fees),
        part("pool.gas", "Gas", -pool.gas),
    ];
    let extra = [
        ("pool.interest", "Interest", -pool.interest),
        ("pool.premium", "Premium", -pool.premium),
        ("pool.claims", "Claims", pool.claims),
        ("pool.liquidation", "Liquidation", -pool.penalty),
    ];
    parts.extend(extra.into_iter().filter(|row| row.2 != 0.0).map(|(id, label, usd)| part(id, label, usd)));
    parts.push(part("hedge", "Hedge", pnl.hedge));
    let then = book.then(scenario);
    parts.extend(book.legs().map(|leg| part(leg.id(), &leg.label(), leg.pnl(&then))));
    parts.push(part("combined", "Combined", pnl.combined()));
    parts
}

fn settled(condor: &Condor, spx: Points) -> [f64; 4] {
    std::array::from_fn(|i| LEGS[i].0.intrinsic(spx.0, condor.strikes[i]))
}
