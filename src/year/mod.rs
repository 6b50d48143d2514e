//! Year: the programme of a plan walked through years drawn day by day, and how large the pool may be before it ruins one.
//!
//! Condors are sold and left by their rules and the gate, VIX calls rolled, the pool entered anew and sized by the rules, on
//! the same futures as the odds; beside it other ways to run it, and the pool at many sizes. [`setup()`] prices what all
//! years share; [`setup::Setup::batch`] walks some hundred, the same ones for the same number wherever it is asked for;
//! [`tally::Tally`] counts batches in any order. Source: model book 13 and 14.

pub mod ask;
mod calendar;
mod condors;
pub mod figures;
mod grid;
mod layers;
mod layout;
mod pilot;
mod pool;
pub mod setup;
mod sizes;
pub mod tally;
mod walk;
pub mod ways;

use crate::plan::Plan;
use crate::year::ask::Ask;
use crate::year::figures::Year;
use crate::year::setup::Setup;
use crate::year::tally::Tally;

/// What all batches of a plan's years share.
///
/// # Errors
/// A plan that is none, nothing in it that is walked, a number of paths that cannot be, in words.
pub fn setup(plan: &Plan, ask: &Ask) -> Result<Setup, String> {
    Ok(Setup::unseen(plan, ask)?.piloted())
}

/// Every batch, one after another.
///
/// # Errors
/// As [`setup()`].
pub fn run(plan: &Plan, ask: &Ask) -> Result<Year, String> {
    let setup = setup(plan, ask)?;
    let mut tally = Tally::default();
    for index in 0..setup.batches() {
        tally.add(&setup.batch(index));
    }
    Ok(tally.year(&setup))
}
