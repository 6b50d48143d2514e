//! Histories: one file a format, each a recogniser and a layout.

pub mod breadth;
pub mod cboe;
pub mod coingecko;
pub mod coinmarketcap;
pub mod cryptodatadownload;
pub mod dvol;
pub mod fred;
pub mod pool_days;
pub mod vix_futures;
pub mod vixcentral;
pub mod yahoo;
pub mod yfinance;
