//! Views: what the page and the other doors say about a plan, one folder a view: its report, words and charts.

pub mod assemble;
pub mod book;
pub mod data;
pub mod derived;
pub mod engines;
pub mod gate;
pub mod hedge;
pub mod json;
pub mod learn;
pub mod odds;
pub mod paths;
pub mod pinned;
pub mod pool;
pub mod report;
mod scenario;
pub mod size;
pub mod time;
pub mod year;
