//! Figures: charts, tables and fact lists around the data they show.

pub mod differences;
pub mod facts;
pub mod figure;
pub mod picture;
pub mod plot;
pub mod sample;
pub mod sentence;
pub mod sheet;
pub mod sign;
