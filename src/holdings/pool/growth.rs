//! Growth: fees put back in, beside fees taken as cash and a stock's dividend reinvestment, net of what the pool loses
//! on average. Source: model book 7.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::compounding::Compounding;
use crate::holdings::pool::drip::Drip;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::year::CarryColumn;
use crate::units::{CALENDAR_DAYS, Frac, Usd, Years};

/// How often to compound, and what it comes to on average.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Growth {
    /// Expected fees of the first year over the deposit, time out of range counted as nothing, simple: the APR.
    pub apr: Frac,
    /// The same put back in at the best interval, gas off: the APY of the fees alone. The APR where gas eats it.
    pub apy: Frac,
    /// The first year's fees less LVR, interest and premium, over the deposit, simple: what really compounds.
    pub net: Frac,
    /// Best interval in calendar days; none where gas is free (always) or fees are none (never).
    pub best_days: Option<f64>,
    /// Times a year at that interval, n*.
    pub times_per_year: Option<f64>,
    /// Whether to compound at all: n* ≥ 1, what is put back does not lose, and ten years of it end no lower than the fees
    /// kept as cash.
    pub is_worthwhile: bool,
    /// What setting the range round the price again costs the first time; 0 without a range.
    pub recentring: Usd,
    /// Over ten years.
    pub curve: Vec<GrowthPoint>,
}

/// The deposit after some years, dollars on average.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GrowthPoint {
    /// Years from now.
    pub years: f64,
    /// Fees put back in at the best interval, gas off; as cash where gas eats them.
    pub compounded: Usd,
    /// Fees kept as cash beside the position.
    pub cash: Usd,
    /// A stock of the same value with its dividends put back in, quarterly.
    pub stock: Usd,
    /// The same stock with its dividends taken as cash.
    pub stock_cash: Usd,
}

/// What a position earns and pays in its first year, of its value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Yields {
    /// Deposit, > 0.
    pub deposit: Usd,
    /// Expected fees.
    pub fees: Frac,
    /// Expected loss to rebalancing, ≥ 0.
    pub lost: Frac,
    /// Interest and premium, ≥ 0.
    pub paid: Frac,
    /// Dollars each time fees are put back.
    pub gas: Usd,
    /// Part of the value that setting the range anew costs each year, beside gas twice; none without a range.
    pub recentred: Option<Frac>,
}

const YEARS: u8 = 10;
/// A log growth that no fee can keep up; a curve stays there.
const MOST_GROWTH: f64 = 40.0;
/// Times a year that stand for 'always' where gas is free.
const ALWAYS: f64 = 365.0;
/// Part of the value that is swapped when a range is set anew: from all of one token to half of each. House choice.
const SWAPPED: f64 = 0.5;

impl Yields {
    /// Those of a position that holds `pool`; `year` is its carry over a year.
    pub fn of(position: &Position, pool: &Pool, year: &CarryColumn) -> Yields {
        let part = |usd: Usd| Frac(usd.0 / position.deposit.0);
        Yields {
            deposit: position.deposit,
            fees: part(year.fees),
            lost: part(year.lvr),
            paid: part(year.interest + year.premium),
            gas: position.gas,
            recentred: pool.bounds().map(|_| Frac(SWAPPED * position.tier.0)),
        }
    }

    /// What a value is after a part of a year with `times` compoundings a year: V → V(1 + net/n) − G each.
    fn compounded(&self, value: f64, years: f64, times: f64) -> f64 {
        let rate = (self.fees.0 - self.lost.0 - self.paid.0) / times;
        let steps = times * years;
        let growth = (steps * rate.max(-1.0).ln_1p()).min(MOST_GROWTH).exp();
        let gas = if rate == 0.0 { steps } else { (growth - 1.0) / rate };
        (value * growth - self.gas.0 * gas).clamp(0.0, self.deposit.0 * MOST_GROWTH.exp())
    }

    /// What a value is once its range is set round the price again.
    fn recentred(&self, value: f64) -> f64 {
        self.recentred.map_or(value, |part| (value * (1.0 - part.0) - 2.0 * self.gas.0).max(0.0))
    }
}

/// Growth of a deposit above 0; `stock` is a dividend yield and a growth of the price a year, both simple.
///
/// House choice: every year is the first one again. A range is set round the price in the same shape once a year, at gas
/// twice and half the value swapped; without it the years after would be out of range most of the time.
pub fn of(yields: &Yields, stock: [Frac; 2]) -> Growth {
    let Yields { deposit, fees: apr, gas, .. } = *yields;
    let plan = Compounding { value: deposit, apr, gas };
    // Each time must also put in more than its own gas: √(2GV) > G.
    let is_cheap = plan.worthwhile() && gas.0 < 2.0 * deposit.0;
    let times = plan.best_times_per_year().unwrap_or(ALWAYS);
    let net = Frac(apr.0 - yields.lost.0 - yields.paid.0);
    let drip = |years: f64| Drip {
        value: deposit,
        dividend_yield: stock[0],
        growth: stock[1],
        payments_per_year: 4,
        time: Years(years),
    };
    let (mut put_back, mut held, mut cash) = (deposit.0, deposit.0, 0.0);
    let mut curve =
        vec![GrowthPoint { years: 0.0, compounded: deposit, cash: deposit, stock: deposit, stock_cash: deposit }];
    for year in 0..YEARS {
        for part in [0.5, 1.0] {
            // Interest and premium are paid out of the position.
            let left = |held: f64| held * (1.0 - part * (yields.lost.0 + yields.paid.0)).max(0.0);
            let kept = left(held) + cash + held * part * apr.0;
            let (kept, put) = if part == 1.0 {
                cash += held * apr.0;
                held = yields.recentred(left(held));
                put_back = yields.recentred(yields.compounded(put_back, part, times));
                (held + cash, put_back)
            } else {
                (kept, yields.compounded(put_back, part, times))
            };
            let years = f64::from(year) + part;
            curve.push(GrowthPoint {
                years,
                compounded: Usd(if is_cheap { put } else { kept }),
                cash: Usd(kept),
                stock: drip(years).reinvested(),
                stock_cash: drip(years).not_reinvested() + drip(years).cash_taken(),
            });
        }
    }
    let gains = curve.last().is_none_or(|last| last.compounded >= last.cash);
    let fees_alone = Yields { lost: Frac(0.0), paid: Frac(0.0), ..*yields };
    Growth {
        apr,
        apy: if is_cheap { Frac(fees_alone.compounded(deposit.0, 1.0, times) / deposit.0 - 1.0) } else { apr },
        net,
        best_days: plan.best_interval().map(|interval| CALENDAR_DAYS * interval.0),
        times_per_year: plan.best_times_per_year(),
        is_worthwhile: is_cheap && net.0 > 0.0 && gains,
        recentring: Usd(deposit.0 - yields.recentred(deposit.0)),
        curve,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEES_ALONE: Yields = Yields {
        deposit: Usd(10_000.0),
        fees: Frac(0.2),
        lost: Frac(0.0),
        paid: Frac(0.0),
        gas: Usd(13.13),
        recentred: None,
    };
    const STOCK: [Frac; 2] = [Frac(0.02), Frac(0.06)];

    fn end(growth: &Growth) -> GrowthPoint {
        let Some(last) = growth.curve.last() else { unreachable!() };
        *last
    }

    #[test]
    fn the_published_example_compounds_four_times_to_21_percent() {
        // $10 000 at 20 %, gas $13.13: best every 93.5 days, APY near 20.98 %.
        let grown = of(&FEES_ALONE, STOCK);
        assert!(
            (grown.best_days.unwrap_or(0.0) - 93.5).abs() < 0.1 && (grown.apy.0 - 0.2098).abs() < 5e-4,
            "{grown:?}"
        );
        assert!(grown.curve.iter().all(|point| point.compounded.0 >= point.cash.0 - 60.0) && grown.is_worthwhile);
        assert!((end(&grown).cash.0 - 30_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_losing_pool_compounds_its_loss() {
        // Fees of 20 % against 30 % lost: what is put back goes the way of the rest.
        let lost = of(&Yields { lost: Frac(0.3), ..FEES_ALONE }, STOCK);
        assert!(!lost.is_worthwhile && (lost.net.0 + 0.1).abs() < 1e-15);
        assert!(lost.curve.windows(2).all(|pair| pair[1].compounded.0 < pair[0].compounded.0));
        let last = end(&lost);
        // 0.9^10 of it by steps of a year; as cash 0.7^10 of it and the fees taken on the way.
        assert!(last.compounded.0 < 10_000.0 * 0.9f64.powi(9) && last.compounded.0 < last.cash.0, "{last:?}");
        let taken: f64 = (0..10).map(|year| 2000.0 * 0.7f64.powi(year)).sum();
        assert!((last.cash.0 - 10_000.0 * 0.7f64.powi(10) - taken).abs() < 1e-6, "{last:?}");
    }

    #[test]
    fn a_range_pays_for_being_set_anew_every_year() {
        let ranged = of(&Yields { recentred: Some(Frac(0.0005)), ..FEES_ALONE }, STOCK);
        assert!((ranged.recentring.0 - 5.0 - 26.26).abs() < 1e-9);
        assert!(end(&ranged).compounded.0 < end(&of(&FEES_ALONE, STOCK)).compounded.0 - 300.0);
    }

    #[test]
    fn a_small_deposit_keeps_its_cash_and_nothing_is_not_a_number() {
        let small = of(&Yields { deposit: Usd(100.0), fees: Frac(0.06), gas: Usd(14.0), ..FEES_ALONE }, [Frac(0.0); 2]);
        assert!(!small.is_worthwhile && small.curve.iter().all(|point| point.compounded == point.cash));
        for (fees, gas) in [(0.0, 0.0), (0.0, 5.0), (0.3, 0.0), (20.0, 1e5), (1000.0, 0.0)] {
            for lost in [0.0, 0.3, 5.0] {
                let yields = Yields {
                    deposit: Usd(30_000.0),
                    fees: Frac(fees),
                    gas: Usd(gas),
                    lost: Frac(lost),
                    recentred: Some(Frac(0.005)),
                    ..FEES_ALONE
                };
                let one = of(&yields, [Frac(1.0), Frac(-0.9)]);
                assert!(one.curve.iter().all(|p| p.compounded.0.is_finite() && p.stock.0.is_finite()), "{fees} {gas}");
            }
        }
    }
}
