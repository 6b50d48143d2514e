//! Second Engine: the map comes here.
pub mod book;
pub mod charts;
pub mod hedge;
pub mod market;
pub mod numbers;
pub mod options;
pub mod plan;
pub mod pool;
pub mod quadrature;
pub mod report;
pub mod shock;
pub mod units;
pub mod words;
