//! Safety: the loan's health and the insurance's triggers, today and in the shock.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::insurance::{Insurance, Trigger, default_haircut, triggers};
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::Position;
use crate::holdings::world::World;
use crate::units::{Frac, Usd, Years};
use crate::views::report::pool::Quoted;
use crate::words::{amount, percent, share};

/// The loan, today and in the shock.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LoanReport {
    /// Owed today.
    pub debt: Usd,
    /// Owed in the scenario.
    pub debt_after: Usd,
    /// ℓ·value/debt today; below 1 is liquidated.
    pub health: f64,
    /// Likewise in the scenario.
    pub health_after: f64,
    /// Price at or below today's that liquidates, quote per base, the quote token worth what it is today; none where
    /// none does.
    pub liquidation_price: Option<f64>,
    /// Whether it is liquidated in the shock.
    pub is_liquidated: bool,
    /// What that costs on top; 7 % of the debt.
    pub penalty: Usd,
}

/// One price where impermanent loss reaches the deductible.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TriggerReport {
    /// Quote per base.
    pub price: f64,
    /// Price move from today.
    pub price_move: Frac,
    /// Dollars lost there before any cover; a gain is negative.
    pub loss: Usd,
}

/// The cap on impermanent loss, and who pays beyond it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InsuranceReport {
    /// c: part of HODL that stays with the person.
    pub deductible: Frac,
    /// Below today's price; none where impermanent loss never is that large.
    pub below: Option<TriggerReport>,
    /// Above it.
    pub above: Option<TriggerReport>,
    /// Part of a claim that the insurer fails to pay at the shock's VIX.
    pub haircut: Frac,
    /// What it pays in this shock.
    pub payout: Usd,
    /// Premium asked, a year.
    pub premium: Usd,
    /// Fair premium of a month at today's VIX, no default beyond the calm haircut; none where nothing is covered.
    pub fair_month: Option<Usd>,
    /// What the cap does not do, in one sentence.
    pub sentence: String,
}

/// The loan of a position; none without one.
pub(super) fn loan(position: &Position, pool: &Pool, world: &World) -> Option<LoanReport> {
    let (now, time) = (Years(0.0), Years::from_trading_days(world.days));
    let (value, then) = (position.dollars_in(world), position.loan_in(world));
    let loan = position.loan;
    Some(LoanReport {
        debt: loan.debt(now),
        debt_after: then.debt(time),
        health: loan.health(position.deposit, now)?,
        health_after: then.health(value, time)?,
        liquidation_price: loan.liquidation_price(pool, position.entry, 1.0, now).map(|price| position.shown(price)),
        is_liquidated: then.liquidated(value, time),
        penalty: then.penalty(value, time),
    })
}

/// The cap of a position that did `pnl` in a world.
pub(super) fn insurance(
    position: &Position,
    pool: &Pool,
    world: &World,
    pnl: &PoolPnl,
    quoted: &Quoted,
) -> InsuranceReport {
    let policy = position.insurance;
    let (below, above) = triggers(pool, position.entry, policy.deductible);
    let report = |trigger: Trigger| TriggerReport {
        price: position.shown(trigger.price),
        price_move: trigger.price_move,
        loss: Usd(-trigger.value_change.0 * position.deposit.0),
    };
    let (below, above) = (below.map(report), above.map(report));
    let month = Years::from_calendar_days(30.0);
    InsuranceReport {
        deductible: policy.deductible,
        haircut: default_haircut(world.vix_ratio),
        payout: Usd(pnl.claims),
        premium: policy.premium_paid(position.deposit, Years(1.0)),
        fair_month: (policy.cover.0 > 0.0)
            .then(|| policy.fair_premium(pool, position.entry, position.vol, month, default_haircut(1.0))),
        sentence: sentence(&policy, below, position.deposit, quoted),
        below,
        above,
    }
}

fn sentence(policy: &Insurance, below: Option<TriggerReport>, deposit: Usd, quoted: &Quoted) -> String {
    let cap = share(policy.deductible.0, 1);
    match below {
        Some(trigger) => format!(
            "A cap of {cap} on impermanent loss is no cap on the loss: it begins to count when the price in {} has moved {}, and {} ({} of the deposit) is gone by then.",
            quoted.unit(),
            percent(quoted.moved(trigger.price_move).0, 1),
            amount(trigger.loss.0.max(0.0)),
            share(trigger.loss.0.max(0.0) / deposit.0, 1)
        ),
        None => format!(
            "While {} falls this position never loses {cap} to holding: the cap does nothing there.",
            quoted.base
        ),
    }
}
