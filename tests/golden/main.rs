//! Golden numbers from independent software: a file of `vectors/` a test, tolerances as its README states.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod book;
mod checks;
mod hedge;
mod market;
mod options;
mod pool;
mod shock;
mod simulation;
mod sizing;
mod table;
