//! Backing: a loan and a cover of a position that is entered and left again, per dollar put in.
//!
//! Where the same position is held at many sizes on one path: debt, premium and what the cover claims grow with the size, an
//! agreed limit does not. The formulas are those of [`crate::holdings::pool::pnl`]. Model book 7 and 13.

use crate::holdings::pool::insurance::{Insurance, default_haircut};
use crate::holdings::pool::loan::Loan;
use crate::holdings::pool::position::Position;
use crate::units::{Frac, Usd, Years};

/// A loan and a cover, of a deposit of one dollar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backing {
    loan: Loan,
    /// Its limit is one dollar, or the dollars that were agreed on, whatever the size.
    insurance: Insurance,
}

/// What they have come to since a dollar was put in, were it left now; all 0 on the day of the entry.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backed {
    /// Interest, premium and penalty, dollars, ≥ 0.
    pub costs: f64,
    /// What holding would have kept of it, dollars, and what the position is worth.
    held: [f64; 2],
    /// Part of a claim that the insurer fails to pay.
    haircut: Frac,
    /// Whether the lender sells the position.
    pub is_called: bool,
}

impl Backing {
    /// Of a position; `None` where nothing is owed, nothing insured and no premium paid, or nothing is in it.
    pub fn of(position: &Position) -> Option<Backing> {
        let (deposit, loan, insurance) = (position.deposit.0, position.loan, position.insurance);
        let is_backed = loan.principal.0 > 0.0 || insurance.cover.0 > 0.0 || insurance.premium.0 > 0.0;
        (deposit > 0.0 && is_backed).then(|| Backing {
            loan: Loan { principal: Usd(loan.principal.0 / deposit), ..loan },
            insurance: Insurance { limit: if insurance.is_agreed { insurance.limit } else { Usd(1.0) }, ..insurance },
        })
    }

    /// Whether anything is owed.
    pub fn is_lent(&self) -> bool {
        self.loan.principal.0 > 0.0
    }

    /// Whether what the cover pays is not in proportion to the size.
    pub fn is_agreed(&self) -> bool {
        self.insurance.is_agreed && self.insurance.cover.0 > 0.0
    }

    /// After a time, where a dollar of then is worth `value` in the pool and would be worth `hodl` outside it, and VIX is
    /// `vix_ratio` (> 0) times what it was.
    pub fn since(&self, after: Years, value: f64, hodl: f64, vix_ratio: f64) -> Backed {
        let is_called = self.is_lent() && self.loan.liquidated(Usd(value), after);
        // An exponential a day is the walk's dearest step where nothing is owed.
        let interest = if self.is_lent() { self.loan.debt(after).0 - self.loan.principal.0 } else { 0.0 };
        let premium = self.insurance.premium_paid(Usd(1.0), after).0;
        let penalty = if is_called { self.loan.penalty(Usd(value), after).0 } else { 0.0 };
        let has_cover = self.insurance.cover.0 > 0.0;
        Backed {
            costs: interest + premium + penalty,
            held: if has_cover { [hodl, value] } else { [0.0; 2] },
            haircut: if has_cover { default_haircut(vix_ratio) } else { Frac(0.0) },
            is_called,
        }
    }

    /// What the insurer pays of it at a size, dollars, ≥ 0, no more than the limit.
    pub fn paid(&self, backed: &Backed, usd: f64) -> f64 {
        let [hodl, value] = backed.held;
        // What is not in proportion is the limit alone.
        let limit = if self.insurance.is_agreed { self.insurance.limit } else { Usd(usd) };
        Insurance { limit, ..self.insurance }.recovered(Usd(usd * hodl), Usd(usd * value), backed.haircut).0
    }
}

/// A plan's loan for a deposit of another size: in proportion, and no more than may be owed to the last digit; 0 where
/// nothing is in it.
pub fn loan_at(loan: Usd, deposit: Usd, threshold: Frac, usd: Usd) -> Usd {
    let share = if deposit.0 > 0.0 { loan.0 / deposit.0 } else { 0.0 };
    Usd((share * usd.0).min(threshold.0 * usd.0))
}
