//! The odds' paths on the page: threads that walk them, one that puts together what they count, and what the page knows.

pub mod desk;
pub mod door;
pub mod horizon;
pub mod message;
mod queue;
pub mod run;
pub mod worker;
pub mod year;
