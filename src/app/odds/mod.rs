//! The odds' paths on the page: threads that walk them, one that puts together what they count, and what the page knows.

pub mod desk;
pub mod worker;
