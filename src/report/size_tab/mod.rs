//! The size tab: how large the pool may be, rule by rule, and what to do about it.
//!
//! [`Setup::size_ledger`] does not move with the VIX slider and can be kept; [`Setup::size_tab`] does.

pub mod actions;
pub mod answer;
pub mod facts;
pub mod sensitivity;

use std::sync::Arc;

use serde::Serialize;

use crate::book::setup::Setup;
use crate::plan::sizing::RuleSwitches;
use crate::report::pool_tab::{carry, vetting};
use crate::report::size_tab::actions::Action;
use crate::report::size_tab::facts::Fact;
use crate::simulation::cvar::Outcomes;
use crate::sizing::irr::Irr;
use crate::sizing::ledger::{Given, Income, Ledger};
use crate::sizing::levers::{Levers, levers};
use crate::sizing::stressed::Shocked;
use crate::sizing::waterfall::{Waterfall, waterfall};
use crate::sizing::{Case, size};
use crate::units::{CALENDAR_DAYS, Frac, Points, Usd};

/// Everything the size tab shows but the sensitivities.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeTab {
    /// The answer in one sentence.
    pub answer: String,
    /// Rule by rule.
    pub waterfall: Waterfall,
    /// In the pool now; 0 without one.
    pub held: Usd,
    /// Combined P&L of this shock with the answer in the pool.
    pub pnl_there: Usd,
    /// What the pool must earn a year.
    pub hurdle: Frac,
    /// What it earns; none where there is no IRR.
    pub irr: Option<Irr>,
    /// IRR over the hurdle; none where there is no IRR.
    pub distance: Option<Frac>,
    /// Hurdle and IRR, each with its sum.
    pub facts: Vec<Fact>,
    /// What is odd about the inputs, in words.
    pub warnings: Vec<String>,
    /// Steward, yours now, promoter.
    pub profiles: [ProfileRow; 3],
    /// What to do now.
    pub actions: Vec<Action>,
}

/// One way to hold the same book in the same shock.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ProfileRow {
    /// `Steward`, `Yours now`, `Promoter, rules off`.
    pub label: &'static str,
    /// In the pool.
    pub size: Usd,
    /// Combined P&L in this shock.
    pub pnl: Usd,
    /// Loss as a share of the budget, ≥ 0; none without a budget.
    pub of_budget: Option<Frac>,
}

/// What the person reads where nothing can be sized.
pub const NO_POSITION: &str = "The pool's terms allow no deposit at today's price: there is nothing to size.";

impl Setup {
    /// What sizing needs and does not move with the VIX slider; none where the pool's terms allow no deposit. The
    /// outcomes are [`Setup::outcomes`].
    pub fn size_ledger(&self, outcomes: &Arc<Outcomes>) -> Option<Ledger> {
        let income = |position: &crate::book::position::Position, pool: &crate::pool::Pool| {
            let year = carry::column(position, pool, CALENDAR_DAYS);
            Income { fees: year.fees.0, net: year.net.0 }
        };
        let vetted = vetting::vetting(&self.plan.pool.vetting);
        let failed = vetted.items.iter().filter(|item| item.is_hard && !item.holds).map(|item| item.label).collect();
        Ledger::new(self, Given { income, failed, outcomes: outcomes.clone() })
    }

    /// The size tab on a ledger of this setup or of one that differs in where VIX ends.
    pub fn size_tab(&self, ledger: &Ledger) -> SizeTab {
        let shocked = ledger.shocked(self);
        let case = ledger.case(&shocked, &ledger.as_is());
        let fall = waterfall(&case);
        let irr = case.irr.ok();
        SizeTab {
            answer: answer::answer(ledger, &shocked, &case, &fall),
            held: Usd(ledger.held),
            pnl_there: Usd(shocked.book.combined(fall.size.0)),
            hurdle: ledger.hurdle.rate,
            irr,
            distance: irr.map(|irr| Frac(irr.annual.0 - ledger.hurdle.rate.0)),
            facts: facts::facts(ledger, &shocked, &case),
            warnings: self.size_warnings(ledger, &case),
            profiles: profiles(ledger, &shocked, &case),
            actions: actions::actions(self, ledger, &shocked, &case, &fall),
            waterfall: fall,
        }
    }

    /// What would have to be true for the full weight, one thing at a time.
    pub fn size_levers(&self, ledger: &Ledger) -> Levers {
        let shocked = ledger.shocked(self);
        levers(ledger, &shocked, &|vix| Some(ledger.shocked(&self.with_vix(vix)?)))
    }

    /// The same with VIX ending elsewhere.
    fn with_vix(&self, vix: f64) -> Option<Setup> {
        let mut plan = self.plan.clone();
        (plan.shock.vix, plan.shock.surprise) = (Some(Points(vix)), 0.0);
        self.resolve_beside(&plan).ok()
    }

    fn size_warnings(&self, ledger: &Ledger, case: &Case) -> Vec<String> {
        let mut warnings = Vec::new();
        if case.irr.is_ok_and(|irr| irr.is_ambiguous) {
            warnings.push(
                "The cash flows change sign more than once, so several rates would do; the one nearest to 0 is shown."
                    .to_string(),
            );
        }
        if ledger.budget > ledger.risk_capital {
            warnings.push(format!(
                "The loss budget, {}, is more than the risk capital, {}.",
                crate::words::amount(ledger.budget),
                crate::words::amount(ledger.risk_capital)
            ));
        }
        if self.plan.pool.cover_limit.is_some() {
            warnings.push("A larger pool is taken to be insured in proportion, its limit too.".to_string());
        }
        if !self.plan.more_pools.is_empty() {
            warnings.push("The other pools stay as they are: the one in front is sized.".to_string());
        }
        warnings
    }
}

fn profiles(ledger: &Ledger, shocked: &Shocked, case: &Case) -> [ProfileRow; 3] {
    let row = |(label, usd): (&'static str, f64)| {
        let pnl = shocked.book.combined(usd);
        let of_budget = (ledger.budget > 0.0).then(|| Frac((-pnl).max(0.0) / ledger.budget));
        ProfileRow { label, size: Usd(usd), pnl: Usd(pnl), of_budget }
    };
    let under = |switches: RuleSwitches| size(case, &switches).usd;
    [
        ("Steward", under(RuleSwitches::STEWARD)),
        ("Yours now", ledger.held),
        ("Promoter, rules off", under(RuleSwitches::PROMOTER)),
    ]
    .map(row)
}
