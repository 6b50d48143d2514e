//! Simulation: where VIX, SPX and the token may stand after the horizon, and what the book gains there.
//!
//! Everything here is by quadrature: the same plan gives the same digits.

pub mod correlation_map;
pub mod cvar;
pub mod horizon;

use crate::book::Book;
use crate::plan::ShockPlan;
use crate::shock::Shock;

/// The shock of so many trading days with nothing held by hand.
///
/// House choice: severity, betas and the correlation stress are the model's and stay; moves of SPX and token, the
/// crypto-only crash, a broken peg and the rest of one scenario say nothing about how likely that is, and go.
pub fn unforced_shock(book: &Book, days: f64) -> Shock {
    let ShockPlan { severity, correlation, band, beta_spx, beta_vix, .. } = book.shock.plan;
    let plan = ShockPlan { vix: None, severity, correlation, band, beta_spx, beta_vix, ..ShockPlan::default() };
    book.shock_of(&plan, days)
}

#[cfg(test)]
mod draws;
