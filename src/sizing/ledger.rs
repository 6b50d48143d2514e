//! The sized pool: everything about it that does not move with the VIX slider, and the case it makes with a shock.
//!
//! The other pools are held as they are. Where the sized one holds nothing, one of $1,000 on its terms stands in.

use std::sync::{Arc, OnceLock};

use crate::book::Book;
use crate::book::limits::{self, LargestPool};
use crate::book::way::{self, Scan, Way};
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::insurance::triggers;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::vetting;
use crate::holdings::pool::year::{self, Income};
use crate::numbers::bracketed_root;
use crate::numbers::pieces::{pause, whole};
use crate::plan::sizing::{RuleSwitches, SizingPlan};
use crate::simulation::cvar::{self, Nodes, Outcome, Outcomes};
use crate::simulation::within::{self, Within};
use crate::sizing::hurdle::{Hurdle, HurdleInputs, hurdle_inputs};
use crate::sizing::irr::{CashFlows, IrrError, flows, stress_probability};
use crate::sizing::kelly::Kelly;
use crate::sizing::rules::{baseline, cvar_cap, half_kelly, worst_of_set};
use crate::sizing::stressed::SizingShock;
use crate::sizing::{Case, SetBy, Size, owed_at, size};
use crate::units::{Usd, Years};

/// The sized position, ready to meet a shock.
#[derive(Clone, Debug)]
pub struct SizedPosition {
    /// Signals and switches.
    pub plan: SizingPlan,
    /// Which of the signals data have set.
    set_by: SetBy,
    /// The position, or the one that stands in for it.
    pub position: Position,
    /// What is held now, dollars.
    pub held: f64,
    /// Owed against it, dollars, and what the legs written on it cost at today's prices.
    owed: f64,
    legs: f64,
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
    /// Hard items of which nobody knows.
    unvetted: Vec<&'static str>,
    set: Vec<(&'static str, Way)>,
    scan: Arc<Scan>,
    outcomes: Arc<Outcomes>,
    /// Sizes whose CVaR is within the budget; none where no size is.
    cvar: Option<Within>,
    /// CVaR of a speck of the pool and of what is held, once it was asked for: no shock moves it.
    ends: OnceLock<[f64; 2]>,
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

impl SizedPosition {
    /// The sized pool of a book; none where no pool is on, or its terms allow no deposit.
    pub fn new(book: &Book, scan: &Arc<Scan>, outcomes: Arc<Outcomes>) -> Option<SizedPosition> {
        whole(SizedPosition::making(book, scan, outcomes))
    }

    /// [`SizedPosition::new`] in pieces.
    pub async fn making(book: &Book, scan: &Arc<Scan>, outcomes: Arc<Outcomes>) -> Option<SizedPosition> {
        let held = book.sized_position()?;
        let position = scan.sized()?.position.clone();
        let pool = position.pool?;
        let terms = book.sized_plan()?;
        let (plan, account) = (book.plan.sizing_as_known(), &book.plan.account);
        let inputs = hurdle_inputs(&book.plan, terms, &position, &pool);
        let (fees, costs) = flows(&position, &pool, plan.months);
        let horizon = Years(plan.months / 12.0);
        let carry = Carry { pool, price: position.entry, vol: position.vol, horizon };
        let cvar = outcomes.within(Usd(book.budget));
        pause().await;
        let below = triggers(&pool, position.entry, position.insurance.deductible).0;
        let mut ledger = SizedPosition {
            plan,
            set_by: SetBy::of(&book.plan),
            held: if held.pool.is_some() { position.deposit.0 } else { 0.0 },
            owed: terms.loan.0,
            legs: book.legs_on_sized().map(|leg| leg.held.outlay().0).sum(),
            risk_capital: account.risk_capital().0,
            budget: book.budget,
            equity: account.equity.0,
            hurdle: inputs.hurdle(),
            inputs,
            fees,
            costs,
            calm_exit: carry.expected_value(),
            income: year::income(&position, &pool),
            il_loss: below.map(|trigger| -trigger.value_change.0),
            failed: vetting::failed(&terms.vetting),
            unvetted: vetting::unknown(&terms.vetting),
            set: Vec::new(),
            scan: scan.clone(),
            cvar,
            ends: OnceLock::new(),
            outcomes,
            position,
        };
        pause().await;
        for (name, shock) in worst_of_set::chosen(book) {
            ledger.set.push((name, way::steps(book, &shock, scan.sized())));
            pause().await;
        }
        Some(ledger)
    }

    /// The same of a book that nobody has scanned yet, as far as its own shock needs it.
    pub fn alone(book: &Book) -> Option<SizedPosition> {
        whole(SizedPosition::making_alone(book))
    }

    /// [`SizedPosition::alone`] in pieces.
    pub async fn making_alone(book: &Book) -> Option<SizedPosition> {
        let scan = Arc::new(way::scan_to(book, book.shock.vix().0));
        pause().await;
        let outcomes = cvar::making(book, Nodes::HOUSE).await;
        SizedPosition::making(book, &scan, Arc::new(outcomes)).await
    }

    /// A book's own shock on the sized position.
    pub fn shocked(&self, book: &Book) -> SizingShock {
        SizingShock::new(book, &self.scan)
    }

    /// Cash that a smaller pool frees, its loan paid back in proportion, its gas paid and the legs on it sold, dollars; 0
    /// where it is not smaller.
    pub fn freed(&self, usd: f64) -> f64 {
        if usd >= self.held {
            return 0.0;
        }
        (self.held - usd - self.repaid(usd) - self.position.gas.0 - self.legs_cost(usd)).max(0.0)
    }

    /// What a smaller pool pays back of its loan, dollars; negative where a larger one borrows more.
    pub fn repaid(&self, usd: f64) -> f64 {
        if self.held > 0.0 { self.owed - owed_at(self.owed, usd / self.held) } else { 0.0 }
    }

    /// What the legs written on it cost more with so much in it, dollars; 0 where it holds nothing yet.
    pub fn legs_cost(&self, usd: f64) -> f64 {
        if self.held > 0.0 { self.legs * (usd / self.held - 1.0) } else { 0.0 }
    }

    /// Nothing changed.
    pub fn as_is(&self) -> Tweak {
        Tweak { budget: self.budget, hedge: 1.0, fees: 1.0 }
    }

    /// Cash flows of a position of this size for what a dollar is worth in the shock: fees are diluted by it, gas is the
    /// same whatever the size.
    pub fn cash_flows(&self, recovered: f64, fees: f64, deposit: f64) -> CashFlows {
        let chance = stress_probability(self.plan.stress_chance.0, self.plan.months);
        let (times, gas) = (deposit / self.position.deposit.0, self.position.gas.0 / 12.0);
        let fees = fees * self.fee_factor(deposit);
        CashFlows {
            deposit,
            flows: self
                .fees
                .iter()
                .zip(&self.costs)
                .map(|(fee, cost)| fees * fee - times * (cost - gas) - gas)
                .collect(),
            exit: times * (1.0 - chance) * self.calm_exit + chance * recovered * deposit,
        }
    }

    /// Fees of a position of this size over those of the one that the ledger was made with.
    fn fee_factor(&self, deposit: f64) -> f64 {
        limits::fee_factor(&self.position, deposit)
    }

    /// An outcome with hedge and fees turned.
    fn turned(one: &Outcome, tweak: &Tweak) -> Outcome {
        let hedge = one.other - one.condor - one.others;
        Outcome { other: one.other + (tweak.hedge - 1.0) * hedge, sized: one.sized.with_fees(tweak.fees), ..*one }
    }

    /// A case with the sizes that keep CVaR when something is turned; [`SizedPosition::case`] keeps today's.
    pub fn with_cvar<'a>(&self, case: Case<'a>, tweak: &Tweak) -> Case<'a> {
        let all = self.outcomes.all.iter().map(|one| Self::turned(one, tweak)).collect();
        let within = Outcomes { all, ..*self.outcomes }.within(Usd(tweak.budget));
        Case { cvar: within::cap(within), cvar_least: within::least(within), ..case }
    }

    /// CVaR₉₅ with this much in the pool and something turned, positive dollars.
    fn cvar_turned(&self, usd: f64, tweak: &Tweak) -> f64 {
        self.outcomes.cvar_of(|one| Self::turned(one, tweak).pnl(Usd(usd))).0
    }

    /// Whether a pool of this size keeps CVaR within the budget with something turned.
    pub fn keeps_cvar(&self, usd: f64, tweak: &Tweak) -> bool {
        self.cvar_turned(usd, tweak) <= tweak.budget * (1.0 + 1e-12)
    }

    /// The smallest budget with which every cap that is on allows this size, dollars.
    pub fn budget_for(&self, usd: f64, shocked: &SizingShock, tweak: &Tweak) -> f64 {
        let rules = &self.plan.rules;
        let loss = |way: &Way| {
            let pnl =
                |stop: &way::Stop| stop.parts.other(tweak.hedge) + stop.parts.sized.with_fees(tweak.fees).pnl(usd);
            -way.0.iter().map(pnl).fold(f64::INFINITY, f64::min)
        };
        let of_set = self.set.iter().filter(|_| rules.set).map(|(_, way)| loss(way));
        let stress = rules.stress.then(|| loss(&shocked.way));
        let cvar = rules.cvar.then(|| self.cvar_turned(usd, tweak));
        let il = self.il_loss.filter(|_| rules.il).map(|loss| loss * usd);
        of_set.chain(stress).chain(cvar).chain(il).fold(0.0, f64::max)
    }

    /// What the rules look at, for a pool as large as they allow: what gas and dilution do hangs on the size, never on what
    /// is held. From the most that a yield could have downward to the first size that allows itself.
    pub fn case(&self, shocked: &SizingShock, tweak: &Tweak) -> Case<'_> {
        let rules = &self.plan.rules;
        let full = self.case_of_most(shocked, tweak);
        if self.plan.big_top != Some(true) || !rules.big_top {
            return self.settled(full, shocked, tweak, rules);
        }
        let rest = RuleSwitches { big_top: false, ..*rules };
        let without_big_top = size(&self.settled(full.clone(), shocked, tweak, &rest), &rest).usd;
        Case { without_big_top, ..self.settled(full, shocked, tweak, rules) }
    }

    /// The same by other switches than the plan's.
    pub fn case_by(&self, shocked: &SizingShock, tweak: &Tweak, rules: &RuleSwitches) -> Case<'_> {
        self.settled(self.case_of_most(shocked, tweak), shocked, tweak, rules)
    }

    /// What other switches than the plan's allow.
    pub fn size_by(&self, shocked: &SizingShock, tweak: &Tweak, rules: &RuleSwitches) -> Size {
        size(&self.case_by(shocked, tweak, rules), rules)
    }

    /// The case of the full weight.
    fn case_of_most(&self, shocked: &SizingShock, tweak: &Tweak) -> Case<'_> {
        self.case_at(shocked, tweak, (baseline::MOST * self.risk_capital).max(1.0))
    }

    /// From the case of the full weight to that of the size that these switches allow.
    fn settled<'a>(&'a self, full: Case<'a>, shocked: &SizingShock, tweak: &Tweak, rules: &RuleSwitches) -> Case<'a> {
        let mut case = full;
        // A yield is asked of no more than the other rules leave, or a large account would dilute what it may not hold.
        if rules.hurdle {
            let others = RuleSwitches { hurdle: false, ..*rules };
            let most = size(&self.settled(case.clone(), shocked, tweak, &others), &others).usd;
            if most > 0.0 && most < case.deposit {
                case = self.again(case, shocked, tweak, most);
            }
        }
        for _ in 0..ROUNDS {
            let allowed = size(&case, rules).usd;
            if allowed <= 0.0 || allowed >= case.deposit * (1.0 - 1e-6) {
                break;
            }
            let smaller = self.again(case.clone(), shocked, tweak, allowed);
            let found = size(&smaller, rules);
            if found.usd <= 0.0 && [baseline::RULE.id, half_kelly::RULE.id].contains(&found.binding.id) {
                // What a rule leaves cannot carry its gas: that rule says no, and not the yield of a few dollars.
                case.too_small_by = Some(*rules);
                break;
            }
            // Less of it is allowed more: between the two there is one that is allowed just itself.
            if found.usd > allowed * (1.0 + 1e-6) {
                let at = |usd: f64| self.again(smaller.clone(), shocked, tweak, usd);
                let more = |usd: f64| size(&at(usd), rules).usd - usd;
                let itself = bracketed_root(allowed, case.deposit, more).map(at);
                case = itself.unwrap_or(smaller);
                break;
            }
            case = smaller;
        }
        let found = size(&case, rules);
        if found.usd <= 0.0 && found.binding.id == cvar_cap::RULE.id {
            // The other rules have less than what CVaR needs: its cap is no cap then, and the waterfall says so.
            case.cvar = LargestPool::None;
        }
        case
    }

    /// The case of a pool of this size, with nothing changed.
    pub fn case_of(&self, shocked: &SizingShock, usd: f64) -> Case<'_> {
        self.case_at(shocked, &self.as_is(), usd.max(1.0))
    }

    /// Loss in the worst of the chosen shocks with this much in the pool; 0 where none is chosen.
    pub fn worst_of_set(&self, usd: f64) -> f64 {
        self.set.iter().map(|(_, way)| -way.worst(usd).1.0).reduce(f64::max).unwrap_or(0.0)
    }

    /// Sizes whose CVaR is within the budget; none where no size is.
    pub fn cvar(&self) -> Option<Within> {
        self.cvar
    }

    /// CVaR₉₅ with this much in the pool, positive dollars.
    pub fn cvar_of(&self, usd: f64) -> f64 {
        if usd == self.held { self.ends()[1] } else { self.outcomes.cvar_95(Usd(usd)).0 }
    }

    /// Whether CVaR is no more with this much in the pool than with what is held, without asking there: it is convex from a
    /// speck on, so no more between two sizes than at the worse of them.
    pub fn has_no_more_cvar(&self, usd: f64) -> bool {
        let speck = self.outcomes.speck();
        let [at_speck, at_held] = self.ends();
        (speck..=self.held).contains(&usd) && at_speck <= at_held
    }

    fn ends(&self) -> [f64; 2] {
        let of = |usd: f64| self.outcomes.cvar_95(Usd(usd)).0;
        *self.ends.get_or_init(|| [of(self.outcomes.speck()), of(self.held)])
    }

    fn case_at(&self, shocked: &SizingShock, tweak: &Tweak, deposit: f64) -> Case<'_> {
        let Tweak { budget, hedge, fees } = *tweak;
        let largest = |way: &Way| {
            let allowed = way.allows(budget, hedge, fees);
            (limits::within_capital(allowed.largest, self.risk_capital), allowed)
        };
        let set = self.set.iter().map(|(name, way)| (*name, largest(way).0));
        let worst = set.reduce(|a, b| if limits::room(b.1) < limits::room(a.1) { b } else { a });
        let (stress, tightest) = largest(&shocked.way);
        let case = Case {
            too_small_by: None,
            without_big_top: 0.0,
            plan: &self.plan,
            set_by: &self.set_by,
            risk_capital: self.risk_capital,
            budget,
            hurdle: self.hurdle,
            held: self.held,
            deposit,
            irr: Err(IrrError::NoSignChange),
            failed: &self.failed,
            unvetted: &self.unvetted,
            quick_ratio: None,
            vix: shocked.vix,
            stress,
            stress_vix: tightest.vix.0,
            stress_spx: tightest.spx.map(|spx| spx.0),
            set: worst,
            cvar: within::cap(self.cvar),
            cvar_least: within::least(self.cvar),
            days: shocked.days,
            kelly: Kelly { mean: 0.0, rate: self.inputs.risk_free, deviation: 0.0 },
            il_loss: self.il_loss,
        };
        self.again(case, shocked, tweak, deposit)
    }

    /// The same case for another size: what of it hangs on the size.
    fn again<'a>(&'a self, case: Case<'a>, shocked: &SizingShock, tweak: &Tweak, deposit: f64) -> Case<'a> {
        let Income { fees, net } = self.income;
        let (times, gas) = (deposit / self.position.deposit.0, self.position.gas.0);
        let other_costs = fees - net - gas;
        let net = tweak.fees * self.fee_factor(deposit) * fees - times * other_costs - gas;
        Case {
            deposit,
            irr: self.cash_flows(shocked.recovered, tweak.fees, deposit).irr(),
            quick_ratio: shocked.with_cash(self.freed(deposit)).tightest(deposit, tweak.hedge),
            kelly: Kelly {
                mean: net / deposit + self.hurdle.premium.0,
                rate: self.inputs.risk_free,
                deviation: self.inputs.delta_share.abs() * self.position.vol.0,
            },
            ..case
        }
    }
}

/// Rounds to the size that allows itself; each halves what is left of the way many times over.
const ROUNDS: usize = 40;
