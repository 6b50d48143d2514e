//! Cash-flow test: what the two engines pay in over the horizon with VIX two deviations down and up, and the price
//! over that.
//!
//! Source: model book 11.6. The world is the link's at each VIX. House choices: the condor's decay is its value with
//! the horizon's days still to run less its value without them, at one market, so no mark of VIX or SPX is in it;
//! the hedge's cost likewise, leg by leg; gas is one exit a year spread evenly; margin is the portfolio estimate, funded at
//! the risk-free rate; the insurance premium is paid; an instant counts as a day.

use serde::Serialize;

use crate::book::Book;
use crate::book::pnl;
use crate::holdings::condor::Condor;
use crate::holdings::margin::portfolio_margin_of;
use crate::holdings::world::World;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::{Points, TRADING_DAYS, Usd, Years};

/// Cash flow over the horizon at one VIX; costs are positive dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CashFlow {
    /// VIX that it is reckoned at, points.
    pub vix: Points,
    /// What time takes off the condor; negative where it has to be bought back dearer with less time left.
    pub decay: Usd,
    /// Fees of every pool.
    pub fees: Usd,
    /// What time takes off the hedge; negative where it gains by it.
    pub hedge: Usd,
    /// Gas.
    pub gas: Usd,
    /// Interest on the loans.
    pub interest: Usd,
    /// Insurance premium.
    pub premium: Usd,
    /// Funding of the condor's margin.
    pub funding: Usd,
    /// Decay + fees − costs.
    pub total: Usd,
    /// The book's P&L there: what its marks make and what of the cash is in it.
    pub mark: Usd,
    /// P/CF: risk capital over the cash flow a year; none ('n/m') where that is not positive.
    pub price: Option<f64>,
}

impl CashFlow {
    /// Interest and premium together; positive.
    pub fn debts(&self) -> Usd {
        self.interest + self.premium
    }
}

/// The test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CashFlowTest {
    /// Trading days.
    pub days: f64,
    /// Two deviations down, two up.
    pub ends: [CashFlow; 2],
    /// Whether both are positive.
    pub passes: bool,
}

/// The test over the shock's horizon; it does not move with the slider.
pub fn of(book: &Book) -> CashFlowTest {
    let days = book.shock.event.days.max(1.0);
    let from = book.market.calibration.vix.0;
    let spread = 2.0 * book.market.vvix.0 / 100.0 * (days / TRADING_DAYS).sqrt();
    let ends = [-spread, spread]
        .map(|log| cash_flow(book, Points((from * log.exp()).clamp(VIX_RANGE[0], VIX_RANGE[1])), days));
    CashFlowTest { days, ends, passes: ends.iter().all(|end| end.total.0 > 0.0) }
}

fn cash_flow(book: &Book, vix: Points, days: f64) -> CashFlow {
    let shock = book.shock.calm(days);
    let world = shock.on_link(vix, 0.0);
    let market = &world.market;
    let of_one = |condor: &Condor| {
        let [then, still] = [world.days, 0.0].map(|passed| Years::left(condor.days, passed));
        condor.dollars(condor.value(market, still) - condor.value(market, then))
    };
    let decay: f64 = book.condors().filter(|condor| condor.contracts > 0.0).map(of_one).sum();
    let pools = pnl::pools(book, &world);
    let share = world.days / TRADING_DAYS;
    // As with the condor: what the days take off each leg on this one market.
    let still = World { days: 0.0, ..world.clone() };
    let hedge = pnl::hedge(book, &still) - pnl::hedge(book, &world);
    let margin = portfolio_margin_of(book.condors(), market, world.days).0;
    let funding = margin.max(0.0) * (market.rate.0 * share).exp_m1();
    let gas = pools.gas * share;
    let total = decay + pools.fees - hedge - gas - pools.interest - pools.premium - funding;
    let capital = book.plan.account.risk_capital().0;
    CashFlow {
        vix,
        decay: Usd(decay),
        fees: Usd(pools.fees),
        hedge: Usd(hedge),
        gas: Usd(gas),
        interest: Usd(pools.interest),
        premium: Usd(pools.premium),
        funding: Usd(funding),
        total: Usd(total),
        mark: Usd(pnl::of(book, &world).combined()),
        price: (total > 0.0).then(|| capital * share / total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn test_of(change: impl FnOnce(&mut Plan)) -> CashFlowTest {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(&book)
    }

    #[test]
    fn the_ends_are_two_deviations_of_vvix_away() {
        let test = test_of(|_| ());
        let spread = 2.0 * 0.95 * (5.0f64 / 252.0).sqrt();
        assert!((test.ends[0].vix.0 / (17.0 * (-spread).exp()) - 1.0).abs() < 1e-12);
        assert!((test.ends[1].vix.0 / (17.0 * spread.exp()) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn lines_add_up_and_the_price_is_capital_over_a_years_cash() {
        for days in [0.0, 5.0, 21.0, 60.0] {
            let test = test_of(|plan| {
                plan.event.days = days;
                plan.a_pool().loan = Usd(10_000.0);
            });
            for end in test.ends {
                let costs = end.hedge.0 + end.gas.0 + end.interest.0 + end.premium.0 + end.funding.0;
                assert!((end.decay.0 + end.fees.0 - costs - end.total.0).abs() < 1e-9);
                assert_eq!(end.price.is_some(), end.total.0 > 0.0);
                if let Some(price) = end.price {
                    let year = end.total.0 * 252.0 / days.max(1.0);
                    assert!((price * year / 250_000.0 - 1.0).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn over_its_whole_life_the_condor_between_its_shorts_decays_by_all_it_is_worth() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let days = 45.0 * 252.0 / 365.0;
        let shock = book.shock.calm(days);
        let market = shock.on_link(Points(17.0), 0.0).market;
        let Some(condor) = book.condors().next() else { unreachable!() };
        let [_, short_put, short_call, _] = condor.strikes;
        assert!(market.spx.0 > short_put && market.spx.0 < short_call);
        let worth = condor.dollars(condor.value(&market, Years::from_calendar_days(45.0)));
        let decay = cash_flow(&book, Points(17.0), days).decay.0;
        assert!(worth > 0.0 && (decay / worth - 1.0).abs() < 1e-9, "{decay} {worth}");
        // A day takes a part of it.
        let one = cash_flow(&book, Points(17.0), 1.0).decay.0;
        assert!(one > 0.0 && one < 0.2 * worth, "{one}");
    }

    #[test]
    fn a_book_of_hedges_alone_fails() {
        let test = test_of(|plan| {
            plan.a_condor().contracts = 0.0;
            plan.a_pool().deposit = Usd(0.0);
            plan.a_layer(0).contracts = Some(2.0);
        });
        assert!(!test.passes && test.ends.iter().all(|end| end.decay.0 == 0.0 && end.hedge.0 > 0.0));
    }
}
