//! The hedge's tab: everything the page says about it beyond the report.

pub mod conversion;
pub mod replay;
pub mod solvers;
