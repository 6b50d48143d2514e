//! Options: one formula, its inverse, and the condor built of four.

pub mod black;
pub mod condor;
pub mod fill;
pub mod implied;
pub mod margin;
pub mod strikes;
pub mod vix;
