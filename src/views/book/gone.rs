//! Gone: where the loss budget is gone on the spot–vol link, in words; broken at today's VIX it is no level to come. What is
//! held by hand beside SPX and VIX is held at every VIX: with it the budget may break where VIX has not moved.

use crate::views::report::whole::Report;
use crate::words::vix;

/// Where the budget is gone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gone {
    /// Up to VIX 150 it lasts.
    Nowhere,
    /// At this VIX, above today's.
    At(f64),
    /// At today's VIX already; whether at every VIX of the axis, where that is known.
    Today(f64, bool),
}

/// From the smallest VIX at which it is gone, today's VIX and what is known of the line along the link.
pub fn of(gone_at: Option<f64>, today: f64, line: &[(f64, f64)], budget: f64) -> Gone {
    match gone_at {
        None => Gone::Nowhere,
        Some(at) if at > today => Gone::At(at),
        Some(_) => Gone::Today(today, !line.is_empty() && line.iter().all(|(_, usd)| *usd <= -budget)),
    }
}

/// The same of a report, which knows no line.
pub fn in_report(report: &Report) -> Gone {
    let at = report.combined.budget_gone_at.map(|vix| vix.0);
    of(at, report.shock.vix_from.0, &[], report.combined.budget.0)
}

/// As the value of a row: `40.5`, `already at 17`, `nowhere`.
pub fn row(gone: Gone) -> String {
    match gone {
        Gone::Nowhere => "nowhere".into(),
        Gone::At(at) => vix(at),
        Gone::Today(_, true) => "at every VIX".into(),
        Gone::Today(today, false) => format!("already at {}", vix(today)),
    }
}

/// As a clause about the book with SPX following VIX: `the loss budget is gone at VIX 40.5`.
pub fn clause(gone: Gone) -> String {
    match gone {
        Gone::Nowhere => "the loss budget lasts to VIX 150".into(),
        Gone::At(at) => format!("the loss budget is gone at VIX {}", vix(at)),
        Gone::Today(_, true) => "the loss budget is broken at every VIX".into(),
        Gone::Today(today, false) => format!("the loss budget is broken already at today's VIX {}", vix(today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::units::Usd;
    use crate::views::report::evaluate;

    #[test]
    fn a_budget_that_is_broken_today_is_not_said_to_be_gone_at_a_vix_to_come() {
        let lost = [(9.0, -5.0), (17.0, -6.0), (150.0, -9.0)];
        assert_eq!(row(of(Some(17.0), 17.0, &lost, 4.0)), "at every VIX");
        assert_eq!(row(of(Some(17.0), 17.0, &lost, 5.5)), "already at 17");
        assert_eq!(row(of(Some(40.4567), 17.0, &lost, 8.0)), "40.5");
        assert!(clause(of(Some(17.0), 17.0, &lost, 5.0)).contains("at every VIX"));
        assert!(clause(of(None, 17.0, &lost, 50.0)).contains("lasts"));
        let mut plan = Plan::default();
        plan.a_pool().gas = Usd(50_000.0);
        let Ok(report) = evaluate(&plan) else { unreachable!() };
        assert_eq!(in_report(&report), Gone::Today(17.0, false), "{:?}", report.combined.budget_gone_at);
        assert!(clause(in_report(&report)).ends_with("broken already at today's VIX 17"));
    }
}
