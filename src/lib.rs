//! Second Engine: the map comes here.
pub mod numbers;
pub mod pool;
pub mod quadrature;
pub mod units;
