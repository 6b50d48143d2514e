//! Verdict: the one sentence on top.

use crate::book::Book;
use crate::book::limits::LargestPool;
use crate::plan::{PoolKind, Token};
use crate::views::report::Report;
use crate::words::{amount, at_most, percent, share, vix};

/// What the shock does and how large a pool survives it, in words.
pub(in crate::views) fn of(book: &Book, report: &Report) -> String {
    let shock = &report.shock;
    let name = match (book.plan.pool.kind, book.plan.pool.token_in(&book.plan.market)) {
        (PoolKind::StableSwap, _) => None,
        (_, Token::Eth) => Some("ETH"),
        (_, Token::Btc) => Some("BTC"),
    };
    let days = match shock.days {
        0.0 => "at once".to_string(),
        1.0 => "in 1 day".to_string(),
        d => format!("in {} days", crate::words::number(d)),
    };
    let token = name.map(|name| format!(", {name}\u{a0}{}", percent(shock.token_return.0, 0))).unwrap_or_default();
    let pnl = report.combined.pnl.0;
    let verb = if pnl.round() == 0.0 {
        "comes out even at"
    } else if pnl < 0.0 {
        "loses"
    } else {
        "gains"
    };
    let over = -pnl - report.combined.budget.0;
    let past = if over > 0.5 { format!(" and {} past your budget", amount(over)) } else { String::new() };
    let survives = match report.combined.largest_pool {
        LargestPool::Unlimited => "A pool of any size survives: it does not lose here".to_string(),
        LargestPool::UpTo(most) => format!("A pool of up to {} survives", at_most(most.0)),
        LargestPool::None => "No pool fits: condor and hedge alone use up the budget".to_string(),
    };
    let yours = match book.position.pool {
        Some(_) => format!("; yours is {}.", amount(book.position.deposit.0)),
        None => "; you hold none.".to_string(),
    };
    format!(
        "VIX {} → {} {days}, SPX\u{a0}{}{token}: the book {verb} {}, {} of equity{past}. {survives}{yours}",
        vix(shock.vix_from.0),
        vix(shock.vix.0),
        percent(shock.spx_return.0, 1),
        amount(pnl),
        share(report.combined.share_of_equity.0.abs(), 1),
    )
}
