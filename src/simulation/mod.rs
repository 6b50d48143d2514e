//! Simulation: where VIX, SPX and the token may stand after the horizon, and what the book gains there.
//!
//! Everything here is by quadrature: the same plan gives the same digits.

pub mod correlation_map;
pub mod cvar;
pub mod dynamics;
pub mod horizon;
pub mod within;

#[cfg(test)]
mod draws;
