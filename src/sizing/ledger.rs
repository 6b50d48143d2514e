//! Ledger: everything about the sized position that does not move with the VIX slider, and the case it makes with a
//! shock.
//!
//! The position in front is sized, the others are held as they are. Where it holds nothing, one of $1,000 on its terms
//! stands in for it.

use crate::book::limits;
use std::sync::Arc;

use crate::book::Book;
use crate::book::limits::LargestPool;
use crate::book::position::Position;
use crate::holdings::margin::portfolio_margin;
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::insurance::triggers;
use crate::plan::Plan;
use crate::plan::sizing::SizingPlan;
use crate::shock::token::Response;
use crate::simulation::cvar::{Outcome, Outcomes};
use crate::sizing::hurdle::{Hurdle, HurdleInputs};
use crate::sizing::irr::{CashFlows, stress_probability};
use crate::sizing::rules::half_kelly::Kelly;
use crate::sizing::rules::worst_of_set;
use crate::sizing::stressed::{Shocked, Stressed};
use crate::sizing::{Case, dollars};
use crate::units::{Frac, Usd, Years};

/// What a year brings without a shock, dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Income {
    /// All fees.
    pub fees: f64,
    /// Fees − LVR − gas − interest − premium.
    pub net: f64,
}

/// What other rooms know.
#[derive(Clone, Debug)]
pub struct Given {
    /// A year of the sized position.
    pub income: fn(&Position, &Pool) -> Income,
    /// Hard items of its vetting that fail.
    pub failed: Vec<&'static str>,
    /// The book at the horizon; CVaR is read off it.
    pub outcomes: Arc<Outcomes>,
}

/// The sized position, ready to meet a shock.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Signals and switches.
    pub plan: SizingPlan,
    /// The position, or the one that stands in for it.
    pub position: Position,
    pool: Pool,
    /// What is held now, dollars.
    pub held: f64,
    /// Capital that weights are shares of.
    pub risk_capital: f64,
    /// Loss that the book may take, positive.
    pub budget: f64,
    /// Equity.
    pub equity: f64,
    /// What the hurdle is made from.
    pub inputs: HurdleInputs,
    /// What the pool must earn.
    pub hurdle: Hurdle,
    /// Expected fees of each month.
    fees: Vec<f64>,
    /// Gas, interest and premium of each month.
    costs: Vec<f64>,
    /// Expected value at the end, no shock.
    pub calm_exit: f64,
    income: Income,
    il_loss: Option<f64>,
    failed: Vec<&'static str>,
    margin: f64,
    set: Vec<(&'static str, Stressed)>,
    outcomes: Arc<Outcomes>,
    /// Largest pool whose CVaR is within the budget.
    cvar: LargestPool,
}

/// One thing changed, everything else held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tweak {
    /// Loss budget, dollars.
    pub budget: f64,
    /// The hedge this many times as large.
    pub hedge: f64,
    /// Fees this many times as large.
    pub fees: f64,
}

impl Ledger {
    /// The ledger of a book; none where the position's terms allow no deposit.
    pub fn new(book: &Book, given: Given) -> Option<Ledger> {
        let position = match &book.position.pool {
            Some(_) => book.position.clone(),
            None => limits::with_stand_in(book)?.position,
        };
        let pool = position.pool?;
        let (plan, account) = (&book.plan.sizing, &book.plan.account);
        let inputs = hurdle_inputs(&book.plan, &position, &pool);
        let (fees, costs) = flows(&position, &pool, plan.months);
        let horizon = Years(plan.months / 12.0);
        let carry = Carry { pool, price: position.entry, vol: position.vol, horizon };
        let below = triggers(&pool, position.entry, position.insurance.deductible).0;
        let mut ledger = Ledger {
            plan: plan.clone(),
            held: if book.position.pool.is_some() { position.deposit.0 } else { 0.0 },
            risk_capital: account.risk_capital().0,
            budget: book.budget,
            equity: account.equity.0,
            hurdle: inputs.hurdle(),
            inputs,
            fees,
            costs,
            calm_exit: carry.expected_value(),
            income: (given.income)(&position, &pool),
            il_loss: below.map(|trigger| -trigger.value_change.0),
            failed: given.failed,
            margin: portfolio_margin(&book.condor, &book.market, Years::left(book.condor.days, 0.0)).0,
            set: Vec::new(),
            cvar: given.outcomes.largest_within(Usd(book.budget)),
            outcomes: given.outcomes,
            position,
            pool,
        };
        ledger.set = ledger.set_in(book);
        Some(ledger)
    }

    /// The chosen shocks on a book's book.
    fn set_in(&self, book: &Book) -> Vec<(&'static str, Stressed)> {
        let one = |(name, plan): (&'static str, crate::plan::ShockPlan)| {
            let shock = book.shock_of(&plan, plan.days);
            (name, Stressed::new(book, &self.position, &self.pool, &shock, &shock.as_set(0.0)))
        };
        worst_of_set::chosen(&book.plan).into_iter().map(one).collect()
    }

    /// The same ledger with the set as another book of the same book sees it.
    pub fn with_set_in(&self, book: &Book) -> Ledger {
        Ledger { set: self.set_in(book), ..self.clone() }
    }

    /// A book's own shock on the sized position.
    pub fn shocked(&self, book: &Book) -> Shocked {
        Shocked::new(book, &self.position, &self.pool, self.margin)
    }

    /// Nothing changed.
    pub fn as_is(&self) -> Tweak {
        Tweak { budget: self.budget, hedge: 1.0, fees: 1.0 }
    }

    /// Cash flows of the position for what a dollar is worth in the shock.
    pub fn cash_flows(&self, recovered: f64, fees: f64) -> CashFlows {
        let deposit = self.position.deposit.0;
        let chance = stress_probability(self.plan.stress_chance.0, self.plan.months);
        CashFlows {
            deposit,
            flows: self.fees.iter().zip(&self.costs).map(|(fee, cost)| fees * fee - cost).collect(),
            exit: (1.0 - chance) * self.calm_exit + chance * recovered * deposit,
        }
    }

    /// Outcomes with hedge and fees turned.
    fn outcomes_with(&self, tweak: &Tweak) -> Outcomes {
        let turned = |one: &Outcome| {
            let hedge = one.other - one.condor - one.others;
            Outcome { other: one.other + (tweak.hedge - 1.0) * hedge, first: one.first.with_fees(tweak.fees), ..*one }
        };
        Outcomes { all: self.outcomes.all.iter().map(turned).collect(), ..*self.outcomes }
    }

    /// The CVaR cap with something turned; unlike [`Ledger::case`]'s, which keeps today's.
    pub fn cvar_cap(&self, tweak: &Tweak) -> LargestPool {
        self.outcomes_with(tweak).largest_within(Usd(tweak.budget))
    }

    /// Whether a pool of this size keeps CVaR within the budget with something turned.
    pub fn keeps_cvar(&self, usd: f64, tweak: &Tweak) -> bool {
        self.outcomes_with(tweak).cvar_95(Usd(usd)).0 <= tweak.budget * (1.0 + 1e-12)
    }

    /// The smallest budget with which every cap that is on allows this size, dollars.
    pub fn budget_for(&self, usd: f64, shocked: &Shocked, tweak: &Tweak) -> f64 {
        let rules = &self.plan.rules;
        let loss = |book: &Stressed| -(book.other(tweak.hedge) + book.first.with_fees(tweak.fees).pnl(usd));
        let of_set = self.set.iter().filter(|_| rules.set).map(|(_, book)| loss(book));
        let stress = rules.stress.then(|| loss(&shocked.book));
        let cvar = rules.cvar.then(|| self.outcomes_with(tweak).cvar_95(Usd(usd)).0);
        let il = self.il_loss.filter(|_| rules.il).map(|loss| loss * usd);
        of_set.chain(stress).chain(cvar).chain(il).fold(0.0, f64::max)
    }

    /// What the rules look at.
    pub fn case(&self, shocked: &Shocked, tweak: &Tweak) -> Case<'_> {
        let Tweak { budget, hedge, fees } = *tweak;
        let largest = |book: &Stressed| book.largest(budget, hedge, fees);
        let set = self.set.iter().map(|(name, book)| (*name, largest(book)));
        let worst = set.reduce(|a, b| if limit(b.1) < limit(a.1) { b } else { a });
        let quick = &shocked.quick;
        let due = quick.due().0 + (hedge - 1.0) * quick.rolls.0;
        let ready = quick.at_hand + quick.withdrawable;
        let net = self.income.net + (fees - 1.0) * self.income.fees;
        let risk_free = self.inputs.risk_free;
        Case {
            plan: &self.plan,
            risk_capital: self.risk_capital,
            budget,
            hurdle: self.hurdle,
            irr: self.cash_flows(shocked.book.recovered, fees).irr(),
            failed: &self.failed,
            quick_ratio: crate::holdings::pool::depth::quick_ratio(ready, Usd(due)),
            vix: shocked.vix,
            stress: largest(&shocked.book),
            set: worst,
            cvar: self.cvar,
            days: shocked.days,
            kelly: Kelly {
                mean: net / self.position.deposit.0 + self.hurdle.premium.0,
                rate: risk_free,
                deviation: self.inputs.delta_share.abs() * self.position.vol.0,
            },
            il_loss: self.il_loss,
        }
    }
}

fn limit(cap: LargestPool) -> f64 {
    dollars(cap).unwrap_or(f64::INFINITY)
}

/// Betas are those at today's VIX: the hurdle is about every year, not about this shock. House choice.
/// The hurdle's inputs for the first position of a plan.
pub fn hurdle_inputs(plan: &Plan, position: &Position, pool: &Pool) -> HurdleInputs {
    let (sizing, shock, vix) = (&plan.sizing, &plan.shock, plan.market.vix);
    // Betas typed by hand belong to the sized position's token; a stable pair has none.
    let token = Response::fitted(plan.pool.token_in(&plan.market), vix, vix).with_betas(shock.beta_spx, shock.beta_vix);
    let [beta_spx, beta_vix] = if position.token.is_some() { [token.beta_spx, token.beta_vix] } else { [0.0; 2] };
    HurdleInputs {
        equity: plan.account.equity.0,
        borrowed: sizing.borrowed.map_or_else(|| plan.positions().map(|pool| pool.loan.0).sum(), |usd| usd.0),
        debt_cost: sizing.debt_cost.unwrap_or(plan.pool.loan_rate).0,
        tax: sizing.tax.0,
        risk_free: sizing.risk_free.unwrap_or(plan.market.rate).0,
        beta_spx,
        beta_vix,
        delta_share: position.entry * pool.delta(position.entry) / pool.value(position.entry),
        equity_premium: sizing.equity_premium.0,
        vol_premium: sizing.vol_premium.0,
        equity_cost: sizing.equity_cost.map(|rate| rate.0),
    }
}

/// Expected fees, and gas (one exit a year, spread evenly), interest and premium, month by month.
fn flows(position: &Position, pool: &Pool, months: f64) -> (Vec<f64>, Vec<f64>) {
    let month = |k: u32| Years(f64::from(k) / 12.0);
    let earned = |k: u32| {
        let carry = Carry { pool: *pool, price: position.entry, vol: position.vol, horizon: month(k) };
        if k == 0 { 0.0 } else { carry.expected_fees(Frac(position.fee_apr)) }
    };
    let paid = |k: u32| {
        let time = month(k);
        position.gas.0 * time.0 + position.loan.debt(time).0 + position.insurance.premium_paid(position.deposit, time).0
    };
    let count = months.clamp(1.0, 120.0) as u32;
    let steps = |total: &dyn Fn(u32) -> f64| -> Vec<f64> {
        let sums: Vec<f64> = (0..=count).map(total).collect();
        sums.windows(2).map(|pair| pair[1] - pair[0]).collect()
    };
    (steps(&earned), steps(&paid))
}
