//! Back-test: the programme's equity by the rules and untouched as a picture, and everything of it as tables.

pub mod equity_chart;
pub mod tables;
