//! Calibration: a chain of options made into forwards, vols and a surface, beside the plan's own on the same quotes.
//!
//! Source: model book 3 and 13.

pub mod arbitrage;
pub mod bands;
pub mod calibrate;
pub mod fit;
pub mod forward;
pub mod left_out;
pub mod levels;
pub mod natural;
pub mod own_vix;
pub mod report;
pub mod said;
pub mod said_vix;
pub mod vix_calls;
pub mod vix_options;
pub mod vix_report;
pub mod vols;

use serde::{Deserialize, Serialize};

use crate::calibration::report::ChainReport;
use crate::calibration::vix_report::VixReport;
use crate::data::chain::OptionChain;
use crate::data::occ::Index;
use crate::plan::Plan;

/// What a chain says, by what its options are on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// A surface of SPX.
    Spx(Box<ChainReport>),
    /// VIX options on their own futures.
    Vix(Box<VixReport>),
}

/// A chain beside a plan.
///
/// # Errors
/// A sentence: the day of the quotes is not known, or nothing can be read from them.
pub fn of(chain: &OptionChain, plan: &Plan) -> Result<Fit, String> {
    match chain.index {
        Index::Spx => calibrate::of(chain, plan).map(|report| Fit::Spx(Box::new(report))),
        Index::Vix => vix_options::of(chain, plan).map(|report| Fit::Vix(Box::new(report))),
    }
}
