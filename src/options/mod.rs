//! Options: one formula, its inverse, and the condor built of four.

pub mod black;
pub mod implied;
pub mod strikes;
pub mod vix;
