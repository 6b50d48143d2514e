//! Second Engine: the map comes here.
pub mod book;
pub mod charts;
pub mod numbers;
pub mod plan;
pub mod pool;
pub mod quadrature;
pub mod report;
pub mod units;
pub mod words;
