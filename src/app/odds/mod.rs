//! The odds' paths on the page: threads that walk them, one that puts together what they count, the page itself where there
//! are none, and what it knows.

pub mod desk;
pub mod door;
mod here;
pub mod hold;
pub mod horizon;
pub mod message;
pub mod next;
mod queue;
pub mod run;
pub mod seen;
pub mod state;
mod walk;
mod walker;
pub mod worker;
pub mod year;
