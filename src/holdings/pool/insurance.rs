//! Insurance against impermanent loss: what it pays, where it begins, and what it should cost.
//!
//! It covers the gap to holding, never the fall of the price: the dollar loss where it begins stands beside
//! the trigger. The insurer may fail when it is needed, the more the higher the VIX.

use crate::holdings::pool::Pool;
use crate::numbers::quadrature::{GAUSS_32, integral};
use crate::numbers::{bracketed_root, normal_pdf};
use crate::units::{Frac, Usd, Vol, Years};

/// A policy on one position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Insurance {
    /// Premium a year, of the deposit.
    pub premium: Frac,
    /// Part of the HODL value that stays with the person, 0.08 by default.
    pub deductible: Frac,
    /// Part of the rest that is covered, in [0, 1].
    pub cover: Frac,
    /// The most it pays before the haircut.
    pub limit: Usd,
    /// Whether that is a sum that was agreed on, which stands whatever the deposit; else it is the deposit.
    pub is_agreed: bool,
}

/// Where impermanent loss reaches a deductible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trigger {
    /// Price, quote tokens per base token.
    pub price: f64,
    /// Price over the entry price, less 1.
    pub price_move: Frac,
    /// Value over the deposit, less 1: the person's loss in dollars before any cover.
    pub value_change: Frac,
}

/// Part of a claim the insurer fails to pay: clamp(0.5 + 0.5·ln(v/v₀)/ln 4, 0.5, 1), ρ = v/v₀ > 0.
///
/// Mutual pools suspended cover in the crash of June 2022. Model book 7.
pub fn default_haircut(vix_ratio: f64) -> Frac {
    Frac((0.5 + 0.5 * vix_ratio.ln() / 4f64.ln()).clamp(0.5, 1.0))
}

impl Insurance {
    /// What is paid out, ≥ 0, for tokens worth `hodl` outside the pool and `value` in it.
    pub fn recovered(&self, hodl: Usd, value: Usd, haircut: Frac) -> Usd {
        Usd((1.0 - haircut.0) * self.claim(hodl, value).0.min(self.limit.0))
    }

    /// What is claimed before limit and haircut, ≥ 0.
    pub fn claim(&self, hodl: Usd, value: Usd) -> Usd {
        Usd(self.cover.0 * (hodl.0 - value.0 - self.deductible.0 * hodl.0).max(0.0))
    }

    /// Premium paid over `time` on a deposit worth `deposit`, ≥ 0.
    pub fn premium_paid(&self, deposit: Usd, time: Years) -> Usd {
        Usd(self.premium.0 * deposit.0 * time.0)
    }

    /// The fair premium for `horizon`: the expected payment under a martingale lognormal price, peg held.
    ///
    /// Gauss–Legendre from each trigger outward to nine deviations; a limit that binds costs digits beyond the
    /// fifth.
    pub fn fair_premium(&self, pool: &Pool, entry: f64, vol: Vol, horizon: Years, haircut: Frac) -> Usd {
        let spread = vol.0.abs() * horizon.0.max(0.0).sqrt();
        if spread < 1e-9 {
            return Usd(0.0);
        }
        let reach = 9.0;
        let kept = pool.reserves(entry);
        let paid = |z: f64| {
            let price = entry * (spread * z - 0.5 * spread * spread).exp();
            normal_pdf(z) * self.recovered(Usd(kept.value(price)), Usd(pool.value(price)), haircut).0
        };
        let over = |low: f64, high: f64| {
            if high <= low {
                // The trigger is more than nine deviations away.
                return 0.0;
            }
            let panel = (high - low) / 8.0;
            (0..8)
                .map(f64::from)
                .map(|i| integral(&GAUSS_32, low + panel * i, low + panel * (i + 1.0), paid))
                .sum::<f64>()
        };
        let at = |price: f64| (price / entry).ln() / spread + 0.5 * spread;
        let (down, up) = triggers(pool, entry, self.deductible);
        let below = down.map_or(0.0, |trigger| over(-reach, at(trigger.price)));
        let above = up.map_or(0.0, |trigger| over(at(trigger.price), reach));
        Usd(below + above)
    }
}

/// The prices below and above `entry` where impermanent loss is −`deductible`; none where it never is.
///
/// A position that holds one token at entry has none on the side where it goes on holding it.
pub fn triggers(pool: &Pool, entry: f64, deductible: Frac) -> (Option<Trigger>, Option<Trigger>) {
    let kept = pool.reserves(entry);
    let room = |log: f64| {
        let price = entry * log.exp();
        let hodl = kept.value(price);
        if hodl > 0.0 { pool.value(price) / hodl - 1.0 + deductible.0 } else { deductible.0 }
    };
    let found = |log: f64| {
        let price = entry * log.exp();
        let value_change = Frac(pool.value(price) / pool.value(entry) - 1.0);
        Trigger { price, price_move: Frac(log.exp_m1()), value_change }
    };
    (bracketed_root(-60.0, 0.0, room).map(found), bracketed_root(0.0, 60.0, room).map(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::{Concentrated, ConstantProduct};

    const POLICY: Insurance =
        Insurance { premium: Frac(0.02), deductible: Frac(0.08), cover: Frac(1.0), limit: Usd(1e9), is_agreed: true };

    fn range(factor: f64) -> Pool {
        Pool::Concentrated(Concentrated::from_deposit(1.0, 1.0, 1.0 / factor, factor).unwrap())
    }

    #[test]
    fn the_cap_begins_to_pay_where_the_book_says() {
        let full = Pool::ConstantProduct(ConstantProduct::from_deposit(1.0, 1.0).unwrap());
        for (pool, down, up) in [(full, -0.563, 1.289), (range(2.0), -0.354, 0.548), (range(1.2), -0.217, 0.278)] {
            let (below, above) = triggers(&pool, 1.0, Frac(0.08));
            assert!((below.unwrap().price_move.0 - down).abs() < 5e-4);
            assert!((above.unwrap().price_move.0 - up).abs() < 5e-4);
        }
        // The cap alone does not cap the loss.
        assert!((triggers(&full, 1.0, Frac(0.08)).0.unwrap().value_change.0 + 0.339).abs() < 5e-4);
    }

    #[test]
    fn at_a_trigger_nothing_is_paid_and_beyond_it_the_rest() {
        let pool = range(1.2);
        let (below, _) = triggers(&pool, 1.0, Frac(0.08));
        let paid = |price: f64| POLICY.recovered(Usd(pool.hodl(price, 1.0)), Usd(pool.value(price)), Frac(0.0)).0;
        let trigger = below.unwrap().price;
        assert!(paid(trigger * 1.0001) == 0.0 && paid(trigger * 0.9999) > 0.0);
    }

    #[test]
    fn a_position_all_in_base_has_no_trigger_below() {
        let above_price = Pool::Concentrated(Concentrated::from_deposit(1.0, 1.0, 1.1, 2.0).unwrap());
        let (down, up) = triggers(&above_price, 1.0, Frac(0.08));
        assert!(down.is_none() && up.is_some());
    }

    #[test]
    fn the_fair_premium_of_a_month_at_eighty_percent() {
        // 1.73, 0.70, 0.22 % of the deposit for r = 1.2, 1.5, 2 (an integration on a fine grid).
        for (factor, fair) in [(1.2, 0.0173), (1.5, 0.0070), (2.0, 0.0022)] {
            let premium =
                POLICY.fair_premium(&range(factor), 1.0, Vol(0.8), Years::from_calendar_days(30.0), Frac(0.0));
            assert!((premium.0 - fair).abs() < 6e-5, "{factor}: {premium:?}");
        }
        let still = POLICY.fair_premium(&range(1.2), 1.0, Vol(0.0), Years(1.0), Frac(0.0));
        assert_eq!(still, Usd(0.0));
    }

    #[test]
    fn the_insurer_fails_more_as_the_vix_rises() {
        assert_eq!(default_haircut(0.5), Frac(0.5));
        assert_eq!(default_haircut(1.0), Frac(0.5));
        assert!((default_haircut(2.0).0 - 0.75).abs() < 1e-15);
        assert_eq!(default_haircut(9.0), Frac(1.0));
    }
}
