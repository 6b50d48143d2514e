//! Fold's props: which fold, its line while it is closed, and what its rows are made from.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::knobs::Group;
use second_engine::views::report::Report;
use second_engine::words;
use second_engine::words::dates::short_date;
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::shared::Shared;
use crate::app::store::wrongs::Wrongs;

/// A part of the rail under what is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fold {
    /// Levels, curve, surface, events.
    Market,
    /// Money and what may be lost.
    Account,
}

impl Fold {
    /// Its DOM id.
    pub fn id(self) -> &'static str {
        match self {
            Fold::Market => "fold-market",
            Fold::Account => "fold-account",
        }
    }

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Fold::Market => "Market",
            Fold::Account => "Account",
        }
    }

    /// The group of its inputs.
    pub fn group(self) -> Group {
        match self {
            Fold::Market => Group::Market,
            Fold::Account => Group::Account,
        }
    }

    /// What it holds, in a line.
    pub fn line(self, plan: &Plan) -> String {
        let (market, account) = (&plan.market, &plan.account);
        match self {
            Fold::Market => {
                let (token, price) = (market.token.name(), words::price(market.token_price.0));
                let day = market.today.map_or_else(String::new, |day| format!("{}, ", short_date(day)));
                format!("{day}SPX {}, {token} {price}", words::fixed(market.spx.0, 0))
            }
            Fold::Account => {
                format!("{}, budget {}", words::amount(account.equity.0), words::share(account.loss_budget.0, 1))
            }
        }
    }
}

/// What a fold's rows need.
#[derive(Properties, Clone)]
pub struct FoldProps {
    /// Which fold.
    pub fold: Fold,
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: Wrongs,
    /// Told what changed.
    pub dispatch: Dispatch,
}

/// Equal where the rows look the same: a shock that moves changes none of them. Without a date they hold the button that
/// writes the whole plan anew.
impl PartialEq for FoldProps {
    fn eq(&self, other: &FoldProps) -> bool {
        let (a, b) = (&self.plan, &other.plan);
        self.fold == other.fold
            && self.wrong == other.wrong
            && (a.market.today.is_some() || a == b)
            && (&a.market, &a.account, &a.hedge) == (&b.market, &b.account, &b.hedge)
    }
}
