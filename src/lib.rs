//! What a VIX shock does to an SPX iron condor, a DEX liquidity pool, a VIX hedge, and all three together.
//!
//! One value in, one value out: [`plan::Plan`] → [`views::report::Report`] → [`draw::scene::Scene`]. Nothing in between
//! reads a clock, storage, randomness or the DOM; that is what makes a link, an undo step and a test the same thing.
//! The formulas and their sources are in `docs/model.md`, whose sections the code cites.
//!
//! # The map, in reading order
//!
//! Order is permission: a module uses only modules above it (`tests/architecture.rs` holds that).
//!
//! | Room | What is in it |
//! |---|---|
//! | [`units`] | dollars, points, vols, years, fractions; calendars; a day and when New York trades |
//! | [`words`] | numbers and dates as the person reads them |
//! | [`numbers`] | the normal distribution, bracketed roots, least squares, quadrature rules, long work in pieces |
//! | [`draw`] | shapes as data and their one renderer. Nobody else knows a colour; knows no finance |
//! | [`plan`] | the serde struct: the market, a list of holdings, what happens and how the world answers; [`plan::knobs`], one row an input; links, files, undo |
//! | [`market`] | variance curve, VIX futures, SPX surface: one immutable value. It knows no instrument |
//! | [`options`] | Black, implied volatility, strikes |
//! | [`holdings`] | what can be held, one file a kind: condor, pool, VIX layer, exchange-traded product, leg on a chain, IL strip, conversion |
//! | [`data`] | one file a format: histories, option chains, strips of VIX futures, brokers' positions, a Uniswap v3 position, a DefiLlama pool, an order of a condor; bytes in, with an account of what was read; [`data::FORMATS`], one row a format |
//! | [`shock`] | the joint shock: [`market::Market`] → [`holdings::world::World`]; explosions that happened |
//! | [`book`] | a plan resolved; P&L, attribution, limits, curves |
//! | [`signals`] | what dated series say: RSI, MACD, A/D divergence, correlation shift, Big Top, exposure gap, betas; one file a signal |
//! | [`calibration`] | a chain of options as forwards by parity, vols, an SSVI surface and its errors; VIX options on their own futures; a condor's credit at mid and at the natural |
//! | [`simulation`] | where VIX, SPX and the token may stand after the horizon, by quadrature: CVaR, the correlation map |
//! | [`sizing`] | hurdle, baseline, multipliers, caps, waterfall: one file a rule |
//! | [`backtest`] | the programme of a plan walked through dated closes: its equity by the rules and untouched, every trade, each rule off once, the explosions |
//! | [`odds`] | futures drawn day by day: what the plan's holdings gain on each, how likely every loss is, and with which pool |
//! | [`year`] | the programme walked through years drawn day by day: what a year makes, its deepest fall, ruin, and by which size of pool |
//! | [`views`] | one folder a view: its report, words and charts; [`views::report::evaluate`], the one door |
//!
//! `src/app` (binary, feature `app`) is the page: the only place that knows a browser. It holds no formula.

/// The version of Second Engine: what the page, the memo and the report say.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

pub mod units;
pub mod words;
pub mod numbers;
pub mod draw;
pub mod plan;
pub mod market;
pub mod options;
pub mod holdings;
pub mod data;
pub mod shock;
pub mod book;
pub mod signals;
pub mod calibration;
pub mod simulation;
pub mod sizing;
pub mod backtest;
pub mod odds;
pub mod year;
pub mod views;
