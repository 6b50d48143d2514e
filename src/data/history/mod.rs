//! Histories: one file a format, each a recogniser and a layout.

pub mod breadth;
pub mod cboe;
pub mod coingecko;
pub mod coinmarketcap;
pub mod cryptodatadownload;
pub mod defillama;
pub mod dvol;
pub mod fred;
pub mod pool_days;
pub mod vix_futures;
pub mod vixcentral;
pub mod yahoo;
pub mod yfinance;

use crate::data::series::{Series, What};
use crate::data::yields::Yields;

/// What a history says of a pool's fees; `None` of one that is of no pool.
pub fn yields_of(series: &Series) -> Option<Result<Yields, String>> {
    match series.what {
        What::PoolDays => Some(pool_days::yields(series)),
        What::PoolYields => Some(defillama::yields(series)),
        _ => None,
    }
}
