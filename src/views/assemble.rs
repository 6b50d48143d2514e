//! Assembly: the report of a book, every figure computed once.

use crate::book::limits;
use crate::book::pnl::{self, Pnl, Streams};
use crate::book::trade::{self, TradePnl};
use crate::book::way::{self, Scan};
use crate::book::{Book, attribution, carry, convexity, hedge_budget};
use crate::holdings::condor::{Condor, Greeks, LEGS, max_loss_together};
use crate::holdings::margin::{portfolio_margin, portfolio_margin_of, reg_t};
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::{Position, concentration};
use crate::holdings::pool::{since_entry, year};
use crate::holdings::world::World;
use crate::holdings::{Entry, Held};
use crate::plan::PoolPlan;
use crate::plan::holding::Kind;
use crate::units::{CALENDAR_DAYS, Frac, Points, Usd, Vol, Years};
use crate::views::book::{notes, verdict};
use crate::views::report::condor::{CondorReport, CondorTotals, LegReport};
use crate::views::report::hedge::{HedgeReport, LayerReport, LegOutline};
use crate::views::report::pool::{PoolReport, PoolTotals};
use crate::views::report::whole::{CombinedReport, HoldingReport, Note, Part, Report, SCHEMA};
use crate::views::scenario;

const LEG_NAMES: [&str; 4] = ["Long put", "Short put", "Short call", "Long call"];

/// The report.
pub fn report(book: &Book) -> Report {
    let report = report_with(book, &way::scan(book));
    Report { notes: notes(book, &report), ..report }
}

/// What is to be known about the figures of a report.
pub fn notes(book: &Book, report: &Report) -> Vec<Note> {
    notes::of(book, report)
}

/// The report with a scan of the way that is known already: it does not move with the VIX slider. Its notes come from
/// [`notes()`].
pub fn report_with(book: &Book, scan: &Scan) -> Report {
    let world = book.shock.as_set(0.0);
    let streams = Streams::new(book, &world);
    let each: Vec<PoolPnl> = pnl::each_pool(book, &streams, &world).collect();
    let pool = each.iter().fold(PoolPnl::default(), |sum, one| sum.plus(one));
    let holdings = holdings(book, &world, &each);
    let sum = |is_meant: fn(Kind) -> bool| {
        let meant = book.entries.iter().zip(&holdings).filter(|(entry, _)| is_meant(entry.kind));
        meant.map(|(_, holding)| holding.pnl.0).sum::<f64>()
    };
    let pnl = Pnl { condor: sum(|kind| kind == Kind::Condor), pool: pool.total(), hedge: sum(Kind::is_hedge) };
    let condors: Vec<CondorReport> = book
        .of_kind(Kind::Condor)
        .filter_map(|entry| if let Held::Condor(condor) = &entry.held { Some((entry, condor)) } else { None })
        .map(|(entry, condor)| condor_report(book, entry, condor, &world))
        .collect();
    let pools: Vec<PoolReport> = book
        .pools()
        .zip(&each)
        .map(|((entry, position, plan), pnl)| pool_report(book, entry, position, plan, &world, pnl))
        .collect();
    let mut report = Report {
        schema: SCHEMA,
        verdict: String::new(),
        shock: scenario::of(book, &world),
        condor: condor_totals(book, &condors, &world),
        pool: pools.iter().fold(PoolTotals::default(), |sum, one| sum.plus(&one.money)),
        hedge: hedge_report(book, &world, &pnl, &holdings),
        combined: combined_report(book, &pnl, scan),
        parts: parts(book, &world, &pnl, &pool, &holdings),
        holdings,
        condors,
        pools,
        notes: Vec::new(),
    };
    report.verdict = verdict::of(book, &report, &world);
    report
}

fn holdings(book: &Book, world: &World, pools: &[PoolPnl]) -> Vec<HoldingReport> {
    let mut pools = pools.iter();
    let one = |entry: &Entry| HoldingReport {
        id: entry.id(),
        name: entry.name.clone(),
        label: entry.held.label(),
        quantity: entry.held.quantity(),
        outlay: entry.held.outlay(),
        pnl: Usd(match entry.kind {
            Kind::Pool => pools.next().map_or(0.0, PoolPnl::total),
            _ => entry.held.pnl(world),
        }),
        days: entry.held.days(),
        expires: book.plan.expiry(entry.kind, entry.nth),
        state: entry.held.state(world.days).word(),
        driver: convexity::driver(book, entry),
        greeks: entry.held.greeks(&book.today),
    };
    book.entries.iter().map(|entry| entry.as_ref()).map(one).collect()
}

fn condor_report(book: &Book, entry: &Entry, condor: &Condor, world: &World) -> CondorReport {
    let now = Years::left(condor.days, 0.0);
    let then = Years::left(condor.days, world.days);
    let smile = condor.model_smile(&book.market, now);
    let held = smile.shifted(condor.offset);
    let rates = [book.market.rate.0, book.market.dividend_yield.0];
    let prices = condor.legs_at(&book.market, now);
    let prices_after = condor.legs_at(&world.market, then);
    let legs: Vec<LegReport> = (0..4)
        .map(|i| LegReport {
            name: LEG_NAMES[i],
            strike: Points(condor.strikes[i]),
            vol: condor.leg_vol(i, &held),
            model_vol: smile.vol(condor.strikes[i]),
            is_priced: condor.own[i].is_some(),
            price: Points(prices[i]),
            price_after: Points(prices_after[i]),
            delta: condor.leg_smile(i, &held).forward_delta(LEGS[i].0, condor.strikes[i]),
            greeks: condor.leg_greeks(i, &held, rates),
        })
        .collect();
    let greeks = legs.iter().fold(Greeks::default(), |sum, leg| sum.plus(&leg.greeks));
    let (pnl, max_gain, max_loss) = (Usd(condor.pnl(world)), condor.max_gain(), condor.max_loss());
    let limit = if pnl.0 < 0.0 { max_loss } else { max_gain };
    let wing = condor.widest_wing();
    CondorReport {
        id: entry.id(),
        nth: entry.nth,
        name: entry.name.clone(),
        contracts: condor.contracts,
        days: condor.days,
        expires: book.plan.expiry(entry.kind, entry.nth),
        strikes: condor.strikes.map(Points),
        credit: Points(condor.credit),
        model_credit: Points(condor.model_credit),
        vol_offset: condor.is_fill_in_range.then_some(condor.offset),
        atm_vol: smile.atm_vol(),
        expected_move: smile.expected_move(book.market.spx),
        max_gain,
        max_loss,
        of_limit: (limit.0 > 0.0).then(|| Frac(pnl.0.abs() / limit.0)),
        break_evens: condor.break_evens(),
        break_evens_then: condor.break_evens_at(&world.market, then),
        return_on_risk: (max_loss.0 > 0.0).then(|| Frac(max_gain.0 / max_loss.0)),
        break_even_win_rate: Frac((wing - condor.credit) / wing),
        profit_probability: condor.profit_probability(&smile),
        profit_probability_lognormal: condor.profit_probability_lognormal(&smile),
        fill_minus_model: Points(condor.credit - (rates[0] * now.0).exp() * condor.model_credit),
        reg_t: reg_t(condor),
        portfolio_margin: portfolio_margin(condor, &book.market, now),
        portfolio_margin_after: portfolio_margin(condor, &world.market, then),
        greeks,
        legs,
        value_after: Points(condor.value(&world.market, then)),
        fees: condor.fees(),
        pnl,
        is_settled: condor.contracts > 0.0 && then.0 <= 0.0,
        trade: book.plan.condor(entry.nth).map_or_else(TradePnl::default, |plan| trade::of(plan, condor, prices)),
    }
}

fn condor_totals(book: &Book, condors: &[CondorReport], world: &World) -> CondorTotals {
    let sum = |of: fn(&CondorReport) -> Usd| condors.iter().map(of).sum::<Usd>();
    CondorTotals {
        contracts: book.plan.condors_sold(),
        credit: Usd(book.condors().map(|condor| condor.dollars(condor.credit)).sum()),
        max_gain: sum(|one| one.max_gain),
        max_loss: max_loss_together(&book.condors().collect::<Vec<_>>()),
        greeks: condors.iter().fold(Greeks::default(), |sum, one| sum.plus(&one.greeks)),
        reg_t: sum(|one| one.reg_t),
        portfolio_margin: portfolio_margin_of(book.condors(), &book.market, 0.0),
        portfolio_margin_after: portfolio_margin_of(book.condors(), &world.market, world.days),
        fees: sum(|one| one.fees),
        pnl: sum(|one| one.pnl),
        trade: condors.iter().fold(TradePnl::default(), |sum, one| sum.plus(&one.trade)),
    }
}

fn pool_report(
    book: &Book,
    entry: &Entry,
    position: &Position,
    plan: &PoolPlan,
    world: &World,
    pnl: &PoolPnl,
) -> PoolReport {
    let market = &book.plan.market;
    let after = position.price_in(world);
    let mut report = PoolReport {
        id: entry.id(),
        nth: entry.nth,
        name: entry.name.clone(),
        pair: plan.pair(market),
        base_name: plan.base_label(market),
        quote_name: plan.quote_label(market),
        is_inverted: plan.inverted,
        is_on_market_token: position.base == Some(0) && position.quote.is_none(),
        deposit: position.deposit,
        price: position.shown(position.entry),
        price_after: position.shown(after),
        range: position.range.map(|bounds| bounds.map(|bound| position.shown(bound))),
        is_in_range: position.range.is_none_or(|[low, high]| after > low && after < high),
        base: 0.0,
        quote: 0.0,
        base_after: 0.0,
        quote_after: 0.0,
        time_in_range: Frac(0.0),
        time_in_range_then: Frac(0.0),
        fee_apr: Frac(0.0),
        full_range_apr: Frac(position.fee_apr),
        break_even_vol: Vol(0.0),
        since_entry: since_entry::of(plan),
        is_liquidated: false,
        money: PoolTotals::default(),
    };
    let Some(pool) = position.pool else { return report };
    let (now, then) = (pool.reserves(position.entry), pool.reserves(after));
    let carry = Carry { pool, price: position.entry, vol: position.vol, horizon: Years::from_trading_days(world.days) };
    let apr = Frac(position.fee_apr);
    let value = position.dollars_in(world);
    let hodl = position.deposit.0 + pnl.price_move;
    let year = year::column(position, &pool, CALENDAR_DAYS);
    report.is_in_range = pool.in_range(after);
    // Reserves are kept in today's worth of the quote token.
    (report.base, report.quote) = (now.base, now.quote / position.quote_usd);
    (report.base_after, report.quote_after) = (then.base, then.quote / position.quote_usd);
    report.time_in_range = carry.time_in_range();
    report.time_in_range_then = position.time_in_range_to(after, world);
    report.fee_apr = Frac(position.fee_apr * concentration(&pool, position.entry));
    report.break_even_vol = pool.breakeven_vol(position.entry, apr).unwrap_or(Vol(0.0));
    report.is_liquidated = position.is_sold_in(world);
    report.money = PoolTotals {
        value_after: value,
        hodl_after: Usd(hodl),
        impermanent_loss: Frac(if hodl > 0.0 { value.0 / hodl - 1.0 } else { 0.0 }),
        value_change: Usd(pnl.price_move + pnl.divergence),
        fees: Usd(pnl.fees),
        gas: Usd(pnl.gas),
        pnl: Usd(pnl.total()),
        year_fees: year.fees,
        lvr: year.lvr,
        year_net: year.net,
        delta: Usd(0.01 * position.entry * pool.delta(position.entry)),
    };
    report
}

fn hedge_report(book: &Book, world: &World, pnl: &Pnl, holdings: &[HoldingReport]) -> HedgeReport {
    let layers: Vec<LayerReport> = book
        .planned_layers()
        .map(|(entry, layer, _)| {
            let expiry = Years::from_calendar_days(layer.days);
            let left = Years::from_calendar_days(layer.days_left(world.days));
            let smile = book.market.vix_smile(expiry);
            LayerReport {
                id: entry.id(),
                nth: entry.nth,
                name: entry.name.clone(),
                days: layer.days,
                expires: book.plan.expiry(entry.kind, entry.nth),
                contracts: layer.contracts,
                strike: layer.strike,
                wing: layer.wing,
                future: Points(smile.future),
                vol: smile.vol(layer.strike.0),
                delta: smile.call_delta(layer.strike.0),
                premium: Points(layer.premium),
                future_after: world.market.vix_future(left),
                price_after: Points(layer.price(&world.market, world.days)),
                days_after: left.calendar_days(),
                state: layer.state(world.days).word(),
                pnl: Usd(layer.pnl(&world.market, world.days)),
                carry: layer.carry(&book.market),
            }
        })
        .collect();
    let [vix_carry, chain_carry] = carry::of(book);
    let budget = hedge_budget::of(book);
    let others =
        book.entries.iter().zip(holdings).filter(|(entry, _)| entry.kind.is_hedge() && entry.kind != Kind::Layer);
    let others = others.map(|(entry, holding)| LegOutline {
        id: holding.id.clone(),
        name: holding.name.clone(),
        label: holding.label.clone(),
        quantity: holding.quantity,
        outlay: holding.outlay,
        carry: entry.held.carry(&book.today),
        pnl: holding.pnl,
        state: holding.state,
    });
    let lost = -(pnl.condor + pnl.pool);
    HedgeReport {
        layers,
        others: others.collect(),
        outlay: book.legs().map(|leg| leg.held.outlay()).sum(),
        carry: vix_carry + chain_carry,
        budget: budget.vix,
        sets_affordable: budget.sets,
        budget_left: budget.vix_left,
        pnl: Usd(pnl.hedge),
        coverage: (lost > 0.0 && book.has_hedge()).then(|| Frac(pnl.hedge / lost)),
    }
}

fn combined_report(book: &Book, pnl: &Pnl, scan: &Scan) -> CombinedReport {
    let shock = &book.shock;
    let band = [-shock.response.band, shock.response.band];
    let combined = pnl.combined();
    let (way, stress) = (scan.way(book), &scan.reverse);
    let allowed = way.allows(book.budget, 1.0, 1.0);
    let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
    let (worst_vix_on_way, worst_spx_on_way, worst_on_way) = way.worst_place(held);
    CombinedReport {
        pnl: Usd(combined),
        share_of_equity: Frac(combined / book.plan.account.equity.0),
        budget: Usd(book.budget),
        band: band.map(|z| Usd(pnl::of(book, &shock.as_set(z)).combined())),
        worst_on_way: if worst_on_way.0 < combined { worst_on_way } else { Usd(combined) },
        worst_vix_on_way: if worst_on_way.0 < combined { worst_vix_on_way } else { shock.vix() },
        worst_spx_on_way: if worst_on_way.0 < combined { worst_spx_on_way } else { shock.event.spx },
        largest_pool: book
            .sized_plan()
            .map(|_| limits::within_capital(allowed.largest, book.plan.account.risk_capital().0)),
        largest_pool_at: allowed.vix,
        sized_pool: book.sized.and_then(|place| book.of_kind(Kind::Pool).nth(place)).map(Entry::id),
        budget_gone_at: stress.gone_at,
        worst_vix: stress.worst,
        worst_is_edge: crate::shock::spot_vol::VIX_RANGE.contains(&stress.worst.0),
        worst_pnl: Usd(stress.worst_pnl),
    }
}

fn parts(book: &Book, world: &World, pnl: &Pnl, pool: &PoolPnl, holdings: &[HoldingReport]) -> Vec<Part> {
    let part = |id: &str, label: &str, usd: f64| Part { id: id.into(), label: label.into(), usd: Usd(usd) };
    let mut parts = Vec::new();
    let several = |kind: Kind| book.of_kind(kind).count() > 1;
    if book.of_kind(Kind::Condor).next().is_some() {
        let condor = attribution::of(book, world);
        parts.push(part("condor", if several(Kind::Condor) { "Condors" } else { "Condor" }, pnl.condor));
        // What it starts with where the credit is not what it costs to buy back: no move has made that.
        if condor.open != 0.0 {
            parts.push(part("condor.open", "Open P&L", condor.open));
        }
        parts.extend([
            part("condor.delta", "Delta", condor.delta),
            part("condor.gamma", "Gamma", condor.gamma),
            part("condor.vega", "Vega", condor.vega),
            part("condor.theta", "Theta", condor.theta),
            part("condor.cross", "Cross and rest", condor.cross),
            part("condor.fees", "Fees", condor.fees),
        ]);
    }
    if book.of_kind(Kind::Pool).next().is_some() {
        parts.push(part("pool", if several(Kind::Pool) { "Pools" } else { "Pool" }, pnl.pool));
        parts.extend([
            part("pool.price", "Price move", pool.price_move),
            part("pool.il", "IL", pool.divergence),
            part("pool.fees", "Fees", pool.fees),
            part("pool.gas", "Gas", -pool.gas),
        ]);
        let extra = [
            ("pool.interest", "Interest", -pool.interest),
            ("pool.premium", "Premium", -pool.premium),
            ("pool.claims", "Claims", pool.claims),
            ("pool.liquidation", "Liquidation", -pool.penalty),
        ];
        parts.extend(extra.into_iter().filter(|row| row.2 != 0.0).map(|(id, label, usd)| part(id, label, usd)));
    }
    if book.legs().next().is_some() {
        parts.push(part("hedge", "Hedge", pnl.hedge));
        let legs = book.entries.iter().zip(holdings).filter(|(entry, _)| entry.kind.is_hedge());
        parts.extend(legs.map(|(_, leg)| part(&format!("hedge.{}", leg.id), &leg.label, leg.pnl.0)));
    }
    parts.push(part("combined", "Combined", pnl.combined()));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::Held;
    use crate::holdings::condor::LEGS;
    use crate::holdings::world::Valuation;
    use crate::options::black::{Side, price};
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{ChainKind, ChainPlan, EtpKind, EtpPlan, Plan};
    use crate::units::{CALENDAR_DAYS, MULTIPLIER, Points, Vol};

    /// What a holding is worth, dollars, with its driver at `factor` times its price, vols so much higher and so many
    /// calendar days later. Where vols follow the driver on a smile each leg is priced with the vol at its strike; all
    /// else by the holding's own code.
    fn value(held: &Held, world: &World, [factor, vol, days, pair_vol]: [f64; 4]) -> f64 {
        let (today, rate, yield_) = (world.valuation(), world.market.rate.0, world.market.dividend_yield.0);
        let left = |expiry: f64| Years::from_calendar_days(expiry - days).0;
        let later = days * 252.0 / CALENDAR_DAYS;
        match held {
            Held::Condor(condor) => {
                let smile = condor.smile(&world.market, Years::from_calendar_days(condor.days));
                let (spot, years) = (factor * world.market.spx.0, left(condor.days));
                let leg = |(strike, (side, sign)): (f64, (Side, f64))| {
                    let forward = spot * ((rate - yield_) * years).exp();
                    sign * price(side, forward, strike, smile.vol(strike).0 + vol, years, rate)
                };
                MULTIPLIER * condor.contracts * condor.strikes.into_iter().zip(LEGS).map(leg).sum::<f64>()
            }
            Held::Layer(layer) => {
                let smile = world.market.vix_smile(Years::from_calendar_days(layer.days));
                let call = |strike: Points| {
                    let vol = smile.vol(strike.0).0 + vol;
                    price(Side::Call, factor * smile.future, strike.0, vol, left(layer.days), rate)
                };
                MULTIPLIER * layer.contracts * (call(layer.strike) - layer.wing.map_or(0.0, call))
            }
            Held::Etp(etp) => match etp.calls {
                Some(calls) if vol != 0.0 || days != 0.0 => {
                    let (spot, years) = (factor * etp.price, left(calls.days));
                    let vol = etp.vol(today.market).0 + vol;
                    let one = price(Side::Call, spot * (rate * years).exp(), calls.strike, vol, years, rate);
                    MULTIPLIER * etp.quantity * one
                }
                _ => held.gain_if(world, factor),
            },
            Held::Chain(chain) => chain.pnl(&Valuation {
                token: factor * today.token,
                token_vol: Vol(today.token_vol.0 + vol),
                days: later,
                ..today
            }),
            Held::Strip(strip) if vol != 0.0 || days != 0.0 => {
                let vol_multiple = 1.0 + vol / pair_vol;
                strip.pnl(&World { vol_multiple, days: later, ..world.clone() })
            }
            _ => held.gain_if(world, factor),
        }
    }

    /// One of every kind, spreads and every leg on the chain among them.
    fn full() -> Book {
        let mut plan = Plan::default();
        for kind in [Kind::Etp, Kind::Strip, Kind::Conversion] {
            plan.add(Holding::new(Terms::fresh(kind, 0)));
        }
        plan.add(Holding::new(Terms::Etp(EtpPlan { kind: EtpKind::Calls, ..EtpPlan::default() })));
        for kind in [ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault] {
            plan.add(Holding::new(Terms::Chain(ChainPlan { kind, ..ChainPlan::default() })));
        }
        plan.a_layer(1).spread = Points(6.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn the_greeks_of_every_holding_in_the_report_are_the_slopes_of_what_it_is_worth() {
        let book = full();
        let (shown, world) = (report(&book), &book.today);
        assert_eq!((shown.holdings.len(), book.entries.len()), (13, 13));
        let Some(pair) = book.positions().next() else { unreachable!() };
        for (entry, shown) in book.entries.iter().zip(&shown.holdings) {
            let held = &entry.held;
            let level = match held {
                Held::Condor(_) => world.market.spx.0,
                Held::Pool(position) => position.entry,
                Held::Strip(_) => pair.entry,
                Held::Conversion(_) | Held::Chain(_) => world.token,
                Held::Layer(layer) => world.market.vix_smile(Years::from_calendar_days(layer.days)).future,
                Held::Etp(etp) => etp.price,
            };
            let at = |factor: f64, vol: f64, days: f64| value(held, world, [factor, vol, days, pair.vol.0]);
            let (x, dv, dt) = (1e-3, 1e-4, 1e-2);
            let delta = (at(1.0 + x, 0.0, 0.0) - at(1.0 - x, 0.0, 0.0)) / (2.0 * x * level);
            let bend = at(1.0 + x, 0.0, 0.0) - 2.0 * at(1.0, 0.0, 0.0) + at(1.0 - x, 0.0, 0.0);
            let gamma = bend / (x * x * level * level);
            // Shares, a pool, a short of tokens: no vol, and no theta by their own definition.
            let is_optional = match held {
                Held::Pool(_) | Held::Conversion(_) => false,
                Held::Etp(etp) => etp.calls.is_some(),
                _ => true,
            };
            let slope = |up: f64, down: f64, step: f64| if is_optional { (up - down) / step } else { 0.0 };
            let vega = slope(at(1.0, dv, 0.0), at(1.0, -dv, 0.0), 200.0 * dv);
            let theta = slope(at(1.0, 0.0, 2.0 * dt), at(1.0, 0.0, dt), dt);
            let g = shown.greeks;
            let pairs = [
                ("delta", g.delta, delta),
                ("gamma", g.gamma, gamma),
                ("vega", g.vega, vega),
                ("theta", g.theta, theta),
            ];
            for (what, said, found) in pairs {
                let near = 2e-3 * said.abs().max(found.abs()) + 1e-7 * held.outlay().0.abs().max(1.0) / level;
                assert!((said - found).abs() <= near, "{what} of {}: {said}, by differences {found}", shown.name);
            }
        }
    }

    #[test]
    fn the_condors_table_says_what_its_holding_says() {
        let book = full();
        let shown = report(&book);
        let (table, held) = (shown.condor.greeks, shown.holdings[0].greeks);
        for (one, other) in [(table.delta, held.delta), (table.gamma, held.gamma), (table.vega, held.vega)] {
            assert!((one - other).abs() <= 1e-12 * other.abs(), "{one} {other}");
        }
        assert!((table.theta - held.theta).abs() <= 1e-12 * held.theta.abs());
    }
}
