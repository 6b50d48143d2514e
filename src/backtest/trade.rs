//! Trade: one thing that was sold or bought and left again, with what it made.

use serde::{Deserialize, Serialize};

use crate::book::exits::ExitRule;
use crate::plan::holding::Kind;
use crate::units::day::Day;

/// Whose part of the equity it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The condors.
    Condor,
    /// The pool.
    Pool,
    /// The VIX calls.
    Hedge,
    /// An exchange-traded product, or calls on it.
    Etp,
    /// A leg on the chain.
    Chain,
    /// A strip on the pool.
    Strip,
    /// A conversion of the pool's tokens.
    Conversion,
}

impl Part {
    /// Holdings of which kind it is of.
    pub fn kind(self) -> Kind {
        match self {
            Part::Condor => Kind::Condor,
            Part::Pool => Kind::Pool,
            Part::Hedge => Kind::Layer,
            Part::Etp => Kind::Etp,
            Part::Chain => Kind::Chain,
            Part::Strip => Kind::Strip,
            Part::Conversion => Kind::Conversion,
        }
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Profit was taken.
    Profit,
    /// It was stopped.
    Stop,
    /// Too few days were left.
    Days,
    /// It was settled.
    Expired,
    /// A fresh one took its place.
    Rolled,
    /// The pool was left, and entered anew where the rules allow one.
    Resized,
    /// The lender sold the pool.
    Liquidated,
    /// The history ends first.
    Open,
}

impl How {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            How::Profit => "profit taken",
            How::Stop => "stopped",
            How::Days => "days",
            How::Expired => "expired",
            How::Rolled => "rolled",
            How::Resized => "resized",
            How::Liquidated => "liquidated",
            How::Open => "open",
        }
    }
}

impl From<ExitRule> for How {
    fn from(rule: ExitRule) -> How {
        match rule {
            ExitRule::Profit => How::Profit,
            ExitRule::Stop => How::Stop,
            ExitRule::Days => How::Days,
        }
    }
}

/// A trade from its first day to its last, at the model's prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// Whose part.
    pub part: Part,
    /// Its number among the plan's holdings of the kind, from 0.
    pub nth: usize,
    /// First day.
    pub opened: Day,
    /// Last day; that of the last row where it is open.
    pub closed: Day,
    /// How it ended.
    pub how: How,
    /// Strikes at the level that SPX, or VIX, had, of a product or a token in the plan's own dollars, lowest first; none for
    /// a pool, shares and a perpetual.
    pub strikes: Vec<f64>,
    /// Contracts at that level, in parts where SPX was not the plan's; shares, calls or tokens, below 0 where they are
    /// sold; of a pool and what is written on it 1.
    pub contracts: f64,
    /// Points a contract that it was sold or bought for; of a product or a token dollars for one, of a pool dollars put in, of what is written on it
    /// dollars for all of it.
    pub entry: f64,
    /// The same when it was left; of a pool dollars taken out, fees not counted.
    pub exit: f64,
    /// Fees earned and what its cover paid, dollars; of a pool alone.
    pub earned: f64,
    /// Costs of both ends, of a pool interest, premium and penalty too; dollars, positive.
    pub costs: f64,
    /// What it made, dollars, costs and what it earned counted.
    pub pnl: f64,
}
